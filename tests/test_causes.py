"""Each error has one cause, and every error the scorer counts is told once."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.causes import CAUSES, Mistake, Surroundings, mistakes
from pipeline.scoring import Mark, score_article
from pipeline.scoring.marks import Limit, Party

Json = dict[str, Any]
CASES = tomllib.loads((Path(__file__).parent / "cases" / "causes.toml").read_text(encoding="utf-8"))["case"]


def _place(text: str, quote: str) -> tuple[int, int]:
    start = text.index(quote)
    return start, start + len(quote)


def _parties(text: str, one: Json) -> tuple[Party, ...]:
    found = []
    for key, role in (("leads", "lead"), ("partners", "coordinating")):
        for written in one.get(key, []):
            quote, _, body = written.partition(" = ")
            found.append(Party(_place(text, quote), quote, body or None, role))
    return tuple(found)


def _mark(text: str, one: Json) -> Mark:
    limit = None
    if "limit" in one:
        quote, relation, due = one["limit"]
        limit = Limit(relation, None, due or None, _place(text, quote))
    return Mark(
        evidence=_place(text, one.get("evidence", text)),
        specific=not one.get("general", False),
        action=_place(text, one["action"]),
        kind=one.get("type", "other"),
        target=_place(text, one["target"]) if "target" in one else None,
        parties=_parties(text, one),
        limit=limit,
        issuer=Counter(),
        quantities=Counter(),
        instruments=Counter(),
    )


def _around(case: Json) -> Surroundings:
    text, rules = case["text"], case.get("rules", {})
    return Surroundings(
        [(*_place(text, quote), kind) for quote, kind in case.get("paragraphs", [[text, "body"]])],
        [_place(text, quote) for quote in rules.get("agencies", [])],
        [_place(text, quote) for quote in rules.get("dates", [])],
        [(*_place(text, quote), [kind]) for quote, kind in rules.get("cues", [])],
    )


def _told(mistake: Mistake) -> str:
    return f"{mistake.kind} {mistake.field or ''}".strip() + f": {mistake.cause}"


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_causes(case: Json) -> None:
    text = case["text"]
    gold, found = ([_mark(text, one) for one in case[key]] for key in ("gold", "found"))
    assert [_told(mistake) for mistake in mistakes(gold, found, _around(case))] == case["expected"]


def test_every_cause_has_a_case() -> None:
    assert {told.partition(": ")[2] for case in CASES for told in case["expected"]} == set(CAUSES)


_SPANS = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))
_PARTIES = st.lists(
    st.builds(
        Party, _SPANS, st.just("x"), st.sampled_from([None, "a", "b"]), st.sampled_from(["lead", "coordinating"])
    ),
    max_size=3,
).map(tuple)
_MARKS = st.builds(
    Mark,
    evidence=_SPANS,
    specific=st.booleans(),
    action=_SPANS,
    kind=st.sampled_from(["plan", "report"]),
    target=st.none() | _SPANS,
    parties=_PARTIES,
    limit=st.none()
    | st.builds(Limit, st.sampled_from(["by", "before"]), st.none(), st.sampled_from([None, "2025-01-01"]), _SPANS),
    issuer=st.builds(Counter),
    quantities=st.builds(Counter),
    instruments=st.builds(Counter),
)
_SURROUNDINGS = st.builds(
    Surroundings,
    st.lists(st.tuples(st.integers(0, 20), st.integers(21, 50), st.sampled_from(["title", "body"])), max_size=2),
    st.lists(_SPANS, max_size=3),
    st.lists(_SPANS, max_size=3),
    st.lists(st.tuples(st.integers(0, 20), st.integers(21, 40), st.just(("order", "done"))), max_size=2),
)


@given(st.lists(_MARKS, max_size=4), st.lists(_MARKS, max_size=4), _SURROUNDINGS)
def test_what_the_scorer_counts_is_told_once(gold: list[Mark], found: list[Mark], around: Surroundings) -> None:
    told = list(mistakes(gold, found, around))
    score = score_article(gold, found)
    right = [(number, fields) for number, fields in enumerate(score.right) if fields is not None]
    assert [one.gold for one in told if one.kind == "missed"] == [number for number, fields in right if not fields]
    assert [one.found for one in told if one.kind == "false"] == list(score.spurious)
    wrong = [
        (number, field)
        for number, fields in right
        for field in ("agency", "target", "deadline", "type")
        if fields and field not in fields
    ]
    assert [(one.gold, one.field) for one in told if one.kind == "wrong"] == wrong
    assert {one.cause for one in told} <= set(CAUSES)
