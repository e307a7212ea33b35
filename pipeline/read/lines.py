"""JSON Lines: a line is an article, ``{"source", "text"}``, maybe with ``published``, ``url``, ``title``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from pipeline.article import Article
from pipeline.errors import ArticleError, MalformedLine
from pipeline.read.dates import metadata_date
from pipeline.read.decoding import by_line, decode_bytes, repair_text
from pipeline.read.limits import check_text, too_long
from pipeline.read.options import ReadOptions

_BYTES_A_CHARACTER = 12
"""The most that JSON takes: two escaped surrogates."""
_BESIDE_THE_TEXT = 100_000
"""Room for the other keys of a line, in bytes."""
_WANTED = 'a line must be a JSON object such as {"source": "…", "text": "…"}'


def read_lines(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Article | ArticleError]:
    """Read the articles of a JSON Lines file.

    Args:
        stream: An open file.
        source: Where it lies; lines without a source of their own are named ``SOURCE:LINE``.
        options: The limit and the encoding.

    Yields:
        Each line's article, or why there is none. Empty lines are passed over.
    """
    stream, options = by_line(stream, options)
    most = _longest_line(options.longest)
    number = 0
    while line := stream.readline(most + 1):
        number += 1
        place = f"{source}:{number}"
        try:
            if len(line) > most:
                skip_line(stream, line)
                raise too_long(options.longest)
            if line.strip():
                yield parse_line(line, place, options)
        except ArticleError as error:
            error.source = error.source or place
            yield error


def _longest_line(longest: int) -> int:
    """The most bytes that a line may have whose text is within the limit."""
    return longest * _BYTES_A_CHARACTER + _BESIDE_THE_TEXT


def parse_line(line: bytes, place: str, options: ReadOptions) -> Article:
    """Make an article of one line.

    Args:
        line: The line's bytes.
        place: The article's source if the line names none.
        options: The limit and the encoding.

    Returns:
        The article.

    Raises:
        ArticleError: The line holds no article, or one that is empty or too long.
    """
    try:
        row = json.loads(decode_bytes(line, place, options))
    except (ValueError, RecursionError) as error:
        raise MalformedLine(f"not JSON ({error}): {_WANTED}") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise MalformedLine(f"there is no text in it: {_WANTED}")
    source = _string(row, "source") or place
    try:
        published = _string(row, "published")
        return Article(
            text=repair_text(check_text(row["text"], options.longest), source),
            source=source,
            published=_date(published) if published else None,
            published_from="metadata" if published else None,
            url=_string(row, "url"),
            title=_string(row, "title"),
        )
    except ArticleError as error:
        error.source = source
        raise


def _string(row: dict[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is None or isinstance(value, str):
        return value or None
    raise MalformedLine(f"its {key!r} is no string: {_WANTED}")


def _date(published: str) -> str:
    found = metadata_date(published)
    if found is None:
        raise MalformedLine(f"its 'published' is {published!r}: give it as YYYY-MM-DD, YYYY-MM or YYYY")
    return found


def skip_line(stream: BinaryIO, line: bytes) -> None:
    """Go on to the next line without keeping this one in memory."""
    while line and not line.endswith(b"\n"):
        line = stream.readline(1 << 20)
