"""Candidates, the choice among them and their calibration, against answers found the slow way."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.detection.candidates import Stretch, segment
from pipeline.detection.detector import Detector, calibrate, dice, select
from pipeline.detection.judge import worth
from pipeline.tagging.units import BREAK, Unit
from pipeline.tokens import Span

DOUBT, PRICE = 0.3, 0.5


def _units(pattern: str) -> list[Unit]:
    """One unit a character; ``|`` is the end of a paragraph."""
    return [Unit(i, i if c == "|" else i + 1, BREAK if c == "|" else c) for i, c in enumerate(pattern)]


def _segment(pattern: str, inside: Sequence[float], first: Sequence[float]) -> list[Stretch]:
    return segment(_units(pattern), np.asarray(inside), np.asarray(first), DOUBT, PRICE)


@pytest.mark.parametrize(
    ("pattern", "inside", "first", "expected", "why"),
    [
        ("", [], [], [], "nothing at all"),
        ("a", [0.9], [0.9], [(0, 0)], "a single unit"),
        ("aaaa", [0.1] * 4, [0.0] * 4, [], "nothing likely"),
        ("aaaa", [0, 0.9, 0.9, 0], [0, 0.9, 0, 0], [(1, 2)], "one stretch"),
        ("aaaa", [0.9] * 4, [0.9, 0, 0, 0], [(0, 3)], "from the first unit to the last"),
        ("aaaa", [0.9] * 4, [0.9, 0, 0.9, 0], [(0, 1), (2, 3)], "adjacent stretches are two"),
        ("aaaaa", [0.9, 0.9, 0.2, 0.9, 0.9], [0.9, 0, 0, 0, 0], [(0, 4)], "a small doubt is bridged"),
        ("aaaaa", [0.9, 0.9, 0, 0.9, 0.9], [0.9, 0, 0, 1, 0], [(0, 1), (3, 4)], "a new beginning behind a gap"),
        ("aa|aa", [0.9] * 5, [0.9, 0, 0, 0.9, 0], [(0, 1), (3, 4)], "a stretch ends at a paragraph's end"),
        ("aa|aa", [0.9] * 5, [0.9, 0, 0, 0, 0], [(0, 1), (3, 4)], "even where it would go on"),
        ("aa|a", [0.9, 0.9, 0.9, 0.4], [0.9, 0, 0.9, 0], [(0, 1)], "the end of a paragraph is never part of one"),
    ],
)
def test_segment(pattern: str, inside: list[float], first: list[float], expected: list[Stretch], why: str) -> None:
    assert _segment(pattern, inside, first) == expected, why


def _worth(stretches: Sequence[Stretch], inside: Sequence[float], first: Sequence[float]) -> float:
    """What is maximised: the units' worth, less the price of each beginning and of passing over likely ones."""
    total = 0.0
    for a, b in stretches:
        total += sum(inside[a : b + 1]) - DOUBT * (b + 1 - a)
        total -= PRICE * (1 - first[a]) + sum(first[a + 1 : b + 1])
    return total


def _segmentations(pattern: str, at: int = 0) -> list[list[Stretch]]:
    """Every set of stretches that do not overlap and hold no paragraph's end."""
    if at >= len(pattern):
        return [[]]
    found = _segmentations(pattern, at + 1)
    for end in range(at, len(pattern)):
        if pattern[end] == "|":
            break
        found = found + [[(at, end), *rest] for rest in _segmentations(pattern, end + 1)]
    return found


@settings(deadline=None)
@given(st.text("aaa|", max_size=7), st.data())
def test_no_segmentation_is_worth_more(pattern: str, data: st.DataObject) -> None:
    chances = st.lists(st.integers(0, 10).map(lambda n: n / 10), min_size=len(pattern), max_size=len(pattern))
    inside, first = data.draw(chances), data.draw(chances)
    found = _segment(pattern, inside, first)
    choices = _segmentations(pattern)
    assert found in choices
    assert _worth(found, inside, first) == pytest.approx(max(_worth(choice, inside, first) for choice in choices))


@st.composite
def _candidates(draw: st.DrawFn) -> list[tuple[Stretch, float]]:
    stretch = st.tuples(st.integers(0, 12), st.integers(0, 5)).map(lambda pair: (pair[0], pair[0] + pair[1]))
    return draw(st.lists(st.tuples(stretch, st.integers(-5, 10).map(lambda n: n / 10)), max_size=8))


@settings(deadline=None)
@given(_candidates())
def test_no_choice_is_worth_more(weighed: list[tuple[Stretch, float]]) -> None:
    candidates, scores = [stretch for stretch, _ in weighed], [score for _, score in weighed]

    def fits(chosen: Sequence[int]) -> bool:
        spans = sorted(candidates[k] for k in chosen)
        return all(a[1] < b[0] for a, b in pairwise(spans))

    def together(chosen: Sequence[int]) -> float:
        return sum(scores[k] for k in chosen)

    chosen = select(candidates, scores)
    assert fits(chosen)
    assert [candidates[k] for k in chosen] == sorted(candidates[k] for k in chosen)
    assert all(scores[k] > 0 for k in chosen)
    every = range(len(candidates))
    best = max(
        together(some) for size in range(len(candidates) + 1) for some in combinations(every, size) if fits(some)
    )
    assert together(chosen) == pytest.approx(best)


@pytest.mark.parametrize(
    ("candidates", "worth", "expected"),
    [
        ([], [], []),
        ([(0, 3)], [0.0], []),
        ([(0, 3), (4, 5)], [0.4, 0.3], [0, 1]),
        ([(0, 3), (3, 5)], [0.4, 0.3], [0]),
        ([(4, 5), (0, 3)], [0.3, 0.4], [1, 0]),
        ([(0, 9), (0, 3), (5, 9)], [0.45, 0.3, 0.3], [1, 2]),
    ],
    ids=["none", "worth nothing", "side by side", "sharing a unit", "in order of the text", "two beat one"],
)
def test_select(candidates: list[Stretch], worth: list[float], expected: list[int]) -> None:
    assert select(candidates, worth) == expected


@pytest.mark.parametrize(
    ("directive", "specific", "kept", "why"),
    [
        (0.9, 0.9, True, "surely a specific one"),
        (0.5, 0.5, True, "an even chance of a hit raises F1"),
        (0.3, 0.3, False, "three in ten does not"),
        (0.5, 0.1, False, "if it is one, then a general one: little to win, and it may be none"),
        (0.9, 0.1, True, "surely a directive, though a general one"),
        (0.0, 0.0, False, "none"),
    ],
)
def test_worth(directive: float, specific: float, kept: bool, why: str) -> None:
    assert bool(worth(np.array([directive]), np.array([specific]))[0] > 0) == kept, why


def test_one_more_hit_raises_f1_where_it_is_worth_keeping() -> None:
    """The worth of a certain kind of candidate has the sign of what it does to F1, at the F1 it is made for."""
    hits, kept, there = 70.0, 100.0, 100.0
    for chance in np.linspace(0.05, 0.95, 19):
        after = 2 * (hits + chance) / (kept + 1 + there)
        raises = after > 2 * hits / (kept + there)
        assert raises == (worth(np.array([chance]), np.array([chance]))[0] > 0)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 100).map(lambda n: n / 100), st.booleans()), min_size=1, max_size=30))
def test_a_higher_score_never_gives_a_lower_probability(seen: list[tuple[float, bool]]) -> None:
    detector = Detector(None, *calibrate([score for score, _ in seen], [right for _, right in seen]))
    chances = [detector.probability(score) for score in np.linspace(-0.5, 1.5, 101)]
    assert all(a <= b + 1e-12 for a, b in pairwise(chances))
    assert min(chances) >= 0.02 - 1e-12
    assert max(chances) <= 0.98 + 1e-12


def test_calibration_gives_the_share_that_was_right() -> None:
    scores = [0.2] * 10 + [0.6] * 10
    detector = Detector(None, *calibrate(scores, [k < 2 for k in range(10)] + [k < 7 for k in range(10)]))
    assert detector.probability(0.2) == pytest.approx(0.2)
    assert detector.probability(0.6) == pytest.approx(0.7)
    assert 0.2 < detector.probability(0.4) < 0.7


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((0, 4), (0, 4), 1.0),
        ((0, 4), (4, 8), 0.0),
        ((0, 4), (6, 8), 0.0),
        ((0, 4), (2, 6), 0.5),
        ((0, 6), (2, 4), 0.5),
    ],
)
def test_dice(a: Span, b: Span, expected: float) -> None:
    assert dice(a, b) == dice(b, a) == pytest.approx(expected)
