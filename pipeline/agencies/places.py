"""Provinces: the one an article is about, departments composed with a place, committees named without one."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from pipeline.agencies.found import Article, Found, lay_over, settle
from pipeline.language import table

PLACE_KINDS = ("province", "municipality")


def slug(place: str) -> str:
    """``vn:province-quang-ninh`` -> ``quang-ninh``, as composed ids have it."""
    return place.split(":", 1)[1].split("-", 1)[1]


def dominant_place(found: list[Found], article: Article) -> str | None:
    """The province that an article is about: the one named most, if it is clearly ahead of the next."""
    counts: Counter[str] = Counter()
    for mention in found:
        if mention.kind in PLACE_KINDS and mention.id and mention.id.startswith(article.country):
            counts[mention.id] += 1 if mention.rule == "place-name" else 2
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 2:
        return ranked[0][0] if len(ranked) == 1 else None
    if len(ranked) == 2 and ranked[0][1] < 1.5 * ranked[1][1]:
        return None
    return ranked[0][0]


def add_places(found: list[Found], article: Article) -> list[Found]:
    """Compose departments with their place, give committees the article's province, drop false places."""
    out: list[Found] = []
    starts = {f.start: f for f in found}
    rules = article.rules["departments"]
    used: set[int] = set()
    near: str | None = None
    for mention in found:
        if mention.start in used:
            continue
        if mention.kind in PLACE_KINDS:
            if _part_of_name(mention, article):
                continue
            near = mention.id if (mention.id or "").startswith(article.country) else near
        if rules["heads"] and mention.id and mention.id.startswith(rules["class_prefix"]) and mention.kind == "class":
            near = _compose(mention, near, starts, used, article) or near
        out.append(mention)
    for mention in out:
        _own(mention, article)
    return add_own(settle(_add_local(out, article)), article)


def _next_place(end: int, starts: dict[int, Found], article: Article) -> Found | None:
    for link in article.rules["departments"]["place_links"]:
        if article.text.startswith(link, end):
            place = starts.get(end + len(link))
            if place is None and link == " ":
                continue
            if place is not None and place.kind in PLACE_KINDS and (link != ", "):
                return place
    return None


def _compose(
    mention: Found, near: str | None, starts: dict[int, Found], used: set[int], article: Article
) -> str | None:
    """Make ``vn:PLACE-department-of-FIELD`` of a department in the singular; a plural stays a class."""
    rules = article.rules["departments"]
    assert mention.id is not None
    name = article.text[mention.start : mention.end]
    before = article.text[max(0, mention.start - len(rules["plural"])) : mention.start].lower()
    place = _next_place(mention.end, starts, article)
    if place is not None:
        used.add(place.start)
        mention.end = place.end
    elif name.lower().startswith(rules["plural"]) or before == rules["plural"]:
        return None
    chosen = place.id if place is not None else (near or article.place)
    if chosen is None:
        return None
    field = mention.id[len(rules["class_prefix"]) :]
    mention.id = f"{article.country}:{slug(chosen)}-department-of-{field}"
    mention.kind, mention.rule = (
        "provincial-department",
        "composed" if place is not None else "composed-from-article",
    )
    return place.id if place is not None else None


def _own(mention: Found, article: Article) -> None:
    """``UBND tỉnh`` in an article about one province is that province's; ``UBND huyện`` is one district's."""
    if article.place is None or mention.kind != "class":
        return
    places = article.rules["places"]
    name = article.text[mention.start : mention.end]
    if name in places["single"]:
        mention.id, mention.kind, mention.rule = None, "form", "single"
    elif name in places["own"]:
        mention.id, mention.kind, mention.rule = article.place, article.kind(article.place), "own-place"


def add_own(found: list[Found], article: Article) -> list[Found]:
    """Committees without their place (``UBND thành phố``): the article's province or city."""
    places = article.rules["places"]
    if not places["own"]:
        return found
    sort = article.kind(article.place)
    added: list[Found] = []
    strong = {f.start for f in found if f.kind not in ("class", "form")}
    classes, longer = bytearray(len(article.text) + 1), bytearray(len(article.text) + 1)
    for mention in found:
        if mention.kind not in ("class", "form"):
            longer[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
        elif mention.kind == "class":
            classes[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    for match in _own_words(article.language).finditer(article.text):
        if match.start() in strong or (longer[match.end()] and longer[match.end() - 1]):
            continue
        words = places["municipality_words" if sort == "municipality" else "province_words"]
        body = article.place if match[1].endswith(tuple(words)) or match[1].endswith(places["either"]) else None
        if article.place is None and classes[match.start()]:
            continue
        added.append(Found(match.start(), match.end(), body, article.kind(body), "own-place" if body else "form"))
    return lay_over(found, added, whole=True)


@cache
def _own_words(language: str) -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in sorted(table(language, "agencies")["places"]["own"], key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])({words})(?![^\W_]|,? (?:thành|trực))")


def _add_local(found: list[Found], article: Article) -> list[Found]:
    """Branches of a national body in a province (``Cục Hải quan TP Hồ Chí Minh``) have a composed id."""
    local = article.rules["departments"]["local"]
    added: list[Found] = []
    for mention in found:
        if mention.kind not in PLACE_KINDS:
            continue
        before = article.text[max(0, mention.start - 40) : mention.start]
        for field, heads in local.items():
            for head in heads:
                if before.endswith(head + " ") and mention.id:
                    mention_id = f"{article.country}:{slug(mention.id)}-department-of-{field}"
                    added.append(
                        Found(
                            mention.start - len(head) - 1,
                            mention.end,
                            mention_id,
                            "provincial-department",
                            "composed",
                        )
                    )
    return lay_over(found, added, whole=True)


def _part_of_name(mention: Found, article: Article) -> bool:
    """Whether a bare place name is part of the name of a street, river, company."""
    if mention.rule != "place-name":
        return False
    places = article.rules["places"]
    before = article.text[max(0, mention.start - 24) : mention.start].rstrip().lower()
    return before.endswith(tuple(places["not_after"])) or article.text.startswith(
        tuple(places["not_before"] or ("\0",)), mention.end
    )
