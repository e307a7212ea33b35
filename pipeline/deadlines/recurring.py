"""The grammar of what comes again and again."""

from __future__ import annotations

from pipeline.deadlines.periods import Period, Settled
from pipeline.deadlines.phrases import Expression
from pipeline.deadlines.ranges import RangeReader
from pipeline.deadlines.reader import FEW

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
RULES = {
    "day": ("DAILY", 1),
    "week": ("WEEKLY", 1),
    "month": ("MONTHLY", 1),
    "quarter": ("MONTHLY", 3),
    "year": ("YEARLY", 1),
    "fiscal_year": ("YEARLY", 1),
    "hour": ("HOURLY", 1),
}


class RecurringReader(RangeReader):
    """Adds recurrences to what :class:`RangeReader` reads."""

    def recurring(self, index: int) -> Expression | None:
        """``hằng tháng``, ``trước ngày 25 hằng tháng``, ``ทุกวันจันทร์``, ``6 tháng một lần``, ``ปีละ 2 ครั้ง``."""
        readings = [
            self.every_unit(index),
            self.point_every(index),
            self.every_point(index),
            self.times_per(index),
        ]
        return max((r for r in readings if r), key=lambda r: r.end, default=None)

    def repeat(self, index: int, after: int, rrule: str, time: str | None, cue: str | None = None) -> Expression:
        """A recurrence as an expression, with a clock time that may follow it."""
        if time is None:
            at = after + 1 if self.mark(after, ",") else after
            chain = self.read_chain(at) if at < self.count and self.tokens[at].gap >= 0 else None
            clock = self.read_clock(chain.after if chain else at)
            if clock and (chain or at == after):
                time, after = clock
        start, end = self.span(index, after)
        return Expression(
            start,
            end,
            "recurring",
            Settled(None),
            "recurring",
            cue or "every",
            self.firmness(index, after),
            time=time,
            rrule=rrule,
        )

    def firmness(self, index: int, after: int) -> str:
        """A recurrence by a loose word alone (``mỗi tháng``, ``ประจำปี``) may be a rate or a name."""
        kinds = {kind for at in range(index, after) if (kind := self.tokens[at].senses.get("every"))}
        return "loose" if "firm" not in kinds and kinds and after - index <= 2 else "every"

    def read_every(self, index: int, joined: bool) -> tuple[str, int, int] | None:
        """``hằng quý``, ``ทุก 6 เดือน``, ``mỗi 3 tháng``: unit, interval and next index."""
        if not self.sense(index, "every", joined):
            return None
        at = self.skip_all(index + 1, "every")
        interval = self.number(at, 1, 366) if self.sense(at + 1, "unit") in RULES else None
        at += interval is not None
        unit = self.sense(at, "unit")
        if unit not in RULES:
            return None
        if self.sense(index, "every", joined=False) == "name" and self.is_dated_name(at + 1):
            return None
        return unit, interval or 1, at + 1

    def is_dated_name(self, index: int) -> bool:
        """A number, era or month behind the unit: ``ประจำปี 2568`` names one year, and repeats nothing."""
        return bool(self.digits(index, 0, 9999) is not None or self.sense(index, "era") or self.sense(index, "month"))

    def every_unit(self, index: int) -> Expression | None:
        """A unit that recurs, and perhaps a day: ``hằng tháng, trước ngày 25``, ``mỗi quý một lần``."""
        found = self.read_every(index, joined=False)
        if found is None:
            # "6 tháng một lần", "3 tháng/lần"
            interval = self.number(index, 1, 366, joined=False)
            unit = self.sense(index + 1, "unit")
            if interval is None or unit not in RULES or not self.sense(index + 2, "once"):
                return None
            return self.repeat(index, index + 3, self.rrule(unit, interval), None)
        unit, interval, after = found
        if unit == "day" and self.sense(after, "working"):
            return self.repeat(index, after + 1, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", None)
        after = self.skip(after, "once")
        at = after + 1 if self.mark(after, ",") else after
        chain = self.read_chain(at) if at < self.count and self.tokens[at].gap >= 0 else None
        if (
            chain
            and (point := self.read_point(chain.after, led=True))
            and (rule := self.point_rule(point[0], unit, interval))
        ):
            return self.repeat(index, point[1], rule, point[0].time)
        if self.number(after, 1, 31) and self.sense(after + 1, "times"):  # two times each year
            return self.repeat(index, after + 2, self.fraction(unit, self.number(after, 1, 31) or 1), None)
        return self.repeat(index, after, self.rrule(unit, interval), None)

    def point_every(self, index: int) -> Expression | None:
        """A day that recurs: ``trước ngày 25 hằng tháng``, ``ภายในวันที่ 5 ของทุกเดือน``."""
        opening = index + (self.sense(index, "every", joined=False) == "firm")  # "định kỳ trước ngày 25 hằng tháng"
        chain = self.read_chain(opening)
        at = chain.after if chain else opening
        points: list[Period] = []
        while at < self.count and len(points) < FEW:
            point = self.read_point(at, joined=at > index, led=chain is not None or bool(points))
            if point is None and points and points[-1].unit == "monthday" and (day := self.digits(at, 1, 31)):
                point = Period("monthday", day=day), at + 1
            if point is None:
                break
            points.append(point[0])
            at = point[1]
            if not (self.sense(at, "joint") or self.mark(at, ",")) or self.read_every(at + 1, joined=True):
                break
            at += 1
        if not points:
            return None
        at = at + 1 if self.mark(at, ",") else self.skip(at, "of")
        every = self.read_every(at, joined=True)
        if every is None and points[-1].unit == "monthday":
            at = self.skip(at, "of")
            if self.sense(at, "unit") == "month" and self.sense(at + 1, "every"):
                every = self.read_every(at + 1, joined=True)
        if every is None:
            return None
        rule = self.points_rule(points, every[0], every[1])
        after = self.skip(every[2], "once")
        cue = chain.cue.name if chain and chain.cue else None
        return self.repeat(index, after, rule, points[0].time, cue) if rule else None

    def every_point(self, index: int) -> Expression | None:
        """``ทุกวันที่ 25 ของเดือน``, ``ทุกวันจันทร์และวันพฤหัสบดี``, ``mỗi thứ Hai``, ``ทุกสิ้นเดือน``."""
        chain = self.read_chain(index)
        at = chain.after if chain else index
        if self.sense(at, "every", joined=at > index) not in ("firm", "loose"):
            return None
        points: list[Period] = []
        at += 1
        while at < self.count and len(points) < FEW:
            point = self.read_point(at, led=True)
            if point is None and points and (day := self.digits(at, 1, 31)) and points[-1].unit == "monthday":
                point = Period("monthday", day=day), at + 1
            if point is None:
                break
            points.append(point[0])
            at = point[1]
            if not (self.sense(at, "joint") or self.mark(at, ",")) or at + 1 >= self.count:
                break
            at += 1
        if not points:
            return None
        of = self.skip(at, "of")
        unit = self.sense(of, "unit")
        if points[0].weekday:
            rule = self.points_rule(points, "week", 1)
            at = of + 1 if unit == "week" else at
        elif points[0].unit == "monthday":
            rule = self.points_rule(points, "quarter" if unit == "quarter" else "month", 1)
            at = of + 1 if unit in ("month", "quarter") else at
        elif points[0].part:
            named = {"span": "week", "fiscal_quarter": "quarter", "half": "year"}.get(points[0].unit, points[0].unit)
            rule = self.points_rule(points, named, 1) if named in RULES else None
        else:
            rule = self.points_rule(points, "year", 1)
        return self.repeat(index, at, rule, points[0].time) if rule else None

    def times_per(self, index: int) -> Expression | None:
        """``ปีละ 2 ครั้ง``, ``เดือนละครั้ง``, ``2 lần/năm``, ``1 lần mỗi tuần``."""
        unit = self.sense(index, "unit", joined=False)
        if unit in RULES and self.sense(index + 1, "each"):
            count = self.number(index + 2, 1, 31)
            at = index + 3 if count else index + 2
            if self.sense(at, "times") or self.sense(at, "once"):
                return self.repeat(index, at + 1, self.fraction(unit, count or 1), None)
            return None
        count = self.number(index, 1, 31, joined=False)
        if count and self.sense(index + 1, "times") and (self.sense(index + 2, "per") or self.mark(index + 2, "/")):
            unit = self.sense(index + 3, "unit")
            return self.repeat(index, index + 4, self.fraction(unit, count), None) if unit in RULES else None
        return None

    @staticmethod
    def rrule(unit: str, interval: int) -> str:
        """The RFC 5545 rule of a unit and how many of it lie between."""
        name, base = RULES[unit]
        return f"FREQ={name}" + (f";INTERVAL={interval * base}" if interval * base > 1 else "")

    def fraction(self, unit: str, count: int) -> str:
        """So many times a unit: twice a year is every six months."""
        months = {"year": 12, "fiscal_year": 12, "quarter": 3}.get(unit, 0)
        return (
            self.rrule("month", months // count)
            if months and count > 1 and months % count == 0
            else self.rrule(unit, 1)
        )

    def points_rule(self, points: list[Period], unit: str, interval: int) -> str | None:
        """One rule for several days of the same kind."""
        if len(points) > 1 and unit == "week":
            days = [WEEKDAYS[point.weekday - 1] for point in points if point.weekday]
            return f"{self.rrule(unit, interval)};BYDAY={','.join(days)}" if days else None
        if len(points) > 1 and all(point.unit == "monthday" for point in points):
            return f"{self.rrule(unit, interval)};BYMONTHDAY={','.join(str(point.day) for point in points)}"
        return self.point_rule(points[0], unit, interval)

    def point_rule(self, point: Period, unit: str, interval: int) -> str | None:
        """The rule of a point that recurs with a unit; null where they do not fit."""
        rule = self.rrule(unit, interval)
        if unit == "week" and point.weekday:
            return f"{rule};BYDAY={WEEKDAYS[point.weekday - 1]}"
        if unit in ("month", "quarter") and point.unit == "monthday":
            return f"{rule};BYMONTHDAY={point.day}"
        if unit in ("year", "fiscal_year") and point.unit == "day":
            return f"{rule};BYMONTH={point.number};BYMONTHDAY={point.day}"
        if unit in ("year", "fiscal_year") and point.unit in ("quarter", "half", "fiscal_quarter"):
            return rule
        if unit in ("year", "fiscal_year") and point.unit == "month":
            return f"{rule};BYMONTH={point.number}"
        if unit in ("month", "quarter") and point.part in ("end", "late"):
            return f"{rule};BYMONTHDAY=-1"
        if unit == "year" and point.part in ("end", "late") and point.unit == "year":
            return f"{rule};BYMONTH=12;BYMONTHDAY=31"
        if point.unit == "clock" or point.part_of_day or point.part:
            return rule
        return rule if unit == "day" and point.unit in ("clock", "day") and point.time else None
