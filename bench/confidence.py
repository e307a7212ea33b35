"""What ``--min-confidence`` costs: how many directives are found, and how many of those are some, above each value.

    python bench/confidence.py [--save FILE] [--records FILE...]

On the development gold, by cross-validation: models that had not seen an article, their confidence calibrated on the
other folds. That takes minutes; --save keeps the records (JSON Lines), and --records reads such files instead.
*Counted* are the records that do not stand for a directive marked as general, which is neither right nor wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import jsonlines

from pipeline.errors import DirectivesError
from pipeline.language import languages
from pipeline.records import Directive
from pipeline.scoring import Figure, Mark, from_gold, from_record, score_article, total
from pipeline.train import cross_validate
from pipeline.train.sources import load_sources

GOLD = Path("../shared/gold")
LEAST = (0.0, 0.5, 0.7, 0.9)
HEADER = ("language", "least confidence", "records", "counted", "precision", "recall", "F1")

Marks = dict[str, list[Mark]]


def marked(language: str) -> Marks:
    """The marked directives of each article of the development gold in one language, by the article's name."""
    rows = [json.loads(line) for line in (GOLD / "dev.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]
    texts = {row["doc"]: (GOLD / "articles" / f"{row['doc']}.txt").read_bytes().decode("utf-8") for row in rows}
    return {
        row["doc"]: [from_gold(directive, texts[row["doc"]]) for directive in row["directives"]]
        for row in rows
        if row["language"] == language
    }


def crossed(language: str, names: Sequence[str]) -> list[Directive]:
    """Records of articles by models that had not seen them, learnt from all that the shipped model learns from."""
    articles = [article for source in load_sources(language, shared=True) for article in source.articles]
    return [record for found in cross_validate(language, articles, names).values() for record in found]


def _name(record: Directive) -> str:
    return record.document.source.removesuffix(".txt")


def above(least: float, records: Sequence[Directive], marks: Marks) -> tuple[int, Figure]:
    """How many records have some confidence or more, and the figure of detection with these alone."""
    kept = [record for record in records if record.confidence >= least]
    of_article: dict[str, list[Mark]] = {name: [] for name in marks}
    for record in kept:
        of_article[_name(record)].append(from_record(record))
    scores = [score_article(marks[name], found) for name, found in of_article.items()]
    return len(kept), total([score.counts for score in scores])["detection"]


def rows(records: Sequence[Directive], marks: Marks, language: str) -> Iterator[tuple[str, ...]]:
    """A row for each least confidence."""
    for least in LEAST:
        kept, figure = above(least, records, marks)
        shares = (figure.precision, figure.recall, figure.f1)
        yield language, f"{least}", str(kept), str(figure.system), *(f"{share:.3f}" for share in shares)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print.

    Args:
        arguments: The options; by default those of this process.

    Returns:
        0, or 2 if there is nothing to measure on or no such file.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--records", metavar="FILE", nargs="+", type=Path, help="cross-validated records to reuse")
    parser.add_argument("--save", metavar="FILE", type=Path, help="where to keep the records")
    parser.add_argument("--language", choices=languages(), action="append", help="only this language")
    options = parser.parse_args(arguments)
    if not (GOLD / "dev.jsonl").exists():
        print(f"nothing to measure: no {GOLD / 'dev.jsonl'} here; run it in the project's folder", file=sys.stderr)
        return 2
    print("| " + " | ".join(HEADER) + " |", "| " + " | ".join("---" for _ in HEADER) + " |", sep="\n")
    kept: list[Directive] = []
    try:
        given = [line for path in options.records or () for line in path.read_text(encoding="utf-8").splitlines()]
        known = [Directive.model_validate_json(line) for line in given if line.strip()]
        for language in options.language or languages():
            marks = marked(language)
            if options.records:
                records = [record for record in known if _name(record) in marks]
            else:
                records = crossed(language, list(marks))
            kept += records
            for row in rows(records, marks, language):
                print("| " + " | ".join(row) + " |", flush=True)
    except (DirectivesError, OSError, ValueError, KeyError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2
    if options.save:
        with jsonlines.open(options.save, "w") as out:
            out.write_all(record.model_dump(mode="json") for record in kept)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
