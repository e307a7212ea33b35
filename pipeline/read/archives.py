"""Archives: each file in them is an input of its own, named ``ARCHIVE!/MEMBER``."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from pipeline.errors import ArticleError, TooLarge, Unreadable
from pipeline.read.limits import ALWAYS_UNPACKED, LARGEST_RATIO, MOST_MEMBERS
from pipeline.read.members import Member
from pipeline.read.streams import seekable

_LARGEST_DIRECTORY = 200_000_000
"""Bytes of a zip file's table of contents, which is read as a whole."""
_LARGEST_HEADER = 1_000_000
"""Bytes of one extended header of a tar file, which is read as a whole too."""
_ENCRYPTED = 0x1


def open_zip(member: Member) -> Iterator[Member | ArticleError]:
    """Take a zip file apart.

    Args:
        member: The archive.

    Yields:
        Each file in it, in the order of its table of contents; in the place of one that cannot be unpacked,
        why.

    Raises:
        ArticleError: The archive as a whole is damaged or too large.
    """
    with seekable(member.stream) as stream:
        _check_directory(stream)
        with zipfile.ZipFile(stream) as archive:
            entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]  # a name may be empty
            _check_count(len(entries))
            for entry in entries:
                source = f"{member.source}!/{_shown(entry.filename)}"
                if entry.flag_bits & _ENCRYPTED:
                    yield Unreadable("it is locked with a password: unpack it yourself", source=source)
                elif entry.file_size > max(ALWAYS_UNPACKED, LARGEST_RATIO * entry.compress_size):
                    yield TooLarge(f"unpacks to more than {LARGEST_RATIO} times its size", source=source)
                else:
                    try:
                        file = archive.open(entry)
                    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
                        yield Unreadable(f"cannot be unpacked ({error}): pack it again", source=source)
                        continue
                    with file:
                        yield Member(source, entry.filename, cast("BinaryIO", file), inside=True)


def open_tar(member: Member) -> Iterator[Member | ArticleError]:
    """Take a tar file apart while it is read.

    Args:
        member: The archive, unpacked.

    Yields:
        Each regular file in it, in its order; links, devices and folders are passed over.

    Raises:
        ArticleError: The archive is damaged; what came before was yielded.
    """
    with tarfile.open(fileobj=member.stream, mode="r|", tarinfo=_Header) as archive:
        for count, entry in enumerate(iter(archive.next, None), 1):
            # The archive remembers every file that it has seen; there may be millions.
            archive.members = []  # type: ignore[attr-defined]
            _check_count(count)
            source = f"{member.source}!/{_shown(entry.name)}"
            if entry.issparse():
                yield Unreadable("a sparse file, mostly holes: unpack it yourself", source=source)
            elif entry.isreg() and (file := archive.extractfile(entry)) is not None:
                yield Member(source, entry.name, _Forward(cast("BinaryIO", file)), inside=True)


class _Forward(io.BufferedReader):
    """A file of a tar that comes in as a stream: it says that it can seek, and can only seek forward."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(cast("io.RawIOBase", file))

    def seekable(self) -> bool:
        return False


class _Header(tarfile.TarInfo):
    """A header that refuses extensions of any length: they are read into memory."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if not self.isreg() and self.size > _LARGEST_HEADER:
            raise TooLarge(f"a header of {self.size:,} bytes in it: unpack it and look at what it is")
        return cast("tarfile.TarInfo", super()._proc_member(archive))  # type: ignore[misc]


def _check_count(count: int) -> None:
    if count > MOST_MEMBERS:
        raise TooLarge(f"more than {MOST_MEMBERS:,} files in it: split it")


def _check_directory(stream: BinaryIO) -> None:
    """Look how long the table of contents says that it is (APPNOTE.TXT 4.3.16), before it is read."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - 65_557))  # the longest comment, and the record itself
    tail = stream.read()
    stream.seek(0)
    start = tail.rfind(b"PK\x05\x06")
    if 0 <= start <= len(tail) - 22 and struct.unpack_from("<L", tail, start + 12)[0] > _LARGEST_DIRECTORY:
        raise TooLarge("too many files in it: split it")


def _shown(name: str) -> str:
    """A member's name as a record can hold it."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "")
