"""Gold as labels of units: what the tagger learns."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.gold import GoldDirective
from pipeline.tagging.units import Unit
from pipeline.tokens import Span

OUTSIDE = "O"
FIRST, INSIDE, LIMIT_INSIDE = "B", "I", "J"
LEAD, COORDINATING, ISSUER, LIMIT = "L", "C", "S", "D"
ACTION = (FIRST, INSIDE, LIMIT_INSIDE)


def _overlap(unit: Unit, span: Span) -> int:
    return max(0, min(unit.end, span[1]) - max(unit.start, span[0]))


def label(units: Sequence[Unit], directives: Sequence[GoldDirective]) -> list[str]:
    """Label the units of an article by its gold.

    Args:
        units: The units.
        directives: The marked directives; their actions do not overlap.

    Returns:
        One label a unit. An action takes every unit that lies at least half in it; agencies and issuers are labelled
        outside actions only, time limits inside too.
    """
    labels = [OUTSIDE] * len(units)
    for directive in directives:
        tag = FIRST
        for i, unit in enumerate(units):
            if 2 * _overlap(unit, directive.action) >= max(1, unit.end - unit.start):
                labels[i], tag = tag, INSIDE

    def mark(span: Span, tag: str) -> None:
        for i, unit in enumerate(units):
            if unit.mention and labels[i] == OUTSIDE and _overlap(unit, span):
                labels[i] = tag

    for directive in directives:
        for span, _, role, _ in directive.agencies:
            mark(span, LEAD if role == "lead" else COORDINATING)
        if directive.issuer:
            mark(directive.issuer[0], ISSUER)
        if directive.deadline:
            for i, unit in enumerate(units):
                if _overlap(unit, directive.deadline[0]) and labels[i] in (OUTSIDE, INSIDE):
                    labels[i] = LIMIT if labels[i] == OUTSIDE else LIMIT_INSIDE
    return labels
