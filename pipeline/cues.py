"""The cue words of a language, found where they stand between word boundaries."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import ahocorasick

from pipeline.language import table
from pipeline.tokens import Word


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word or phrase in a text.

    Attributes:
        start: Where it starts, in code points.
        end: Where it ends.
        kinds: The classes of the table it belongs to, such as ``("order",)``.
    """

    start: int
    end: int
    kinds: tuple[str, ...]


@cache
def _automaton(language: str) -> ahocorasick.Automaton:
    kinds: dict[str, list[str]] = {}
    for kind, phrases in table(language, "cues").items():
        for phrase in phrases:
            kinds.setdefault(phrase.lower(), []).append(kind)
    automaton = ahocorasick.Automaton()
    for phrase, names in kinds.items():
        automaton.add_word(phrase, (len(phrase), tuple(dict.fromkeys(names))))
    automaton.make_automaton()
    return automaton


def lower(text: str) -> str:
    """Lower case without a change of length (a letter whose lower case is longer stays as it is)."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _apart(text: str, at: int) -> bool:
    """Whether something other than a letter or its marks stands on one side of a place."""
    if at in (0, len(text)):
        return True
    return unicodedata.category(text[at - 1])[0] not in "LMN" or unicodedata.category(text[at])[0] not in "LMN"


def phrases(text: str, language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The cue phrases of a text wherever they stand, also inside longer words and each other: what a scan sees.

    Args:
        text: Normalised text; it need not be cut into words.
        language: The language whose ``cues`` table is used.

    Yields:
        Each phrase in small letters with its classes, in order of their ends.
    """
    low = lower(text)
    for last, (length, kinds) in _automaton(language).iter(low):
        yield low[last + 1 - length : last + 1], kinds


def find_cues(text: str, words: Sequence[Word], language: str) -> list[Cue]:
    """Find the cue phrases that start and end where a word does, or beside something that is no letter.

    Args:
        text: Normalised text.
        words: Its words, as ``pipeline.tokens.tokenise`` gives them.
        language: The language whose ``cues`` table is used.

    Returns:
        Cues in order; where two overlap, the one that starts first stays, the longer where both start together.
    """
    starts = {word.start for word in words}
    ends = {word.end for word in words}
    best: dict[int, Cue] = {}
    for last, (length, kinds) in _automaton(language).iter(lower(text)):
        start, end = last + 1 - length, last + 1
        if (
            (start in starts or _apart(text, start))
            and (end in ends or _apart(text, end))
            and (start not in best or best[start].end < end)
        ):
            best[start] = Cue(start, end, kinds)
    found: list[Cue] = []
    for start in sorted(best):
        if not found or start >= found[-1].end:
            found.append(best[start])
    return found
