"""The classes of frequent words."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from pipeline.errors import UnknownLanguage
from pipeline.language import FOLDER, languages, word_classes
from pipeline.records import ActionType

_CLASSES = {f"duty.{kind}" for kind in get_args(ActionType) if kind != "other"} | {
    "duty.act",
    *(f"boost.{name}" for name in ("light", "urge")),
    *(f"verb.{name}" for name in ("order", "decide", "say", "think", "state", "happen", "ceremony", "daily")),
    *(f"noun.{name}" for name in ("person", "body", "place", "document", "system", "works", "goods", "money")),
    *(f"noun.{name}" for name in ("trouble", "event", "measure", "time", "amount", "abstract")),
    *(f"rest.{name}" for name in ("quality", "function")),
}


@pytest.mark.parametrize("language", languages())
def test_every_class_is_known_and_used(language: str) -> None:
    assert set(word_classes(language).values()) == _CLASSES


@pytest.mark.parametrize("language", languages())
def test_words_are_sorted_once_and_as_the_tagger_sees_them(language: str) -> None:
    lines = (FOLDER / language / "words.tsv").read_text(encoding="utf-8").splitlines()
    words = [line.split("\t")[0] for line in lines]
    assert words == sorted(set(words))
    assert [word for word in words if word != word.lower() or re.search(r"[1-9]", word)] == []


@pytest.mark.parametrize(
    ("language", "word", "expected"),
    [
        ("th", "รายงาน", "duty.report"),
        ("th", "ซ่อมแซม", "duty.build"),
        ("th", "กล่าว", "verb.say"),
        ("th", "ถนน", "noun.works"),
        ("vi", "báo cáo", "duty.report"),
        ("vi", "thanh tra", "duty.review"),
        ("vi", "cho biết", "verb.say"),
        ("vi", "xảy ra", "verb.happen"),
        ("vi", "và", "rest.function"),
    ],
)
def test_some_words(language: str, word: str, expected: str) -> None:
    assert word_classes(language)[word] == expected


def test_another_language() -> None:
    with pytest.raises(UnknownLanguage):
        word_classes("en")
