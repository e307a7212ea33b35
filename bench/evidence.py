"""How far the evidence of records is that of gold, and whether inherited agencies are told as such.

    python bench/evidence.py

The shipped models on marked articles that they learnt from (dev beside the project, and the corpus), so this tells of
the rule that draws evidence, not of how much is found. Only records that gold has too are looked at.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.article import Article
from pipeline.extract import extract_one
from pipeline.records import Directive
from pipeline.scoring import from_gold, from_record
from pipeline.scoring.figures import pair
from pipeline.scoring.pairing import dice

GOLD = {
    "dev": (Path("../shared/gold/dev.jsonl"), Path("../shared/gold/articles")),
    "corpus": (Path("corpus/gold.jsonl"), Path("corpus/articles")),
}
HEADER = ("gold", "language", "records", "overlap of evidence", "own agencies told", "inherited agencies told")
SAME = 0.5  # from this overlap on, two agencies are the same mention


def compare(row: dict[str, Any], text: str, records: list[Directive]) -> Iterator[tuple[str, float]]:
    """What is measured of one article.

    Args:
        row: Its line of gold.
        text: Its text.
        records: What was found in it.

    Yields:
        ``("evidence", overlap)`` for each record that gold has, and ``("own", told)`` or ``("inherited", told)`` for
        each of its agencies, where told is 1 if the record has the same flag as gold.
    """
    marks, found = [from_gold(one, text) for one in row["directives"]], [from_record(one) for one in records]
    for g, f in sorted(pair(marks, found).items()):
        yield "evidence", dice(marks[g].evidence, found[f].evidence)
        for party, given in zip(marks[g].parties, row["directives"][g]["agencies"], strict=True):
            for agency in records[f].agencies:
                if dice(party.span, (agency.start, agency.end)) >= SAME:
                    flag = bool(given.get("inherited"))
                    yield "inherited" if flag else "own", float(agency.inherited == flag)


def main() -> int:
    """Measure and print; 0, or 2 if there is nothing to measure."""
    argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0]).parse_args()
    there = {name: places for name, places in GOLD.items() if places[0].exists()}
    if not there:
        print("nothing to measure: no corpus here; run it in the project's folder", file=sys.stderr)
        return 2
    for line in (HEADER, ("---",) * len(HEADER)):
        print("| " + " | ".join(line) + " |")
    for name, (gold, folder) in there.items():
        sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
        totals: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for row in map(json.loads, gold.read_text(encoding="utf-8").splitlines()):
            text = (folder / f"{row['doc']}.txt").read_bytes().decode("utf-8")
            article = Article(text, language=row["language"], published=row["published"])
            for what, value in compare(row, text, extract_one(article)):
                sums[row["language"]][what] += value  # type: ignore[assignment]
                totals[row["language"]][what] += 1
        for language in sorted(totals):
            right, of = sums[language], totals[language]
            told = [f"{right[what]:.0f} of {of[what]}" for what in ("own", "inherited")]
            cells = (name, language, str(of["evidence"]), f"{right['evidence'] / max(1, of['evidence']):.2f}", *told)
            print("| " + " | ".join(cells) + " |", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
