"""Language, headline, source and paragraphs."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.article import Article
from pipeline.errors import BadDate, UndetectedLanguage
from pipeline.language import languages, table
from pipeline.metadata import (
    describe,
    detect_language,
    find_source_url,
    find_title,
    paragraphs,
    parse_published,
)
from pipeline.text import normalise

CASES = Path(__file__).parent / "cases"


def load(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return cases


@pytest.mark.parametrize("case", load("language"), ids=lambda case: case["why"])
def test_language(case: dict[str, str]) -> None:
    text = normalise(case["text"]).text
    assert detect_language(text, default="none") == case["language"]
    if case["language"] == "none":
        with pytest.raises(UndetectedLanguage, match="--language"):
            detect_language(text)


@pytest.mark.parametrize("blank_lines", [0, 2])
@pytest.mark.parametrize("case", load("paragraphs"), ids=lambda case: case["why"])
def test_paragraphs(case: dict[str, Any], blank_lines: int) -> None:
    text = normalise(("\n" * (1 + blank_lines)).join(f" {line} " for _, line in case["lines"])).text
    assert [[kind, text[start:end]] for start, end, kind in paragraphs(text)] == case["lines"]
    assert find_title(text) == case.get("title")
    assert find_source_url(text) == case.get("url")


def test_text_tables_have_the_same_keys() -> None:
    def keys(language: str) -> list[tuple[str, str]]:
        return sorted((part, key) for part, values in table(language, "text").items() for key in values)

    assert all(keys(language) == keys(languages()[0]) for language in languages())


@pytest.mark.parametrize("text", ["", "\n\n", "ก", "- " * 50_000, "https://" * 50_000, "Ảnh: " * 60_000, "# " * 50_000])
def test_odd_texts_are_no_trouble(text: str) -> None:
    for start, end, _ in paragraphs(normalise(text).text):
        assert start < end
    find_source_url(text)
    find_title(text)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2025", "2025"),
        ("2025-06", "2025-06"),
        ("2025-06-23", "2025-06-23"),
        (" 2025-06-23T08:30:00+07:00 ", "2025-06-23"),
        ("2025-06-23 08:30", "2025-06-23"),
        ("2568-11-28", "2025-11-28"),
        ("2568-05", "2025-05"),
        ("2568", "2025"),
        ("2567-02-29", "2024-02-29"),
        ("2566-02-29", None),
        ("0001-01-01", None),
        ("2300", None),
        ("9999-12-31", None),
        ("2025-02-30", None),
        ("2025-13", None),
        ("23/06/2025", None),
        ("2025-6-3", None),
        ("๒๕๖๘", None),
        ("", None),
    ],
)
def test_given_dates(given: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(BadDate, match="YYYY-MM-DD"):
            parse_published(given)
    else:
        assert parse_published(given) == expected


THAI = "วันที่ 20 พฤษภาคม 2568\nกระทรวงคมนาคมสั่งเร่งซ่อมทางหลวงให้แล้วเสร็จ"


def test_what_is_given_goes_before_what_is_known_and_that_before_what_is_found() -> None:
    found = describe(Article(THAI))
    assert (found.language, found.published, found.published_from) == ("th", "2025-05-20", "text")
    known = describe(Article(THAI, published="2025-05-21", published_from="metadata", title="หัวข้อ"))
    assert (known.published, known.published_from, known.title) == ("2025-05-21", "metadata", "หัวข้อ")
    buddhist = describe(Article(THAI, published="2568-05-21"))
    assert (buddhist.published, buddhist.published_from) == ("2025-05-21", "metadata")
    given = describe(Article(THAI, published="2025-05-21"), language="vi", published="2025-05")
    assert (given.language, given.published, given.published_from) == ("vi", "2025-05", "given")
