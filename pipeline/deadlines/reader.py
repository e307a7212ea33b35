"""A cursor-free view of the tokens, with the questions that the grammar asks of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pipeline.deadlines.periods import Period, Settled, settle
from pipeline.deadlines.scan import Token
from pipeline.deadlines.words import Words

CLAUSE = 160  # characters before a wording that belong to its clause, at most
POINTS = (
    "head",
    "unit",
    "month",
    "weekday",
    "day_word",
    "day_part",
    "part",
    "clock_at",
    "event",
    "number",
    "era",
)
FINENESS = ("year", "month", "day")
# How finely the article's date must be known for what is counted from it; for all else its year will do.
NEEDED = {"day": "day", "week": "day", "month": "month", "quarter": "month", "fiscal_year": "month"}
SHIFTS = {"this": 0, "next": 1, "past": -1}
FEW = 12  # repeats read in one expression, so that no text costs more than linear time
CLOSE_TO = 20  # a two-digit year names the year within so many years of the article


class Reader:
    """Tokens of one text. Every ``read_*`` takes a token index and gives value and next index, or null."""

    def __init__(
        self, tokens: Sequence[Token], folded: str, words: Words, reference: date | None, known: str = "day"
    ) -> None:
        self.tokens = tokens
        self.folded = folded
        self.words = words
        self.reference = reference
        self.known = known
        self.count = len(tokens)

    def counting_from(self, unit: str) -> date | None:
        """The article's date for counting in a unit (this week, in two months); null where known too coarsely."""
        needed = NEEDED.get(unit, "year")
        return self.reference if FINENESS.index(needed) <= FINENESS.index(self.known) else None

    def settle(self, period: Period, before: bool = False) -> Settled | None:
        """The period in its place; a day of no month needs the article's month, other periods its year."""
        counted = {"monthday": "month", "fiscal_year": "fiscal_year"}.get(period.unit, "year")
        return settle(period, self.counting_from(counted), before=before)

    def sense(self, index: int, sense: str, joined: bool = True) -> Any:
        """The value of a sense of the token there, if it has it and only spaces lie before it."""
        if index >= self.count:
            return None
        token = self.tokens[index]
        return token.senses.get(sense) if not joined or token.gap >= 0 else None

    def follows(self, index: int) -> bool:
        """Whether there is a token and only spaces lie before it."""
        return index < self.count and self.tokens[index].gap >= 0

    def skip(self, index: int, sense: str) -> int:
        """The index behind the token there if it has the sense."""
        return index + 1 if self.sense(index, sense) else index

    def skip_all(self, index: int, *senses: str) -> int:
        """The index behind the tokens there that have one of the senses; never more than a few."""
        for at in range(index, index + FEW):
            if not any(self.sense(at, sense) for sense in senses):
                return at
        return index + FEW

    def mark(self, index: int, marks: str, tight: bool = False) -> str | None:
        """The punctuation mark there, if it is one of ``marks`` (``tight``: with no space on either side)."""
        if index >= self.count:
            return None
        token = self.tokens[index]
        if token.kind != "mark" or token.text not in marks or not 0 <= token.gap <= (0 if tight else 2):
            return None
        return None if tight and (index + 1 >= self.count or self.tokens[index + 1].gap) else token.text

    def digits(self, index: int, low: int, high: int, joined: bool = True) -> int | None:
        """The number in digits there, if it lies in the bounds and has no decimals."""
        if index >= self.count:
            return None
        token = self.tokens[index]
        if token.kind != "number" or not low <= token.value <= high or (joined and token.gap < 0):
            return None
        return token.value

    def deictic(self, index: int) -> str | None:
        """``this``, ``next`` or ``past`` behind a unit, unless the word is a preposition of what follows.

        *tháng trước* is last month, but *tháng 6 trước ngày 15* is not.
        """
        which: str | None = self.sense(index, "deictic")
        if which not in (None, "this") and self.sense(index, "cue") and index + 1 < self.count:
            follower = self.tokens[index + 1]
            if follower.gap >= 0 and (follower.kind == "number" or any(sense in follower.senses for sense in POINTS)):
                return None
        return which

    def is_plain(self, index: int) -> bool:
        """The number there is no part of a longer one (``1.500``, ``7,5``)."""
        if index + 1 < self.count and self.mark(index + 1, ".,", tight=True):
            return index + 2 >= self.count or self.tokens[index + 2].kind != "number"
        return True

    def number(self, index: int, low: int, high: int, joined: bool = True) -> int | None:
        """The number there, in digits or in words."""
        if (value := self.digits(index, low, high, joined)) is not None:
            return value
        value = self.sense(index, "number", joined)
        return value if value is not None and low <= value <= high else None

    def short_year(self, value: int) -> int | None:
        """The year that two digits name: of all eras the nearest, if it is near."""
        near = self.reference.year if self.reference else 2022
        years = [
            base + value - offset for offset in self.words.year_offsets for base in (2000, 2500) if base - offset > 1900
        ]
        best = min(years, key=lambda year: abs(year - near))
        return best if abs(best - near) <= CLOSE_TO else None

    def full_year(self, value: int) -> int | None:
        """The Common Era year that four digits name."""
        if value >= self.words.buddhist_from:
            return value - max(self.words.year_offsets) if value <= 2700 else None
        return value if 1800 <= value <= 2200 else None

    def read_year_number(self, index: int, short: bool, joined: bool = True) -> tuple[int, int] | None:
        """A year in digits, with an era word before it or not: ``พ.ศ. 2568``, ``2025``, ``68``."""
        era = self.sense(index, "era", joined)
        if era:
            index, joined = index + 1, True
        value = self.digits(index, 0, 9999, joined)
        if value is None or not self.is_plain(index):
            return None
        token = self.tokens[index]
        size = token.end - token.start
        year = None
        if size == 4:
            year = self.full_year(value)
        elif size == 2 and (short or era):
            year = self.short_year(value)
        return (year, index + 1) if year else None

    def deictic_year(self, index: int, fiscal: bool = False) -> tuple[int, bool, int] | None:
        """A year by its word (``năm sau``): the year (0 where unknown), whether past, the next index."""
        which = self.deictic(index)
        if which not in SHIFTS:
            return None
        today = self.counting_from("fiscal_year" if fiscal else "year")
        if today is None:
            return 0, which == "past", index + 1
        base = today.year + (fiscal and today.month >= 10)
        return base + SHIFTS[which], which == "past", index + 1

    def read_year(self, index: int, short: bool = True) -> tuple[int | None, int] | None:
        """The year of a day, month or quarter: ``/2025``, ``năm 2025``, ``ของปี 2568``, ``67``."""
        if self.mark(index, "/-."):
            tight = self.mark(index, "/-.", tight=True) is not None
            if (found := self.read_year_number(index + 1, short=False)) and (tight or self.tokens[index].text != "."):
                return self._not_a_range(found)
            if tight and self.tokens[index].text == "/":
                found = self.read_year_number(index + 1, short=True)
                return found if found and (found[0] or 0) else None
            return None
        index = self.skip(index, "of")
        if self.sense(index, "unit") == "year":
            if found := self.read_year_number(index + 1, short=len(self.words.year_offsets) > 1):
                return self._not_a_range(found)
            if deictic := self.deictic_year(index + 1):
                return deictic[0] or None, deictic[2]
            return None
        found = self.read_year_number(index, short and len(self.words.year_offsets) > 1)
        return self._not_a_range(found) if found else None

    def speaks_of_spending(self, position: int) -> bool:
        """The clause around a character speaks of spending the budget: its quarters are fiscal."""
        start = max(self.folded.rfind("\n", 0, position) + 1, position - CLAUSE)
        end = self.folded.find("\n", position)
        window = self.folded[start : min(position + CLAUSE // 2, end if end >= 0 else len(self.folded))]
        found = self.words.context["budget"].search(window)
        return bool(found and self.words.context["budget"].search(self.words.context["not_budget"].sub("", window)))

    def _not_a_range(self, found: tuple[int, int]) -> tuple[int, int] | None:
        """A year followed at once by a slash and letters is of a document's number (``12/2025/NĐ-CP``)."""
        index = found[1]
        if self.mark(index, "/"):
            end = self.tokens[index].end
            if self.tokens[index].gap == 0 and self.folded[end : end + 1].isalpha():
                return None
        return found
