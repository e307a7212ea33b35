"""The target of an action: a log-linear model over every stretch of it, and over its having none.

A tagger decides unit by unit; this model weighs whole stretches, so that how a target ends can depend on how it began,
and what it answers is the stretch that most probably overlaps the true one by half.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from pipeline.fields.hashing import places
from pipeline.fields.known import KnownAction
from pipeline.fields.stretches import READ, Rows, Surroundings, ends, nothing, starts, wholes, window
from pipeline.fields.words import Lexicon
from pipeline.language import word_classes
from pipeline.tagging.reading import Reading
from pipeline.tokens import Span

Array = npt.NDArray[np.float64]

BITS = 17
ROUNDS = 40
PRIOR = 2.0
# How much of what is learnt from one example goes to the stretches that nearly are the target, and how sharply.
NEAR, SHARP = 0.2, 20.0
# A stretch must overlap the target by so much (Dice) to be learnt as it, and to count as right.
SAME, RIGHT = 0.6, 0.5
# What a closer overlap adds to being right at all.
CLOSE = 0.1
# No target is given where none is this many times as likely as any stretch.
NONE = 2.0
# Stretches that are weighed against one another in the end.
KEPT = 150


@dataclass(frozen=True)
class _Choice:
    """An action's stretches: their features, spans, and how likely each is known to be (no target comes last)."""

    begin: Rows
    finish: Rows
    whole: Rows
    pairs: npt.NDArray[np.int64]
    spans: npt.NDArray[np.int64]
    truth: Array | None


def _overlap(spans: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> Array:
    """Dice of spans of shape (n, 2) with spans that broadcast against them."""
    shared = np.minimum(spans[..., 1], other[..., 1]) - np.maximum(spans[..., 0], other[..., 0])
    total = spans[..., 1] - spans[..., 0] + other[..., 1] - other[..., 0]
    result: Array = 2.0 * np.maximum(shared, 0) / np.maximum(total, 1)
    return result


def _truth(spans: npt.NDArray[np.int64], target: Span | None) -> Array:
    known = np.zeros(len(spans) + 1)
    overlap = _overlap(spans, np.array(target)) if target else np.zeros(len(spans))
    if overlap.max(initial=0.0) < SAME:
        known[-1] = 1.0
        return known
    near = np.exp((overlap - 1) * SHARP) * (overlap > RIGHT)
    known[:-1] = NEAR * near / near.sum()
    known[int(overlap.argmax())] += 1 - NEAR
    return known


def _choice(reading: Reading, low: int, high: int) -> _Choice:
    language = reading.language
    s = Surroundings(reading.units, low, min(high, low + READ), Lexicon.of(language), word_classes(language))
    stretches, whole = wholes(s)
    pairs = np.array(stretches, dtype=np.int64)
    spans = np.array([(s.units[a].start, s.units[b - 1].end) for a, b in stretches], dtype=np.int64)
    return _Choice(starts(s), ends(s), [*whole, nothing(s)], pairs, spans, None)


def _matrix(rows: Rows) -> csr_matrix:
    at, ends_ = places(rows, BITS)
    return csr_matrix((np.ones(len(at)), at, ends_), shape=(len(rows), 1 << BITS))


def _learn(choices: Sequence[_Choice], truths: Sequence[Array]) -> Array:
    begin = _matrix([row for c in choices for row in c.begin])
    finish = _matrix([row for c in choices for row in c.finish])
    whole = _matrix([row for c in choices for row in c.whole])
    turned = begin.T.tocsr(), finish.T.tocsr(), whole.T.tocsr()
    sizes = np.array([len(c.whole) for c in choices])
    first = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    owner = np.repeat(np.arange(len(choices)), sizes)
    real = np.ones(len(owner))
    real[np.cumsum(sizes) - 1] = 0.0
    opens, closes, units = [], [], 0
    for c in choices:
        opens.append(np.append(c.pairs[:, 0] + units, 0))
        closes.append(np.append(c.pairs[:, 1] - 1 + units, 0))
        units += len(c.begin)
    opening, closing, truth = np.concatenate(opens), np.concatenate(closes), np.concatenate(truths)

    def loss(weights: Array) -> tuple[float, Array]:
        score = real * ((begin @ weights)[opening] + (finish @ weights)[closing]) + whole @ weights
        score -= np.maximum.reduceat(score, first)[owner]
        likely = np.exp(score)
        total = np.add.reduceat(likely, first)
        wrong = likely / total[owner] - truth
        gradient = (
            turned[0] @ np.bincount(opening, wrong * real, units)
            + turned[1] @ np.bincount(closing, wrong * real, units)
            + turned[2] @ wrong
            + PRIOR * weights
        )
        return float(-(truth * (score - np.log(total)[owner])).sum() + PRIOR / 2 * weights @ weights), gradient

    best: Array = minimize(
        loss, np.zeros(1 << BITS), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS, "maxcor": 8}
    ).x
    return best


def _shaken(low: int, high: int, units: int, rng: random.Random) -> tuple[int, int]:
    """The units of an action whose edges have been found a little wrong."""
    start = max(0, low + rng.choice((-2, -1, 0, 0, 1)))
    end = min(units, high + rng.choice((-2, -1, 0, 1, 2, 4)))
    return (start, end) if start < end else (low, high)


class TargetFinder:
    """Finds the target of an action.

    Attributes:
        weights: The model's weights, of shape (features,), in half precision.
    """

    def __init__(self, weights: npt.NDArray[np.float16]) -> None:
        self.weights = weights

    @classmethod
    def fit(cls, examples: Sequence[KnownAction]) -> TargetFinder:
        """Learn from marked actions, each as marked and once more with its edges shaken."""
        rng = random.Random(7)
        choices, truths = [], []
        for known in examples:
            low, high = window(known.reading, known.action)
            if low == high:
                continue
            for start, end in ((low, high), _shaken(low, high, len(known.reading.units), rng)):
                choice = _choice(known.reading, start, end)
                choices.append(choice)
                truths.append(_truth(choice.spans, known.target))
        return cls(_learn(choices, truths).astype(np.float16))

    def find(self, reading: Reading, action: Span) -> Span | None:
        """The target, or None where the action seems to have none."""
        low, high = window(reading, action)
        if low == high:
            return None
        choice = _choice(reading, low, high)
        begin, finish, whole = (self._score(rows) for rows in (choice.begin, choice.finish, choice.whole))
        score = whole.copy()
        score[:-1] += begin[choice.pairs[:, 0]] + finish[choice.pairs[:, 1] - 1]
        likely = np.exp(score - score.max())
        likely /= likely.sum()
        kept = np.argsort(-likely[:-1], kind="stable")[:KEPT]
        spans = choice.spans[kept]
        overlap = _overlap(spans[:, None], spans[None, :])
        right = ((overlap >= RIGHT) + CLOSE * overlap) @ likely[kept] / (1 + CLOSE)
        top = int(right.argmax())
        if right[top] * NONE <= likely[-1]:
            return None
        # A mention may reach over the action's edge.
        return max(action[0], int(spans[top, 0])), min(action[1], int(spans[top, 1]))

    def _score(self, rows: Rows) -> Array:
        at, ends_ = places(rows, BITS)
        sums = np.concatenate(([0.0], np.cumsum(self.weights[at].astype(np.float64))))
        score: Array = sums[ends_[1:]] - sums[ends_[:-1]]
        return score
