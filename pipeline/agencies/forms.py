"""Bodies that the registry has not, found by their form: a head (``Cục``, ``สำนักงาน``), then a name."""

from __future__ import annotations

import re
from functools import cache

from pipeline.agencies.ends import cuts_a_word, heads, is_edge, spaced_end, unspaced_end
from pipeline.agencies.found import Article, Found, alternatives, settle
from pipeline.agencies.places import PLACE_KINDS
from pipeline.language import table


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
    measure = spaced_end if article.rules["fold"]["spaced"] else unspaced_end
    alone = frozenset(article.rules["forms"]["alone"])
    single = frozenset() if article.rules["fold"]["spaced"] else alone - {*article.rules["forms"]["heads"]}
    out = list(found)
    at = 0
    for match in heads(article.language).finditer(article.text):
        start = match.start()
        if match["head"] is None or start < at or covered[start] or cuts_a_word(start, match.end(), article):
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
        each = ""  # each body of a kind: what follows is no name
        if match["head"] in alone:
            each = next((w for w in article.rules["forms"]["each"] if article.text.endswith(w, 0, start)), "")
            named = named and not each
        if match["head"] in single:
            inner = _inner_place(match["head"], match.end(), places, article)
            end, named = (inner.end, True) if inner else (end, False)
        if not named:
            if match["head"] not in alone or not is_edge(match.end(), article):
                continue
            if standing is not None and standing.end >= match.end():
                continue
            end = end if match["head"].islower() or match["head"].split()[0].islower() else match.end()
        body = None
        if standing is not None:
            if standing.end >= end or not (article.rules["forms"]["over_classes"] or _is_bare(standing, article)):
                continue
            if not article.rules["fold"]["spaced"] and is_edge(standing.end, article):
                continue
            body = standing.id if match["head"] in article.rules["forms"]["class_heads"] else None
        rule = "district" if match["head"] in article.rules["forms"]["districts"] else "form"
        if each:
            start, rule = start - len(each), "form-each"
        elif not named:
            rule = "form-alone"
        out.append(Found(start, end, body, "class" if body else "form", rule))
        at = end
    return settle(out)


def _inner_place(head: str, end: int, places: dict[int, Found], article: Article) -> Found | None:
    """The place whose name goes on where a head ends on its kind of place (``เกษตรจังหวัด`` + ``ขอนแก่น``)."""
    words = (w for w in article.rules["forms"]["place_words"] if head.endswith(w))
    return next((places[end - len(w)] for w in words if end - len(w) in places), None)


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
