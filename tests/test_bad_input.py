"""Whatever is given, the message says what to do, and one bad article stops no other."""

from __future__ import annotations

import ast
import importlib
import json
import os
import signal
import subprocess
import sys
import time
import tomllib
import tracemalloc
from pathlib import Path

import pytest
from conftest import TH_TEXT, VI_TEXT, names
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.article import Article
from pipeline.cli import main
from pipeline.errors import ArticleError, ModelError, ModelMissing, ModelVersion

CASES = tomllib.loads((Path(__file__).parent / "cases" / "bad_input.toml").read_text(encoding="utf-8"))["case"]


def as_bytes(written: str) -> bytes:
    data: bytes = ast.literal_eval(f"b'{written}'")
    return data


def errors_of(out: Path) -> list[dict[str, str]]:
    path = Path(f"{out}.errors.jsonl")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_bad_file_among_good_ones(
    case: dict[str, str], articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = articles / "bad.txt"
    bad.write_bytes(as_bytes(case["bytes"]))
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(articles), "-o", str(out)]) == 1
    (error,) = errors_of(out)
    assert list(error) == ["source", "stage", "error", "message"]
    assert (error["source"], error["stage"], error["error"]) == (str(bad), case["stage"], case["error"])
    assert case["says"] in error["message"]
    sources = [json.loads(line)["document"]["source"] for line in out.read_text(encoding="utf-8").splitlines()]
    assert sources == [str(articles / "b_th.txt"), str(articles / "below" / "a_vi.txt")]
    shown = capsys.readouterr().err
    assert "1 failed: see" in shown
    assert "Traceback" not in shown
    # The next run without it leaves no error file behind.
    bad.unlink()
    assert main(["extract", str(articles), "-o", str(out), "-q"]) == 0
    assert not Path(f"{out}.errors.jsonl").exists()


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_bad_file_to_standard_output(case: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(as_bytes(case["bytes"]))
    for command in (["extract", "-q"], ["explain"]):
        assert main([*command, str(bad)]) == 1
        shown = capsys.readouterr()
        assert shown.out == ""
        assert case["says"] in shown.err


@pytest.mark.parametrize("name", ["huge.txt", "huge.jsonl"])
def test_a_line_of_100_megabytes(name: str, tmp_path: Path) -> None:
    huge = tmp_path / name
    head = b'{"text": "' if name.endswith("jsonl") else b""
    good = json.dumps({"text": VI_TEXT, "source": "good"}).encode()
    huge.write_bytes(head + b"a" * 100_000_000 + b"\n" + good + b"\n")
    (tmp_path / "good.txt").write_text(TH_TEXT, encoding="utf-8")
    out = tmp_path / "out.jsonl"
    # What is loaded once must not count.
    assert main(["extract", str(tmp_path / "good.txt"), "-o", str(out), "-q"]) == 0
    tracemalloc.start()
    assert main(["extract", str(huge), str(tmp_path / "good.txt"), "-o", str(out), "-q"]) == 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    (error,) = errors_of(out)
    assert error["error"] == "TextTooLong"
    assert "200,000" in error["message"]
    documents = [json.loads(line)["document"] for line in out.read_text(encoding="utf-8").splitlines()]
    assert len({document["source"] for document in documents}) == (2 if head else 1)
    assert peak < 60_000_000


def test_a_text_beyond_the_limit_given_to_the_library() -> None:
    errors: list[Exception] = []
    extract = importlib.import_module("pipeline.extract").extract
    assert list(extract(["ก" * 200_001, " "], on_error=errors.append)) == []
    assert [type(error).__name__ for error in errors] == ["TextTooLong", "EmptyText"]


def misuses(folder: Path) -> dict[str, list[str]]:
    (folder / "empty").mkdir()
    (folder / "a.txt").write_text(VI_TEXT, encoding="utf-8")
    good = str(folder / "a.txt")
    return {
        "Missing argument": ["extract"],
        "check the path": ["extract", str(folder / "missing.txt")],
        "nothing in this folder": ["extract", str(folder / "empty")],
        "name a file in it": ["extract", good, "-o", str(folder)],
        "choose another place": ["extract", good, "-o", f"{good}/out.jsonl"],
        "use th, vi, or 'auto'": ["extract", good, "--language", "xx"],
        "YYYY-MM-DD": ["extract", good, "--published", "20/5/2025"],
        "No such option": ["extract", good, "--colour"],
        "No such command": ["dance"],
        "check the path ": ["explain", str(folder / "missing.txt")],
        "unknown encoding 'klingon'": ["extract", good, "--encoding", "klingon"],
        "leave it to be detected": ["explain", good, "--encoding", "klingon"],
        "'auto' to detect": ["explain", good, "--language", "xx"],
    }


def test_misuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for says, arguments in misuses(tmp_path).items():
        before = names(tmp_path)
        assert main(arguments) == 2, arguments
        shown = capsys.readouterr()
        assert says.strip() in shown.err, shown.err
        assert "Traceback" not in shown.err
        assert shown.out == ""
        assert names(tmp_path) == before


@pytest.mark.parametrize(
    "error", [ModelMissing("no model: run make train"), ModelVersion("made by version 9: run make train")]
)
def test_a_model_that_cannot_be_used(
    error: ModelError,
    articles: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def load(language: str) -> None:
        raise error

    monkeypatch.setattr(importlib.import_module("pipeline.nlp"), "load", load)
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(articles), "-o", str(out)]) == 2
    assert "run make train" in capsys.readouterr().err
    assert not out.exists()


def test_an_unforeseen_error_shows_no_traceback(
    articles: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(importlib.import_module("pipeline.extract"), "analyse", fail)
    assert main(["explain", str(articles / "b_th.txt")]) == 70
    shown = capsys.readouterr().err
    assert "DIRECTIVES_DEBUG" in shown
    assert "Traceback" not in shown
    monkeypatch.setenv("DIRECTIVES_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["explain", str(articles / "b_th.txt")])


@pytest.mark.skipif(os.name == "nt", reason="signals are different there")
def test_a_request_to_end_leaves_no_half_file(tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    command = [
        sys.executable,
        "-c",
        "import pipeline.cli; pipeline.cli.entry()",
        "extract",
        "-",
        "-o",
        str(out),
    ]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    with process:
        deadline = time.monotonic() + 60
        while ".a.jsonl.journal" not in names(tmp_path) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        _, shown = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in shown
    # Standard input cannot be read again, so nobody could go on.
    assert b"no output was written" in shown
    assert names(tmp_path) == []


def test_a_reader_that_has_seen_enough(articles: Path) -> None:
    code = "import pipeline.cli; pipeline.cli.entry()"
    command = [sys.executable, "-c", code, "extract", str(articles), "-q"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with process:
        assert process.stdout is not None
        process.stdout.close()
        process.wait(timeout=60)
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()


ODD = (Path(__file__).parent / "cases" / "odd_words.txt").read_text(encoding="utf-8")
WORDS = ["\n", "\u00a0", "\u200b", *ODD.split(), *TH_TEXT.split(), *VI_TEXT.split()]
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=5)), max_size=60).map(" ".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=5)), max_size=60),
    st.sampled_from(["th", "vi"]),
)
def test_no_text_is_too_odd(words: list[str], language: str) -> None:
    text = " ".join(words).encode("utf-8", "ignore").decode()
    errors: list[ArticleError] = []
    extract = importlib.import_module("pipeline.extract").extract
    for record in extract([Article(text, "a", published="2025-05-20")], language=language, on_error=errors.append):
        record.check(text)
    assert {error.kind for error in errors} <= {"EmptyText", "UndecodableText"}
