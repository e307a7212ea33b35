"""Cues: the longest phrase, between word boundaries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cues import find_cues, lower
from pipeline.language import languages, table
from pipeline.text import normalise
from pipeline.tokens import Word, tokenise

CASES = [
    (language, json.loads(line))
    for language in languages()
    for line in (Path(__file__).parent / "cases" / f"cues_{language}.jsonl").read_text(encoding="utf-8").splitlines()
]
PHRASES = {
    language: {phrase.lower() for phrases in table(language, "cues").values() for phrase in phrases}
    for language in languages()
}
PIECES = {
    language: st.lists(
        st.one_of(st.sampled_from(sorted(PHRASES[language])), st.sampled_from([" ", ", ", "\n", "ก", "a", "Đ", "5"])),
        max_size=12,
    )
    for language in languages()
}


@pytest.mark.parametrize(("language", "case"), CASES, ids=[f"{language}: {case['why']}" for language, case in CASES])
def test_cues(language: str, case: dict[str, Any]) -> None:
    text = case["text"]
    found = find_cues(text, tokenise(text, language), language)
    assert [text[cue.start : cue.end] for cue in found] == [phrase for phrase, _ in case["cues"]]
    for cue, (_, kind) in zip(found, case["cues"], strict=True):
        assert kind is None or kind in cue.kinds


def _letters(text: str) -> list[Word]:
    """Each run between spaces as one word."""
    words, at = [], 0
    for piece in text.split(" "):
        if piece:
            words.append(Word(at, at + len(piece), "X"))
        at += len(piece) + 1
    return words


@pytest.mark.parametrize("language", languages())
def test_every_phrase_of_the_table_is_found_alone(language: str) -> None:
    for kind, phrases in table(language, "cues").items():
        for phrase in phrases:
            (cue,) = find_cues(phrase, [Word(0, len(phrase), "X")], language)
            assert (cue.start, cue.end) == (0, len(phrase))
            assert kind in cue.kinds


@pytest.mark.parametrize("language", languages())
def test_no_phrase_of_the_table_is_found_with_a_letter_on_either_side(language: str) -> None:
    for phrase in sorted(PHRASES[language]):
        for text in ("ญ" + phrase, phrase + "ญ" if phrase[-1].isalpha() else "ญ" + phrase):
            covered = [text[cue.start : cue.end].lower() for cue in find_cues(text, _letters(text), language)]
            assert phrase not in covered


@pytest.mark.parametrize("language", languages())
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_cues_stand_in_order_and_none_could_be_longer(language: str, data: st.DataObject) -> None:
    text = normalise("".join(data.draw(PIECES[language]))).text
    words = tokenise(text, language)
    ends = {word.end for word in words}
    at = 0
    for cue in find_cues(text, words, language):
        assert at <= cue.start < cue.end
        assert text[cue.start : cue.end].lower() in PHRASES[language]
        longer = {end for end in ends if end > cue.end and text[cue.start : end].lower() in PHRASES[language]}
        assert longer == set()
        at = cue.end


def test_lower_case_keeps_the_length() -> None:
    assert lower("ĐỀ NGHỊ") == "đề nghị"
    assert len(lower("İ PHẢI")) == len("İ PHẢI")
    assert lower("İ PHẢI").endswith("phải")


def test_a_cue_behind_a_letter_that_grows_in_lower_case_stands_where_it_should() -> None:
    text = "İİ phải"
    (cue,) = find_cues(text, _letters(text), "vi")
    assert text[cue.start : cue.end] == "phải"


def test_the_languages_have_the_same_classes() -> None:
    tables = [table(language, "cues") for language in languages()]
    assert all(list(other) == list(tables[0]) for other in tables)
    assert all(phrases for cues in tables for phrases in cues.values())


@pytest.mark.parametrize("language", languages())
def test_the_tables_are_in_normal_form(language: str) -> None:
    # The text is normalised before it is searched: a phrase that is not would never be found.
    for phrases in table(language, "cues").values():
        assert [phrase for phrase in phrases if normalise(phrase).text != phrase or phrase != phrase.strip()] == []
        assert len(phrases) == len(set(phrases))
