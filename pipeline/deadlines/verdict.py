"""Whether a time expression limits a duty, by the words around it.

These rules are meant for text without a trained classifier, and as a feature for one: they look at the
sentence only.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.deadlines.phrases import Expression
from pipeline.deadlines.words import Words

BEFORE = 260  # characters of the sentence looked at before an expression
AFTER = 140  # and after it
NEAR = 45  # how near a legal text's name must stand to have the date as its own
COMPLETES = 14  # how near "finish" must stand before a weak preposition
LONG_NAME = 90  # how far a plan's name may reach
NEXT = 60  # how far a report's verb may stand behind it
OLD = timedelta(days=10)  # an order is reported at most so long after its date
SOON = timedelta(days=150)  # a date without a year that lies farther ahead may well be last year's
OLD_START = timedelta(days=31)
ASIDE = re.compile(r"\([^()]{0,90}\)")  # what stands in brackets says nothing about the sentence


class Verdict:
    """Judges the expressions of one text."""

    def __init__(self, folded: str, words: Words, reference: date | None) -> None:
        self.folded = folded
        self.words = words
        self.reference = reference

    def reason(self, found: Expression) -> str | None:
        """Why an expression is no deadline; null where it is one."""
        if found.past:
            return "past"
        if found.strength == "none":
            return "lead time" if found.rule == "lead" else f"{found.cue}"
        if self._is_old(found):
            return "past"
        before, after = self._sentence(found)
        if self._is_dated_text(found, before):
            return "instrument"
        if self._is_named(found, before, after):
            return "name"
        mark = self._last_mark(before, firm=found.strength in ("strong", "every", "asap strong"))
        if mark == "past" and self._lies_ahead(found):
            mark = "order"  # what is still to come has not been done: someone was told to
        if mark in ("past", "expected", "topic"):
            return mark
        completes = found.cue == "in" and self.words.context["completion"].search(before[-COMPLETES:]) is not None
        detailed = completes or (found.strength == "every" and (";" in (found.rrule or "") or found.time is not None))
        if (found.strength == "strong" or detailed) and not found.partial:
            reported = mark is None and self._reports(after[:NEXT]) and not self._lies_ahead(found)
            return "report" if reported else None
        if mark is None and self.words.context["order"].search(after) and not self._reports(after[:NEXT]):
            mark = "order"
        if mark is None and found.strength == "weak" and found.rule == "range" and self._lies_ahead(found):
            return None  # from one day to another, all of it to come: a campaign, not a report
        if mark is None:
            return "no duty"
        if found.strength == "bare":
            label = before.rstrip().endswith(":")
            return None if label and mark == "order" else "bare"
        if found.strength == "asap manner":
            return "manner"
        if found.strength == "clause":
            return "event"
        if (
            found.strength in ("asap weak", "loose", "event")
            or found.partial
            or (found.strength == "weak" and found.rule == "point")
        ):
            return None if mark == "order" else "weak"
        return None

    def _lies_ahead(self, found: Expression) -> bool:
        """All of it is later than the article; of a last day, that day."""
        last_day = found.cue in ("before", "latest", "until", "through")
        value = (found.value.due or found.value.last) if last_day else found.value.first
        return self.reference is not None and value is not None and self.reference < value <= self.reference + SOON

    def _is_old(self, found: Expression) -> bool:
        today, value = self.reference, found.value
        if today is None:
            return False
        if found.relation == "from":
            return value.first is not None and value.first < today - OLD_START
        last = value.due or value.last
        return last is not None and last < today - (OLD if found.strength == "strong" else timedelta(days=1))

    def _sentence(self, found: Expression) -> tuple[str, str]:
        """The text before and after an expression in its sentence."""
        text = self.folded
        start = max(text.rfind("\n", 0, found.start) + 1, found.start - BEFORE)
        line_end = text.find("\n", found.end)
        end = min(len(text) if line_end < 0 else line_end, found.end + AFTER)
        before, after = text[start : found.start], text[found.end : end]
        if self.words.spaced:
            cut = max(before.rfind(". "), before.rfind("; "))
            before = before[cut + 1 :] if cut >= 0 else before
            stop = after.find(". ")
            after = after[:stop] if stop >= 0 else after
        return before, after

    def _last_mark(self, before: str, firm: bool) -> str | None:
        """The class of the last telling word before an expression.

        Plain verbs of duty (*hoàn thành*, *ส่ง*) leave an earlier mark standing: an order reaches
        over them, and so does a report. For a ``firm`` expression words of statistics tell nothing.
        """
        context = self.words.context
        quiet = context["neutral"].sub(
            lambda match: " " * len(match.group()), ASIDE.sub(lambda m: " " * len(m.group()), before)
        )
        last: tuple[int, str] | None = None
        for name, text in (("order", before), ("past", quiet), ("expected", quiet), ("topic", quiet)):
            if name == "topic" and firm:
                continue
            if name == "topic" and last:
                continue
            for match in context[name].finditer(text):
                if last is None or match.end() > last[0]:
                    last = match.end(), name
        if last:
            return last[1]
        return "duty" if context["duty"].search(before) else None

    def _reports(self, after: str) -> bool:
        return self.words.context["report"].search(after) is not None

    def _is_dated_text(self, found: Expression, before: str) -> bool:
        """The date of a decree, a letter or a meeting."""
        if found.cue not in (None, "on", "in") or found.rule not in ("bare", "point"):
            return False
        near = before[-NEAR:]
        return self.words.context["instrument"].search(near) is not None and found.strength in (
            "bare",
            "weak",
        )

    def _is_named(self, found: Expression, before: str, after: str) -> bool:
        """A period in the name of a plan, or alone in brackets."""
        if found.strength == "bare" and before.endswith("(") and after.startswith(")"):
            return True
        if found.strength == "part":
            return False
        long = found.rule == "range" or (found.cue in ("until", None, "in") and found.value.edtf is not None)
        if not long or found.value.edtf is None or len(found.value.edtf) not in (4, 9):
            return False
        near = before[-LONG_NAME:]
        ends = [match.end() for match in self.words.context["name"].finditer(near)]
        if not ends:
            return False
        between = near[ends[-1] :]
        return not any(char in between for char in ",;:") and not self.words.context["order"].search(between)
