"""Where a run writes to."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from pipeline.errors import NeedsFile, UnwritableOutput
from pipeline.extract import Outcome
from pipeline.write.entry import Done, Entry
from pipeline.write.parts import Parts
from pipeline.write.stream import Stream

STANDARD_OUTPUT = "-"


class Output(Protocol):
    """Takes what became of each article, in order."""

    @property
    def resumable(self) -> bool:
        """Whether the same command can go on after a stop."""

    @property
    def done(self) -> int:
        """How many articles are written, those of earlier starts of this run included."""

    @property
    def finished(self) -> bool:
        """Whether an earlier start has done all articles and was stopped while the files took their places."""

    @property
    def strange(self) -> bool:
        """Whether another run's unfinished parts were found, which are overwritten."""

    def earlier(self) -> Iterator[Done]:
        """The articles that earlier starts of this run have done, in order; to be read before the first `write`."""

    def write(self, outcome: Outcome) -> Entry:
        """Write what became of an article."""

    def finish(self, numbers: Mapping[str, object]) -> None:
        """Let what was written take its place, with the numbers of the run."""


@contextmanager
def open_output(
    output: str, *, run: str | None = None, keep_text: bool = False, restart: bool = False
) -> Iterator[Output]:
    """Open an output.

    Args:
        output: A path, or ``-`` for standard output. Missing folders are made. A device is written to as it
            is.
        run: Names the run. What an earlier start of the same run has left is gone on with; what another has
            left is overwritten. None for a run that cannot be gone on with.
        keep_text: Whether to write the articles' texts beside the records.
        restart: Whether to begin anew in any case.

    Yields:
        What to write to. Only `Output.finish` gives the files their names; until then an older output stays as
        it was.

    Raises:
        UnwritableOutput: The path is a folder, or cannot be written.
        OutputInUse: Another run is writing to it.
        NeedsFile: Texts cannot be kept beside a stream.
    """
    kind = stat.S_IFREG if output == STANDARD_OUTPUT else _kind(output)
    if stat.S_ISDIR(kind):
        raise UnwritableOutput(
            f"{output} is a folder: name a file in it, such as {output.rstrip('/')}/directives.jsonl"
        )
    if output != STANDARD_OUTPUT and kind in (0, stat.S_IFREG):
        with Parts(output, run=run, keep_text=keep_text, restart=restart) as parts:
            yield parts
        return
    if keep_text:
        raise NeedsFile("texts are kept beside the output: name a file for it with -o")
    if output == STANDARD_OUTPUT:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        yield Stream(sys.stdout)
        return
    with Path(output).open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        yield Stream(file)


def _kind(output: str) -> int:
    """What stands at a path now, in the terms of `stat`; 0 for nothing."""
    try:
        return stat.S_IFMT(Path(os.path.realpath(output)).stat().st_mode)
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise UnwritableOutput(f"{output} cannot be written ({error.strerror}): choose another place with -o") from None
