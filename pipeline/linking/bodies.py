"""What speaks for a group of bodies as those who must carry an action out: candidates and features.

Features are strings with a weight; words come from the text and classes from the tables, so that they say nothing of
one language.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from pipeline.linking.layout import Layout
from pipeline.linking.named import LIKELY, Named, far, step
from pipeline.tagging.features import CLOSING, OPENING

Groups = tuple[int, ...]  # indices of groups, in order of the text; empty for nobody

NEAREST = 9  # groups before an action that are looked at whatever the tagger thinks of them
FARTHEST = 40  # and as far as this where the tagger takes them for somebody with a duty
FAINT = 0.03
BEHIND = 8  # groups in or behind an action that are looked at
CHAINED = 12  # units between two groups that may share a duty (X is to see to it that Y does Z)


class Bodies:
    """The groups of one article, seen from its actions."""

    def __init__(self, layout: Layout, named: Named) -> None:
        self.layout = layout
        self.named = named
        self.starts = [first for first, _ in layout.actions]
        self.ends = [last for _, last in layout.actions]

    def candidates(self, a: int, before: Groups) -> list[Groups]:
        """Who may have to carry an action out.

        Args:
            a: The number of the action.
            before: Who has to carry out the action before it.

        Returns:
            Nobody, single groups, pairs of neighbouring groups, and those of the action before; each once.
        """
        layout = self.layout
        first, last = layout.actions[a]
        near = bisect_left(layout.group_ends, first)
        sentence = layout.sentence[first]
        singles: list[int] = []
        for k in range(near - 1, max(-1, near - FARTHEST - 1), -1):
            same = layout.sentence[layout.groups[k].last] == sentence
            likely = (
                self.named.lead[k] >= FAINT if near - k > NEAREST else self.named.lead[k] + self.named.issuer[k] > 1e-4
            )
            if same or likely:
                singles.append(k)
        for k in range(near, min(near + BEHIND, len(layout.groups))):
            if layout.sentence[layout.groups[k].first] != layout.sentence[last]:
                break
            singles.append(k)
        found: list[Groups] = [(), *((k,) for k in sorted(singles))]
        for j, k in pairwise(sorted(singles)):
            low, high = layout.groups[j], layout.groups[k]
            joined = layout.sentence[low.last] == layout.sentence[high.first]
            if joined and high.first - low.last <= CHAINED and max(self.named.lead[j], self.named.lead[k]) >= FAINT:
                found.append((j, k))
        if before and before not in found:
            found.append(before)
        return found

    def meant(self, candidate: Groups) -> Groups:
        """A candidate with whom its groups point back to in their places."""
        return tuple(sorted({j for k in candidate for j in self.named.meant[k]}))

    def around(self, a: int, before: Groups) -> list[str]:
        """What holds of an action whoever has to carry it out."""
        layout = self.layout
        first, _ = layout.actions[a]
        start = layout.start_of(layout.sentence, first)
        own = layout.cues_between(start, first)
        near = layout.groups_between(start, first)
        best = max((self.named.lead[k] for k in near), default=0.0)
        row = [f"best{step(best)}", f"own-groups:{min(len(near), 3)}", f"from-start:{far(first - start)}"]
        row.append(f"cue:{own[-1] if own else '-'}")
        row.append(f"word-before={self.named.word_at(first - 1)}")
        paragraph = layout.start_of(layout.paragraph, first)
        head = layout.groups_between(paragraph, first)
        row.append(f"best-paragraph{step(max((self.named.lead[k] for k in head), default=0.0))}")
        if any(self.named.back[k] and self.named.lead[k] >= LIKELY for k in near):
            row.append("pointed-back")
        if first - start <= 2:
            row.append("starts-sentence")
        if first - paragraph <= 2:
            row.append("starts-paragraph")
        if any(layout.units[k].item for k in range(paragraph, min(first, paragraph + 3))):
            row.append("item")
        row.append("opened" if OPENING & set(own) else "not-opened")
        if CLOSING & set(own):
            row.append("closed")
        if a == 0:
            row.append("first-action")
        else:
            same = self._between(a, layout.sentence) == 0
            apart = "same-sentence" if same else far(self._between(a, layout.paragraph))
            row.append(f"before:{apart}:{'some' if before else 'nobody'}")
        return row

    def _between(self, a: int, numbers: Sequence[int]) -> int:
        return numbers[self.layout.actions[a][0]] - numbers[self.layout.actions[a - 1][1]]

    def features(self, a: int, candidate: Groups, before: Groups, around: Sequence[str]) -> dict[str, float]:
        """The features of a candidate of :meth:`candidates`; ``around`` is the answer of :meth:`around`."""
        row: dict[str, float] = {}
        same = bool(before) and candidate == before
        if not candidate:
            row["nobody"] = 1.0
            for trait in around:
                row["nobody|" + trait] = 1.0
            return row
        nearest = max(candidate)
        self._seen(row, a, nearest, around)
        if same:
            row["same"] = 1.0
            for trait in around:
                row["same|" + trait] = 1.0
            self._carried(row, a)
        elif before and set(candidate) & set(before):
            row["overlaps-before"] = 1.0
        if len(candidate) > 1:
            self._chained(row, candidate, same)
        return row

    def _seen(self, row: dict[str, float], a: int, k: int, around: Sequence[str]) -> None:
        layout = self.layout
        group, (first, last) = layout.groups[k], layout.actions[a]
        standing = self.named.standing[k]
        if group.first > last:
            where, between = "after", range(0)
        elif group.last >= first:
            where, between = "inside", range(0)
        else:
            where = self._where(group.last, first)
            between = layout.groups_between(group.last + 1, first)
        row[where] = 1.0
        for trait in standing:
            row[trait] = 1.0
            row[f"{where}|{trait}"] = 1.0
        rivals = [j for j in between if self.named.lead[j] >= LIKELY and not self.named.owned[j]]
        strongest = max((self.named.lead[j] for j in between if not self.named.owned[j]), default=0.0)
        sentence_mates = layout.groups_between(layout.start_of(layout.sentence, group.first), group.first)
        earlier = max((self.named.lead[j] for j in sentence_mates), default=0.0)
        actions = self._actions_between(group.last, first)
        own = f"L{step(self.named.lead[k])}"
        for trait in (
            f"rivals:{min(len(rivals), 3)}",
            f"groups:{far(len(between))}",
            f"strongest{step(strongest)}",
            f"strongest{step(strongest)}|{own}",
            f"earlier{step(earlier)}|{own}",
            f"actions:{min(actions, 4)}",
            f"actions:{min(actions, 2)}|rivals:{min(len(rivals), 2)}|{own}",
            f"units:{far(first - group.last)}",
        ):
            row[trait] = 1.0
            row[f"{where}|{trait}"] = 1.0
        for trait in around:
            row[f"{where}|{trait}"] = 1.0
            row[f"{own}|{trait}"] = 1.0
        if where != "inside" and self._object(group.first):
            row["object"] = 1.0
            row[f"object|{where}"] = 1.0
            row[f"object|{own}"] = 1.0
        if where.startswith("sentence") and actions == 0:
            cues = layout.cues_between(group.last + 1, first)
            row["path:" + ">".join(cues[:1] + cues[-1:])] = 1.0
            for cue in sorted(set(cues)):
                row["over:" + cue] = 1.0
            if first - group.last <= 4:
                row["gap:" + " ".join(layout.words[group.last + 1 : first])] = 1.0
        elif where not in ("after", "inside"):
            for cue in sorted(set(layout.cues_between(group.last + 1, first)) & (OPENING | CLOSING | {"opens", "up"})):
                row[f"{where}|over:{cue}"] = 1.0
            end = layout.end_of(layout.paragraph, group.last)
            closing = [w for w in layout.words[max(0, end - 3) : end] if w]
            if where.startswith("paragraph") and (":" in closing):
                row[f"{where}|colon"] = 1.0

    def _where(self, low: int, high: int) -> str:
        layout = self.layout
        if layout.sentence[low] == layout.sentence[high]:
            return "sentence"
        paragraphs = layout.paragraph[high] - layout.paragraph[low]
        if paragraphs == 0:
            sentences = layout.sentence[high] - layout.sentence[low]
            full = layout.full[high] == layout.full[low]
            return f"{'clause' if full else 'stop'}:{min(sentences, 3)}"
        return f"paragraph:{min(paragraphs, 4)}"

    def _actions_between(self, low: int, high: int) -> int:
        return max(0, bisect_left(self.starts, high) - bisect_left(self.starts, low))

    def _object(self, at: int) -> bool:
        """Whether a unit lies inside an action: what stands there is worked on, it does not work."""
        b = bisect_right(self.starts, at) - 1
        return b >= 0 and at <= self.ends[b]

    def _carried(self, row: dict[str, float], a: int) -> None:
        """What stands between an action and the one before it, when both are the same bodies' duty."""
        layout = self.layout
        last, first = layout.actions[a - 1][1], layout.actions[a][0]
        where = self._where(last, first) if last < first else "sentence"
        between = layout.groups_between(last + 1, first)
        strongest = max((self.named.lead[j] for j in between), default=0.0)
        issuer = max((self.named.issuer[j] for j in between), default=0.0)
        row[f"carried:{where}"] = 1.0
        row[f"carried:{where}|groups:{min(len(between), 3)}"] = 1.0
        row[f"carried:{where}|strongest{step(strongest)}"] = 1.0
        row[f"carried|strongest{step(strongest)}"] = 1.0
        row[f"carried|issuer{step(issuer)}"] = 1.0
        row[f"carried|units:{far(first - last)}"] = 1.0
        for cue in sorted(set(layout.cues_between(last + 1, first))):
            row[f"carried|{cue}"] = 1.0
            row[f"carried:{where[:4]}|{cue}"] = 1.0
        if first - last <= 4:
            row["carried|" + " ".join(layout.words[last + 1 : first])] = 1.0

    def _chained(self, row: dict[str, float], candidate: Groups, same: bool) -> None:
        layout = self.layout
        row[f"many:{len(candidate)}"] = 1.0
        for j, k in pairwise(candidate):
            low, high = layout.groups[j], layout.groups[k]
            near = layout.sentence[low.last] == layout.sentence[high.first] and high.first - low.last <= CHAINED
            if not near:
                row["many|apart"] = 1.0
                continue
            gap = [w for w in layout.words[low.last + 1 : high.first] if w]
            row[f"many|units:{far(high.first - low.last)}"] = 1.0
            for word in gap if len(gap) <= 6 else ():
                row["many|word:" + word] = 1.0
            for cue in sorted(set(layout.cues_between(low.last + 1, high.first))):
                row["many|cue:" + cue] = 1.0
            for name, values in (("L", self.named.lead), ("C", self.named.coordinating), ("S", self.named.issuer)):
                row[f"many|{name}{step(values[j])}"] = 1.0
            row[f"many|L{step(self.named.lead[j])}|L{step(self.named.lead[k])}"] = 1.0
            row[f"many|kind:{layout.reading.agencies[low.members[0]].kind}"] = 1.0
