"""Units, labels and the CRF, on texts of our own."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cues import Cue
from pipeline.gold import GoldDirective
from pipeline.tagging.crf import Features, Tagger, train
from pipeline.tagging.labels import label
from pipeline.tagging.units import BREAK, Mention, Unit, fold
from pipeline.tokens import Span, Word

TEXT = "Thủ tướng yêu cầu Bộ Y tế báo cáo kết quả trước 30/6, gửi Bộ Tài chính.\n1. Rà soát giá."


def _words(text: str) -> list[Word]:
    return [Word(m.start(), m.end(), "X") for m in re.finditer(r"[\w/]+|[^\w\s]", text)]


def _paragraphs(text: str) -> list[tuple[int, int, str]]:
    return [(m.start(), m.end(), "body") for m in re.finditer(r"[^\n]+", text)]


def _span(quote: str, text: str = TEXT) -> Span:
    return text.index(quote), text.index(quote) + len(quote)


def _mentions(text: str = TEXT) -> list[Mention]:
    named = {"Thủ tướng": "agency", "Bộ Y tế": "agency", "trước 30/6": "date", "Bộ Tài chính": "agency"}
    return [Mention(*_span(quote, text), kind, ("ministry",), i) for i, (quote, kind) in enumerate(named.items())]


def _units() -> list[Unit]:
    cues = [Cue(*_span("yêu cầu"), ("order",)), Cue(*_span("báo cáo"), ("up", "deliverable"))]
    return fold(TEXT, _words(TEXT), _mentions(), cues, _paragraphs(TEXT))


def test_words_under_a_mention_are_one_unit_and_a_break_closes_each_paragraph() -> None:
    expected = "thủ tướng|yêu|cầu|bộ y tế|báo|cáo|kết|quả|trước 30/6|,|gửi|bộ tài chính|.|¶|1|.|rà|soát|giá|.|¶"
    units = _units()
    assert [unit.word for unit in units] == expected.split("|")
    assert [unit.mention.index for unit in units if unit.mention] == [0, 1, 2, 3]
    assert [(unit.start, unit.end) for unit in units if unit.word == BREAK] == [
        (TEXT.index("\n"), TEXT.index("\n")),
        (len(TEXT), len(TEXT)),
    ]


def test_cues_gaps_items_and_first_units() -> None:
    units = _units()
    marked = {unit.word: (unit.cues, unit.cue_begins) for unit in units if unit.cues}
    assert marked == {
        "yêu": (("order",), True),
        "cầu": (("order",), False),
        "báo": (("up", "deliverable"), True),
        "cáo": (("up", "deliverable"), False),
    }
    assert [unit.word for unit in units if unit.first] == ["thủ tướng", "1"]
    assert [(unit.start, unit.word) for unit in units if unit.item] == [
        (TEXT.index("1."), "1"),
        (TEXT.index("1.") + 1, "."),
    ]
    assert not any(unit.gap for unit in units if unit.first or unit.word in {",", ".", BREAK})
    assert all(unit.gap for unit in units if unit.word in {"yêu", "bộ y tế", "gửi", "soát"})


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("a) sửa luật", ["a", ")"]),
        ("- sửa luật", ["-"]),
        ("(2) sửa luật", ["(", "2", ")"]),
        ("ก) ซ่อมถนน", ["ก", ")"]),
        ("chi 2.5 tỷ", []),
        ("ga Hà Nội-Vinh", []),
        ("luật (sửa)", []),
    ],
)
def test_what_counts_as_the_mark_of_an_item(text: str, items: list[str]) -> None:
    units = fold(text, _words(text), [], [], _paragraphs(text))
    assert [unit.word for unit in units if unit.item] == items


def test_a_mention_that_cuts_a_word_leaves_the_rest_of_it() -> None:
    text = "กระทรวงมหาดไทยสั่ง"
    mention = Mention(0, text.index("สั่ง"), "agency", ("ministry",), 0)
    units = fold(text, [Word(0, len(text), "V")], [mention], [], [])
    assert [(unit.word, unit.mention is None, unit.pos) for unit in units] == [
        ("กระทรวงมหาดไทย", False, ""),
        ("สั่ง", True, "V"),
    ]


@given(st.data())
def test_units_stand_in_order_and_cover_the_text(data: st.DataObject) -> None:
    text = data.draw(st.text("ab ,.\nก1", max_size=40))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    kept = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if text[a:b].strip() and "\n" not in text[a:b]]
    mentions = [Mention(a, b, "date", ("by",), i) for i, (a, b) in enumerate(kept)]
    units = fold(text, _words(text), mentions, [], _paragraphs(text))
    at = 0
    covered: set[int] = set()
    for unit in units:
        assert at <= unit.start <= unit.end
        assert (unit.start == unit.end) == (unit.word == BREAK)
        assert unit.word == BREAK or unit.word == text[unit.start : unit.end].lower()
        covered.update(range(unit.start, unit.end))
        at = unit.end
    assert [unit.mention for unit in units if unit.mention] == mentions
    assert {i for i, c in enumerate(text) if not c.isspace()} <= covered
    assert sum(unit.word == BREAK for unit in units) == len(_paragraphs(text))


def _gold(action: str, lead: str, partner: str | None, limit: str | None, issuer: str | None) -> GoldDirective:
    return GoldDirective(
        evidence=(0, TEXT.index("\n")),
        specific=True,
        action=_span(action),
        kind="report",
        target=None,
        agencies=tuple(
            (_span(name), None, role, False) for name, role in ((lead, "lead"), (partner, "coordinating")) if name
        ),
        issuer=(_span(issuer), None) if issuer else None,
        deadline=(_span(limit), {}) if limit else None,
        quantities=(),
        instruments=(),
    )


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("báo cáo kết quả", "S O O L B I I I D O O C O O O O O O O O O"),
        # A time limit inside the action is told from one outside; an agency inside is the action's.
        ("báo cáo kết quả trước 30/6, gửi Bộ Tài chính", "S O O L B I I I J I I I O O O O O O O O O"),
        # Half a unit belongs to the action, less does not.
        ("cáo kết qu", "S O O L O B I I D O O C O O O O O O O O O"),
        ("cáo kết q", "S O O L O B I O D O O C O O O O O O O O O"),
    ],
)
def test_labels(action: str, expected: str) -> None:
    gold = _gold(action, "Bộ Y tế", "Bộ Tài chính", "trước 30/6", "Thủ tướng")
    assert label(_units(), [gold]) == expected.split()


def test_labels_of_two_directives_and_of_none() -> None:
    units = _units()
    both = [_gold("gửi", "Bộ Y tế", None, None, None), _gold("Rà soát giá", "Bộ Y tế", None, None, "Thủ tướng")]
    expected = "S O O L O O O O O O B O O O O O B I I O O"
    assert label(units, both) == expected.split()
    assert label(units, both[::-1]) == label(units, both)
    assert label(units, []) == ["O"] * len(units)


def _toy() -> list[tuple[Features, list[str]]]:
    """Orders: the word behind ``go`` begins an action, the words up to ``stop`` are inside."""
    sequences = []
    for length in range(2, 12):
        words = ["he", "said", "go", *(f"w{i % 4}" for i in range(length)), "stop", "then"]
        labels = ["O", "O", "O", "B", *["I"] * (length - 1), "O", "O"]
        before = ["<", *words[:-1]]
        sequences.append(([[f"w={w}", f"b={b}"] for w, b in zip(words, before, strict=True)], labels))
    return sequences


def test_the_crf_learns_a_toy_problem_and_its_rows_sum_to_one() -> None:
    tagger = Tagger(train(_toy() * 20, iterations=50))
    assert tagger.labels == ("B", "I", "O")
    features, labels = _toy()[5]
    marginals = tagger.marginals(features)
    assert marginals.values.shape == (len(features), 3)
    assert marginals.values.min() >= 0
    assert marginals.values.sum(axis=1) == pytest.approx(np.ones(len(features)))
    assert [marginals.labels[i] for i in marginals.values.argmax(axis=1)] == labels
    assert marginals.of("B", "I") == pytest.approx(1 - marginals.of("O"))
    assert marginals.of("never seen").tolist() == [0.0] * len(features)


def test_the_crf_gives_the_same_bytes_again_and_a_tagger_answers_the_same_from_them() -> None:
    one, other = train(_toy(), iterations=20), train(_toy(), iterations=20)
    assert one == other
    features, _ = _toy()[0]
    assert np.array_equal(Tagger(one).marginals(features).values, Tagger(bytes(other)).marginals(features).values)


def test_the_crf_tags_an_empty_sequence_and_unknown_features() -> None:
    tagger = Tagger(train(_toy(), iterations=5))
    assert tagger.marginals([]).values.shape == (0, 3)
    assert tagger.marginals([["new"], []]).values.sum(axis=1) == pytest.approx([1.0, 1.0])
