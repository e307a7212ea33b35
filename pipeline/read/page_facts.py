"""What a page says about its article: title, address, date.

Dates are read here and not by htmldate: it compares with today's date, so that the same page would give
another answer tomorrow, and it knows no Buddhist Era.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from pipeline.metadata import bare_title
from pipeline.read.dates import metadata_date
from pipeline.read.marks import class_words, page_marks
from pipeline.read.quiet import quiet
from pipeline.text import normalise

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LONGEST_TITLE = 500
_LONGEST_URL = 2_000
_MOST_SHOWN = 40
_URL_DATE = re.compile(r"/((?:19|20|25)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:/|-|$)", re.ASCII)


def find_title(tree: HtmlElement) -> str | None:
    """Find the headline of a page.

    Args:
        tree: The page.

    Returns:
        What its metadata, its main heading or its title element say, without the site's name.
    """
    from trafilatura.metadata import examine_meta, extract_title

    with quiet("trafilatura"):
        found = _json_value(tree, "headline") or examine_meta(tree).title or extract_title(tree)
    title = normalise(_spaced(found or "")[:_LONGEST_TITLE]).text.strip()
    headings = (
        normalise(_spaced("".join(h1.itertext()))[:_LONGEST_TITLE]).text for h1 in tree.xpath("//h1[position()<4]")
    )
    # What follows the heading in the title is the site's name, whatever it looks like.
    return next((heading for heading in headings if heading and title.startswith(heading)), bare_title(title)) or None


def find_lead(tree: HtmlElement) -> str | None:
    """Find the summary that a site sets apart from the body.

    Args:
        tree: The page, without its clutter.

    Returns:
        Its text, or None if the page has none.
    """
    marks = page_marks()
    for element in tree.iter("p", "div", "h2", "h3", "span", "strong"):
        if marks.leads.search(f"{class_words(element)} {(element.get('data-role') or '').lower()}"):
            text = _spaced("".join(element.itertext()))
            if marks.lead["shortest"] <= len(text) <= marks.lead["longest"]:
                return text
    return None


def find_url(tree: HtmlElement, given: str | None) -> str | None:
    """Find the address under which a page wants to be known.

    Args:
        tree: The page.
        given: The address it was fetched from.

    Returns:
        Its canonical address, or the one that its Open Graph metadata give, or the given one.
    """
    for path in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        for value in tree.xpath(path):
            try:
                address: str = urljoin(given or "", value.strip())
                if urlsplit(address).scheme in ("http", "https") and urlsplit(address).netloc:
                    return address[:_LONGEST_URL]
            except ValueError:
                continue
    return given or None


def find_date(tree: HtmlElement) -> str | None:
    """Find when the article of a page came out.

    Args:
        tree: The page.

    Returns:
        ``YYYY-MM-DD`` in the common era, from the surest place that has a date; None if none has.
    """
    return next((date for value in _dates(tree) if (date := metadata_date(value))), None)


def _dates(tree: HtmlElement) -> Iterator[str]:
    """Everything that may be the date, the surest first."""
    known = page_marks().date
    for key in known["json"]:
        if value := _json_value(tree, key):
            yield value
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            if (name := meta.get(attribute)) and (content := meta.get("content")):
                metas.setdefault(name.lower(), content)
    yield from (metas[name] for name in known["meta"] if name in metas)
    for path in known["attributes"]:
        yield from tree.xpath(path)[:1]
    yield from _shown(tree)
    for path in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        for match in (_URL_DATE.search(value) for value in tree.xpath(path)):
            if match:
                yield "-".join(match.groups())


def _shown(tree: HtmlElement) -> Iterator[str]:
    """Texts of small elements whose class says that they show a date, from the top."""
    marks = page_marks()
    count = 0
    for element in tree.iter("time", "span", "div", "p", "li", "small", "em", "i", "b", "td"):
        if element.tag != "time" and not marks.shown.search(class_words(element)):
            continue
        text = _spaced("".join(element.itertext()))
        if 0 < len(text) <= marks.date["longest"]:
            count += 1
            yield text
        if count == _MOST_SHOWN:
            return


def _json_value(tree: Any, key: str) -> str | None:
    """The first string under a key in JSON-LD. By pattern: much of it is broken JSON."""
    pattern = re.compile(rf'"{key}"\s*:\s*("(?:[^"\\\n]|\\.){{1,1000}}")')
    for script in tree.xpath("//script[@type='application/ld+json']"):
        if match := pattern.search(script.text or ""):
            return _unescaped(match[1])
    return None


def _unescaped(string: str) -> str:
    import json

    try:
        return str(json.loads(string))
    except ValueError:
        return string[1:-1]


def _spaced(text: str) -> str:
    return " ".join(text.split())
