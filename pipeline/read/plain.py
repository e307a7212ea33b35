"""Plain text: a file is an article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from pipeline.article import Article
from pipeline.errors import ArticleError
from pipeline.read.decoding import decode_bytes, noted
from pipeline.read.limits import check_text, read_within
from pipeline.read.options import ReadOptions
from pipeline.timing import within


def read_plain(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Article | ArticleError]:
    """Read one article.

    Args:
        stream: An open file.
        source: Where it lies, for the record.
        options: The limit and the encoding.

    Yields:
        The article.

    Raises:
        ArticleError: There is none in it.
    """
    data = read_within(stream, options.longest)
    with within(options.seconds, stage="read"):
        decoded = decode_bytes(data, source, options)
    yield noted(Article(check_text(decoded.text, options.longest), source), decoded)
