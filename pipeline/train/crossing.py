"""Cross-validation: folds by article, and the answers of models that had not seen an article."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.assemble import assemble
from pipeline.detection import Detector
from pipeline.detection.detector import agreement, calibrate
from pipeline.fields import KnownAction
from pipeline.records import Directive
from pipeline.tagging.logistic import Floats
from pipeline.trace import Sources, explained
from pipeline.train.examples import Example
from pipeline.train.layers import IDENTITY, Answer, SecondLayer, answer, first_layer
from pipeline.vectors import Vectors

FOLDS = 4


def fold_of(name: str, folds: int) -> int:
    """The fold of an article: by a hash of its name, so that it stays when articles come or go."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % folds


def out_of_fold(examples: Sequence[Example], folds: int) -> list[Answer]:
    answers: dict[int, Answer] = {}
    for fold in range(folds):
        inside = [i for i, e in enumerate(examples) if fold_of(e.gold.name, folds) == fold]
        layer = first_layer([e for e in examples if fold_of(e.gold.name, folds) != fold])
        answers.update({i: answer(*layer, examples[i]) for i in inside})
    return [answers[i] for i in range(len(examples))]


@dataclass(frozen=True)
class Crossed:
    """The outcome of cross-validation.

    Attributes:
        records: The records of each article by models that had not seen it, with confidences calibrated on the other
            folds, and with their traces.
        scores: The judge's scores of all actions so chosen.
        right: Whether each of them is a directive by the gold.
        chances: The probability of each, calibrated on the other folds.
    """

    records: dict[str, list[Directive]]
    scores: list[float]
    right: list[bool]
    chances: list[float]


@dataclass(frozen=True)
class _Fold:
    """The models that had not seen a fold, and what its articles say of their judge.

    Attributes:
        inside: The fold's articles, by their places among the examples.
        layer: The models.
        scores: The judge's scores of the actions chosen in them.
        right: Whether each of them is a directive by the gold.
    """

    inside: list[int]
    layer: SecondLayer
    scores: list[float]
    right: list[bool]


def cross(
    examples: Sequence[Example],
    answers: Sequence[Answer],
    actions: Sequence[KnownAction],
    vectors: Vectors,
    folds: int,
) -> Crossed:
    parts = [_judge(examples, answers, actions, vectors, fold, folds) for fold in range(folds)]
    records: dict[str, list[Directive]] = {}
    chances: list[float] = []
    for part in parts:
        points = _calibration([other for other in parts if other is not part])
        detector = Detector(part.layer.detector.judge, *points)
        chances += [detector.probability(score) for score in part.scores]
        layer = replace(part.layer, detector=detector)
        records |= {examples[i].gold.name: _records(examples[i], answers[i], layer) for i in part.inside}
    scores, right = [score for part in parts for score in part.scores], [one for part in parts for one in part.right]
    return Crossed(records, scores, right, chances)


def _judge(
    examples: Sequence[Example],
    answers: Sequence[Answer],
    actions: Sequence[KnownAction],
    vectors: Vectors,
    fold: int,
    folds: int,
) -> _Fold:
    """Learn without a fold, and weigh what stands in it."""
    apart = [fold_of(example.gold.name, folds) == fold for example in examples]
    others = [i for i, inside in enumerate(apart) if not inside]
    layer = SecondLayer.fit([examples[i] for i in others], [answers[i] for i in others], actions, vectors)
    part = _Fold([i for i, inside in enumerate(apart) if inside and not examples[i].excerpt], layer, [], [])
    for i in part.inside:
        reading = answers[i].reading
        chosen = layer.detector.choose(reading, answers[i].starts)
        found = agreement(reading, [candidate for candidate, _ in chosen], examples[i].gold.directives)
        part.scores.extend(score for _, score in chosen)
        part.right.extend(dice >= 0.5 for dice, _ in found)
    return part


def _calibration(parts: Sequence[_Fold]) -> tuple[Floats, Floats]:
    """The calibration that some folds give; scores as they are where nothing was found in them."""
    scores = [score for part in parts for score in part.scores]
    if not scores:
        return IDENTITY, IDENTITY
    return calibrate(scores, [one for part in parts for one in part.right])


def _records(example: Example, answer: Answer, layer: SecondLayer) -> list[Directive]:
    detections = layer.detector.detect(answer.reading, answer.starts)
    links = layer.linker.link(answer.reading, [d.span for d in detections]) if detections else []
    records = assemble(
        example.gold.article,
        answer.reading,
        detections,
        links,
        layer.fields,
        "cross-validation",
        example.quantities,
        example.instruments,
    )
    sources = Sources(
        example.gold.article,
        answer.reading,
        answer.starts,
        example.cues,
        {"quantities": example.quantities, "instruments": example.instruments},
        layer.fields,
    )
    traces = explained(sources, detections, links, records)
    return [record.model_copy(update={"trace": trace}) for record, trace in zip(records, traces, strict=True)]
