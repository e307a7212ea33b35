"""Normalisation."""

from __future__ import annotations

import time
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.text import normalise

CASES = tomllib.loads((Path(__file__).parent / "cases" / "normalise.toml").read_text(encoding="utf-8"))["case"]

# Any character, with those that are rewritten far more often than by chance.
TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("กนเแะาำๅ่้๊๋์ิุัํฺ็ \t\r\n\u200b\u00a0\ufeff๑2oàuỷỳqaá\u0301\u0323\u0302Ðđ\u1100\u1161\u11a8\u212a"),
    ),
    max_size=60,
)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_normalise(case: dict[str, str]) -> None:
    assert normalise(case["text"]).text == case["expected"]


@given(TEXTS)
def test_every_normalised_span_has_its_original(text: str) -> None:
    normal = normalise(text)
    before = (0, 0)
    for i in range(len(normal.text)):
        start, end = normal.original(i, i + 1)
        assert 0 <= start < end <= len(text)
        assert start >= before[0]
        assert end >= before[1]
        before = (start, end)


@given(TEXTS, st.data())
def test_a_longer_span_covers_its_parts(text: str, data: st.DataObject) -> None:
    normal = normalise(text)
    if not normal.text:
        return
    start = data.draw(st.integers(0, len(normal.text) - 1))
    end = data.draw(st.integers(start + 1, len(normal.text)))
    whole = normal.original(start, end)
    assert whole == (normal.original(start, start + 1)[0], normal.original(end - 1, end)[1])
    back = normal.normalised(*whole)
    assert back[0] <= start < end <= back[1]


@given(TEXTS)
@example("\u0e38\u0e4c\u0e3a")
@example("\u0e40\u0e40\u0e40")
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once
    assert unicodedata.is_normalized("NFC", once)


def test_spans_lead_back_to_the_words_as_printed() -> None:
    text = "มอบหมาย\u200bกระทรวง\u00a0 การคลัง\r\nภายในปี ๒๕๖๘"
    normal = normalise(text)
    for words, printed in (("กระทรวง การคลัง", "กระทรวง\u00a0 การคลัง"), ("2568", "๒๕๖๘")):
        start = normal.text.index(words)
        first, last = normal.original(start, start + len(words))
        assert text[first:last] == printed


@pytest.mark.parametrize("span", [(0, 0), (2, 1), (-1, 1), (0, 4)])
def test_a_span_that_is_none(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no span"):
        normalise("abc").original(*span)


@pytest.mark.parametrize(
    "unit",
    [
        "ก่า",
        "น\u0e4d\u0e49\u0e32 ",
        "\u0301",
        "\u0e32\u0e48",
        " \u200b",
        "uỷ ",
        "a\r\n",
        "e\u0323\u0302",
        "\x01",
    ],
)
def test_a_million_characters_take_no_more_than_their_share(unit: str) -> None:
    def seconds(characters: int) -> float:
        text = unit * (characters // len(unit))
        start = time.perf_counter()
        normalise(text)
        return time.perf_counter() - start

    # Ten times the text may take ten times as long; something quadratic takes a hundred times. Leave room for
    # a machine that is busy with other things.
    small = max(min(seconds(50_000) for _ in range(3)), 0.005)
    assert seconds(500_000) < 45 * small
