"""What an earlier run wrote is not read, and nothing else is written over."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from conftest import TH_TEXT, VI_TEXT, names, summary_of

from pipeline.cli import main


def test_what_a_run_writes_is_not_what_it_reads(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = articles / "out.txt"
    for _ in range(2):
        assert main(["extract", str(articles), "-o", str(out), "--keep-text", "-q"]) == 0
        assert summary_of(out)["articles"] == 2
    before = out.read_bytes()
    assert main(["extract", str(out), "-o", str(out)]) == 2
    assert "would be read and written" in capsys.readouterr().err
    assert out.read_bytes() == before


PLACES = ("", ".errors.jsonl", ".articles.jsonl", ".summary.json")


@pytest.mark.parametrize("ending", PLACES)
@pytest.mark.parametrize("how", ["{folder}", "{folder}/*", "file://{taken}", "{folder}/link", "{folder}/a.txt {taken}"])
def test_an_article_is_not_written_over(
    how: str, ending: str, articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = articles / "out.txt"
    taken = Path(f"{out}{ending}")
    (articles / "a.txt").write_text(TH_TEXT, encoding="utf-8")
    # A JSON Lines file is taken whatever its name; this one looks much like kept texts.
    taken.write_text(json.dumps({"id": "1", "source": "a", "text": VI_TEXT}), encoding="utf-8")
    (articles / "link").symlink_to(taken)
    before = {path: path.read_bytes() for path in articles.rglob("*") if path.is_file()}
    inputs = how.format(folder=articles, taken=taken).split()
    assert main(["extract", *inputs, str(articles / "a.txt"), "-o", str(out), "--keep-text"]) == 2
    assert "would be read and written: choose another place with -o" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in articles.rglob("*") if path.is_file()} == before
    assert len(names(articles)) == 5


def test_an_earlier_output_and_an_empty_file_are_written_over(articles: Path) -> None:
    (articles / "english.txt").write_text("The minister told everyone to go home.", encoding="utf-8")
    out = articles / "out.txt"
    out.touch()
    written = []
    for inputs in ([str(articles)], [str(articles / "**" / "*")], sorted(map(str, articles.rglob("*.txt")))):
        for _ in range(2):
            assert main(["extract", *inputs, "-o", str(out), "--keep-text", "-q"]) == 1
            written.append([Path(f"{out}{ending}").read_bytes() for ending in PLACES])
    assert summary_of(out)["articles"] == 3
    assert written == written[:1] * 6


@pytest.mark.parametrize(
    ("name", "text"),
    [("README.md", "read me"), ("out.jsonl", '{"source": "a", "stage": "read", "error": "EmptyText", "message": ""}')],
)
def test_what_is_passed_over_is_not_written_over_either(
    name: str, text: str, articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (articles / name).write_text(text, encoding="utf-8")
    assert main(["extract", str(articles), "-o", str(articles / name)]) == 2
    assert "would be passed over and written: choose another place with -o" in capsys.readouterr().err
    assert (articles / name).read_text(encoding="utf-8") == text


def test_files_passed_over_are_counted(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = articles / "monday.jsonl", articles / "tuesday.txt"
    (articles / "logo.png").write_bytes(b"\x89PNG")
    with zipfile.ZipFile(articles / "more.zip", "w") as archive:
        archive.writestr("README.txt", "read me")
        archive.writestr("c.txt", VI_TEXT)
    least = ["--min-confidence", "1"]  # no record, and so an empty file
    for _ in range(2):
        assert main(["extract", str(articles), "-o", str(first), "--keep-text", "-q", *least]) == 0
        assert (summary_of(first)["articles"], summary_of(first)["passed_over"]) == (3, 2)
    for _ in range(2):
        assert main(["extract", str(articles), "-o", str(second)]) == 0
        numbers = summary_of(second)
        assert (numbers["articles"], numbers["directives"], numbers["passed_over"]) == (3, 3, 5)
        assert "Passed over          5  (files that are no articles, such as " in capsys.readouterr().err
