"""The groups of bodies that an article names: what holds of each wherever an action stands."""

from __future__ import annotations

import re
from functools import cached_property

from pipeline.linking.layout import Layout, listed
from pipeline.tagging.features import WEAK

_POINTED = 12  # groups before one that points back in which those it means are looked for
_COUNT = re.compile(r"(?<!\d)\d{1,2}(?!\d)")

LIKELY = 0.25  # from here on the tagger takes a group for somebody with a duty


def step(value: float) -> str:
    """A probability as one of few steps."""
    for limit in (0.01, 0.05, 0.15, 0.35, 0.65, 0.85, 0.96):
        if value < limit:
            return f"<{limit}"
    return "sure"


def far(n: int) -> str:
    """A distance as one of few steps."""
    for limit in (0, 1, 2, 3, 5, 8, 13, 21, 40, 80):
        if n <= limit:
            return str(limit)
    return "far"


class Named:
    """The groups of one article, with what the tagger and the words around say of each."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        lead, coordinating, issuer = layout.chance("L"), layout.chance("C"), layout.chance("S")
        of = [[layout.unit_of[m] for m in g.members] for g in layout.groups]
        self.lead = [float(lead[units].max()) for units in of]
        self.coordinating = [float(coordinating[units].max()) for units in of]
        self.issuer = [float(issuer[units].max()) for units in of]

    @cached_property
    def owned(self) -> list[bool]:
        """Whether a group is only named as the owner or place of what stands before it, or in brackets."""
        layout = self.layout
        owner = listed(layout.reading.language, "owner")
        found = []
        for group in layout.groups:
            before = next((layout.words[k] for k in range(group.first - 1, -1, -1) if layout.words[k]), "")
            low = layout.start_of(layout.sentence, group.first)
            marks = [word for word in layout.words[low : group.first] if word in ("(", ")")]
            found.append(before in owner or marks[-1:] == ["("])
        return found

    @cached_property
    def back(self) -> list[bool]:
        """Whether a group only points back to bodies named before."""
        layout = self.layout
        words = listed(layout.reading.language, "back")
        found = []
        for group in layout.groups:
            mention = layout.reading.agencies[group.members[-1]]
            low = mention.text.lower()
            behind = layout.words[group.last + 1] if group.last + 1 < len(layout.words) else ""
            found.append(behind in words or any(low.endswith(word) for word in words))
        return found

    @cached_property
    def meant(self) -> list[tuple[int, ...]]:
        """The groups that each group stands for: itself, or whom it points back to.

        *The three units named above* are the last three bodies named together; *the agencies above*, the last named
        together or the last class of bodies that is taken for a lead. Where nobody is found so, a group stands for
        itself.
        """
        return [self._pointed_at(k) or (k,) if self.back[k] else (k,) for k in range(len(self.layout.groups))]

    def _pointed_at(self, k: int) -> tuple[int, ...]:
        agencies = self.layout.reading.agencies
        first, *more = self.layout.groups[k].members
        # One ministry or committee that is pointed back to has its id already, and a bare noun may be one body.
        if more or agencies[first].kind != "class" or agencies[first].rule == "class-bare":
            return ()
        count = _COUNT.search(agencies[first].text)
        for j in range(k - 1, max(-1, k - 1 - _POINTED), -1):
            members = self.layout.groups[j].members
            many = agencies[members[0]].kind == "class" and self.lead[j] >= LIKELY
            if len(members) == int(count[0]) if count else len(members) > 1 or many:
                return (j,)
        return ()

    @cached_property
    def standing(self) -> list[list[str]]:
        """What holds of each group wherever the action is."""
        layout, rows = self.layout, []
        seen_in: set[int] = set()
        for k, group in enumerate(layout.groups):
            mention = layout.reading.agencies[group.members[0]]
            paragraph = layout.paragraph[group.first]
            kinds = [layout.reading.agencies[m].kind for m in group.members]
            row = [f"L{step(self.lead[k])}", f"C{step(self.coordinating[k])}", f"S{step(self.issuer[k])}"]
            row += [f"kind:{mention.kind}", f"rule:{mention.rule}", f"size:{min(len(kinds), 4)}"]
            row += [flag for flag in ("post", "person") if getattr(mention, flag)]
            row.append("id" if mention.id else "no-id")
            if all(kind in WEAK for kind in kinds):
                row.append("weak")
            if paragraph not in seen_in:
                row.append("first-in-paragraph")
                seen_in.add(paragraph)
            row += [f"before={self.word_at(group.first - 1)}", f"after={self.word_at(group.last + 1)}"]
            row.append(f"cue-before={self._cue(group.first - 1, -1)}")
            row.append(f"cue-after={self._cue(group.last + 1, 1)}")
            if self.owned[k]:
                row += ["owned", f"owned|L{step(self.lead[k])}"]
            if self.back[k]:
                row += ["back", f"back|{mention.kind}"]
            rows.append(row)
        return rows

    def word_at(self, at: int) -> str:
        layout = self.layout
        if not 0 <= at < len(layout.units):
            return "<edge>"
        unit = layout.units[at]
        return f"<{unit.mention.kind}>" if unit.mention else layout.words[at]

    def _cue(self, at: int, way: int) -> str:
        """The class of the nearest cue within three units, in the same sentence."""
        layout = self.layout
        for k in range(at, at + 3 * way, way):
            if not 0 <= k < len(layout.units) or layout.sentence[k] != layout.sentence[at]:
                return "-"
            unit = layout.units[k]
            if unit.mention:
                return f"<{unit.mention.kind}>"
            if unit.cues:
                return unit.cues[0]
        return "-"
