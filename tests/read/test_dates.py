"""Dates of metadata, encodings that pages declare."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

import pytest
from conftest import TH_TEXT
from hypothesis import given
from hypothesis import strategies as st
from reading import kinds, read_bytes

from pipeline.article import Article
from pipeline.errors import UnknownEncoding
from pipeline.read.dates import metadata_date

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "metadata_dates.toml").read_text(encoding="utf-8"))[
    "case"
]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_dates_as_metadata_write_them(case: dict[str, str]) -> None:
    assert (metadata_date(case["text"]) or "none") == case["date"], case["why"]


@given(st.dates(datetime.date(1941, 1, 1), datetime.date(2156, 1, 1)))
def test_the_same_day_in_either_era(day: datetime.date) -> None:
    text = str(day)
    buddhist = f"{int(text[:4]) + 543}{text[4:]}"
    year, month, date = buddhist.split("-")
    for written in (text, buddhist, f"{buddhist}T23:59:59+07:00", f"{date}/{month}/{year}", f"{year}{month}{date}"):
        assert metadata_date(written) == text


@given(st.text(max_size=300))
def test_no_text_is_too_odd_for_a_date(text: str) -> None:
    found = metadata_date(text)
    assert found is None or "1900" <= found < "2200"


PAGE = "<html><head>{}</head><body><p>" + TH_TEXT * 3 + "</p></body></html>"
META = '<meta http-equiv="Content-Type" content="text/html; charset={}">'


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("tis-620", "cp874"),
        ("windows-874", "cp874"),
        ("iso-8859-11", "cp874"),
        ("TIS-620", "utf-8"),
        ("utf-8", "utf-8"),
        ("no-such-thing", "utf-8"),
        ("rot13", "utf-8"),
    ],
)
def test_declared_encodings(declared: str, encoding: str) -> None:
    (article,) = read_bytes(PAGE.format(META.format(declared)).encode(encoding))
    assert isinstance(article, Article)
    assert TH_TEXT.strip() in article.text


def test_an_encoding_that_is_given() -> None:
    (article,) = read_bytes(TH_TEXT.encode("cp874"), encoding="windows-874")
    assert article == Article(TH_TEXT, "input")
    assert kinds(read_bytes(TH_TEXT.encode(), encoding="TIS-620")) == ["UndecodableText"]
    with pytest.raises(UnknownEncoding):
        read_bytes(TH_TEXT.encode(), encoding="no-such-thing")
