"""The grammar of whole expressions: prepositions with points, ranges, durations, events and urgent words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.deadlines.periods import Period, Settled, shift
from pipeline.deadlines.points import PointReader
from pipeline.deadlines.words import Cue

RANK = (
    "past",
    "as_of",
    "before",
    "from",
    "latest",
    "after",
    "until",
    "through",
    "within",
    "during",
    "on",
    "in",
)
EVENT_CUES = frozenset({"before", "latest", "until", "through", "within", "in", "from", "after", "on"})


@dataclass(frozen=True, slots=True)
class Expression:
    """One reading, from token offsets of the text to its value."""

    start: int
    end: int
    relation: str
    value: Settled
    rule: str
    cue: str | None
    strength: str
    time: str | None = None
    duration: str | None = None
    working: bool = False
    rrule: str | None = None
    approximate: bool = False
    past: bool = False
    partial: bool = False  # the wording alone could be something else (trong năm, vào sáng)


@dataclass(frozen=True, slots=True)
class Chain:
    """Prepositions in a row (``chậm nhất là trước``) and the one that decides."""

    cue: Cue | None
    after: int
    strong: bool
    through: bool = False  # one of them reaches to the end of a period (đến hết)


class PhraseReader(PointReader):
    """Reads one expression from a token on."""

    def read_chain(self, index: int) -> Chain | None:
        """Prepositions and fillers; the strongest decides the relation, any strong one makes it strong."""
        cues: list[Cue] = []
        at = index
        while at < self.count and at - index < 6:
            joined = at > index
            cue: Cue | None = self.sense(at, "cue", joined)
            if cue:
                cues.append(cue)
            elif not self.sense(at, "filler", joined) and not (
                cues and cues[-1].name == "latest" and self.mark(at, ":")
            ):
                break
            at += 1
        if not cues:
            return None
        return self.chain_of(cues, at)

    @staticmethod
    def chain_of(cues: list[Cue], after: int) -> Chain:
        """The chain of some prepositions."""
        best = min(cues, key=lambda cue: RANK.index(cue.name))
        strong = any(cue.strength == "strong" for cue in cues) and best.strength != "none"
        return Chain(best, after, strong, any(cue.name == "through" for cue in cues))

    def chains(self, index: int) -> list[Chain]:
        """All readings of the prepositions here: a word may be preposition and part of the date (``hết``)."""
        whole = self.read_chain(index)
        if whole is None:
            return []
        found = [whole]
        for after in range(whole.after - 1, index, -1):
            cues: list[Cue] = [cue for at in range(index, after) if (cue := self.sense(at, "cue", at > index))]
            if cues:
                found.append(self.chain_of(cues, after))
        return found

    def span(self, index: int, after: int) -> tuple[int, int]:
        """Characters from a token to the one before ``after``."""
        return self.tokens[index].start, self.tokens[after - 1].end

    def dated(self, index: int) -> Expression | None:
        """A preposition and a point: ``trước ngày 30/6/2025``, ``ภายในสิ้นปี 2568``."""
        best: Expression | None = None
        for chain in self.chains(index):
            point = self.read_point(chain.after, led=True)
            partial = False
            if point is None and chain.cue and chain.cue.name == "within":
                unit = self.sense(chain.after, "unit")
                following = self.tokens[chain.after + 1] if chain.after + 1 < self.count else None
                ends = following is None or following.gap != 0 or following.kind == "mark"
                if unit in ("day", "week", "month", "quarter", "year") and ends:
                    current = self.current(unit, 0)
                    point, partial = (current or Period("event"), chain.after + 1), True
            if point is None and chain.cue and chain.cue.name == "through":  # through the end of the month
                found_unit = self.read_bare_unit(chain.after)
                point = (replace(found_unit[0], part="end"), found_unit[1]) if found_unit else None
            if point is None or chain.cue is None:
                continue
            period = point[0]
            if chain.through and not period.part and period.unit not in ("day", "monthday", "clock"):
                period = replace(period, part="end")
            found = self.make(index, point[1], period, chain.cue, chain.strong, partial)
            if found and (best is None or found.end > best.end):
                best = found
        return best

    def make(self, index: int, after: int, period: Period, cue: Cue, strong: bool, partial: bool) -> Expression | None:
        """The value of a point behind a preposition, as the guidelines' table has it."""
        clock_only = period.unit == "clock"
        if clock_only:
            period = replace(self.today(0), time=period.time)
        relation = "during" if period.unit == "term" and cue.relation == "by" else cue.relation
        settled = self.settle(period, before=relation == "before")
        if settled is None:
            return None
        time = period.time
        due = settled.due
        if (relation == "before" and settled.first and not (time or period.part_of_day or period.part)) or (
            relation == "before" and period.part == "early" and settled.first
        ):
            due = shift(settled.first, -1)
        if relation == "from":
            due = None
            opening = settled.edtf.split("/")[0] if settled.edtf else None
            settled = replace(settled, edtf=f"{opening}/.." if opening else None)
            time = "00:00" if time == "24:00" else time
        start, end = self.span(index, after)
        strength = "strong" if strong else cue.strength if cue.strength == "none" else "weak"
        if cue.name in ("in", "on") and period.unit not in ("day", "monthday", "clock"):
            strength = "period"
        past = period.past
        if relation == "from" and self.sense(after, "until_now"):
            past, end = True, self.tokens[after].end
        return Expression(
            start,
            end,
            relation,
            replace(settled, due=due),
            "clock" if clock_only else "point",
            cue.name,
            strength,
            time=time,
            past=past,
            partial=partial or clock_only,
            approximate=self.is_vague(period),
        )

    @staticmethod
    def is_vague(period: Period) -> bool:
        """Early, middle and late are vague about the day; the end of a year or quarter is not."""
        if period.unit == "span":  # of a week, all of it is meant
            return False
        return period.part in ("early", "middle") or (period.part == "late" and period.unit == "month")

    def bare(self, index: int) -> Expression | None:
        """A point without a preposition."""
        point = self.read_point(index, joined=False)
        if point is None or point[0].unit in ("clock",) or (point[0].unit == "event" and not point[0].weekday):
            return None
        period, after = point
        start, end = self.span(index, after)
        settled = self.settle(period)
        if settled is None:
            return None
        named = self.sense(index, "month", joined=False) is not None
        if named and period.unit == "month" and period.year is None and not self.deictic(after - 1):
            return None  # a month's short name is part of many words
        headed = bool(self.sense(index, "head", joined=False))
        week = self.sense(index, "unit", joined=False) == "week"
        strength = "part" if (period.part and not period.loose) or week else "bare"
        return Expression(
            start,
            end,
            "by",
            settled,
            "bare",
            "on" if headed else None,
            strength,
            time=period.time,
            past=period.past,
            approximate=self.is_vague(period),
        )
