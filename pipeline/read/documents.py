"""What the readers of documents share: text gathered within bounds, and a parser's faults told as the document's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from pipeline.errors import ArticleError, Unreadable
from pipeline.read.limits import too_long


@contextmanager
def parsing(what: str, remedy: str) -> Iterator[None]:
    """Parse a document in the block; broken ones break the libraries in many ways.

    Args:
        what: What it should be, for the message.
        remedy: What to do if it is not.

    Raises:
        Unreadable: The parser raised something.
        ArticleError: The block raised one of our own.
    """
    try:
        yield
    except ArticleError:
        raise
    except Exception as error:
        raise Unreadable(f"no whole {what} ({error}): {remedy}") from None


def gathered(pieces: Iterable[str], longest: int) -> str:
    """Join pieces of text by line ends, giving up early on what is far too long.

    Args:
        pieces: The pieces, in order.
        longest: The longest article, in characters; what does not count as text may be as much again.

    Raises:
        TooLarge: They are longer than that.
    """
    kept: list[str] = []
    length = 0
    for piece in pieces:
        kept.append(piece)
        length += len(piece) + 1
        if length > 2 * longest:
            raise too_long(longest)
    return "\n".join(kept)
