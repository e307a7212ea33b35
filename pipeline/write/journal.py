"""The journal of a run: which articles are done, and how long each part was after each of them.

Its first line names the run. Every other line stands for one article and is written when the article's lines
are. A line begins with its own CRC-32, so one that a kill tore in the middle is told from a whole one. What
stands behind the last whole line, in the journal and in the parts, never happened.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.write.entry import Entry

FORMAT = 1
Lengths = tuple[int, ...]
_FINISHED = "finished"


class Journal:
    """The journal in a file. Only one process may use it at a time.

    Attributes:
        done: How many articles are done.
        ends: How long each part was after the last of them, in bytes.
        finished: Whether all articles are done and only the renaming is left.
        strange: Whether there was a journal of another run.
    """

    def __init__(self, path: Path, parts: int) -> None:
        self._path = path
        self._file: BinaryIO | None = None
        self._end = 0
        self.done = 0
        self.ends: Lengths = (0,) * parts
        self.finished = False
        self.strange = False

    def load(self, run: str, sizes: Lengths) -> None:
        """Find out how far an earlier run has come.

        Args:
            run: What the run must be to go on with it.
            sizes: How long the parts are in bytes, -1 for one that is missing. Unless all articles are done,
                an article counts only if its lines are all there.
        """
        whole, at = True, (0, self.ends, 0)
        with suppress(FileNotFoundError), self._path.open("rb") as file:
            head = _parse(file.readline())
            self.strange = head is not None and head != _head(run)
            if head != _head(run):
                return
            at = (0, self.ends, file.tell())
            while (row := _parse(file.readline())) is not None:
                if row == _FINISHED:
                    self.finished = True
                    break
                at = (at[0] + 1, tuple(row["ends"]), file.tell())
                whole = whole and all(end <= size for end, size in zip(at[1], sizes, strict=True))
                if whole:
                    self.done, self.ends, self._end = at
        if self.finished:
            self.done, self.ends, self._end = at

    def entries(self) -> Iterator[tuple[Entry, Lengths]]:
        """The articles that `load` found done, in order, with the length of each part after it."""
        if not self._end:
            return
        with self._path.open("rb") as file:
            file.readline()
            for _ in range(self.done):
                row = _parse(file.readline())
                ends = tuple(row.pop("ends"))
                yield Entry(**row), ends

    def go_on(self, run: str) -> None:
        """Open the journal for more articles behind those that are done; a new one if there are none."""
        self._file = self._path.open("r+b" if self._end else "wb", buffering=0)
        self._file.truncate(self._end)
        self._file.seek(self._end)
        if not self._end:
            self._write(_head(run))

    def add(self, entry: Entry, ends: Lengths) -> None:
        """Write down an article whose lines have been written.

        Args:
            entry: The article.
            ends: How long each part is now, in bytes.
        """
        self._write(asdict(entry) | {"ends": ends})
        self.done, self.ends = self.done + 1, ends

    def finish(self) -> None:
        """Write down that all articles are done."""
        self._write(_FINISHED)
        self.finished = True

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()

    def _write(self, row: Any) -> None:
        assert self._file is not None
        data = json.dumps(row, separators=(",", ":")).encode()
        write_all(self._file, b"%08x %s\n" % (zlib.crc32(data), data))


def write_all(file: BinaryIO, data: bytes) -> None:
    """Write to an unbuffered file, which may take less than it is given."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _head(run: str) -> dict[str, Any]:
    return {"journal": FORMAT, "run": run}


def _parse(line: bytes) -> Any:
    """What a line says; None if it is torn or there is none."""
    check, _, data = line.removesuffix(b"\n").partition(b" ")
    if not line.endswith(b"\n") or check != b"%08x" % zlib.crc32(data):
        return None
    return json.loads(data)
