"""The article's own date, from its dateline."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest

from pipeline.deadlines.finder import find_dates
from pipeline.deadlines.periods import Period, in_year, parse_iso
from pipeline.deadlines.scan import Token, fold, scan
from pipeline.deadlines.wider import WideReader
from pipeline.deadlines.words import Words, load

HEAD = 900  # characters at the top in which an article states its date on a line of its own
LEAD = 2500  # characters in which a dateline may open a paragraph
FAR = 200  # days between a dateline and a full date that may lend it its year
EIGHTH = 8
_LATE = 30  # days that a time limit may lie behind
SLACK = 7  # days by which the two may be in the other order
YEAR_CUES = (None, "within", "in", "on")  # a year alone behind these is most often the running one
AHEAD = (
    "before",
    "latest",
    "until",
    "through",
    "within",
)  # prepositions of dates that lay ahead of the article
OPENING = re.compile(r"\n|[.!?\"”] ")
AFTER_PLACE = re.compile(r" ?\)? {0,2}-(?! ?\d)")  # the dash between a dateline and its story
BRACKETED = re.compile(r"\) ?[^\n]")
ANOTHER = 12  # characters behind a date in which a second one makes the two a range
NEWS_FROM = 1990  # older dates that open a paragraph are of history
NO_PLACE = ("cue", "event", "event_clause", "meeting", "every")
LINE = 45  # a line that is little more than a date


@dataclass(frozen=True, slots=True)
class Dated:
    """A day found in the text, with its year or without."""

    period: Period
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Bound:
    """A date with a year, and where the article lies.

    Before it (``ahead``), after it (``behind``), ``near`` it, or in its ``year``.
    """

    day: date
    kind: str


def find_published(text: str, language: str) -> tuple[str | None, str | None]:
    """Find the date of an article in its own text.

    Args:
        text: The whole article, normalised.
        language: A language code, such as ``"th"``.

    Returns:
        The date (``2025-06-23``, or a year alone) and where it comes from: ``"text"`` where the article
        states the whole of it as its own, ``"inferred"`` where it is pieced together; two nulls where
        nothing tells.
    """
    words = load(language)
    folded = fold(text)
    tokens = scan(folded, words)
    reader = WideReader(tokens, folded, words, None)
    days = _days(reader, tokens)
    own = _own_line(folded, days, words)
    if own:
        return own, "text"
    bounds = _bounds(text, language)
    for day in _datelines(folded, days, tokens, words):
        year = day.period.year or _year_of(day.period, bounds)
        if year:
            return _iso(Period("day", year, day.period.number, day.period.day)), "inferred"
    ahead = min((bound.day for bound in bounds if bound.kind == "ahead"), default=None)
    if ahead is None or any(bound.kind == "behind" and bound.day > ahead for bound in bounds):
        return None, None
    return f"{ahead.year:04d}", "inferred"


def reference_date(published: str | None) -> date | None:
    """The day against which an article's wordings are read, from a date that may lack its day or month.

    Args:
        published: ``2025-06-23``, ``2025-06``, ``2025`` or null.

    Returns:
        The day itself; of a month or year its eighth day, so that a date without a year, which may lie seven
        days back, falls in that month or year; null where there is no date.
    """
    if not published:
        return None
    parts = [int(part) for part in published.split("-")]
    defaults = (1, 1, EIGHTH)
    year, month, day = (*parts, *defaults[len(parts) :])
    return date(year, month, day)


def is_long_past(due: str | None, published: str | None) -> bool:
    """Whether a day lay so far behind when the article appeared that nothing can have been due on it any more.

    News of an order may be some days late; a date of last year belongs to a law or a result. No gold has a time limit
    that lies more than thirty days back.

    Args:
        due: ``YYYY-MM-DD``, or null where there is no such day.
        published: ``2025-06-23``, ``2025-06``, ``2025`` or null where it is not known; the first of its days counts.
    """
    if not due or not published:
        return False
    year, month, day = [*map(int, published.split("-")), 1, 1][:3]
    return date.fromisoformat(due) < date(year, month, day) - timedelta(days=_LATE)


def known_unit(published: str | None) -> str:
    """How much of an article's date is known.

    Args:
        published: ``2025-06-23``, ``2025-06``, ``2025`` or null.

    Returns:
        ``day``, ``month`` or ``year``: how finely one may count from :func:`reference_date`.
    """
    return ("year", "month", "day")[published.count("-")] if published else "day"


def _bounds(text: str, language: str) -> list[Bound]:
    """Dates with a year, and on which side of them the article lies by their prepositions."""
    found: list[Bound] = []
    years: Counter[date] = Counter()
    for mention in find_dates(text, language, None):
        if not mention.edtf or "X" in mention.edtf or mention.relation not in ("by", "before", "from"):
            continue
        day = parse_iso(mention.due or mention.edtf.split("/")[0])
        if len(mention.edtf) == 4:
            if mention.cue in YEAR_CUES:
                years[date(int(mention.edtf), 1, 1)] += 1
        elif day and mention.cue in AHEAD and mention.reason in (None, "expected", "no duty", "name"):
            found.append(Bound(day, "ahead"))
        elif day and mention.cue in ("in", "from"):
            found.append(Bound(day, "near"))
        elif day:
            found.append(Bound(day, "behind"))
    named = [day for day, count in years.items() if count > 1]
    return [*found, Bound(max(named), "year")] if named else found


def _days(reader: WideReader, tokens: list[Token]) -> list[Dated]:
    """All days in the text, left to right."""
    found: list[Dated] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        read = None
        if token.kind == "number" or "head" in token.senses or "weekday" in token.senses:
            read = (
                reader.read_weekday(index, True) if "weekday" in token.senses else reader.read_date(index, True, False)
            )
        if read and read[0].unit == "day":
            parted = index > 0 and "day_part" in tokens[index - 1].senses and token.gap >= 0
            read = replace(read[0], part_of_day=parted), read[1]
            found.append(Dated(read[0], token.start, tokens[read[1] - 1].end))
            index = read[1]
        else:
            index += 1
    return found


def _own_line(folded: str, days: list[Dated], words: Words) -> str | None:
    """A line near the top that is little more than a full date."""
    for day in days:
        if day.start > HEAD:
            return None
        start = folded.rfind("\n", 0, day.start) + 1
        end = folded.find("\n", day.end)
        line = folded[start : end if end >= 0 else len(folded)]
        if not day.period.year or len(line) - (day.end - day.start) > LINE:
            continue
        before = folded[start : day.start].strip(" -|:,()*")
        after = folded[day.end : start + len(line)].strip(" -|:,()*")
        if (not before or words.labels.search(before)) and not any(char.isalpha() for char in after[:3]):
            return _iso(day.period)
    return None


def _datelines(folded: str, days: list[Dated], tokens: list[Token], words: Words) -> list[Dated]:
    """The days called today, those that open a paragraph, and those with a part of day (*sáng 6/2*).

    A place may stand before a day that opens one (*Hà Nội, 3/3/2026 -*), or brackets around it.
    """
    opening = set()
    for start in _openings(folded):
        for pattern in words.datelines:
            if match := pattern.match(folded, start):
                opening.add(match.end())
    today = [
        day
        for day in days
        if day.period.unit == "day" and words.own_today.search(folded, max(0, day.start - 18), day.start)
    ]
    placed = _placed(folded, days, tokens, words)
    first = [day for day in days if day in placed or any(day.start <= at <= day.end for at in opening)]
    return today + first + [day for day in days if day.start < LEAD and day.period.part_of_day]


def _placed(folded: str, days: list[Dated], tokens: list[Token], words: Words) -> list[Dated]:
    """The days behind a place and before a dash, or in brackets, at the start of a paragraph."""
    found = []
    for day, follower in zip_longest(days, days[1:]):
        if day.start >= LEAD:
            break
        start = folded.rfind("\n", 0, day.start) + 1
        before = folded[start : day.start]
        bracketed = before.strip() == "(" and BRACKETED.match(folded, day.end)
        dashed = AFTER_PLACE.match(folded, day.end) and not (follower and follower.start - day.end < ANOTHER)
        recent = day.period.year is None or day.period.year >= NEWS_FROM
        head = [token for token in tokens if start <= token.start < day.start] if dashed else []
        if recent and (bracketed or (dashed and _is_place(before, head, words))):
            found.append(day)
    return found


def _is_place(before: str, head: list[Token], words: Words) -> bool:
    """Whether what stands before a date has the form of a place and speaks of no limit, event or legal text."""
    if not words.place.fullmatch(before) or words.context["instrument"].search(before):
        return False
    return not any(sense in token.senses for token in head for sense in NO_PLACE)


def _openings(folded: str) -> list[int]:
    """Where the paragraphs and sentences of the lead start."""
    return [0, *(match.end() for match in OPENING.finditer(folded, 0, min(LEAD, len(folded))))]


def _year_of(period: Period, bounds: list[Bound]) -> int | None:
    """The year that puts a dateline nearest to the dates of the text: before deadlines, after reports."""
    best: tuple[int, int, int] | None = None
    for year in {bound.day.year + more for bound in bounds for more in (-1, 0, 1)}:
        settled = in_year(period, year)
        if settled is None or settled.first is None:
            continue
        wrong, costs = 0, []
        for bound in bounds:
            distance = (settled.first - bound.day).days * (-1 if bound.kind == "ahead" else 1)
            if bound.kind == "near":
                distance = abs(distance)
            if bound.kind == "year":
                costs += [distance + FAR] if 0 <= distance <= 365 else []
            elif distance < -SLACK:
                wrong += 1
            elif distance <= FAR:
                costs.append(abs(distance))
        if costs and (best is None or (wrong, min(costs), -year) < best):
            best = wrong, min(costs), -year
    return -best[2] if best else None


def _iso(period: Period) -> str:
    return f"{period.year:04d}-{period.number:02d}-{period.day:02d}"
