"""Writing records: all of them or nothing.

A file is written under another name beside its place and takes its place when it is whole, so an interrupted
run leaves the old output as it was.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from pipeline.errors import ArticleError, UnwritableOutput

if TYPE_CHECKING:
    from pipeline.records import Directive

STANDARD_OUTPUT = "-"


def error_path(output: str) -> Path:
    """The error file that belongs to an output file."""
    return Path(f"{output}.errors.jsonl")


class Output:
    """Where the records and the errors of a run go. Use it through `open_output`."""

    def __init__(self, records: TextIO, errors: Path | None) -> None:
        self._records = records
        self._error_path = errors
        self._errors: TextIO | None = None

    def record(self, directive: Directive) -> None:
        """Write one record."""
        self._records.write(directive.to_json() + "\n")

    def error(self, error: ArticleError) -> None:
        """Write one article's error; with records on standard output there is no file to write it to."""
        if self._error_path is None:
            return
        if self._errors is None:
            self._errors = self._error_path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
        self._errors.write(json.dumps(error.line(), ensure_ascii=False) + "\n")

    def close(self) -> bool:
        """Close the error file. Returns whether there is one."""
        if self._errors is None:
            return False
        self._errors.close()
        return True


@contextlib.contextmanager
def open_output(output: str) -> Iterator[Output]:
    """Open an output for records.

    When the block ends well, the files take their places, and an error file of an earlier run goes if there
    were no errors now. When it ends in an exception, nothing is left of it.

    Args:
        output: A path, or ``-`` for standard output. Missing folders are made. A device is written to as it
            is.

    Yields:
        What to write to.

    Raises:
        UnwritableOutput: The path is a folder, or cannot be written.
    """
    if output == STANDARD_OUTPUT:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        yield Output(sys.stdout, None)
        sys.stdout.flush()
        return
    place = Path(os.path.realpath(output))
    kind = _kind(place, output)
    if stat.S_ISDIR(kind):
        raise UnwritableOutput(
            f"{output} is a folder: name a file in it, such as {output.rstrip('/')}/directives.jsonl"
        )
    if kind and not stat.S_ISREG(kind):
        with _open(place, output) as file:
            yield Output(file, None)
        return
    final_errors = error_path(str(place))
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    error_part = error_path(str(part))
    file = _open(part, output)
    target = Output(file, error_part)
    try:
        with file:
            yield target
            failed = target.close()
        # The errors first: if the second step fails, no output stands there as if all were well.
        if failed:
            error_part.replace(final_errors)
        else:
            final_errors.unlink(missing_ok=True)
        part.replace(place)
    finally:
        target.close()
        part.unlink(missing_ok=True)
        error_part.unlink(missing_ok=True)


def _kind(path: Path, output: str) -> int:
    """What stands at a path now, in the terms of `stat`; 0 for nothing."""
    try:
        return stat.S_IFMT(path.stat().st_mode)
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise _unwritable(output, error) from None


def _open(path: Path, output: str) -> TextIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise _unwritable(output, error) from None


def _unwritable(output: str, error: OSError) -> UnwritableOutput:
    return UnwritableOutput(f"{output} cannot be written ({error.strerror}): choose another place with -o")
