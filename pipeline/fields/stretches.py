"""Every stretch of an action that could be its target, with what speaks for it: its start, its end and the whole."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

from pipeline.fields.words import Lexicon, bucket
from pipeline.tagging.features import face
from pipeline.tagging.reading import Reading
from pipeline.tagging.units import Unit
from pipeline.tokens import Span

# Units around the action that are looked at too.
CONTEXT = 4
# An action is read this far, and a stretch is no longer than this; both in units. The pairs of places between which a
# target may lie grow with the square.
READ, LONGEST = 90, 70
# Different words within a stretch that are told apart.
NOTED = 12

Rows = list[list[str]]


def window(reading: Reading, action: Span) -> tuple[int, int]:
    """The units that lie in an action: indices of the first and one past the last."""
    low = bisect_right(reading.units, action[0], key=lambda unit: unit.end)
    high = bisect_left(reading.units, action[1], key=lambda unit: unit.start)
    return low, max(low, high) if action[0] < action[1] else low


class Surroundings:
    """The units of an action and a little around them, as words, roles, classes and action types."""

    def __init__(
        self, units: Sequence[Unit], low: int, high: int, lexicon: Lexicon, classes: Mapping[str, str]
    ) -> None:
        first = max(0, low - CONTEXT)
        around = units[first : high + CONTEXT]
        self.units = units[low:high]
        self.size = high - low
        self._shift = low - first
        words = [face(unit) for unit in around]
        roles = [unit.mention.kind if unit.mention else unit.pos or unit.word for unit in around]
        names = [classes.get(word, role) for word, role in zip(words, roles, strict=True)]
        self.values = {
            "w": words,
            "r": roles,
            "c": names,
            "d": [name.partition(".")[0] for name in names],
            "k": [lexicon.kind(word) for word in words],
        }
        inner = slice(self._shift, self._shift + self.size)
        self.nominal = [role in lexicon.nominal for role in roles[inner]]
        self.verbs = self._count(
            kind != "-" or role in lexicon.verbal
            for kind, role in zip(self.values["k"][inner], roles[inner], strict=True)
        )
        self.nouns = self._count(self.nominal)
        self.gaps = self._count(unit.gap for unit in self.units)
        self.opened = [unit.cues[0] if unit.cue_begins else "" for unit in self.units]

    @staticmethod
    def _count(flags: object) -> list[int]:
        return list(accumulate((int(flag) for flag in flags), initial=0))  # type: ignore[attr-defined]

    def at(self, layer: str, place: int) -> str:
        """What a layer says of a unit, counted from the action's first; marked where it lies outside."""
        index = place + self._shift
        values = self.values[layer]
        if not 0 <= index < len(values):
            return "<edge>"
        return ("<" if place < 0 else ">" if place >= self.size else "") + values[index]

    def near(self, name: str, place: int, single: range, kinds: range, pairs: Sequence[int]) -> list[str]:
        """The units around a place, one by one, by twos and by threes."""
        row = [f"{name}{x}{d}={self.at(x, place + d)}" for d in single for x in "wrcd"]
        row += [f"{name}k{d}={self.at('k', place + d)}" for d in kinds]
        for d in pairs:
            row += [
                f"{name}{x}{y}{d}={self.at(x, place + d)}|{self.at(y, place + d + 1)}"
                for x, y in ("ww", "rr", "dd", "wr", "rw")
            ]
        row += [
            f"{name}rrr{d}={self.at('r', place + d)}|{self.at('r', place + d + 1)}|{self.at('r', place + d + 2)}"
            for d in (-2, -1, 0)
        ]
        return row


def starts(s: Surroundings) -> Rows:
    """What speaks for a target that starts at each unit."""
    rows: Rows = []
    seen: list[str] = []
    for a, unit in enumerate(s.units):
        verbs, nouns = min(s.verbs[a], 3), min(s.nouns[a], 2)
        state = f"{verbs}{nouns}"
        word = s.at("w", a)
        row = ["s", "s.from=" + bucket(a), f"s.st={state}{min(a - s.verbs[a] - s.nouns[a], 2)}"]
        row += ["s.left=" + bucket(s.size - a), *s.near("s", a, range(-3, 3), range(-2, 2), (-2, -1))]
        row += [f"s.st|r={state}{s.at('r', a)}", f"s.st|k={state}{s.at('k', a - 1)}|{s.at('k', a)}"]
        row += [f"s.kr={s.at('k', a - 1)}|{s.at('r', a)}", "s.p=" + word[:3], "s.q=" + word[-3:]]
        row += ["s.q-1=" + s.at("w", a - 1)[-3:], *("s.cue=" + cue for cue in unit.cues)]
        row += ["s.seen=" + cue for cue in seen]
        if unit.gap:
            row += ["s.gap", "s.gap|" + state]
        if a:
            row += ["s.cue-1=" + cue for cue in s.units[a - 1].cues]
        rows.append(row)
        if s.opened[a] and s.opened[a] not in seen:
            seen.append(s.opened[a])
    return rows


def ends(s: Surroundings) -> Rows:
    """What speaks for a target that ends after each unit."""
    rows: Rows = []
    for b in range(1, s.size + 1):
        row = ["e", "e.left=" + bucket(s.size - b), "e.last" if b == s.size else "e.inner"]
        row += s.near("e", b, range(-2, 3), range(-1, 2), (-2, -1, 0, 1))
        row += ["e.q=" + s.at("w", b - 1)[-3:], "e.p=" + s.at("w", b)[:3]]
        if b < s.size:
            unit = s.units[b]
            row += ["e.cue=" + cue for cue in unit.cues]
            if unit.gap:
                row += ["e.gap", "e.gap|" + s.at("r", b), "e.gap|" + s.at("k", b)]
            if unit.mention:
                row += ["e.m=" + trait for trait in unit.mention.traits]
        rows.append(row)
    return rows


def wholes(s: Surroundings) -> tuple[list[tuple[int, int]], Rows]:
    """The stretches, ``(first unit, one past the last)``, with what speaks for each as a whole."""
    stretches: list[tuple[int, int]] = []
    rows: Rows = []
    for a in range(s.size):
        noted: dict[str, None] = {}
        head, role, group = s.at("w", a), s.at("r", a), s.at("d", a)
        before, kind = s.at("d", a - 1), s.at("k", a - 1)
        state = f"{min(s.verbs[a], 3)}{min(s.nouns[a], 2)}"
        for b in range(a + 1, min(s.size, a + LONGEST) + 1):
            if s.opened[b - 1]:
                noted[s.opened[b - 1]] = None
            if not s.nominal[b - 1] and len(noted) < NOTED:
                noted["w:" + s.at("w", b - 1)] = None
            word, where = s.at("w", b), "last" if b == s.size else "inner"
            size, verbs = bucket(b - a), bucket(s.verbs[b] - s.verbs[a])
            rows.append(
                [
                    "p.size=" + size,
                    f"p.size|={where}{size}",
                    "p.verbs=" + verbs,
                    "p.gaps=" + bucket(max(0, s.gaps[b] - s.gaps[a + 1])),
                    f"p.rest={bucket(s.size - b)}|{size}",
                    f"p.rr={role}|{s.at('r', b)}",
                    f"p.ww={head}|{word}",
                    f"p.dd={group}|{s.at('d', b)}",
                    f"p.wr={head}|{s.at('r', b)}",
                    f"p.rw={role}|{word}",
                    f"p.bw={before}|{word}",
                    f"p.kw={kind}|{word}",
                    f"p.kh={kind}|{head}",
                    f"p.st={state}|{verbs}|{where}",
                    "p.all" if b - a == s.size else "p.part",
                    *("p.in=" + note for note in noted),
                ]
            )
            stretches.append((a, b))
    return stretches, rows


def nothing(s: Surroundings) -> list[str]:
    """What speaks for an action that has no target."""
    row = [
        "n",
        "n.size=" + bucket(s.size),
        "n.verbs=" + bucket(s.verbs[-1]),
        "n.nouns=" + bucket(s.nouns[-1]),
    ]
    row += ["n.w-1=" + s.at("w", s.size - 1), "n.r-1=" + s.at("r", s.size - 1)]
    row += ["n.w=" + s.at("w", i) for i in range(s.size)]
    row += ["n.k=" + s.at("k", i) for i in range(min(s.size, 4))]
    row.append("n.r=" + "|".join(s.at("r", i) for i in range(min(s.size, 6))))
    return row
