"""Cross-validation: folds by article, and the answers of models that had not seen an article."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.assemble import assemble
from pipeline.detection.detector import agreement, calibrate, select
from pipeline.records import Directive
from pipeline.trace import Sources, explained
from pipeline.train.examples import Example
from pipeline.train.layers import THRESHOLD, Answer, SecondLayer, answer, first_layer
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
        records: The records of each article by models that had not seen it, with their traces.
        scores: The judge's scores of all actions so chosen.
        right: Whether each of them is a directive by the gold.
        chances: The probability of each, calibrated on the other folds.
    """

    records: dict[str, list[Directive]]
    scores: list[float]
    right: list[bool]
    chances: list[float]


def cross(
    examples: Sequence[Example],
    answers: Sequence[Answer],
    clusters: Mapping[str, str],
    vectors: Vectors,
    folds: int,
) -> Crossed:
    records: dict[str, list[Directive]] = {}
    scores: list[float] = []
    right: list[bool] = []
    of_fold: list[int] = []
    for fold in range(folds):
        others = [i for i, e in enumerate(examples) if fold_of(e.gold.name, folds) != fold]
        layer = SecondLayer.fit([examples[i] for i in others], [answers[i] for i in others], clusters, vectors)
        for i, example in enumerate(examples):
            if example.excerpt or fold_of(example.gold.name, folds) != fold:
                continue
            answer = answers[i]
            candidates, weights = layer.detector.weigh(answer.reading, answer.starts)
            chosen = select(candidates, weights, THRESHOLD)
            found = agreement(answer.reading, [candidates[k] for k in chosen], example.gold.directives)
            scores += [weights[k] for k in chosen]
            right += [dice >= 0.5 for dice in found]
            of_fold += [fold] * len(chosen)
            records[example.gold.name] = _records(example, answer, layer)
    return Crossed(records, scores, right, _cross_calibrated(scores, right, of_fold))


def _cross_calibrated(scores: Sequence[float], right: Sequence[bool], folds: Sequence[int]) -> list[float]:
    """The probability of each score by a calibration that saw the other folds only."""
    chances = [0.0] * len(scores)
    for fold in sorted(set(folds)):
        others = [i for i, f in enumerate(folds) if f != fold]
        points = calibrate([scores[i] for i in others], [right[i] for i in others])
        for i, f in enumerate(folds):
            if f == fold:
                chances[i] = float(np.interp(scores[i], *points))
    return chances


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
