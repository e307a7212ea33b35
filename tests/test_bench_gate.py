"""The benchmark of a gate counts what a scan would pass over, and says what it needs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ORDERED = "Thủ tướng yêu cầu Bộ Tài chính rà soát phí."
PLAIN = "Đội bóng vừa về nhất bảng."


@pytest.fixture
def gate(bench: Callable[[str], ModuleType]) -> ModuleType:
    return bench("gate")


def run_of(folder: Path, *texts: tuple[str, int]) -> Path:
    """A run's files: texts, and how many directives were found in each."""
    records = folder / "found.jsonl"
    ids = [f"{number}" for number in range(len(texts))]
    found = [{"document": {"id": i}} for i, (_, count) in zip(ids, texts, strict=True) for _ in range(count)]
    articles = [{"id": i, "language": "vi", "text": text} for i, (text, _) in zip(ids, texts, strict=True)]
    for path, lines in ((records, found), (Path(f"{records}.articles.jsonl"), articles)):
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return records


def test_what_is_passed_over(gate: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = run_of(tmp_path, *[(ORDERED, 2)] * 5, (ORDERED, 0), *[(PLAIN, 0)] * 6)
    assert gate.main([str(records)]) == 0
    _, _, every, *learnt = capsys.readouterr().out.splitlines()
    share = 100 * 6 * len(ORDERED) / (6 * len(ORDERED) + 6 * len(PLAIN))
    assert every == f"| vi | any | 100.0 % | 50.0 % | {share:.1f} % |"
    assert [row.split(" | ")[1] for row in learnt] == [f"learnt, {share} %" for share in ("98", "99", "99.5", "100")]


def test_a_lost_directive_counts(gate: ModuleType, tmp_path: Path) -> None:
    records = run_of(tmp_path, *[(ORDERED, 1)] * 9, (PLAIN, 1), *[(PLAIN, 0)] * 10)
    assert next(gate.rows("vi", gate.scan(records)["vi"]))[2] == "90.0 %"


def test_nothing_to_measure(gate: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate.main([str(tmp_path / "none.jsonl")]) == 2
    assert "directives extract --keep-text" in capsys.readouterr().err
