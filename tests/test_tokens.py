"""Words: what the tokenisers give, and what holds of them whatever the text."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.errors import UnknownLanguage
from pipeline.language import languages
from pipeline.text import normalise
from pipeline.tokens import CHUNK, Word, tokenise

CASES = [
    (language, json.loads(line))
    for language in languages()
    for line in (Path(__file__).parent / "cases" / f"tokens_{language}.jsonl").read_text(encoding="utf-8").splitlines()
]
# Any character that an article can hold (no half surrogates), with those that words are made of or end at far more
# often than by chance.
TEXTS = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("กานเ้ำ์ๆฯ \n.,-/:'’\"()_%$1205๑aAăđờế\u0301½²๏")),
    max_size=40,
).map(lambda text: normalise(text).text)


def _dense(text: str) -> str:
    return re.sub(r"\s", "", text)


def _check(text: str, words: Sequence[Word]) -> None:
    at = 0
    for word in words:
        assert at <= word.start < word.end <= len(text)
        form = text[word.start : word.end]
        assert form == form.strip()
        assert "\n" not in form
        assert word.pos
        at = word.end
    assert "".join(_dense(text[word.start : word.end]) for word in words) == _dense(text)


@pytest.mark.parametrize(("language", "case"), CASES, ids=[f"{language}: {case['why']}" for language, case in CASES])
def test_words(language: str, case: dict[str, Any]) -> None:
    text = case["text"]
    words = tokenise(text, language)
    assert [text[word.start : word.end] for word in words] == case["words"]
    _check(text, words)


@pytest.mark.parametrize("language", languages())
@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
@example(text="a  b")
@example(text="d'Or, o'clock 12:30-13:00")
def test_nothing_but_white_space_is_lost(language: str, text: str) -> None:
    _check(text, tokenise(text, language))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("letters", ["ก", "phường", "1"])
def test_a_long_line_without_spaces_comes_to_an_end(language: str, letters: str) -> None:
    # Nothing is said of seconds: a tokeniser that is not linear would take minutes here, and be noticed.
    text = (letters * (100_000 // len(letters) + 1))[:100_000]
    words = tokenise(text, language)
    _check(text, words)
    assert max(word.end - word.start for word in words) <= CHUNK


def test_a_language_that_is_unknown() -> None:
    with pytest.raises(UnknownLanguage, match="th, vi"):
        tokenise("a", "xx")


@settings(max_examples=40, deadline=None)
@given(
    st.one_of(TEXTS, st.lists(st.sampled_from(["Bộ", "Y tế", "giao", "sở", ",", "3/2025", "(", "UBND"])).map(" ".join))
)
@example("Chiều qua, giám đốc sở giao các huyện kiểm tra đê, kè và báo cáo trước ngày 15/8.")
def test_vietnamese_tags_are_those_of_the_library(text: str) -> None:
    from underthesea import pos_tag, word_tokenize

    from pipeline.tokens import _vietnamese_tags

    words = word_tokenize(text)
    assert _vietnamese_tags(words) == [tag for _, tag in pos_tag(text)]
