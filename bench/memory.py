"""Whether memory stays flat: the peak of ``directives extract`` over few and over many articles.

    python bench/memory.py [--counts N N] [--copies N] [OPTION...]

The articles are made here: each has a headline and one or two sentences drawn at random (seeded) from the articles
in ``corpus/articles``, and a word of its own, so that new words never end. They are written to one JSON Lines file
in a temporary folder. Each run is a process of its own; its peak is what the system says of it when it has ended.
OPTION... are passed on to the command, ``--dedupe`` for instance. ``--copies N`` measures instead what the search
for near-copies keeps of each of N articles.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

CORPUS = Path("corpus/articles")
KIBIBYTE = 1 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux kibibytes


def articles(count: int) -> Iterator[dict[str, str]]:
    """Short articles, always the same."""
    chance = random.Random(60_000)
    texts = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.rglob("*.txt"))]
    sentences = [[line for line in text.splitlines() if 40 < len(line) < 250] for text in texts]
    usable = [found for found in sentences if len(found) > 3]
    for number in range(count):
        body = chance.sample(chance.choice(usable), chance.choice((1, 2)))
        yield {"source": f"made/{number}", "text": "\n".join([f"Số {number}: mã {chance.randbytes(5).hex()}", *body])}


def peak(count: int, options: Sequence[str]) -> tuple[float, float]:
    """Run the command over so many articles: its peak in megabytes (10⁶ bytes), and the seconds it took."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles.jsonl"
        with source.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(article, ensure_ascii=False) + "\n" for article in articles(count))
        code = "import pipeline.cli; pipeline.cli.entry()"
        command = [sys.executable, "-c", code, "extract", str(source), "-q", "-o", f"{folder}/out.jsonl", *options]
        began = time.perf_counter()
        process = subprocess.Popen(command)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise SystemExit(f"the command failed with exit code {process.returncode}")
        numbers = json.loads(Path(f"{folder}/out.jsonl.summary.json").read_text(encoding="utf-8"))
        print(f"{count:,} articles: {numbers['directives']:,} directives, {numbers['failed']:,} failed")
        return used.ru_maxrss * KIBIBYTE / 1e6, time.perf_counter() - began


def of_copies(count: int) -> float:
    """What the search for near-copies keeps of each article, in bytes."""
    from pipeline.article import Article
    from pipeline.copies import Copies

    chance = random.Random(1)
    copies = Copies()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(count):
        copies.first_like(Article(chance.randbytes(100).hex(), f"https://example.org/news/{number}"))
    return (tracemalloc.get_traced_memory()[0] - before) / count


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--counts", type=int, nargs=2, default=(6_000, 60_000), metavar="N", help="how many articles")
    parser.add_argument("--copies", type=int, metavar="N", help="measure the search for near-copies on N articles")
    options, passed_on = parser.parse_known_args()
    if options.copies:
        print(f"{of_copies(options.copies):,.0f} bytes an article, {options.copies:,} articles, none a copy")
        return 0
    rows = [(count, *peak(count, passed_on)) for count in options.counts]
    print("\n| articles | peak memory | seconds |\n| --- | --- | --- |")
    for count, megabytes, seconds in rows:
        print(f"| {count:,} | {megabytes:,.0f} MB | {seconds:,.0f} |")
    print(f"\nratio {rows[1][1] / rows[0][1]:.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
