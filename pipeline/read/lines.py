"""JSON Lines: a line is an article, ``{"source", "text"}``, maybe with ``published``, ``url``, ``title``.

Keys of other names are found as the columns of tables are; the text may be HTML.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from pipeline.article import Article
from pipeline.errors import ArticleError, MalformedLine
from pipeline.read.columns import guess_columns
from pipeline.read.dates import metadata_date
from pipeline.read.decoding import by_line, decode_bytes, noted
from pipeline.read.limits import too_long
from pipeline.read.options import ReadOptions
from pipeline.timing import within

_BYTES_A_CHARACTER = 12
"""The most that JSON takes: two escaped surrogates."""
_BESIDE_THE_TEXT = 100_000
"""Room for the other keys of a line, in bytes."""
_KEYS = ("source", "published", "url", "title")
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
                with within(options.seconds, stage="read"):
                    article = parse_line(line, place, options)
                yield article
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
    from pipeline.read.rows import make_article

    try:
        decoded = decode_bytes(line, place, options)
        row = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        raise MalformedLine(f"not JSON ({error}): {_WANTED}") from None
    if not isinstance(row, dict):
        raise MalformedLine(f"no object: {_WANTED}")
    keys = tuple(row)
    columns = guess_columns(keys, options)
    if columns.text is None or not isinstance(row[keys[columns.text]], str):
        raise MalformedLine(f"there is no text in it under {options.text_column or 'text'!r}: {_WANTED}")
    source = _string(row, "source") or place
    try:
        values = {
            what: _string(row, keys[index])
            for what in ("date", "url", "title")
            if (index := getattr(columns, what)) is not None
        }
        if row.get("published") and "date" in values and metadata_date(values["date"] or "") is None:
            raise MalformedLine(f"its 'published' is {values['date']!r}: give it as YYYY-MM-DD, YYYY-MM or YYYY")
        article = make_article(
            row[keys[columns.text]],
            source,
            options,
            published=values.get("date"),
            url=values.get("url"),
            title=values.get("title"),
        )
        return noted(article, decoded)
    except ArticleError as error:
        error.source = source
        raise


def _string(row: dict[str, Any], key: str) -> str | None:
    """A value as text. What a key of ours holds must be that; of keys that were guessed, numbers will do."""
    value = row.get(key)
    if value is None or isinstance(value, str):
        return value or None
    if key in _KEYS:
        raise MalformedLine(f"its {key!r} is no string: {_WANTED}")
    return str(value) if isinstance(value, int) else None


def skip_line(stream: BinaryIO, line: bytes) -> None:
    """Go on to the next line without keeping this one in memory."""
    while line and not line.endswith(b"\n"):
        line = stream.readline(1 << 20)
