"""Taking off a page what is not its article, before the article is looked for.

Two ways tell: the names that the markup gives its parts, and the words that head a list of links. Nothing that
holds the headline or much of the text goes, whatever its name: themes call whole pages ``has-sidebar``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.metadata import furniture
from pipeline.read.marks import class_words, page_marks
from pipeline.text import normalise

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MUCH = 0.4
"""Share of a page's running text."""
_LINKED = 0.6
"""Share of a block's text that is links; running text has less, even where it names its sources."""
_LONGEST_HEADING = 100
_MOST_LISTS = 50
_NEVER = {"html", "head", "body", "main", "article", "h1", "meta", "link", "title", "script", "time"}
_HEADINGS = ("h2", "h3", "h4", "h5", "h6", "p", "div", "span", "strong", "b", "a", "li", "dt")


def remove_clutter(tree: HtmlElement) -> None:
    """Take navigation, comments, related links and the like off a page.

    Args:
        tree: The page; it is changed.
    """
    running = max(1, sum(_length(p) for p in tree.iter("p")))
    _remove_named(tree, running)
    _remove_headed(tree, running)


def _remove_named(tree: HtmlElement, running: int) -> None:
    marks = page_marks()
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in _NEVER or not _attached(element, tree):
            continue
        named = element.tag in marks.elements or marks.blocks.search(class_words(element))
        if named and not _holds_article(element, running):
            element.drop_tree()


def _remove_headed(tree: HtmlElement, running: int) -> None:
    lists = 0
    for element in list(tree.iter(*_HEADINGS)):
        if not _attached(element, tree):
            continue
        text = _short_text(element)
        what = furniture(text) if text else None
        if what == "rest" and lists < _MOST_LISTS:
            lists += 1
            _remove_list(element, running)
        elif what == "line" and _linked(element) > _LINKED:
            element.drop_tree()


def _remove_list(heading: HtmlElement, running: int) -> None:
    """Remove a heading with the links below it: its box, or what follows beside it."""
    box = heading
    while (parent := box.getparent()) is not None and parent.tag not in _NEVER:
        if _holds_article(parent, running) or _linked(parent) < _LINKED:
            break
        box = parent
    following = box.getnext()
    while following is not None and isinstance(following.tag, str) and following.tag not in _NEVER:
        after = following.getnext()
        if _length(following) and (_linked(following) < _LINKED or _holds_article(following, running)):
            break
        following.drop_tree()
        following = after
    box.drop_tree()


def _attached(element: HtmlElement, tree: HtmlElement) -> bool:
    """Whether an element is still on the page: not taken off with one around it."""
    while (parent := element.getparent()) is not None:
        element = parent
    return element is tree


def _holds_article(element: HtmlElement, running: int) -> bool:
    if next(element.iter("h1"), None) is not None:
        return True
    return sum(_length(p) for p in element.iter("p")) > _MUCH * running


def _short_text(element: HtmlElement) -> str:
    """An element's text if it is short enough for a heading."""
    text = ""
    for piece in element.itertext():
        text += piece
        if len(text) > 4 * _LONGEST_HEADING:
            return ""
    text = " ".join(text.split())
    return normalise(text).text.strip() if len(text) <= 2.5 * _LONGEST_HEADING else ""


def _length(element: HtmlElement) -> int:
    return sum(len(piece.strip()) for piece in element.itertext())


def _linked(element: HtmlElement) -> float:
    """The share of an element's text that is links."""
    total = _length(element)
    links = [element] if element.tag == "a" else element.iter("a")
    return sum(_length(link) for link in links) / total if total else 0.0
