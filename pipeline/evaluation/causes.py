"""Why a directive was missed, is false or has a wrong field: one cause each, told from places and rule mentions.

A cause is where to look first, not a proof: the first of ``CAUSES`` of its kind that fits counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.evaluation.wrong_fields import wrong_field
from pipeline.scoring import Mark, pair, score_article
from pipeline.scoring.figures import FIELDS
from pipeline.scoring.pairing import overlap
from pipeline.tagging.reading import READ

Span = tuple[int, int]

MISSED, FALSE, WRONG = "missed", "false", "wrong"
# In the order in which they are tried; the sentence is what the listing says.
CAUSES = {
    # Missed, or false, beside what stands at the same place.
    "split": "one action taken for several",
    "merge": "several actions taken for one",
    "boundary": "the action begins or ends elsewhere by half or more",
    # Missed.
    "unread": "missed: in a headline, caption or furniture, which are not read",
    "no-agency-marked": "missed: nobody is marked as responsible",
    "agency-unseen": "missed: no rule finds the agency",
    "agency-far": "missed: the agency stands outside the evidence",
    "no-cue": "missed: the agency is at hand, no word of order, request or duty",
    "at-hand": "missed: agency and cue word are at hand",
    # False.
    "neighbour": "false: beside a directive of the same paragraph",
    "past": "false: a paragraph without directives, with a word for what is done or going on",
    "future": "false: a paragraph without directives, with a word for what is to come",
    "upward": "false: a paragraph without directives, with a word for what is laid before a higher body",
    "report": "false: a paragraph without directives, with no such word",
    # Wrong, by field.
    "agency-role": "agency: lead and coordinating changed over",
    "agency-id": "agency: at the right place, resolved to another body",
    "agency-boundary": "agency: begins or ends elsewhere",
    "agency-unknown": "agency: no rule finds it",
    "agency-scope": "agency: stands outside the evidence, or was taken from there",
    "agency-few": "agency: some of those responsible left out",
    "agency-many": "agency: others added",
    "agency-other": "agency: another of those in the evidence chosen",
    "date-unknown": "deadline: no rule finds it",
    "date-unlinked": "deadline: found in the article, and not taken for this action's",
    "date-added": "deadline: a date that limits nothing, or something else",
    "date-other": "deadline: another date chosen",
    "date-relation": "deadline: at the right place, the relation is wrong",
    "date-value": "deadline: at the right place, the day is wrong",
    "target-boundary": "target: begins or ends elsewhere by half or more",
    "target-missing": "target: left out",
    "target-added": "target: there is none",
    "target-other": "target: another stretch of words",
    "type": "type: another one",
}
_ORDERS = frozenset({"order", "request", "duty", "urge", "prohibit"})
_ASPECTS = (("past", {"done", "ongoing"}), ("future", {"future"}), ("upward", {"up"}))
# The kinds of cue words that decide a cause.
TELLING = _ORDERS.union(*(kinds for _, kinds in _ASPECTS))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rules find in an article, in code points of the article as decoded.

    Attributes:
        paragraphs: ``(start, end, kind)`` of each paragraph.
        agencies: Where agencies are named.
        dates: Where dates stand.
        cues: Cue words, ``(start, end, kinds)``.
    """

    paragraphs: Sequence[tuple[int, int, str]] = ()
    agencies: Sequence[Span] = ()
    dates: Sequence[Span] = ()
    cues: Sequence[tuple[int, int, Sequence[str]]] = ()

    def paragraph(self, span: Span) -> tuple[int, int, str]:
        """The paragraph in which a span begins; the span itself, as body, if there is none."""
        return next((p for p in self.paragraphs if p[0] <= span[0] < p[1]), (*span, "body"))

    def kinds(self, span: Span) -> set[str]:
        """The kinds of the cue words that touch a span."""
        return {kind for low, high, kinds in self.cues if overlap((low, high), span) for kind in kinds}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong.

    Attributes:
        kind: ``missed``, ``false`` or ``wrong``.
        cause: One of ``CAUSES``.
        gold: The order number of the marked directive, if there is one at the place.
        found: That of the found one, if there is one at the place.
        field: Of a wrong field, its name as the scorer has it: ``agency``, ``target``, ``deadline``, ``type``.
    """

    kind: str
    cause: str
    gold: int | None
    found: int | None
    field: str | None = None


def mistakes(gold: Sequence[Mark], found: Sequence[Mark], around: Surroundings) -> Iterator[Mistake]:
    """Tell what is wrong in an article, and why.

    What counts as missed, false and wrong is what the scorer counts so: each missed directive, each false one and
    each wrong field of a found one is told exactly once.

    Args:
        gold: The marked directives.
        found: Those that were found.
        around: What rules find in the article.

    Yields:
        The mistakes: of the marked directives in order, then the false ones in order.
    """
    score, pairs = score_article(gold, found), pair(gold, found)
    for number, right in enumerate(score.right):
        if right is None:
            continue  # a general directive is neither missed nor wrong
        if number not in pairs:
            yield _missed(gold, found, number, around)
            continue
        column = pairs[number]
        for field in FIELDS:
            if field not in right:
                cause = wrong_field(field, gold[number], found[column], around.agencies, around.dates)
                yield Mistake(WRONG, cause, number, column, field)
    for number in score.spurious:
        yield _false(gold, found, number, around)


def _touching(action: Span, others: Sequence[Mark]) -> list[int]:
    """Directives whose actions share something with one, the most first."""
    shares = [(overlap(action, other.action), number) for number, other in enumerate(others)]
    return [number for share, number in sorted(shares, key=lambda pair: (-pair[0], pair[1])) if share]


def _same_place(gold: Sequence[Mark], found: Sequence[Mark], number: int, other: int) -> str:
    """How a marked and a found action that touch, and are no pair, differ."""
    if len(_touching(found[other].action, gold)) > 1:
        return "merge"
    return "split" if len(_touching(gold[number].action, found)) > 1 else "boundary"


def _missed(gold: Sequence[Mark], found: Sequence[Mark], number: int, around: Surroundings) -> Mistake:
    mark = gold[number]
    near = _touching(mark.action, found)
    if near:
        return Mistake(MISSED, _same_place(gold, found, number, near[0]), number, near[0])
    return Mistake(MISSED, _overlooked(mark, around), number, None)


def _overlooked(mark: Mark, around: Surroundings) -> str:
    leads = [party.span for party in mark.parties if party.role == "lead"]
    if around.paragraph(mark.action)[2] not in READ:
        return "unread"
    if not leads:
        return "no-agency-marked"
    if not any(overlap(lead, seen) for lead in leads for seen in around.agencies):
        return "agency-unseen"
    if not any(overlap(lead, mark.evidence) for lead in leads):
        return "agency-far"
    return "at-hand" if around.kinds(mark.evidence) & _ORDERS else "no-cue"


def _false(gold: Sequence[Mark], found: Sequence[Mark], number: int, around: Surroundings) -> Mistake:
    mark = found[number]
    near = _touching(mark.action, gold)
    if near:
        return Mistake(FALSE, _same_place(gold, found, near[0], number), near[0], number)
    low, high, _ = around.paragraph(mark.action)
    if any(overlap(one.action, (low, high)) for one in gold):
        return Mistake(FALSE, "neighbour", None, number)
    # The words nearest to the action: all of a long paragraph's would always hold one of each kind.
    kinds = around.kinds(mark.evidence)
    cause = next((cause for cause, words in _ASPECTS if kinds & words), "report")
    return Mistake(FALSE, cause, None, number)
