"""The grammar of points in time: days, months, quarters, years, weeks, and their parts.

Both languages put the head first (``cuối tháng 6 năm 2025``, ``ปลายเดือนมิถุนายน ปี 2568``), so one grammar
serves them.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.deadlines.days import DayReader
from pipeline.deadlines.periods import Period, Settled, add_months, month_length, shift, week_of
from pipeline.deadlines.reader import SHIFTS

Read = tuple[Period, int] | None


class PointReader(DayReader):
    """Reads a point or period; the index may stand behind a preposition."""

    def read_point(self, index: int, joined: bool = True, led: bool = False) -> Read:
        """The longest reading of a day or period here.

        Args:
            index: The token to start from.
            joined: Only spaces may lie before the first token.
            led: A preposition stands before, so shorter forms are sound (``trước 30/6``).
        """
        if index >= self.count or (joined and self.tokens[index].gap < 0):
            return None
        readings = [self.read_timed_day(index, led), self.read_part(index), self.read_period(index, led)]
        return max((r for r in readings if r), key=lambda r: r[1], default=None)

    def read_period(self, index: int, led: bool) -> Read:
        """A month, quarter, half-year, year, week or fiscal year."""
        readings = [
            self.read_half(index),
            self.read_month(index, led),
            self.read_any_quarter(index),
            self.read_year_period(index, led),
            self.read_week(index),
        ]
        return max((r for r in readings if r), key=lambda r: r[1], default=None)

    def read_part(self, index: int) -> Read:
        """The start, middle or end of a period: ``cuối tháng 6``, ``สิ้นปีงบประมาณ``."""
        part = self.sense(index, "part", joined=False)
        if not part:
            return None
        after = self.skip(index + 1, "of")
        if not self.follows(after):
            return None
        found = self.read_period(after, led=False)
        if found is None:
            bare = self.read_bare_unit(after)
            found = (replace(bare[0], loose=True), bare[1]) if bare else None
        if found is None or found[0].part:
            return None
        if found[0].unit == "event":  # of no one knows which month or week
            return found
        return replace(found[0], part=part), found[1]

    def read_bare_unit(self, index: int) -> Read:
        """A unit alone names the one that the article lies in: ``cuối năm``, ``สิ้นเดือน``."""
        unit = self.sense(index, "unit")
        if unit not in ("week", "month", "quarter", "year", "fiscal_year"):
            return None
        # "ปี" is often followed by its number or another unit of its own: those are read elsewhere.
        if self.digits(index + 1, 0, 9999) is not None and self.tokens[index + 1].gap <= 1:
            return None
        current = self.current(unit, 0)
        return (current, index + 1) if current else (Period("event"), index + 1)

    def current(self, unit: str, offset: int) -> Period | None:
        """The unit that the article lies in, or the one so many later; null where its date is unknown."""
        today = self.counting_from(unit)
        if today is None:
            return Period("year") if unit == "year" and not offset else None
        if unit == "week":
            first, last = week_of(today, offset)
            return Period("span", first=first, last=last)
        if unit == "day":
            day = shift(today, offset)
            return Period("day", day.year, day.month, day.day)
        if unit in ("month", "quarter"):
            months = 1 if unit == "month" else 3
            day = add_months(today.replace(day=1), offset * months)
            return Period(unit, day.year, day.month if unit == "month" else (day.month + 2) // 3)
        if unit == "fiscal_year":
            return Period(unit, today.year + (today.month >= 10) + offset)
        return Period("year", today.year + offset) if unit == "year" else None

    def read_deictic(self, index: int, unit: str) -> Read:
        """``this``, ``next`` or ``last`` behind a unit."""
        which = self.deictic(index)
        if which not in SHIFTS:
            return None
        period = self.current(unit, SHIFTS[which]) or Period("event")
        return replace(period, past=which == "past"), index + 1

    def finish(self, period: Period, index: int) -> Read:
        """A trailing ``this``, ``coming`` or ``last`` behind a named period."""
        which = self.deictic(index)
        if which == "past" and period.year is None:
            return replace(period, past=True), index + 1
        return (period, index + 1) if which in ("this", "next") else (period, index)

    def read_month(self, index: int, led: bool) -> Read:
        """``tháng 6/2025``, ``tháng sáu``, ``เดือนมิถุนายน 2568``, ``เดือนหน้า``, ``06/2025``."""
        headed = self.sense(index, "unit", joined=False) == "month"
        after = index + 1 if headed else index
        if headed and (found := self.read_deictic(after, "month")):
            return found
        number = self.sense(after, "month", joined=headed)
        if number is None and headed:
            number = self.number(after, 1, 12) if self.is_plain(after) or self.read_year(after + 1) else None
        elif number is None and led:
            number = self.digits(after, 1, 12)
            if (
                number is None
                or not self.mark(after + 1, "/", tight=True)
                or not self.read_year_number(after + 2, False)
            ):
                return None
        if number is None:
            return None
        if year := self.read_year(after + 1):
            return self.finish(Period("month", year[0], number), year[1])
        return self.finish(Period("month", None, number), after + 1)

    def read_any_quarter(self, index: int) -> Read:
        """A quarter, fiscal where the clause speaks of spending."""
        found = self.read_quarter(index)
        if found and any("calendar_year" in token.senses for token in self.tokens[index : found[1]]):
            return found
        if found and found[0].unit == "quarter" and self.speaks_of_spending(self.tokens[index].start):
            return replace(found[0], unit="fiscal_quarter"), found[1]
        return found

    def read_quarter(self, index: int) -> Read:
        """``quý III năm 2025``, ``ไตรมาสที่สองของปี 2568``, ``Q4/68``, ``quý tới``."""
        number = self.sense(index, "quarter_name", joined=False)
        after = index + 1
        if number is None:
            if self.sense(index, "unit", joined=False) != "quarter":
                return None
            if found := self.read_deictic(after, "quarter"):
                return found
            after = self.skip(after, "ordinal") if self.sense(after, "ordinal") == "mark" else after
            ordinal = self.sense(after, "ordinal")
            number = self.number(after, 1, 4) or self.sense(after, "roman") or {"first": 1, "last": 4}.get(ordinal, 0)
            if not number:
                return None
            after += 1
        fiscal_at = self.skip(after, "of")
        if self.sense(fiscal_at, "unit") == "fiscal_year":
            found = self.read_year_period(fiscal_at)
            fiscal = found or (self.current("fiscal_year", 0) or Period("fiscal_year"), fiscal_at + 1)
            return Period("fiscal_quarter", fiscal[0].year, number), fiscal[1]
        if year := self.read_year(after):
            return self.finish(Period("quarter", year[0], number), year[1])
        if self.sense(fiscal_at, "unit") == "year" and fiscal_at + 1 <= self.count:
            return Period("quarter", None, number), fiscal_at + 1
        return self.finish(Period("quarter", None, number), after)

    def read_half(self, index: int) -> Read:
        """``6 tháng đầu năm 2026``, ``nửa cuối năm nay``, ``ครึ่งปีหลังของปี 2568``, ``nửa đầu tháng 6``."""
        whole = self.sense(index, "half_year", joined=False)
        if whole:
            return self.year_part(index + 1, 6, whole == "last")
        half = self.sense(index, "half_name", joined=False)
        if half:
            after = self.skip(index + 1, "of")
            if self.sense(after, "unit") in ("year", "fiscal_year"):
                return self.year_part(after, 6, half == 2)
            found = self.read_halved(after) if self.follows(after) else None
            return (replace(found[0], part="first half" if half == 1 else "late"), found[1]) if found else None
        months = self.number(index, 1, 11, joined=False)
        if months is None or self.sense(index + 1, "unit") != "month":
            return None
        ordinal = self.sense(index + 2, "ordinal")
        if ordinal not in ("first", "last"):
            return None
        after = self.skip(index + 3, "of")
        if self.sense(after, "unit") in ("year", "fiscal_year") or self.read_year(after):
            return self.year_part(after, months, ordinal == "last")
        return None

    def read_halved(self, index: int) -> Read:
        """The month, quarter or week of which a half is meant."""
        return (
            self.read_month(index, False)
            or self.read_any_quarter(index)
            or self.read_week(index)
            or self.read_bare_unit(index)
        )

    def year_part(self, index: int, months: int, last: bool) -> Read:
        """The first or last so many months of the year that follows, or of the running one."""
        after = self.skip(index, "of")
        year: int | None = None
        fiscal = self.sense(after, "unit") == "fiscal_year"
        if fiscal:
            found = self.read_year_period(after)
            year, after = (found[0].year, found[1]) if found else (None, after + 1)
        elif read := self.read_year(index):
            year, after = read
        elif deictic := self.deictic_year(after):
            year, after = deictic[0] or None, deictic[2]
        else:
            after = after + 1 if self.sense(after, "unit") == "year" else index
        if not fiscal and months in (3, 6):
            unit = "half" if months == 6 else "quarter"
            return Period(unit, year, (12 // months) if last else 1), after
        current = self.current("fiscal_year" if fiscal else "year", 0)
        year = year or (current.year if current else None)
        settled = self.settle(Period("fiscal_year" if fiscal else "year", year)) if year else None
        if settled is None or settled.first is None or settled.last is None:
            return Period("event"), after
        first = add_months(settled.first, 12 - months) if last else settled.first
        end = shift(add_months(first, months), -1)
        name = None if fiscal else f"{first:%Y-%m}/{end:%Y-%m}"
        return Period("span", first=first, last=end, name=name), after

    def is_lone_year(self, index: int) -> bool:
        """Four digits behind a preposition are a year if they count nothing (``đến 2030 người``)."""
        value = self.digits(index, 1990, 2700)
        if value is None or not self.full_year(value) or not self.is_plain(index) or self.mark(index + 1, "/-"):
            return False
        tail = self.folded[self.tokens[index].end :][:2].lstrip(" ")
        return value >= self.words.buddhist_from or not (tail[:1].isalnum() or tail[:1] == "%")

    def read_year_period(self, index: int, led: bool = False) -> Read:
        """``năm 2025``, ``ปีหน้า``, ``ปีงบประมาณ พ.ศ. 2569``, ``ปีงบ 69``, and a term of office."""
        unit = self.sense(index, "unit", joined=False)
        if unit == "term":
            return Period("term"), index + 1 + (self.deictic(index + 1) is not None)
        if unit not in ("year", "fiscal_year"):
            if led and self.is_lone_year(index):
                return Period("year", self.full_year(self.tokens[index].value)), index + 1
            era = self.sense(index, "era", joined=False)
            year = self.read_year_number(index, False, joined=False) if era else None
            return (Period("year", year[0]), year[1]) if year else None
        after = index + 1
        if unit == "fiscal_year" and self.sense(after, "unit") == "year":
            after += 1
        short = len(self.words.year_offsets) > 1
        if found := self.read_year_number(after, short):
            checked = self._not_a_range(found)
            return self.finish(Period(unit, checked[0]), checked[1]) if checked else None
        if deictic := self.deictic_year(after, unit == "fiscal_year"):
            return Period(unit, deictic[0] or None, past=deictic[1]), deictic[2]
        if unit == "fiscal_year":
            return self.current(unit, 0) or Period("event"), after
        return None

    def read_week(self, index: int) -> Read:
        """``tuần tới``, ``สัปดาห์หน้า``, ``tuần đầu tháng 6``, ``สัปดาห์ที่ 2 ของเดือนกรกฎาคม``."""
        if self.sense(index, "unit", joined=False) != "week":
            return None
        after = index + 1
        if found := self.read_deictic(after, "week"):
            return found
        ordinal = self.sense(after, "ordinal")
        which = {"first": 1, "last": 5}.get(ordinal, 0)
        if not which:
            after = after + 1 if ordinal == "mark" else after
            which = self.number(after, 1, 5) or 0
        named = self.skip(after + 1, "of")
        month = self.read_month(named, False) if which and self.follows(named) else None
        if month is None:
            return None
        settled = self.settle(month[0])
        if settled is None or settled.first is None or settled.last is None:
            return Period("event"), month[1]
        first, last = week_of(settled.last if which == 5 else shift(settled.first, 7 * which - 7))
        return Period("span", first=first, last=last), month[1]

    def last_day(self, period: Period, last: bool) -> Period | None:
        """The first or last day of a period, as a day."""
        if period.unit == "month" and period.year is None:
            day = month_length(0, period.number) - (period.number == 2)
            return Period("day", None, period.number, day if last else 1)
        settled: Settled | None = self.settle(period)
        day_found = (settled.last if last else settled.first) if settled else None
        return Period("day", day_found.year, day_found.month, day_found.day) if day_found else None
