"""The accounts of a run: every article in ends as exactly one of with records, without, failed or skipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

from pipeline.write import Entry
from pipeline.write.entry import Status

_STATUSES: tuple[Status, ...] = get_args(Status)
_TOTALS = ("copies", "repaired", "damaged", "directives", "specific", "left_out")


@dataclass
class Accounts:
    """The numbers of a run; they grow with the kinds of things counted, not with the articles.

    Attributes:
        articles: How many came in, failed ones included, counted where they are read.
        passed_over: How many files among the inputs are no articles.
    """

    articles: int = 0
    passed_over: int = 0
    _passed_first: str = ""
    _statuses: Counter[str] = field(default_factory=Counter)
    _errors: Counter[str] = field(default_factory=Counter)
    _languages: dict[str, Counter[str]] = field(default_factory=dict)
    _totals: Counter[str] = field(default_factory=Counter)

    def add(self, entry: Entry) -> None:
        """Count what became of one article."""
        self._statuses[entry.status] += 1
        counts = {"directives": entry.directives, "specific": entry.specific}
        self._totals.update(counts | {"left_out": entry.left_out, "copies": entry.copy})
        self._totals.update({"repaired": entry.repaired, "damaged": entry.damaged})
        if entry.error is not None:
            self._errors[entry.error] += 1
        if entry.language is not None:
            self._languages.setdefault(entry.language, Counter()).update({"articles": 1} | counts)

    def pass_over(self, source: str) -> None:
        """Count a file that is no article."""
        self._passed_first = self._passed_first or source
        self.passed_over += 1

    @property
    def failed(self) -> int:
        """How many articles failed."""
        return self._statuses["failed"]

    @property
    def balanced(self) -> bool:
        """Whether as many articles have come out as have gone in."""
        return self.articles == self._statuses.total()

    def imbalance(self) -> str:
        """The message for accounts that are not balanced."""
        parts = " + ".join(f"{self._statuses[status]:,} {status}" for status in _STATUSES)
        return f"{self.articles:,} articles in, but {parts} out: this is a bug, please report it"

    def numbers(self) -> dict[str, object]:
        """All numbers, in an order that depends on nothing else."""
        return {
            "articles": self.articles,
            **{status: self._statuses[status] for status in _STATUSES},
            **{name: self._totals[name] for name in _TOTALS},
            "passed_over": self.passed_over,
            "errors": _sorted(self._errors),
            "languages": {code: _sorted(self._languages[code]) for code in sorted(self._languages)},
        }

    def lines(self) -> list[str]:
        """The numbers in words, those of rare things only if there are any."""
        totals, names = self._totals, ("with records", "without", "failed", "skipped")
        shown = [_row("Articles", self.articles)]
        shown += [_row(f"  {name}", self._statuses[s]) for name, s in zip(names, _STATUSES, strict=True)]
        if totals["copies"]:
            shown.append(_row("Near-copies", totals["copies"]))
        if totals["repaired"]:
            shown.append(f"{_row('Repaired', totals['repaired'])}  (text that had been decoded wrongly)")
        if totals["damaged"]:
            shown.append(f"{_row('Damaged', totals['damaged'])}  (cannot be repaired: look for a better copy)")
        shown.append(f"{_row('Directives', totals['directives'])}  ({totals['specific']:,} specific)")
        if totals["left_out"]:
            shown.append(f"{_row('Left out', totals['left_out'])}  (below the least confidence)")
        if self.passed_over:
            shown.append(
                f"{_row('Passed over', self.passed_over)}  (files that are no articles, such as {self._passed_first})"
            )
        return shown


def _row(name: str, count: int) -> str:
    return f"{name:<15}{count:>7,}"


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: counts[name] for name in sorted(counts)}
