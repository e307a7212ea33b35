"""HTML: a page is an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from pipeline.article import Article
from pipeline.errors import ArticleError
from pipeline.read.decoding import decode_bytes, noted
from pipeline.read.limits import LARGEST_PAGE, read_bytes
from pipeline.read.options import ReadOptions
from pipeline.read.page import parse_page
from pipeline.timing import within

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 4_096


def read_html(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Article | ArticleError]:
    """Read the article of a page.

    Args:
        stream: An open file.
        source: Where it lies.
        options: The limits and the encoding.

    Yields:
        The article.

    Raises:
        ArticleError: There is none on the page, or the page is beyond the limits.
    """
    yield page_article(read_bytes(stream, LARGEST_PAGE, "a page"), source, options)


def page_article(
    data: bytes, source: str, options: ReadOptions, *, declared: str | None = None, url: str | None = None
) -> Article:
    """Make an article of the bytes of a page.

    Args:
        data: The page.
        source: Where it lies.
        options: The limits and the encoding.
        declared: The encoding that the server named.
        url: The address it was fetched from.

    Returns:
        The article.

    Raises:
        ArticleError: There is none.
    """
    if declared is None and (match := _CHARSET.search(data, 0, _DECLARED_WITHIN)):
        declared = match[1].decode("ascii")
    with within(options.seconds, stage="read"):
        decoded = decode_bytes(data, source, options, declared)
        page = parse_page(decoded.text, source, options, url=url)
    return noted(page, decoded)
