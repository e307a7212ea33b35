"""The comparisons with other libraries, of two readers and of confidences judge as they say they do."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline.gold import read_gold
from pipeline.records import Directive
from pipeline.scoring import from_record

BENCH = Path(__file__).parent.parent / "bench"
NAMES = ("agencies", "agreement", "confidence", "dates", "deadlines", "table", "taggers")
REFERENCE = date(2025, 5, 20)


@pytest.fixture(scope="module")
def bench() -> Iterator[dict[str, ModuleType]]:
    """The scripts by name; what they import of each other is forgotten afterwards."""
    folders = [str(BENCH / "peers"), str(BENCH)]
    sys.path[:0] = folders
    try:
        yield {name: importlib.import_module(name) for name in NAMES}
    finally:
        for name in folders:
            sys.path.remove(name)
        for name in NAMES:
            sys.modules.pop(name, None)


@pytest.mark.parametrize(
    ("language", "text", "expected", "why"),
    [
        ("vi", "báo cáo trước ngày 30/6/2025", "2025-06-30", "a day"),
        ("vi", "hoàn thành trong tháng 10/2025", "2025-10-31", "a month is due on its last day"),
        ("th", "ให้รายงานภายในวันที่ 30 มิถุนายน 2568", "2568-06-30", "plain: the year as printed"),
        ("th", "ให้รายงานผลการดำเนินงาน", None, "no date"),
    ],
)
def test_dateparser(bench: dict[str, ModuleType], language: str, text: str, expected: str | None, why: str) -> None:
    found = bench["dates"].plain(text, language, REFERENCE)
    assert [one["due"] for one in found] == ([expected] if expected else []), why


def test_repair_makes_years_of_the_common_era_and_moves_nothing(bench: dict[str, ModuleType]) -> None:
    text = "ให้รายงานภายในวันที่ 30 มิถุนายน 2568"
    (plain,), (found,) = (bench["dates"].plain(text, "th", REFERENCE), bench["dates"].repaired(text, "th", REFERENCE))
    assert found["due"] == "2025-06-30"
    assert (found["start"], found["end"]) == (plain["start"], plain["end"])
    assert text[found["start"] : found["end"]] == "30 มิถุนายน 2568"


@pytest.mark.parametrize(
    ("gold", "answer", "expected"),
    [
        ({"due": "2025-06-29", "edtf": "2025-06-30"}, "2025-06-30", True),  # the day printed
        ({"due": "2025-06-29", "edtf": "2025-06-30"}, "2025-06-29", True),  # the last day in time
        ({"due": "2025-06-29", "edtf": "2025-06-30"}, "2025-06-28", False),
        ({"due": "2025-06-04", "edtf": None}, None, False),
    ],
)
def test_same_day(bench: dict[str, ModuleType], gold: dict[str, Any], answer: str | None, expected: bool) -> None:
    assert bench["deadlines"].same_day(gold, {"due": answer}) is expected


def test_sentences(bench: dict[str, ModuleType]) -> None:
    text = "Bộ Mẫu báo cáo trước ngày 30/6/2025."
    value = {"relation": "before", "edtf": "2025-06-30", "due": "2025-06-29"}
    cases = [
        {"text": text, "reference": "2025-05-20", "expression": "x", "start": 15, "end": 35, **value},
        {"text": "Nghị định ngày 30/6/2020.", "reference": "2025-05-20", "expression": None},
    ]
    mine, peer = (
        bench["deadlines"].on_phrases(cases, "vi", bench["deadlines"].SYSTEMS[n]) for n in ("ours", "dateparser")
    )
    assert (mine.found, mine.days, mine.right, mine.alarms) == (1, 1, 2, 0)
    assert (peer.found, peer.days, peer.right, peer.alarms) == (1, 1, 0, 1)


def test_entities_stand_where_they_do_in_the_text(bench: dict[str, ModuleType]) -> None:
    def tag(line: str) -> list[tuple[str, str]]:
        assert line.split() in (["Bộ", "Tài", "chính", "họp", "."], ["Sở", "Y", "tế", "ở", "Huế"])
        return {
            "B": [("Bộ", "B-ORG"), ("Tài chính", "I-ORG"), ("họp", "O"), (".", "O")],  # closes two spaces up
            "S": [("Sở", "B-ORG"), (" ", "I-ORG"), ("Y tế", "I-ORG"), ("ở", "O"), ("Huế", "B-LOC")],
        }[line[0]]

    text = "Bộ Tài  chính họp .\n\n Sở Y tế ở Huế"

    def quotes(*kinds: str) -> list[str]:
        return [text[start:end] for start, end in bench["taggers"].entities(text, tag, frozenset(kinds))]

    assert quotes("ORG") == ["Bộ Tài  chính", "Sở Y tế"]
    assert quotes("ORG", "LOC") == ["Bộ Tài  chính", "Sở Y tế", "Huế"]


@pytest.mark.parametrize(
    ("name", "text", "body"),
    [
        ("tag_vietnamese", "Bộ Công Thương xóa một tổng cục, giảm nhiều đầu mối", "Bộ Công Thương"),
        ("tag_thai", "ผู้ว่าราชการจังหวัดหารือกับกระทรวงมหาดไทยเมื่อวานนี้", "กระทรวงมหาดไทย"),
    ],
)
def test_taggers_work_without_a_network(bench: dict[str, ModuleType], name: str, text: str, body: str) -> None:
    spans = bench["taggers"].entities(text, getattr(bench["taggers"], name), bench["agencies"].ORGANISATIONS)
    assert [text[start:end] for start, end in spans] == [body]


def gold(folder: Path) -> dict[str, Any]:
    """One article with one directive, and its line."""
    text = "Thủ tướng giao Bộ Tài chính rà soát phí trước ngày 30/6/2025."
    (folder / "articles").mkdir()
    (folder / "articles" / "a.txt").write_text(text, encoding="utf-8")
    directive = {
        "evidence": text,
        "specificity": "specific",
        "issuer": {"text": "Thủ tướng", "id": "vn:prime-minister"},
        "agencies": [{"text": "Bộ Tài chính", "id": "vn:ministry-of-finance", "role": "lead", "inherited": False}],
        "action": {"text": "rà soát phí", "type": "review"},
        "target": {"text": "phí"},
        "deadline": {"text": "trước ngày 30/6/2025", "relation": "before", "edtf": "2025-06-30", "due": "2025-06-29"},
    }
    return {"doc": "a", "language": "vi", "published": "2025-05-20", "directives": [directive]}


def write(path: Path, row: dict[str, Any]) -> Path:
    path.write_text(json.dumps(row), encoding="utf-8")
    return path


def test_articles(bench: dict[str, ModuleType], tmp_path: Path) -> None:
    marks = write(tmp_path / "gold.jsonl", gold(tmp_path))
    tallies = [
        bench["deadlines"].on_articles(marks, tmp_path / "articles", "vi", find)
        for find in bench["deadlines"].SYSTEMS.values()
    ]
    assert [(t.gold, t.found, t.days, t.right) for t in tallies] == [(1, 1, 1, 1), (1, 1, 1, 0), (1, 1, 1, 0)]
    (article,) = read_gold(marks, tmp_path / "articles")
    text = article.article.text
    assert [text[slice(*span)] for span in bench["agencies"].marked(article)] == ["Thủ tướng", "Bộ Tài chính"]
    # One of two is found, and one of three proposals is one of them.
    assert bench["agencies"].score([article], lambda _: [(0, 9), (30, 40), (45, 50)])[2:4] == ("0.333", "0.500")


def test_two_readers(bench: dict[str, ModuleType], tmp_path: Path) -> None:
    first = gold(tmp_path)
    write(tmp_path / "gold.jsonl", first)
    (directive,) = first["directives"]
    limit = {"text": "trước ngày 30/6/2025", "relation": "by", "edtf": "2025-06-30", "due": "2025-06-30"}
    second = {**first, "published": None, "directives": [{**directive, "deadline": limit}]}
    write(tmp_path / "second.jsonl", second)
    articles, figures = bench["agreement"].agreement(tmp_path, "vi")
    assert (articles, figures["detection"].f1, figures["deadline"].f1, figures["tuple"].f1) == (1, 1, 0, 0)
    assert bench["agreement"].agreement(tmp_path, "vi", dated=True)[0] == 0
    assert bench["agreement"].agreement(tmp_path, "th")[0] == 0


def test_a_quote_that_is_not_there(bench: dict[str, ModuleType], tmp_path: Path) -> None:
    row = gold(tmp_path)
    row["directives"][0]["action"]["text"] = "bãi bỏ phí"
    with pytest.raises(ValueError, match="the action is not where it must be"):
        bench["agreement"].marks(row, tmp_path)


@pytest.mark.parametrize(("least", "kept", "hits"), [(0.0, 2, 1), (0.6, 1, 1), (0.95, 0, 0)])
def test_confidence(bench: dict[str, ModuleType], directive: Directive, least: float, kept: int, hits: int) -> None:
    found = directive.model_copy(update={"confidence": 0.9})
    away = directive.action.model_copy(update={"start": 900, "end": 909})
    spurious = directive.model_copy(
        update={
            "confidence": 0.5,
            "action": away,
            "evidence": directive.evidence.model_copy(update={"start": 890, "end": 920}),
        }
    )
    marks = {directive.document.source.removesuffix(".txt"): [from_record(found)], "other": []}
    count, figure = bench["confidence"].above(least, [found, spurious], marks)
    assert (count, figure.hits, figure.system, figure.gold) == (kept, hits, kept, 1)
