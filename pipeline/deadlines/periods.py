"""Calendar arithmetic: periods of time, their bounds, their EDTF codes, and sums of dates and durations.

A :class:`Period` is what a wording names, perhaps without a year; :func:`settle` gives it its place in time.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta

GRACE = timedelta(days=7)  # a date without a year may lie this far before the article's date (guidelines, section 2)
LATE_PARTS = ("late", "end")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar as worded.

    ``unit`` is one of ``day``, ``monthday`` (a day of an unnamed month), ``month``, ``quarter``, ``half``,
    ``year``, ``fiscal_year``, ``fiscal_quarter``, ``span`` (``first`` to ``last``), ``clock`` (a time of
    day), ``term`` (of office) or ``event``; the last two date nothing. ``number`` is the month, quarter or
    half-year; ``part`` is ``early``, ``middle``, ``late``, ``end`` or ``first half``.
    """

    unit: str
    year: int | None = None
    number: int = 0
    day: int = 0
    part: str | None = None
    first: date | None = None
    last: date | None = None
    time: str | None = None
    part_of_day: bool = False
    weekday: int | None = None
    loose: bool = False  # a unit alone (the end of the year, without saying which)
    past: bool = False  # worded as gone (last month)
    name: str | None = None  # the EDTF code, where it is not that of the unit


@dataclass(frozen=True, slots=True)
class Settled:
    """A period in its place: EDTF, first and last day, and the day a duty *by* this period is due."""

    edtf: str | None
    first: date | None = None
    last: date | None = None
    due: date | None = None


def month_length(year: int, month: int) -> int:
    """Days in a month; February has 29 where the year is unknown (0)."""
    return 29 if not year and month == 2 else calendar.monthrange(year or 2000, month)[1]


def shift(day: date, days: int) -> date:
    """Add days, staying inside what ``date`` can hold."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def add_months(day: date, months: int) -> date:
    """Add months, cut to the month's last day (31 January + 1 month is 28 or 29 February)."""
    index = day.year * 12 + day.month - 1 + months
    year = min(max(index // 12, MINYEAR), MAXYEAR)
    month = index % 12 + 1
    return date(year, month, min(day.day, month_length(year, month)))


def add_working_days(day: date, count: int) -> date:
    """Add days of which Saturdays and Sundays do not count."""
    weeks, rest = divmod(min(count, 100_000), 5)
    day = shift(day, -max(0, day.weekday() - 4))  # a weekend counts as its Friday
    day = shift(day, weeks * 7)
    for _ in range(rest):
        day = shift(day, 3 if day.weekday() == 4 else 1)
    return day


def add(day: date, count: int, unit: str, working: bool) -> date:
    """Add ``count`` units (``hour``, ``day``, ``week``, ``month`` ...) to a date, counted from its start."""
    if unit == "minute":
        unit, count = "hour", count // 60
    if unit == "hour":
        return shift(day, count // 24)
    if working:
        return add_working_days(day, count * (5 if unit == "week" else 1)) if unit in ("day", "week") else day
    if unit == "day":
        return shift(day, count)
    if unit == "week":
        return shift(day, count * 7)
    return add_months(day, count * {"month": 1, "quarter": 3, "year": 12}[unit])


def week_of(day: date, offset: int = 0) -> tuple[date, date]:
    """Monday and Sunday of the ISO week ``offset`` weeks after the day's own."""
    monday = shift(day, offset * 7 - day.weekday())
    return monday, shift(monday, 6)


def fiscal_year_of(day: date) -> int:
    """The Thai fiscal year (Common Era) that a day lies in: it starts on 1 October of the year before."""
    return day.year + (day.month >= 10)


def bounds(period: Period, year: int) -> tuple[date, date] | None:
    """First and last day of a period in a given year; null where the calendar has no such day."""
    if not MINYEAR < year < MAXYEAR:
        return None
    unit, number = period.unit, period.number
    if unit == "day":
        try:
            day = date(year, number, period.day)
        except ValueError:
            return None
        return day, day
    place = {
        "month": (number - 1, 1),
        "quarter": (number * 3 - 3, 3),
        "half": (number * 6 - 6, 6),
        "year": (0, 12),
        "fiscal_year": (-3, 12),
        "fiscal_quarter": (number * 3 - 6, 3),
    }.get(unit)
    if place is None:  # what has no place in the calendar: a day of no month, an event
        return None
    start, months = place
    first = add_months(date(year, 1, 1), start)
    return first, shift(add_months(first, months), -1)


def code(period: Period, year: int | None) -> str | None:
    """The EDTF code of a period; a null year is written ``XXXX``."""
    name = f"{year:04d}" if year else "XXXX"
    if period.unit in ("fiscal_year", "fiscal_quarter"):
        both = bounds(period, year) if year else None
        return f"{both[0]}/{both[1]}" if both else None
    suffix = {
        "day": f"-{period.number:02d}-{period.day:02d}",
        "monthday": f"-XX-{period.day:02d}",
        "month": f"-{period.number:02d}",
        "quarter": f"-{32 + period.number}",
        "half": f"-{39 + period.number}",
        "year": "",
    }.get(period.unit)
    return None if suffix is None else name + suffix


def due_in(period: Period, first: date, last: date) -> date:
    """The last day of a period, or of its early or middle part as the guidelines' table has it."""
    if period.part == "first half" and period.unit in ("month", "quarter", "fiscal_quarter"):
        return (first if period.unit == "month" else add_months(first, 1)).replace(day=15)
    if period.part not in ("early", "middle"):
        return last
    early = period.part == "early"
    if period.unit == "month":
        return first.replace(day=10 if early else 20)
    if period.unit in ("year", "fiscal_year"):
        return shift(add_months(first, 3 if early else 6), -1)
    if period.unit in ("quarter", "fiscal_quarter"):
        return shift(add_months(first, 1 if early else 2), -1)
    return last


def in_year(period: Period, year: int) -> Settled | None:
    """A period in a given year."""
    both = bounds(period, year)
    if both is None:
        return None
    return Settled(code(period, year), both[0], both[1], due_in(period, *both))


def next_monthday(day_of_month: int, reference: date) -> date | None:
    """The first day with this number in its month, from seven days before the reference on."""
    start = shift(reference, -GRACE.days)
    for months in range(4):
        month = add_months(start.replace(day=1), months)
        if day_of_month <= month_length(month.year, month.month):
            day = month.replace(day=day_of_month)
            if day >= start:
                return day
    return None


def settle(period: Period, reference: date | None, before: bool = False) -> Settled | None:
    """Give a period its place in time.

    Args:
        period: What the wording names.
        reference: The article's date.
        before: The relation is ``before``: what must lie ahead is then the first day, not the last.

    Returns:
        The settled period, without days where the year is unknown; null where there is no such day.
    """
    if period.unit in ("event", "term"):
        return Settled(None)
    if period.unit == "span":
        if period.first is None or period.last is None:
            return Settled(None)
        name = str(period.first) if period.first == period.last else f"{period.first}/{period.last}"
        return Settled(period.name or name, period.first, period.last, due_in(period, period.first, period.last))
    if period.year is not None:
        return in_year(period, period.year)
    if reference is None:
        return Settled(code(period, None))
    if period.unit == "monthday":
        day = next_monthday(period.day, reference)
        return Settled(str(day), day, day, day) if day else None
    floor = shift(reference, -GRACE.days)
    for year in range(reference.year - 1, reference.year + 9):  # nine years reach the next 29 February
        settled = in_year(period, year)
        if settled and settled.first and settled.last:
            ahead = settled.first if before and period.part not in LATE_PARTS else settled.last
            if ahead >= floor:
                return settled
    return None


def settle_range(start: Period, end: Period, reference: date | None) -> Settled | None:
    """A range of two periods: the year of one serves the other, and the start lies before the end."""
    if end.year is None and end.unit != "span" and start.year is not None and end.unit != "monthday":
        for year in (start.year, start.year + 1):
            first, last = in_year(start, start.year), in_year(replace(end, year=year), year)
            if first and last and first.first and last.last and last.last >= first.first:
                return _join(first, last)
        return None
    last = settle(end, reference)
    if last is None:
        return None
    if last.last is None or start.unit == "span" or start.year is not None:
        first = settle(start, reference)
        if first and last.last and first.first and first.first > last.last:
            return None
        return _join(first, last) if first else None
    for year in (last.last.year, last.last.year - 1):
        first = in_year(start, year) if start.unit != "monthday" else None
        if first and first.first and first.first <= last.last:
            return _join(first, last)
    return None


def _join(first: Settled, last: Settled) -> Settled:
    opening = (first.edtf or "").split("/")[0]
    closing = (last.edtf or "").split("/")[-1]
    edtf = f"{opening}/{closing}" if opening and closing else None
    return Settled(edtf, first.first, last.last, last.due or last.last)


def at_hour(hour: int, minute: int) -> str | None:
    """``HH:MM``, or null where the clock has no such time (``24:00`` ends a day)."""
    return f"{hour:02d}:{minute:02d}" if (0 <= hour < 24 and 0 <= minute < 60) or (hour, minute) == (24, 0) else None


def parse_iso(text: str) -> date | None:
    """``YYYY-MM-DD`` as a date, null for anything else."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        return None
