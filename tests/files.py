"""A whole file of each kind that the readers know, made anew: what is damaged in tests and fuzzing starts from these."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from functools import cache

from conftest import TH_TEXT, VI_TEXT

PAGE = f"""<!DOCTYPE html><html lang="th"><head><meta charset="utf-8"><title>ข่าว</title>
<meta property="article:published_time" content="2025-05-20T10:00:00+07:00">
<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "2025-05-20"}}</script></head>
<body><nav><a href="/">หน้าแรก</a></nav><article><h1>ข่าว</h1><p>{TH_TEXT}</p><p>{VI_TEXT}</p></article></body></html>"""


@cache
def whole_files() -> dict[str, bytes]:
    """Make the files.

    Returns:
        Each file's bytes by its name.
    """
    lines = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in (TH_TEXT, VI_TEXT))
    table = f'text,date,url\n"{TH_TEXT}",2025-05-20,https://example.org/1\n"{VI_TEXT}",,\n'
    plain = {
        "a.txt": VI_TEXT.encode(),
        "b.txt": TH_TEXT.encode("cp874"),
        "c.txt": VI_TEXT.encode("utf-16"),
        "a.html": PAGE.encode(),
        "a.jsonl": lines.encode(),
        "a.csv": table.encode(),
        "a.warc": _warc(),
    }
    made = {"a.docx": _docx(), "a.pdf": _pdf(), "a.parquet": _parquet(), "a.zip": _zip(plain), "a.tar.gz": _tar(plain)}
    packed = {
        "a.jsonl.gz": gzip.compress(lines.encode(), mtime=0),
        "a.jsonl.bz2": bz2.compress(lines.encode()),
        "a.jsonl.xz": lzma.compress(lines.encode()),
        "a.warc.gz": gzip.compress(_warc(), mtime=0),
        "a.html.zst": _zstd(PAGE.encode()),
    }
    return plain | made | packed


def _warc() -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + PAGE.encode()
    records = [("response", "application/http; msgtype=response", http), ("conversion", "text/plain", VI_TEXT.encode())]
    return b"".join(
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{number}>\r\n"
        f"WARC-Date: 2025-05-20T00:00:00Z\r\nWARC-Target-URI: https://example.org/{number}\r\n"
        f"Content-Type: {what}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        + body
        + b"\r\n\r\n"
        for number, (kind, what, body) in enumerate(records)
    )


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def _tar(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return gzip.compress(out.getvalue(), mtime=0)


def _zstd(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor().compress(data)


def _parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table({"text": [TH_TEXT, VI_TEXT], "date": ["2025-05-20", None]}), out)
    return out.getvalue()


def _docx() -> bytes:
    import docx

    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(VI_TEXT)
    document.save(out)
    return out.getvalue()


def _pdf() -> bytes:
    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    pdf.multi_cell(0, 8, "The ministry is to report before 30/6/2025.")
    return bytes(pdf.output())
