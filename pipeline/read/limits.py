"""How much is read at once."""

from __future__ import annotations

from typing import BinaryIO

from pipeline.errors import EmptyText, TextTooLong, UndecodableText

LONGEST_TEXT = 200_000
"""Characters of one article. A newspaper page has some 10,000, a long decree with its annexes 100,000; a text of
this length full of directives takes half a minute (`bench/length.py`), and time grows faster than length."""

_BYTES_A_CHARACTER = 4
"""The most that UTF-8 takes."""


def read_within(file: BinaryIO, longest: int, head: bytes = b"") -> bytes:
    """Read a whole file, but no more than an article can have.

    Args:
        file: An open file.
        longest: The limit in characters.
        head: What was read of it before.

    Returns:
        All its bytes, ``head`` in front.

    Raises:
        TextTooLong: There are more bytes than so many characters can take.
    """
    most = longest * _BYTES_A_CHARACTER + 3  # a byte-order mark is no character of the text
    data = head + file.read(max(0, most + 1 - len(head)))
    if len(data) > most:
        raise too_long(longest)
    return data


def check_text(text: str, longest: int) -> str:
    """Make sure that a text is there and within the limit.

    Args:
        text: An article as decoded.
        longest: The limit in characters.

    Returns:
        The same text.

    Raises:
        EmptyText: There is nothing but white space in it.
        TextTooLong: It is longer than the limit.
        UndecodableText: It has a lone surrogate in it.
    """
    if len(text) > longest:
        raise too_long(longest)
    if not text.strip("\ufeff\u200b \t\r\n\f\v"):
        raise EmptyText("there is no text in it: remove the file or put an article in")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        # Comes in through JSON escapes and cannot go out again in any encoding.
        raise UndecodableText(f"half a character at {error.start}: escape both halves or neither") from None
    return text


def too_long(longest: int) -> TextTooLong:
    """Make the error for a text beyond the limit."""
    return TextTooLong(
        f"longer than {longest:,} characters: split it into its articles, one file or one JSON line each"
    )
