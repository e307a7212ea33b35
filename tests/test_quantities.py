"""Counts: cases as data, which of them are goals, and properties of the spans."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.language import table
from pipeline.quantities import QuantityMention, find_quantities, goal_quantities

CASES = Path(__file__).parent / "cases"
LANGUAGES = ("th", "vi")
PIECES = (
    "1.500",
    "2,5",
    "3",
    "24/24",
    "7-9",
    "12",
    "0",
    "%",
    " ",
    "\n",
    "(",
    ")",
    "ít nhất ",
    "trên ",
    " tỷ",
    " đồng",
    " hộ",
    " ngày",
    "hai",
    " trở lên",
    "ร้อยละ ",
    "อย่างน้อย",
    "จังหวัดละ",
    " ล้าน",
    "บาท",
    " คน",
    "สอง",
    "ขึ้นไป",
    "ทั้ง ",
    "İ",
    "x",
)


def cases(language: str) -> list[Any]:
    lines = (CASES / f"quantities_{language}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [pytest.param(language, row, id=f"{language}-{row['why'][:50]}") for row in rows]


@pytest.mark.parametrize(("language", "case"), [case for language in LANGUAGES for case in cases(language)])
def test_mentions(language: str, case: dict[str, Any]) -> None:
    found = [[m.text, m.value, m.unit, m.comparison, m.rule] for m in find_quantities(case["text"], language)]
    for expected in case.get("has", []):
        assert expected in found, case["why"]
    if "only" in case:
        assert found == case["only"], case["why"]


def test_tables_have_the_same_keys() -> None:
    def keys(rules: dict[str, Any]) -> dict[str, list[str]]:
        free = ("number.words", "number.weak", "scale")
        return {
            name: sorted(key for key in section if f"{name}.{key}" not in free)
            for name, section in rules.items()
            if isinstance(section, dict) and name not in free
        }

    assert keys(table("th", "quantities")) == keys(table("vi", "quantities"))


def _goals(text: str, action: str, **stretches: Any) -> list[str]:
    start = text.index(action)
    mentions = find_quantities(text, "vi")
    goals = goal_quantities(mentions, (0, len(text)), (start, start + len(action)), **stretches)
    return [mention.text for mention in goals]


def test_goals_are_in_or_behind_the_action() -> None:
    text = "Trong khi 14 dự án chậm, tỉnh phải xây 5 trạm y tế, mỗi trạm tối thiểu 3 phòng."
    assert _goals(text, "xây 5 trạm y tế") == ["5 trạm y tế", "tối thiểu 3 phòng"]


def test_what_belongs_to_something_else_is_no_goal() -> None:
    text = "Tỉnh xây 5 trạm y tế và mua 80 giường bệnh."
    other = text.index("mua"), len(text)
    assert _goals(text, "xây 5 trạm y tế", apart=[other]) == ["5 trạm y tế"]


def test_a_time_in_the_deadline_is_no_goal() -> None:
    text = "Sở trả kết quả không quá 7 ngày."
    limit = text.index("không"), len(text) - 1
    assert _goals(text, "trả kết quả") == ["không quá 7 ngày"]
    assert _goals(text, "trả kết quả", deadline=limit) == []


def test_a_share_before_the_action_is_a_goal() -> None:
    text = "100% xã phải có đường nhựa."
    assert _goals(text, "có đường nhựa") == ["100%"]


def _check(text: str, found: list[QuantityMention]) -> None:
    last = 0
    for mention in found:
        assert last <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text == mention.text.strip()
        assert mention.comparison in ("=", ">=", "<=", ">", "<")
        last = mention.end


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=14).map("".join)))
@settings(max_examples=120, deadline=None)
def test_spans_are_right(language: str, data: str) -> None:
    _check(data, find_quantities(data, language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("piece", ["1", "1 ", "1.", "ละ", " ", "(1 xã ", "12 ล้าน"])
def test_time_is_linear(language: str, piece: str) -> None:
    started = time.monotonic()
    find_quantities(piece * (100_000 // len(piece)), language)
    assert time.monotonic() - started < 5
