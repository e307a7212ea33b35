"""What a measurement leaves behind: figures, and what became of each marked directive or phrase."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.scoring import Figure

Span = tuple[int, int]

# What can be right about one marked item, by its letter in the file of an accepted run.
LETTERS = {
    "detection": "f",  # found
    "agency": "a",
    "target": "t",
    "deadline": "d",
    "type": "k",  # kind
    "right": "r",  # of a phrase, which is right or wrong as a whole
}
_NAMES = {letter: name for name, letter in LETTERS.items()}
_NOTHING, _OPTIONAL = ".", "-"

Right = frozenset[str] | None


def encode(right: Right) -> str:
    """Write down what is right about one item: ``fatd``, ``.`` for nothing, ``-`` if it is optional."""
    if right is None:
        return _OPTIONAL
    return "".join(letter for name, letter in LETTERS.items() if name in right) or _NOTHING


def decode(code: str) -> Right:
    """Read what ``encode`` wrote."""
    if code == _OPTIONAL:
        return None
    return frozenset(_NAMES[letter] for letter in code if letter != _NOTHING)


def digest(parts: Iterable[str], length: int = 8) -> str:
    """A short name for what was measured on, so that a change of it is noticed.

    Args:
        parts: Texts that make it up, in order.
        length: How many hexadecimal digits.

    Returns:
        The first digits of the SHA-256.
    """
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:length]


@dataclass(frozen=True, slots=True)
class Item:
    """One marked article, or one sentence with a deadline phrase.

    Attributes:
        digest: A short name for its text and marks.
        right: What is right about each marked directive, by order number; None for an optional one.
        spurious: Where the actions stand that were found and are none, in code points.
        shown: What to show of each directive, by order number; never stored.
        text: The article as decoded, to quote from; never stored.
    """

    digest: str
    right: tuple[Right, ...]
    spurious: tuple[Span, ...] = ()
    shown: tuple[str, ...] = ()
    text: str = ""

    def quote(self, span: Span) -> str:
        """What stands somewhere in the article, on one line."""
        return " ".join(self.text[slice(*span)].split())


@dataclass(frozen=True, slots=True)
class Measured:
    """One section in one language.

    Attributes:
        section: ``corpus``, ``dev``, ``aside``, ``samples`` or ``deadlines``.
        language: The language's code.
        values: What floors are set for: F1 by figure, or the accuracy.
        figures: The figures in full; empty for phrases.
        intervals: The 95 % interval of each figure's F1.
        items: By name, each article or sentence.
        verdicts: How often each verdict on a phrase was given.
        hidden: Whether only sums may be shown and kept.
    """

    section: str
    language: str
    values: Mapping[str, float]
    items: Mapping[str, Item]
    figures: Mapping[str, Figure] = field(default_factory=dict)
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    verdicts: Counter[str] = field(default_factory=Counter)
    hidden: bool = False

    @property
    def digest(self) -> str:
        """A short name for all that was measured on."""
        return digest((f"{name} {item.digest}" for name, item in sorted(self.items.items())), length=16)
