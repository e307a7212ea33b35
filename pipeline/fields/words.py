"""Action words: the verbs and nouns that tell what kind of action a clause is, as a language's table gives them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import ahocorasick

from pipeline.language import table


def bucket(n: int) -> str:
    """A count as one of a few sizes."""
    for limit in (0, 1, 2, 3, 5, 8, 13, 21):
        if n <= limit:
            return str(limit)
    return "far"


@dataclass(frozen=True)
class Lexicon:
    """A language's action words.

    Attributes:
        kinds: Verb to the action types it speaks for, joined by ``+``; ``light`` for verbs that say nothing.
        verbal: Parts of speech that are verbs.
        nominal: Parts of speech that are nouns.
        scan: An automaton over all phrases; its values are ``(length, marks)``.
    """

    kinds: dict[str, str]
    verbal: frozenset[str]
    nominal: frozenset[str]
    scan: ahocorasick.Automaton

    @staticmethod
    @cache
    def of(language: str) -> Lexicon:
        """The lexicon of a language."""
        rows = table(language, "fields")
        marks: dict[str, list[str]] = {}
        kinds: dict[str, list[str]] = {}
        for part in ("verbs", "nouns"):
            for kind, phrases in rows[part].items():
                for phrase in phrases:
                    marks.setdefault(phrase.lower(), []).append(f"{part[0]}:{kind}")
                    if part == "verbs":
                        kinds.setdefault(phrase.lower(), []).append(kind)
        automaton = ahocorasick.Automaton()
        for phrase, found in marks.items():
            automaton.add_word(phrase, (len(phrase), tuple(found)))
        automaton.make_automaton()
        return Lexicon(
            {word: "+".join(sorted(names)) for word, names in kinds.items()},
            frozenset(rows["verbal"]),
            frozenset(rows["nominal"]),
            automaton,
        )

    def kind(self, word: str) -> str:
        """The action types a word speaks for, or ``-``."""
        return self.kinds.get(word, "-")

    def marks(self, text: str) -> Iterator[tuple[int, str]]:
        """Every phrase that a text holds, the longest where several overlap.

        Args:
            text: Lower-case text.

        Yields:
            ``(start, mark)`` in order, a mark being ``v:build`` for a verb and ``n:build`` for a noun.
        """
        for last, (length, marks) in self.scan.iter_long(text):
            for mark in marks:
                yield last + 1 - length, mark
