"""Gold as choices among what the annotators found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.gold import GoldDirective
from pipeline.linking.layout import Layout
from pipeline.tokens import Span

LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Truth:
    """The right choices for one action.

    Attributes:
        leads: The groups that must carry it out.
        partners: The groups it is carried out with.
        limit: The place of its time limit in ``layout.dates``, or None.
        issuer: The agency mention that names the issuer, or None.
        ordered: Whether gold names an issuer at all.
        led: Whether gold names leads at all, found or not.
    """

    leads: tuple[int, ...]
    partners: frozenset[int]
    limit: int | None
    issuer: int | None
    ordered: bool
    led: bool


def _shared(a: Span, b: Span) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _mentions(layout: Layout, span: Span, body: str | None) -> list[int]:
    """The agency mentions that a gold quote names: those of its id, else all in it."""
    alike: list[int] = []
    close: list[int] = []
    for m, mention in enumerate(layout.reading.agencies):
        own = (mention.start, mention.end)
        if 2 * _shared(own, span) >= min(own[1] - own[0], span[1] - span[0]):
            close.append(m)
            if body and mention.id == body:
                alike.append(m)
    return alike or close


def read_truth(layout: Layout, marked: Sequence[GoldDirective]) -> list[Truth]:
    """The right choices for each marked directive.

    Args:
        layout: The article, laid out with the directives' actions.
        marked: The directives, in the order of those actions.
    """
    group_of = {m: k for k, group in enumerate(layout.groups) for m in group.members}
    found = []
    for directive in marked:
        leads: set[int] = set()
        partners: set[int] = set()
        for span, body, role, _ in directive.agencies:
            groups = {group_of[m] for m in _mentions(layout, span, body) if m in group_of}
            (leads if role == LEAD else partners).update(groups)
        limit = None
        if directive.deadline:
            span = directive.deadline[0]
            shares = [
                (_shared((layout.units[date.unit].start, layout.units[date.unit].end), span), -k)
                for k, date in enumerate(layout.dates)
            ]
            share, k = max(shares, default=(0, 0))
            limit = -k if share else None
        issuer = None
        if directive.issuer:
            issuer = next(iter(_mentions(layout, *directive.issuer)), None)
        found.append(
            Truth(
                tuple(sorted(leads)),
                frozenset(partners - leads),
                limit,
                issuer,
                directive.issuer is not None,
                any(role == LEAD for _, _, role, _ in directive.agencies),
            )
        )
    return found
