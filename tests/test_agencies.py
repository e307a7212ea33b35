"""The registry and the finder of mentions: cases as data, and properties over every registered name."""

from __future__ import annotations

import itertools
import json
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.agencies import find_agencies, registry
from pipeline.language import table

CASES = Path(__file__).parent / "cases"
LANGUAGES = ("th", "vi")


def cases(language: str) -> list[Any]:
    lines = (CASES / f"agencies_{language}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [
        pytest.param(
            language,
            row,
            id=f"{language}-{row['why'][:50]}",
            marks=[pytest.mark.xfail(strict=True)] if row.get("known_failure") else [],
        )
        for row in rows
    ]


@pytest.mark.parametrize(("language", "case"), [case for language in LANGUAGES for case in cases(language)])
def test_mentions(language: str, case: dict[str, Any]) -> None:
    found = find_agencies(case["text"], language, case.get("published"))
    pairs = [[m.text, m.id] for m in found]
    for expected in case.get("has", []):
        assert expected in pairs, case["why"]
    for wrong in case.get("not", []):
        assert wrong not in [m.text for m in found], case["why"]
    if "only" in case:
        assert pairs == case["only"], case["why"]
    if "person" in case:
        assert [m.text for m in found if m.person] == case["person"], case["why"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_have_the_same_keys(language: str) -> None:
    def keys(rules: dict[str, Any]) -> dict[str, set[str]]:
        return {section: set(values) for section, values in rules.items() if section != "anaphora"}

    assert keys(table(language, "agencies")) == keys(table("vi", "agencies"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_are_in_order(language: str) -> None:
    path = Path(__file__).parent.parent / "pipeline" / "language" / language / "agencies.toml"
    rules = tomllib.loads(path.read_text(encoding="utf-8"))
    known = registry()
    for body in rules["classes"]["more"]:
        assert known.bodies[body].kind == "class"
    for body in rules["posts"]["yields"]:
        assert known.bodies[body].kind == "post"
    for holder in rules["people"]["known"]:
        assert holder["id"] in known.bodies


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_is_found_again(language: str) -> None:
    """A name alone is a mention of a body that has it; what is left out is said in the table."""
    known = registry()
    rules = table(language, "agencies")
    dropped = {
        w.lower() for w in (*rules["classes"]["drop_alone"], *rules["places"]["single"], *rules["places"]["own"])
    }
    dropped |= {w.lower() for w in rules["anaphora"]}
    wrong = []
    for entry in known.index[language].values():
        if entry.raw.lower() in dropped or entry.raw in rules["places"]["not_before"]:
            continue
        body = known.bodies[entry.bodies[0]]
        date = body.valid_to or body.valid_from or None
        found = find_agencies(entry.raw, language, date)
        expected = set(entry.bodies)
        local = {m.id for m in found if m.kind in ("provincial-department", "province", "municipality")}
        foreign = all(known.bodies[b].country != rules["country"]["default"] for b in entry.bodies)
        if not foreign and not ({m.id for m in found if len(m.text) * 2 > len(entry.raw)} & expected) and not local:
            wrong.append((entry.raw, entry.bodies, [(m.text, m.id) for m in found]))
    assert not wrong, wrong[:20]


_PIECES = st.sampled_from(
    [
        "Bộ Tài chính",
        ", ",
        " và ",
        "UBND tỉnh ",
        "Hà Nam",
        "các bộ, ngành",
        "\n",
        " ",
        "กระทรวง",
        "การคลัง",
        "และมหาดไทย",
        "นายกฯ",
        "(",
        ")",
        "ที่เกี่ยวข้อง",
        "ๆ",
        "่",
        "12",
        "Ông ",
        "Khoa",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES | st.text(max_size=3), max_size=14), st.sampled_from(LANGUAGES))
def test_mentions_are_spans_in_order(pieces: list[str], language: str) -> None:
    text = "".join(pieces)
    found = find_agencies(text, language)
    assert all(text[m.start : m.end] == m.text and m.text for m in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert found == find_agencies(text, language)


@pytest.mark.parametrize(
    ("language", "piece"),
    [
        ("vi", "Bộ Tài chính, Công Thương và các sở ngành của UBND tỉnh Hà Nam; "),
        ("th", "กระทรวงการคลังและมหาดไทย ให้หน่วยงานที่เกี่ยวข้องและกรมที่ยาวมาก "),
        ("th", "ก"),
        ("vi", "A "),
    ],
)
def test_time_is_linear(language: str, piece: str) -> None:
    find_agencies(piece, language)

    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        runs = []
        for _ in range(3):  # the quickest of three: other work on the machine only slows
            start = time.perf_counter()
            find_agencies(text, language)
            runs.append(time.perf_counter() - start)
        return min(runs)

    small, large = seconds(10_000), seconds(80_000)
    assert large < 24 * max(small, 0.01)
