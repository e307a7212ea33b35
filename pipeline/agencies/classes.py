"""Classes of bodies: the words around them that belong to the mention, and bare words that mean no body."""

from __future__ import annotations

import re
from functools import cache

from pipeline.agencies.ends import is_edge, time_limit, unspaced_end
from pipeline.agencies.found import Article, Found, alternatives, settle
from pipeline.language import table
from pipeline.script import SIGNS
from pipeline.text import CAPITAL


@cache
def _before(language: str) -> re.Pattern[str]:
    rules = table(language, "agencies")
    words = "|".join(re.escape(w) for w in sorted(rules["classes"]["before"], key=len, reverse=True))
    if rules["fold"]["spaced"]:
        return re.compile(rf"(?<![^\W_])(?:(?:{words}) (?:\d{{1,3}} )?|(?<![\d/.,-])\d{{1,3}} )$", re.IGNORECASE)
    return re.compile(rf"(?:(?:{words}) ?(?:\d{{1,3}} ?)?|(?<![\d/.,-])\d{{1,3}} ?)$")


@cache
def _after(language: str) -> re.Pattern[str]:
    rules = table(language, "agencies")
    words = "|".join(re.escape(w) for w in sorted(rules["classes"]["after"], key=len, reverse=True))
    if rules["fold"]["spaced"]:
        return re.compile(rf" (?:{words})(?![^\W_])", re.IGNORECASE)
    apart = "|".join(re.escape(w) for w in sorted(rules["classes"]["after_apart"], key=len, reverse=True)) or "(?!)"
    return re.compile(rf"(?:{words}| (?:{apart}))(?![{SIGNS}])")


def shape_classes(found: list[Found], article: Article) -> list[Found]:
    """Widen each class mention by its quantifier and modifier, and drop bare words that name nothing."""
    rules = article.rules["classes"]
    bare = {w.lower() for w in rules["bare"]}
    dropped = {w.lower() for w in rules["drop_alone"]}
    starts = {f.start: f for f in found}
    separator = re.compile(f"(?:{article.rules['lists']['separators']})")
    out: list[Found] = []
    listed_until = -1
    for mention in found:
        if mention.kind != "class" or mention.rule in ("coordinated", "counted"):
            out.append(mention)
            continue
        single = _of_one_place(mention, article, starts)
        if single:
            out.append(Found(mention.start, single, None, "form", "one-place", mention.post))
            continue
        start, end = _widen(mention, article, starts)
        core = article.text[mention.start : mention.end].lower()
        joint = separator.match(article.text, end)
        beside = bool(out) and out[-1].kind == "class" and article.text[out[-1].end : mention.start] == " "
        in_list = (
            beside
            or mention.start == listed_until
            or bool(joint and starts.get(joint.end(), mention).kind == "class" and joint.end() in starts)
        )
        listed_until = joint.end() if joint else -1
        plain = (start, end) == (mention.start, mention.end)
        if core in bare and plain and not in_list and (core in dropped or not _ends_well(end, article)):
            continue
        if end == mention.end and _other_word(end, article) and not in_list:
            continue
        rule = "class-bare" if core in bare and plain else "class"
        out.append(Found(start, end, mention.id, "class", rule, mention.post))
    return settle(out)


def _of_one_place(mention: Found, article: Article, starts: dict[int, Found]) -> int:
    """Where a name ends that makes one body of a class (``Chủ tịch UBND xã Tân Lập``), or 0."""
    if not article.text[mention.start : mention.end].lower().endswith(tuple(article.rules["classes"]["one_place"])):
        return 0
    if article.rules["fold"]["spaced"]:
        name = _CAPITALS.match(article.text, mention.end)
        return name.end() if name and mention.end + 1 not in starts else 0
    if is_edge(mention.end, article) or mention.end in starts:
        return 0
    end, named = unspaced_end(mention.end, "", article, bytearray(len(article.text) + 1), {})
    return end if named else 0


_CAPITALS = re.compile(rf"(?:(?: {CAPITAL}[\w']*){{1,4}}| \d{{1,2}}(?![,.]?\d| ?%))(?![^\W_])")


def _widen(mention: Found, article: Article, starts: dict[int, Found]) -> tuple[int, int]:
    start, end = mention.start, mention.end
    left = _before(article.language).search(article.text, max(0, start - 24), start)
    if left:
        start = left.start()
    for _ in range(2):
        right = _after(article.language).match(article.text, end)
        if right is None or time_limit(article.language).match(article.text, end):
            break
        if any(p in starts and starts[p].kind != "class" for p in (right.start(), right.start() + 1)):
            break
        if not _ends_well(right.end(), article) and not right.group().endswith(
            tuple(article.rules["classes"]["after_apart"])
        ):
            break
        end = right.end()
    return start, end


def _ends_well(end: int, article: Article) -> bool:
    """In a language without spaces, whether a bare word ends here: at an edge or before a function word."""
    if article.rules["fold"]["spaced"] or end >= len(article.text) or not article.text[end].isalnum():
        return True
    words = (*article.rules["forms"]["stops"], *article.rules["forms"]["verbs"])
    return alternatives(words).match(article.text, end) is not None


def _other_word(end: int, article: Article) -> bool:
    """Whether the next word makes something else of the class word (``bộ máy``, ``ngành nghề``)."""
    words = tuple(" " + w for w in article.rules["classes"]["not_before"])
    if not words:
        return False
    match = alternatives(words, re.IGNORECASE).match(article.text, end)
    return match is not None and (match.end() == len(article.text) or not article.text[match.end()].isalpha())
