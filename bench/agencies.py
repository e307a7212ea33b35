"""How many agencies the finder proposes, and which bodies of unmarked articles it cannot name.

    python bench/agencies.py [--misses]
    python bench/agencies.py --articles FILE... [--least N]

Without --articles: of the agencies that gold names, how many are proposed with the right span and id. *marks* are the
marked real articles beside the project. A mention counts once however many directives quote it. A span is right where
it overlaps by at least 0.5 (Dice, in characters); a post and its body are one id, as for the scorer. --misses prints
what was not found instead.

With --articles: the names that the finder gives no id, by how often they stand, the table of known gaps left out.
Bare nouns that name nobody (``คณะกรรมการ``, ``Ban Chỉ đạo``) are not counted.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tables import show

from pipeline.agencies import AgencyMention, find_agencies
from pipeline.agencies.gaps import gaps, unnamed
from pipeline.errors import ArticleError, DirectivesError
from pipeline.gold import GoldArticle, read_gold
from pipeline.metadata import describe
from pipeline.read import find_inputs, read
from pipeline.scoring.marks import body_id
from pipeline.scoring.pairing import dice
from pipeline.train.sources import load_marked

GOLD = {
    "dev": (Path("../shared/gold/dev.jsonl"), Path("../shared/gold/articles")),
    "corpus": (Path("corpus/gold.jsonl"), Path("corpus/articles")),
}
HEADER = ("gold", "language", "agencies", "span", "span and id")


@dataclass(slots=True)
class Tally:
    """Agencies of one gold file and language, and how many of them are proposed."""

    gold: int = 0
    spans: int = 0
    ids: int = 0

    def cells(self) -> tuple[str, ...]:
        """The row's figures."""
        return (str(self.gold), *(f"{n} ({n / max(1, self.gold):.1%})" for n in (self.spans, self.ids)))


def nearest(span: tuple[int, int], found: Sequence[AgencyMention]) -> AgencyMention | None:
    """The proposed mention that overlaps most, if by at least 0.5."""
    best = max(found, key=lambda m: dice(span, (m.start, m.end)), default=None)
    return best if best is not None and dice(span, (best.start, best.end)) >= 0.5 else None


def wanted(article: GoldArticle) -> list[tuple[tuple[int, int], str | None]]:
    """Each agency mention that gold names, once."""
    return sorted({(span, body) for d in article.directives for span, body, _, _ in d.agencies}, key=str)


def compare(articles: Iterable[GoldArticle], misses: bool) -> dict[str, Tally]:
    """Count by language what is proposed of an article's gold."""
    tallies: dict[str, Tally] = {}
    for gold in articles:
        language, text = gold.article.language or "", gold.article.normalised.text
        found = find_agencies(text, language, gold.article.published)
        tally = tallies.setdefault(language, Tally())
        for span, body in wanted(gold):
            near = nearest(span, found)
            right = near is not None and body_id(near.id) == body_id(body)
            tally.gold += 1
            tally.spans += near is not None
            tally.ids += right
            if misses and not right:
                print(
                    gold.name, repr(text[span[0] : span[1]]), body, near and (near.text, near.id, near.rule), sep="\t"
                )
    return dict(sorted(tallies.items()))


def count_unnamed(sources: Sequence[str]) -> dict[str, Counter[str]]:
    """The names without an id in articles, by language, with how often they stand."""
    counts: dict[str, Counter[str]] = {}
    for article in read(find_inputs(sources)):
        try:
            if isinstance(article, ArticleError):
                raise article
            known = describe(article)
        except ArticleError as error:
            print(f"left out: {error}", file=sys.stderr)
            continue
        language = known.language or ""
        found = find_agencies(known.normalised.text, language, known.published)
        counts.setdefault(language, Counter()).update(unnamed(found, language))
    return dict(sorted(counts.items()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print.

    Args:
        arguments: The options; by default those of this process.

    Returns:
        0, or 2 if there is nothing to measure.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", metavar="FILE", nargs="+", help="files or folders with articles")
    parser.add_argument("--least", type=int, default=3, help="how often a name must stand (default 3)")
    parser.add_argument("--misses", action="store_true", help="print what is not found instead of the table")
    options = parser.parse_args(arguments)
    try:
        if options.articles:
            for language, counts in count_unnamed(options.articles).items():
                for name, count in gaps(counts, language, options.least):
                    print(name, language, count, sep="\t")
            return 0
        there = {name: paths for name, paths in GOLD.items() if paths[0].exists()}
        golds: dict[str, Iterable[GoldArticle]] = {name: read_gold(*paths) for name, paths in there.items()}
        if not golds:
            print("nothing to measure: no corpus here; run it in the project's folder", file=sys.stderr)
            return 2
        golds["marks"] = load_marked()
        rows = [
            (name, language, *tally.cells())
            for name, articles in golds.items()
            for language, tally in compare(articles, options.misses).items()
        ]
    except DirectivesError as error:
        print(error, file=sys.stderr)
        return 2
    if not options.misses:
        show(HEADER, rows)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
