"""A text as a sequence of units: words, with each agency, date and other mention folded into one unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.cues import Cue
from pipeline.tokens import Word

BREAK = "¶"
# (1) · 1. · 1) · a) · - · + · • at the start of a paragraph or after a space
_ITEM = re.compile(
    r"(?<!\S)(?:\(\d{1,2}(?:\.\d{1,2}){0,2}\)|\d{1,2}(?:\.\d{1,2}){0,2}[.)]|\(?[^\W\d_]\)|[-–+•*●▪✓➢])(?=\s|[^\W\d_])",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that an annotator has named.

    Attributes:
        start: Where it starts, in code points.
        end: Where it ends.
        kind: ``agency``, ``date``, ``quantity`` or ``instrument``.
        traits: What features say of it, such as ``("ministry", "id")``.
        index: Its place in the annotator's list.
    """

    start: int
    end: int
    kind: str
    traits: tuple[str, ...]
    index: int


@dataclass(slots=True)
class Unit:
    """One step of the sequence: a word, a folded mention or the end of a paragraph."""

    start: int
    end: int
    word: str
    pos: str = ""
    mention: Mention | None = None
    cues: tuple[str, ...] = ()
    cue_begins: bool = False
    item: bool = False
    gap: bool = False
    first: bool = False
    traits: list[str] = field(default_factory=list)


def _stripped(text: str, start: int, end: int, pos: str) -> Iterator[Word]:
    """What a mention has left of a word, without white space at its edges; nothing if that is all there is."""
    piece = text[start:end]
    if piece.strip():
        yield Word(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()), pos)


def _outside(text: str, words: Sequence[Word], mentions: Sequence[Mention]) -> Iterator[Word]:
    """What is left of the words where no mention lies."""
    m = 0
    for word in words:
        start, end = word.start, word.end
        while m < len(mentions) and mentions[m].end <= start:
            m += 1
        k = m
        while k < len(mentions) and mentions[k].start < end:
            if start < mentions[k].start:
                yield from _stripped(text, start, mentions[k].start, word.pos)
            start = max(start, mentions[k].end)
            k += 1
        if start < end:
            yield from _stripped(text, start, end, word.pos)


def fold(
    text: str,
    words: Sequence[Word],
    mentions: Sequence[Mention],
    cues: Sequence[Cue],
    paragraphs: Sequence[tuple[int, int, str]],
) -> list[Unit]:
    """Lay words, mentions and cues out as one sequence.

    Args:
        text: Normalised text.
        words: Its words in order.
        mentions: Non-overlapping mentions in order; the words under one become its unit.
        cues: Non-overlapping cues in order.
        paragraphs: ``(start, end, kind)`` in order; a break unit closes each.

    Returns:
        Units in order of the text, not overlapping; break units are empty spans.
    """
    units = [Unit(w.start, w.end, text[w.start : w.end].lower(), pos=w.pos) for w in _outside(text, words, mentions)]
    units += [Unit(m.start, m.end, text[m.start : m.end].lower(), mention=m) for m in mentions]
    units += [Unit(end, end, BREAK, traits=[kind]) for _, end, kind in paragraphs]
    units.sort(key=lambda unit: (unit.start, unit.word != BREAK))
    items = [match.span() for match in _ITEM.finditer(text)]
    c = i = 0
    for before, unit in zip([None, *units], units, strict=False):
        unit.first = before is None or before.word == BREAK
        unit.gap = not unit.first and unit.start > 0 and text[unit.start - 1].isspace()
        while c < len(cues) and cues[c].end <= unit.start:
            c += 1
        if c < len(cues) and cues[c].start < unit.end and not unit.mention and unit.word != BREAK:
            unit.cues, unit.cue_begins = cues[c].kinds, cues[c].start >= unit.start
        while i < len(items) and items[i][1] <= unit.start:
            i += 1
        unit.item = i < len(items) and items[i][0] <= unit.start and unit.word != BREAK
    return units
