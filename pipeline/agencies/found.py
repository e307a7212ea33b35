"""The working record of a mention, and small questions about it, shared by the steps of the finder."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pipeline.agencies.fold import Folded
from pipeline.agencies.registry import Registry, registry
from pipeline.language import table


@dataclass(frozen=True, slots=True)
class AgencyMention:
    """A mention of a body, class or post.

    Offsets are code points of the text given; ``id`` None is a body that the registry has not.
    ``kind`` is the registry's kind, or ``form`` for a body found by its form; ``rule`` names what found it.
    """

    start: int
    end: int
    text: str
    id: str | None
    kind: str
    rule: str
    post: bool
    person: bool


@dataclass(slots=True)
class Found:
    """A mention while it is being worked on."""

    start: int
    end: int
    id: str | None
    kind: str
    rule: str
    post: bool = False
    person: bool = False

    def copy(self) -> Found:
        """Another mention that can be changed by itself; ``dataclasses.replace`` takes seven times as long."""
        return Found(self.start, self.end, self.id, self.kind, self.rule, self.post, self.person)


@dataclass(slots=True)
class Article:
    """What every step needs to know about the text being read."""

    text: str
    folded: Folded
    language: str
    country: str
    date: str
    rules: dict[str, Any]
    registry: Registry = field(default_factory=registry)
    named: frozenset[str] = frozenset()
    place: str | None = None

    def position(self, offset: int) -> int:
        """The skeleton position of a text offset."""
        return bisect_left(self.folded.starts, offset)

    def resolve(self, skeleton: str) -> str | None:
        """The id of a folded name in this article's country and time, or None."""
        entry = self.registry.index[self.language].get(skeleton)
        return self.registry.choose(entry.bodies, self.country, self.date, self.named) if entry else None

    def kind(self, body: str | None) -> str:
        """The registry's kind of a body, ``form`` for none."""
        return self.registry.bodies[body].kind if body in self.registry.bodies else "form"


@cache
def alternatives(words: tuple[str, ...], flags: int = 0) -> re.Pattern[str]:
    """A pattern for any of some literal words, longest first."""
    return re.compile("|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) or r"(?!)", flags)


@cache
def ending(language: str, words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for a title (group 1) at the end of a slice, with what may stand between it and a body."""
    rules = table(language, "agencies")
    title = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    link = "|".join(re.escape(w) for w in sorted(rules["posts"]["links"], key=len, reverse=True))
    edge = r"(?<![^\W_])" if rules["fold"]["spaced"] else ""
    return re.compile(f"{edge}({title})(?:{link})$", re.IGNORECASE)


def lay_over(found: Iterable[Found], added: list[Found], whole: bool = False) -> list[Found]:
    """The added mentions, and those found that do not begin (``whole``: lie) inside one of them."""
    added = settle(added)
    starts = [a.start for a in added]
    kept = []
    for mention in found:
        at = bisect_right(starts, mention.start) - 1
        inside = at >= 0 and mention.start < added[at].end and (not whole or mention.end <= added[at].end)
        if not inside:
            kept.append(mention)
    return settle([*kept, *added])


def settle(found: Iterable[Found]) -> list[Found]:
    """Mentions in order without overlap: the earlier and longer one stays."""
    out: list[Found] = []
    for mention in sorted(found, key=lambda f: (f.start, -f.end)):
        if mention.start < mention.end and (not out or mention.start >= out[-1].end):
            out.append(mention.copy())
    return out
