"""Normalisation, with the map back to the article's own offsets.

Annotators want one spelling of everything: composed letters, one kind of space, marks in typing order.
Records want the article as it was printed. So every normalised character knows the stretch of the original it
came from.

The map is monotone: the further right a normalised span starts or ends, the further right its original does.
Where a cluster of characters was rewritten as a whole (a tone mark moved behind its vowel), each new
character stands for the whole old cluster.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline import script

# Any Latin capital, with or without marks; a range from À to Ỹ would take small letters in as well.
CAPITAL = "[A-Z" + "".join(c for c in map(chr, [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]) if c.isupper()) + "]"


@dataclass(frozen=True)
class NormalisedText:
    """A text in normal form that knows where each of its characters came from."""

    text: str
    _starts: array[int] = field(repr=False)
    _ends: array[int] = field(repr=False)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the normalised text to the original.

        Args:
            start: First character of the span, in code points of ``text``.
            end: The character after its last; greater than ``start``.

        Returns:
            Start and end in code points of the original text, at least one character apart.

        Raises:
            ValueError: The span is empty or reaches out of the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no span of a text of {len(self.text)} characters: {start} to {end}")
        return self._starts[start], self._ends[end - 1]

    def normalised(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the original to the normalised text: all characters that stand for some of it.

        Args:
            start: First character of the span, in code points of the original.
            end: The character after its last; greater than ``start``.

        Returns:
            Start and end in code points of ``text``; an empty span where normalisation dropped all of it.
        """
        low = bisect_right(self._ends, start)
        return low, max(low, bisect_left(self._starts, end))


@lru_cache(maxsize=24)
def _numbers(bits: int) -> array[int]:
    """Count from 0 on, as far as so many bits go and one more; part of it is the map of a new text."""
    return array("l", range((1 << bits) + 1))


class _Draft:
    """A text on its way to the normal form; each pass rewrites some matches and carries the map along."""

    def __init__(self, text: str) -> None:
        self.text = text
        numbers = _numbers(len(text).bit_length())
        self.starts = numbers[: len(text)]
        self.ends = numbers[1 : len(text) + 1]

    def rewrite(self, pattern: re.Pattern[str], replace: Callable[[str], str]) -> None:
        """Replace each match; its new characters stand for the whole match. Linear in the text's length."""
        parts: list[str] = []
        starts, ends = array("l"), array("l")
        done = 0
        for match in pattern.finditer(self.text):
            old = match.group()
            new = replace(old)
            if new == old:
                continue
            start, end = match.span()
            parts += self.text[done:start], new
            starts += self.starts[done:start] + array("l", [self.starts[start]]) * len(new)
            ends += self.ends[done:start] + array("l", [self.ends[end - 1]]) * len(new)
            done = end
        if done:
            self.text = "".join(parts) + self.text[done:]
            self.starts = starts + self.starts[done:]
            self.ends = ends + self.ends[done:]


# One character for one: the map does not change. The Icelandic eth is what old Vietnamese keyboards gave for
# Đ.
_SAME_LENGTH = {**script.DIGITS, "Ð": "Đ", "ð": "đ"}
_OTHER_LETTER = re.compile(f"[{''.join(_SAME_LENGTH)}]")

_SPACES = "\\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
# Zero-width characters, joiners, direction marks, soft hyphens, byte-order marks; control characters.
_INVISIBLE = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff" + r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_ODD_BLANK = f"{_SPACES}{_INVISIBLE}"
# A single plain space, which most blanks are, is passed over.
_BLANK = re.compile(f"(?: (?=[ {_ODD_BLANK}])|[{_ODD_BLANK}])[ {_ODD_BLANK}]*")
_VISIBLE_BLANK = re.compile(f"[ {_SPACES}]")


def _blank(run: str) -> str:
    return " " if _VISIBLE_BLANK.search(run) else ""


# Marks on a Thai consonant in the order in which they are typed. The dot below comes first because NFC puts it there.
_NIKHAHIT, _AA, _AM = "\u0e4d", "\u0e32", "\u0e33"
_THAI_ORDER = {
    mark: order
    for order, marks in enumerate((script.DOT, script.VOWEL_MARKS, script.TONES, script.CANCEL, script.FOLLOWING))
    for mark in marks
}
_THAI_RUN = re.compile(f"[{''.join(_THAI_ORDER)}]{{2,}}")
_DOUBLE_E = re.compile("\u0e40\u0e40")


@lru_cache(maxsize=4096)  # a language has few runs, and nearly all of them are in order
def _thai_run(run: str) -> str:
    """Put a run of marks and following vowels in order, drop doubled marks, compose sara am."""
    marks: list[str] = []
    for mark in sorted(run, key=_THAI_ORDER.__getitem__):
        # A following vowel may be drawn out on purpose (จ้าาา); a mark twice on a letter is a slip.
        if not marks or mark != marks[-1] or mark in script.FOLLOWING:
            marks.append(mark)
    following = next((i for i, mark in enumerate(marks) if mark in script.FOLLOWING), len(marks))
    if _NIKHAHIT in marks[:following] and marks[following : following + 1] in ([_AA], [_AM]):
        marks[following] = _AM
        marks.remove(_NIKHAHIT)
    return "".join(marks)


def _nfc_clusters(text: str) -> re.Pattern[str]:
    """Match what may change under NFC: a letter with what may compose with it, and letters that change alone.

    Combining marks compose, and so do the vowels and finals of Hangul; the Kelvin sign is one that changes
    alone.
    """
    letters = sorted(set(text))
    joins = [c for c in letters if unicodedata.category(c)[0] == "M" or "\u1160" <= c <= "\u11ff"]
    joining = "".join(map(re.escape, joins))
    single = "".join(re.escape(c) for c in letters if not unicodedata.is_normalized("NFC", c))
    choices = [f"(?s:.)[{joining}]+"] if joining else []
    if single:
        choices.append(f"[{single}]")
    return re.compile("|".join(choices))


# Two ways of writing the tone of an open oa, oe, uy: hoà or hòa, uỷ or ủy. The press mixes them; the tables
# here have the second. Before another letter (hoàn, huỳnh) and after q (quý) there is one way only.
_OLD_TONES = {
    old: new
    for bases, toned, plain in (
        ("oO", "àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ", "aaaaaeeeeeAAAAAEEEEE"),
        ("uU", "ỳýỷỹỵỲÝỶỸỴ", "yyyyyYYYYY"),
    )
    for base in bases
    for letter, bare in zip(toned, plain, strict=True)
    for tone in (unicodedata.normalize("NFD", letter)[1:],)
    for old, new in ((base + letter, unicodedata.normalize("NFC", base + tone) + bare),)
}
_OLD_TONE = re.compile(
    f"[{''.join({old[0] for old in _OLD_TONES})}][{''.join({old[1] for old in _OLD_TONES})}]"
    r"(?![^\W\d_])(?<![qQ]..)"
)


def normalise(text: str) -> NormalisedText:
    """Bring a text of any language into the form that the annotators expect.

    Line ends become line feeds; other white space becomes single spaces; invisible characters go; Thai digits
    become ASCII; Thai marks stand in typing order with ำ composed and เเ as แ; letters are composed (NFC);
    the two Vietnamese ways to set a tone become one (uỷ → ủy). Normalising twice changes nothing more. Takes
    time in proportion to the length.

    Args:
        text: An article as decoded.

    Returns:
        The normalised text with its map.
    """
    draft = _Draft(_OTHER_LETTER.sub(lambda match: _SAME_LENGTH[match.group()], text))
    draft.rewrite(_LINE_END, lambda _: "\n")
    draft.rewrite(_BLANK, _blank)
    if not unicodedata.is_normalized("NFC", draft.text):
        draft.rewrite(_nfc_clusters(draft.text), lambda cluster: unicodedata.normalize("NFC", cluster))
    draft.rewrite(_THAI_RUN, _thai_run)
    draft.rewrite(_DOUBLE_E, lambda _: "\u0e41")
    # Letter by letter, so that a span may end between the two; the map need not change.
    modern = _OLD_TONE.sub(lambda match: _OLD_TONES.get(match.group(), match.group()), draft.text)
    return NormalisedText(modern, draft.starts, draft.ends)
