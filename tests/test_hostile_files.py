"""Files made to break the readers: each gives articles within the limits and errors that say what to do, and no more."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from files import whole_files
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.article import Article
from pipeline.errors import ArticleError, ProcessingFailed
from pipeline.read import ReadOptions, read

NAMES = sorted(whole_files())
LONGEST = 2_000
BEGINNINGS = [
    b"",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\x1f\x8b\x08",
    b"PK\x03\x04",
    b"%PDF-1.4\n",
    b"WARC/1.0\r\n",
    b"PAR1",
]
BEGINNINGS += [
    b"BZh9",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b'{"text": ',
    b"text,date\n",
    b"<html><p>",
    b"<!doctype html>",
]
QUICK = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
# A mutation: where (a share of the file), how many bytes go, and what comes there.
MUTATION = st.tuples(st.floats(0, 1), st.integers(0, 12), st.binary(max_size=12))


def check(path: Path) -> list[Article | ArticleError]:
    items = list(read([str(path)], options=ReadOptions(longest=LONGEST)))
    for item in items:
        if isinstance(item, Article):
            assert 0 < len(item.text) <= LONGEST
            item.text.encode("utf-8")
            (item.title or "").encode("utf-8")
            (item.url or "").encode("utf-8")
        else:
            assert not isinstance(item, ProcessingFailed), item
            assert item.source
            assert item.stage in ("read", "decode")
            assert str(item)
    return items


@pytest.mark.parametrize("name", NAMES)
def test_whole_files_are_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(whole_files()[name])
    items = check(path)
    assert items
    assert all(isinstance(item, Article) for item in items)


@pytest.mark.parametrize("name", NAMES)
@QUICK
@given(mutations=st.lists(MUTATION, min_size=1, max_size=4), cut=st.one_of(st.just(1.0), st.floats(0, 1)))
def test_damaged_files(name: str, mutations: list[tuple[float, int, bytes]], cut: float, tmp_path: Path) -> None:
    data = bytearray(whole_files()[name])
    for share, gone, new in mutations:
        at = int(share * len(data))
        data[at : at + gone] = new
    path = tmp_path / name
    path.write_bytes(data[: int(cut * len(data))])
    check(path)


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv", "a.warc", "a.parquet", "a.docx", "a"])
@QUICK
@given(start=st.sampled_from(BEGINNINGS), rest=st.binary(max_size=300))
def test_any_bytes_under_any_name(name: str, start: bytes, rest: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(start + rest)
    check(path)


HUGE = {
    "a.html": (b"<html><body>", b"<div>"),
    "b.html": (b"<html><body><p>", b"\xe0\xb8\x81"),
    "c.html": (b"<html><body>", b"<a href='"),
    "d.html": (b"<html><body><table>", b"<table><tr><td>"),
    "a.csv": (b"text,date\n", b'"'),
    "b.csv": (b"text,date\n", b","),
    "c.csv": (b'text,date\n"', b"a\n"),
    "a.jsonl": (b'{"text": ', b"["),
    "b.jsonl": (b'{"text": "', b"\\u0e01"),
    "c.jsonl": (b"", b"{}\n"),
    "a.txt": (b"", b"\n"),
    "b.txt": (b"\xff\xfe", b"\x01\x0e"),
    "c.txt": ("\u0e01".encode("cp874"), b"\xa1"),
    "d.txt": (b"", "à¸".encode()),
    "a.warc": (b"WARC/1.0\r\n", b"A: b\r\n"),
    "b.warc": (b"", b"WARC/1.0\r\n\r\n"),
    "a.pdf": (b"%PDF-1.4\n", b"[<<("),
}


@pytest.mark.parametrize("name", sorted(HUGE))
def test_the_same_again_and_again(name: str, tmp_path: Path) -> None:
    head, unit = HUGE[name]
    path = tmp_path / name
    path.write_bytes(head + unit * (150_000 // len(unit)))
    tracemalloc.start()
    for _ in read([str(path)], options=ReadOptions(longest=LONGEST)):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


def test_a_parquet_footer_with_bytes_gone(tmp_path: Path) -> None:
    # Found by fuzzing: asked for the size of a column, the library ended the process.
    whole = whole_files()["a.parquet"]
    footer = int.from_bytes(whole[-8:-4], "little")
    path = tmp_path / "a.parquet"
    for at in range(len(whole) - 8 - footer, len(whole) - 10):
        path.write_bytes(whole[:at] + whole[at + 2 :])
        check(path)


def test_a_zip_file_with_a_name_that_is_empty(tmp_path: Path) -> None:
    # Found by fuzzing: the library ends names at a zero and takes the last letter of what is left.
    path = tmp_path / "a.zip"
    path.write_bytes(whole_files()["a.zip"].replace(b"a.txt", b"\0.txt"))
    assert len(check(path)) > 4


def test_a_parquet_table_with_text_that_is_no_utf8(tmp_path: Path) -> None:
    whole = whole_files()["a.parquet"]
    path = tmp_path / "a.parquet"
    path.write_bytes(whole.replace("Thủ".encode(), b"Th\n\xbb\xa7"))
    assert [type(item).__name__ for item in check(path)] == ["Article", "UndecodableText"]
