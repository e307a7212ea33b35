"""From outcomes to files that are whole or not there."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from conftest import VI_TEXT, names

from pipeline.article import Article
from pipeline.errors import EmptyText, NeedsFile, OutputInUse, UnwritableOutput
from pipeline.extract import Outcome
from pipeline.records import Directive
from pipeline.write import Entry, open_output
from pipeline.write.journal import Journal

FAILED = Outcome(None, error=EmptyText("nothing", source="ก"))


@pytest.fixture
def found(directive: Directive) -> Outcome:
    return Outcome(Article(VI_TEXT, "a.txt", "vi"), (directive,))


def test_output_takes_its_place_when_whole(tmp_path: Path, found: Outcome) -> None:
    path = tmp_path / "new" / "out.jsonl"
    with open_output(str(path), run="1", keep_text=True) as output:
        assert output.write(found) == Entry("with_records", "vi", directives=1, specific=1)
        assert output.write(FAILED) == Entry("failed", error="EmptyText")
        assert not path.exists()
        output.finish({"articles": 2})
    endings = ("", ".articles.jsonl", ".errors.jsonl", ".summary.json")
    assert names(path.parent) == [f"out.jsonl{ending}" for ending in endings]
    assert Directive.model_validate_json(path.read_bytes()) == found.records[0]
    error, article, summary = (json.loads(Path(f"{path}{e}").read_bytes()) for e in (endings[2], *endings[1::2]))
    assert list(error) == ["source", "stage", "error", "message"]
    assert list(article) == ["id", "source", "url", "title", "published", "language", "text", "duplicate_of"]
    assert article["text"] == VI_TEXT
    assert summary == {"articles": 2}


def test_files_of_an_older_run_go(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    for ending in (".errors.jsonl", ".articles.jsonl"):
        (tmp_path / f"out.jsonl{ending}").write_text("{}", encoding="utf-8")
    with open_output(str(path), run="1") as output:
        output.finish({})
    assert names(tmp_path) == ["out.jsonl", "out.jsonl.summary.json"]
    assert path.read_bytes() == b""


@pytest.mark.parametrize("run", ["1", None])
def test_an_interrupted_run_leaves_the_old_output(run: str | None, tmp_path: Path, found: Outcome) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old", encoding="utf-8")

    def start() -> None:
        with open_output(str(path), run=run) as output:
            output.write(found)
            output.write(FAILED)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        start()
    assert path.read_text(encoding="utf-8") == "old"
    left = [name for name in names(tmp_path) if name != "out.jsonl"]
    if run is None:
        assert left == []
        return
    assert all(name.startswith(".") for name in left)
    with open_output(str(path), run=run) as output:
        assert output.done == 2
        first, second = output.earlier()
        assert Directive.model_validate_json(first.records) == found.records[0]
        assert (second.entry, second.records) == (Entry.of(FAILED), b"")
        assert json.loads(second.errors) == {"source": "ก", "stage": "read", "error": "EmptyText", "message": "nothing"}
        output.write(found)
        output.finish({})
    assert len(path.read_bytes().splitlines()) == 2
    assert names(tmp_path) == ["out.jsonl", "out.jsonl.errors.jsonl", "out.jsonl.summary.json"]


@pytest.mark.parametrize(("run", "restart"), [("2", False), ("1", True)])
def test_another_run_begins_anew(run: str, restart: bool, tmp_path: Path, found: Outcome) -> None:
    path = tmp_path / "out.jsonl"
    with open_output(str(path), run="1") as output:
        output.write(found)
    with open_output(str(path), run=run, restart=restart) as output:
        assert output.done == 0
        assert output.strange is (run == "2")
        assert list(output.earlier()) == []
        output.finish({})
    assert path.read_bytes() == b""


@pytest.mark.parametrize("damage", range(1, 200, 7))
def test_a_torn_journal_costs_articles_but_no_bytes(damage: int, tmp_path: Path, found: Outcome) -> None:
    path = tmp_path / "out.jsonl"
    work = [found, FAILED, found]
    with open_output(str(path), run="1") as output:
        for outcome in work:
            output.write(outcome)
        output.finish({})
    whole = path.read_bytes()
    with open_output(str(path), run="1") as output:
        for outcome in work[:2]:
            output.write(outcome)
    journal = tmp_path / ".out.jsonl.journal"
    data = journal.read_bytes()
    journal.write_bytes(data[:-damage] if damage % 2 else data[:-damage] + b"\x00" * damage)
    with open_output(str(path), run="1") as output:
        assert output.done < 2
        assert len(list(output.earlier())) == output.done
        for outcome in work[output.done :]:
            output.write(outcome)
        output.finish({})
    assert path.read_bytes() == whole


def test_articles_whose_lines_are_lost_are_not_done(tmp_path: Path, found: Outcome) -> None:
    path = tmp_path / "out.jsonl"
    with open_output(str(path), run="1") as output:
        output.write(found)
        output.write(found)
    part = tmp_path / ".out.jsonl.part"
    part.write_bytes(part.read_bytes()[:-1])
    with open_output(str(path), run="1") as output:
        assert output.done == 1
    part.unlink()
    with open_output(str(path), run="1") as output:
        assert output.done == 0


def test_a_journal_counts_what_it_is_given(tmp_path: Path) -> None:
    entries = [Entry("failed", error="EmptyText"), Entry("with_records", "th", None, 3, 2, 1, True)]
    journal = Journal(tmp_path / "j", 1)
    journal.go_on("1")
    for number, entry in enumerate(entries):
        journal.add(entry, (number,))
    journal.close()
    again = Journal(tmp_path / "j", 1)
    again.load("1", (1,))
    assert list(again.entries()) == [(entry, (number,)) for number, entry in enumerate(entries)]


def test_two_runs_at_once(tmp_path: Path, found: Outcome) -> None:
    path = tmp_path / "out.jsonl"
    with open_output(str(path), run="1") as output:
        output.write(found)
        before = names(tmp_path)
        with pytest.raises(OutputInUse, match="another run is writing"), open_output(str(path), run="1"):
            pass
        assert names(tmp_path) == before
        output.finish({})
    assert len(path.read_bytes().splitlines()) == 1


def test_a_lock_that_nobody_holds_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / ".out.jsonl.lock").touch()
    with open_output(str(tmp_path / "out.jsonl"), run="1") as output:
        output.finish({})
    assert names(tmp_path) == ["out.jsonl", "out.jsonl.summary.json"]


def test_a_link_stays_a_link_and_a_device_a_device(tmp_path: Path, found: Outcome) -> None:
    (tmp_path / "real.jsonl").touch()
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "real.jsonl")
    with open_output(str(tmp_path / "link.jsonl")) as output:
        output.write(found)
        output.finish({})
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "real.jsonl").stat().st_size > 0
    with open_output(os.devnull) as output:
        output.write(found)
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize("output", ["-", os.devnull])
def test_texts_cannot_be_kept_beside_a_stream(output: str) -> None:
    with pytest.raises(NeedsFile, match="-o"), open_output(output, keep_text=True):
        pass


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path, tmp_path / "file" / "out.jsonl", tmp_path / ("x" * 300)):
        with (
            pytest.raises(UnwritableOutput, match=r"name a file in it|another place"),
            open_output(str(place)),
        ):
            pass
    assert names(tmp_path) == ["file"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder where nobody can make a file")
def test_a_place_where_no_lock_can_be_made() -> None:
    with pytest.raises(UnwritableOutput, match="another place"), open_output("/proc/out.jsonl"):
        pass


def test_a_full_disk(tmp_path: Path, found: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "out.jsonl"
    with open_output(str(path), run="1") as output:
        output.write(found)
        monkeypatch.setattr("pipeline.write.parts.write_all", full)
        with pytest.raises(UnwritableOutput, match="goes on after 1 article"):
            output.write(found)
    monkeypatch.undo()
    with open_output(str(path), run="1") as output:
        assert output.done == 1
