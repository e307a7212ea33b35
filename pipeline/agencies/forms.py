"""Bodies that the registry has not, found by their form: a head (``Cục``, ``สำนักงาน``), then a name."""

from __future__ import annotations

import itertools
import re
from functools import cache, lru_cache

from pipeline.agencies.found import Article, Found, alternatives, settle
from pipeline.agencies.places import PLACE_KINDS
from pipeline.agencies.registry import registry
from pipeline.language import table

_TOKEN = re.compile(r"( |, | - | – |-)?([^\W_][\w&]*(?:[-./][^\W_][\w&]*)*)")
_SIGNS = "ะัาำิีึืฺุูๅ็่้๊๋์"


@cache
def _heads(language: str) -> re.Pattern[str]:
    rules = table(language, "agencies")
    forms = rules["forms"]
    words = [*forms["heads"], *forms["alone"], *forms["districts"], *forms["sector_heads"]]
    pattern = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    traps = "|".join(re.escape(w) for w in sorted(forms["not_heads"], key=len, reverse=True)) or "(?!)"
    if rules["fold"]["spaced"]:
        return re.compile(rf"(?<![^\W_])(?:(?P<trap>{traps})|(?P<head>{pattern}))(?![^\W_])")
    return re.compile(rf"(?P<trap>{traps})|(?P<head>{pattern})(?![{_SIGNS}])")


def add_forms(found: list[Found], article: Article) -> list[Found]:
    """Add bodies known by their form only, with id None, where no registered name already stands."""
    starts = {f.start: f for f in found if f.kind != "class" and f.rule != "place-name"}
    strong = [f for f in found if f.rule != "place-name" and f.kind != "class"]
    covered = bytearray(len(article.text) + 1)
    stops = bytearray(len(article.text) + 1)
    for mention in strong:
        covered[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
        stops[mention.start] = 1
    classes = {f.start: f for f in found if f.kind == "class"}
    places = {f.start: f for f in found if f.kind in PLACE_KINDS}
    measure = _spaced_end if article.rules["fold"]["spaced"] else _unspaced_end
    alone = frozenset(article.rules["forms"]["alone"])
    single = frozenset() if article.rules["fold"]["spaced"] else alone - {*article.rules["forms"]["heads"]}
    out = list(found)
    at = 0
    for match in _heads(article.language).finditer(article.text):
        start = match.start()
        if match["head"] is None or start < at or covered[start]:
            continue
        end, named = measure(match.end(), match["head"], article, stops, places)
        joint = 1 if article.rules["fold"]["spaced"] else 0
        after = starts.get(match.end() + joint)
        if after is not None and not joint:
            end, named = after.end, True
        elif after is not None and not named and match["head"][0].isupper() and article.text[match.end()] == " ":
            end, named = _place_word(after.end, article), True
        if match["head"] in article.rules["forms"]["sector_heads"]:
            sector = _sector(article.language).match(article.text, match.end())
            end, named = (sector.end(), True) if sector else (end, named)
        standing = classes.get(start)
        if match["head"] in single:
            named = False
        if not named:
            if match["head"] not in alone or standing is not None or not _edge(match.end(), article):
                continue
            end = end if match["head"].islower() or match["head"].split()[0].islower() else match.end()
        body = None
        if standing is not None:
            if standing.end >= end or not (article.rules["forms"]["over_classes"] or _is_bare(standing, article)):
                continue
            if not article.rules["fold"]["spaced"] and _edge(standing.end, article):
                continue
            body = standing.id if match["head"] in article.rules["forms"]["class_heads"] else None
        rule = (
            "form-alone"
            if not named
            else ("district" if match["head"] in article.rules["forms"]["districts"] else "form")
        )
        out.append(Found(start, end, body, "class" if body else "form", rule))
        at = end
    return settle(out)


@cache
def _sector(language: str) -> re.Pattern[str]:
    words = table(language, "agencies")["forms"]["sector_words"]
    return re.compile(
        "(?i: (?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + r"))(?![^\W_])"
    )


def _place_word(end: int, article: Article) -> int:
    """Take in the bare kind of place that ends a name (``Bộ Chỉ huy Bộ đội Biên phòng tỉnh``)."""
    match = alternatives(tuple(" " + w for w in article.rules["forms"]["place_words"])).match(article.text, end)
    return match.end() if match and not article.text[match.end() : match.end() + 1].isalnum() else end


def _is_bare(standing: Found, article: Article) -> bool:
    words = article.rules["classes"]["bare"] + article.rules["forms"]["class_heads"]
    return article.text[standing.start : standing.end] in words


def _edge(end: int, article: Article) -> bool:
    if article.rules["fold"]["spaced"]:
        return True
    return (
        end >= len(article.text)
        or not article.text[end].isalnum()
        or bool(_stop(article.language).match(article.text, end))
    )


def _spaced_end(at: int, head: str, article: Article, stops: bytearray, places: dict[int, Found]) -> tuple[int, bool]:
    """Where the name after a head ends: capitals, numbers, places, and the small words that go on a name."""
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
        if count and word[0].isupper() and text[:at].endswith(" và") and _heads(article.language).match(text, start):
            break
        if named and head in forms["place_heads"] and person.match(text, start):
            break
        phrase = small.match(text, start)
        if word[0].isupper() or (
            word[0].isdigit()
            and joint == " "
            and len(word) < 5
            and not re.match(r"[ ,.]*(?:%|tỷ|triệu)", text[token.end() :])
        ):
            end = at = token.end()
            named = True
        elif joint == " " and f"{last} {word.lower()}" in pairs:
            at = token.end()
            end = at if count or named else end
        elif phrase is not None and joint != "-":
            at = phrase.end()
            if phrase.group() not in _LINKING:
                end = at if named or phrase.group() in forms["place_words"] else end
        else:
            break
        last = text[:at].rsplit(" ", 1)[-1].lower() if at < 60 else text[at - 60 : at].rsplit(" ", 1)[-1].lower()
    return end, named


@cache
def _person(language: str) -> re.Pattern[str]:
    people = table(language, "agencies")["people"]
    surname = "|".join(re.escape(s) for s in people["surnames"]) or "(?!)"
    return re.compile(rf"(?:{surname})(?: [A-ZĐÀ-Ỹ][\w']*){{1,3}}(?![^\W_])")


@cache
def _pairs(language: str) -> frozenset[str]:
    """Neighbouring words inside registered names: the second may be written small."""
    index = registry().index[language]
    words = (entry.raw.lower().replace(",", " ,").split() for entry in index.values())
    known = frozenset(f"{a} {b}" for name in words for a, b in itertools.pairwise(name) if a.isalpha() and b.isalpha())
    return known | frozenset(table(language, "agencies")["forms"]["compounds"])


_LINKING = frozenset(
    {"và", "về", "phòng", "tỉnh", "thành phố", "huyện", "quận", "xã", "phường", "công", "thị xã", "nước"}
)


@cache
def _small(language: str) -> re.Pattern[str]:
    forms = table(language, "agencies")["forms"]
    words = sorted({*forms["name_words"], *forms["place_words"]}, key=len, reverse=True)
    return re.compile("(?:" + "|".join(re.escape(w) for w in words) + r")(?![^\W_])") if words else re.compile("(?!)")


@cache
def _stop(language: str) -> re.Pattern[str]:
    forms = table(language, "agencies")["forms"]
    return alternatives((*forms["stops"], *forms["verbs"]))


@lru_cache(maxsize=4096)
def _name_words(language: str, run: str, noun: bool) -> int:
    """How many characters of a run without spaces are name: up to the first function word or verb.

    A verb right after the head belongs to the name, unless the head is a plain noun (``ธนาคารกำหนด…``).
    """
    from pythainlp.tokenize import word_tokenize  # slow to load, and not every language needs it

    forms = table(language, "agencies")["forms"]
    stops, verbs, traps = frozenset(forms["stops"]), tuple(forms["verbs"]), tuple(forms["stop_traps"])
    begun, skip, high = int(noun), 0, 0
    for word in word_tokenize(run, engine="newmm", keep_whitespace=True):
        low, high = high, high + len(word)
        if low >= skip and begun:
            trap = next((t for t in traps if run.startswith(t, low)), None)
            skip = low + len(trap) if trap else skip
        if low >= skip and (word in stops or (begun and (word in verbs or (len(word) > 4 and word.startswith(verbs))))):
            return low
        begun = high
    return len(run)


def _unspaced_end(at: int, head: str, article: Article, stops: bytearray, places: dict[int, Found]) -> tuple[int, bool]:
    """Where a name ends in a script without spaces: at a space, a function word or another body."""
    text, forms = article.text, article.rules["forms"]
    company = _company(article.language).match(text, at)
    if company is not None and head in forms["company_heads"]:
        return company.end(), True
    begin = at + 1 if text[at : at + 1] == " " and head.endswith(".") else at
    run = _RUN.match(text, begin, min(len(text), begin + forms["max_chars"]))
    if run is None:
        return at, False
    end = begin + _name_words(article.language, run.group(), head in article.rules["classes"]["bare"])
    for position in range(begin + 1, end):
        if position in places:
            return places[position].end, True
        if stops[position]:
            end = position
            break
    return end, end - begin >= 3


_RUN = re.compile(r"[\w\-/ๆฯ" + _SIGNS + "]+")


@cache
def _company(language: str) -> re.Pattern[str]:
    tail = table(language, "agencies")["forms"]["company_tail"]
    return re.compile(tail) if tail else re.compile("(?!)")


def join_parents(found: list[Found], article: Article) -> list[Found]:
    """A body and the one it belongs to, right after it, are one mention (``Cục X (Bộ Y)``)."""
    joints = article.rules["forms"]["parent_joint"]
    out: list[Found] = []
    for mention in found:
        last = out[-1] if out else None
        if last is not None and mention.id and last.kind in _CHILD_KINDS and mention.kind in _PARENT_KINDS:
            between = article.text[last.end : mention.start]
            bodies = article.registry.bodies
            known = last.id in bodies and bodies[last.id or ""].parent == mention.id
            if between in joints and (known or last.id is None) and last.rule not in ("district", "form-alone"):
                end = mention.end
                if between.endswith("(") and article.text.startswith(")", end):
                    end += 1
                last.end = end
                last.rule += "+parent"
                continue
        out.append(mention)
    return out


_CHILD_KINDS = frozenset({"form", "department", "government-agency", "committee"})
_PARENT_KINDS = frozenset({"ministry", "ministerial-agency", "department"})
