"""Where the marked articles lie, and how a comparison is printed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import DirectivesError

GOLD = {
    "dev": (Path("../shared/gold/dev.jsonl"), Path("../shared/gold/articles")),
    "corpus": (Path("corpus/gold.jsonl"), Path("corpus/articles")),
}


def show(purpose: str | None, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> int:
    """Run a comparison as a command: print its rows as a Markdown table, as they come.

    Args:
        purpose: The script's docstring, for ``--help``.
        header: The columns' names.
        rows: The cells of each row.

    Returns:
        The exit code: 0, or 2 if there is nothing to measure or gold is broken.
    """
    parser = argparse.ArgumentParser(description=purpose, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    count = 0
    try:
        for count, row in enumerate(rows, 1):
            for line in (header, ("---",) * len(header), row) if count == 1 else (row,):
                print("| " + " | ".join(line) + " |", flush=True)
    except DirectivesError as error:
        print(error, file=sys.stderr)
        return 2
    if not count:
        print("nothing to measure: no corpus here; run it in the project's folder", file=sys.stderr)
        return 2
    return 0
