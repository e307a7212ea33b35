"""Stretches that may be an action: from a likely beginning to each of its likely ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.tagging.context import is_stop
from pipeline.tagging.labels import ACTION, FIRST
from pipeline.tagging.logistic import Floats
from pipeline.tagging.reading import Reading
from pipeline.tagging.units import BREAK, Unit

LONGEST = 70  # units
# A unit is worth trying as a beginning from this probability on, by the one model or the other.
_BY_START, _BY_TAGGER = 0.06, 0.1
# The tagger's opinion of where an action ends depends on how much doubt is let in.
_DOUBTS = (0.15, 0.3, 0.5)
_SEGMENTATIONS = ((0.05, 0.3), (0.1, 0.5), (0.2, 0.5), (0.4, 0.5))
# Words that lead on to something else: an action does not end on them.
_LEADING_ON = frozenset({"purpose", "manner", "condition", "joins", "relative"})
CLAUSE_CUES = frozenset({"purpose", "manner", "condition"})

# Marks that separate or open; others, such as a closing bracket or a percent sign, belong to what they end.
_SEPARATORS = frozenset(",.;:!?…·-–—/([{“‘'*•")

Stretch = tuple[int, int]  # first and last unit


def segment(units: Sequence[Unit], inside: Floats, first: Floats, doubt: float, price: float) -> list[Stretch]:
    """The set of stretches with the greatest sum of (inside - doubt), less what edges cost.

    A beginning costs ``price`` × (1 - first); going on over a unit that may begin another action costs its ``first``.

    Dynamic programming over two states, in or out of a stretch; a stretch never crosses a paragraph.

    Args:
        units: The units.
        inside: How likely each lies in an action.
        first: How likely each begins one.
        doubt: What a unit must exceed to pay its place.
        price: What an unlikely beginning costs.

    Returns:
        Stretches in order, not overlapping.
    """
    out, within = 0.0, -np.inf
    from_out: list[bool] = []  # for state out: whether it was reached from within
    steps: list[str] = []  # for state in: "continue", "start", or "restart" right behind another stretch
    for i, unit in enumerate(units):
        best = max(out, within)
        from_out.append(within > out)
        gain = float(inside[i]) - doubt
        begin = best + gain - price * (1 - float(first[i]))
        go_on = within + gain - float(first[i])
        if unit.word == BREAK:
            steps.append("start")
            within = -np.inf
        elif begin >= go_on:
            steps.append("restart" if within > out else "start")
            within = begin
        else:
            steps.append("continue")
            within = go_on
        out = best
    found: list[Stretch] = []
    state_in, last = within > out, len(units) - 1
    for i in range(len(units) - 1, -1, -1):
        if not state_in:
            state_in = from_out[i]
            last = i - 1
        elif steps[i] != "continue":
            found.append((i, last))
            state_in = steps[i] == "restart"
            last = i - 1
    return found[::-1]


def _trimmed(units: Sequence[Unit], start: int, end: int) -> Stretch:
    """A stretch without marks and leading-on words at its end."""
    while end > start:
        unit = units[end]
        marks = _SEPARATORS.issuperset(unit.word)
        leads = unit.mention is None and bool(unit.cues) and _LEADING_ON.issuperset(unit.cues)
        if not (marks or leads):
            break
        end -= 1
    return start, end


def _ends(units: Sequence[Unit], i: int, inside: Floats, first: Floats) -> set[int]:
    """Where an action that begins at a unit may end: by the tagger, at the first clause mark, at the stop."""
    found: set[int] = set()
    for doubt in _DOUBTS:
        total, best, at = 0.0, -np.inf, i
        for j in range(i, min(len(units), i + LONGEST)):
            if units[j].word == BREAK or (j > i and first[j] > 0.5):
                break
            total += float(inside[j]) - doubt
            if total > best:
                best, at = total, j
        found.add(at)
    marked = False
    for j in range(i + 1, min(len(units), i + LONGEST)):
        if is_stop(units[j]):
            found.add(j - 1)
            break
        mention = units[j].mention
        clause = units[j].cue_begins and not CLAUSE_CUES.isdisjoint(units[j].cues)
        if not marked and j > i + 1 and (clause or (mention is not None and mention.kind == "date")):
            found.add(j - 1)
            marked = True
    return found


def propose(reading: Reading, starts: Floats) -> list[Stretch]:
    """Propose stretches of units for the judge.

    Args:
        reading: A tagged article.
        starts: How likely an action begins at each unit.

    Returns:
        Stretches in order; they overlap.
    """
    assert reading.marginals is not None
    inside, first = reading.marginals.of(*ACTION), reading.marginals.of(FIRST)
    found: set[Stretch] = set()
    for doubt, price in _SEGMENTATIONS:
        found.update(segment(reading.units, inside, first, doubt, price))
    either = np.maximum(first, starts)
    for i in np.flatnonzero((starts > _BY_START) | (first > _BY_TAGGER)).tolist():
        if reading.units[i].word != BREAK:
            found.update((i, end) for end in _ends(reading.units, i, inside, either))
    return sorted({_trimmed(reading.units, start, end) for start, end in found})
