"""Compressed files: gzip, bzip2, xz and Zstandard, unpacked while they are read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import zstandard

from pipeline.errors import ArticleError, TooLarge, Unreadable
from pipeline.read.limits import ALWAYS_UNPACKED, LARGEST_RATIO
from pipeline.read.members import Member
from pipeline.read.streams import Counted, Forward

ENDINGS = (".gz", ".bz2", ".xz", ".zst", ".zstd")
_MOST_MEMORY = 1 << 27
"""Bytes of what an unpacker looks back to; what the ``zstd`` command allows too."""
_PIECE = 65_536


def unpack_gzip(member: Member) -> Iterator[Member | ArticleError]:
    """Unpack a gzip file, of one part or of many.

    Args:
        member: The file.

    Yields:
        What is in it, under the same source and its name without the last ending.
    """
    return _unpack(member, lambda stream: gzip.GzipFile(fileobj=stream))


def unpack_bz2(member: Member) -> Iterator[Member | ArticleError]:
    """Unpack a bzip2 file; see `unpack_gzip`."""
    return _unpack(member, bz2.BZ2File)


def unpack_xz(member: Member) -> Iterator[Member | ArticleError]:
    """Unpack an xz file; see `unpack_gzip`."""
    return _unpack(member, lambda stream: io.BufferedReader(_Xz(stream)))


def unpack_zstd(member: Member) -> Iterator[Member | ArticleError]:
    """Unpack a Zstandard file; see `unpack_gzip`."""
    return _unpack(member, lambda stream: io.BufferedReader(_Zstd(stream)))


def without_ending(name: str) -> str:
    """Take the ending of a compressed file off a name."""
    if name.lower().endswith(".tgz"):
        return name[:-3] + "tar"
    for ending in ENDINGS:
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    return name


def _unpack(member: Member, opened: Callable[[BinaryIO], io.BufferedIOBase]) -> Iterator[Member]:
    packed = Counted(member.stream)
    stream = io.BufferedReader(_Bounded(opened(io.BufferedReader(packed)), packed), _PIECE)
    yield Member(member.source, without_ending(member.name), stream, member.inside)


class _Bounded(Forward):
    """What comes out of an unpacker, as long as it stands in proportion to what went in.

    After an error it is at its end, so that a reader that goes on after errors comes to one too.
    """

    def __init__(self, unpacker: io.BufferedIOBase, packed: Counted) -> None:
        super().__init__()
        self._unpacker = unpacker
        self._packed = packed
        self._over = False

    def take(self, size: int) -> bytes:
        if self._over:
            return b""
        try:
            data = self._unpacker.read1(size)
        except (OSError, EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError) as error:
            self._over = True
            raise Unreadable(f"cannot be unpacked to its end ({error}): fetch or pack it again") from None
        if self.given > ALWAYS_UNPACKED and self.given > LARGEST_RATIO * self._packed.given:
            self._over = True
            raise TooLarge(f"unpacks to more than {LARGEST_RATIO} times its size: unpack it and look at what it is")
        return data


class _Parts(Forward):
    """An unpacker for a file of parts, each whole in itself, by a decompressor that is fed piece by piece."""

    piece = _PIECE

    def __init__(self, packed: BinaryIO) -> None:
        super().__init__()
        self._packed = packed
        self._part = self.new_part()
        self._ready = io.BytesIO()
        self._fresh = True  # nothing of the part was seen yet

    def new_part(self) -> Any:
        """Make a decompressor for one part."""
        raise NotImplementedError

    def feed(self, data: bytes, size: int) -> bytes:
        """Give the decompressor some bytes and take what comes out, up to ``size`` if it can be told."""
        raise NotImplementedError

    def wants_more(self) -> bool:
        """Whether nothing comes out before more goes in."""
        return True

    def take(self, size: int) -> bytes:
        while not (given := self._ready.read(size)):
            data = b""
            if self._part.eof:
                data = self._part.unused_data.lstrip(b"\0")  # parts may be filled up with zeros
                self._part, self._fresh = self.new_part(), True
            if not data and self.wants_more():
                data = self._packed.read(self.piece)
                if not data and self._fresh:
                    return b""
                if not data:
                    raise EOFError("it ends early")
            self._fresh = False
            self._ready = io.BytesIO(self.feed(data, size))
        return given


class _Xz(_Parts):
    """As lzma.LZMAFile, but within a limit of memory."""

    def new_part(self) -> Any:
        return lzma.LZMADecompressor(memlimit=_MOST_MEMORY)

    def feed(self, data: bytes, size: int) -> bytes:
        unpacked: bytes = self._part.decompress(data, size)
        return unpacked

    def wants_more(self) -> bool:
        return bool(self._part.needs_input)


class _Zstd(_Parts):
    """As the library's own reader, which takes a file that was cut off for a whole one."""

    piece = 2_048  # each three bytes may unpack to 128 KiB, and all of it comes at once

    def new_part(self) -> Any:
        return zstandard.ZstdDecompressor(max_window_size=_MOST_MEMORY).decompressobj()

    def feed(self, data: bytes, size: int) -> bytes:
        unpacked: bytes = self._part.decompress(data)
        return unpacked
