"""Directives by scope rules alone, without a learnt model: what the models are measured against.

A clause that follows a cue of an order, a request or a duty is an action; the bodies named last before it must carry
it out; it ends at the next clause mark; a time limit of its sentence is its own.
"""

from __future__ import annotations

from bisect import bisect_left

from pipeline.cues import lower
from pipeline.detection import Detection
from pipeline.fields.stretches import window
from pipeline.fields.words import Lexicon
from pipeline.linking import Links
from pipeline.linking.layout import Layout, listed
from pipeline.tagging.reading import Reading
from pipeline.tokens import Span

_COMMANDS = frozenset({"order", "request", "duty"})
_MARKS = _COMMANDS | {"purpose", "manner", "condition"}


def find(reading: Reading) -> tuple[list[Detection], list[Links]]:
    """Find directives by rules.

    Args:
        reading: The annotated article; what a tagger says of it is not looked at.

    Returns:
        The actions in order of the text, and what belongs to each.
    """
    layout = Layout(reading, ())
    detections, links = [], []
    end = 0  # of the clause before, in units
    for cue in layout.cues:
        if cue < end or _COMMANDS.isdisjoint(layout.units[cue].cues):
            continue
        first = _begin(layout, cue)
        last = _end(layout, first)
        k = bisect_left(layout.group_ends, first) - 1
        if last < first or k < 0 or layout.paragraph[layout.groups[k].first] != layout.paragraph[first]:
            continue
        end = last + 1
        # Where the bodies are addressed behind the cue, who is named before it gives the order.
        giver = bisect_left(layout.group_ends, cue) - 1
        ordered = 0 <= giver < k and layout.sentence[layout.groups[giver].last] == layout.sentence[cue]
        detections.append(Detection((layout.units[first].start, layout.units[last].end), 1.0, 1.0))
        links.append(
            Links(
                tuple((member, "lead") for member in layout.groups[k].members),
                _limit(layout, first),
                layout.groups[giver].members[-1] if ordered else None,
                {},
            )
        )
    return detections, links


def _begin(layout: Layout, cue: int) -> int:
    """The first unit behind a cue, the rest of it, further cues and bodies that is part of the clause."""
    chain, at = listed(layout.reading.language, "chain"), cue + 1
    while at < len(layout.units) and layout.sentence[at] == layout.sentence[cue]:
        unit = layout.units[at]
        body = unit.mention is not None and unit.mention.kind == "agency"
        leads_on = bool(unit.cues) and (not unit.cue_begins or not _COMMANDS.isdisjoint(unit.cues))
        if not (body or leads_on or not layout.words[at] or layout.words[at] in chain):
            break
        at += 1
    return at


def _end(layout: Layout, first: int) -> int:
    """The last unit of a clause, or one before ``first`` where it has no word."""
    at = first
    while at < len(layout.units) and layout.sentence[at] == layout.sentence[first]:
        unit = layout.units[at]
        marked = unit.cue_begins and not _MARKS.isdisjoint(unit.cues)
        if at > first and (marked or (unit.mention is not None and unit.mention.kind == "date")):
            break
        at += 1
    while at > first and not any(c.isalnum() for c in layout.words[at - 1]):
        at -= 1
    return at - 1


def _limit(layout: Layout, first: int) -> int | None:
    """The next time limit behind a place in its sentence, else the last before it."""
    here = [
        date
        for date in layout.dates
        if layout.reading.dates[date.index].limits and layout.sentence[date.unit] == layout.sentence[first]
    ]
    behind = [date.index for date in here if date.unit >= first]
    return behind[0] if behind else (here[-1].index if here else None)


class PlainFields:
    """Target, type and specificity by rules, in the place of ``pipeline.fields.Fields``."""

    def target(self, reading: Reading, action: Span) -> Span | None:
        """What stands behind the verbs that open an action."""
        low, high = window(reading, action)
        verbal = Lexicon.of(reading.language).verbal
        at = next((i for i in range(low + 1, high) if reading.units[i].pos not in verbal), high)
        return (reading.units[at].start, reading.units[high - 1].end) if at < high else None

    def kind(self, reading: Reading, action: Span) -> str:
        """What the first telling verb speaks for."""
        marks = Lexicon.of(reading.language).marks(lower(reading.text[slice(*action)]))
        return next((m[2:] for _, m in marks if m.startswith("v:") and m != "v:light"), "other")

    def specific(self, reading: Reading, action: Span, *, dated: bool, counted: bool) -> float:
        """Certainly specific with a date or a number, else certainly not."""
        return float(dated or counted)
