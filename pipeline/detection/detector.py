"""The detector: candidates weighed, the best that do not overlap kept, each with a calibrated probability."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.isotonic import IsotonicRegression

from pipeline.detection.candidates import Stretch, propose
from pipeline.detection.judge import Judge, describe, worth
from pipeline.gold import GoldDirective
from pipeline.tagging.logistic import Floats
from pipeline.tagging.reading import Reading
from pipeline.tokens import Span

# A candidate counts as an action in training from this overlap (Dice) with a gold action on; the scorer asks for 0.5.
AGREES = 0.6


@dataclass(frozen=True, slots=True)
class Detection:
    """An action found.

    Attributes:
        span: Where it stands, in code points of the normalised text.
        score: What the judge gave it.
        probability: The calibrated probability that it is a directive's action.
    """

    span: Span
    score: float
    probability: float


def dice(a: Span, b: Span) -> float:
    """Overlap of two spans: twice what they share by what they have together, 0 to 1."""
    return 2 * max(0, min(a[1], b[1]) - max(a[0], b[0])) / (a[1] - a[0] + b[1] - b[0])


def agreement(
    reading: Reading, candidates: Sequence[Stretch], directives: Sequence[GoldDirective]
) -> list[tuple[float, bool]]:
    """The best overlap of each candidate with a gold action, and whether that directive is specific."""
    spans = [span_of(reading, candidate) for candidate in candidates]
    return [max(((dice(span, d.action), d.specific) for d in directives), default=(0.0, False)) for span in spans]


def span_of(reading: Reading, candidate: Stretch) -> Span:
    """The text span of a stretch of units."""
    return reading.units[candidate[0]].start, reading.units[candidate[1]].end


def select(candidates: Sequence[Stretch], worth: Sequence[float]) -> list[int]:
    """Weighted interval scheduling: the non-overlapping candidates of the greatest worth together.

    Args:
        candidates: Stretches of units.
        worth: What keeping each is worth; at or below 0 it is out.

    Returns:
        Indices of the chosen, in order of the text.
    """
    order = sorted((candidates[k][1], candidates[k][0], k) for k in range(len(candidates)) if worth[k] > 0)
    ends: list[int] = []
    best: list[tuple[float, int | None, int]] = [(0.0, None, 0)]  # value, candidate taken, where to go on
    for end, start, k in order:
        before = bisect_right(ends, start - 1)
        value = best[before][0] + worth[k]
        best.append((value, k, before) if value > best[-1][0] else (best[-1][0], None, len(best) - 1))
        ends.append(end)
    chosen, at = [], len(best) - 1
    while at > 0:
        _, taken, at = best[at]
        if taken is not None:
            chosen.append(taken)
    return chosen[::-1]


class Detector:
    """The judge with its calibration."""

    def __init__(self, judge: Judge, scores: Floats, chances: Floats) -> None:
        self.judge = judge
        self.scores, self.chances = scores, chances

    def choose(self, reading: Reading, starts: Floats) -> list[tuple[Stretch, float]]:
        """The candidates of a tagged article that are kept, in order, with their scores."""
        candidates = propose(reading, starts)
        if not candidates:
            return []
        directive, specific = self.judge.chances(describe(reading, starts, candidates))
        return [(candidates[k], float(directive[k])) for k in select(candidates, worth(directive, specific).tolist())]

    def detect(self, reading: Reading, starts: Floats) -> list[Detection]:
        """Find the actions of an article.

        Args:
            reading: The tagged article.
            starts: How likely an action begins at each unit.

        Returns:
            Detections in order, not overlapping.
        """
        return [
            Detection(span_of(reading, candidate), score, self.probability(score))
            for candidate, score in self.choose(reading, starts)
        ]

    def probability(self, score: float) -> float:
        """The calibrated probability of a score (linear between the points of the isotonic fit)."""
        return float(np.interp(score, self.scores, self.chances))

    def state(self) -> dict[str, Any]:
        """What ``from_state`` needs."""
        return {
            "judge": self.judge.state(),
            "scores": self.scores,
            "chances": self.chances,
        }

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> Detector:
        """The detector that gave this state."""
        return cls(Judge.from_state(state["judge"]), state["scores"], state["chances"])


def calibrate(scores: Sequence[float], right: Sequence[bool]) -> tuple[Floats, Floats]:
    """Isotonic calibration of the judge's scores.

    Args:
        scores: Scores of chosen candidates of articles that the judge had not seen.
        right: Whether each is a directive by the gold.

    Returns:
        Support points of the map from score to probability; probabilities lie between 0.02 and 0.98.
    """
    model = IsotonicRegression(y_min=0.02, y_max=0.98, out_of_bounds="clip").fit(scores, [float(r) for r in right])
    return np.asarray(model.X_thresholds_, dtype=np.float64), np.asarray(model.y_thresholds_, dtype=np.float64)
