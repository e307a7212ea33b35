"""The record that the extractor writes, as pydantic models. The published JSON Schema is made from them.

The order of the fields is the order of the keys in the output.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

SCHEMA = "directive/1"

Language = Literal["th", "vi"]
PublishedFrom = Literal["metadata", "text", "inferred", "given"]
Role = Literal["lead", "coordinating"]
ActionType = Literal[
    "legislate",
    "plan",
    "report",
    "build",
    "data",
    "organise",
    "fund",
    "review",
    "publish",
    "serve",
    "enforce",
    "train",
    "reform",
    "coordinate",
    "other",
]
Comparison = Literal["=", ">=", "<=", ">", "<"]
Relation = Literal["before", "by", "within", "from", "during", "recurring", "asap"]
Specificity = Literal["specific", "general"]
Status = Literal["pending", "accepted", "edited", "rejected"]

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="YYYY, YYYY-MM or YYYY-MM-DD")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="YYYY-MM-DD")]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-4]):[0-5]\d$", description="HH:MM")]
# EDTF level 1 as the guidelines use it: a date, month, quarter (33-36), half-year (40-41) or year, an
# unspecified year or digit as X, and intervals of two of them, open at one end.
_EDTF = r"[0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?"
Edtf = Annotated[str, Field(pattern=rf"^({_EDTF}|({_EDTF}|\.\.)?/({_EDTF}|\.\.)?)$")]
Duration = Annotated[str, Field(pattern=r"^P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?)?$", description="ISO 8601")]
RRule = Annotated[str, Field(pattern=r"^FREQ=[A-Z]+(;[A-Z]+=[^;=\s]+)*$", description="RFC 5545")]


class _Record(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        json_schema_serialization_defaults_required=True,
    )


class Span(_Record):
    """A quote from the article: ``article[start:end] == text``, in code points of the article as decoded."""

    text: str
    start: Annotated[int, Field(ge=0)]
    end: int

    @model_validator(mode="after")
    def _as_long_as_its_text(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"a span must hold at least one character: {self.start} to {self.end}")
        if self.end - self.start != len(self.text):
            raise ValueError(f"{len(self.text)} characters cannot stand from {self.start} to {self.end}: {self.text!r}")
        return self


class Original(_Record):
    """An earlier article of the same run."""

    id: Digest
    source: str


class Document(_Record):
    """The article that a directive was found in."""

    id: Digest
    source: str
    url: str | None = None
    title: str | None = None
    language: Language
    published: PartialDate | None = None
    published_from: PublishedFrom | None = None
    duplicate_of: Annotated[
        Original | None, Field(description="the first article of the run with nearly the same text, if looked for")
    ] = None


class Issuer(Span):
    """Who lays the duty."""

    id: str | None = None
    inherited: bool = False


class Names(_Record):
    """A body's names."""

    en: str | None = None
    vi: str | None = None
    th: str | None = None


class Agency(Span):
    """A party that must act, or with which it is done."""

    id: str | None = None
    name: Names | None = None
    role: Role
    inherited: bool = False


class Action(Span):
    """What must be done."""

    type: ActionType


class Target(Span):
    """What the action works on."""


class Quantity(Span):
    """A counted goal."""

    value: int | float
    unit: str | None = None
    comparison: Comparison = "="

    @field_validator("value")
    @classmethod
    def _whole_numbers_as_such(cls, value: int | float) -> int | float:
        return int(value) if isinstance(value, float) and value.is_integer() else value


class Deadline(Span):
    """The time limit."""

    relation: Relation
    edtf: Edtf | None = None
    due: Day | None = None
    time: Clock | None = None
    duration: Duration | None = None
    working_days: bool = False
    rrule: RRule | None = None
    approximate: bool = False
    inherited: bool = False


class Instrument(Span):
    """A legal text named in the evidence."""

    number: str | None = None


class Evidence(Span):
    """The stretch of the article that states the directive."""


class Review(_Record):
    """What a person who checked the record made of it."""

    status: Status = "pending"
    reviewer: str | None = None
    at: str | None = None
    note: str | None = None


class Step(_Record):
    """A rule, table row or model behind a field.

    Where it looked at a place of the article, that is quoted; a model that chose *none* has looked at no place.
    """

    kind: Literal["rule", "model"]
    name: str
    text: str | None = None
    start: int | None = None
    end: int | None = None
    score: Annotated[float | None, Field(ge=0, le=1, description="a chance, where it is known")] = None

    @field_validator("score")
    @classmethod
    def _no_more_digits_than_meant(cls, value: float | None) -> float | None:
        return None if value is None else round(value, 3)


class Trace(_Record):
    """Where each field comes from."""

    issuer: tuple[Step, ...] = ()
    agencies: tuple[Step, ...] = ()
    action: tuple[Step, ...] = ()
    type: tuple[Step, ...] = ()
    target: tuple[Step, ...] = ()
    quantities: tuple[Step, ...] = ()
    deadline: tuple[Step, ...] = ()
    instruments: tuple[Step, ...] = ()
    evidence: tuple[Step, ...] = ()
    specificity: tuple[Step, ...] = ()
    confidence: tuple[Step, ...] = ()


class Directive(_Record):
    """One obligation laid on someone by an authority."""

    schema_: Annotated[Literal["directive/1"], Field(alias="schema")] = "directive/1"
    id: Digest
    document: Document
    issuer: Issuer | None = None
    agencies: tuple[Agency, ...] = ()
    action: Action
    target: Target | None = None
    quantities: tuple[Quantity, ...] = ()
    deadline: Deadline | None = None
    instruments: tuple[Instrument, ...] = ()
    evidence: Evidence
    specificity: Specificity
    confidence: Annotated[float, Field(ge=0, le=1)]
    review: Review = Review()
    extractor: str
    trace: Annotated[Trace | None, Field(description="only if asked for")] = None

    @field_validator("confidence")
    @classmethod
    def _no_more_digits_than_meant(cls, value: float) -> float:
        # Also keeps the last bits of a sum, which may differ between machines, out of the output.
        return round(value, 3)

    def spans(self) -> list[tuple[str, Span]]:
        """Every quote of the record with the name of its field, in the order of the output."""
        fields: list[tuple[str, Sequence[Span | None]]] = [
            ("issuer", [self.issuer]),
            ("agency", self.agencies),
            ("action", [self.action]),
            ("target", [self.target]),
            ("quantity", self.quantities),
            ("deadline", [self.deadline]),
            ("instrument", self.instruments),
            ("evidence", [self.evidence]),
        ]
        return [(name, span) for name, spans in fields for span in spans if span is not None]

    def check(self, article: str) -> None:
        """Make sure that every quote stands in the article where the record says.

        Args:
            article: The article as decoded.

        Raises:
            ValueError: A quote does not.
        """
        for name, span in self.spans():
            if article[span.start : span.end] != span.text:
                raise ValueError(f"the {name} {span.text!r} does not stand at {span.start} to {span.end}")

    def copy_of(self, original: Original) -> Self:
        """The same record of an article that nearly repeats an earlier one."""
        return self.model_copy(update={"document": self.document.model_copy(update={"duplicate_of": original})})

    def to_json(self) -> str:
        """The record as one line of JSON, without the line end."""
        return self.model_dump_json()


def record_id(document: Document, evidence: Span, action: Span, nth: int = 0) -> str:
    """Make the id of a directive.

    Args:
        document: The article; its text and source count.
        evidence: Where the directive stands.
        action: Which of the actions there it is.
        nth: Tells directives with the same evidence and action apart (one duty, two parties, two time
            limits): 0 for the first of them.

    Returns:
        16 hexadecimal digits, the same on every run and machine.
    """
    parts = (document.id, document.source, evidence.start, evidence.end, action.start, action.end, nth)
    # A path may hold bytes that are no UTF-8; Python carries them as lone surrogates.
    return hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a line of output."""
    schema = Directive.model_json_schema(mode="serialization", by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **schema}
