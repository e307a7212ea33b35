"""Articles made to break the pipeline: each gives records that stand where they say, or one error."""

from __future__ import annotations

import importlib
import tomllib
from pathlib import Path

import pytest
from conftest import TH_TEXT, VI_TEXT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.article import Article
from pipeline.errors import ArticleError
from pipeline.language import languages

CASES = tomllib.loads((Path(__file__).parent / "cases" / "hostile.toml").read_text(encoding="utf-8"))["case"]
LENGTH = 600  # bench/scaling.py has the long ones
MISHAPS = {"EmptyText", "TextTooLong", "UndecodableText", "UndetectedLanguage"}


def run(text: str, language: str = "auto") -> tuple[int, list[ArticleError]]:
    errors: list[ArticleError] = []
    records = 0
    for record in importlib.import_module("pipeline.extract").extract(
        [Article(text, "a", published="2025-05-20")], language=language, on_error=errors.append
    ):
        record.check(text)
        records += 1
    return records, errors


@pytest.mark.parametrize("language", languages())
def test_each_ends_as_records_or_as_one_error(language: str) -> None:
    for case in CASES:
        text = (case.get("head", "") + case["unit"] * LENGTH)[:LENGTH]
        records, errors = run(text, language)
        assert {error.kind for error in errors} <= MISHAPS, case["why"]
        assert not (records and errors)
        assert len(errors) < 2


@pytest.mark.parametrize(("text", "language"), [(TH_TEXT, "th"), (VI_TEXT, "vi")])
def test_a_directive_is_found_behind_all_of_it(text: str, language: str) -> None:
    hidden = [case for case in CASES if case["why"] in ("dots", "zeros", "direction marks", "markup")]
    assert len(hidden) == 4
    for case in hidden:
        records, errors = run(f"{case['unit'] * 20}\n\n{text}", language)
        assert errors == [], case["why"]
        assert records, case["why"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from([case["unit"] for case in CASES]), st.integers(1, 40)),
            st.tuples(st.text(max_size=8), st.integers(1, 10)),
        ),
        max_size=8,
    ),
    st.sampled_from(languages()),
)
def test_they_may_be_mixed(parts: list[tuple[str, int]], language: str) -> None:
    _, errors = run("".join(unit * times for unit, times in parts)[:3_000], language)
    assert {error.kind for error in errors} <= MISHAPS


def test_half_a_character() -> None:
    for half in ("\ud800", "\udfff", "\udc80"):
        records, errors = run(VI_TEXT + half)
        assert records == 0
        assert [error.kind for error in errors] == ["UndecodableText"]
