"""The words of a language, read from its ``deadlines.toml`` and turned into one regular expression.

Every word carries one or more *senses* (``{"unit": "year", "number": 5}`` for the Vietnamese ``năm``); the
grammar asks for senses and never for words, which is why it is the same for all languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.language import table

GROUPS_WITH_NUMBERS = frozenset(
    {
        "month",
        "weekday",
        "weekday_bare",
        "quarter_name",
        "roman",
        "day_word",
        "half_name",
        "day_word_bare",
        "clock_shift",
    }
)
NEVER = r"(?!)"


@dataclass(frozen=True, slots=True)
class Cue:
    """A preposition class: the relation it gives, and how much it says by itself that a duty is limited."""

    name: str
    relation: str
    strength: str  # "strong": limits unless the context objects; "weak": where it speaks of a duty; "none": never


@dataclass(frozen=True, slots=True)
class Words:
    """All that the engine knows of one language."""

    senses: Mapping[str, Mapping[str, Any]]
    pattern: re.Pattern[str]
    context: Mapping[str, re.Pattern[str]]
    year_offsets: tuple[int, ...]
    buddhist_from: int
    spaced: bool
    event_ends: str
    event_length: int
    event_verbs: tuple[str, ...]
    labels: re.Pattern[str]
    datelines: tuple[re.Pattern[str], ...]
    place: re.Pattern[str]
    own_today: re.Pattern[str]


def trie_pattern(words: Iterable[str]) -> str:
    """One pattern for many words, longest first, sharing prefixes, so that none is tried twice."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}

    def write(node: dict[str, Any]) -> str:
        ends = "" in node
        branches = []
        plain = []
        for char in sorted(key for key in node if key):
            rest = write(node[char])
            glyph = "[ ]{1,3}" if char == " " else re.escape(char)
            if rest:
                branches.append(glyph + rest)
            else:
                plain.append(glyph)
        if len(plain) > 1 and all(len(glyph) <= 2 for glyph in plain):
            branches.append("[" + "".join(plain) + "]")
        else:
            branches.extend(plain)
        if not branches:
            return ""
        body = branches[0] if len(branches) == 1 and not ends else "(?:" + "|".join(branches) + ")"
        return body + "?" if ends else body

    return write(root)


def bounded(pattern: str, spaced: bool) -> str:
    """The pattern, set off by non-letters in a language that writes spaces between words."""
    return rf"(?<![^\W\d_])(?:{pattern})(?![^\W\d_])" if spaced else f"(?:{pattern})"


def number_words(rules: Mapping[str, Any]) -> dict[str, int]:
    """Number words up to 99 from their parts, and the irregular ones.

    Args:
        rules: ``ones`` (1-9), ``ten``, ``tens`` (the word after 2-9), ``join``, ``tens_first``,
            ``after_ten`` and ``after_tens`` (the forms that differ there), ``more`` (taken as they are).
    """
    ones: list[list[str]] = rules["ones"]
    join: str = rules["join"]

    def forms(digit: int, special: str) -> list[str]:
        return rules[special].get(str(digit), ones[digit - 1])  # type: ignore[no-any-return]

    words = {word: digit for digit in range(1, 10) for word in ones[digit - 1]}
    words[rules["ten"]] = 10
    words |= {rules["ten"] + join + one: 10 + digit for digit in range(1, 10) for one in forms(digit, "after_ten")}
    for tens in range(2, 10):
        for first in forms(tens, "tens_first"):
            stem = first + join + rules["tens"]
            words[stem] = tens * 10
            words |= {
                stem + join + one: tens * 10 + digit for digit in range(1, 10) for one in forms(digit, "after_tens")
            }
    return words | {word: int(value) for word, value in rules["more"].items()}


def _context(words: Iterable[str], spaced: bool) -> re.Pattern[str]:
    pattern = trie_pattern(word.lower() for word in words)
    return re.compile(bounded(pattern, spaced) if pattern else NEVER)


@cache
def load(language: str) -> Words:
    """The words of a language, built once.

    Raises:
        UnknownLanguage: There is no folder for this language.
    """
    raw = table(language, "deadlines")
    spaced = bool(raw["spaced"])
    senses: dict[str, dict[str, Any]] = {}

    def put(word: str, sense: str, value: Any) -> None:
        senses.setdefault(word.lower(), {})[sense] = value

    for group, entries in raw["words"].items():
        if isinstance(entries, list):
            for word in entries:
                put(word, group, True)
            continue
        for value, words in entries.items():
            for word in words:
                put(word, group, int(value) if group in GROUPS_WITH_NUMBERS else value)
    for name, cue in raw["cues"].items():
        for word in cue["words"]:
            put(word, "cue", Cue(name, cue["relation"], cue["strength"]))
    for word, number in number_words(raw["numbers"]).items():
        put(word, "number", number)
    word_pattern = bounded(trie_pattern(senses), spaced)
    context = raw["context"]
    today = trie_pattern(raw["published"]["today"])
    head = trie_pattern(raw["words"]["head"]["date"])
    return Words(
        senses=senses,
        pattern=re.compile(rf"(\d+)|({word_pattern})|([/.,:()\-])"),
        context={name: _context(words, spaced) for name, words in context.items()},
        year_offsets=tuple(raw["years"]["offsets"]),
        buddhist_from=int(raw["years"]["buddhist_from"]),
        spaced=spaced,
        event_ends=raw["events"]["ends"],
        event_length=int(raw["events"]["length"]),
        event_verbs=tuple(raw["events"]["verbs"]),
        labels=_context(raw["published"]["labels"], spaced),
        datelines=tuple(re.compile(pattern) for pattern in raw["published"]["datelines"]),
        place=re.compile(raw["published"]["place"]),
        own_today=re.compile(rf"(?:{today}),? ?\(?(?:{head})? ?$"),
    )
