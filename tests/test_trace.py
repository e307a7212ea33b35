"""Every field says where it comes from, in the records and on the screen alike."""

from __future__ import annotations

import importlib
import io
import json
from pathlib import Path

import jsonschema
import pytest
from conftest import TH_TEXT, VI_TEXT
from rich.console import Console

from pipeline.article import Article
from pipeline.cli import main
from pipeline.explain import explain
from pipeline.extract import analyse, outcomes
from pipeline.options import Options
from pipeline.records import Directive, json_schema
from pipeline.trace import traces

RICH = (
    "Tại Kết luận số 12/KL-BXD, Bộ trưởng Bộ Xây dựng yêu cầu Cục Đường sắt Việt Nam chủ trì, phối hợp với Bộ Y tế "
    "sửa chữa 15 cây cầu trước ngày 30/6/2025.\n"
)
SAMPLES = sorted((Path(__file__).parent.parent / "corpus" / "samples").glob("*.txt"))


def traced(text: str) -> list[Directive]:
    (outcome,) = outcomes([Article(text, "a")], Options(trace=True))
    return list(outcome.records)


@pytest.mark.parametrize("text", [TH_TEXT, VI_TEXT, RICH], ids=["th", "vi", "rich"])
def test_every_field_has_its_sources(text: str) -> None:
    records = traced(text)
    assert records
    for record in records:
        trace = record.trace
        assert trace is not None
        for name in ("issuer", "agencies", "action", "type", "target", "deadline", "specificity", "confidence"):
            assert any(step.kind == "model" for step in getattr(trace, name)), name
        for name in ("issuer", "agencies", "deadline", "quantities", "instruments"):
            value = getattr(record, name)
            # What a rule has proposed stands where the record says.
            spans = [value] if hasattr(value, "start") else list(value or ())
            ruled = [step for step in getattr(trace, name) if step.kind == "rule"]
            assert sorted((s.start, s.end) for s in ruled) == sorted((s.start, s.end) for s in spans), name
        assert trace.action[0].text == record.action.text
        assert trace.confidence[-1].score == record.confidence
        assert any(step.name.startswith("cues.") for step in trace.evidence)
        for name in type(trace).model_fields:
            for step in getattr(trace, name):
                assert step.text is None or text[step.start : step.end] == step.text


def test_rules_are_named_as_in_the_code() -> None:
    (record,) = traced(VI_TEXT)
    assert record.trace is not None
    names = [step.name for name in type(record.trace).model_fields for step in getattr(record.trace, name)]
    for name in names:
        package = name.partition(".")[0]
        importlib.import_module(f"pipeline.{package}")
    assert "agencies.registry" in names
    assert "linking.leads" in names


def test_without_the_option_there_is_none_and_nothing_else_changes() -> None:
    (outcome,) = outcomes([Article(VI_TEXT, "a")], Options())
    assert [record.trace for record in outcome.records] == [None]
    assert [record.model_copy(update={"trace": None}) for record in traced(VI_TEXT)] == list(outcome.records)


def test_the_screen_shows_the_same_sources() -> None:
    doc = analyse(Article(RICH))
    shown = io.StringIO()
    explain(doc, Console(file=shown, soft_wrap=True))
    for trace in traces(doc):
        for name in type(trace).model_fields:
            for step in getattr(trace, name):
                assert step.name in shown.getvalue()


def test_records_of_others_have_an_empty_trace() -> None:
    doc = analyse(Article(VI_TEXT))
    (record,) = doc._.directives
    action = record.action.model_copy(update={"start": 0, "end": len(record.action.text)})
    doc._.directives = [record, record.model_copy(update={"action": action})]
    own, other = traces(doc)
    assert own.action
    assert not any(getattr(other, name) for name in type(other).model_fields)


def test_the_option(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["extract", *map(str, SAMPLES[:1]), "-o", str(out), "--trace", "-q"]) == 0
    validator = jsonschema.Draft202012Validator(json_schema())
    for line in out.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        validator.validate(row)
        assert row["trace"]["action"]
