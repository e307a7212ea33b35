"""How a measurement is printed: a Markdown table, ready for BENCHMARKS.md, row by row as they come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def show(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table.

    Args:
        header: The columns' names.
        rows: The cells of each row.
    """
    _row(header)
    _row(["---"] * len(header))
    for row in rows:
        _row(row)


def _row(cells: Sequence[str]) -> None:
    print("| " + " | ".join(cells) + " |", flush=True)
