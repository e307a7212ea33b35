"""Bodies that articles name and the registry has not: how to find them, and the table of those known.

The table ``agency_gaps.tsv`` has a row for each: a name as articles write it, its language, how often it stood in
the articles that the table was made from, and why it has no id.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from pipeline.agencies.fold import fold
from pipeline.agencies.found import AgencyMention, alternatives
from pipeline.language import table

FILE = Path(__file__).parent.parent / "language" / "agency_gaps.tsv"
# Rules that give a bare noun, which says what sort of body is meant but not which.
_BARE = frozenset({"form-alone", "form-each", "single"})


def unnamed(found: Iterable[AgencyMention], language: str) -> Iterator[str]:
    """The name of each mention that names a body and has no id, without the title before it.

    Persons are left out: their name is not that of a body, and the post's body counts where it stands by itself.

    Args:
        found: Mentions of an article.
        language: The article's language.
    """
    titles = alternatives(tuple(table(language, "agencies")["posts"]["titles"]), re.IGNORECASE)
    for mention in found:
        if mention.id is None and not mention.person and mention.rule.split("+")[0] not in _BARE:
            title = titles.match(mention.text) if mention.post else None
            yield (mention.text[title.end() :] if title else mention.text).strip()


def gaps(names: Counter[str], language: str, least: int) -> list[tuple[str, int]]:
    """Names that stand often, have no id and no row in the table.

    Args:
        names: Names of a language with how often they stand; spellings of one name are taken together.
        language: Their language.
        least: How often a name must stand to count.

    Returns:
        Each name in its most frequent spelling with its count, most frequent first.
    """
    rules = table(language, "agencies")["fold"]
    spellings: dict[str, Counter[str]] = {}
    for name, count in names.items():
        spellings.setdefault(fold(name, rules).skeleton, Counter())[name] += count
    known = known_gaps(language)
    rows = [
        (max(forms, key=lambda name: (forms[name], name)), forms.total())
        for skeleton, forms in spellings.items()
        if skeleton and skeleton not in known and forms.total() >= least
    ]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def gap_rows() -> list[dict[str, str]]:
    """The rows of the table: ``name``, ``language``, ``count``, ``reason``."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def known_gaps(language: str) -> dict[str, str]:
    """Why the bodies of the table have no id, by their folded names in a language."""
    rules = table(language, "agencies")["fold"]
    return {fold(row["name"], rules).skeleton: row["reason"] for row in gap_rows() if row["language"] == language}
