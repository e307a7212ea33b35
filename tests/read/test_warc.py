"""WARC and WET, plain, gzip and Zstandard, whole and damaged."""

from __future__ import annotations

import gzip
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import zstandard
from conftest import TH_TEXT, VI_TEXT
from reading import kinds, read_bytes
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.article import Article
from pipeline.errors import ArticleError

PAGES = Path(__file__).parent.parent / "cases" / "html"
VI_PAGE = (PAGES / "vi_daily.html").read_bytes()
TH_PAGE = (PAGES / "th_prose.html").read_bytes()
OLD_PAGE = (PAGES / "th_agency.html").read_text(encoding="utf-8").encode("cp874")
HTML = "text/html; charset=utf-8"

Record = tuple[str, bytes, list[tuple[str, str]]]


def warc(records: Sequence[Record], packed: bool = True) -> list[bytes]:
    """The bytes of each record of a crawl, the warcinfo first."""
    parts: list[bytes] = []
    for number, (kind, payload, headers) in enumerate([("warcinfo", b"", []), *records]):
        out = io.BytesIO()
        writer = WARCWriter(out, gzip=packed)
        if kind == "warcinfo":
            record = writer.create_warcinfo_record("a.warc.gz", {"software": "test"})
        elif kind == "response":
            head = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
            record = writer.create_warc_record(
                f"https://example.org/{number}", kind, payload=io.BytesIO(payload), http_headers=head
            )
        else:
            record = writer.create_warc_record(
                f"https://example.org/{number}", kind, payload=io.BytesIO(payload), warc_content_type="text/plain"
            )
        writer.write_record(record)
        record.raw_stream.close()
        parts.append(out.getvalue())
    return parts


def response(page: bytes, *headers: tuple[str, str], kind: str = HTML) -> Record:
    return "response", page, [("Content-Type", kind), *headers]


def good(items: list[Article | ArticleError]) -> list[Article]:
    return [item for item in items if isinstance(item, Article)]


PACKINGS: dict[str, Any] = {
    "plain": lambda records: b"".join(warc(records, packed=False)),
    "gzip": lambda records: b"".join(warc(records)),
    "zstd": lambda records: zstandard.compress(b"".join(warc(records, packed=False))),
    "zstd by record": lambda records: b"".join(zstandard.compress(part) for part in warc(records, packed=False)),
    "gzip in one": lambda records: gzip.compress(b"".join(warc(records, packed=False))),
}


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("name", ["a.warc.gz", "crawl"])
def test_responses_that_are_pages_are_read(packing: str, name: str) -> None:
    records = [
        response(VI_PAGE),
        response(b"\x89PNG" * 100, kind="image/png"),
        response(OLD_PAGE, kind="text/html"),
        response(TH_PAGE, kind="application/xhtml+xml"),
    ]
    items = read_bytes(PACKINGS[packing](records), name)
    assert kinds(items) == ["article"] * 3
    first, old, thai = good(items)
    assert first.source == f"{name}:2"
    assert first.url == "https://banmai.example/bo-xay-dung-yeu-cau-ra-soat-chung-cu-cu-4812345.html"
    assert first.published == "2025-08-14"
    assert (old.source, old.url, old.published) == (f"{name}:4", "https://example.org/3", "2023-02-20")
    assert thai.title == "ครม.ไฟเขียวแผนลดฝุ่น สั่งงดเผาทุกพื้นที่ตั้งแต่ 1 ธ.ค."


@pytest.mark.parametrize("packing", PACKINGS)
def test_text_of_a_crawl(packing: str) -> None:
    items = read_bytes(PACKINGS[packing]([("conversion", TH_TEXT.encode(), []), ("conversion", VI_TEXT.encode(), [])]))
    assert items == [
        Article(TH_TEXT, "input:2", url="https://example.org/1"),
        Article(VI_TEXT, "input:3", url="https://example.org/2"),
    ]


def chunked(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(data), data)


@pytest.mark.parametrize(
    ("page", "headers", "why"),
    [
        (gzip.compress(VI_PAGE), [("Content-Encoding", "gzip")], "packed as the header says"),
        (VI_PAGE, [("Content-Encoding", "gzip")], "unpacked by the crawler, the header left as it was"),
        (chunked(VI_PAGE), [("Transfer-Encoding", "chunked")], "in chunks"),
        (VI_PAGE, [("Transfer-Encoding", "chunked")], "chunks joined by the crawler"),
        (chunked(gzip.compress(VI_PAGE)), [("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")], "both"),
    ],
)
def test_what_http_packs_a_page_in(page: bytes, headers: list[tuple[str, str]], why: str) -> None:
    (article,) = read_bytes(b"".join(warc([response(page, *headers)])))
    assert isinstance(article, Article), why
    assert article.title == "Bộ Xây dựng yêu cầu rà soát chung cư cũ trước 30/9", why


def test_a_bad_page_stops_no_other() -> None:
    cut = gzip.compress(VI_PAGE)[:-200]
    bad = [
        response(cut, ("Content-Encoding", "gzip")),
        response(b""),
        response(b"<html><body></body></html>"),
        response(b"\0\1\2" * 100),
        response(b"<html><body>" + b"a" * 9_000_000),
        response(gzip.compress(b"<html>" + b"a" * 90_000_000), ("Content-Encoding", "gzip")),
    ]
    records = [record for pair in bad for record in (pair, response(VI_PAGE))]
    items = read_bytes(b"".join(warc(records)))
    assert [kind for kind in kinds(items) if kind != "article"] == [
        "Unreadable",
        "EmptyText",
        "EmptyText",
        "UndecodableText",
        "TooLarge",
        "TooLarge",
    ]
    assert len(good(items)) == len(bad)
    assert [item.source for item in items] == [f"input:{number}" for number in range(2, 14)]


@pytest.mark.parametrize("packed", [True, False])
def test_after_a_damaged_record_the_next_one_is_found(packed: bool) -> None:
    parts = warc([response(VI_PAGE), response(TH_PAGE), response(VI_PAGE)], packed)
    parts[2] = parts[2][:5] + b"\xff" * 60 + parts[2][65:]
    items = read_bytes(b"".join(parts))
    assert kinds(items).count("article") == 2
    assert set(kinds(items)) == {"article", "Unreadable"}
    assert kinds(items)[-1] == "article"


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_crawl_that_is_cut_off(packing: str) -> None:
    data = PACKINGS[packing]([response(VI_PAGE), response(TH_PAGE), response(VI_PAGE)])
    items = read_bytes(data[:-500])
    assert items
    assert kinds(items)[-1] != "article"
    assert kinds(items).count("article") <= 2


def test_a_stream_is_read_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.read import read

    class Pipe(io.RawIOBase):
        def __init__(self, data: bytes) -> None:
            super().__init__()
            self._inner = io.BytesIO(data)

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            return self._inner.readinto(buffer[:1000])

    parts = warc([response(VI_PAGE), response(TH_PAGE)])
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(Pipe(b"".join(parts)))))
    assert [item.source for item in read(["-"])] == ["-:2", "-:3"]
    parts[2] = b"\xff" * 100
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(Pipe(b"".join(parts)))))
    items = list(read(["-"]))
    assert kinds(items) == ["article", "Unreadable"]
    assert "name a file" in str(items[-1])
