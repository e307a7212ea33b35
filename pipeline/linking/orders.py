"""What speaks for a body or person as the one who lays the duty: candidates and features."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

from pipeline.linking.layout import MANY, Layout
from pipeline.linking.named import far, step

LEADING = 4  # the likeliest issuers of an article are always asked
FAINT = 0.02


class Orders:
    """The bodies of one article by who they are, seen from its actions.

    Whoever lays the duties is named again and again, so a candidate is a body with all its mentions.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        issuer = layout.chance("S")
        mentions = layout.reading.agencies
        groups: dict[str, list[int]] = defaultdict(list)
        for index, mention in enumerate(mentions):
            groups[mention.id or mention.text.lower()].append(index)
        self.keys = list(groups)
        self.mentions = [groups[key] for key in self.keys]
        unit = layout.unit_of
        self.units = [[unit[m] for m in found if m in unit] for found in self.mentions]
        self.issuer = [[float(issuer[u]) for u in units] for units in self.units]
        self.total = [sum(values) for values in self.issuer]
        self.rank = {k: r for r, k in enumerate(sorted(range(len(self.keys)), key=lambda k: -self.total[k]))}
        self.likely = [k for k, r in self.rank.items() if r < LEADING or (self.total[k] >= FAINT and r < MANY)]
        self.order = sorted((u, k) for k, units in enumerate(self.units) for u in units)
        self._issuer = issuer
        self.best = max((max(values, default=0.0) for values in self.issuer), default=0.0)

    def candidates(self, a: int) -> list[int]:
        """Numbers of the bodies that the tagger thinks may lay a duty, or that stand near before the action."""
        first = self.layout.actions[a][0]
        here = bisect_left(self.order, (first, -1))
        return sorted({k for _, k in self.order[max(0, here - 6) : here]}.union(self.likely))

    def none(self, a: int, before: int | None) -> dict[str, float]:
        """The features of an unnamed issuer."""
        best = self.best
        row = {"none": 1.0, f"none|best{step(best)}": 1.0}
        row["none|first" if a == 0 else f"none|before:{before is not None}"] = 1.0
        return row

    def features(self, a: int, k: int, before: int | None, leads: frozenset[int]) -> dict[str, float]:
        """The features of one of :meth:`candidates`.

        Args:
            a: The number of the action.
            k: The number of the body.
            before: The number of the body that laid the duty before, or None.
            leads: The mentions that lead this action.
        """
        layout = self.layout
        first, _ = layout.actions[a]
        mentions, units, chances = self.mentions[k], self.units[k], self.issuer[k]
        mention = layout.reading.agencies[mentions[0]]
        until = bisect_left(units, first)
        above = list(zip(units[:until], chances[:until], strict=True))[-MANY:]
        row: dict[str, float] = {"some": 1.0}
        best = max(chances, default=0.0)
        traits = [
            f"best{step(best)}",
            f"total{step(min(1.0, self.total[k] / 2))}",
            f"rank:{min(self.rank[k], 3)}",
        ]
        traits += [f"kind:{mention.kind}", "id" if mention.id else "no-id", f"mentions:{far(len(mentions))}"]
        traits += [
            flag for flag in ("post", "person") if any(getattr(layout.reading.agencies[m], flag) for m in mentions)
        ]
        if any(m in leads for m in mentions):
            traits.append("leads")
        if mentions[0] <= 1:
            traits.append("named-first")
        if not units:
            traits.append("headline-only")
        paragraph, full = layout.paragraph[first], layout.full[first]
        own = max((c for u, c in above if layout.full[u] == full), default=None)
        near = max((c for u, c in above if layout.paragraph[u] == paragraph), default=None)
        traits.append(f"own:{'-' if own is None else step(own)}")
        traits.append(f"near:{'-' if near is None else step(near)}")
        if above:
            at, chance = above[-1]
            later = self._others(at, first, k)
            traits.append(f"last{step(chance)}")
            traits.append(f"paragraphs:{far(paragraph - layout.paragraph[at])}")
            traits.append(f"later{step(max(later, default=0.0))}")
            traits.append(f"later{step(max(later, default=0.0))}|best{step(best)}")
            likely = [u for u, c in above if c >= 0.3]
            if likely:
                since = self._others(likely[-1], first, k)
                traits.append(f"since{step(max(since, default=0.0))}")
        else:
            traits.append("only-below")
        for trait in traits:
            row[trait] = 1.0
        row[f"best{step(best)}|rank:{min(self.rank[k], 3)}"] = 1.0
        row[f"near:{'-' if near is None else step(near)}|best{step(best)}"] = 1.0
        if before == k:
            row["same"] = 1.0
            gap = layout.paragraph[first] - layout.paragraph[layout.actions[a - 1][1]] if a else 0
            row[f"same|paragraphs:{far(gap)}"] = 1.0
            row[f"same|near:{'-' if near is None else step(near)}"] = 1.0
        return row

    def _others(self, low: int, high: int, k: int) -> list[float]:
        """What the tagger gives the mentions of other bodies between two units as issuers."""
        last = bisect_left(self.order, (high, -1))
        first = max(bisect_left(self.order, (low + 1, -1)), last - MANY)
        return [float(self._issuer[u]) for u, j in self.order[first:last] if j != k]

    def mention(self, a: int, k: int) -> int:
        """The mention to quote: the last before the action, else the first."""
        start = self.layout.units[self.layout.actions[a][0]].start if self.layout.units else 0
        above = [m for m in self.mentions[k] if self.layout.reading.agencies[m].start < start]
        return above[-1] if above else self.mentions[k][0]
