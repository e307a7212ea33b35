"""Inputs in, articles out: opens each input, takes it apart, and asks the reader that it needs."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from tarfile import TarError
from typing import BinaryIO

from pipeline.article import Article
from pipeline.errors import ArticleError, NoInput, ProcessingFailed, TooLarge, Unreadable
from pipeline.read import archives, compressed
from pipeline.read.delimited import read_delimited
from pipeline.read.docx import read_docx
from pipeline.read.html import read_html
from pipeline.read.inputs import Input, open_input
from pipeline.read.limits import DEEPEST
from pipeline.read.lines import read_lines
from pipeline.read.members import Member
from pipeline.read.options import ReadOptions
from pipeline.read.own import kind_of
from pipeline.read.parquet import read_parquet
from pipeline.read.pdf import read_pdf
from pipeline.read.plain import read_plain
from pipeline.read.sniff import known_by_content, known_by_name, sniff
from pipeline.read.streams import with_head
from pipeline.read.warc import read_warc

Reader = Callable[[BinaryIO, str, ReadOptions], Iterator[Article | ArticleError]]
Opener = Callable[[Member], Iterator[Member | ArticleError]]

READERS: dict[str, Reader] = {
    "plain": read_plain,
    "html": read_html,
    "lines": read_lines,
    "delimited": read_delimited,
    "parquet": read_parquet,
    "warc": read_warc,
    "docx": read_docx,
    "pdf": read_pdf,
}
OPENERS: dict[str, Opener] = {
    "zip": archives.open_zip,
    "tar": archives.open_tar,
    "gzip": compressed.unpack_gzip,
    "bz2": compressed.unpack_bz2,
    "xz": compressed.unpack_xz,
    "zstd": compressed.unpack_zstd,
}
_DAMAGED = (OSError, EOFError, zipfile.BadZipFile, TarError)


def read(
    inputs: Iterable[Input | str],
    *,
    options: ReadOptions | None = None,
    advance: Callable[[int], None] | None = None,
    passed_over: Callable[[str], None] | None = None,
) -> Iterator[Article | ArticleError]:
    """Read articles one after the other.

    Args:
        inputs: Files, as `find_inputs` finds them.
        options: Limits, columns and encoding; by default those of `ReadOptions`.
        advance: Told how many bytes more were read after each article, for a progress bar.
        passed_over: Told the source of each file in an archive that is no article (an image, a README, what an
            earlier run wrote).

    Yields:
        Each article, or in its place the error that says why there is none.
    """
    chosen = options or ReadOptions()
    for given in inputs:
        file = Input(given) if isinstance(given, str) else given
        seen = 0
        try:
            with open_input(file.source) as stream:
                member = Member(file.label, file.name, stream)
                for item in _read_member(member, chosen, passed_over or _forget, 0):
                    yield item
                    if advance is not None and file.size:
                        position = max(seen, min(stream.tell(), file.size))
                        advance(position - seen)
                        seen = position
        except ArticleError as error:
            error.source = file.label
            yield error
        except NoInput as error:
            yield Unreadable(str(error), source=file.label)
        except OSError as error:
            yield Unreadable(
                f"cannot be read ({_reason(error)}): check the file and its permissions", source=file.label
            )
        if advance is not None:
            advance(file.size - seen)


def _read_member(
    member: Member, options: ReadOptions, passed_over: Callable[[str], None], depth: int
) -> Iterator[Article | ArticleError]:
    """Read one file, or all that is inside it. Whatever goes wrong is told in place; nothing is raised."""
    try:
        stream, head = with_head(member.stream)
        if member.inside and not _is_meant(member.name, head, options):
            passed_over(member.source)
            return
        kind = sniff(head, member.name, options)
        if kind in READERS:
            yield from READERS[kind](stream, member.source, options)
            return
        if depth == DEEPEST:
            raise TooLarge(f"more than {DEEPEST} archives inside one another: unpack it yourself")
        for inner in OPENERS[kind](Member(member.source, member.name, stream)):
            if isinstance(inner, ArticleError):
                yield inner
            else:
                yield from _read_member(inner, options, passed_over, depth + 1)
    except ArticleError as error:
        error.source = error.source or member.source
        yield error
    except _DAMAGED as error:
        yield Unreadable(f"damaged or cut off ({_reason(error)}): fetch or make it again", source=member.source)
    except Exception as error:  # whatever is wrong with one file must not stop the others
        yield ProcessingFailed(error, source=member.source, stage="read")


def _is_meant(name: str, head: bytes, options: ReadOptions) -> bool:
    """Whether a file in an archive is meant as input."""
    parts = name.replace("\\", "/").split("/")
    if any(part.startswith(".") or part == "__MACOSX" for part in parts if part not in (".", "..")):
        return False
    return kind_of(head) is None and (known_by_name(parts[-1]) or known_by_content(head, options))


def _forget(source: str) -> None:
    """Tell nobody."""


def _reason(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
