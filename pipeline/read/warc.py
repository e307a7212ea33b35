"""Crawls: WARC (pages) and WET (their text), packed or not, as Common Crawl and CC-NEWS publish them."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from pipeline.article import Article
from pipeline.errors import ArticleError, ProcessingFailed, TooLarge, Unreadable
from pipeline.read.decoding import decode_bytes, noted
from pipeline.read.html import page_article
from pipeline.read.limits import LARGEST_PAGE, check_text
from pipeline.read.options import ReadOptions
from pipeline.timing import within

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_PAGES = ("text/html", "application/xhtml+xml")
_TEXTS = ("text/plain",)
_PIECE = 1 << 20
_PEEK = 1 << 12
_STARTS = re.compile(rb"\x1f\x8b\x08|\x28\xb5\x2f\xfd|WARC/[01]\.")
_OVERLAP = 8
_CHUNK = re.compile(rb"[0-9a-fA-F]{1,8}(?:;[^\r\n]{0,200})?\r\n")
_PAGE = re.compile(rb"\s*<")


def read_warc(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Article | ArticleError]:
    """Read the articles of a crawl.

    Of the records, responses that are HTML are read as pages and conversions as text; requests, images and the
    like are passed over. After a damaged record the next whole one is looked for; of a stream that cannot go
    back (standard input) the rest is given up, and the error says so.

    Args:
        stream: An open file; gzip and Zstandard are unpacked here.
        source: Where it lies; its records are named ``SOURCE:NUMBER``, counting all records from 1.
        options: The limit and the encoding.

    Yields:
        Each article, or why there is none.
    """
    count = 0
    start: int | None = 0
    while start is not None:
        last = start
        try:
            for record in _records(stream):
                count += 1
                last = max(last, start + record.stream_pos)
                try:
                    yield from _read_record(record, f"{source}:{count}", options)
                except ArticleError as error:
                    error.source = error.source or f"{source}:{count}"
                    yield error
            return
        except OSError as error:
            start = _next_start(stream, last + 1)
            rest = "" if start is not None or stream.seekable() else "; the rest of a stream is given up: name a file"
            count += 1
            yield Unreadable(f"a damaged record ({error}){rest}", source=f"{source}:{count}")


def _records(stream: BinaryIO) -> Iterator[WarcRecord]:
    from fastwarc.warc import ArchiveIterator

    # Payloads are decoded here: the library gives up the whole file where one of them is not what it says.
    return iter(ArchiveIterator(cast("Any", stream), parse_http=True, auto_decode="none", fsspec_args=False))


def _read_record(record: WarcRecord, source: str, options: ReadOptions) -> Iterator[Article]:
    from fastwarc.warc import WarcRecordType

    url = record.headers.get("WARC-Target-URI")
    if record.record_type == WarcRecordType.conversion:
        if _kind(record.headers.get("Content-Type")) in _TEXTS:
            data = _payload(record)
            with within(options.seconds, stage="read"):
                decoded = decode_bytes(data, source, options)
            yield noted(Article(check_text(decoded.text, options.longest), source, url=url), decoded)
    elif record.record_type == WarcRecordType.response and _kind(record.http_content_type) in _PAGES:
        status = record.http_headers.status_code
        if status is None or 200 <= status < 300:
            try:
                yield page_article(_page(record), source, options, declared=record.http_charset, url=url)
            except ArticleError:
                raise
            except Exception as error:  # whatever one page does to the libraries must not stop the crawl
                raise ProcessingFailed(error, source=source, stage="read") from error


def _kind(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].strip().lower()


def _payload(record: WarcRecord) -> bytes:
    """The bytes of a record, as long as they are those of one page."""
    data = record.reader.read(LARGEST_PAGE + 1)
    if len(data) > LARGEST_PAGE:
        raise TooLarge(f"a record of more than {LARGEST_PAGE:,} bytes: give its text alone")
    if len(data) < record.content_length:
        raise Unreadable(f"cut off after {len(data):,} of {record.content_length:,} bytes: fetch the crawl again")
    return data


def _page(record: WarcRecord) -> bytes:
    """The page of a response, with what HTTP packed it in taken off."""
    data = _payload(record)
    named = (record.http_headers.get("Content-Encoding") or "").lower().split(",")
    # Many crawlers write the header of the server and the body as they unpacked it.
    if "chunked" in (record.http_headers.get("Transfer-Encoding") or "").lower() and _CHUNK.match(data):
        data = _unchunked(data)
    for packing in reversed(named):
        if packing.strip() in ("gzip", "x-gzip") and data.startswith(b"\x1f\x8b"):
            data = _unpacked(data)
        elif packing.strip() == "br" and not _PAGE.match(data):
            data = _unbrotlied(data)
    return data


def _unchunked(data: bytes) -> bytes:
    from fastwarc.stream_io import ChunkedReader

    with suppress(OSError):
        return ChunkedReader(io.BytesIO(data)).read(LARGEST_PAGE) or data
    return data


def _unpacked(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(31)
    try:
        page = unpacker.decompress(data, LARGEST_PAGE + 1)
    except zlib.error as error:
        raise Unreadable(f"its page cannot be unpacked ({error})") from None
    if len(page) > LARGEST_PAGE:
        raise TooLarge(f"a page of more than {LARGEST_PAGE:,} bytes: give its text alone")
    if not unpacker.eof:
        raise Unreadable("its page is cut off: fetch it again")
    return page


def _unbrotlied(data: bytes) -> bytes:
    from fastwarc.stream_io import BrotliReader

    try:
        page = BrotliReader(io.BytesIO(data)).read(LARGEST_PAGE + 1)
    except OSError as error:
        raise Unreadable(f"its page cannot be unpacked ({error})") from None
    if len(page) > LARGEST_PAGE:
        raise TooLarge(f"a page of more than {LARGEST_PAGE:,} bytes: give its text alone")
    return page


def _next_start(stream: BinaryIO, position: int) -> int | None:
    """Find the next record from a place on, packed or not, and go there."""
    if not stream.seekable():
        return None
    stream.seek(position)
    before = b""
    while piece := stream.read(_PIECE):
        data = before + piece
        base = stream.tell() - len(data)
        for match in _STARTS.finditer(data):
            if _is_record(stream, base + match.start()):
                stream.seek(base + match.start())
                return base + match.start()
        stream.seek(base + len(data))
        before = data[-_OVERLAP:]
        if len(data) <= _OVERLAP:
            break
    return None


def _is_record(stream: BinaryIO, position: int) -> bool:
    stream.seek(max(0, position - 4))
    lead = stream.read(min(4, position))
    head = stream.read(_PEEK)
    if head.startswith(b"WARC/"):
        return lead == b"\r\n\r\n"
    try:
        if head.startswith(b"\x1f\x8b"):
            return zlib.decompressobj(31).decompress(head, 5) == b"WARC/"
        import zstandard

        with zstandard.ZstdDecompressor().stream_reader(head) as unpacked:
            return unpacked.read(5) == b"WARC/"
    except Exception:  # anything but a whole record here
        return False
