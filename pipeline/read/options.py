"""How articles are read."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.encodings import find_encoding
from pipeline.read.limits import LONGEST_TEXT


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a caller may say about the input.

    Attributes:
        longest: The limit for the text of one article, in characters.
        seconds: The longest time for making one article of its bytes, in seconds; None for no limit. Waiting
            for the bytes does not count.
        text_column: The column of tables that holds the text or HTML; None to guess it by its name.
        date_column: The column that holds when the article came out; None to guess it.
        url_column: The column that holds its address; None to guess it.
        encoding: The encoding of everything read, see `pipeline.encodings`; None to detect it for each article.
    """

    longest: int = LONGEST_TEXT
    seconds: float | None = None
    text_column: str | None = None
    date_column: str | None = None
    url_column: str | None = None
    encoding: str | None = None

    def __post_init__(self) -> None:
        """Raise UnknownEncoding before anything is read."""
        if self.encoding is not None:
            find_encoding(self.encoding)
