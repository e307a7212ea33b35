"""Classes that are counted or spread over provinces: ``UBND 24 quận``, ``công an các địa phương``."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from pipeline.agencies.fold import fold
from pipeline.agencies.found import Article, Found, alternatives, lay_over
from pipeline.agencies.places import PLACE_KINDS
from pipeline.agencies.registry import registry
from pipeline.language import table

MAX_NAME = 60


def add_counted(found: list[Found], article: Article) -> list[Found]:
    """Add classes with a number inside their name: with the plural word in its place the name is registered."""
    counted = article.rules["classes"]["counted"]
    added: list[Found] = []
    for match in _numbers(article.language).finditer(article.text):
        low = article.position(match.end())
        if low >= len(article.folded.starts) or article.folded.starts[low] != match.end():
            continue
        prefix = fold(f"{match['head']} {counted['plural']}", article.rules["fold"]).skeleton
        prefix += " " if article.rules["fold"]["spaced"] else ""
        end, body = _longest(low, prefix, article)
        over = any(f.start < end < f.end for f in found if f.start > match.start())
        if body is not None and not over:
            added.append(Found(match.start(), end, body, "class", "counted"))
    return lay_over(found, added)


@cache
def _numbers(language: str) -> re.Pattern[str]:
    rules = table(language, "agencies")
    counted = rules["classes"]["counted"]
    number = "|".join([r"\d{1,4}", *map(re.escape, counted["numbers"])])
    heads = alternatives(tuple(counted["heads"])).pattern
    if rules["fold"]["spaced"]:
        return re.compile(rf"(?<![^\W_])(?P<head>{heads}) (?:{number}) ", re.IGNORECASE)
    return re.compile(rf"(?P<head>{heads}) ?(?:{number}) ?")


def _longest(low: int, prefix: str, article: Article) -> tuple[int, str | None]:
    """The longest registered class that begins with a prefix and goes on as the skeleton does from ``low``."""
    folded = article.folded
    window = folded.skeleton[low : low + MAX_NAME].split("\n")[0]
    for size in range(len(window), 2, -1):
        high = low + size
        inside = high < len(folded.skeleton) and folded.skeleton[high].isalnum() and article.rules["fold"]["spaced"]
        body = None if inside else article.resolve(prefix + window[:size])
        if article.kind(body) == "class":
            return folded.ends[high - 1], body
    return 0, None


def add_branches(found: list[Found], article: Article) -> list[Found]:
    """Join the local branches of a national body with their places; the table knows the class of a few.

    Branches in all provinces (``cục thuế các tỉnh``) are the class that the table gives, one branch
    (``Kho bạc Nhà nước Nghệ An``, ``BHXH tỉnh``) is a body without an id.
    """
    branches = article.rules["departments"]["branches"]
    if not branches["names"]:
        local = [
            Found(body.start, place.end, None, "form", "branch")
            for body, place in pairwise(found)
            if body.end == place.start and body.kind in branches["adjoining"] and place.kind in PLACE_KINDS
        ]
        return lay_over(found, local)
    classes = _branch_classes(article.language)
    plural = frozenset(branches["plural"])
    standing = {f.start: f for f in found}
    added: list[Found] = []
    for match in _branch(article.language).finditer(article.text):
        place = standing.get(match.end())
        if place is not None and place.id in plural:
            body = classes[match["name"].lower()] or None
            kind = "class" if body else "form"
            added.append(Found(match.start(), place.end, body, kind, "branches"))
        elif place is not None and place.kind in PLACE_KINDS and match["name"] in branches["single"]:
            added.append(Found(match.start(), place.end, None, "form", "branch"))
        elif place is None and match["name"] in branches["single"]:
            bare = _bare_place(article.language).match(article.text, match.end())
            whole = standing.get(match.start())
            if bare is not None and (whole is None or whole.end < bare.end()):
                added.append(Found(match.start(), bare.end(), None, "form", "branch"))
    return lay_over(found, added)


@cache
def _branch_classes(language: str) -> dict[str, str]:
    """The class that branches in all places are, by their name in small letters: the table's, and departments."""
    departments = table(language, "agencies")["departments"]
    classes = {
        entry.raw.lower(): body
        for entry in registry().index[language].values()
        for body in entry.bodies
        if body.startswith(departments["class_prefix"])
    }
    return classes | {name.lower(): body for name, body in departments["branches"]["names"].items()}


@cache
def _branch(language: str) -> re.Pattern[str]:
    branches = table(language, "agencies")["departments"]["branches"]
    names = alternatives(tuple(_branch_classes(language))).pattern
    links = alternatives(tuple(branches["links"])).pattern
    return re.compile(rf"(?<![^\W_])(?P<name>(?i:{names}))(?:{links})")


@cache
def _bare_place(language: str) -> re.Pattern[str]:
    places = table(language, "agencies")["departments"]["branches"]["bare_places"]
    return re.compile("(?:" + alternatives(tuple(places)).pattern + r")(?![^\W_]|, (?:thành|TP|tỉnh)| [A-ZĐ])")
