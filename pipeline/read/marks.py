"""How news pages name their parts, as patterns."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.language import languages, table

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BETWEEN = re.compile(r"[\s_\-:./]+")
_LONGEST_CLASS = 300


@dataclass(frozen=True, slots=True)
class PageMarks:
    """The tables of ``page.toml`` and of the languages.

    Attributes:
        date: Where dates stand.
        shown: Finds the class of an element that shows a date.
        lead: How long a summary is.
        leads: Finds the class of the summary.
        blocks: Finds the class of what is not the article.
        elements: Elements that are never the article.
    """

    date: dict[str, Any]
    shown: re.Pattern[str]
    lead: dict[str, Any]
    leads: re.Pattern[str]
    blocks: re.Pattern[str]
    elements: tuple[str, ...]


@cache
def page_marks() -> PageMarks:
    """Read the tables; they are kept."""
    with Path(__file__).with_name("page.toml").open("rb") as file:
        known = tomllib.load(file)
    blocks = [*known["remove"]["blocks"]]
    for language in languages():
        blocks += table(language, "text")["pages"]["blocks"]
    return PageMarks(
        date=known["date"],
        shown=_any(known["date"]["shown"]),
        lead=known["lead"],
        leads=_any(known["lead"]["names"]),
        blocks=_any(blocks),
        elements=tuple(known["remove"]["elements"]),
    )


def _any(names: list[str]) -> re.Pattern[str]:
    choices = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(f"(?<![^ ])(?:{choices})(?![^ ])")


def class_words(element: HtmlElement) -> str:
    """The words of an element's class and id, in lower case with a space between."""
    named = f"{(element.get('class') or '')[:_LONGEST_CLASS]} {(element.get('id') or '')[:_LONGEST_CLASS]}"
    return _BETWEEN.sub(" ", _HUMP.sub(" ", named)).lower()
