"""A run that is killed or stopped, however and whenever, goes on where it was and ends with the same bytes."""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import TH_TEXT, VI_TEXT, names

from pipeline.article import Article
from pipeline.cli import main

HERE = Path(__file__).parent
ROOMS = ("Bộ Xây dựng", "Bộ Y tế", "Bộ Công Thương", "Bộ Nội vụ", "Bộ Quốc phòng", "Bộ Công an")


def many_articles(folder: Path, count: int) -> None:
    """Articles of both languages, near-copies, one in English, an empty one, two damaged, a line that is none."""
    folder.mkdir()
    for number in range(count):
        text = TH_TEXT if number % 2 else VI_TEXT.replace("Bộ Tài chính", ROOMS[number // 2 % len(ROOMS)])
        text = text.replace("30", str(number % 28 + 1))
        (folder / f"a{number:03}.txt").write_text(text, encoding="utf-8")
    (folder / "a001-english.txt").write_text("The minister told everyone to go home.", encoding="utf-8")
    (folder / "a002-empty.txt").touch()
    (folder / "a003-repaired.txt").write_text(TH_TEXT.encode().decode("latin-1"), encoding="utf-8")
    (folder / "a004-damaged.txt").write_text(VI_TEXT + "Ph\ufffdng ban.\n", encoding="utf-8")
    lines = [json.dumps({"text": TH_TEXT, "source": "line"}), "{", json.dumps({"text": VI_TEXT, "source": "line"})]
    folder.with_suffix(".jsonl").write_text("\n".join(lines), encoding="utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names(folder)}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")
@pytest.mark.parametrize(("how", "count", "kills"), [("moments", 24, 30), ("steps", 0, 25)])
def test_killed_runs_end_with_the_same_bytes(how: str, count: int, kills: int, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    many_articles(articles, count)
    command = [sys.executable, str(HERE / "killed.py"), str(tmp_path), how]
    command += [str(articles), str(articles.with_suffix(".jsonl")), "--keep-text", "--dedupe"]
    paths = [str(HERE.parent), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= kills
    expected = contents(tmp_path / "undisturbed")
    assert sorted(expected) == [
        f"out.jsonl{ending}" for ending in ("", ".articles.jsonl", ".errors.jsonl", ".summary.json")
    ]
    numbers = json.loads(expected["out.jsonl.summary.json"])
    assert (numbers["articles"], numbers["failed"], numbers["skipped"]) == (count + 7, 3, 0)
    assert (numbers["repaired"], numbers["damaged"]) == (1, 1)
    assert numbers["copies"] > 0
    ended = sorted(tmp_path.glob("ended-*"))
    assert ended
    for folder in ended:
        assert contents(folder) == expected, folder


@pytest.fixture
def stopped(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    """The command of a run that Ctrl-C has stopped in its second article."""
    module = importlib.import_module("pipeline.extract")
    analyse = module.analyse

    def analyse_or_stop(article: Article, **options: str | None) -> object:
        if article.text == VI_TEXT:
            raise KeyboardInterrupt
        return analyse(article, **options)

    out = tmp_path / "out" / "a.jsonl"
    out.parent.mkdir()
    out.write_text("old", encoding="utf-8")
    command = ["extract", str(articles), "-o", str(out)]
    monkeypatch.setattr(module, "analyse", analyse_or_stop)
    assert main(command) == 130
    assert "stopped after 1 articles; the same command goes on" in capsys.readouterr().err
    monkeypatch.undo()
    assert [name for name in names(out.parent) if not name.startswith(".")] == ["a.jsonl"]
    assert out.read_text(encoding="utf-8") == "old"
    return command


def test_ctrl_c_keeps_what_is_done(stopped: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fresh = tmp_path / "fresh" / "a.jsonl"
    assert main([*stopped[:-1], str(fresh)]) == 0
    undisturbed = capsys.readouterr().err.replace(str(fresh), stopped[-1])
    assert main(stopped) == 0
    shown = capsys.readouterr().err
    # The numbers of both starts together.
    assert shown == "going on after 1 articles\n" + undisturbed
    assert contents(tmp_path / "out") == contents(fresh.parent)


@pytest.fixture
def heeded() -> Iterator[None]:
    """A shell that puts the tests into the background has Ctrl-C ignored, and the command would leave it so."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name == "nt", reason="signals are different there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.usefixtures("heeded")
def test_a_request_that_somebody_swallows(
    number: signal.Signals, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = importlib.import_module("pipeline.extract")
    analyse = module.analyse

    def analyse_and_swallow(article: Article, **options: str | None) -> object:
        with suppress(KeyboardInterrupt):
            os.kill(os.getpid(), number)
            time.sleep(10)
        return analyse(article, **options)

    monkeypatch.setattr(module, "analyse", analyse_and_swallow)
    out = tmp_path / "out" / "a.jsonl"
    assert main(["extract", str(articles), "-o", str(out)]) == 130
    monkeypatch.undo()
    assert not out.exists()
    assert main(["extract", str(articles), "-o", str(out)]) == 0
    assert json.loads(Path(f"{out}.summary.json").read_text(encoding="utf-8"))["articles"] == 2


def test_restart_begins_anew(stopped: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*stopped, "--restart"]) == 0
    shown = capsys.readouterr().err
    assert "going on" not in shown
    assert "Articles             2" in shown


@pytest.mark.parametrize("change", ["option", "input"])
def test_another_run_does_not_go_on(
    change: str, stopped: list[str], articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = ["--min-confidence", "0.1"] if change == "option" else []
    if change == "input":
        (articles / "b_th.txt").write_text(TH_TEXT.replace("30", "17"), encoding="utf-8")
        os.utime(articles / "b_th.txt", ns=(1, 1))
    assert main([*stopped, *more]) == 0
    shown = capsys.readouterr().err
    assert "what another run left unfinished" in shown
    assert "going on" not in shown
    assert ("2025-06-17" in Path(stopped[-1]).read_text(encoding="utf-8")) is (change == "input")
    assert all(not name.startswith(".") for name in names(Path(stopped[-1]).parent))
