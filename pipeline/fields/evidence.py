"""The evidence: the shortest stretch of a paragraph that states a directive, cut where clauses end.

From the directive's own spans it goes left to the clause that gives the order, and right through what its last clause
still says of how and what for, but never into another directive.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.fields.stretches import window
from pipeline.language import table
from pipeline.tagging.features import OPENING, WEAK
from pipeline.tagging.labels import ACTION, COORDINATING, FIRST, ISSUER, LEAD
from pipeline.tagging.reading import Reading
from pipeline.tagging.units import BREAK, Unit
from pipeline.tokens import Span

_STOP = re.compile(r"[.;!?…:]+\Z")
_PAUSE = re.compile(r"[,;:.!?…]+\Z")
# Clauses of these kinds may still belong to the directive that they follow.
_TRAILING = frozenset({"purpose", "manner"})
# What joins a directive to the one before it, or hangs it on that.
_JOINING = frozenset({"joins"}) | _TRAILING
# How far to look left for who gives the order, in units.
_REACH = 30
LIKELY = 0.5


class _Clauses:
    """Where the clauses of an article's paragraphs end."""

    def __init__(self, reading: Reading) -> None:
        self.units = reading.units
        self.gaps = bool(table(reading.language, "fields")["gaps_part_clauses"])
        n = len(reading.units)
        marginals = reading.marginals
        self.acting = marginals.of(*ACTION) >= LIKELY if marginals else [False] * n
        self.first = marginals.of(FIRST) >= LIKELY if marginals else [False] * n
        self.party = marginals.of(LEAD, COORDINATING, ISSUER) >= LIKELY if marginals else [False] * n

    def stops(self, unit: Unit) -> bool:
        """Whether a sentence ends with this unit."""
        return unit.word == BREAK or unit.item or (not unit.mention and bool(_STOP.match(unit.word)))

    def severs(self, i: int) -> bool:
        """Whether what stands on either side of this unit is stated apart."""
        return self.stops(self.units[i]) or (self.gaps and bool(self.first[i]))

    def parts(self, i: int) -> bool:
        """Whether a clause may end before this unit."""
        unit = self.units[i]
        return unit.first or (self.gaps and unit.gap) or bool(_PAUSE.match(self.units[i - 1].word))


def _orders(unit: Unit) -> bool:
    return bool(unit.cue_begins and OPENING & set(unit.cues))


def _names(unit: Unit) -> bool:
    return bool(unit.mention and unit.mention.kind == "agency" and unit.mention.traits[0] not in WEAK)


def _leftmost(c: _Clauses, start: int) -> int:
    """Index of the unit where the clause that gives the order begins."""
    kept = i = start
    ordered = _orders(c.units[start])
    while i > 0 and start - i < _REACH:
        i -= 1
        unit = c.units[i]
        if c.stops(unit) or c.acting[i] or (i == start - 1 and _JOINING & set(unit.cues) and not _orders(unit)):
            return kept
        if c.parts(i + 1) and ordered:
            return kept
        if _orders(unit):
            ordered, kept = True, i
        elif (_names(unit) and ordered) or (ordered and c.parts(i)):
            kept = i
    return kept


def _rightmost(c: _Clauses, end: int) -> int:
    """Index one past the unit where the last clause of the directive ends; ``end`` is one past its last own unit."""
    i, n = end, len(c.units)
    trailing = False
    while i < n:
        unit = c.units[i]
        if unit.word == BREAK or unit.item or c.first[i] or (c.party[i] and i > end):
            break
        if not unit.mention and _STOP.match(unit.word):
            return i
        if i == end or c.parts(i):
            # Commas do not end what trails; spaces, where they part clauses, do.
            trailing = bool(unit.cue_begins and _TRAILING & set(unit.cues)) or (trailing and not c.gaps)
            if not trailing and (c.parts(i) or _orders(unit) or "joins" in unit.cues):
                break
        i += 1
    # What joins or orders the next directive is not this one's.
    while (
        i > end
        and i < n
        and c.units[i].word != BREAK
        and (_orders(c.units[i - 1]) or "joins" in c.units[i - 1].cues or _PAUSE.match(c.units[i - 1].word))
    ):
        i -= 1
    return i


def evidence_span(reading: Reading, action: Span, inside: Sequence[Span]) -> Span:
    """The evidence of a directive.

    Args:
        reading: The article, tagged.
        action: The directive's action.
        inside: Its own spans that are not inherited: agencies, time limit. Those in other paragraphs are left out.

    Returns:
        A span that covers the action and those of the given spans that its sentence states, and ends at clauses.
    """
    paragraph = next(((p[0], p[1]) for p in reading.paragraphs if p[0] <= action[0] < p[1]), (0, len(reading.text)))
    units = reading.units
    clauses = _Clauses(reading)
    own = window(reading, action)
    spans = [action]
    for span in inside:
        at = window(reading, span)
        between = range(at[1], own[0]) if span[0] < action[0] else range(own[1], at[0])
        # What a sentence before names is carried on from there: the directive states it no more.
        if paragraph[0] <= span[0] and span[1] <= paragraph[1] and not any(clauses.severs(i) for i in between):
            spans.append(span)
    low, high = min(s[0] for s in spans), max(s[1] for s in spans)
    first, last = window(reading, (low, high))
    if first == last:
        return low, high
    low = min(low, units[_leftmost(clauses, first)].start)
    end = _rightmost(clauses, last)
    return low, max(high, units[end - 1].end)
