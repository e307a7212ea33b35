"""Short names: cut off with a sign, or introduced by the article itself in brackets."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from itertools import islice

from pipeline.agencies.fold import fold
from pipeline.agencies.found import Article, Found, alternatives, lay_over, settle
from pipeline.agencies.places import PLACE_KINDS
from pipeline.agencies.registry import registry
from pipeline.script import CONSONANTS, SIGNS

MAX_NAMES = 400


def add_truncated(found: list[Found], article: Article) -> list[Found]:
    """Names cut short with a sign (``กรมอุตุนิยมฯ``): the start of the registered names of exactly one body."""
    sign = article.rules["forms"]["truncation"]
    if not sign:
        return found
    names = _sorted_names(article.language)
    added: list[Found] = []
    heads = alternatives(tuple(article.rules["forms"]["truncated_heads"])).pattern
    # A lookahead, because one head may stand inside what another would take (การให้กรม…ฯ).
    for match in re.finditer(rf"(?=((?:{heads})[^\s{sign}.,()\"“”]{{2,40}} ?{sign}))", article.text):
        start, end = match.span(1)
        stem = match[1].rstrip(sign).rstrip().replace(" ", "")
        low = bisect_left(names, stem)
        bodies = {article.resolve(name) for name in islice(names, low, low + MAX_NAMES) if name.startswith(stem)}
        own = {b for b in bodies if b and b.startswith(article.country) and article.kind(b) not in ("class", "post")}
        if len(own) == 1:
            body = own.pop()
            added.append(Found(start, end, body, article.kind(body), "cut-short"))
    return lay_over(found, added)


@cache
def _sorted_names(language: str) -> list[str]:
    return sorted(registry().index[language])


def add_unknown(found: list[Found], article: Article) -> list[Found]:
    """Dotted short forms that nobody explains (``ศบ.ทก.``) are bodies without an id."""
    shape = article.rules["abbreviations"]["unknown"]
    if not shape:
        return found
    ordinary = frozenset(article.rules["abbreviations"]["ordinary"])
    titled = alternatives(tuple(t for t in article.rules["posts"]["titles"] if t.endswith(".")))
    added = []
    for match in re.finditer(shape, article.text):
        letters = match.group().replace(".", "")
        if len(letters) >= 3 and match.group() not in ordinary and not titled.match(match.group()):
            added.append(Found(*match.span(), None, "form", "short-form"))
    return settle([*found, *added]) if added else found


def add_introduced(found: list[Found], article: Article) -> list[Found]:
    """Short forms that the article introduces in brackets after a name count from there on."""
    pattern = re.compile(" ?" + article.rules["abbreviations"]["introduced"])
    added: list[Found] = []
    local: dict[str, tuple[int, Found]] = {}
    for mention in found:
        match = pattern.match(article.text, mention.end)
        if match is not None and mention.kind not in ("class", *PLACE_KINDS):
            mention.end = match.end()
            if mention.id is None:  # a spelling that the registry has not; by its short form it is known
                mention.id = article.resolve(fold(match[1], article.rules["fold"]).skeleton)
                mention.kind = article.kind(mention.id)
            local.setdefault(match[1], (match.end(), mention))
    out = settle(found)
    if local:
        spaced = article.rules["fold"]["spaced"]
        edge = (r"(?<![^\W_])", r"(?![^\W_])") if spaced else (rf"(?<![{CONSONANTS}.A-Za-z])", rf"(?![{SIGNS}A-Za-z])")
        names = re.compile(edge[0] + f"(?:{alternatives(tuple(local)).pattern})" + edge[1])
        for match in names.finditer(article.text):
            since, mention = local[match.group()]
            if match.start() >= since:
                added.append(Found(*match.span(), mention.id, mention.kind, "introduced", mention.post))
    return lay_over(out, added, whole=True)
