"""The two layers of models: what they learn from, and what the first answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.detection import Detector
from pipeline.detection.candidates import propose
from pipeline.detection.detector import AGREES, agreement
from pipeline.detection.judge import Judge, describe
from pipeline.detection.starts import Starts
from pipeline.fields import Fields, KnownAction
from pipeline.linking import Linker
from pipeline.tagging import crf
from pipeline.tagging.logistic import Floats
from pipeline.tagging.reading import Reading
from pipeline.tagging.roles import Roles
from pipeline.train.examples import Example
from pipeline.vectors import Vectors

ITERATIONS = 60
# The calibration that leaves scores as they are.
IDENTITY: Floats = np.array([0.0, 1.0])


@dataclass(frozen=True)
class Answer:
    """What the first layer says of an article it had not seen."""

    reading: Reading
    starts: Floats


def first_layer(examples: Sequence[Example]) -> tuple[crf.Tagger, Roles, Starts]:
    tagger = crf.Tagger(crf.train([(e.features, e.labels) for e in examples], iterations=ITERATIONS))
    roles = Roles.fit([(e.reading, e.context, e.labels) for e in examples])
    return tagger, roles, Starts.fit([(e.reading, e.context, e.gold.directives) for e in examples])


def answer(tagger: crf.Tagger, roles: Roles, starts: Starts, example: Example) -> Answer:
    reading = roles.settle(example.reading.tagged(tagger.marginals(example.features)), example.context)
    return Answer(reading, starts.probabilities(example.reading, example.context))


@dataclass(frozen=True)
class SecondLayer:
    """What learns from the first layer's answers."""

    detector: Detector
    linker: Linker
    fields: Fields

    @classmethod
    def fit(
        cls,
        examples: Sequence[Example],
        answers: Sequence[Answer],
        actions: Sequence[KnownAction],
        vectors: Vectors,
    ) -> SecondLayer:
        detector = fit_detector(examples, answers)
        pairs = zip(examples, answers, strict=True)
        marked = [(a.reading, e.gold.directives) for e, a in pairs if not e.excerpt]
        return cls(detector, Linker.fit(marked), Fields.fit(marked, actions, vectors))


def fit_detector(examples: Sequence[Example], answers: Sequence[Answer]) -> Detector:
    """Learn to judge candidates, without calibration.

    Args:
        examples: Articles with gold.
        answers: What the first layer says of each, not having seen it.

    Returns:
        A detector whose probabilities are its scores.
    """
    rows: list[Floats] = []
    found: list[tuple[float, bool]] = []
    for example, answer in zip(examples, answers, strict=True):
        candidates = propose(answer.reading, answer.starts)
        if candidates:
            rows.append(describe(answer.reading, answer.starts, candidates))
            found += agreement(answer.reading, candidates, example.gold.directives)
    right = np.array([dice >= AGREES for dice, _ in found])
    judge = Judge.fit(np.vstack(rows), right, np.array([specific for _, specific in found]))
    return Detector(judge, IDENTITY, IDENTITY)
