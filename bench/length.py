"""How the time for an article grows with its length.

    python bench/length.py [LENGTH...]

The text is the corpus's articles of one language, one after the other: full of directives, as no real text of that
length is. LENGTH is in characters, by
default 10,000 to 200,000, the longest text that the command takes unless told otherwise.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from pipeline.extract import outcomes
from pipeline.options import Options

LENGTHS = (10_000, 50_000, 100_000, 200_000)
CORPUS = Path("corpus/articles")


def main(lengths: list[int]) -> int:
    """Measure and print the table."""
    options = Options(max_chars=max(lengths))
    print("| language | characters | directives | seconds |\n| --- | --- | --- | --- |")
    for language in ("th", "vi"):
        texts = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob(f"{language}_*.txt"))]
        list(outcomes(texts[:1], options))  # what is loaded on first use must not count
        collected = "\n".join(texts) * (1 + max(lengths) // sum(map(len, texts)))
        for length in lengths:
            began = time.perf_counter()
            (outcome,) = outcomes([collected[:length]], options)
            seconds = time.perf_counter() - began
            print(f"| {language} | {length:,} | {len(outcome.records):,} | {seconds:,.1f} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main([int(given) for given in sys.argv[1:]] or list(LENGTHS)))
