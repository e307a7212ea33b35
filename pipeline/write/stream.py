"""Records to a stream that cannot be gone back in: standard output, or a device."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TextIO

from pipeline.extract import Outcome
from pipeline.write.entry import Done, Entry


class Stream:
    """Writes records as they come; errors go to standard error, and numbers nowhere."""

    resumable = False
    finished = False
    strange = False
    done = 0

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def earlier(self) -> Iterator[Done]:
        """Nothing: a stream keeps no account."""
        return iter(())

    def write(self, outcome: Outcome) -> Entry:
        """Write what became of an article."""
        for record in outcome.records:
            self._file.write(record.to_json() + "\n")
        if outcome.error is not None:
            print(f"{outcome.error.source}: {outcome.error}", file=sys.stderr)
        return Entry.of(outcome)

    def finish(self, numbers: Mapping[str, object]) -> None:
        """Send off what is still held."""
        self._file.flush()
