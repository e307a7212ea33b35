"""The grammar of durations: so much time, counted from a day or an event."""

from __future__ import annotations

from datetime import date

from pipeline.deadlines.periods import Settled, add
from pipeline.deadlines.phrases import Chain, Expression, PhraseReader

DURATION_CUES = frozenset({"latest", "within", "in", "until", "after", "before"})
DESIGNATORS = {"day": "D", "week": "W", "month": "M", "year": "Y", "hour": "H", "minute": "M"}
NO_CHAIN = Chain(None, 0, False)


class DurationReader(PhraseReader):
    """Adds durations to what :class:`PhraseReader` reads."""

    def duration(self, index: int) -> Expression | None:
        """``trong 15 ngày kể từ ngày 1/7``, ``ภายใน 7 วันทำการ``, ``không quá 3-4 tháng``."""
        best: Expression | None = None
        for chain in [*self.chains(index), NO_CHAIN]:
            found = self._duration(index, chain)
            if found and (best is None or found.end > best.end):
                best = found
        return best

    def _duration(self, index: int, chain: Chain) -> Expression | None:
        cue = chain.cue
        if cue and cue.name not in DURATION_CUES:
            return None
        at = chain.after if cue else index
        at = self.skip_all(at, "about") if cue else at
        joined = cue is not None
        fixed = self.sense(at, "span_unit", joined)
        if fixed:
            unit, amount = str(fixed).split()
            count, half, after, working = int(amount), False, at + 1, False
        else:
            count = self.number(at, 1, 2000, joined) or 0
            if not count or not self.is_plain(at):
                return None
            at += 1
            if (self.mark(at, "-") or self.sense(at, "to") or self.sense(at, "joint")) and (
                upper := self.number(at + 1, count, 2000)
            ):
                count, at = upper, at + 2
            elif (more := self.sense(at, "number")) and count < more < 10 and self.sense(at - 1, "number"):
                count, at = more, at + 1  # "สองสามวัน"
            unit = self.sense(at, "unit")
            if unit not in DESIGNATORS and unit != "quarter":
                return None
            after = at + 1
            working = bool(self.sense(after, "working"))
            after += working
            half = bool(self.sense(after, "half_more")) and unit in ("month", "year", "day", "week")
            after += half
            if self.sense(after, "ordinal") in ("first", "last") and self.sense(after, "cue") is None:
                return None
        past = self.deictic(after) in ("past", "gone")
        if self.deictic(after):
            after += 1
            past = past or self.deictic(after) in ("past", "gone")
        text, months = self._designate(count, unit, half)
        start_day, after, counted = self.counted_from(after, cue is not None)
        if cue is None and not counted:
            return None
        due = None
        if start_day:
            due = add(
                start_day,
                count * 3 if unit == "quarter" else count,
                "month" if unit == "quarter" else unit,
                working,
            )
            due = add(due, months, "day", False) if months else due
        start, end = self.span(index, after)
        if counted and self.tokens[after - 1].end == counted and self.mark(after, ")"):
            end = self.tokens[after].end  # "trong 30 ngày (kể từ ngày 1/9)"
        end = max(end, counted)
        lead = cue is not None and cue.name == "before"
        strength = "none" if lead or (cue and cue.strength == "none") else ("strong" if chain.strong else "weak")
        value = Settled(None, due=due)
        rule = "lead" if lead else "duration"
        return Expression(
            start,
            end,
            "within",
            value,
            rule,
            cue.name if cue else None,
            strength,
            duration=text,
            working=working,
            past=past,
        )

    @staticmethod
    def _designate(count: int, unit: str, half: bool) -> tuple[str, int]:
        """The ISO 8601 duration, and the days that ``and a half`` adds."""
        if unit == "quarter":
            return f"P{count * 3}M", 0
        if half and unit == "month":
            return f"P{count}M15D", 15
        if half and unit == "year":
            return f"P{count}Y6M", 182
        return f"P{'T' if unit in ('hour', 'minute') else ''}{count}{DESIGNATORS[unit]}", 0

    def counted_from(self, index: int, led: bool) -> tuple[date | None, int, int]:
        """What a duration is counted from: the named day, else the article's, or an event that no one dates.

        Returns:
            The day or null, the index behind what was read, and where the clause ends (0: nothing said).
        """
        opened = self.mark(index, "(")
        at = index + 1 if opened or self.mark(index, ",") else index
        kind = self.sense(at, "start_mark")
        if kind is None or (kind == "loose" and (not led or self.opens_range(at))):
            return self.counting_from("day"), index, 0
        mark_end = self.tokens[at].end
        at += 1
        point = self.read_point(at, led=True)
        after_now = at + 1 if self.sense(at, "now") else 0
        if point and point[0].unit != "event" and (not after_now or point[1] > after_now):
            settled = self.settle(point[0])
            return (settled.first if settled else None), point[1], self.tokens[point[1] - 1].end
        if after_now:
            end = after_now + (self.deictic(after_now) is not None)
            return self.counting_from("day"), end, self.tokens[end - 1].end
        end = self.clause_end(mark_end)
        return (None, at, end) if end > mark_end else (self.counting_from("day"), index, 0)

    def opens_range(self, index: int) -> bool:
        """A word that starts a count may start a range: ``7 วัน ตั้งแต่วันนี้ถึงวันที่ 31``."""
        raise NotImplementedError

    def clause_end(self, position: int) -> int:
        """Where the clause that starts at this character ends."""
        limit = min(len(self.folded), position + self.words.event_length)
        at = position
        while at < limit and self.folded[at] == " ":
            at += 1
        while at < limit and self.folded[at] not in self.words.event_ends:
            at += 1
        if at == limit < len(self.folded) and self.words.spaced:  # cut at a word, not inside one
            at = max(self.folded.rfind(" ", position, at), position)
        return position + len(self.folded[position:at].rstrip())
