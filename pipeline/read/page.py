"""One HTML page to an article: trafilatura finds the body, the page's metadata tell the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.article import Article
from pipeline.errors import EmptyText, TooLarge, UndecodableText, Unreadable
from pipeline.metadata import furniture
from pipeline.read.clutter import remove_clutter
from pipeline.read.limits import LARGEST_PAGE, check_text
from pipeline.read.options import ReadOptions
from pipeline.read.page_facts import find_date, find_lead, find_title, find_url
from pipeline.read.quiet import quiet
from pipeline.text import normalise
from pipeline.timing import untimed

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MOST_ELEMENTS = 40_000
_MOST_ATTRIBUTES = 500
_LIBRARIES = ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer")

# Attributes and tags as HTML's tokenizer takes them (HTML Standard 13.2.5.32 and on), never going back.
_ATTRIBUTE = r"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>"'][^\s>]*+)?)?"""
_ONE_ATTRIBUTE = re.compile(_ATTRIBUTE)
_TAG = re.compile(rf"<[a-z][^\s/>]*+((?:[\s/]++|{_ATTRIBUTE})*+)", re.IGNORECASE)
# What no XML may hold; the libraries refuse to move it about.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SCRIPT = ("<script", "</script")


def parse_page(text: str, source: str, options: ReadOptions, *, url: str | None = None) -> Article:
    """Make an article of a page or a part of one.

    The same page gives the same article on any day: nothing is fetched, and no date is compared with today.

    Args:
        text: The markup, decoded.
        source: Where it lies.
        options: The limit.
        url: The address it was fetched from, which relative addresses in it refer to.

    Returns:
        The article. Its text is what was extracted, a paragraph a line: headline, summary and body, as in an
        article saved as text.

    Raises:
        EmptyText: There is no article in it.
        TooLarge: It has more bytes, elements or attributes than a page of news has.
        ArticleError: Its text is too long.
    """
    with untimed():  # loaded once, and that is not this page's fault
        import trafilatura.metadata  # noqa: F401
    tree = _parse(text)
    title, address, published = find_title(tree), find_url(tree, url), find_date(tree)
    remove_clutter(tree)
    lead = find_lead(tree)
    lines = _body(tree)
    if not lines:
        raise EmptyText("there is no article on this page: give the page of one article, or its text")
    return Article(
        text=check_text(_joined(title, lead, lines), options.longest),
        source=source,
        published=published,
        published_from="metadata" if published else None,
        url=address,
        title=title,
    )


def _parse(text: str) -> HtmlElement:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    if len(text) > LARGEST_PAGE:
        raise TooLarge(f"a page of more than {LARGEST_PAGE:,} characters: give its text alone")
    _check_attributes(text)
    # XML may declare an encoding; the bytes below have another by now.
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(_CONTROLS.sub(" ", text).encode("utf-8"), parser=parser, ensure_head_body=True)
    except UnicodeEncodeError as error:
        # Comes in through JSON escapes.
        raise UndecodableText(f"half a character at {error.start}: escape both halves or neither") from None
    except etree.ParserError:
        raise EmptyText("an empty page: give the page of one article, or its text") from None
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Unreadable(f"no HTML that can be read ({error}): give its text alone") from None
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        # The parser leaves out what lies deeper, and says so nowhere else.
        raise TooLarge("elements lie more than 256 deep in one another: give its text alone")
    for count, element in enumerate(tree.iter(), 1):
        if count > _MOST_ELEMENTS:
            raise TooLarge(f"a page of more than {_MOST_ELEMENTS:,} elements: give its text alone")
        # Some come in as references (&#31;).
        if element.text and _CONTROLS.search(element.text):
            element.text = _CONTROLS.sub(" ", element.text)
        if element.tail and _CONTROLS.search(element.tail):
            element.tail = _CONTROLS.sub(" ", element.tail)
    return tree


def _check_attributes(text: str) -> None:
    """Refuse tags with thousands of attributes: the parser compares each with each."""
    # Scripts compare with < and are long, and are not parsed.
    position = 0
    while position < len(text):
        start = text.find(_SCRIPT[0], position)
        start = len(text) if start < 0 else start
        for tag in _TAG.finditer(text, position, start):
            # Each takes two characters at least.
            if len(tag[1]) > 2 * _MOST_ATTRIBUTES and len(_ONE_ATTRIBUTE.findall(tag[1])) > _MOST_ATTRIBUTES:
                raise TooLarge(f"an element with more than {_MOST_ATTRIBUTES:,} attributes: give its text alone")
        end = text.find(_SCRIPT[1], start)
        position = len(text) if end < 0 else end


def _joined(title: str | None, lead: str | None, lines: list[str]) -> str:
    """Headline, summary and body, each once: bodies often have the others in them."""
    if title is not None and _folded(lines[0]) == _folded(title):
        title, lines = lines[0], lines[1:]
    body = "\n".join(lines)
    if lead is not None and _folded(lead) in _folded(body[: 4 * len(lead)]):
        lead = None
    return "\n".join(part for part in (title, lead, body) if part)


def _folded(text: str) -> str:
    return " ".join(normalise(text).text.split())


def _body(tree: HtmlElement) -> list[str]:
    """The lines of the body, without those that are no part of an article by their own words."""
    import trafilatura

    with quiet(*_LIBRARIES):
        document = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    lines = (getattr(document, "text", None) or "").strip().split("\n")
    return [line for line in lines if line.strip() and furniture(_folded(line)) is None]
