"""Taking off a page what is not its article, before the article is looked for.

Two ways tell: the names that the markup gives its parts, and the words that head a list of links. Nothing that
holds the headline or much of the text goes, whatever its name: themes call whole pages ``has-sidebar``.
"""

from __future__ import annotations

from dataclasses import dataclass
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
_LONGEST_HEADING = 250
_NEVER = {"html", "head", "body", "main", "article", "h1", "meta", "link", "title", "script", "time"}
_TABLE = ("table", "thead", "tbody", "tr", "td", "th")
_HEADINGS = {"h2", "h3", "h4", "h5", "h6", "p", "div", "span", "strong", "b", "a", "li", "dt"}


@dataclass(slots=True)
class _Weight:
    """Characters in an element: all of them, those in links, those in paragraphs; and whether it has the headline."""

    text: int = 0
    linked: int = 0
    running: int = 0
    headline: bool = False


def remove_clutter(tree: HtmlElement) -> None:
    """Take navigation, comments, related links, tables for layout and the like off a page.

    Takes time in proportion to the page's length.

    Args:
        tree: The page; it is changed.
    """
    _Sweep(tree).run()


class _Sweep:
    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree
        self._marks = page_marks()
        # Weighed before anything goes, so that each element is weighed once.
        self._weights = _weigh(tree)
        self._much = max(1.0, _MUCH * self._weights[tree].running)

    def run(self) -> None:
        """Remove what is named as clutter, then what its words show to be."""
        for element in self._weights:
            # A table that holds the article is there for the layout; its cells are no data.
            if element.tag in _TABLE and self._holds_article(element):
                element.tag = "div"
        for remove in (self._remove_named, self._remove_headed):
            waiting = [self._tree]
            while waiting:
                element = waiting.pop()
                if element.getparent() is None and element is not self._tree:
                    continue  # taken off with a heading before it
                if not remove(element):
                    waiting.extend(reversed([child for child in element if isinstance(child.tag, str)]))

    def _remove_named(self, element: HtmlElement) -> bool:
        """Remove an element by the name that the markup gives it."""
        named = element.tag in self._marks.elements or self._marks.blocks.search(class_words(element))
        if not named:
            return False
        if element.tag in _NEVER or self._holds_article(element):
            # Nor shall its name mislead those who look for the article.
            for attribute in ("class", "id"):
                element.attrib.pop(attribute, None)
            return False
        element.drop_tree()
        return True

    def _remove_headed(self, element: HtmlElement) -> bool:
        """Remove an element by its words: a heading of links with its links, or a link to another article."""
        weight = self._weights[element]
        if element.tag not in _HEADINGS or not 0 < weight.text <= _LONGEST_HEADING:
            return False
        what = furniture(normalise(" ".join("".join(element.itertext()).split())).text.strip())
        if what == "rest":
            self._remove_list(element)
        elif what == "line" and self._is_links(element):
            element.drop_tree()
        else:
            return False
        return True

    def _remove_list(self, heading: HtmlElement) -> None:
        """Remove a heading with the links below it: its box, or what follows beside it."""
        box = heading
        while (parent := box.getparent()) is not None and parent.tag not in _NEVER:
            if self._holds_article(parent) or not self._is_links(parent, beside=heading):
                break
            box = parent
        following = box.getnext()
        while following is not None and isinstance(following.tag, str) and following.tag not in _NEVER:
            after = following.getnext()
            weight = self._weights[following]
            if weight.text and (not self._is_links(following) or self._holds_article(following)):
                break
            following.drop_tree()
            following = after
        if box.getparent() is not None:  # else its surroundings went before
            box.drop_tree()

    def _is_links(self, element: HtmlElement, beside: HtmlElement | None = None) -> bool:
        """Whether an element is links for the most part, apart from the heading in it."""
        weight = self._weights[element]
        heading = self._weights[beside].text if beside is not None else 0
        return weight.linked > _LINKED * max(0, weight.text - heading)

    def _holds_article(self, element: HtmlElement) -> bool:
        weight = self._weights[element]
        return weight.headline or weight.running > self._much


def _weigh(tree: HtmlElement) -> dict[HtmlElement, _Weight]:
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    weights = {element: _Weight() for element in elements}
    for element in reversed(elements):  # those inside before those around
        weight = weights[element]
        hidden = element.tag in ("script", "style", "template")
        weight.text += 0 if hidden else _length(element.text)
        weight.linked = weight.text if element.tag == "a" else weight.linked
        weight.running = weight.text if element.tag == "p" else weight.running
        weight.headline |= element.tag == "h1"
        parent = weights.get(element.getparent())
        if parent is not None:
            parent.text += weight.text + _length(element.tail)
            parent.linked += weight.linked
            parent.running += weight.running
            parent.headline |= weight.headline
    return weights


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0
