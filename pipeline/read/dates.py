"""Dates as metadata write them: ISO 8601, mail headers, day first, or words; in the common or the Buddhist Era.

The forms that Thai and Vietnamese pages use are read here; what else a page may write (*May 12, 2025*) is left to
dateparser.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from email.utils import parsedate
from typing import Any

import dateparser

from pipeline.deadlines import find_dates
from pipeline.era import NEWS_YEARS, common_year
from pipeline.errors import BadDate
from pipeline.language import languages
from pipeline.metadata import parse_published
from pipeline.text import normalise

_LONGEST = 200
# A whole date and nothing counted from today: the same answer whenever it is read.
_ABSOLUTE: Any = {"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY", "PARSERS": ["absolute-time"]}

_FULL_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PART = re.compile(r"\d{4}(?:-\d{2})?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{4}(?:\d{2})?)?(?!\d)", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)", re.ASCII)
_DAY_FIRST = re.compile(r"(?<![\d/.-])(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)", re.ASCII)


def metadata_date(value: str) -> str | None:
    """Read a date that metadata give for an article.

    Args:
        value: The date as written, maybe with a time and words around it. Of numbers alone the year has four
            digits, and the day comes before the month, as Thai and Vietnamese write.

    Returns:
        ``YYYY-MM-DD`` (or less, where it says less) in the common era; None if it is no date of news.
    """
    text = normalise(value[:_LONGEST]).text.strip()
    try:
        found = _parse(text)
    except BadDate:
        return None
    return found if int(found[:4]) in NEWS_YEARS else None


def _parse(text: str) -> str:
    if match := _YEAR_FIRST.match(text):
        return _iso(match[1], match[3], match[4])
    if match := _COMPACT.match(text):
        return _iso(*match.groups())
    if match := _DAY_FIRST.search(text):
        return _iso(match[4], match[3], match[1])
    if match := _PART.fullmatch(text):
        return parse_published(match.group())
    with suppress(ValueError, IndexError, TypeError, OverflowError):
        if (mail := parsedate(text)) is not None and mail[0] >= 1900:
            return _iso(*mail[:3])
    for language in languages():
        for mention in find_dates(text, language, None):
            if mention.edtf and (match := _DAY.fullmatch(mention.edtf)):
                return match.group()
    if _FULL_YEAR.search(text):
        other = dateparser.parse(text, languages=[*languages(), "en"], settings=_ABSOLUTE)
        if other is not None:
            return _iso(other.year, other.month, other.day)
    raise BadDate(f"{text!r} is no date")


def _iso(*parts: str | int) -> str:
    year, month, day = (int(part) for part in parts)
    try:
        # The era first: 2567 has a 29 February, as 2024, and would have none in the common era.
        return date(common_year(year), month, day).isoformat()
    except ValueError:
        raise BadDate(f"{year}-{month}-{day} is no day of the calendar") from None
