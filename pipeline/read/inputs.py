"""What to read: files, folders and standard input, and which reader each of them needs."""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from pipeline.article import Article
from pipeline.encodings import find_encoding
from pipeline.errors import ArticleError, NoInput, Unreadable
from pipeline.read.limits import LONGEST_TEXT
from pipeline.read.lines import longest_line, looks_like_lines, read_lines
from pipeline.read.plain import read_plain

STANDARD_INPUT = "-"
_LINES = (".jsonl", ".ndjson")
_IN_FOLDERS = ".txt"
_PACKED = ".gz"


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read.

    Attributes:
        source: Its path as given, or ``-`` for standard input.
        size: Its bytes, for a progress bar; 0 if unknown.
    """

    source: str
    size: int = 0

    @property
    def label(self) -> str:
        """The path as a record can hold it: a name that is no UTF-8 has its bytes escaped."""
        return self.source.encode("utf-8", "backslashreplace").decode("utf-8")


def find_inputs(names: Sequence[str]) -> list[Input]:
    """Find what there is to read, without reading it.

    Args:
        names: Paths of files and folders; ``-`` is standard input. Folders are searched through for
            ``*.txt``.

    Returns:
        The files: of each folder sorted by path, otherwise in the order given.

    Raises:
        NoInput: A path does not exist, or a folder has no text in it.
    """
    found: list[Input] = []
    for name in names:
        if name == STANDARD_INPUT:
            found.append(Input(name))
        elif Path(name).is_dir():
            inside = [Input(path, _size(path)) for path in sorted(_texts(name))]
            if not inside:
                raise NoInput(
                    f"{name}: no {_IN_FOLDERS} file in this folder or below: give a folder with articles as "
                    "plain text, or name files of another ending one by one"
                )
            found += inside
        elif Path(name).exists():
            found.append(Input(name, _size(name)))
        else:
            raise NoInput(f"{name}: no such file or folder: check the path")
    if not found:
        raise NoInput("nothing to read: name a file or folder, or '-' for standard input")
    return found


def _texts(folder: str) -> Iterator[str]:
    for root, _, names in os.walk(folder):
        yield from (str(Path(root) / name) for name in names if name.lower().endswith(_IN_FOLDERS))


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def read(
    inputs: Iterable[Input | str],
    *,
    longest: int = LONGEST_TEXT,
    encoding: str | None = None,
    advance: Callable[[int], None] | None = None,
) -> Iterator[Article | ArticleError]:
    """Read articles one after the other.

    Args:
        inputs: Files, as `find_inputs` finds them.
        longest: The limit for one text in characters.
        encoding: What all of them are in, if that is known; by default it is found out for each.
        advance: Told how many bytes more were read after each article, for a progress bar.

    Yields:
        Each article, or in its place the error that says why there is none.

    Raises:
        UnknownEncoding: ``encoding`` is none that is known.
    """
    if encoding is not None:
        find_encoding(encoding)
    for given in inputs:
        file = Input(given) if isinstance(given, str) else given
        seen = 0
        try:
            with _open(file.source) as stream:
                for item in _read_one(stream, file, longest, encoding):
                    yield item
                    if advance is not None and file.size:
                        position = min(_position(stream), file.size)
                        advance(position - seen)
                        seen = position
        except (OSError, EOFError, zlib.error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            yield Unreadable(f"cannot be read ({reason}): check the file and its permissions", source=file.label)
        if advance is not None:
            advance(file.size - seen)


def _open(source: str) -> AbstractContextManager[BinaryIO]:
    if source == STANDARD_INPUT:
        return nullcontext(sys.stdin.buffer)
    if source.lower().endswith(_PACKED):
        # Limits hold for what comes out of it.
        return cast("AbstractContextManager[BinaryIO]", gzip.open(source))
    return Path(source).open("rb")


def _position(stream: BinaryIO) -> int:
    """How far a file has been read, in bytes on the disk."""
    return stream.fileobj.tell() if isinstance(stream, gzip.GzipFile) and stream.fileobj else stream.tell()


def _read_one(stream: BinaryIO, file: Input, longest: int, encoding: str | None) -> Iterator[Article | ArticleError]:
    head = b""
    if file.source == STANDARD_INPUT:
        # A stream has no name to go by.
        head = stream.readline(longest_line(longest) + 1)
        lines = looks_like_lines(head, longest)
    else:
        lines = file.source.lower().removesuffix(_PACKED).endswith(_LINES)
    return (read_lines if lines else read_plain)(stream, file.label, longest, head, encoding)
