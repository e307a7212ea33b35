"""Streams that can be looked into, sought in, and that end before they fill the machine."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from pipeline.errors import TooLarge
from pipeline.read.limits import LARGEST_COPY

HEAD = 65_536
"""Bytes from which the kind of an input is told."""
_IN_MEMORY = 4_000_000
_PIECE = 1 << 20


def with_head(stream: BinaryIO) -> tuple[BinaryIO, bytes]:
    """Look at the beginning of a stream.

    Args:
        stream: A buffered stream at its beginning.

    Returns:
        A stream at the same place, and its first bytes.
    """
    if stream.seekable():
        start = stream.tell()
        head = stream.read(HEAD)
        stream.seek(start)
        return stream, head
    head = b""
    broken = None
    try:
        while len(head) < HEAD and (piece := _some(stream, HEAD - len(head))):
            head += piece
    except Exception as error:  # whatever reads the stream shall meet it, after what came before
        broken = error
    return io.BufferedReader(_Rejoined(head, stream, broken)), head


class Forward(io.RawIOBase):
    """A stream that is read from front to back and knows how many bytes it gave."""

    def __init__(self) -> None:
        super().__init__()
        self.given = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.given

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self.take(len(buffer))
        buffer[: len(data)] = data
        self.given += len(data)
        return len(data)

    def take(self, size: int) -> bytes:
        """Give the next bytes, at most ``size``; none at the end."""
        raise NotImplementedError


class _Rejoined(Forward):
    """A stream whose head was read, with the head before it again."""

    def __init__(self, head: bytes, rest: BinaryIO, broken: Exception | None) -> None:
        super().__init__()
        self._head = io.BytesIO(head)
        self._rest = rest
        self._broken = broken

    def take(self, size: int) -> bytes:
        if data := self._head.read(size):
            return data
        if self._broken is not None:
            broken, self._broken = self._broken, None
            raise broken
        return _some(self._rest, size)


class Counted(Forward):
    """A stream that counts what is read of another."""

    def __init__(self, inner: BinaryIO) -> None:
        super().__init__()
        self._inner = inner

    def take(self, size: int) -> bytes:
        return _some(self._inner, size)


def _some(stream: BinaryIO, size: int) -> bytes:
    """Read what can be had at once, so that nothing is lost where a stream breaks off."""
    data: bytes = stream.read1(size)  # type: ignore[attr-defined]
    return data


class OneWay(Forward):
    """A stream that can only be read, whatever it says of itself."""

    def __init__(self, inner: BinaryIO) -> None:
        super().__init__()
        self._inner = inner

    def take(self, size: int) -> bytes:
        return self._inner.read(size)


@contextmanager
def seekable(stream: BinaryIO, most: int = LARGEST_COPY) -> Iterator[BinaryIO]:
    """Make sure that a stream can seek, with a temporary copy if it must be.

    Args:
        stream: A stream at its beginning.
        most: The most bytes to copy.

    Yields:
        The stream itself or its copy.

    Raises:
        TooLarge: The copy would be larger.
    """
    if stream.seekable():
        yield stream
        return
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
        size = 0
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > most:
                raise TooLarge(f"more than {most:,} bytes without end in sight: unpack it into a file first")
            copy.write(piece)
        copy.seek(0)
        yield cast("BinaryIO", copy)
