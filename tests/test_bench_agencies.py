"""The benchmark of agencies runs, counts as it says, and tells what to do where there is nothing to measure."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.gold import read_gold

TEXT = "Thủ tướng giao Bộ Tài chính rà soát phí. Hội đồng Mẫu họp. Hội đồng Mẫu báo cáo. Hội đồng Mẫu sửa quy chế."


@pytest.fixture
def agencies(bench: Callable[[str], ModuleType]) -> ModuleType:
    return bench("agencies")


def gold(folder: Path, *bodies: tuple[str, str | None]) -> tuple[Path, Path]:
    """A gold file with one directive of these agencies, and the folder of its article."""
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    agencies = [{"text": text, "id": body, "role": "lead", "inherited": False} for text, body in bodies]
    directive = {"evidence": TEXT, "action": {"text": "rà soát phí", "type": "review"}, "agencies": agencies}
    row = {"doc": "a", "language": "vi", "published": None, "directives": [directive]}
    (folder / "gold.jsonl").write_text(json.dumps(row), encoding="utf-8")
    return folder / "gold.jsonl", folder


def test_counts(agencies: ModuleType, tmp_path: Path) -> None:
    marks = gold(
        tmp_path,
        ("Bộ Tài chính", "vn:ministry-of-finance"),  # right
        ("Thủ tướng", "vn:government"),  # found, but it is another body
        ("quy chế", None),  # not found
    )
    tally = agencies.compare(read_gold(*marks), misses=False)["vi"]
    assert (tally.gold, tally.spans, tally.ids) == (3, 2, 1)


def test_names_without_an_id(agencies: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert agencies.main(["--articles", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "Hội đồng Mẫu\tvi\t3\n"
    assert agencies.main(["--articles", str(tmp_path), "--least", "4"]) == 0
    assert capsys.readouterr().out == ""


def test_nothing_to_measure(
    agencies: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert agencies.main([]) == 2
    assert "run it in the project's folder" in capsys.readouterr().err
