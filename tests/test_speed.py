"""The speed benchmark runs and prints a table; its numbers are nobody's business here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.article import Article
from pipeline.records import Directive


@pytest.fixture
def speed(directive: Directive, bench: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = bench("speed")

    def extract(articles: Iterable[Article | str], **_: object) -> Iterator[Directive]:
        for _article in articles:
            yield directive

    monkeypatch.setattr(module, "extract", extract)
    return module


def test_table(speed: ModuleType, articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert speed.main([str(articles), "--repeat", "3", "--no-yardstick"]) == 0
    first, _, header, rule, *rows = capsys.readouterr().out.splitlines()
    assert first.startswith("Python ")
    assert header.startswith("| input | language | articles |")
    assert rule.count("---") == len(speed.HEADER)
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert [row[:5] for row in cells] == [
        ["articles", "th", "3", "3", "0"],
        ["articles", "vi", "3", "3", "0"],
    ]


def test_yardstick(speed: ModuleType) -> None:
    row = speed.Row("a", "th", 2, 1_000, 0, 0, 2.0, 50.0)
    assert row.cells()[-2:] == ("–", "–")
    article = Article("กรมทางหลวงซ่อมสะพาน")
    name, took = speed.with_yardstick(row, [article]).yardstick
    assert name == "newmm"
    assert took > 0


def test_nothing_to_measure(
    speed: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert speed.main([]) == 2
    assert "nothing to measure" in capsys.readouterr().err
    assert speed.main(["nowhere"]) == 2
