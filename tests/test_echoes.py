"""What an article says twice, and what only shares a word."""

from __future__ import annotations

import pytest

from pipeline.detection.echoes import Echoes
from pipeline.tagging.units import BREAK, Unit


def _units(text: str) -> list[Unit]:
    """One unit a word; ``|`` is the end of a paragraph, ``1.`` the number of a list item."""
    units, at = [], 0
    for word in text.split():
        units.append(Unit(at, at + len(word), BREAK if word == "|" else word, item=word == "1."))
        at += len(word) + 1
    return units


@pytest.mark.parametrize(
    ("text", "stretch", "expected", "why"),
    [
        ("draft plan | they draft plan soon", (0, 1), [1, 0, 1, 0], "a lead that the body says in full"),
        ("they draft plan soon | draft plan", (5, 6), [0, 1, 0, 1], "a summary behind the body"),
        ("draft plan . draft plan", (0, 1), [1, 0, 1, 0], "sentences count, not paragraphs"),
        ("draft plan now draft plan", (0, 1), [0, 0, 0, 0], "its own sentence is no echo"),
        ("draft the plan | plan the draft", (0, 2), [1, 0, 0, 0], "the same words in another order"),
        ("draft plan | a draft . the plan", (0, 1), [0.5, 0, 0, 0], "one sentence has to say it all"),
        ("draft | report", (0, 0), [0, 0, 0, 0], "nothing in common"),
        ("1. draft | 1. report", (0, 1), [0, 0, 0, 0], "the numbers of a list repeat nothing"),
        (", | ,", (0, 0), [0, 0, 0, 0], "marks repeat nothing"),
        ("page 12 | page 34", (0, 1), [1, 0, 1, 0], "a number stands for any other, as for the tagger"),
        ("say it" + " | say" * 50, (0, 1), [0, 0, 0, 0], "a word in most sentences tells nothing"),
    ],
)
def test_echoes(text: str, stretch: tuple[int, int], expected: list[float], why: str) -> None:
    assert Echoes(_units(text)).of(*stretch) == pytest.approx(expected), why
