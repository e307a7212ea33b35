"""Archives and compressed files, whole, nested, damaged and made to burst."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable

import pytest
import zstandard
from conftest import TH_TEXT, VI_TEXT
from reading import kinds, read_bytes

from pipeline.article import Article
from pipeline.errors import ArticleError
from pipeline.read import archives, read

TH = TH_TEXT.encode()
VI = VI_TEXT.encode()
LINES = "".join(json.dumps({"text": text}) + "\n" for text in (TH_TEXT, VI_TEXT)).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w", kind: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=kind) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
}


@pytest.mark.parametrize("ending", PACKERS)
def test_compressed_files(ending: str) -> None:
    pack = PACKERS[ending]
    for name in (f"a.jsonl.{ending}", "input", "a.txt"):
        assert read_bytes(pack(LINES), name) == [Article(TH_TEXT, f"{name}:1"), Article(VI_TEXT, f"{name}:2")]
    # Of several parts, as parallel packers write them.
    assert read_bytes(pack(TH) + pack(VI)) == [Article(TH_TEXT + VI_TEXT, "input")]
    assert read_bytes(pack(b"text,b\n" + VI), f"a.csv.{ending}") == [Article(VI_TEXT.strip(), f"a.csv.{ending}:2")]


@pytest.mark.parametrize("ending", PACKERS)
def test_damaged_compressed_files(ending: str) -> None:
    long = PACKERS[ending](LINES * 2_000)
    for data in (long[: len(long) // 2], long[:-3], long[:30] + b"\xff" * 40 + long[70:]):
        items = read_bytes(data, "a.jsonl")
        assert kinds(items)[-1] in ("Unreadable", "MalformedLine")
        assert "Unreadable" in kinds(items)


@pytest.mark.parametrize("ending", PACKERS)
def test_compressed_bombs(ending: str) -> None:
    bomb = PACKERS[ending](b"\0" * 60_000_000)
    (error,) = read_bytes(bomb, "a.jsonl")
    assert kinds([error]) == ["TooLarge"]
    assert "200 times" in str(error)
    # The same, long after a good line.
    assert kinds(read_bytes(PACKERS[ending](LINES + b" " * 60_000_000)))[:2] == ["article", "article"]


def test_much_repetition_is_no_bomb() -> None:
    assert kinds(read_bytes(gzip.compress(LINES * 5_000))) == ["article"] * 10_000


FILES = {"b/th.txt": TH, "a/vi.html": b"<html><body><p>" + VI + b"</p></body></html>", "c.jsonl": LINES}
BESIDES = {
    "logo.png": b"\x89PNG",
    "README.md": b"read me",
    "__MACOSX/b/._th.txt": b"x",
    ".hidden.txt": TH,
    "x.css": b"p{}",
}
ARCHIVES: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "zip": zipped,
    "tar": tarred,
    "tar.gz": lambda files: tarred(files, "w:gz"),
    "tgz": lambda files: tarred(files, "w:gz", tarfile.GNU_FORMAT),
    "tar.bz2": lambda files: tarred(files, "w:bz2"),
    "tar.xz": lambda files: tarred(files, "w:xz", tarfile.USTAR_FORMAT),
    "tar.zst": lambda files: zstandard.compress(tarred(files)),
}


@pytest.mark.parametrize("ending", ARCHIVES)
def test_members_are_inputs(ending: str) -> None:
    for name in (f"a.{ending}", "input"):
        items = read_bytes(ARCHIVES[ending](FILES | BESIDES), name)
        assert items == [
            Article(TH_TEXT, f"{name}!/b/th.txt"),
            Article(VI_TEXT.strip(), f"{name}!/a/vi.html"),
            Article(TH_TEXT, f"{name}!/c.jsonl:1"),
            Article(VI_TEXT, f"{name}!/c.jsonl:2"),
        ]


def test_what_is_passed_over_is_told(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "a.zip"
    path.write_bytes(zipped(FILES | BESIDES))
    told: list[str] = []
    assert len(list(read([str(path)], passed_over=told.append))) == 4
    assert told == [f"{path}!/{name}" for name in BESIDES]


def test_archives_in_archives() -> None:
    inner = tarred({"deep/th.txt": TH}, "w:gz")
    data = zipped({"x/inner.tar.gz": inner, "vi.txt.gz": gzip.compress(VI), "more.zip": zipped({"vi.txt": VI})})
    assert read_bytes(data, "a.zip") == [
        Article(TH_TEXT, "a.zip!/x/inner.tar.gz!/deep/th.txt"),
        Article(VI_TEXT, "a.zip!/vi.txt.gz"),
        Article(VI_TEXT, "a.zip!/more.zip!/vi.txt"),
    ]


def test_archives_in_archives_have_an_end() -> None:
    data = zipped({"vi.txt": VI})
    for depth in range(8):
        data = zipped({f"{depth}.zip": data, f"{depth}.txt": TH})
    items = read_bytes(data, "a.zip")
    assert set(kinds(items)) == {"article", "TooLarge"}
    (error,) = (item for item in items if isinstance(item, ArticleError))
    assert error.source.count("!/") == 4


def test_bad_members_stop_no_others() -> None:
    files = {
        "a.txt": b"\xff\xfe\0",
        "b.txt": TH,
        "c.docx": b"PK\3\4",
        "d.jsonl.gz": gzip.compress(LINES)[:-9],
        "e.txt": VI,
    }
    for name in ("zip", "tar"):
        items = read_bytes(ARCHIVES[name](files))
        assert [item.source for item in items if isinstance(item, Article)] == [
            "input!/b.txt",
            "input!/d.jsonl.gz:1",
            "input!/d.jsonl.gz:2",
            "input!/e.txt",
        ]
        assert kinds(items)[0] == "UndecodableText"
        assert kinds(items)[2] == "Unreadable"


def test_zip_with_wrong_checksum_and_password() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", TH)
        archive.writestr("b.txt", VI)
    broken = out.getvalue().replace(TH, TH[:-4] + b"abc\n")
    assert kinds(read_bytes(broken)) == ["Unreadable", "article"]
    locked = bytearray(zipped({"a.txt": TH, "b.txt": VI}))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    items = read_bytes(bytes(locked))
    assert kinds(items) == ["Unreadable", "article"]
    assert "password" in str(items[0])


@pytest.mark.parametrize("data", [b"PK\x03\x04", zipped(FILES)[:-40], tarred(FILES)[:700], b"PK\x03\x04" + b"\0" * 500])
def test_damaged_archives(data: bytes) -> None:
    assert kinds(read_bytes(data))[-1] == "Unreadable"


def test_zip_bombs(monkeypatch: pytest.MonkeyPatch) -> None:
    zeros = zipped({"a.txt": b"\0" * 60_000_000, "b.txt": TH, "c.jsonl": b" " * 90_000_000})
    assert kinds(read_bytes(zeros)) == ["TooLarge", "article", "TooLarge"]
    # Lies about its size: the member ends where its packed bytes end, or its checksum is wrong.
    liar = bytearray(zeros)
    place = liar.index(b"PK\x01\x02") + 24
    liar[place : place + 4] = (1_000).to_bytes(4, "little")
    assert kinds(read_bytes(bytes(liar)))[0] in ("Unreadable", "UndecodableText", "TooLarge")
    monkeypatch.setattr(archives, "MOST_MEMBERS", 100)
    many = {f"{number}.txt": TH for number in range(101)}
    assert kinds(read_bytes(zipped(many))) == ["TooLarge"]
    assert kinds(read_bytes(tarred(many))) == ["article"] * 100 + ["TooLarge"]


def test_tar_with_a_huge_header() -> None:
    entry = tarfile.TarInfo("././@PaxHeader")
    entry.type = tarfile.XHDTYPE
    entry.size = 5_000_000_000
    data = tarred({"a.txt": TH})[:1024] + entry.tobuf(tarfile.GNU_FORMAT) + b"\0" * 10_000
    items = read_bytes(data)
    assert kinds(items)[-1] == "TooLarge"
