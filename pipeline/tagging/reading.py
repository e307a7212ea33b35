"""An article as the learners see it: its units with what the tagger thinks of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.agencies import AgencyMention
from pipeline.cues import Cue
from pipeline.deadlines import DateMention
from pipeline.tagging.crf import Marginals
from pipeline.tagging.units import Mention, Unit, fold
from pipeline.tokens import Word

Paragraph = tuple[int, int, str]
# Headlines are repeated by the body, captions and furniture hold no directive.
READ = frozenset({"lead", "body"})


@dataclass(frozen=True)
class Reading:
    """One article, annotated and tagged. Offsets are code points of its normalised text.

    Attributes:
        text: The normalised text.
        language: Its language.
        paragraphs: All paragraphs, ``(start, end, kind)``.
        agencies: The agency mentions; a unit's mention of kind ``agency`` holds an index into them.
        dates: The time expressions; a mention of kind ``date`` holds an index into them.
        units: The units of leads and body, in order.
        marginals: The label probabilities, one row a unit, or None before tagging. Labels: ``B`` and ``I`` for
            an action's first and other units, ``J`` for a time limit inside it, ``L``, ``C`` and ``S`` for a lead
            agency, a coordinating one and an issuer, ``D`` for a time limit, ``O`` for the rest.
    """

    text: str
    language: str
    paragraphs: tuple[Paragraph, ...]
    agencies: tuple[AgencyMention, ...]
    dates: tuple[DateMention, ...]
    units: tuple[Unit, ...]
    marginals: Marginals | None = None

    def tagged(self, marginals: Marginals) -> Reading:
        """The same article with the tagger's answer."""
        return replace(self, marginals=marginals)


def _mentions(agencies: Sequence[AgencyMention], dates: Sequence[DateMention]) -> list[Mention]:
    found = [
        Mention(
            m.start,
            m.end,
            "agency",
            (
                m.kind,
                "rule:" + m.rule,
                "id" if m.id else "no-id",
                *(("post",) if m.post else ()),
                *(("person",) if m.person else ()),
            ),
            index,
        )
        for index, m in enumerate(agencies)
    ]
    found += [
        Mention(
            m.start,
            m.end,
            "date",
            (m.relation, "limits" if m.limits else "no-limit", f"cue:{m.cue}", "rule:" + m.rule),
            index,
        )
        for index, m in enumerate(dates)
    ]
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def read_units(
    text: str,
    language: str,
    words: Sequence[Word],
    cues: Sequence[Cue],
    agencies: Sequence[AgencyMention],
    dates: Sequence[DateMention],
    paragraphs: Sequence[Paragraph],
) -> Reading:
    """Lay an annotated article out for the tagger.

    Args:
        text: The normalised text.
        language: Its language.
        words: Its words.
        cues: Its cues.
        agencies: Its agency mentions.
        dates: Its time expressions.
        paragraphs: Its paragraphs.

    Returns:
        The reading, not tagged yet.
    """
    read = [p for p in paragraphs if p[2] in READ]
    units: list[Unit] = []
    p = 0
    for unit in fold(text, words, _mentions(agencies, dates), cues, read):
        while p < len(read) and read[p][1] < unit.end:
            p += 1
        if p < len(read) and read[p][0] <= unit.start:
            units.append(unit)
    return Reading(text, language, tuple(paragraphs), tuple(agencies), tuple(dates), tuple(units))
