"""Compressed files: gzip, bzip2, xz and Zstandard, unpacked while they are read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

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
    return _unpack(member, lambda stream: cast("BinaryIO", gzip.GzipFile(fileobj=stream)))


def unpack_bz2(member: Member) -> Iterator[Member | ArticleError]:
    """Unpack a bzip2 file; see `unpack_gzip`."""
    return _unpack(member, lambda stream: cast("BinaryIO", bz2.BZ2File(stream)))


def unpack_xz(member: Member) -> Iterator[Member | ArticleError]:
    """Unpack an xz file; see `unpack_gzip`."""
    return _unpack(member, lambda stream: io.BufferedReader(_Xz(stream)))


def unpack_zstd(member: Member) -> Iterator[Member | ArticleError]:
    """Unpack a Zstandard file; see `unpack_gzip`."""

    def opened(stream: BinaryIO) -> BinaryIO:
        import zstandard

        unpacker = zstandard.ZstdDecompressor(max_window_size=_MOST_MEMORY)
        return cast("BinaryIO", unpacker.stream_reader(stream, read_across_frames=True))

    return _unpack(member, opened)


def _unpack(member: Member, opened: Callable[[BinaryIO], BinaryIO]) -> Iterator[Member]:
    packed = Counted(member.stream)
    stream = io.BufferedReader(_Bounded(opened(io.BufferedReader(packed)), packed), _PIECE)
    yield Member(member.source, without_ending(member.name), stream)


def without_ending(name: str) -> str:
    """Take the ending of a compressed file off a name."""
    if name.lower().endswith(".tgz"):
        return name[:-3] + "tar"
    for ending in ENDINGS:
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    return name


class _Bounded(Forward):
    """What comes out of an unpacker, as long as it stands in proportion to what went in."""

    def __init__(self, unpacker: BinaryIO, packed: Counted) -> None:
        super().__init__()
        self._unpacker = unpacker
        self._packed = packed

    def take(self, size: int) -> bytes:
        try:
            data = self._unpacker.read(size)
        except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
            raise _broken(error) from None
        except Exception as error:
            if type(error).__name__ != "ZstdError":  # its module is loaded when needed
                raise
            raise _broken(error) from None
        if self.given > ALWAYS_UNPACKED and self.given > LARGEST_RATIO * self._packed.given:
            raise TooLarge(f"unpacks to more than {LARGEST_RATIO} times its size: unpack it and look at what it is")
        return data


def _broken(error: Exception) -> Unreadable:
    return Unreadable(f"cannot be unpacked to its end ({error}): fetch or pack it again")


class _Xz(Forward):
    """An unpacker for xz that keeps to a limit of memory, which ``lzma.LZMAFile`` cannot."""

    def __init__(self, packed: BinaryIO) -> None:
        super().__init__()
        self._packed = packed
        self._unpacker = lzma.LZMADecompressor(memlimit=_MOST_MEMORY)
        self._rest = b""

    def take(self, size: int) -> bytes:
        while True:
            if self._unpacker.eof:
                # Another part may follow, with zeros between.
                self._rest = (self._unpacker.unused_data or self._packed.read(_PIECE)).lstrip(b"\0")
                if not self._rest:
                    return b""
                self._unpacker = lzma.LZMADecompressor(memlimit=_MOST_MEMORY)
            elif self._unpacker.needs_input:
                self._rest = self._packed.read(_PIECE)
                if not self._rest:
                    raise EOFError("the file ends early")
            data = self._unpacker.decompress(self._rest, size)
            self._rest = b""
            if data:
                return data
