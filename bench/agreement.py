"""How far two people agree who marked the same articles without seeing each other's marks.

    python bench/agreement.py

The second marks (``corpus/second.jsonl``) are scored against the first (``corpus/gold.jsonl``) as if an extractor had
made them, language by language: what a careful reader reaches by these figures. The last columns
leave out articles whose date the second reader did not find: dates without a year have no value there.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from pipeline.language import languages
from pipeline.scoring import Figure, Mark, from_gold, score_article, total

CORPUS = Path("corpus")
FIGURES = ("detection", "agency", "target", "deadline", "type", "issuer", "tuple")
DATED = ("deadline", "tuple")
HEADER = ("language", "articles", "directives", "of the second", *FIGURES, "dated", *DATED)


def read(path: Path) -> dict[str, Any]:
    """The lines of a gold file, by the article's name."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {row["doc"]: row for row in rows}


def marks(row: dict[str, Any], corpus: Path) -> list[Mark]:
    """The directives of a line; ValueError where a quote is not in the article."""
    text = (corpus / "articles" / f"{row['doc']}.txt").read_bytes().decode("utf-8")
    return [from_gold(directive, text) for directive in row["directives"]]


def agreement(corpus: Path, language: str, *, dated: bool = False) -> tuple[int, dict[str, Figure]]:
    """How far the second marks of a language agree with the first.

    Args:
        corpus: The folder with both files and the articles.
        language: The language.
        dated: Whether to take only articles whose date the second reader found.

    Returns:
        How many articles, and each figure.
    """
    first, second = read(corpus / "gold.jsonl"), read(corpus / "second.jsonl")
    twice = [row for row in second.values() if row["language"] == language and (row["published"] or not dated)]
    parts = [score_article(marks(first[row["doc"]], corpus), marks(row, corpus)).counts for row in twice]
    return len(twice), total(parts)


def main() -> int:
    """Measure and print; 0, or 2 if there is nothing to measure."""
    argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0]).parse_args()
    if not (CORPUS / "second.jsonl").exists():
        print("nothing to measure: no corpus here; run it in the project's folder", file=sys.stderr)
        return 2
    for line in (HEADER, ("---",) * len(HEADER)):
        print("| " + " | ".join(line) + " |")
    for language in languages():
        articles, figures = agreement(CORPUS, language)
        of_dated, dated = agreement(CORPUS, language, dated=True)
        found = figures["detection"]
        cells = (language, articles, found.gold, found.system, *(f"{figures[name].f1:.3f}" for name in FIGURES))
        cells += (of_dated, *(f"{dated[name].f1:.3f}" for name in DATED))
        print("| " + " | ".join(map(str, cells)) + " |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
