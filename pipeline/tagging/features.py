"""What the tagger sees of each unit: the word and its neighbours, mentions, cues, layout, and the scope above it.

The features are strings, as CRFsuite takes them. They say nothing of one language: words come from the text, classes
from the tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.language import word_classes
from pipeline.tagging.units import BREAK, Unit

# Cue classes that open a duty, and those that close one, for what a unit remembers of the words before it.
OPENING = frozenset({"order", "request", "duty"})
CLOSING = frozenset({"done", "says", "approve", "praise", "ceremony", "future", "ongoing"})
ASIDE = frozenset({"purpose", "manner", "relative", "condition"})
# Mentions of these kinds are more often places and things than addressees.
WEAK = {"province": "place", "place": "place", "form": "body"}
STOP = re.compile(r"[.;!?…]+\Z")
_DIGITS = re.compile(r"\d")


def _bucket(n: int) -> str:
    for limit in (1, 2, 3, 5, 8, 13, 21, 40):
        if n <= limit:
            return str(limit)
    return "far"


def face(unit: Unit) -> str:
    """The word itself with its digits masked, or what stands for a mention."""
    if unit.mention:
        return "<" + unit.mention.kind + ":" + unit.mention.traits[0] + ">"
    return _DIGITS.sub("0", unit.word)


def _role(unit: Unit) -> str:
    """One symbol for what a unit does in its clause: coarser than its word, finer than its part of speech."""
    if unit.mention:
        return WEAK.get(unit.mention.traits[0], unit.mention.kind)
    if unit.word == BREAK:
        return BREAK
    if unit.cues:
        return unit.cues[0]
    return unit.pos or "X"


class _Scope:
    """What has been read so far of the clause, the paragraph and the article."""

    def __init__(self) -> None:
        self.above, self.above_far, self.colon = "none", 0, False
        self.new_paragraph(0)

    def new_paragraph(self, at: int) -> None:
        self.paragraph_start = at
        self.paragraph_cues: list[str] = []
        self.new_sentence(at)

    def new_sentence(self, at: int) -> None:
        self.sentence_start = at
        self.cues: list[str] = []
        self.opening = self.closing = self.agency = self.aside = -1
        self.opening_kind = self.agency_kind = self.aside_kind = ""

    def state(self) -> str:
        """How the sentence stands: which cue governs, whether its addressee has come, what broke in since."""
        if self.opening < 0:
            parts = ["-", "ag" if self.agency >= 0 else "-"]
        else:
            parts = [
                self.opening_kind,
                "ag" if self.agency > self.opening else ("ag<" if self.agency >= 0 else "-"),
            ]
        last = max(self.opening, self.agency)
        parts.append("closed" if self.closing > last else ("was-closed" if self.closing >= 0 else "-"))
        parts.append(self.aside_kind if self.aside > last else "-")
        return "/".join(parts)

    def read(self, i: int, unit: Unit) -> None:
        if unit.cue_begins:
            kinds = set(unit.cues)
            self.cues.append(unit.cues[0])
            if kinds & OPENING:
                self.opening, self.opening_kind = i, unit.cues[0]
            if kinds & CLOSING:
                self.closing = i
            if kinds & ASIDE:
                self.aside, self.aside_kind = i, unit.cues[0]
            self.paragraph_cues += [kind for kind in unit.cues if kind in OPENING or kind in CLOSING]
        if unit.mention and unit.mention.kind == "agency" and unit.mention.traits[0] not in WEAK:
            self.agency, self.agency_kind = i, unit.mention.traits[0]

    def close_paragraph(self, i: int, before: Unit | None) -> None:
        opened = OPENING & set(self.paragraph_cues)
        if opened:
            self.above, self.above_far = "+".join(sorted(opened)), 0
        else:
            self.above_far += 2 if self.paragraph_cues else 1
        self.colon = before is not None and (before.word.endswith(":") or "opens" in before.cues)
        self.new_paragraph(i + 1)


def featurise(units: Sequence[Unit], language: str) -> list[list[str]]:
    """Features of every unit of an article.

    Args:
        units: The article's units, as ``fold`` gives them.
        language: The language, for the classes of its words.

    Returns:
        One list of feature strings a unit.
    """
    classes = word_classes(language)
    faces = [face(unit) for unit in units]
    roles = [_role(unit) for unit in units]
    n = len(units)
    rows: list[list[str]] = []
    scope = _Scope()

    def at(values: Sequence[str], k: int) -> str:
        return values[k] if 0 <= k < n else "<edge>"

    for i, unit in enumerate(units):
        word, role = faces[i], roles[i]
        row = ["b", "w=" + word, "r=" + role, "t=" + unit.pos]
        for d in (-3, -2, -1, 1, 2, 3):
            row.append(f"w{d:+d}={at(faces, i + d)}")
            row.append(f"r{d:+d}={at(roles, i + d)}")
        for a, b in ((-2, -1), (-1, 0), (0, 1), (1, 2)):
            row.append(f"w{a}{b}={at(faces, i + a)}|{at(faces, i + b)}")
            row.append(f"r{a}{b}={at(roles, i + a)}|{at(roles, i + b)}")
        for a in (-2, -1, 0):
            row.append(f"r{a}..={at(roles, i + a)}|{at(roles, i + a + 1)}|{at(roles, i + a + 2)}")
        for d in (-2, -1, 0, 1, 2):
            if named := classes.get(at(faces, i + d)):
                row += [f"c{d:+d}={named}", f"cc{d:+d}={named.partition('.')[0]}"]
        if unit.cues:
            row.append(("cue-b=" if unit.cue_begins else "cue-i=") + "+".join(unit.cues))
        if unit.mention:
            row += [f"m={trait}" for trait in unit.mention.traits]
        for d in (-1, 1):
            if 0 <= i + d < n and (mention := units[i + d].mention):
                row += [f"m{d:+d}={trait}" for trait in mention.traits]
        if unit.first:
            row.append("first")
        if unit.item:
            row.append("item")
        after_item = i > 0 and units[i - 1].item and not unit.item
        if after_item:
            row.append("after-item")
        if unit.gap:
            row += ["gap", f"gap|{role}", f"gap|{at(roles, i - 1)}"]

        state = scope.state()
        own_class = classes.get(word, role)
        since = i - max(scope.opening, scope.agency, scope.sentence_start - 1)
        row += [
            "s=" + state,
            f"s|r={state}|{role}",
            f"s|r-1={state}|{at(roles, i - 1)}",
            f"s|d={state}|{_bucket(since)}",
        ]
        row += [f"s|c={state}|{own_class}", f"s|w-1={state}|{at(faces, i - 1)}"]
        row += [f"cl={kind}" for kind in dict.fromkeys(scope.cues[-6:])]
        row.append("cl2=" + "|".join(scope.cues[-2:]))
        if scope.agency >= 0:
            row.append(f"ag={scope.agency_kind}:{_bucket(i - scope.agency)}")
        row += [f"pa={kind}" for kind in dict.fromkeys(scope.paragraph_cues)]
        above = f"{scope.above}:{min(scope.above_far, 4)}"
        row.append(f"above={above}")
        if i == scope.sentence_start or after_item:
            row += [
                f"start|above={above}",
                f"start|r={role}",
                f"start|c={own_class}",
                f"start|above|r={above}|{role}",
            ]
        if scope.colon:
            row += ["after-colon", f"after-colon|{_bucket(i - scope.paragraph_start)}"]
        rows.append(row)

        if unit.word == BREAK:
            scope.close_paragraph(i, units[i - 1] if i else None)
        elif not unit.mention and STOP.match(unit.word):
            scope.new_sentence(i + 1)
        else:
            scope.read(i, unit)
    return rows
