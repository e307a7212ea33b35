"""Finds the time expressions of a text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pipeline.deadlines.mention import DateMention
from pipeline.deadlines.phrases import Expression
from pipeline.deadlines.scan import fold, scan
from pipeline.deadlines.verdict import Verdict
from pipeline.deadlines.wider import WideReader
from pipeline.deadlines.words import load
from pipeline.text import normalise

STARTS = (
    "cue",
    "unit",
    "head",
    "month",
    "weekday",
    "weekday_bare",
    "quarter_name",
    "number",
    "day_word",
    "day_part",
    "part",
    "half_name",
    "half_year",
    "era",
    "clock_at",
    "clock_word",
    "clock_prefix",
    "span_unit",
    "every",
    "range_head",
    "event_clause",
    "meeting",
    "asap",
)


def find_dates(text: str, language: str, reference: date | None, known: str = "day") -> list[DateMention]:
    """Find every expression that could be a time limit.

    Args:
        text: Normalised text; a paragraph or a whole article.
        language: A language code, such as ``"vi"``.
        reference: The article's date, against which wordings without a year are read; null where unknown:
            then years are ``XXXX`` and nothing relative is due.
        known: How much of the reference is the article's own: ``day``, ``month`` or ``year``. What is counted in
            finer units (*tomorrow*, *within 30 days*) is then not due.

    Returns:
        The expressions in order, without overlaps. ``limits`` is the rules' own verdict, ``reason`` says why
        not.

    Raises:
        UnknownLanguage: There is no folder for this language.
    """
    words = load(language)
    folded = fold(text)
    tokens = scan(folded, words)
    reader = WideReader(tokens, folded, words, reference, known)
    verdict = Verdict(folded, words, reference)
    mentions: list[DateMention] = []
    index = 0
    while index < len(tokens):
        senses = tokens[index].senses
        found = None
        if "vague" in senses or ("block" in senses and "cue" not in senses):
            index += 1
            continue
        if tokens[index].kind == "number" or any(sense in senses for sense in STARTS):
            found = reader.best(index)
        if found is None:
            index += 1
            continue
        mentions.append(_mention(text, found, verdict.reason(found)))
        while index < len(tokens) and tokens[index].start < found.end:
            index += 1
    return mentions


def find_deadlines(text: str, language: str, reference: date | None = None) -> list[DateMention]:
    """Find the expressions that limit a duty, by the rules alone.

    Args:
        text: Any text: a sentence, a paragraph or a whole article, as it is.
        language: A language code, such as ``"vi"``.
        reference: The article's date, or null.

    Returns:
        Those of :func:`find_dates` with ``limits``, in order, without overlaps; offsets are those of ``text``.
    """
    normalised = normalise(text)
    found = []
    for mention in find_dates(normalised.text, language, reference):
        if mention.limits:
            start, end = normalised.original(mention.start, mention.end)
            found.append(replace(mention, start=start, end=end, text=text[start:end]))
    return found


def _mention(text: str, found: Expression, reason: str | None) -> DateMention:
    value = found.value
    due = value.due.isoformat() if value.due and found.relation not in ("from", "recurring", "asap") else None
    return DateMention(
        start=found.start,
        end=found.end,
        text=text[found.start : found.end],
        relation=found.relation,
        edtf=value.edtf,
        due=due,
        time=found.time,
        duration=found.duration,
        working_days=found.working,
        rrule=found.rrule,
        approximate=found.approximate,
        limits=reason is None,
        rule=found.rule,
        cue=found.cue,
        reason=reason,
    )
