"""The grammar of clock times."""

from __future__ import annotations

from pipeline.deadlines.periods import at_hour
from pipeline.deadlines.reader import Reader

LATER_PARTS = ("afternoon", "evening", "night")


class ClockReader(Reader):
    """Reads clock times; :class:`pipeline.deadlines.days.DayReader` adds the days."""

    def read_clock(self, index: int, joined: bool = True) -> tuple[str, int] | None:
        """A clock time: ``17h30``, ``17 giờ``, ``18.00 น.``, ``เวลา 08:30``, ``บ่าย 3 โมง``, ``เที่ยง``."""
        at = self.sense(index, "clock_at", joined) is not None
        if at:
            index, joined = index + 1, True
        word = self.sense(index, "clock_word", joined)
        if word:
            return str(word), index + 1
        prefix = self.sense(index, "clock_prefix", joined)
        before = self.sense(index, "day_part", joined)
        if prefix is not None or before:
            hour = self.number(index + 1, 1, 12)
            if hour is None:
                return None
            shift_by = 0 if prefix is not None else self.sense(index + 2, "clock_shift")
            if shift_by is None:
                return None
            after = index + 2 + (prefix is None)
            time = at_hour(hour + (12 if before in LATER_PARTS and hour < 12 else 0) + int(prefix or 0), 0)
            return (time, after) if time else None
        hour = self.number(index, 0, 24, joined)
        if hour is None:
            return None
        after, minute = index + 1, 0
        added = self.sense(after, "clock_shift")
        if added is not None:
            time = at_hour(hour + int(added) if hour + int(added) <= 24 else hour, 0)
            return (time, after + 1) if time else None
        if self.sense(after, "clock_hour"):
            after += 1
            minutes = self.digits(after, 0, 59)
            spaced = after < self.count and self.tokens[after].gap > 0
            if minutes is not None and (not spaced or self.sense(after + 1, "clock_minute")):
                minute, after = minutes, after + 1
                after = self.skip(after, "clock_minute")
        else:
            mark = self.mark(after, ":.", tight=True)
            minutes = self.digits(after + 1, 0, 59) if mark else None
            two = minutes is not None and self.tokens[after + 1].end - self.tokens[after + 1].start == 2
            if minutes is not None and two:
                ended = self.sense(after + 2, "clock_end") is not None
                if not ended and (mark == "." and not at):
                    return None
                minute, after = minutes, after + 2 + ended
            elif self.sense(after, "clock_end"):
                after += 1
            else:
                return None
        part = self.sense(after, "day_part")
        if part and self.tokens[after].gap >= 0:
            if part in LATER_PARTS and 1 <= hour < 12 and not (part == "night" and hour < 6):
                hour += 12
            if part == "noon" and hour == 1:
                hour = 13
            after += 1
        time = at_hour(hour, minute)
        return (time, after) if time else None
