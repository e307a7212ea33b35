"""What is compared of a directive, the same for a gold line's quotes and for a record's spans.

Spans are code points of the article as decoded, for that is what records promise; the training side reads
gold by itself, on normalised text, so that a slip there cannot hide here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.records import Directive

Span = tuple[int, int]

# A post and its body count as one (guidelines, section 3). In this order: plurals before what they end with.
_POSTS = tuple(
    (re.compile(pattern), body)
    for pattern, body in (
        (r":(?:deputy-)?ministers$", ":ministries"),
        (r":permanent-secretaries$", ":ministries"),
        (r":governors$", ":provinces"),
        (r":directors-general$", ":departments"),
        (r":(?:chairmen-of|heads-of)-", ":"),
        (r":(?:deputy-)?minister-of-", ":ministry-of-"),
        (r":permanent-secretary-of-the-", ":"),
        (r":director-general-of-the-", ":"),
    )
)


@dataclass(frozen=True, slots=True)
class Party:
    """A responsible party; ``id`` is that of its body."""

    span: Span
    text: str
    id: str | None
    role: str


@dataclass(frozen=True, slots=True)
class Limit:
    """The value of a time limit. Where it stands is not compared."""

    relation: str | None
    edtf: str | None
    due: str | None
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Mark:
    """One directive, as far as it is compared.

    Attributes:
        evidence: The stretch that states it.
        specific: Whether it counts; a general one is optional.
        action: What is to be done.
        kind: The action's type.
        target: What the action works on.
        parties: Lead and coordinating agencies.
        limit: The time limit.
        issuer: The id of who lays the duty, as a multiset of none or one.
        quantities: The values of its counted goals.
        instruments: The numbers of the legal texts it names.
    """

    evidence: Span
    specific: bool
    action: Span
    kind: str | None
    target: Span | None
    parties: tuple[Party, ...]
    limit: Limit | None
    issuer: Counter[str]
    quantities: Counter[float]
    instruments: Counter[str]

    def ids(self) -> Counter[tuple[str, str]]:
        """``(id, role)`` of the parties that have an id."""
        return Counter((party.id, party.role) for party in self.parties if party.id)


def body_id(agency: str | None) -> str | None:
    """The id of the body that a post belongs to; any other id stays as it is."""
    if not agency:
        return agency
    for post, body in _POSTS:
        agency = post.sub(body, agency)
    return agency


def _number(printed: str) -> str:
    return "".join(printed.upper().replace("Đ", "D").split())


def _limit(deadline: Mapping[str, Any] | None, span: Span | None) -> Limit | None:
    if not deadline:
        return None
    return Limit(deadline.get("relation"), deadline.get("edtf"), deadline.get("due"), span)


def _values(directive: Mapping[str, Any]) -> dict[str, Counter[Any]]:
    """What is compared by value alone, each as a multiset."""
    issuer = body_id((directive.get("issuer") or {}).get("id"))
    quantities = directive.get("quantities") or ()
    instruments = directive.get("instruments") or ()
    return {
        "issuer": Counter([issuer] if issuer else []),
        "quantities": Counter(float(one["value"]) for one in quantities if one.get("value") is not None),
        "instruments": Counter(_number(one["number"]) for one in instruments if one.get("number")),
    }


def from_record(record: Directive | Mapping[str, Any]) -> Mark:
    """Take what is compared from an extractor's record.

    Args:
        record: The record, or its line of output parsed.

    Returns:
        Its mark.
    """
    values: Mapping[str, Any] = record.model_dump() if isinstance(record, Directive) else record

    def place(part: Mapping[str, Any]) -> Span:
        return part["start"], part["end"]

    target = values.get("target")
    return Mark(
        evidence=place(values["evidence"]),
        specific=values.get("specificity", "specific") == "specific",
        action=place(values["action"]),
        kind=values["action"].get("type"),
        target=place(target) if target else None,
        parties=tuple(
            Party(place(one), one["text"], body_id(one.get("id")), one.get("role", "lead"))
            for one in values["agencies"]
        ),
        limit=_limit(values.get("deadline"), place(values["deadline"]) if values.get("deadline") else None),
        **_values(values),
    )


def from_gold(directive: Mapping[str, Any], text: str) -> Mark:
    """Find the quotes of a marked directive in its article.

    A quote is looked for inside the evidence; one that is ``inherited`` is its last occurrence before the
    evidence, else the first after it; a ``span`` of its own goes before both (guidelines, section 4).

    Args:
        directive: One item of a gold line's ``directives``.
        text: The article as decoded.

    Returns:
        The mark.

    Raises:
        ValueError: A quote is not in the article where it must be.
    """
    low, high = evidence = _evidence(directive, text)

    def place(part: Mapping[str, Any] | None, what: str) -> Span | None:
        if not part or not part.get("text"):
            return None
        if "span" in part:
            start, end = part["span"]
            return start, end
        quote = part["text"]
        if part.get("inherited"):
            before = text.rfind(quote, 0, low)
            return (before, before + len(quote)) if before >= 0 else _find(text, quote, high, len(text), what)
        return _find(text, quote, low, high, what)

    def sure(part: Mapping[str, Any], what: str) -> Span:
        span = place(part, what)
        if span is None:
            raise ValueError(f"the {what} quotes nothing")
        return span

    issuer, deadline = directive.get("issuer"), directive.get("deadline")
    if issuer and issuer.get("text"):
        _find(text, issuer["text"], 0, len(text), "issuer")
    return Mark(
        evidence=evidence,
        specific=directive.get("specificity", "specific") == "specific",
        action=sure(directive["action"], "action"),
        kind=directive["action"].get("type"),
        target=place(directive.get("target"), "target"),
        parties=tuple(
            Party(sure(one, "agency"), one["text"], body_id(one.get("id")), one.get("role", "lead"))
            for one in directive["agencies"]
        ),
        limit=_limit(deadline, place(deadline, "deadline")),
        **_values(directive),
    )


def _evidence(directive: Mapping[str, Any], text: str) -> Span:
    quote, at = directive["evidence"], -1
    for _ in range(directive.get("occurrence", 0) + 1):
        at = text.find(quote, at + 1)
        if at < 0:
            raise ValueError(f"the evidence is not in the article: {quote[:80]!r}")
    placed = directive.get("spans", {}).get("evidence")
    return (placed[0], placed[1]) if placed else (at, at + len(quote))


def _find(text: str, quote: str, low: int, high: int, what: str) -> Span:
    at = text.find(quote, low, high)
    if at < 0:
        raise ValueError(f"the {what} is not where it must be: {quote[:80]!r}")
    return at, at + len(quote)
