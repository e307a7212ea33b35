"""An output file in the making: hidden parts beside its place, and the journal that lets a run go on."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from errno import EACCES
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from filelock import FileLock, Timeout

from pipeline.errors import OutputInUse, UnwritableOutput
from pipeline.extract import Outcome
from pipeline.read.own import Kind
from pipeline.write.entry import Done, Entry
from pipeline.write.journal import Journal, Lengths, write_all
from pipeline.write.lines import error_lines, json_line, record_lines, text_lines


def error_path(output: str | Path) -> Path:
    """The error file that belongs to an output file."""
    return Path(f"{output}.errors.jsonl")


def text_path(output: str | Path) -> Path:
    """The file of kept texts that belongs to an output file."""
    return Path(f"{output}.articles.jsonl")


def summary_path(output: str | Path) -> Path:
    """The file of a run's numbers that belongs to an output file."""
    return Path(f"{output}.summary.json")


def places(output: str | Path) -> dict[Path, Kind]:
    """Where a run with this output puts its files, or removes older ones; and what each of them is."""
    place = Path(os.path.realpath(output))
    return {
        place: "records",
        error_path(place): "errors",
        text_path(place): "texts",
        summary_path(place): "summary",
    }


class Parts:
    """The files of a run, from its first start to the moment when they take their places (`open_output`)."""

    def __init__(self, output: str, *, run: str | None, keep_text: bool, restart: bool) -> None:
        self._output = output
        self._keep_text = keep_text
        self._run = run or ""
        self.resumable = run is not None
        place = Path(os.path.realpath(output))
        # In the order in which they take their places: the records last, so that they never stand there as
        # if all were well while the rest is of an older run.
        self._places = (error_path(place), text_path(place), place)
        self._parts = tuple(_hidden(path, "part") for path in self._places)
        self._summary = summary_path(place)
        self._journal_path = _hidden(place, "journal")
        self._lock_path = _hidden(place, "lock")
        self._files: list[BinaryIO] = []
        self._opened = ExitStack()
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(self._lock_path, timeout=0)
            self._lock.acquire()
        except Timeout:
            if not self._lock_path.exists():  # where no file can be made, filelock goes on trying
                raise self._unwritable(PermissionError(EACCES, os.strerror(EACCES))) from None
            raise OutputInUse(
                f"another run is writing to {output}: wait for its end, or choose another place with -o"
            ) from None
        except OSError as error:
            raise self._unwritable(error) from None
        self._opened.callback(self._unlock)
        try:
            self._journal = Journal(self._journal_path, len(self._parts))
            if self.resumable and not restart:
                self._journal.load(self._run, tuple(_size(part) for part in self._parts))
        except BaseException:
            self._opened.close()
            raise

    @property
    def done(self) -> int:
        """How many articles are in the parts."""
        return self._journal.done

    @property
    def finished(self) -> bool:
        """Whether an earlier start has done all articles and was stopped while the files took their places."""
        return self._journal.finished

    @property
    def strange(self) -> bool:
        """Whether another run's unfinished parts were found; they are overwritten."""
        return self._journal.strange

    def __enter__(self) -> Self:
        """Make the parts ready for more lines."""
        if self._journal.finished:
            return self
        try:
            for part, end in zip(self._parts, self._journal.ends, strict=True):
                file = part.open("r+b" if end else "wb", buffering=0)
                self._opened.callback(file.close)
                file.truncate(end)
                file.seek(end)
                self._files.append(file)
            self._opened.callback(self._journal.close)
            self._journal.go_on(self._run)
        except OSError as error:
            self._opened.close()
            raise self._unwritable(error) from None
        return self

    def earlier(self) -> Iterator[Done]:
        """The articles that earlier starts of this run have done, in order."""
        errors, _, records = (part if part.exists() else place for part, place in self._both())
        starts: Lengths = (0,) * len(self._parts)
        with ExitStack() as opened:
            read = [opened.enter_context(path.open("rb")) if path.exists() else None for path in (errors, records)]
            for entry, ends in self._journal.entries():
                lengths = ends[0] - starts[0], ends[2] - starts[2]
                error, record = (file.read(size) if file else b"" for file, size in zip(read, lengths, strict=True))
                yield Done(entry, record, error)
                starts = ends

    def write(self, outcome: Outcome) -> Entry:
        """Write what became of an article; when this returns, no kill can undo it."""
        entry = Entry.of(outcome)
        lines = (error_lines(outcome), text_lines(outcome) if self._keep_text else b"", record_lines(outcome))
        try:
            for file, line in zip(self._files, lines, strict=True):
                write_all(file, line)
            ends = tuple(end + len(line) for end, line in zip(self._journal.ends, lines, strict=True))
            self._journal.add(entry, ends)
        except OSError as error:
            raise self._unwritable(error) from None
        return entry

    def finish(self, numbers: Mapping[str, object]) -> None:
        """Let the files take their places.

        Args:
            numbers: What the summary file is to hold.
        """
        try:
            if not self._journal.finished:
                hidden = _hidden(self._summary, "part")
                hidden.write_bytes(json_line(numbers, indent=2))
                for file in self._files:
                    os.fsync(file.fileno())
                self._journal.finish()
            self._take_places()
        except OSError as error:
            raise self._unwritable(error) from None

    def _take_places(self) -> None:
        """Rename what has not been renamed; done again after a kill, it changes nothing that is done."""
        wanted = (self._journal.ends[0] > 0, self._keep_text, True)
        summary = _hidden(self._summary, "part")
        for (part, place), keep in zip(((summary, self._summary), *self._both()), (True, *wanted), strict=True):
            if keep and part.exists():
                part.replace(place)
            elif not keep:
                # An older run's file would not belong to these records.
                place.unlink(missing_ok=True)
                part.unlink(missing_ok=True)
        self._journal_path.unlink(missing_ok=True)

    def _both(self) -> Iterator[tuple[Path, Path]]:
        return zip(self._parts, self._places, strict=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close everything; parts that nobody can go on with are removed."""
        if not self._journal.finished and not (self.resumable and self.done):
            for path in (*self._parts, self._journal_path):
                path.unlink(missing_ok=True)
        self._opened.close()

    def _unlock(self) -> None:
        # First the name, then the lock: who waits for it notices that the file is gone and makes a new one.
        self._lock_path.unlink(missing_ok=True)
        self._lock.release()

    def _unwritable(self, error: OSError) -> UnwritableOutput:
        more = f", or make room: the same command goes on after {self.done:,} articles" if self._files else ""
        return UnwritableOutput(
            f"{self._output} cannot be written ({error.strerror}): choose another place with -o{more}"
        )


def _hidden(path: Path, ending: str) -> Path:
    return path.with_name(f".{path.name}.{ending}")


def _size(path: Path) -> int:
    try:
        found = path.stat()
    except OSError:
        return -1
    return found.st_size if stat.S_ISREG(found.st_mode) else -1
