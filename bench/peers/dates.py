"""dateparser as a finder of time limits."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time
from typing import Any

from dateparser.search import search_dates

# Some article has no date; dateparser would take the day of the run, and the figures would depend on it.
UNDATED = date(2020, 1, 1)
ERA = 543
# Years from 1957 to 2156 as Thai texts print them.
BUDDHIST = re.compile(r"(?<!\d)2[56]\d\d(?!\d)")

Found = dict[str, Any]  # start, end and the fields of a deadline


def plain(text: str, language: str, reference: date | None) -> list[Found]:
    """dateparser, line by line, with the article's date as its today. It would read Thai 3/4 as the fourth of March."""
    today = datetime.combine(reference or UNDATED, time())
    settings = {"PREFER_DATES_FROM": "future", "DATE_ORDER": "DMY", "RELATIVE_BASE": today}
    found = []
    for line in re.finditer(r"[^\n]+", text):
        at = line.start()
        for words, moment, period in search_dates(line[0], [language], settings, add_period=True) or []:
            place = text.find(words, at, line.end())
            if place < 0:  # it gives back words, not places, and not always as they stand
                continue
            at = place + len(words)
            found.append({"start": place, "end": at, **_value(moment.date(), period)})
    return found


def repaired(text: str, language: str, reference: date | None) -> list[Found]:
    """Dateparser on the text with its Buddhist years made those of the common era."""
    return plain(BUDDHIST.sub(lambda year: str(int(year[0]) - ERA), text), language, reference)


def _value(day: date, period: str | None) -> Found:
    if period == "year":
        return {"relation": "by", "edtf": f"{day:%Y}", "due": date(day.year, 12, 31).isoformat()}
    if period == "month":
        last = calendar.monthrange(day.year, day.month)[1]
        return {"relation": "by", "edtf": f"{day:%Y-%m}", "due": day.replace(day=last).isoformat()}
    return {"relation": "by", "edtf": day.isoformat(), "due": day.isoformat()}
