"""Find every registered name in a text with one Aho–Corasick pass, and keep those that stand as words."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import Any

import ahocorasick

from pipeline.agencies.fold import Folded, fold
from pipeline.agencies.registry import Entry, registry
from pipeline.agencies.words import ends_a_word
from pipeline.language import table
from pipeline.script import ALL_CONSONANTS, LEADING, SIGNS

MAX_SHORT = 9
_ABBREVIATION_LETTERS = frozenset(ALL_CONSONANTS + ".")


@dataclass(slots=True)
class Hit:
    """A registered name: its place in the text, and in the skeleton (``low``, ``high``); no entry: a trap."""

    start: int
    end: int
    low: int
    high: int
    entry: Entry | None


@cache
def _automaton(language: str) -> Any:
    automaton = ahocorasick.Automaton()
    rules = table(language, "agencies")
    for trap in sorted(rules["forms"]["not_heads"]):  # capitals first: one in small letters catches both
        skeleton = fold(trap, rules["fold"]).skeleton
        automaton.add_word(skeleton, (len(skeleton), None, trap != trap.lower()))
    for skeleton, entry in registry().index[language].items():
        automaton.add_word(skeleton, (len(skeleton), entry, False))
    automaton.make_automaton()
    return automaton


def scan(text: str, folded: Folded, language: str) -> list[Hit]:
    """Every registered name that stands as a word, overlapping ones too, by start and then longest first."""
    rules = table(language, "agencies")
    spaced = rules["fold"]["spaced"]
    titles = rules["posts"]["titles"]
    before_short = (*rules["abbreviations"]["before"], *(t for t in titles if t.endswith(".")))
    skeleton = folded.skeleton
    hits: list[Hit] = []
    for last, (length, entry, proper_trap) in _automaton(language).iter(skeleton):
        low, high = last + 1 - length, last + 1
        start, end = folded.starts[low], folded.ends[last]
        if spaced:
            whole = (low == 0 or not skeleton[low - 1].isalnum()) and (
                high == len(skeleton) or not skeleton[high].isalnum()
            )
            if whole and entry is not None and folded.joined:
                whole = not any(p in folded.joined and p - low not in entry.joined for p in range(low, high))
        else:
            whole = _stands_unspaced(text, start, end, before_short)
        found = text[start:end]
        fits = _case_fits(found, entry) and not _torn(found, entry) if entry else not proper_trap or found[0].isupper()
        if whole and fits:
            hits.append(Hit(start, end, low, high, entry))
    hits.sort(key=lambda h: (h.start, -h.end))
    return hits


def _stands_unspaced(text: str, start: int, end: int, before_short: tuple[str, ...]) -> bool:
    if end < len(text) and (
        text[end] in SIGNS
        or (text[end - 1].isascii() and text[end].isascii() and text[end].isalnum() and text[end - 1].isalnum())
    ):
        return False
    if start == 0:
        return True
    previous = text[start - 1]
    if previous in LEADING or (previous.isascii() and previous.isalnum() and text[start].isascii()):
        return False
    name = text[start:end]
    if (
        "." in name
        and len(name) < MAX_SHORT
        and _ABBREVIATION_LETTERS.issuperset(name)
        and (previous in _ABBREVIATION_LETTERS or previous in SIGNS)
    ):
        return text[max(0, start - 12) : start].endswith(before_short) or (
            previous != "." and ends_a_word(text, start, name.replace(".", ""))
        )
    return True


def _torn(found: str, entry: Entry) -> bool:
    """Whether a short form has a space where its name has none: two words that only happen to make it."""
    return " " in found and " " not in entry.raw and "." in entry.raw and len(entry.raw) < MAX_SHORT


def _case_fits(found: str, entry: Entry) -> bool:
    """A proper name needs a capital somewhere, a shy one in every word, an abbreviation in every letter."""
    if entry.exact:
        return found.isupper() or (len(found) > 4 and found[0].isupper())
    if entry.shy and entry.proper:
        return all(
            not word[0].isalpha() or word[0].isupper() for word in found.replace("-", " ").replace("–", " ").split()
        )
    return not entry.proper or found != found.lower()


def best(hits: list[Hit], weak: set[int]) -> list[Hit]:
    """Hits without overlap, longest first from the left; a weak one yields unless it holds the other.

    ``weak`` has the ``id()`` of the weak hits.
    """
    strong = [h for h in hits if id(h) not in weak]
    soft = [h for h in hits if id(h) in weak]
    chosen = _leftmost(strong)
    starts = [c.start for c in chosen]
    added: list[Hit] = []
    beaten: set[int] = set()
    for hit in _leftmost(soft, longer=True):
        low = max(0, bisect_left(starts, hit.start) - 1)
        rivals = [c for c in chosen[low : bisect_left(starts, hit.end)] if hit.start < c.end]
        if all(hit.start <= c.start and c.end <= hit.end and (c.start, c.end) != (hit.start, hit.end) for c in rivals):
            beaten.update(id(c) for c in rivals)
            added.append(hit)
    return sorted([*(c for c in chosen if id(c) not in beaten), *added], key=lambda h: h.start)


def _leftmost(hits: list[Hit], longer: bool = False) -> list[Hit]:
    """From the left; with ``longer``, one that begins inside another and is longer than it stands instead."""
    chosen: list[Hit] = []
    at = -1
    for hit in hits:
        if hit.start >= at:
            chosen.append(hit)
            at = hit.end
        elif longer and hit.end > at and hit.end - hit.start > at - chosen[-1].start:
            chosen[-1] = hit
            at = hit.end
    return chosen
