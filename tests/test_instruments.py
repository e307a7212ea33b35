"""Legal texts that an article names: cases as data, and properties of the spans."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.instruments import find_instruments
from pipeline.language import table

CASES = Path(__file__).parent / "cases"
LANGUAGES = ("th", "vi")
PIECES = (
    "Nghị định",
    " số ",
    "12",
    "/2031",
    "/NĐ-CP",
    "-NQ/TW",
    " ngày 1/2/2031",
    " của Chính phủ",
    "Luật ",
    "Nhà ở",
    "Đất",
    "nghị quyết về ",
    "chợ",
    ", ",
    "\n",
    " ",
    "พ.ร.บ.",
    "ที่ ",
    "มติ ครม.",
    " วันที่ 3 มีนาคม 2574",
    "กฎหมายว่าด้วย",
    "ตลาด",
    "ให้",
    "พ.ศ. 2570",
    "İ",
)


def cases(language: str) -> list[Any]:
    lines = (CASES / f"instruments_{language}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [pytest.param(language, row, id=f"{language}-{row['why'][:50]}") for row in rows]


@pytest.mark.parametrize(("language", "case"), [case for language in LANGUAGES for case in cases(language)])
def test_mentions(language: str, case: dict[str, Any]) -> None:
    found = [[m.text, m.number] for m in find_instruments(case["text"], language)]
    assert found == case["only"], case["why"]


def test_tables_have_the_same_keys() -> None:
    def keys(rules: dict[str, Any]) -> dict[str, list[str]]:
        return {name: sorted(section) for name, section in rules.items() if isinstance(section, dict)}

    assert keys(table("th", "instruments")) == keys(table("vi", "instruments"))


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=14).map("".join)))
@settings(max_examples=120, deadline=None)
def test_spans_are_right(language: str, data: str) -> None:
    last = 0
    for mention in find_instruments(data, language):
        assert last <= mention.start < mention.end <= len(data)
        assert data[mention.start : mention.end] == mention.text
        assert mention.number is None or mention.number in mention.text
        last = mention.end


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("piece", ["1", "12/A-", "nghị định về a ", "พ.ร.บ.ก", "Luật A ", " "])
def test_time_is_linear(language: str, piece: str) -> None:
    started = time.monotonic()
    find_instruments(piece * (100_000 // len(piece)), language)
    assert time.monotonic() - started < 5
