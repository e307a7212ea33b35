"""The grammar of ranges: two points, and all between them."""

from __future__ import annotations

from dataclasses import replace

from pipeline.deadlines.durations import DurationReader
from pipeline.deadlines.periods import Period, settle_range
from pipeline.deadlines.phrases import Expression
from pipeline.deadlines.points import Read
from pipeline.deadlines.reader import FEW


class RangeReader(DurationReader):
    """Adds ranges to what :class:`DurationReader` reads."""

    def range(self, index: int) -> Expression | None:
        """``từ ngày 15/5 đến ngày 15/6/2025``, ``ระหว่างวันที่ 11-17 เมษายน``, ``giai đoạn 2021-2025``."""
        starts = [(chain.cue, chain.after, chain.strong) for chain in self.chains(index)]
        best: Expression | None = None
        for cue, at, strong in [*starts, (None, index, False)]:
            if cue and cue.name in ("before", "past", "after"):
                continue
            headed = bool(self.sense(at, "range_head", joined=at > index))
            if headed:
                at += 1
                inner = self.read_chain(at)
                at = inner.after if inner and inner.cue and inner.cue.name in ("from", "within", "in") else at
            ends = self.range_ends(at, cue is not None or headed, at > index)
            if ends is None:
                continue
            first, last, after, listed = ends
            if (
                listed
                and cue
                and (
                    cue.name in ("latest", "until", "through", "as_of")
                    or (cue.name == "within" and first.unit == "day")
                )
            ):
                continue
            value = settle_range(first, last, self.counting_from("month" if last.unit == "monthday" else "year"))
            if value is None:
                continue
            start, end = self.span(index, after)
            if best is None or end > best.end:
                name = cue.name if cue else "during" if headed else None
                strength = (
                    "none"
                    if cue and cue.strength == "none"
                    else "strong"
                    if strong
                    else "weak"
                    if name or self.sense(index, "head", joined=False)
                    else "bare"
                )
                best = Expression(start, end, "during", value, "range", name, strength, time=last.time, past=last.past)
        return best

    def opens_range(self, index: int) -> bool:
        """A range with both ends starts here."""
        found = self.range(index)
        return found is not None

    def range_ends(self, index: int, led: bool, joined: bool) -> tuple[Period, Period, int, bool] | None:
        """Both ends of a range, the index behind it, and whether it is a list (``và``)."""
        found = self.read_point(index, joined=joined, led=led) or self.read_opening(index, led, joined)
        if found is None or found[0].unit in ("event", "term", "clock"):
            return None
        first, at = found
        listed = False
        if self.mark(at, "-") or self.sense(at, "to"):
            at += 1
        elif self.sense(at, "joint") or self.mark(at, ","):
            listed, at = True, at + 1
        else:
            return None
        at = self.skip_all(at, "filler", "to")
        part_at = self.read_point(at, led=True)
        last = self.same_unit(at, first)
        if (
            listed
            and self.mark(at - 1, ",")
            and (last is None or (self.tokens[at].kind == "word" and not self.sense(at, "roman")))
        ):
            return None
        if part_at and (last is None or part_at[1] > last[1]):
            if listed and (part_at[0].unit != first.unit and first.unit != "monthday"):
                return None
            last = part_at
        if last is None or last[0].unit in ("event", "term", "clock"):
            return None
        if last[0].unit == "monthday" and first.unit != "monthday":
            return None
        second, after = last
        for _ in range(FEW):
            more = self.same_unit(after + 1, second) if listed else None
            if more is None or not (self.sense(after, "joint") or self.mark(after, ",")):
                break
            second, after = more
        if first.unit == "monthday" and second.unit == "day":
            listed = False  # one expression, not a list of two
            first = Period("day", second.year, second.number, first.day)
        if first.unit == "quarter" and second.unit == "fiscal_quarter":
            first = replace(first, unit="fiscal_quarter", year=second.year)
        return first, second, after, listed

    def read_opening(self, index: int, led: bool, joined: bool) -> Read:
        """A first end that says too little alone: ``11-17 เมษายน``, ``2021-2025``, ``ปี 58``."""
        unit = self.sense(index, "unit", joined=joined)
        count = self.number(index, 2, 9, joined)
        if count and self.sense(index + 1, "unit") in ("year", "month"):  # in the two years 2025 and 2026
            return self.read_period(index + 1, False)
        if unit == "year" and (year := self.read_year_number(index + 1, True)):
            return Period("year", year[0]), year[1]
        if not led:
            return None
        if year := self.read_year_number(index, False, joined):
            return Period("year", year[0]), year[1]
        day = self.digits(index, 1, 31, joined)
        return (Period("monthday", day=day), index + 1) if day is not None else None

    def same_unit(self, index: int, first: Period) -> Read:
        """The second end by its number alone, in the unit of the first."""
        if index >= self.count or self.tokens[index].gap < 0:
            return None
        if first.unit in ("year", "fiscal_year"):
            at = index + 1 if self.sense(index, "unit") == "year" else index
            year = self.read_year_number(at, True)
            return (Period(first.unit, year[0]), year[1]) if year else None
        if first.unit in ("quarter", "fiscal_quarter"):
            roman = self.number(index, 1, 4) or self.sense(index, "roman")
            if not roman:
                return None
            after = self.skip(index + 1, "of")
            if self.sense(after, "unit") == "fiscal_year" and (found := self.read_year_period(after)):
                return Period("fiscal_quarter", found[0].year, roman), found[1]
            read = self.read_year(index + 1)
            return Period(first.unit, read[0] if read else None, roman), read[1] if read else index + 1
        if first.unit == "month" and (number := self.digits(index, 1, 12)):
            read = self.read_year(index + 1)
            return self.finish(Period("month", read[0] if read else None, number), read[1] if read else index + 1)
        if first.unit in ("day", "monthday"):
            found = self.read_date(index, led=True)
            if found is None and first.unit == "monthday" and (day := self.digits(index, 1, 31)):
                return Period("monthday", day=day), index + 1
            return found
        return None

    def from_now(self, index: int) -> Expression | None:
        """``từ nay đến 15/8``, ``ตั้งแต่บัดนี้จนถึงสิ้นปี``: by the end."""
        cue = self.sense(index, "cue", joined=False)
        if cue is None or cue.name != "from" or not self.sense(index + 1, "now"):
            return None
        at = index + 2
        for _ in range(2):
            at += bool(self.deictic(at) or self.mark(at, ","))
        if not (self.sense(at, "to") or self.sense(at, "cue")):
            return None
        found = self.dated(at)
        if found is None or found.relation not in ("by", "before"):
            return None
        return replace(found, start=self.tokens[index].start, strength="strong", cue="until")
