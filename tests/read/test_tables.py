"""CSV and its kin, and Parquet."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from conftest import TH_TEXT, VI_TEXT
from pyarrow import parquet
from reading import kinds, read_bytes

from pipeline.article import Article
from pipeline.read.limits import LONGEST_TEXT

TH = TH_TEXT.strip()
VI = VI_TEXT.strip()


def table(rows: list[list[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


@pytest.mark.parametrize(
    ("name", "delimiter"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t"), ("a.csv", "|"), ("-", ",")]
)
def test_rows_are_articles(name: str, delimiter: str) -> None:
    data = table(
        [
            ["id", "title", "text", "date", "url"],
            ["1", "หัวข้อ", TH, "20/05/2568", "https://example.org/1"],
            ["2", "", f'{VI}\n"thứ hai", {VI}', "", ""],
        ],
        delimiter,
    )
    assert read_bytes(b"\xef\xbb\xbf" + data, name) == [
        Article(TH, f"{name}:2", None, "2025-05-20", "metadata", "https://example.org/1", "หัวข้อ"),
        Article(f'{VI}\n"thứ hai", {VI}', f"{name}:4"),
    ]


@pytest.mark.parametrize("first", ["sep=;\r\n", '"sep=;"\n', "\ufeffSEP=;\n"], ids=ascii)
@pytest.mark.parametrize("name", ["a.csv", "-"])
def test_excel_s_own_first_line(first: str, name: str) -> None:
    data = table([["id", "title, short", "text"], ["1", "a, b", TH]], ";")
    assert read_bytes(first.encode() + data, name) == [Article(TH, f"{name}:3")]


def test_a_first_line_that_only_looks_so() -> None:
    data = table([["sep=x", "text"], ["1", TH]], ";")
    assert read_bytes(data, "a.csv") == [Article(TH, "a.csv:2")]


@pytest.mark.parametrize(
    ("header", "text"),
    [
        (["content", "source"], 0),
        (["Tiêu đề", "Nội dung"], 1),
        (["ngay_dang", "noi-dung"], 1),
        (["หัวข้อข่าว", "เนื้อหา"], 1),
        (["html", "text"], 1),
        (["Article Text", "date"], 0),
    ],
)
def test_obvious_columns_are_found(header: list[str], text: int) -> None:
    row = ["", ""]
    row[text] = VI
    assert read_bytes(table([header, row]), "a.csv") == [Article(VI, "a.csv:2")]


def test_columns_can_be_named() -> None:
    data = table([["a", "text", "when", "where"], [TH, "no", "2568-05-20", "https://example.org/1"]])
    (article,) = read_bytes(data, "a.csv", text_column="a", date_column="when", url_column="where")
    assert article == Article(TH, "a.csv:2", None, "2025-05-20", "metadata", "https://example.org/1")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({}, "name one of headline, words with --text-column"),
        ({"text_column": "body"}, "no column 'body': name one of headline, words with --text-column"),
        (
            {"text_column": "words", "date_column": "day"},
            "no column 'day': name one of headline, words with --date-column",
        ),
    ],
)
def test_what_columns_there_are_is_said(options: dict[str, Any], says: str) -> None:
    rows = {"headline": ["x"], "words": [VI]}
    for name, data in (
        ("a.csv", table([list(rows), *map(list, zip(*rows.values(), strict=True))])),
        ("a.parquet", written(rows)),
    ):
        (error,) = read_bytes(data, name, **options)
        assert kinds([error]) == ["NoTextColumn"]
        assert says in str(error)
        assert error.source == name


PAGE = (
    f"<html><head><title>ข่าว</title></head><body><nav>เมนู</nav><article><p>{TH}</p><p>{TH}</p></article></body></html>"
)


def test_markup_is_read_as_a_page() -> None:
    rows = [["html", "date"], [PAGE, "2025-05-20"], [f"<p>{VI}</p><p>{VI.upper()}</p>", ""]]
    page, part = read_bytes(table(rows), "a.csv")
    assert isinstance(page, Article)
    assert isinstance(part, Article)
    assert TH in page.text
    assert "เมนู" not in page.text
    assert "<" not in page.text + part.text
    assert (page.title, page.published) == ("ข่าว", "2025-05-20")
    assert part.text.splitlines() == [VI, VI.upper()]


def test_bad_rows_stop_no_others() -> None:
    good = table([[VI, "2025-05-20"]])
    rows = {
        b"a,b,c\r\n": "MalformedRow",
        b",2025-05-20\r\n": "EmptyText",
        b"a\xff\xfe,2025-05-20\r\n": "UndecodableText",
        b"a\0b,2025-05-20\r\n": "UndecodableText",
        b"a" * 2_000 + b",2025-05-20\r\n": "TextTooLong",
        b'"a" b,"c" d\r\n': "article",
        b"\r\n": None,
        VI.encode() + b",31/31/2025\r\n": "article",
    }
    data = b"text,date\r\n" + b"".join(row + good for row in rows)
    items = read_bytes(data, "a.csv", longest=1_000)
    assert kinds(items) == [kind for bad in rows.values() for kind in (bad, "article") if kind]


def test_dates_of_a_named_column_must_be_dates() -> None:
    data = table([["text", "when"], [VI, "soon"], [VI, ""], [VI, "20.05.2025"]])
    items = read_bytes(data, "a.csv", date_column="when")
    assert kinds(items) == ["MalformedRow", "article", "article"]
    assert "'soon'" in str(items[0])


def test_a_quotation_without_end() -> None:
    good = table([[VI, "x"]])
    data = b"text,b\r\n" + good + b'"' + good * 100_000
    items = read_bytes(data, "a.csv", longest=1_000)
    assert kinds(items)[:2] == ["article", "TextTooLong"]
    assert "article" in kinds(items)[2:]
    assert len(items) < 100_000


def test_a_cell_of_the_greatest_length() -> None:
    text = "ก" * LONGEST_TEXT
    assert read_bytes(table([["text"], [text], [text + "ก"], [VI]]), "a.csv")[0] == Article(text, "a.csv:2")
    assert kinds(read_bytes(table([["text"], [text], [text + "ก"], [VI]]), "a.csv")) == [
        "article",
        "TextTooLong",
        "article",
    ]


def written(columns: dict[str, Any], **options: Any) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.table(columns), out, **options)
    return out.getvalue()


def test_parquet() -> None:
    data = written(
        {
            "text": [TH, VI, None, PAGE],
            "published_at": [datetime.datetime(2025, 5, 20, 9), datetime.datetime(2025, 5, 21), None, None],
            "url": ["https://example.org/1", None, None, None],
            "vector": [[1.0], [2.0], [3.0], [4.0]],
        },
        row_group_size=2,
    )
    for name in ("a.parquet", "input"):
        items = read_bytes(data, name)
        assert items[:2] == [
            Article(TH, f"{name}:1", None, "2025-05-20", "metadata", "https://example.org/1"),
            Article(VI, f"{name}:2", None, "2025-05-21", "metadata"),
        ]
        assert kinds(items[2:]) == ["EmptyText", "article"]
        assert [item.source for item in items[2:]] == [f"{name}:3", f"{name}:4"]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary(), pa.dictionary(pa.int32(), pa.string())])
def test_parquet_has_many_kinds_of_text(kind: pa.DataType) -> None:
    assert read_bytes(written({"text": pa.array([TH, TH], pa.string()).cast(kind)})) == [
        Article(TH, "input:1"),
        Article(TH, "input:2"),
    ]


def test_a_column_without_text() -> None:
    (error,) = read_bytes(written({"text": [1, 2]}))
    assert kinds([error]) == ["NoTextColumn"]
    assert "int64" in str(error)


def test_damaged_parquet() -> None:
    texts = [f"{VI} {number}" for number in range(1_000)]
    data = written({"text": texts}, row_group_size=100, compression="zstd", use_dictionary=False)
    for cut in (data[:100], data[: len(data) // 2], data[:-1]):
        assert kinds(read_bytes(cut, "a.parquet")) == ["Unreadable"]
    start = data.index(b"PAR1") + 200
    items = read_bytes(data[:start] + b"\0" * 300 + data[start + 300 :], "a.parquet")
    assert kinds(items) == ["Unreadable", *["article"] * 900]
    assert items[0].source == "a.parquet:1-100"


def test_parquet_bomb(tmp_path: Path) -> None:
    # A dictionary of one long text that a million rows point to: small on the disk.
    data = written({"text": pa.array(["ก" * 1_500_000] * 200)}, compression="zstd")
    assert len(data) < 100_000
    assert set(kinds(read_bytes(data))) == {"TextTooLong"}
