"""The command."""

from __future__ import annotations

import importlib
import io
import json
import subprocess
import sys
from pathlib import Path

import click
import jsonschema
import pytest
from conftest import TH_TEXT, VI_TEXT

from pipeline.cli import app, main
from pipeline.records import json_schema

COMMANDS = sorted(app.commands)


def test_commands() -> None:
    assert COMMANDS == ["errors", "evaluate", "explain", "extract", "schema", "train"]


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], *([name, "--help"] for name in COMMANDS)])
def test_everything_has_help(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert out.startswith("Usage: directives")
    for command in app.commands.values():
        assert command.help
        for parameter in command.params:
            assert not isinstance(parameter, click.Option) or parameter.help


def test_help_imports_nothing_slow() -> None:
    code = (
        "import sys; from pipeline.cli import main; assert main(['extract', '--help']) == 0; "
        "slow = {'spacy', 'pydantic', 'sklearn', 'numpy', 'rich', 'pythainlp'} & set(sys.modules); "
        "assert not slow, slow"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_extract(articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out" / "directives.jsonl"
    assert main(["extract", str(articles), "-o", str(out)]) == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    validator = jsonschema.Draft202012Validator(json_schema())
    for row in rows:
        validator.validate(row)
        text = Path(row["document"]["source"]).read_text(encoding="utf-8")
        assert text[row["action"]["start"] : row["action"]["end"]] == row["action"]["text"]
    assert [row["document"]["language"] for row in rows] == ["th", "vi"]
    shown = capsys.readouterr()
    assert shown.out == ""
    for words in (
        "Articles             2",
        "  failed             0",
        "Directives           2",
        "deadlines",
        "2025-06-30",
    ):
        assert words in shown.err
    assert not list(out.parent.glob("*.errors.jsonl"))


def test_a_second_run_gives_the_same_bytes(articles: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.jsonl", tmp_path / "2.jsonl"
    assert main(["extract", str(articles), "-o", str(first), "-q"]) == 0
    assert main(["extract", str(articles), "-o", str(second), "-q"]) == 0
    assert first.read_bytes() == second.read_bytes() != b""


def test_standard_input_and_output(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(VI_TEXT.encode()), encoding="utf-8"))
    assert main(["extract", "-", "--quiet"]) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["document"]["source"] == "-"
    assert shown.err == ""


def test_options(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    options = ["--published", "2025-05-20", "--language", "vi"]
    assert main(["extract", str(articles / "below"), "-o", str(out), *options]) == 0
    document = json.loads(out.read_text(encoding="utf-8").splitlines()[0])["document"]
    assert (document["language"], document["published"], document["published_from"]) == (
        "vi",
        "2025-05-20",
        "given",
    )


def test_columns_of_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.csv").write_text(f"words,when,where\n{VI_TEXT.strip()},20/05/2568,https://example.org/1\n", "utf-8")
    (folder / "logo.png").write_bytes(b"\x89PNG")
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(folder), "-o", str(out)]) == 1
    assert "--text-column" in Path(f"{out}.errors.jsonl").read_text(encoding="utf-8")
    capsys.readouterr()
    columns = ["--text-column", "words", "--date-column", "when", "--url-column", "where"]
    assert main(["extract", str(folder), "-o", str(out), *columns]) == 0
    assert "Passed over          1  (files that are no articles, such as " in capsys.readouterr().err
    document = json.loads(out.read_text(encoding="utf-8").splitlines()[0])["document"]
    assert (document["published"], document["url"]) == ("2025-05-20", "https://example.org/1")


def test_explain(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(articles / "b_th.txt")]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    plain = out
    for label in ("agency", "deadline", "action"):
        assert f"[{label}: " in plain
    assert "←" in out
    assert "2025-06-30" in out


def test_explain_in_colour(articles: Path) -> None:
    from rich.console import Console

    from pipeline.explain import explain

    analyse = importlib.import_module("pipeline.extract").analyse
    from pipeline.article import Article

    shown = io.StringIO()
    explain(analyse(Article(TH_TEXT)), Console(file=shown, force_terminal=True, color_system="standard", width=80))
    assert "\x1b[" in shown.getvalue()


def test_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == json_schema()


@pytest.mark.parametrize(
    ("command", "module"), [("train", "train.command"), ("evaluate", "evaluate"), ("errors", "error_analysis")]
)
def test_options_are_passed_on(command: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []

    def run(argv: list[str]) -> int:
        given.extend(argv)
        return 3

    monkeypatch.setattr(importlib.import_module(f"pipeline.{module}"), "main", run)
    assert main([command, "--some", "thing", "-x"]) == 3
    assert given == ["--some", "thing", "-x"]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert "directives" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "[", "ก [x] ข"])
def test_marks(text: str) -> None:
    from pipeline.explain import marked

    assert marked(text, []) == text


def test_marks_nest_and_never_cross() -> None:
    from types import SimpleNamespace as Mark

    from pipeline.explain import marked

    marks = [
        Mark(start=start, end=end, label=label)
        for start, end, label in ((0, 6, "a"), (2, 4, "b"), (3, 8, "c"), (4, 6, "d"))
    ]
    assert marked("01234567", marks) == "[a: 01[b: 23][d: 45]]67"
