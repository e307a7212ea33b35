"""Every article in ends as exactly one thing, and the numbers say so."""

from __future__ import annotations

import importlib
import json
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from conftest import TH_TEXT, VI_TEXT, names, summary_of
from files import PAGE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.accounts import Accounts
from pipeline.article import Article
from pipeline.cli import main
from pipeline.errors import ArticleError, BadOption, EmptyText, TookTooLong
from pipeline.extract import Outcome, extract_one, outcomes
from pipeline.options import Options
from pipeline.timing import untimed, within
from pipeline.write import Entry

ENGLISH = "The minister told everyone to go home."
DULL = "Hôm nay trời nắng đẹp.\n"


@pytest.fixture
def mixed(articles: Path) -> Path:
    """Two articles with directives, one without, two that fail."""
    (articles / "english.txt").write_text(ENGLISH, encoding="utf-8")
    (articles / "empty.txt").touch()
    (articles / "dull.txt").write_text(DULL, encoding="utf-8")
    return articles


def rows(path: Path, ending: str = "") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(f"{path}{ending}").read_text(encoding="utf-8").splitlines()]


def test_accounts(mixed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(mixed), "-o", str(out)]) == 1
    numbers = summary_of(out)
    assert list(numbers)[:5] == ["articles", "with_records", "without_records", "failed", "skipped"]
    assert list(numbers.values())[:5] == [5, 2, 1, 2, 0]
    assert (numbers["directives"], numbers["specific"]) == (len(rows(out)), 2)
    assert numbers["errors"] == {"EmptyText": 1, "UndetectedLanguage": 1}
    assert numbers["languages"] == {
        "th": {"articles": 1, "directives": 1, "specific": 1},
        "vi": {"articles": 2, "directives": 1, "specific": 1},
    }
    assert numbers["options"]["max_chars"] == 200_000
    shown = capsys.readouterr().err
    for line in (
        "Articles             5",
        "  with records       2",
        "  without            1",
        "  failed             2",
    ):
        assert line in shown


def test_quiet_still_tells_of_failures(mixed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(mixed), "-o", str(out), "-q"]) == 1
    assert capsys.readouterr().err == f"2 failed: see {out}.errors.jsonl\n"


def test_accounts_that_do_not_balance(
    mixed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lose_one(*given: Any, **options: Any) -> Any:
        return list(outcomes(*given, **options))[1:]

    monkeypatch.setattr(importlib.import_module("pipeline.run"), "outcomes", lose_one)
    (mixed / "english.txt").unlink()
    (mixed / "empty.txt").unlink()
    assert main(["extract", str(mixed), "-o", str(tmp_path / "out.jsonl"), "-q"]) == 1
    assert "3 articles in, but 1 with_records + 1 without_records" in capsys.readouterr().err


@given(st.lists(st.sampled_from(["with_records", "without_records", "failed", "skipped"])))
def test_accounts_add_up(statuses: list[Any]) -> None:
    accounts = Accounts(articles=len(statuses))
    for status in statuses:
        accounts.add(Entry(status))
    numbers = accounts.numbers()
    assert accounts.balanced
    assert sum(numbers[status] for status in set(statuses)) == numbers["articles"]  # type: ignore[misc]
    accounts.articles += 1
    assert not accounts.balanced


def test_fail_fast(mixed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "out.jsonl"
    command = ["extract", str(mixed), "-o", str(out), "--fail-fast"]
    assert main(command) == 1
    shown = capsys.readouterr().err
    assert f"{mixed / 'empty.txt'}: there is no text in it" in shown
    assert "stopped at the first failed article" in shown
    assert all(name.startswith(".") for name in names(out.parent))
    assert main([*command, "-o", "-"]) == 1
    (mixed / "empty.txt").unlink()
    (mixed / "english.txt").unlink()
    assert main(command) == 0
    assert len(rows(out)) == 2


def test_kept_texts(mixed: Path, tmp_path: Path) -> None:
    (mixed / "crlf.txt").write_bytes(("\ufeff" + VI_TEXT.replace(" ", "\u00a0 ") + "\r\n" + TH_TEXT).encode())
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(mixed), "-o", str(out), "--keep-text", "-q"]) == 1
    kept = rows(out, ".articles.jsonl")
    # All that could be read, those that failed later too.
    assert sorted(Path(row["source"]).name for row in kept) == [
        "a_vi.txt",
        "b_th.txt",
        "crlf.txt",
        "dull.txt",
        "english.txt",
    ]
    assert {row["language"] for row in kept} == {"th", "vi", None}
    records = rows(out)
    assert len({row["document"]["source"] for row in records}) == 3
    assert_quotes(records, kept)


def assert_quotes(records: list[dict[str, Any]], kept: list[dict[str, Any]]) -> None:
    """Every span of every record quotes the text that was kept under its document's id."""
    texts = {row["id"]: row["text"] for row in kept}

    def spans(value: Any) -> None:
        if isinstance(value, dict):
            if value.get("start") is not None and value.get("text") is not None:
                assert texts[document][value["start"] : value["end"]] == value["text"]
            for inner in value.values():
                spans(inner)
        elif isinstance(value, list):
            for inner in value:
                spans(inner)

    for record in records:
        document = record["document"]["id"]
        spans(record)


def test_half_characters_in_names_stop_nothing(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    names_of = {"source": "a\udc80", "title": "x\ud800y", "url": "https://example.org/\udfff"}
    lines = [{"text": VI_TEXT} | names_of, {"text": ENGLISH} | names_of, {"text": "\ud800"} | names_of]
    source.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert main(["extract", str(source), "-o", str(out), "--keep-text", "-q"]) == 1
    (record,) = rows(out)
    assert record["document"]["source"] == "a\\udc80"
    assert record["document"]["title"] == "x\\ud800y"
    assert len(rows(out, ".articles.jsonl")) == len(rows(out, ".errors.jsonl")) == 2


WORDS = ["\r\n", "\u00a0", "\u200b", "\ufeff", "ก", *TH_TEXT.split(), *VI_TEXT.split()]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.lists(st.sampled_from([*WORDS, VI_TEXT, TH_TEXT]), max_size=12).map(" ".join), max_size=4))
def test_every_record_finds_its_text(texts: list[str], tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [json.dumps({"text": text, "source": str(number)}) for number, text in enumerate(texts)]
    source.write_text("\n".join(lines), encoding="utf-8")
    assert main(["extract", str(source), "-o", str(out), "--keep-text", "--restart", "-q"]) in (0, 1)
    assert_quotes(rows(out), rows(out, ".articles.jsonl"))
    assert summary_of(out)["articles"] == len(texts)


def test_damage_is_counted(articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(articles), "-o", str(out)]) == 0
    shown = capsys.readouterr().err
    assert "Repaired" not in shown
    assert "Damaged" not in shown
    assert (summary_of(out)["repaired"], summary_of(out)["damaged"]) == (0, 0)
    lines = [{"text": VI_TEXT}, {"text": VI_TEXT.encode().decode("latin-1")}, {"text": VI_TEXT + "Ph\ufffdng ban."}]
    (articles / "c.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert main(["extract", str(articles), "-o", str(out)]) == 0
    shown = capsys.readouterr().err
    assert "Repaired             1" in shown
    assert "Damaged              1" in shown
    assert (summary_of(out)["repaired"], summary_of(out)["damaged"]) == (1, 1)


def test_a_page_that_takes_too_long_to_read(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (articles / "a0.html").write_text(PAGE, encoding="utf-8")
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(articles), "-o", str(out), "-q"]) == 0  # what is loaded once must not count
    monkeypatch.setattr("pipeline.read.page.remove_clutter", lambda tree: time.sleep(60))
    assert main(["extract", str(articles), "-o", str(out), "--max-seconds", "1", "-q"]) == 1
    (error,) = rows(out, ".errors.jsonl")
    assert (error["stage"], error["error"], Path(error["source"]).name) == ("read", "TookTooLong", "a0.html")
    assert len(rows(out)) == 2


def test_least_confidence(articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(articles), "-o", str(out), "-q"]) == 0
    low, high = sorted(row["confidence"] for row in rows(out))
    assert low < high
    for least, kept in ((low, 2), (low + 0.001, 1), (high, 1), (1, 0)):
        assert main(["extract", str(articles), "-o", str(out), "--min-confidence", str(least)]) == 0
        assert len(rows(out)) == kept
        numbers = summary_of(out)
        assert (numbers["directives"], numbers["left_out"]) == (kept, 2 - kept)
        assert (numbers["with_records"], numbers["without_records"]) == (kept, 2 - kept)
        assert ("Left out" in capsys.readouterr().err) is (kept < 2)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--min-confidence", "1.01"),
        ("--min-confidence", "-0.1"),
        ("--min-confidence", "nan"),
        ("--min-confidence", "much"),
        ("--max-chars", "0"),
        ("--max-chars", "99999999"),
        ("--max-seconds", "0"),
        ("--max-seconds", "inf"),
        ("--max-seconds", "nan"),
    ],
)
def test_numbers_out_of_range(
    option: str, value: str, articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "out.jsonl"
    assert main(["extract", str(articles), "-o", str(out), option, value]) == 2
    assert option in capsys.readouterr().err
    assert not out.parent.exists()


def test_numbers_out_of_range_given_to_the_library() -> None:
    with pytest.raises(BadOption, match="from 0 to 1"):
        outcomes([VI_TEXT], Options(min_confidence=2))


def test_longest_text(articles: Path, tmp_path: Path) -> None:
    assert len(VI_TEXT) < len(TH_TEXT)
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(articles), "-o", str(out), "--max-chars", str(len(VI_TEXT)), "-q"]) == 1
    (error,) = rows(out, ".errors.jsonl")
    assert (error["error"], Path(error["source"]).name) == ("TextTooLong", "b_th.txt")
    assert len(rows(out)) == 1


def test_an_article_that_takes_too_long(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("pipeline.extract")
    analyse = module.analyse

    def analyse_or_hang(article: Article, **options: Any) -> object:
        while article.text == TH_TEXT:
            # Somebody who catches everything must not catch this.
            with suppress(Exception):
                time.sleep(0.01)
        return analyse(article, **options)

    extract_one(Article(VI_TEXT))  # what is loaded once must not count
    monkeypatch.setattr(module, "analyse", analyse_or_hang)
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(articles), "-o", str(out), "--max-seconds", "1", "-q"]) == 1
    (error,) = rows(out, ".errors.jsonl")
    assert (error["stage"], error["error"]) == ("extract", "TookTooLong")
    assert "not done within 1 seconds" in error["message"]
    assert len(rows(out)) == 1


def test_a_time_limit_ends_with_its_block() -> None:
    with within(0.2):
        pass
    with untimed():
        time.sleep(0.3)
    with pytest.raises(TookTooLong), within(0.05):
        time.sleep(5)
    with within(0.1), untimed():
        time.sleep(0.2)


def test_a_pattern_that_backtracks_is_stopped() -> None:
    import re

    with pytest.raises(TookTooLong), within(0.1):
        re.match(r"(a|a)*b", "a" * 40)


def test_there_is_no_time_limit_in_another_thread() -> None:
    ended = []

    def work() -> None:
        with within(0.01):
            time.sleep(0.05)
        ended.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ended == [True]


def test_one_outcome_for_each_article() -> None:
    failed = EmptyText("nothing")
    found = list(outcomes([VI_TEXT, failed, DULL, Article(ENGLISH, "e")], Options()))
    assert [Entry.of(outcome).status for outcome in found] == ["with_records", "failed", "without_records", "failed"]
    assert found[1] == Outcome(None, error=failed)
    assert [outcome.article and outcome.article.language for outcome in found] == ["vi", None, "vi", None]
    error = found[3].error
    assert isinstance(error, ArticleError)
    assert error.source == "e"
    assert list(outcomes([VI_TEXT, failed, DULL], Options(), done=2)) == found[2:3]
