"""Two extractors side by side: how much more the second finds, and whether that may be chance.

    python bench/compare.py FIRST SECOND [--gold corpus] [--language th]

FIRST and SECOND are records (JSON Lines) of the same marked articles, such as ``bench/confidence.py --save`` writes of
the development gold, by cross-validation. The interval is that of the difference (95 %, a paired bootstrap over
articles): one training differs from the next by two or three hundredths in detection with nothing of substance
changed, so that two single figures cannot choose between models.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tables import show

from pipeline.errors import DirectivesError
from pipeline.evaluation.sections import MarkedArticle, read_marked
from pipeline.language import languages
from pipeline.records import Directive
from pipeline.scoring import Mark, differences, from_record, score_article, total

GOLD = {
    "dev": (Path("../shared/gold/dev.jsonl"), Path("../shared/gold/articles")),
    "corpus": (Path("corpus/gold.jsonl"), Path("corpus/articles")),
}
FIGURES = ("detection", "agency", "target", "deadline", "type", "issuer", "tuple")
HEADER = ("gold", "language", "articles", "figure", "first", "second", "difference", "95 %")

Found = Mapping[str, Sequence[Mark]]


def read(path: Path) -> Found:
    """The found directives of each article, by its name."""
    found: dict[str, list[Mark]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            record = Directive.model_validate_json(line)
            found[Path(record.document.source).stem].append(from_record(record))
    return found


def rows(gold: str, language: str, marked: Mapping[str, MarkedArticle], pair: Sequence[Found]) -> Iterator[list[str]]:
    """A row for each figure."""
    first, second = (
        [score_article(one.marks, found.get(name, ())).counts for name, one in sorted(marked.items())] for found in pair
    )
    more = differences(first, second)
    before, after = total(first), total(second)
    for figure in FIGURES:
        difference, low, high = more[figure]
        values = f"{before[figure].f1:.3f}", f"{after[figure].f1:.3f}", f"{difference:+.3f}"
        yield [gold, language, str(len(marked)), figure, *values, f"{low:+.3f} to {high:+.3f}"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare and print.

    Args:
        arguments: The options; by default those of this process.

    Returns:
        0, or 2 if there is nothing to compare or a file is broken.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("records", metavar="FILE", nargs=2, type=Path, help="records of the first and of the second")
    parser.add_argument("--gold", choices=GOLD, default="dev", help="whose marks they are compared with (default dev)")
    parser.add_argument("--language", choices=languages(), action="append", help="only this language")
    options = parser.parse_args(arguments)
    marks, articles = GOLD[options.gold]
    if not marks.exists():
        print(f"nothing to compare with: no {marks} here; run it in the project's folder", file=sys.stderr)
        return 2
    try:
        pair = [read(path) for path in options.records]
        chosen = {language: read_marked(marks, articles, language) for language in options.language or languages()}
        there = {language: marked for language, marked in chosen.items() if marked}
        found = (cells for language, marked in there.items() for cells in rows(options.gold, language, marked, pair))
        show(HEADER, found)
    except (DirectivesError, OSError, ValueError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
