"""Copies are marked, articles of one template are not."""

from __future__ import annotations

import json
import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import Article
from pipeline.cli import main
from pipeline.copies import Copies
from pipeline.extract import outcomes
from pipeline.options import Options
from pipeline.records import Original

CASES = tomllib.loads((Path(__file__).parent / "cases" / "copies.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_pairs(case: dict[str, str]) -> None:
    first, second = Article(case["first"], "first"), Article(case["second"], "second")
    copies = Copies()
    assert copies.first_like(first) is None
    expected = Original(id=first.id, source="first") if case["expected"] == "copy" else None
    assert copies.first_like(second) == expected


def test_cases_in_both_languages() -> None:
    assert {(case["language"], case["expected"]) for case in CASES} == {
        (language, expected) for language in ("th", "vi") for expected in ("copy", "other")
    }


def test_the_first_is_named_and_not_the_last() -> None:
    copies = Copies()
    text = CASES[0]["first"]
    assert copies.first_like(Article(text, "a")) is None
    for source in "bcd":
        found = copies.first_like(Article(text + source, source))
        assert found is not None
        assert found.source == "a"


@given(st.text(min_size=1, max_size=80), st.text(min_size=1, max_size=80))
def test_any_text_is_its_own_copy(text: str, other: str) -> None:
    copies = Copies()
    copies.first_like(Article(other, "0"))
    first = copies.first_like(Article(text, "1"))
    again = copies.first_like(Article(text, "2"))
    assert again == (first or Original(id=Article(text).id, source="1"))


def test_different_texts_are_told_apart_among_many() -> None:
    chance = random.Random(1)
    copies = Copies()
    assert not any(copies.first_like(Article(chance.randbytes(60).hex(), str(n))) for n in range(300))


def pair(folder: Path) -> list[str]:
    case = CASES[0]
    for name in ("first", "second"):
        (folder / f"{name}.txt").write_text(case[name], encoding="utf-8")
    return [str(folder / "first.txt"), str(folder / "second.txt")]


@pytest.mark.parametrize("option", [None, "--dedupe", "--drop-copies"])
def test_options(option: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"
    files = pair(tmp_path)
    given = [option] if option else []
    assert main(["extract", *files, "-o", str(out), "--keep-text", *given]) == 0
    documents = [json.loads(line)["document"] for line in out.read_text(encoding="utf-8").splitlines()]
    kept = [json.loads(line) for line in Path(f"{out}.articles.jsonl").read_text(encoding="utf-8").splitlines()]
    numbers = json.loads(Path(f"{out}.summary.json").read_bytes())
    marks = {document["source"]: document["duplicate_of"] for document in documents}
    original = {"id": kept[0]["id"], "source": files[0]}
    # Nothing is dropped unless asked for, and a text that was read is kept in any case.
    assert (
        marks
        == {
            None: {files[0]: None, files[1]: None},
            "--dedupe": {files[0]: None, files[1]: original},
            "--drop-copies": {files[0]: None},
        }[option]
    )
    assert [row["duplicate_of"] for row in kept] == [None, original if option else None]
    assert (numbers["copies"], numbers["skipped"]) == (int(option is not None), int(option == "--drop-copies"))
    assert numbers["articles"] == 2
    assert ("Near-copies" in capsys.readouterr().err) is (option is not None)


def test_articles_done_before_are_remembered() -> None:
    case = CASES[0]
    articles = [Article(case["first"], "a"), Article(case["second"], "b")]
    (outcome,) = outcomes(articles, Options(copies="mark"), done=1)
    assert outcome.duplicate_of == Original(id=articles[0].id, source="a")
