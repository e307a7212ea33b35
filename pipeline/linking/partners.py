"""What speaks for a group of bodies as those an action is carried out with."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from pipeline.linking.bodies import Bodies, Groups
from pipeline.linking.layout import Layout
from pipeline.linking.named import far, step


class Partners:
    """The groups of one article that may be coordinating bodies of its actions."""

    def __init__(self, layout: Layout, bodies: Bodies) -> None:
        self.layout = layout
        self.bodies = bodies

    def candidates(self, a: int, leads: Groups) -> list[int]:
        """Groups in the sentence of the action or of its leads, the leads left out."""
        layout = self.layout
        first, last = layout.actions[a]
        spans = [(layout.start_of(layout.sentence, first), layout.end_of(layout.sentence, last))]
        if leads:
            at = layout.groups[leads[-1]].first
            spans.append((layout.start_of(layout.sentence, at), layout.end_of(layout.sentence, at)))
        found = {k for low, high in spans for k in layout.groups_between(low, high)}
        return sorted(found - set(leads))

    def features(self, a: int, k: int, leads: Groups) -> dict[str, float]:
        """The features of one of :meth:`candidates`."""
        layout, bodies = self.layout, self.bodies
        first, last = layout.actions[a]
        group = layout.groups[k]
        own = f"C{step(bodies.named.coordinating[k])}"
        where = "before" if group.last < first else ("after" if group.first > last else "inside")
        low, high = (group.last + 1, first) if where == "before" else (last + 1, group.first)
        near = min(len(bodies.starts), bisect_left(bodies.starts, group.last))
        passed = bisect_left(bodies.starts, first) - near if where == "before" else 0
        traits = [
            own,
            f"actions:{min(max(passed, 0), 3)}",
            f"units:{far(max(0, high - low))}",
            *bodies.named.standing[k],
        ]
        traits.append(f"{own}|actions:{min(max(passed, 0), 3)}")
        if leads:
            to = layout.groups[leads[-1]]
            if to.last < group.first:
                cues = layout.cues_between(to.last + 1, group.first)
                traits += ["behind-lead", f"lead-units:{far(group.first - to.last)}"]
                traits += [f"lead-over:{cue}" for cue in sorted(set(cues))]
                traits += [f"behind-lead|{own}"]
                if bisect_left(bodies.starts, group.first) > bisect_right(bodies.starts, to.last):
                    traits.append("action-between")
            else:
                traits.append("ahead-of-lead")
        else:
            traits.append("no-lead")
        row = {where: 1.0}
        for trait in traits:
            row[trait] = 1.0
            row[f"{where}|{trait}"] = 1.0
        return row
