"""Plain text: a file is an article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from pipeline.article import Article
from pipeline.errors import ArticleError
from pipeline.read.decoding import decode_article
from pipeline.read.limits import check_text, read_within


def read_plain(
    file: BinaryIO, source: str, longest: int, head: bytes = b"", encoding: str | None = None
) -> Iterator[Article | ArticleError]:
    """Read one article.

    Args:
        file: An open file.
        source: Where it lies, for the record.
        longest: The limit in characters.
        head: What was read of it before.
        encoding: What it is in, if that is known.

    Yields:
        The article, or why there is none.
    """
    try:
        text = check_text(decode_article(read_within(file, longest, head), source, encoding), longest)
    except ArticleError as error:
        error.source = source
        yield error
    else:
        yield Article(text, source)
