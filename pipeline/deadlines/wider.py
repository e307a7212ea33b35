"""The grammar of events that date nothing and of urgent words; the reader that the finder uses."""

from __future__ import annotations

from dataclasses import replace

from pipeline.deadlines.periods import Settled
from pipeline.deadlines.phrases import EVENT_CUES, Chain, Expression
from pipeline.deadlines.recurring import RecurringReader

MEETING = 110  # characters between a meeting and the word that says which one


class WideReader(RecurringReader):
    """Reads everything; the finder asks it at every token."""

    def event(self, index: int) -> Expression | None:
        """What dates nothing by itself: ``trước Tết``, ``ก่อนเปิดภาคเรียน``, ``trước khi ...``."""
        relation = self.sense(index, "event_clause", joined=False)
        token = self.tokens[index]
        if relation and not (self.sense(index, "cue") and self.dated(index)):
            end = self.clause_end(token.end)
            name = "before" if relation == "before" else "until"
            return (
                Expression(token.start, end, relation, Settled(None), "clause", name, "clause")
                if end > token.end
                else None
            )
        if self.sense(index, "meeting", joined=False):
            return self.next_meeting(index, index)
        chain = self.read_chain(index)
        if chain is None or chain.cue is None or chain.cue.name not in EVENT_CUES:
            return None
        if (self.sense(chain.after, "meeting") or self.sense(chain.after, "meeting_noun")) and (
            found := self.next_meeting(index, chain.after)
        ):
            return replace(found, relation=chain.cue.relation, cue=chain.cue.name)
        first = self.skip(chain.after, "head")
        if not self.sense(first, "event"):
            return self.before_clause(chain) if chain.cue.name == "before" else None
        after = self.skip_all(first, "event")
        day = self.read_date(after, led=True)
        if day and day[0].unit == "day":  # "trước Quốc khánh 2/9"
            return self.make(index, day[1], day[0], chain.cue, chain.strong, False)
        numbered = after + 1 if self.sense(after, "ordinal") == "mark" else after
        if self.digits(numbered, 1, 20) and self.tokens[numbered].gap <= 1:
            after = numbered + 1
        if year := self.read_year(after):
            after = year[1]
            if self.mark(after, "-/") and (second := self.read_year_number(after + 1, False)):
                after = second[1]
        after += self.deictic(after) is not None
        start, end = self.span(index, after)
        name = chain.cue.name
        strength = (
            chain.cue.strength
            if name in ("before", "latest")
            else "clause"
            if name in ("in", "on", "after")
            else "event"
        )
        return Expression(start, end, chain.cue.relation, Settled(None), "event", chain.cue.name, strength)

    def before_clause(self, chain: Chain) -> Expression | None:
        """``ก่อนนำเสนอคณะรัฐมนตรี``: a verb stands behind the preposition at once."""
        token = self.tokens[chain.after - 1]
        if not self.words.event_verbs or not self.folded.startswith(self.words.event_verbs, token.end):
            return None
        return Expression(
            token.start, self.clause_end(token.end), "before", Settled(None), "clause", "before", "clause"
        )

    def next_meeting(self, index: int, at: int) -> Expression | None:
        """``ในการประชุม ครม. ครั้งต่อไป``, ``tại phiên họp tới``: by the next time a body meets."""
        start, limit = self.tokens[index].start, self.tokens[at].end + MEETING
        for after in range(at + 1, min(self.count, at + 12)):
            token = self.tokens[after]
            if token.start > limit or "\n" in self.folded[self.tokens[at].end : token.start]:
                break
            if "next_time" in token.senses:
                return Expression(start, token.end, "by", Settled(None), "meeting", "in", "weak")
        return None

    def asap(self, index: int) -> Expression | None:
        """``ngay lập tức``, ``โดยเร็ว``."""
        kind = self.sense(index, "asap", joined=False)
        if kind not in ("strong", "weak", "manner"):
            return None
        start, end = self.span(index, index + 1)
        return Expression(start, end, "asap", Settled(None), "asap", "asap", f"asap {kind}")

    def best(self, index: int) -> Expression | None:
        """The longest reading that starts at a token; of equal ones, the first in the order below.

        Recurrences go first since they contain a date, ranges before points since they start with one.
        """
        readings = (
            self.recurring,
            self.from_now,
            self.range,
            self.duration,
            self.dated,
            self.event,
            self.bare,
            self.asap,
        )
        return max((found for read in readings if (found := read(index))), key=lambda e: e.end, default=None)
