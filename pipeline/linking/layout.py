"""An article laid out for linking: sentences, groups of bodies named together, dates, and where the actions lie."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from pipeline.language import table
from pipeline.tagging.reading import Reading
from pipeline.tagging.units import BREAK
from pipeline.tokens import Span

_STOP = re.compile(r"[.;!?…]+\Z")
# Between two sentences that a semicolon parts, a governing body carries over more often than over a full stop.
_FULL_STOP = re.compile(r"[.!?…]+\Z")

# How far a look around goes, in units and in groups: a text without a stop must not take quadratic time.
WINDOW, MANY = 400, 40


@cache
def listed(language: str, name: str) -> frozenset[str]:
    """The words of one list of a language's ``linking`` table."""
    return frozenset(table(language, "linking")[name])


@dataclass(frozen=True, slots=True)
class Group:
    """Bodies named together, as indices of units; ``members`` are indices into the reading's agencies."""

    first: int
    last: int
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Date:
    """A time expression: its unit, and its index in the reading's dates."""

    unit: int
    index: int


class Layout:
    """One reading with the actions whose links are asked for.

    Attributes:
        reading: The reading.
        actions: First and last unit of each action, both included, in the order given.
        sentence: The number of the sentence of each unit (a semicolon ends one too).
        paragraph: The number of the paragraph of each unit, by break units.
        words: The lower-case word of each unit.
    """

    def __init__(self, reading: Reading, actions: Sequence[Span]) -> None:
        self.reading = reading
        self.units = reading.units
        self.words = [unit.word.strip() for unit in self.units]
        self.sentence: list[int] = []
        self.paragraph: list[int] = []
        self.full: list[int] = []  # the same as `sentence`, without the semicolons
        sentence = paragraph = full = 0
        for unit, word in zip(self.units, self.words, strict=True):
            self.sentence.append(sentence)
            self.paragraph.append(paragraph)
            self.full.append(full)
            if unit.word == BREAK:
                paragraph += 1
            if unit.word == BREAK or (not unit.mention and _STOP.match(word)):
                sentence += 1
            if unit.word == BREAK or (not unit.mention and _FULL_STOP.match(word)):
                full += 1
        self.cues = [i for i, unit in enumerate(self.units) if unit.cue_begins]
        starts = [unit.start for unit in self.units]
        ends = [unit.end for unit in self.units]
        self.actions: list[tuple[int, int]] = []
        for start, end in actions:
            first = min(bisect_right(ends, start), max(0, len(starts) - 1))
            last = max(first, bisect_left(starts, end) - 1)
            self.actions.append((first, last))
        self.groups = self._groups()
        self.group_ends = [group.last for group in self.groups]
        self.dates = [
            Date(i, unit.mention.index)
            for i, unit in enumerate(self.units)
            if unit.mention and unit.mention.kind == "date"
        ]

    def _groups(self) -> list[Group]:
        chain = listed(self.reading.language, "chain")
        groups: list[Group] = []
        first = last = -1
        members: list[int] = []
        for i, unit in enumerate(self.units):
            if not unit.mention or unit.mention.kind != "agency":
                continue
            joined = last >= 0 and all(not self.words[k] or self.words[k] in chain for k in range(last + 1, i))
            if not joined:
                if members:
                    groups.append(Group(first, last, tuple(members)))
                first, members = i, []
            members.append(unit.mention.index)
            last = i
        if members:
            groups.append(Group(first, last, tuple(members)))
        return groups

    @cached_property
    def unit_of(self) -> dict[int, int]:
        """The unit of each agency mention that has one."""
        return {
            unit.mention.index: i for i, unit in enumerate(self.units) if unit.mention and unit.mention.kind == "agency"
        }

    def chance(self, *labels: str) -> npt.NDArray[np.float64]:
        """What the tagger gives these labels for each unit; zeros before tagging."""
        if self.reading.marginals is None:
            return np.zeros(len(self.units))
        return self.reading.marginals.of(*labels)

    def cues_between(self, low: int, high: int) -> list[str]:
        """The first class of each cue that begins in ``[low, high)``, of the last ones where that is far."""
        low = max(low, high - WINDOW)
        return [self.units[i].cues[0] for i in self.cues[bisect_left(self.cues, low) : bisect_left(self.cues, high)]]

    def groups_between(self, low: int, high: int) -> range:
        """The groups that end in ``[low, high)``, the last ones where there are many."""
        last = bisect_left(self.group_ends, high)
        return range(max(bisect_left(self.group_ends, low), last - MANY), last)

    def start_of(self, numbers: Sequence[int], at: int) -> int:
        """The first unit that has the same number as the one at a place, at most ``WINDOW`` before it."""
        return bisect_left(numbers, numbers[at], max(0, at - WINDOW), at)

    def end_of(self, numbers: Sequence[int], at: int) -> int:
        """One past the last unit that has the same number as the one at a place, at most ``WINDOW`` behind it."""
        return bisect_right(numbers, numbers[at], at, min(len(numbers), at + WINDOW))
