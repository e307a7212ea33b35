"""Coordination: one head for several names (``Bộ Tài chính, Công Thương``; ``กระทรวงการคลังและมหาดไทย``)."""

from __future__ import annotations

import re
from functools import cache

from pipeline.agencies.fold import fold
from pipeline.agencies.found import Article, Found, alternatives, lay_over
from pipeline.language import table
from pipeline.script import SIGNS
from pipeline.text import CAPITAL

MAX_NAME = 90


@cache
def _separator(language: str) -> re.Pattern[str]:
    lists = table(language, "agencies")["lists"]
    return re.compile(lists["separators"])


@cache
def _colon(language: str) -> re.Pattern[str]:
    return re.compile(table(language, "agencies")["lists"]["colon"])


def add_coordinated(found: list[Found], article: Article) -> list[Found]:
    """Add the names that share the head of the mention before them; a longer mention there stays."""
    standing = {f.start: f for f in found}
    added: list[Found] = []
    # Every mention of a long list leads through the rest of it; what another one with this head went through is known.
    gone_through: set[tuple[int, str]] = set()
    for mention in found:
        head, opener = _head(mention, article)
        if not head:
            continue
        at = mention.end
        first = True
        while True:
            opens = opener and first
            if not opens:
                if (at, head) in gone_through:
                    break
                gone_through.add((at, head))
            joint = (_colon(article.language) if opens else _separator(article.language)).match(article.text, at)
            if joint is None and opens and article.rules["fold"]["spaced"]:
                joint = re.compile(" ").match(article.text, at)
            if joint is None:
                break
            other = standing.get(joint.end())
            end, body = _name_at(joint.end(), head, article)
            if other is not None and (body is None or other.end >= end) and other.kind != "class":
                if other.rule != "place-name" and not _same_head(other, head, article):
                    break
                at = other.end
            elif body is None:
                break
            else:
                added.append(Found(joint.end(), end, body, article.kind(body), "coordinated"))
                at = end
            first = False
    return lay_over(found, added)


def add_siblings(found: list[Found], article: Article) -> list[Found]:
    """Add the places that share a plural head with the one before them (``UBND các xã Mê Linh, Ô Diên``).

    The registry has no districts or communes, so that only their capitals tell where each name ends.
    """
    standing = {f.start: f for f in found}
    added: list[Found] = []
    for mention in found:
        if mention.kind != "form" or not _plural(article.language).match(article.text, mention.start, mention.end):
            continue
        at = mention.end
        while joint := _separator(article.language).match(article.text, at):
            other = standing.get(joint.end())
            name = _NAME.match(article.text, joint.end())
            if name is None or (other is not None and other.rule != "place-name"):
                break
            at = other.end if other is not None else name.end()
            added.append(Found(joint.end(), at, None, "form", "coordinated"))
    return lay_over(found, added)


_NAME = re.compile(rf"{CAPITAL}[\w']*(?: {CAPITAL}[\w']*){{0,3}}(?![^\W_]| {CAPITAL})")


@cache
def _plural(language: str) -> re.Pattern[str]:
    rules = table(language, "agencies")
    counted = rules["classes"]["counted"]
    heads, places = (alternatives(tuple(words)).pattern for words in (counted["heads"], rules["forms"]["districts"]))
    number = "|".join([r"\d{1,3}", re.escape(counted["plural"]), *map(re.escape, counted["numbers"])])
    return re.compile(rf"(?:{heads}) (?:{number}) (?:{places}) ", re.IGNORECASE)


def _head(mention: Found, article: Article) -> tuple[str, bool]:
    """The head that a following name shares, and whether the mention only opens a list (``các Bộ: …``)."""
    text = article.text[mention.start : mention.end]
    heads = article.rules["lists"]["heads"]
    low = text.lower()
    for opener in article.rules["lists"]["openers"]:
        if low.startswith(opener.lower()):
            bare = text[len(opener) :]
            for head, words in heads.items():
                if bare in words:
                    return head, True
    if mention.kind == "class" and not (mention.id or "").startswith(article.rules["departments"]["class_prefix"]):
        return "", False
    joint = " " if article.rules["fold"]["spaced"] else ""
    for head in sorted(heads, key=len, reverse=True):
        if low.startswith(head.lower() + joint):
            return head, False
    return "", False


def _same_head(mention: Found, head: str, article: Article) -> bool:
    return article.text[mention.start : mention.end].lower().startswith(head.lower())


def _name_at(start: int, head: str, article: Article) -> tuple[int, str | None]:
    """The longest name at a place that makes a registered one together with the head."""
    text, folded = article.text, article.folded
    low = article.position(start)
    if (
        low >= len(folded.starts)
        or folded.starts[low] != start
        or (article.rules["fold"]["spaced"] and not text[start].isupper())
    ):
        return start, None
    window = folded.skeleton[low : low + MAX_NAME].split("\n")[0]
    prefix = fold(head, article.rules["fold"]).skeleton + (" " if article.rules["fold"]["spaced"] else "")
    index = article.registry.index[article.language]
    for size in range(len(window), 2, -1):
        high = low + size
        whole = high == len(folded.skeleton) or not (
            folded.skeleton[high].isalnum() and folded.skeleton[high - 1].isalnum()
        )
        if (whole or not article.rules["fold"]["spaced"]) and prefix + window[:size] in index:
            if not article.rules["fold"]["spaced"] and high < len(folded.skeleton) and folded.skeleton[high] in SIGNS:
                continue
            body = article.resolve(prefix + window[:size])
            if body:
                return folded.ends[high - 1], body
    return start, None
