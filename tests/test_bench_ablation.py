"""The ablation: its rules find what they say, and its rows are given the gold that they name."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from pipeline.gold import read_gold
from pipeline.linking import Links
from pipeline.tagging.crf import Marginals
from pipeline.train.examples import Example, prepare
from pipeline.train.layers import Answer
from pipeline.train.sources import Source
from pipeline.vectors import load_vectors

BENCH = Path(__file__).parent.parent / "bench"

# Language, text, what is found (action, leads, time limit), why.
RULES = [
    (
        "vi",
        "Thủ tướng yêu cầu Bộ Tài chính rà soát danh mục phí trước ngày 30/6/2025.",
        [("rà soát danh mục phí", ["Bộ Tài chính"], "trước ngày 30/6/2025")],
        "an order, its addressee behind the cue",
    ),
    (
        "vi",
        "Bộ Y tế phải công bố kết quả để người dân biết.",
        [("công bố kết quả", ["Bộ Y tế"], None)],
        "a duty, its bearer before the cue; the purpose is not the action",
    ),
    (
        "th",
        "นายกรัฐมนตรีสั่งการให้กระทรวงคมนาคมซ่อมถนน ภายในวันที่ 30 มิถุนายน 2568",
        [("ซ่อมถนน", ["กระทรวงคมนาคม"], "ภายในวันที่ 30 มิถุนายน 2568")],
        "the same in Thai",
    ),
    ("vi", "Bộ Y tế đã công bố kết quả hôm qua.", [], "a report: no cue"),
    ("vi", "Mọi người phải về nhà.", [], "a cue, and no body in the paragraph"),
]

TEXT = "Thủ tướng giao Bộ Tài chính hai việc. Yêu cầu rà soát phí trước ngày 30/6/2025. Bộ Y tế phải công bố kết quả."


def _agency(text: str, body: str, inherited: bool) -> dict[str, Any]:
    return {"text": text, "id": body, "role": "lead", "inherited": inherited}


MARKED = [
    {
        "evidence": "Yêu cầu rà soát phí trước ngày 30/6/2025",
        "action": {"text": "rà soát phí", "type": "review"},
        "target": {"text": "phí"},
        "agencies": [_agency("Bộ Tài chính", "vn:ministry-of-finance", True)],
        "deadline": {
            "text": "trước ngày 30/6/2025",
            "relation": "before",
            "edtf": "2025-06-30",
            "due": "2025-06-29",
            "inherited": False,
        },
    },
    {
        "evidence": "Bộ Y tế phải công bố kết quả",
        "action": {"text": "công bố kết quả", "type": "publish"},
        "target": {"text": "kết quả"},
        "agencies": [_agency("Bộ Y tế", "vn:ministry-of-health", False)],
        "deadline": None,
    },
]


@pytest.fixture
def ablation(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module("ablation")


@pytest.fixture
def stages(ablation: ModuleType) -> ModuleType:
    return importlib.import_module("stages")


def example(folder: Path, language: str, text: str, directives: str = "[]") -> Example:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    row = {"doc": "a", "language": language, "published": "2025-05-20", "directives": json.loads(directives)}
    (folder / "gold.jsonl").write_text(json.dumps(row), encoding="utf-8")
    gold = list(read_gold(folder / "gold.jsonl", folder))
    return prepare(language, gold, load_vectors(language))[0]


@pytest.mark.parametrize(("language", "text", "expected", "why"), RULES, ids=[case[3] for case in RULES])
def test_rules(
    stages: ModuleType, tmp_path: Path, language: str, text: str, expected: list[tuple[str, list[str], str]], why: str
) -> None:
    one = example(tmp_path, language, text)
    records = stages.put_together(one, one.reading, *stages.find(one.reading), stages.PlainFields())
    found = [(r.action.text, [a.text for a in r.agencies], r.deadline and r.deadline.text) for r in records]
    assert found == expected, why


def found_by_nobody(stages: ModuleType, folder: Path) -> Any:
    """Rows that are given gold, with a linker that links nothing."""
    one = example(folder, "vi", TEXT, json.dumps(MARKED))
    silent = Marginals(("O",), np.ones((len(one.reading.units), 1)))
    begins = np.array([float(unit.word in ("rà", "rà soát")) for unit in one.reading.units])
    linker = SimpleNamespace(link=lambda reading, actions: [Links((), None, None, {}) for _ in actions])
    found = stages.Found(one, MARKED)
    stages.give(
        found, Answer(one.reading.tagged(silent), begins), SimpleNamespace(linker=linker, fields=stages.PlainFields())
    )
    for row in (stages.RULES, stages.TAGGER, stages.ROLES):
        found.records[row] = []
    found.records[stages.BOTH] = found.records[stages.ACTIONS]
    return found


def test_gold_given(ablation: ModuleType, stages: ModuleType, tmp_path: Path) -> None:
    found = found_by_nobody(stages, tmp_path)

    def f1(row: str) -> tuple[float, ...]:
        score = ablation.figures([found], row)
        return tuple(score[figure].f1 for figure in ("detection", "agency", "deadline", "tuple"))

    assert f1(stages.RULES) == (0.0, 0.0, 0.0, 0.0)
    assert f1(stages.BEST)[0] == pytest.approx(2 / 3)  # only one of two actions is a candidate
    assert f1(stages.ACTIONS) == (1.0, 0.0, 0.0, 0.0)
    assert f1(stages.CHOSEN) == (1.0, 1.0, 1.0, 1.0)
    assert f1("gold actions and leads") == (1.0, 1.0, 0.0, 0.5)
    assert f1("gold actions and time limits") == (1.0, 0.0, 1.0, 0.0)
    assert ablation.proposed([found]) == {"agencies": (2, 2, 2), "time limits": (1, 1, 1)}


def test_inherited_by_themselves(ablation: ModuleType, stages: ModuleType, tmp_path: Path) -> None:
    found = found_by_nobody(stages, tmp_path)
    found.records[stages.BOTH] = [r for r in found.records[stages.CHOSEN] if r.action.text == "công bố kết quả"]
    expected = {
        "not inherited": (1, 1, 1),
        "inherited": (0, 0, 1),
        "from its own paragraph": (1, 1, 2),
        "from another paragraph": (0, 0, 0),
    }
    for kind, counts in expected.items():
        own, any_kind = ablation.agency_of_kind([found], stages.BOTH, kind)
        assert (own.hits, own.system, own.gold) == counts
        assert (any_kind.hits, any_kind.gold) == (counts[0], counts[2])


def test_tables(
    ablation: ModuleType,
    stages: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = found_by_nobody(stages, tmp_path)
    (tmp_path / "gold.jsonl").write_text(json.dumps({"doc": "a", "directives": MARKED}), encoding="utf-8")

    def run(language: str, marked: dict[str, Any], examples: list[Example]) -> Iterator[Any]:
        assert marked == {"a": MARKED}
        yield found

    monkeypatch.setattr(ablation, "load_sources", lambda *_, **__: [Source("own", (found.example.gold,), tmp_path)])
    monkeypatch.setattr(ablation, "prepare", lambda *_: [found.example])
    monkeypatch.setattr(ablation, "run", run)
    assert ablation.main(["--language", "vi"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("own, vi: 1 articles\n")
    assert "| gold actions, the right mentions | 1.000 | 1.000 |" in out
    assert "| time limits | 1 | 100.0% | 100.0% |" in out
