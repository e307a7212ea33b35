"""The pipeline as a whole: its parts, its documents, and what holds of its records however the text is spelt."""

from __future__ import annotations

import json
import random
import unicodedata
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import pipeline
from pipeline.article import Article
from pipeline.components.annotators import ANNOTATORS
from pipeline.errors import UnknownLanguage
from pipeline.extract import analyse, extract_one
from pipeline.language import languages
from pipeline.nlp import annotating
from pipeline.records import Directive, json_schema
from pipeline.text import normalise

COMPONENTS = ["context", *ANNOTATORS, "tags", "directives"]
SAMPLES = sorted((Path(__file__).parent.parent / "corpus" / "samples").iterdir())
ORDERS = {
    "th": "นายกรัฐมนตรีสั่งการให้กระทรวงคมนาคมซ่อมสะพาน 2 แห่งให้แล้วเสร็จภายในวันที่ 30 มิถุนายน 2568\n",
    "vi": "Thủ tướng yêu cầu Bộ Tài chính trình 2 phương án theo Luật Đầu tư công trước ngày 30/6/2025.\n",
}
TEXTS = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("กนเำ้์ \t\r\n\u200b\u00a0\ufeff๑25.,-:oàuỷaá\u0301\u0323Ðđ"),
    ),
    max_size=60,
)


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def _extract(text: str, path: Path) -> list[Directive]:
    return extract_one(Article(text, path.name), language=path.name[:2], published="2025-05-20")


@cache
def _clean(path: Path) -> tuple[Directive, ...]:
    return tuple(_extract(_read(path), path))


@pytest.mark.parametrize("language", languages())
def test_the_components_in_their_order(language: str) -> None:
    nlp = pipeline.load(language)
    assert nlp.pipe_names == COMPONENTS
    assert nlp.lang == language
    assert pipeline.load(language) is nlp


def test_a_language_that_is_unknown() -> None:
    with pytest.raises(UnknownLanguage, match="th, vi"):
        pipeline.load("xx")


@pytest.mark.parametrize("language", languages())
@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
@example(text="")
@example(text=" ")
@example(text="a  b \n\n c")
def test_a_document_holds_its_text(language: str, text: str) -> None:
    doc = pipeline.load(language).make_doc(text)
    assert doc.text == text
    assert doc._.normalised == normalise(text)
    assert "".join(token.text_with_ws for token in doc) == text


@pytest.mark.parametrize("language", languages())
@settings(max_examples=15, deadline=None)
@given(before=TEXTS, behind=TEXTS)
@example(before="", behind="")
def test_any_text_goes_through_all_components(language: str, before: str, behind: str) -> None:
    for text in (before, before + ORDERS[language] + behind):
        doc = pipeline.load(language)(text)
        assert doc.text == text
        for record in doc._.directives:
            record.check(text)
        for mark in doc._.annotations:
            assert 0 <= mark.start < mark.end <= len(text)


def _respell(text: str, chance: random.Random) -> str:
    """The same text as another editor might have saved it: what normalisation takes back, at random places."""
    spelt = []
    for letter in text:
        if letter == "\n":
            spelt.append("\r\n")
        elif letter == " " and chance.random() < 0.3:
            spelt.append(chance.choice(["\u00a0", " \u00a0", "\u00a0\u00a0"]))
        else:
            spelt.append(unicodedata.normalize("NFD", letter) if chance.random() < 0.5 else letter)
        if letter != "\n" and chance.random() < 0.1:
            spelt.append(chance.choice(["\u200b", "\ufeff", "\u200d", "\u2060"]))
    return "".join(spelt)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_spans_stand_in_the_text_however_it_is_spelt(path: Path, seed: int) -> None:
    text = _respell(_read(path), random.Random(seed))
    assert normalise(text).text == normalise(_read(path)).text
    records = _extract(text, path)
    for record in records:
        record.check(text)
        for _, span in record.spans():
            assert text[span.start : span.end] == span.text
    # What is found does not depend on the spelling, only where it stands and how it is quoted.
    found = [[(name, normalise(span.text).text) for name, span in record.spans()] for record in records]
    assert found == [[(name, normalise(span.text).text) for name, span in r.spans()] for r in _clean(path)]
    assert [record.confidence for record in records] == [record.confidence for record in _clean(path)]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_second_run_gives_the_same_json_and_it_fits_the_schema(path: Path) -> None:
    lines = [record.to_json() for record in _clean(path)]
    assert [record.to_json() for record in _extract(_read(path), path)] == lines
    validator = jsonschema.Draft202012Validator(json_schema())
    for line in lines:
        validator.validate(json.loads(line))


def test_the_samples_of_each_language_hold_directives() -> None:
    assert {path.name[:2] for path in SAMPLES if _clean(path)} == set(languages())


@pytest.mark.parametrize("path", SAMPLES[::4], ids=lambda path: path.stem)
def test_annotations_stand_in_order_and_name_their_rule(path: Path) -> None:
    text = _read(path)
    marks = analyse(Article(text, path.name), language=path.name[:2])._.annotations
    places = [(mark.start, -mark.end, mark.label) for mark in marks]
    assert places == sorted(places)
    assert all(0 <= mark.start < mark.end <= len(text) and mark.rule for mark in marks)
    assert {mark.label for mark in marks} <= {
        "agency",
        "deadline",
        "date",
        "quantity",
        "instrument",
        "cue",
        "action",
        "target",
    }


@pytest.mark.parametrize("language", languages())
def test_the_annotators_work_without_the_last_component(language: str) -> None:
    whole = pipeline.load(language)
    nlp = pipeline.nlp.load.__wrapped__(language)  # one of our own: the shared one stays whole
    nlp.remove_pipe("directives")
    assert nlp.pipe_names == COMPONENTS[:-1]
    assert whole.pipe_names == COMPONENTS
    doc, full = nlp(ORDERS[language]), whole(ORDERS[language])
    assert doc._.directives is None
    for name in (*ANNOTATORS, "words", "paragraphs", "article"):
        assert getattr(doc._, name) == getattr(full._, name)
    assert doc._.agencies
    assert doc._.dates
    assert doc._.cues
    assert doc._.reading.units == full._.reading.units


@pytest.mark.parametrize("language", languages())
def test_annotating_needs_no_model(language: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("pipeline.model.FOLDER", tmp_path)
    nlp = annotating(language)
    assert nlp.pipe_names == ["context", *ANNOTATORS]
    assert nlp(ORDERS[language])._.dates
