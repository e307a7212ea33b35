"""The comparison of two extractors reads their records and tells which is ahead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.article import Article
from pipeline.extract import extract_one

ROOT = Path(__file__).parent.parent


@pytest.fixture
def compare(bench: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.chdir(ROOT)
    return bench("compare")


def test_something_beside_nothing(compare: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample = sorted((ROOT / "corpus" / "samples").glob("vi*.txt"))[0]
    article = Article(sample.read_text(encoding="utf-8"), sample.name)
    some, nothing = tmp_path / "some.jsonl", tmp_path / "nothing.jsonl"
    some.write_text("".join(record.to_json() + "\n" for record in extract_one(article)), encoding="utf-8")
    nothing.write_text("", encoding="utf-8")
    assert compare.main([str(nothing), str(some), "--gold", "corpus", "--language", "vi"]) == 0
    detection = capsys.readouterr().out.splitlines()[2].split(" | ")
    assert detection[3:5] == ["detection", "0.000"]
    assert detection[6] == f"+{detection[5]}" != "+0.000"
    assert compare.main([str(some), str(some), "--gold", "corpus", "--language", "vi"]) == 0
    assert all(row.endswith("| +0.000 | +0.000 to +0.000 |") for row in capsys.readouterr().out.splitlines()[2:])


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "No such file"), ("no record", "Invalid JSON")],
    ids=["a file that is missing", "a file without records"],
)
def test_bad_files(
    compare: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, told: str
) -> None:
    path = tmp_path / "records.jsonl"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert compare.main([str(path), str(path), "--gold", "corpus"]) == 2
    assert told in capsys.readouterr().err


def test_nothing_to_compare_with(
    compare: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert compare.main(["a", "b"]) == 2
    assert "run it in the project's folder" in capsys.readouterr().err
