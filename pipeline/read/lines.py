"""JSON Lines: a line is an article, ``{"source", "text"}``, maybe with ``published``, ``url``, ``title``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from pipeline.article import Article
from pipeline.encodings import decode
from pipeline.errors import ArticleError, BadDate, MalformedLine
from pipeline.metadata import parse_published
from pipeline.read.decoding import repair_article, tell
from pipeline.read.limits import check_text, too_long

_BYTES_A_CHARACTER = 12
"""The most that JSON takes: two escaped surrogates."""
_BESIDE_THE_TEXT = 100_000
"""Room for the other keys of a line, in bytes."""
_WANTED = 'a line must be a JSON object such as {"source": "…", "text": "…"}'


def read_lines(
    file: BinaryIO, source: str, longest: int, head: bytes = b"", encoding: str | None = None
) -> Iterator[Article | ArticleError]:
    """Read the articles of a JSON Lines file.

    Args:
        file: An open file.
        source: Where it lies; lines without a source of their own are named ``SOURCE:LINE``.
        longest: The limit for one text in characters.
        head: Its first line, if that was read before.
        encoding: What it is in, if that is known.

    Yields:
        Each line's article, or why there is none. Empty lines are passed over.
    """
    most = longest_line(longest)
    number = 0
    while line := head or file.readline(most + 1):
        head = b""
        number += 1
        place = f"{source}:{number}"
        try:
            if len(line) > most:
                _skip_line(file, line)
                raise too_long(longest)
            if line.strip():
                yield parse_line(line, place, longest, encoding)
        except ArticleError as error:
            error.source = error.source or place
            yield error


def longest_line(longest: int) -> int:
    """The most bytes that a line may have whose text is within the limit."""
    return longest * _BYTES_A_CHARACTER + _BESIDE_THE_TEXT


def looks_like_lines(line: bytes, longest: int) -> bool:
    """Tell by its first line whether a stream is JSON Lines.

    Args:
        line: The line, or as much of it as was read.
        longest: The limit for one text in characters.

    Returns:
        Whether it is a JSON object with a text, or the beginning of one that is too long.
    """
    if not line.lstrip().startswith(b"{"):
        return False
    if len(line) > longest_line(longest):
        return True
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and "text" in row


def parse_line(line: bytes, place: str, longest: int, encoding: str | None = None) -> Article:
    """Make an article of one line.

    Args:
        line: The line's bytes.
        place: The article's source if the line names none.
        longest: The limit for the text in characters.
        encoding: What the line is in, if that is known.

    Returns:
        The article.

    Raises:
        ArticleError: The line holds no article, or one that is empty or too long.
    """
    decoded = decode(line, given=encoding)
    tell(place, decoded.repairs)  # what stays damaged in the text itself is told below
    try:
        row = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        raise MalformedLine(f"not JSON ({error}): {_WANTED}") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise MalformedLine(f"there is no text in it: {_WANTED}")
    source = _string(row, "source") or place
    try:
        published = _string(row, "published")
        return Article(
            text=repair_article(check_text(row["text"], longest), source),
            source=source,
            published=parse_published(published) if published else None,
            published_from="metadata" if published else None,
            url=_string(row, "url"),
            title=_string(row, "title"),
        )
    except BadDate as error:
        raise MalformedLine(str(error), source=source) from None
    except ArticleError as error:
        error.source = source
        raise


def _string(row: dict[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is None or isinstance(value, str):
        return value or None
    raise MalformedLine(f"its {key!r} is no string: {_WANTED}")


def _skip_line(file: BinaryIO, line: bytes) -> None:
    """Go on to the next line without keeping this one in memory."""
    while line and not line.endswith(b"\n"):
        line = file.readline(1 << 20)
