"""The progress bar of a run, on standard error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def progress_bar(total: int, shown: bool) -> Iterator[Callable[[int], None]]:
    """Show how far the input has been read.

    Args:
        total: All that is to be read, in bytes; 0 if unknown.
        shown: Whether to show anything at all; a file or pipe never gets a bar.

    Yields:
        What to call with the number of bytes read since the last call.
    """
    console = Console(stderr=True)
    columns = (
        TextColumn("Reading"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not (shown and console.is_terminal)) as bar:
        task = bar.add_task("read", total=total or None)
        yield lambda size: bar.advance(task, size)
