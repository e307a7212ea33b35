"""What a person wants to know at the end of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from heapq import nlargest, nsmallest

from pipeline.records import Directive

_AGENCIES = 10
_DEADLINES = 5
_ERRORS = 5


@dataclass
class Summary:
    """What stands out in one run. Keeps no more than it shows, however many articles go by."""

    today: date
    errors: int = 0
    first_errors: list[str] = field(default_factory=list)
    agencies: Counter[str] = field(default_factory=Counter)
    _ahead: list[tuple[str, str]] = field(default_factory=list)
    _past: list[tuple[str, str]] = field(default_factory=list)

    def add(self, record: Directive) -> None:
        """Take note of one record."""
        leads = [agency for agency in record.agencies if agency.role == "lead"]
        # A party named twice in one directive has one directive.
        names = {(agency.name and agency.name.en) or agency.text for agency in leads}
        self.agencies.update(names)
        if record.deadline is not None and record.deadline.due is not None:
            who = " · ".join(agency.text for agency in leads[:2])
            entry = (record.deadline.due, f"{who}: {record.action.text}" if who else record.action.text)
            if record.deadline.due >= self.today.isoformat():
                self._ahead = nsmallest(_DEADLINES, {*self._ahead, entry})
            else:
                self._past = nlargest(_DEADLINES, {*self._past, entry})

    def fail(self, source: str, message: str) -> None:
        """Count one article's error."""
        self.errors += 1
        if len(self.first_errors) < _ERRORS:
            self.first_errors.append(f"{source or 'an article'}: {message}")

    def lines(self, width: int = 100) -> Iterator[str]:
        """Put the summary into words.

        Args:
            width: Where lines are cut off, in characters.

        Yields:
            Line after line.
        """
        if self.agencies:
            yield ""
            yield "By agency"
            ranked = sorted(self.agencies.items(), key=lambda item: (-item[1], item[0]))
            for name, count in ranked[:_AGENCIES]:
                yield _cut(f"  {count:>5,}  {name}", width)
            if len(ranked) > _AGENCIES:
                yield f"         and {len(ranked) - _AGENCIES:,} more"
        if self._ahead or self._past:
            yield ""
            yield ("Next deadlines" if self._ahead else f"Latest deadlines (none on or after {self.today.isoformat()})")
            for due, what in self._ahead or self._past:
                yield _cut(f"  {due}  {what}", width)
        if self.first_errors:
            yield ""
            yield "Failed"
            for message in self.first_errors:
                yield _cut(f"  {message}", 2 * width)
            if self.errors > len(self.first_errors):
                yield f"  and {self.errors - len(self.first_errors):,} more"


def _cut(line: str, width: int) -> str:
    line = " ".join(line.splitlines())
    return line if len(line) <= width else line[: width - 1] + "…"
