"""The grammar of days, with or without a clock time."""

from __future__ import annotations

from dataclasses import replace

from pipeline.deadlines.clocks import ClockReader
from pipeline.deadlines.periods import Period, bounds, month_length, shift, week_of
from pipeline.deadlines.reader import SHIFTS

COUNTED = 24  # characters before an ordinal in which the noun that it counts stands
Read = tuple[Period, int] | None


class DayReader(ClockReader):
    """Reads days; :class:`pipeline.deadlines.points.PointReader` adds the longer periods."""

    def read_timed_day(self, index: int, led: bool) -> Read:
        """A day with or without a clock time or part of day, on either side of it."""
        if clock := self.read_clock(index, joined=False):
            time, after = clock
            if self.mark(after, ","):
                after += 1
            after = self.skip(after, "of")
            day = self.read_day(after, led=True)
            if day is None and self.deictic(after) == "this" and self.sense(after - 1, "day_part"):
                day = self.today_or(after + 1)
            if day:
                return replace(day[0], time=time), day[1]
            return Period("clock", time=time), clock[1]
        start = index
        part = self.sense(index, "day_part", joined=False)
        if part:
            which = self.deictic(index + 1)
            if which == "this":  # this afternoon
                today, after = self.today_or(index + 2)
                return replace(today, part_of_day=True), after
            index = self.skip(index + 1, "of")
        day = self.read_day(index, led or part is not None, joined=index != start)
        if day is None:
            return None
        period, after = day
        if part:
            return replace(period, part_of_day=True), after
        after_part = self.skip(after, "of")
        if self.sense(after_part, "day_part"):
            period, after = replace(period, part_of_day=True), after_part + 1
        comma = after + 1 if self.mark(after, ",") else after
        clock_after = self.read_clock(self.skip(comma, "of"))
        if clock_after and (comma == after or self.sense(comma, "clock_at")):
            return replace(period, time=clock_after[0]), clock_after[1]
        return period, after

    def today_or(self, index: int) -> tuple[Period, int]:
        """The date that repeats *this afternoon* behind it, else the article's day."""
        tail = self.parenthesis(index)
        if tail is None and self.sense(index, "head"):
            tail = self.read_date(index, False)
        return tail if tail and tail[0].unit == "day" else (self.today(0), index)

    def today(self, offset: int) -> Period:
        """The article's day, or one so many days off."""
        today = self.counting_from("day")
        if today is None:
            return Period("event")
        day = shift(today, offset)
        return Period("day", day.year, day.month, day.day)

    def read_day(self, index: int, led: bool, joined: bool = True) -> Read:
        """A day: a weekday, today or tomorrow, a date in digits or words, the last day of a period."""
        if index >= self.count or (joined and self.tokens[index].gap < 0):
            return None
        for reading in (self.read_weekday, self.read_relative_day):
            if found := reading(index, led):
                return found
        return self.read_date(index, led)

    def read_relative_day(self, index: int, led: bool) -> Read:
        """``hôm nay (1-6)``, ``วันพรุ่งนี้ 25 มกราคม``; the date behind it decides."""
        offset = self.sense(index, "day_word", joined=False)
        if offset is None and led:
            offset = self.sense(index, "day_word_bare", joined=False)
        if offset is None:
            return None
        tail = self.parenthesis(index + 1)
        if tail is None and self.sense(index + 1, "head"):
            tail = self.read_date(index + 1, False)
        if tail is None and len(self.words.year_offsets) > 1 and self.digits(index + 1, 1, 31) is not None:
            tail = self.read_date(index + 1, False)
        if tail and tail[0].unit == "day":
            return replace(tail[0], past=offset < 0), tail[1]
        return replace(self.today(offset), past=offset < 0), index + 1 + (self.deictic(index + 1) == "this")

    def parenthesis(self, index: int) -> Read:
        """A date in brackets or behind a comma, which repeats the day before it."""
        opened = self.mark(index, "(")
        if not opened and not self.mark(index, ","):
            return None
        found = self.read_date(index + 1, led=bool(opened))
        if found is None or found[0].unit != "day" or (not opened and not self.sense(index + 1, "head")):
            return None
        if opened:
            return (found[0], found[1] + 1) if self.mark(found[1], ")") else None
        return found

    def read_weekday(self, index: int, led: bool) -> Read:
        """``thứ Sáu tuần này``, ``วันจันทร์หน้า``, ``thứ Hai (23/6)``, ``ศุกร์ที่ 18 ก.พ. 65``."""
        number = self.sense(index, "weekday", joined=False)
        bare = number is None
        if bare:
            number = self.sense(index, "weekday_bare", joined=False)
        if number is None:
            return None
        after = index + 1
        if tail := self.parenthesis(after):
            return replace(tail[0], weekday=number), tail[1]
        tail = self.read_date(self.skip(after, "of"), led=True, joined=True)
        if tail and tail[0].unit == "day":
            return replace(tail[0], weekday=number), tail[1]
        if bare and not led:
            return None
        week = after if self.sense(after, "unit") == "week" else self.skip(self.skip(after, "of"), "part")
        which = None
        if self.sense(week, "unit") == "week":
            which = self.deictic(week + 1)
            if which not in SHIFTS:
                return self.coming(number, 0), after
            return self.day_in_week(number, SHIFTS[which], week + 2, which)
        if self.is_ordinal(index, led):
            return None
        which = self.deictic(after)
        if which not in SHIFTS:
            return self.coming(number, 0), after
        if which == "this" or (which == "next" and self.words.spaced):
            return self.coming(number, int(which == "next")), after + 1
        return self.day_in_week(number, 1 if which == "next" else -1, after + 1, which)

    def is_ordinal(self, index: int, led: bool) -> bool:
        """A weekday's name that counts what stands before it (``kỳ họp thứ 6``), or ranks (``thứ 4 trong``)."""
        token = self.tokens[index]
        if self.words.senses.get(token.text.split()[0], {}).get("ordinal") != "mark":
            return False
        before = self.folded[max(0, token.start - COUNTED) : token.start].rstrip(" ")
        if any(match.end() == len(before) for match in self.words.context["counted"].finditer(before)):
            return True
        return not led and self.sense(index + 1, "of") is not None

    def day_in_week(self, number: int, offset: int, after: int, which: str) -> Read:
        """A weekday of the ISO week so many weeks off."""
        today = self.counting_from("week")
        if today is None:
            return Period("event", weekday=number), after
        day = shift(week_of(today, offset)[0], number - 1)
        return Period("day", day.year, day.month, day.day, weekday=number, past=which == "past"), after

    def coming(self, number: int, least: int) -> Period:
        """The first such weekday at least so many days ahead."""
        today = self.counting_from("day")
        if today is None:
            return Period("event", weekday=number)
        ahead = (number - 1 - today.weekday() - least) % 7 + least
        return replace(self.today(ahead), weekday=number)

    def read_date(self, index: int, led: bool, joined: bool = True) -> Read:
        """``ngày 30/6/2025``, ``วันที่ 30 มิถุนายน 2568``, ``ngày 20 tháng này``, ``ngày cuối tháng 4``."""
        if index >= self.count:
            return None
        headed = self.sense(index, "head", joined=False) is not None
        after = index + 1 if headed else index
        if self.sense(index, "unit", joined=False) == "day" and (found := self.read_edge_day(index + 1)):
            return found
        if headed and (relative := self.sense(after, "day_word")) is not None and self.words.spaced:
            return self.read_relative_day(after, led) if relative is not None else None
        day = self.digits(after, 1, 31, joined=headed)
        if day is None:
            day = self.number(after, 1, 31) if headed else None
            if day is None or self.sense(after + 1, "unit") != "month":
                return None
        if not headed and not led and self._tied(after):
            return None
        if found := self.read_numeric(after, day, headed or led, headed):
            return self.finish_date(found)
        if found := self.read_worded(after + 1, day, headed):
            return self.finish_date(found)
        token = self.tokens[after]
        if (
            headed
            and token.end - token.start <= 2
            and self.is_plain(after)
            and not self.mark(after + 1, "/", tight=True)
        ):
            return Period("monthday", day=day), after + 1
        return None

    def _tied(self, index: int) -> bool:
        """The number hangs on something before it: part of a code or of a longer number."""
        start = self.tokens[index].start
        return self.folded[max(0, start - 1) : start] in tuple("/.,-") and not self.folded[max(0, start - 2)].isspace()

    def read_edge_day(self, index: int) -> Read:
        """``วันสุดท้ายของเดือนเมษายน``, ``ngày cuối cùng của tháng``."""
        edge = self.sense(index, "ordinal")
        if edge not in ("first", "last"):
            return None
        after = self.skip(index + 1, "of")
        found = self.read_period(after, False) or self.read_bare_unit(after)
        if found is None:
            return None
        day = self.last_day(found[0], edge == "last")
        return (day, found[1]) if day else (Period("event"), found[1])

    def read_numeric(self, index: int, day: int, led: bool, headed: bool) -> Read:
        """A date in digits: day, month and perhaps year. Without a year it needs a head or a preposition."""
        mark = self.mark(index + 1, "/-.")
        month = self.digits(index + 2, 1, 12) if mark else None
        if month is None or mark is None or day > month_length(0, month):
            return None
        tight = self.mark(index + 1, "/-.", tight=True) is not None
        after = index + 3
        if (second := self.mark(after, "/-.")) and (second == mark or headed):
            year = self.read_year_number(after + 1, short=second == "/" or (second == "-" and tight))
            if year and year[0] and (second != "." or self.mark(after, ".", tight=True)):
                if self._not_a_range(year) is None or not bounds(Period("day", None, month, day), year[0]):
                    return None
                return Period("day", year[0], month, day), year[1]
        if self.sense(after, "month") or self.sense(after, "unit") == "month":
            return None  # 9-11 มิถุนายน is a range of days
        if not led or not tight or (mark == "." and not headed):
            return None
        tail = self.mark(after, "/-", tight=True)
        if tail and not (mark == "/" and tail == "-") and self.digits(after + 1, 0, 9999) is not None:
            return None  # 5-7/10 is a range of days, 1/2/3 no date
        end = self.tokens[index + 2].end
        tail_char, next_char = self.folded[end : end + 1], self.folded[end + 1 : end + 2]
        if tail_char in ("/", "%") or (tail_char == "-" and next_char.isalpha()):
            return None
        if not headed and mark == "/" and day < month <= 5 and not self.deictic(after):
            return None  # "đến 2/3" is a fraction more often than a date
        worded = self.read_year(after)
        if worded and self.tokens[after].kind == "word":
            return Period("day", worded[0], month, day), worded[1]
        return Period("day", None, month, day), after

    def read_worded(self, index: int, day: int, headed: bool) -> Read:
        """What follows a day's number: ``tháng 4 năm 2025``, ``มิถุนายน 2568``, ``เดือนนี้``."""
        after = self.skip(index, "of")
        month = self.read_month(after, False)
        if month is None:
            return None
        if not headed and self.sense(month[1] - 1, "deictic") and self.sense(month[1] - 2, "unit"):
            return None  # "15 เดือนนี้" without a head is a count of months
        period = month[0]
        if period.unit == "event":
            return replace(period, past=period.past), month[1]
        if period.unit != "month" or day > month_length(period.year or 0, period.number):
            return None
        return Period("day", period.year, period.number, day, past=period.past), month[1]

    def finish_date(self, found: tuple[Period, int]) -> Read:
        """A trailing year in words, ``this`` or ``coming``."""
        period, after = found
        which = self.deictic(after)
        if which not in SHIFTS:
            if period.year is None and (year := self.read_year(after)) and self.tokens[after].kind == "word":
                return replace(period, year=year[0]), year[1]
            return period, after
        if which == "past":
            return (replace(period, past=True), after + 1) if period.year is None else (period, after)
        return period, after + 1

    # The longer periods are read by the class that extends this one.
    def read_month(self, index: int, led: bool) -> Read:
        """See :class:`pipeline.deadlines.points.PointReader`."""
        raise NotImplementedError

    def read_period(self, index: int, led: bool) -> Read:
        """See :class:`pipeline.deadlines.points.PointReader`."""
        raise NotImplementedError

    def read_bare_unit(self, index: int) -> Read:
        """See :class:`pipeline.deadlines.points.PointReader`."""
        raise NotImplementedError

    def last_day(self, period: Period, last: bool) -> Period | None:
        """See :class:`pipeline.deadlines.points.PointReader`."""
        raise NotImplementedError
