"""How fast the extractor is and how much memory it takes, beside a plain tokenisation of the same text.

    python bench/speed.py [INPUT...] [--repeat N] [--limit N] [--no-yardstick]

INPUT are files or folders as ``directives extract`` takes them; by default the sample articles, and a folder
of unmarked articles beside this project where there is one. Each language of each input is one row of a
Markdown table, ready for BENCHMARKS.md. The yardstick is run on the same articles in the same process, when
the extractor is done: newmm of pythainlp for Thai, word_tokenize of underthesea for Vietnamese.

Models are loaded before the clock starts; reading files is not measured. Memory is the highest that the
process has held up to the end of the extractor's part of the row, the articles read so far included. It can
only rise from row to row: measure an input alone to know its own.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from pipeline.article import Article
from pipeline.errors import ArticleError, DirectivesError
from pipeline.extract import extract
from pipeline.metadata import detect_language
from pipeline.read import find_inputs, read

SAMPLES = Path("corpus/samples")
ARTICLES = Path("../shared/articles")
# Everything in it is loaded on first use; the clock must not see that.
WARM_UP = {
    "th": "นายกรัฐมนตรีสั่งการให้กรมทางหลวงซ่อมสะพานภายในวันที่ 30 มิถุนายน 2568",
    "vi": "Thủ tướng yêu cầu Bộ Xây dựng sửa cầu trước ngày 30/6/2025.",
}
HEADER = (
    "input",
    "language",
    "articles",
    "directives",
    "failed",
    "articles/s",
    "characters/s",
    "peak memory",
    "yardstick, characters/s",
    "time beside it",
)


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of one language of one input."""

    source: str
    language: str
    articles: int
    characters: int
    directives: int
    failed: int
    seconds: float
    megabytes: float
    yardstick: tuple[str, float] | None = None

    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        beside = ("–", "–")
        if self.yardstick is not None:
            name, seconds = self.yardstick
            beside = (f"{self.characters / seconds:,.0f} ({name})", f"{self.seconds / seconds:.1f} ×")
        return (
            self.source,
            self.language,
            f"{self.articles:,}",
            f"{self.directives:,}",
            f"{self.failed:,}",
            f"{self.articles / self.seconds:,.1f}",
            f"{self.characters / self.seconds:,.0f}",
            f"{self.megabytes:,.0f} MB",
            *beside,
        )


def peak_memory() -> float:
    """The most memory that this process has held so far, in megabytes (10⁶ bytes)."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / 1e6 if sys.platform == "darwin" else held * 1024 / 1e6  # macOS counts bytes, Linux kibibytes


def newmm(texts: Sequence[str]) -> None:
    """Tokenise with pythainlp."""
    from pythainlp.tokenize import word_tokenize

    for text in texts:
        word_tokenize(text, engine="newmm")


def underthesea(texts: Sequence[str]) -> None:
    """Tokenise with underthesea."""
    from underthesea import word_tokenize

    for text in texts:
        word_tokenize(text)


YARDSTICKS: dict[str, Callable[[Sequence[str]], None]] = {"th": newmm, "vi": underthesea}


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def load(source: str, limit: int) -> dict[str, list[Article]]:
    """Read an input: its articles by language, at most ``limit`` of each file, without those that fail."""
    found: dict[str, list[Article]] = {}
    for file in find_inputs([source]):
        for article in islice(read([file]), limit or None):
            try:
                if isinstance(article, ArticleError):
                    raise article
                found.setdefault(detect_language(article.normalised.text), []).append(article)
            except ArticleError as error:
                print(f"left out: {error}", file=sys.stderr)
    return dict(sorted(found.items()))


def measure(source: str, language: str, articles: Sequence[Article], times: int) -> Row:
    """Run the extractor over articles, several times."""
    for _ in extract([WARM_UP[language]], language=language):
        pass
    errors: list[ArticleError] = []
    directives = 0

    def run() -> None:
        nonlocal directives
        # New ones each time: an article remembers its normal form once it has been made.
        fresh = (replace(article) for _ in range(times) for article in articles)
        for _ in extract(fresh, language=language, on_error=errors.append):
            directives += 1

    took = seconds(run)
    characters = times * sum(len(article.text) for article in articles)
    count = times * len(articles)
    return Row(source, language, count, characters, directives, len(errors), took, peak_memory())


def with_yardstick(row: Row, articles: Sequence[Article]) -> Row:
    """Tokenise as many of the same characters as the extractor had."""
    tokenise = YARDSTICKS.get(row.language)
    if tokenise is None:
        return row
    texts = [article.text for article in articles] * (row.articles // len(articles))
    tokenise([WARM_UP[row.language]])
    return replace(row, yardstick=(tokenise.__name__, seconds(lambda: tokenise(texts))))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the table.

    Args:
        arguments: The options; by default those of this process.

    Returns:
        0, or 2 if there is nothing to measure.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("inputs", metavar="INPUT", nargs="*", help="files or folders with articles")
    parser.add_argument("--repeat", type=int, default=5, help="how often to go over a folder (default 5)")
    parser.add_argument("--limit", type=int, default=300, help="most articles of a file (default 300; 0: all)")
    parser.add_argument("--no-yardstick", action="store_true", help="only the extractor")
    options = parser.parse_args(arguments)
    inputs = options.inputs or [str(path) for path in [SAMPLES, *_lines(ARTICLES)] if path.exists()]
    if not inputs:
        print(f"nothing to measure: no {SAMPLES} here; run it in the project's folder", file=sys.stderr)
        return 2
    rows: list[tuple[Row, list[Article]]] = []
    try:
        for source in inputs:
            times = options.repeat if Path(source).is_dir() else 1
            for language, articles in load(source, options.limit).items():
                rows.append((measure(Path(source).name, language, articles, times), articles))
    except DirectivesError as error:
        print(error, file=sys.stderr)
        return 2
    done = [row if options.no_yardstick else with_yardstick(row, articles) for row, articles in rows]
    machine = f"{platform.machine()}, {os.cpu_count()} processors"
    print(f"Python {platform.python_version()}, {machine}; one process.\n")
    for cells in (HEADER, tuple("---" for _ in HEADER), *(row.cells() for row in done)):
        print("| " + " | ".join(cells) + " |")
    return 0


def _lines(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.jsonl*"))


if __name__ == "__main__":
    raise SystemExit(main())
