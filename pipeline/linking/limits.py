"""What speaks for a time expression as the limit of an action: candidates and features."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from pipeline.linking.layout import MANY, WINDOW, Layout, listed
from pipeline.linking.named import far, step
from pipeline.tagging.features import CLOSING, OPENING

PARAGRAPHS = 6  # how many paragraphs above an action its time limit may stand
LIKELY = 0.25


class Limits:
    """The time expressions of one article, seen from its actions."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        chance = layout.chance("D", "J")
        self.limit = [float(chance[date.unit]) for date in layout.dates]
        self.units = [date.unit for date in layout.dates]
        self.starts = [first for first, _ in layout.actions]

    def candidates(self, a: int) -> list[int]:
        """Places in ``layout.dates`` of what may limit an action: in its paragraph, or likely ones above it."""
        layout = self.layout
        first, last = layout.actions[a]
        here = layout.paragraph[first]
        found = []
        for k in self._between(bisect_left(layout.paragraph, here - PARAGRAPHS), last + 2 * WINDOW):
            date = layout.dates[k]
            paragraphs = here - layout.paragraph[date.unit]
            likely = self.limit[k] >= 0.05 or layout.reading.dates[date.index].limits
            if paragraphs == 0 or (paragraphs > 0 and likely):
                found.append(k)
        near = bisect_left(self.units, first)
        return [k for k in found if near - MANY <= k < near + MANY]

    def none(self, a: int, before: int | None) -> dict[str, float]:
        """The features of having no time limit."""
        layout = self.layout
        first, last = layout.actions[a]
        low, high = layout.start_of(layout.sentence, first), layout.end_of(layout.sentence, last)
        own = self._between(low, high)
        best = max((self.limit[k] for k in own), default=0.0)
        row = {"none": 1.0, f"none|best{step(best)}": 1.0, f"none|own:{min(len(own), 3)}": 1.0}
        row[f"none|before:{before is not None}"] = 1.0
        return row

    def _between(self, low: int, high: int) -> list[int]:
        first = bisect_left(self.units, low)
        return list(range(first, min(first + 2 * MANY, bisect_left(self.units, high))))

    def _actions(self, low: int, high: int) -> int:
        """How many actions begin in ``[low, high)``."""
        return max(0, bisect_left(self.starts, high) - bisect_left(self.starts, low))

    def features(self, a: int, k: int, before: int | None) -> dict[str, float]:
        """The features of one of :meth:`candidates`, given the limit of the action before."""
        layout = self.layout
        first, last = layout.actions[a]
        at = layout.dates[k].unit
        mention = layout.reading.dates[layout.dates[k].index]
        verdict = "limits" if mention.limits else "no-limit"
        own = f"D{step(self.limit[k])}"
        traits = [own, verdict, f"relation:{mention.relation}", f"cue:{mention.cue}", f"rule:{mention.rule}"]
        traits += [f"reason:{mention.reason}", f"{own}|{verdict}", f"due:{mention.due is not None}"]
        if first <= at <= last:
            where, low, high = "inside", at, at
            traits.append(f"from-end:{far(last - at)}")
            traits.append(f"from-start:{far(at - first)}")
        elif at > last:
            where, low, high = "after", last + 1, at
        else:
            where, low, high = "before", at + 1, first
        if where != "inside":
            where += ":" + self._apart(min(at, last), max(at, first))
        between = self._between(low, high)
        strongest = max((self.limit[j] for j in between if j != k), default=0.0)
        actions = self._actions(low, high)
        cues = layout.cues_between(low, high)
        words = [w for w in layout.words[low:high] if w]
        traits += [
            f"units:{far(high - low)}",
            f"actions:{min(actions, 3)}",
            f"actions:{min(actions, 3)}|{own}",
            f"strongest{step(strongest)}",
            f"strongest{step(strongest)}|{own}",
            f"dates:{min(len(between), 3)}",
            f"word-before={layout.words[at - 1] if at else ''}",
            f"claimed:{self._claimed(a, at)}",
            f"claimed:{self._claimed(a, at)}|{own}",
        ]
        traits += [f"over:{cue}" for cue in sorted(set(cues))]
        telling = sorted(set(cues) & {"joins", "up", "with", "order"})
        traits += [f"over:{cue}|actions:{min(actions, 2)}" for cue in telling]
        if actions:
            # Another action begins before the limit: whether the two are coordinated tells if both share it.
            nxt = self.starts[bisect_left(self.starts, low)]
            joint = layout.words[max(last + 1, nxt - 3) : nxt] if at > last else layout.words[max(0, first - 3) : first]
            traits += [f"joint:{word}" for word in joint if word]
            traits.append(f"joint-cue:{'+'.join(layout.cues_between(low, nxt)[-1:])}" if at > last else "joint-above")
        elif len(words) <= 4:
            traits.append("gap:" + " ".join(words))
        marks = sorted({word for word in words if word in (";", ":", "(", ")", ",")})
        traits += [f"mark{mark}" for mark in marks]
        own_sentence = self._actions(layout.start_of(layout.full, at), layout.end_of(layout.full, at))
        if not own_sentence and where != "inside":
            # A sentence that only says by when: "all this must be done before …".
            opening = layout.cues_between(layout.start_of(layout.full, at), at)
            traits += ["alone", f"alone|{own}", f"alone|{'+'.join(opening[:2])}"]
            if self._points_back(at):
                traits += ["alone|back", f"alone|back|actions:{min(actions, 3)}"]
        for way in (-1, 1):
            # Two limits side by side ("soon, at the latest within five days"): the dated one counts.
            if (beside := self._beside(k, way)) is not None:
                other = layout.reading.dates[layout.dates[beside].index]
                pair = f"beside{way:+d}:{mention.relation}|{other.relation}|{verdict}"
                traits += [
                    pair,
                    f"{pair}|{'due' if mention.due else 'open'}|{'due' if other.due else 'open'}",
                ]
        if CLOSING & set(cues):
            traits.append("closed")
        if OPENING & set(cues):
            traits.append("opened")
        row = {where: 1.0}
        for trait in traits:
            row[trait] = 1.0
            row[f"{where}|{trait}"] = 1.0
        if before == k:
            row["same"] = 1.0
            row[f"same|{where}"] = 1.0
            row[f"same|{where}|{own}"] = 1.0
            row[f"same|{where}|actions:{min(actions, 3)}"] = 1.0
        elif before is not None and before > k:
            row["passed"] = 1.0
        return row

    def _points_back(self, at: int) -> bool:
        """Whether a word of the sentence before a unit points back to what was said."""
        layout = self.layout
        words = listed(layout.reading.language, "back")
        return any(layout.words[i] in words for i in range(layout.start_of(layout.full, at), at))

    def _beside(self, k: int, way: int) -> int | None:
        """The time expression next to another in the same sentence, with at most two units between."""
        j = k + way
        if not 0 <= j < len(self.units) or abs(self.units[j] - self.units[k]) > 3:
            return None
        return j if self.layout.sentence[self.units[j]] == self.layout.sentence[self.units[k]] else None

    def _apart(self, low: int, high: int) -> str:
        layout = self.layout
        if layout.sentence[low] == layout.sentence[high]:
            return "sentence"
        paragraphs = layout.paragraph[high] - layout.paragraph[low]
        if paragraphs:
            return f"paragraph:{min(paragraphs, 2)}"
        full = layout.full[high] - layout.full[low]
        return f"stop:{min(full, 2)}" if full else "clause"

    def _claimed(self, a: int, at: int) -> str:
        """Whether the time expression lies inside another action."""
        b = bisect_right(self.starts, at) - 1
        return "inside-other" if b >= 0 and b != a and at <= self.layout.actions[b][1] else "no"
