"""Where a name begins and ends around its head (``Cục``, ``สำนักงาน``), in a script with spaces and without."""

from __future__ import annotations

import itertools
import re
from functools import cache, lru_cache

from pipeline.agencies.found import Article, Found, alternatives
from pipeline.agencies.registry import registry
from pipeline.agencies.words import word_start, words
from pipeline.language import table
from pipeline.script import ABBREVIATED, REPEATED, SIGNS
from pipeline.text import CAPITAL

MIN_NAME = 3
LOOK_AHEAD = 12
_TOKEN = re.compile(r"( |, | - | – |-)?([^\W_][\w&]*(?:[-./][^\W_][\w&]*)*)")
_RUN = re.compile(rf"[\w\-/{REPEATED}{ABBREVIATED}{SIGNS}]+")
_COUNTED = re.compile(r"[ ,.]*(?:%|tỷ|triệu)")


@cache
def heads(language: str) -> re.Pattern[str]:
    """A pattern for the heads of bodies, group ``head``; the group ``trap`` is a longer word that is none."""
    rules = table(language, "agencies")
    forms = rules["forms"]
    words = [*forms["heads"], *forms["alone"], *forms["districts"], *forms["sector_heads"]]
    pattern = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    traps = "|".join(re.escape(w) for w in sorted(forms["not_heads"], key=len, reverse=True)) or "(?!)"
    if rules["fold"]["spaced"]:
        return re.compile(rf"(?<![^\W_])(?:(?P<trap>{traps})|(?P<head>{pattern}))(?![^\W_])")
    return re.compile(rf"(?P<trap>{traps})|(?P<head>{pattern})(?![{SIGNS}])")


def is_edge(end: int, article: Article) -> bool:
    """Whether a name can end here: in a script without spaces, before a function word or verb."""
    if article.rules["fold"]["spaced"]:
        return True
    return (
        end >= len(article.text)
        or not article.text[end].isalnum()
        or bool(_stop(article.language).match(article.text, end))
    )


def cuts_a_word(start: int, end: int, article: Article) -> bool:
    """Whether a head found without spaces begins inside the word before it (``จากองค์กร`` has no ``กอง``)."""
    text = article.text
    at = word_start(text, start)
    if article.rules["fold"]["spaced"] or at == start:
        return False
    for word in words(text[at : end + LOOK_AHEAD]):
        if at >= start:
            break
        if start < at + len(word) < end:
            return True
        at += len(word)
    return False


def spaced_end(at: int, head: str, article: Article, stops: bytearray, places: dict[int, Found]) -> tuple[int, bool]:
    """Where the name after a head ends: capitals, numbers, places, and the small words that go on a name.

    Args:
        at: Where the head ends.
        head: The head.
        article: The text being read.
        stops: True at offsets where another body begins.
        places: Provinces by where they begin.

    Returns:
        The end, and whether there is a name at all.
    """
    forms = article.rules["forms"]
    small, person, pairs = _small(article.language), _person(article.language), _pairs(article.language)
    text = article.text
    end, named = at, False
    last = head.split()[-1].lower()
    for count in range(forms["max_words"]):
        token = _TOKEN.match(text, at)
        if token is None or not token[1]:
            break
        joint, word = token[1], token[2]
        start = token.start(2)
        if stops[start] or start - end > 60 or (joint == ", " and not (count and small.match(text, start))):
            break
        if start in places and joint == " ":
            return places[start].end, True
        if not count and head[0].islower() and head in forms["heads"] and not word[0].isupper():
            break
        if count and word[0].isupper() and text[:at].endswith(" và") and heads(article.language).match(text, start):
            break
        if named and head in forms["place_heads"] and person.match(text, start):
            break
        phrase = small.match(text, start)
        if word[0].isupper() or (
            word[0].isdigit() and joint == " " and len(word) < 5 and not _COUNTED.match(text, token.end())
        ):
            end = at = token.end()
            named = True
        elif joint == " " and f"{last} {word.lower()}" in pairs:
            at = token.end()
            end = at if count or named else end
        elif phrase is not None and joint != "-":
            at = phrase.end()
            if phrase.group() not in forms["linking"]:
                end = at if named or phrase.group() in forms["place_words"] else end
        else:
            break
        last = text[max(0, at - 60) : at].rsplit(" ", 1)[-1].lower()
    return end, named


@cache
def _person(language: str) -> re.Pattern[str]:
    people = table(language, "agencies")["people"]
    surname = "|".join(re.escape(s) for s in people["surnames"]) or "(?!)"
    return re.compile(rf"(?:{surname})(?: {CAPITAL}[\w']*){{1,3}}(?![^\W_])")


@cache
def _pairs(language: str) -> frozenset[str]:
    """Neighbouring words inside registered names: the second may be written small."""
    index = registry().index[language]
    names = (entry.raw.lower().replace(",", " ,").split() for entry in index.values())
    known = frozenset(f"{a} {b}" for name in names for a, b in itertools.pairwise(name) if a.isalpha() and b.isalpha())
    return known | frozenset(table(language, "agencies")["forms"]["compounds"])


@cache
def _small(language: str) -> re.Pattern[str]:
    forms = table(language, "agencies")["forms"]
    small = sorted({*forms["name_words"], *forms["place_words"]}, key=len, reverse=True)
    return re.compile("(?:" + "|".join(re.escape(w) for w in small) + r")(?![^\W_])") if small else re.compile("(?!)")


@cache
def _stop(language: str) -> re.Pattern[str]:
    forms = table(language, "agencies")["forms"]
    return alternatives((*forms["stops"], *forms["verbs"], *forms["acts"]))


def unspaced_end(at: int, head: str, article: Article, stops: bytearray, places: dict[int, Found]) -> tuple[int, bool]:
    """Where a name ends in a script without spaces: at a space, a function word, a verb, a date or another body.

    Args and returned values are those of :func:`spaced_end`.
    """
    text, forms = article.text, article.rules["forms"]
    company = _company(article.language).match(text, at)
    if company is not None and head in forms["company_heads"]:
        return company.end(), True
    begin = at + 1 if text[at : at + 1] == " " and head.endswith(".") else at
    run = _RUN.match(text, begin, min(len(text), begin + forms["max_chars"]))
    if run is None:
        return at, False
    limit = time_limit(article.language).search(text, begin, run.end())
    name = text[begin : limit.start() if limit else run.end()]
    end = begin + _name_length(article.language, name, head in forms["verb_heads"])
    for position in range(begin + 1, end):
        if position in places:
            return places[position].end, True
        if stops[position]:
            end = position
            break
    number = _number(article.language).match(text, end)
    if number is not None and text[begin:end].endswith(tuple(forms["numbered"])):
        end = number.end()
    return end, end - begin >= MIN_NAME


@lru_cache(maxsize=4096)
def _name_length(language: str, run: str, verb_first: bool) -> int:
    """How many characters of a run without spaces are name: up to the first function word or verb.

    Where bodies of this sort are named by what they do (``verb_first``: committees, centres), a verb right
    after the head belongs to the name. Verbs of speaking, ordering and hurrying (``acts``) never do, not even
    behind what makes nouns of verbs.
    """
    forms = table(language, "agencies")["forms"]
    stops, verbs, acts = frozenset(forms["stops"]), tuple(forms["verbs"]), tuple(forms["acts"])
    traps, noun = tuple(forms["stop_traps"]), forms["noun_prefix"]
    begun, skip, high, previous = not verb_first, 0, 0, ""
    for word in words(run):
        low, high = high, high + len(word)
        if low >= skip and begun:
            trap = next((t for t in traps if run.startswith(t, low)), None)
            skip = low + len(trap) if trap else skip
        if low >= skip:
            if word in stops or word.endswith(forms["stop_ending"]) or _is_verb(word, acts):
                return _without_dangling(language, run[:low])
            if begun and previous != noun and _is_verb(word, verbs):
                return _without_dangling(language, run[:low])
            if word.startswith(noun) and _is_verb(word[len(noun) :], acts):
                return low + len(noun) if low else 0
        begun, previous = True, word
    return _without_dangling(language, run)


def _is_verb(word: str, verbs: tuple[str, ...]) -> bool:
    return word in verbs or (len(word) > 4 and word.startswith(verbs))


def _without_dangling(language: str, name: str) -> int:
    """The length of a name without the joints and prefixes that a cut has left at its end."""
    dangling = tuple(table(language, "agencies")["forms"]["dangling"])
    while name.endswith(dangling):
        name = name[: -max(len(d) for d in dangling if name.endswith(d))]
    return len(name)


@cache
def time_limit(language: str) -> re.Pattern[str]:
    """A date or time limit that follows a name without a space."""
    return re.compile(table(language, "agencies")["forms"]["time_limit"] or "(?!)")


@cache
def _number(language: str) -> re.Pattern[str]:
    return re.compile(table(language, "agencies")["forms"]["number"] or "(?!)")


@cache
def _company(language: str) -> re.Pattern[str]:
    return re.compile(table(language, "agencies")["forms"]["company_tail"] or "(?!)")
