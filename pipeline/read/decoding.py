"""Bytes of an article to text: the one place where the readers decode, and tell what had been damaged."""

from __future__ import annotations

import codecs
import io
import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import BinaryIO

from pipeline.article import Article
from pipeline.encodings import Decoded, Repaired, decode, detect, repair
from pipeline.errors import UndecodableText
from pipeline.read.options import ReadOptions
from pipeline.read.streams import Forward, with_head

_log = logging.getLogger("pipeline.read")
_PIECE = 1 << 16


def decode_bytes(data: bytes, source: str, options: ReadOptions, declared: str | None = None) -> Decoded:
    """Decode the bytes of an article.

    Args:
        data: The bytes.
        source: Where they come from, for the log.
        options: An encoding given there overrides everything but a byte-order mark.
        declared: The encoding that the page or its server names.

    Returns:
        The text, without a byte-order mark, its line ends as they were; with what is to be noted on its article.

    Raises:
        UnknownEncoding: The options name no encoding that is known.
        UndecodableText: The bytes are no text in the given encoding, or in any that can be detected.
    """
    decoded = decode(data, given=options.encoding, declared=declared)
    _tell(source, decoded.notes)
    return decoded


def noted(article: Article, *found: Decoded | Repaired) -> Article:
    """Write down on an article what was damaged in what it was made of.

    Args:
        article: The article, maybe with notes.
        found: Its parts, as they were decoded.

    Returns:
        The article with those notes too, each once.
    """
    repairs = dict.fromkeys((*article.repairs, *(note for part in found for note in part.repairs)))
    damage = dict.fromkeys((*article.damage, *(note for part in found for note in part.damage)))
    return replace(article, repairs=tuple(repairs), damage=tuple(damage)) if repairs or damage else article


def repair_text(text: str, source: str) -> Repaired:
    """Repair a text that came decoded already, as out of a table.

    Args:
        text: The text.
        source: Where it comes from, for the log.

    Returns:
        The text, repaired or not, with what is to be noted on its article.
    """
    repaired = repair(text)
    _tell(source, repaired.repairs + repaired.damage)
    return repaired


def by_line(stream: BinaryIO, options: ReadOptions) -> tuple[BinaryIO, ReadOptions]:
    """Prepare a stream to be decoded line by line, where a line alone may be too short to tell its encoding.

    Args:
        stream: An open file at its beginning.
        options: The encoding, if it is given.

    Returns:
        A stream whose lines end in a byte, and the options with its encoding if its beginning shows one.
    """
    stream, head = with_head(stream)
    name = detect(head, given=options.encoding)
    if name is None or name == "utf-8":
        return stream, options
    if name.startswith("utf-"):
        return io.BufferedReader(_Utf8(stream, name)), replace(options, encoding="utf-8")
    return stream, replace(options, encoding=name)


def _tell(source: str, notes: Iterable[str]) -> None:
    for note in notes:
        _log.warning("%s: %s", source, note)


class _Utf8(Forward):
    """A stream in UTF-16 or UTF-32, as UTF-8."""

    def __init__(self, inner: BinaryIO, encoding: str) -> None:
        super().__init__()
        self._inner = inner
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._ready = b""
        self._ended = False

    def take(self, size: int) -> bytes:
        while not self._ready and not self._ended:
            piece = self._inner.read(_PIECE)
            self._ended = not piece
            try:
                self._ready = self._decoder.decode(piece, self._ended).encode()
            except UnicodeDecodeError as error:
                self._ended = True
                raise UndecodableText(f"no longer {error.encoding} here ({error.reason}): mend the file") from None
        given, self._ready = self._ready[:size], self._ready[size:]
        return given
