"""How much a text looks like real Thai or Vietnamese, by which letters follow each other in it.

``letters.tsv`` in each language's folder has, for each letter (and the blank), what may come next and at what cost:
bits, -log2 of how often it comes next in that language. Text read in a wrong encoding has the right number of
letters, but hardly a pair of them that the language knows.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipeline.language import FOLDER, languages

UNSEEN = 16
"""Bits for a pair that no language has."""

LIKELY = 6.5
"""Mean bits up to which a text is taken for real. Articles have 3.2 to 4.5 and single sentences up to 6; read in the
encoding next to their own, articles have 7 and more."""

ENOUGH = 8
"""Pairs below which nothing can be said."""

BLANK = " "
_PUNCTUATION = "\u00a0\ufeff“”‘’«»–—…•·"


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the letters of a text say about it.

    Attributes:
        pairs: How many pairs of neighbours with a letter beyond ASCII there are.
        bits: The sum of what they cost.
    """

    pairs: int
    bits: int

    @property
    def mean(self) -> float:
        """Bits a pair; `UNSEEN` if there is none."""
        return self.bits / self.pairs if self.pairs else UNSEEN

    @property
    def real(self) -> bool:
        """Whether this is real Thai or Vietnamese, and enough of it to tell."""
        return self.pairs >= ENOUGH and self.mean <= LIKELY


def likeness(text: str) -> Likeness:
    """Measure how much a text looks like real Thai or Vietnamese. Linear in its length.

    Args:
        text: Any text.

    Returns:
        The measure; ASCII letters beside each other do not count, since all readings of the same bytes agree on
        them.
    """
    costs = _costs()
    pairs = bits = 0
    for pair, count in count_pairs(text).items():
        if not pair.isascii():
            pairs += count
            bits += count * costs.get(pair, UNSEEN)
    return Likeness(pairs, bits)


def count_pairs(text: str) -> Counter[str]:
    """Count which letter stands beside which, small and capital alike; between words stands a blank.

    Args:
        text: Any text.

    Returns:
        How often each pair occurs. Two blanks are no pair.
    """
    letters = unicodedata.normalize("NFC", text).lower().translate(_Blanks())
    counts = Counter(map("".join, pairwise(f" {letters} ")))
    del counts[BLANK * 2]
    return counts


class _Blanks(dict[int, str]):
    """What stands between words, as `str.translate` asks for it: each character is looked at once."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        # Signs such as § and ¤ are no blanks: Thai read as windows-1252 is full of them.
        between = not letter.isalpha() if code < 128 else letter in _PUNCTUATION or 0x2000 <= code <= 0x200F
        self[code] = BLANK if between else letter
        return self[code]


@cache
def _costs() -> dict[str, int]:
    return {pair: cost for language in languages() for pair, cost in _read(language)}


def _read(language: str) -> Iterator[tuple[str, int]]:
    for line in (FOLDER / language / "letters.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            letter, *groups = line.split("\t")
            for group in groups:
                cost, followers = group.split(":")
                yield from ((letter + follower, int(cost)) for follower in followers)
