"""How much is read at once."""

from __future__ import annotations

from typing import BinaryIO

from pipeline.errors import EmptyText, TextTooLong, TooLarge, UndecodableText

LONGEST_TEXT = 200_000
"""Characters of one article. A newspaper page has some 10,000, a long decree with its annexes 100,000; a text of
this length full of directives takes half a minute (`bench/length.py`), and time grows faster than length."""

LARGEST_PAGE = 8_000_000
"""Bytes of one HTML page. Pages of news have a tenth of a megabyte, nearly all of it markup."""

LARGEST_DOCUMENT = 200_000_000
"""Bytes of one DOCX or PDF file, and of what a DOCX file unpacks to."""

LARGEST_COPY = 4_000_000_000
"""Bytes of a temporary copy, made where a format needs seeking and its source cannot seek."""

MOST_MEMBERS = 1_000_000
"""Files of one archive."""

DEEPEST = 4
"""Archives and compressed files inside one another."""

LARGEST_RATIO = 200
"""How many times its size a file may unpack to. Text packs to a fifth, the most repetitive logs to a hundredth."""

ALWAYS_UNPACKED = 20_000_000
"""Bytes that may be unpacked whatever the ratio, so that small repetitive files are read."""

_PIECE = 1 << 20
_BYTES_A_CHARACTER = 4
"""The most that UTF-8 takes."""


def read_within(file: BinaryIO, longest: int) -> bytes:
    """Read a whole file, but no more than an article can have.

    Args:
        file: An open file.
        longest: The limit in characters.

    Returns:
        All its bytes.

    Raises:
        TextTooLong: There are more bytes than so many characters can take.
    """
    most = longest * _BYTES_A_CHARACTER + 3  # a byte-order mark is no character of the text
    data = file.read(most + 1)
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


def read_bytes(file: BinaryIO, most: int, what: str) -> bytes:
    """Read a whole file of a format whose size says little about the length of its text.

    Args:
        file: An open file.
        most: The limit in bytes.
        what: What the file is, for the message.

    Returns:
        All its bytes.

    Raises:
        TooLarge: There are more.
    """
    data = bytearray()
    # In pieces: asked for more than there is, a file makes room for all of it first.
    while len(data) <= most and (piece := file.read(min(_PIECE, most + 1 - len(data)))):
        data += piece
    if len(data) > most:
        raise TooLarge(f"{what} of more than {most:,} bytes: split it, or give its text alone")
    return bytes(data)


def too_long(longest: int) -> TextTooLong:
    """Make the error for a text beyond the limit."""
    return TextTooLong(
        f"longer than {longest:,} characters: split it into its articles, one file or one JSON line each"
    )
