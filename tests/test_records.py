"""The record: its keys, its checks, its ids and its schema."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from conftest import VI_TEXT
from pydantic import ValidationError

from pipeline.records import (
    Action,
    Deadline,
    Directive,
    Document,
    Evidence,
    Quantity,
    Span,
    json_schema,
    record_id,
)

# As the published description of the record has them.
KEYS = {
    "": "schema id document issuer agencies action target quantities deadline instruments evidence "
    "specificity confidence review extractor trace",
    "document": "id source url title language published published_from duplicate_of",
    "issuer": "text start end id inherited",
    "agencies": "text start end id name role inherited",
    "action": "text start end type",
    "target": "text start end",
    "quantities": "text start end value unit comparison",
    "deadline": "text start end relation edtf due time duration working_days rrule approximate inherited",
    "instruments": "text start end number",
    "evidence": "text start end",
    "review": "status reviewer at note",
    "trace": "issuer agencies action type target quantities deadline instruments evidence specificity confidence",
}
STEP = {"kind": "model", "name": "a.b", "text": None, "start": None, "end": None, "score": 0.5}


def full(directive: Directive) -> dict[str, Any]:
    """A record in which no field is null or empty."""
    row: dict[str, Any] = json.loads(directive.to_json())
    at = {"text": "Bộ", "start": VI_TEXT.index("Bộ"), "end": VI_TEXT.index("Bộ") + 2}
    row["issuer"] = at | {"id": None, "inherited": True}
    row["target"] = at
    row["quantities"] = [at | {"value": 80, "unit": "%", "comparison": ">="}]
    row["trace"] = {key: [] for key in KEYS["trace"].split()} | {"action": [STEP], "issuer": [STEP | at]}
    row["instruments"] = [at | {"number": "34/CT-TTg"}]
    return row


def test_every_key_is_there_in_order(directive: Directive) -> None:
    row = json.loads(Directive.model_validate(full(directive)).to_json())
    for part, keys in KEYS.items():
        value = row[part] if part else row
        assert list(value[0] if isinstance(value, list) else value) == keys.split(), part


def test_unknown_is_null_or_empty(directive: Directive) -> None:
    row = json.loads(directive.to_json())
    assert row["issuer"] is None
    assert row["target"] is None
    assert row["trace"] is None
    assert row["document"]["duplicate_of"] is None
    assert row["quantities"] == row["instruments"] == []
    assert row["deadline"]["time"] is None
    assert row["review"] == {"status": "pending", "reviewer": None, "at": None, "note": None}


def test_round_trip(directive: Directive) -> None:
    line = directive.to_json()
    assert "\n" not in line
    assert "Bộ Tài chính" in line
    assert Directive.model_validate_json(line) == directive
    assert Directive.model_validate_json(line).to_json() == line


def test_schema_accepts_what_is_written_and_nothing_else(directive: Directive) -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    row = full(directive)
    validator.validate(json.loads(directive.to_json()))
    validator.validate(json.loads(Directive.model_validate(row).to_json()))
    for key in row:
        assert not validator.is_valid({k: v for k, v in row.items() if k != key}), f"{key} may be missing"
    assert not validator.is_valid(row | {"more": 1})
    assert not validator.is_valid(row | {"schema": "directive/2"})
    assert not validator.is_valid(row | {"confidence": 1.5})


SPAN = {"text": "abc", "start": 0, "end": 3}


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Span, {"text": "abc", "start": 0, "end": 2}),
        (Span, {"text": "", "start": 3, "end": 3}),
        (Span, {"text": "abc", "start": -3, "end": 0}),
        (Span, SPAN | {"id": "x"}),
        (Action, SPAN | {"type": "dance"}),
        (Quantity, SPAN | {"value": 1, "comparison": "~"}),
        (Deadline, SPAN | {"relation": "after"}),
        (Deadline, SPAN | {"relation": "by", "edtf": "30/6/2025"}),
        (Deadline, SPAN | {"relation": "by", "due": "2025-06"}),
        (Deadline, SPAN | {"relation": "by", "time": "25:00"}),
        (Deadline, SPAN | {"relation": "within", "duration": "15 days"}),
        (Deadline, SPAN | {"relation": "recurring", "rrule": "MONTHLY"}),
        (Document, {"id": "short", "source": "a", "language": "vi"}),
        (Document, {"id": "0" * 16, "source": "a", "language": "lo"}),
    ],
)
def test_what_does_not_fit_is_refused(model: type[Span], values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        model.model_validate(values)


@pytest.mark.parametrize(
    "edtf",
    [
        "2025-06-30",
        "2025-06",
        "2025",
        "2025-34",
        "2025-40",
        "2025-07-01/..",
        "2025/2030",
        "XXXX-03-15",
        "2025-06-23/2025-06-29",
        "2022-33/2022-34",
    ],
)
def test_dates_of_the_guidelines_fit(edtf: str) -> None:
    assert Deadline.model_validate(SPAN | {"relation": "by", "edtf": edtf}).edtf == edtf


def test_records_do_not_change(directive: Directive) -> None:
    with pytest.raises(ValidationError):
        directive.confidence = 0.1  # type: ignore[misc]


def test_numbers_are_written_plainly(directive: Directive) -> None:
    assert Quantity.model_validate(SPAN | {"value": 80.0}).model_dump()["value"] == 80
    assert isinstance(Quantity.model_validate(SPAN | {"value": 80.0}).value, int)
    assert Quantity.model_validate(SPAN | {"value": 1.5}).value == 1.5
    row = full(directive) | {"confidence": 0.12345678}
    assert Directive.model_validate(row).confidence == 0.123


def test_id_depends_on_text_and_source_and_tells_directives_apart(directive: Directive) -> None:
    def key(**changes: Any) -> str:
        document = directive.document.model_copy(update=changes)
        return record_id(document, directive.evidence, directive.action)

    # The very id: it must be the same on every machine and in every later version.
    assert directive.id == key() == "74502124a4ff5ff9"
    assert key(title="x", published=None) == key()
    assert key(source="b.txt") != key()
    assert key(id="0" * 16) != key()
    other = Evidence.model_validate(SPAN)
    assert record_id(directive.document, other, directive.action) != key()
    assert record_id(directive.document, directive.evidence, other) != key()
    assert record_id(directive.document, directive.evidence, directive.action, 1) != key()


def test_check_finds_a_quote_that_is_not_there(directive: Directive) -> None:
    directive.check(VI_TEXT)
    with pytest.raises(ValueError, match="agency 'Bộ Tài chính'"):
        directive.check(VI_TEXT.replace("Tài", "Hải"))
