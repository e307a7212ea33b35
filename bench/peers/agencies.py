"""Agencies: this project's finder beside the named-entity taggers of underthesea and pythainlp, on the same articles.

    python bench/peers/agencies.py

The taggers know organisations in general: no ids, no roles, no posts (*the minister*), no classes (*the provinces*).
So only places are compared: the agencies and issuers that gold names, each place once, against what each finds. Places
agree where they overlap by at least 0.5 (Dice, in characters). Recall is the fair figure. Precision is low for all:
gold marks who is ordered and who orders, not every body that is named. ``any name`` takes persons and places too, as
the taggers often take a body for the place in its name.

Vietnamese: the CRF of ``underthesea.ner``, which its package holds. Thai: the CRF ``thainer`` 1.5.1, which pythainlp's
package holds; the tagger of parts of speech that it was trained with is a download (``thainlp data get
blackboard_pt_tagger``), and where that has not been made, the one that the package holds (``tdtb``) takes its place,
its tags put into the other's. The name of the row tells which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from table import GOLD, show
from taggers import Span, Tagger, entities, has_blackboard, tag_thai, tag_vietnamese

from pipeline.agencies import find_agencies
from pipeline.gold import GoldArticle, read_gold
from pipeline.language import languages
from pipeline.scoring import Figure, dice

HEADER = ("gold", "language", "finder", "marked", "found", "precision", "recall", "F1")
ORGANISATIONS = frozenset({"ORG", "ORGANIZATION"})
NAMES = ORGANISATIONS | {"PER", "PERSON", "LOC", "LOCATION"}

Finder = Callable[[GoldArticle], list[Span]]


def ours(gold: GoldArticle) -> list[Span]:
    """The finder of this project."""
    found = find_agencies(gold.article.normalised.text, gold.article.language or "", gold.article.published)
    return [(mention.start, mention.end) for mention in found]


def peer(tag: Tagger, kinds: frozenset[str]) -> Finder:
    """A tagger as a finder."""
    return lambda gold: entities(gold.article.normalised.text, tag, kinds)


def finders(language: str) -> dict[str, Finder]:
    """The finders of a language, by name."""
    parts = "blackboard" if has_blackboard() else "tdtb"
    name, tag = {"th": (f"thainer ({parts})", tag_thai), "vi": ("underthesea", tag_vietnamese)}[language]
    return {"ours": ours, f"{name}: organisations": peer(tag, ORGANISATIONS), f"{name}: any name": peer(tag, NAMES)}


def marked(gold: GoldArticle) -> list[Span]:
    """The agencies and issuers that gold names, each place once."""
    places = {span for directive in gold.directives for span, _, _, _ in directive.agencies}
    return sorted(places | {directive.issuer[0] for directive in gold.directives if directive.issuer})


def agree(places: Sequence[Span], others: Sequence[Span]) -> int:
    """How many of some places one of the others is at."""
    return sum(any(dice(place, other) >= 0.5 for other in others) for place in places)


def score(articles: Sequence[GoldArticle], find: Finder) -> tuple[str, ...]:
    """The figures of a finder."""
    right = reached = proposed = wanted = 0
    for gold in articles:
        places, found = marked(gold), find(gold)
        right, reached = right + agree(found, places), reached + agree(places, found)
        proposed, wanted = proposed + len(found), wanted + len(places)
    p, r = Figure(right, proposed, wanted).precision, Figure(reached, proposed, wanted).recall
    return str(wanted), str(proposed), f"{p:.3f}", f"{r:.3f}", f"{2 * p * r / (p + r) if p + r else 0:.3f}"


def rows() -> Iterator[tuple[str, ...]]:
    """A row for each gold file, language and finder that can be measured here."""
    for title, (marks, texts) in GOLD.items():
        if not marks.exists():
            continue
        articles = list(read_gold(marks, texts))
        for language in languages():
            chosen = [gold for gold in articles if gold.article.language == language]
            for name, find in finders(language).items():
                yield title, language, name, *score(chosen, find)


if __name__ == "__main__":
    raise SystemExit(show(__doc__, HEADER, rows()))
