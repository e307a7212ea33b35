"""Why a field of a directive that was found is wrong. The causes are those of ``causes.CAUSES``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.scoring import Mark, dice
from pipeline.scoring.marks import Party
from pipeline.scoring.pairing import overlap

Span = tuple[int, int]

_SAME = 0.5  # the scorer's own measure of the same place


def wrong_field(field: str, gold: Mark, found: Mark, agencies: Sequence[Span], dates: Sequence[Span]) -> str:
    """Tell why a field that the scorer counts as wrong is so.

    Args:
        field: ``agency``, ``target``, ``deadline`` or ``type``.
        gold: The marked directive.
        found: The found one that stands for it.
        agencies: Where rules find agencies in the article.
        dates: Where rules find dates.

    Returns:
        The cause.
    """
    return _WHY[field](gold, found, agencies, dates)


def _seen(span: Span, places: Sequence[Span]) -> bool:
    return any(overlap(span, place) for place in places)


def _alike(one: Party, other: Party) -> bool:
    return one.id == other.id if one.id and other.id else dice(one.span, other.span) >= _SAME


def _agency(gold: Mark, found: Mark, agencies: Sequence[Span], dates: Sequence[Span]) -> str:
    wanted = [party for party in gold.parties if party.role == "lead"]
    given = [party for party in found.parties if party.role == "lead"]
    lost = [one for one in wanted if not any(_right(one, other) for other in given)]
    added = [one for one in given if not any(_right(other, one) for other in wanted)]
    others_wanted = [party for party in gold.parties if party.role != "lead"]
    others_given = [party for party in found.parties if party.role != "lead"]
    if any(_alike(one, other) for one in lost for other in others_given) or any(
        _alike(one, other) for one in others_wanted for other in added
    ):
        return "agency-role"
    crossed = [(one, other) for one in lost for other in added if overlap(one.span, other.span)]
    if any(dice(one.span, other.span) >= _SAME for one, other in crossed):
        return "agency-id"
    if crossed:
        return "agency-boundary"
    if any(not _seen(one.span, agencies) for one in lost):
        return "agency-unknown"
    if any(not overlap(one.span, gold.evidence) for one in lost + added):
        return "agency-scope"
    if lost and added:
        return "agency-other"
    return "agency-few" if lost or len(wanted) > len(given) else "agency-many"


def _right(gold: Party, found: Party) -> bool:
    """Whether one lead stands for another, as the scorer's tuple has it."""
    if gold.id or found.id:
        return gold.id == found.id
    return dice(gold.span, found.span) >= _SAME or gold.text == found.text


def _deadline(gold: Mark, found: Mark, agencies: Sequence[Span], dates: Sequence[Span]) -> str:
    wanted, given = gold.limit, found.limit
    if wanted is None:
        return "date-added"
    if wanted.span is not None and not _seen(wanted.span, dates):
        return "date-unknown"
    if given is None:
        return "date-unlinked"
    if not overlap(wanted.span, given.span):
        return "date-other"
    return "date-relation" if wanted.relation != given.relation else "date-value"


def _target(gold: Mark, found: Mark, agencies: Sequence[Span], dates: Sequence[Span]) -> str:
    if gold.target is None:
        return "target-added"
    if found.target is None:
        return "target-missing"
    return "target-boundary" if overlap(gold.target, found.target) else "target-other"


def _type(gold: Mark, found: Mark, agencies: Sequence[Span], dates: Sequence[Span]) -> str:
    return "type"


_WHY: dict[str, Callable[[Mark, Mark, Sequence[Span], Sequence[Span]], str]] = {
    "agency": _agency,
    "target": _target,
    "deadline": _deadline,
    "type": _type,
}
