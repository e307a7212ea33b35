"""Fold a text to the skeleton in which names are compared, with the way back to the text's own offsets.

Two spellings of one name fold to one skeleton. What is folded: case; where a tone mark stands (``hoá``,
``hóa``); what joins the parts of a name (``&``, ``và``) where words stand apart, spaces where not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pipeline.script import DIGITS

_WORD = re.compile(r"[^\W_]+")
_TONE_PAIR = re.compile("o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ]")
_TONES = {
    f"{first}{marked}": f"{moved}{plain}"
    for first, row in (("o", "òóỏõọ"), ("u", "ùúủũụ"))
    for plain, marks in (("a", "àáảãạ"), ("e", "èéẻẽẹ"), ("y", "ỳýỷỹỵ"))
    for marked, moved in zip(marks, row, strict=True)
}
_CHUNK = re.compile("[^ \t\u00a0\u200b\u200c\u200d\ufeff\u0e4d]+|\u0e4d\u0e32|\u0e4d")
_DIGITS = str.maketrans(DIGITS)


@dataclass(slots=True)
class Folded:
    """A skeleton and its map back.

    ``starts[i]`` and ``ends[i]`` are the text offsets of skeleton character ``i``.

    ``joined`` holds the skeleton positions at which the text has more than a space between two words.
    """

    skeleton: str
    starts: list[int]
    ends: list[int]
    joined: set[int] = field(default_factory=set)


def _lower(text: str) -> str:
    low = text.lower()
    if len(low) != len(text):  # a few letters grow when lowered; offsets must not move
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low


def fold(text: str, rules: dict[str, Any]) -> Folded:
    """Fold a text by the rules of its language (table ``agencies``, section ``fold``).

    Args:
        text: Any text, or a name from the registry.
        rules: ``spaced`` tells whether words stand apart; ``joiners`` are the characters and
            ``joining_words`` the words that join parts of a name; ``dotted`` are abbreviations whose
            full stop means nothing.

    Returns:
        The skeleton with its offsets (code points of ``text``).
    """
    return _fold_spaced(text, rules) if rules["spaced"] else _fold_unspaced(text)


def _fold_unspaced(text: str) -> Folded:
    low = _lower(text).translate(_DIGITS)
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for chunk in _CHUNK.finditer(low):
        lo, hi = chunk.span()
        if low[lo] == "\u0e4d" and hi - lo == 2:  # nikhahit and sara aa are one sara am
            out.append("\u0e33")
            starts.append(lo)
            ends.append(hi)
        else:
            out.append(chunk.group())
            starts.extend(range(lo, hi))
            ends.extend(range(lo + 1, hi + 1))
    return Folded("".join(out), starts, ends)


def _fold_spaced(text: str, rules: dict[str, Any]) -> Folded:
    low = _TONE_PAIR.sub(lambda m: _TONES.get(m.group(), m.group()), _lower(text))
    joining_words = frozenset(rules["joining_words"])
    joiners = frozenset(rules["joiners"])
    dotted = frozenset(rules["dotted"])
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    joined: set[int] = set()
    size = 0
    previous = ""
    at = 0
    gap = ""
    for word in _WORD.finditer(low):
        lo, hi = word.span()
        gap += low[at:lo]
        at = hi
        if word.group() in joining_words and "\n" not in gap:
            gap += "&"
            continue
        if size:
            rest = gap.replace(" ", "").replace("\u00a0", "")
            plain = not rest or (rest == "." and previous in dotted)
            mark = " " if plain or all(c in joiners for c in rest) else ("\n" if "\n" in rest else rest[0])
            if mark == " " and not plain:
                joined.add(size)
            out.append(mark)
            starts.append(ends[-1])
            ends.append(lo)
            size += 1
        gap = ""
        previous = word.group()
        out.append(previous)
        starts.extend(range(lo, hi))
        ends.extend(range(lo + 1, hi + 1))
        size += hi - lo
    return Folded("".join(out), starts, ends, joined)
