"""From text to tokens: numbers, words of the language's tables, and punctuation, and the gaps between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.deadlines.words import Words
from pipeline.script import DIGITS

_FOLD = {ord(a): b for a, b in DIGITS.items()}
_FOLD |= {ord(a): "-" for a in "–—−‐‑‒"} | {ord(a): " " for a in "\u00a0\u2007\u202f\t"}
DATED = ("unit", "head", "month", "ordinal", "era", "quarter_name")  # a number behind these is of a date
YEARS = 1900  # numbers from here on are taken for years
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Token:
    """A number, a word with its senses, or a mark.

    ``gap`` is how many spaces lie before it, or -1 where other text does.
    """

    start: int
    end: int
    kind: str  # "number", "word" or "mark"
    text: str
    senses: Mapping[str, Any]
    gap: int
    value: int = -1


def fold(text: str) -> str:
    """Lower case, ASCII digits, plain dashes and spaces; every character keeps its place."""
    folded = text.translate(_FOLD)
    lowered = folded.lower()
    if len(lowered) != len(folded):  # a few capitals (İ) grow when lowered
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in folded)
    return lowered


def _counts(tokens: list[Token]) -> bool:
    """Whether the last token says how many: a number that is no part of a date, or a word for it."""
    if not tokens:
        return False
    last = tokens[-1]
    if last.kind == "number" or "number" in last.senses:
        numbers = len(tokens) > 1 and last.gap >= 0 and any(sense in tokens[-2].senses for sense in DATED)
        return not numbers and last.value < YEARS
    return "many" in last.senses


def scan(folded: str, words: Words) -> list[Token]:
    """All tokens of a folded text, left to right, in linear time."""
    tokens: list[Token] = []
    last = 0
    senses = words.senses
    for match in words.pattern.finditer(folded):
        start, end = match.span()
        gap = start - last
        if gap and (gap > 3 or folded[last:start].strip(" ")):
            gap = -1
        text = match.group()
        group = match.lastindex
        if group == 1:
            value = int(text) if end - start <= 4 else -1
            tokens.append(Token(start, end, "number", text, _NOTHING, gap, value))
        elif group == 2:
            found = senses.get(text)
            if found is None:  # more than one space inside
                found = senses.get(" ".join(text.split()), _NOTHING)
            if "classifier" in found and gap >= 0 and _counts(tokens):
                found = _NOTHING
            tokens.append(Token(start, end, "word", text, found, gap))
        else:
            tokens.append(Token(start, end, "mark", text, _NOTHING, gap))
        last = end
    return tokens
