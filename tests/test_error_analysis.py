"""``directives errors``, on a small gold of its own and on records made up by the test."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.article import Article
from pipeline.cli import main as cli
from pipeline.error_analysis import main
from pipeline.evaluation.sections import MarkedArticle
from pipeline.records import Directive, Step, Trace

Json = dict[str, Any]

TH = "นายกรัฐมนตรีสั่งการให้กรมชลประทานขุดลอกคลอง\nที่ผ่านมาเทศบาลได้ซ่อมถนนแล้ว\n"
VI = "Thủ tướng yêu cầu Bộ Y tế lập danh sách trước ngày 5/8/2025.\nBộ Xây dựng sửa 12 cây cầu.\n"
TEXTS = {"a_th": ("th", TH), "b_vi": ("vi", VI), "c_vi": ("vi", "Người dân vui mừng.\n")}


def _marked(evidence: str, action: str, kind: str, agency: str, body: str | None, **more: object) -> Json:
    lead = {"text": agency, "id": body, "role": "lead", "inherited": False}
    return {"evidence": evidence, "action": {"text": action, "type": kind}, "agencies": [lead], **more}


LIST = _marked(
    "yêu cầu Bộ Y tế lập danh sách trước ngày 5/8/2025",
    "lập danh sách",
    "data",
    "Bộ Y tế",
    "vn:ministry-of-health",
    deadline={"text": "trước ngày 5/8/2025", "relation": "before", "edtf": "2025-08-05", "due": "2025-08-04"},
)
BRIDGES = _marked("Bộ Xây dựng sửa 12 cây cầu", "sửa 12 cây cầu", "build", "Bộ Xây dựng", "vn:ministry-of-construction")
CANAL = _marked("ให้กรมชลประทานขุดลอกคลอง", "ขุดลอกคลอง", "build", "กรมชลประทาน", "th:royal-irrigation-department")
MARKED = {"a_th": [CANAL], "b_vi": [LIST, BRIDGES], "c_vi": []}


def _record(name: str, said: Json) -> Directive:
    language, text = TEXTS[name]
    article = Article(text, f"folder/{name}.txt", language)

    def placed(part: Json) -> Json:
        start = text.index(part["text"])
        kept = {key: value for key, value in part.items() if key != "inherited"}
        return {**kept, "start": start, "end": start + len(part["text"])}

    start = text.index(said["action"]["text"])
    step = Step(kind="model", name="tagging.crf", text=said["action"]["text"], start=start, end=None, score=0.75)
    return Directive.model_validate(
        {
            "id": "0" * 16,
            "document": {"id": article.id, "source": article.source, "language": language},
            "evidence": placed({"text": said["evidence"]}),
            "action": placed(said["action"]),
            "agencies": [placed(one) for one in said["agencies"]],
            "deadline": placed(said["deadline"]) if said.get("deadline") else None,
            "specificity": "specific",
            "confidence": 0.5,
            "extractor": "test/0",
            "trace": Trace(action=(step,)),
        }
    )


ALL = {name: [_record(name, one) for one in some] for name, some in MARKED.items()}
ROAD = _record("a_th", _marked("เทศบาลได้ซ่อมถนนแล้ว", "ซ่อมถนน", "build", "เทศบาล", None))
UNDATED = _record("b_vi", {**LIST, "deadline": None})


@pytest.fixture
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of gold; the present folder is the project's, where no other gold is."""
    folder, project = tmp_path / "shared" / "gold", tmp_path / "project"
    (folder / "articles").mkdir(parents=True)
    project.mkdir()
    rows = []
    for name, (language, text) in TEXTS.items():
        (folder / "articles" / f"{name}.txt").write_text(text, encoding="utf-8")
        rows.append({"doc": name, "language": language, "published": "2025-07-01", "directives": MARKED[name]})
    (folder / "dev.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "aside.jsonl").write_text("never read", encoding="utf-8")
    monkeypatch.chdir(project)
    return folder


def _write(*records: Directive) -> str:
    path = Path("records.jsonl")
    path.write_text("".join(record.to_json() + "\n" for record in records), encoding="utf-8")
    return str(path)


def _errors(*options: str) -> list[Json]:
    assert main([*options, "-o", "out/errors.jsonl"]) == 0
    return [json.loads(line) for line in Path("out/errors.jsonl").read_text(encoding="utf-8").split("\n") if line]


def test_nothing_wrong(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _errors("--records", _write(*ALL["a_th"], *ALL["b_vi"])) == []
    assert capsys.readouterr().out == "No errors.\n"


def test_each_kind(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    errors = _errors("--records", _write(*ALL["a_th"], ROAD, UNDATED))
    told = {(one["doc"], one["kind"], one["field"]): one for one in errors}
    assert set(told) == {("a_th", "false", None), ("b_vi", "wrong", "deadline"), ("b_vi", "missed", None)}
    for one in errors:
        text = TEXTS[one["doc"]][1]
        assert text[slice(*one["spans"]["passage"])] == one["passage"]
        for side in ("gold", "found"):
            assert (one[side] is None) == (one["spans"][side] is None)
            if one[side] is not None and "action" in one[side]:
                assert text[slice(*one["spans"][side])] == one[side]["action"]["text"]
        for step in one["trace"]["rules"]:
            assert text[step["start"] : step["end"]] == step["text"]

    false = told["a_th", "false", None]
    assert (false["cause"], false["gold"], false["found"]["action"]["text"]) == ("past", None, "ซ่อมถนน")
    assert false["trace"]["action"][0]["name"] == "tagging.crf"
    assert "cues.done" in [step["name"] for step in false["trace"]["rules"]]

    wrong = told["b_vi", "wrong", "deadline"]
    assert (wrong["cause"], wrong["found"]) == ("date-unlinked", {"deadline": None})
    assert wrong["gold"]["deadline"]["due"] == "2025-08-04"
    assert [step["text"] for step in wrong["trace"]["rules"]] == ["trước ngày 5/8/2025"]

    missed = told["b_vi", "missed", None]
    assert (missed["cause"], missed["found"]) == ("no-cue", None)
    assert "Bộ Xây dựng" in [step["text"] for step in missed["trace"]["rules"]]

    out = capsys.readouterr().out
    assert "{found: ซ่อมถนน}" in out
    assert "[gold: {found: lập danh sách}]" in out
    assert "tagging.crf 0.75" in out


@pytest.mark.parametrize(
    ("action", "shown"),
    [
        ("ให้กรมชลประทานขุดลอก", "{found: ให้กรมชลประทาน[gold: ขุดลอก}คลอง]"),  # they cross
        ("ลอ", "[gold: ขุด{found: ลอ}กคลอง]"),
        ("กรมชลประทาน", "ให้{found: กรมชลประทาน}ขุดลอกคลอง"),  # they only meet: two errors
    ],
)
def test_both_actions_are_marked(action: str, shown: str, gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = _record("a_th", {**CANAL, "action": {"text": action, "type": "build"}})
    main(["--records", _write(found)])
    assert shown in capsys.readouterr().out


def test_the_largest_group_comes_first(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    causes = [one["cause"] for one in _errors("--records", _write(ROAD, ROAD, UNDATED), "--limit", "1")]
    assert causes[:2] == ["past", "past"]
    out = capsys.readouterr().out
    assert out.splitlines()[0].split()[:3] == ["2", "40%", "past"]
    assert "and 1 more: --limit 2 lists them all" in out
    assert out.count("{found: ซ่อมถนน}") == 1


def test_only_some(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = _write(*ALL["a_th"], ROAD, UNDATED)
    assert {one["language"] for one in _errors("--records", records, "--language", "vi")} == {"vi"}
    chosen = _errors("--records", records, "--cause", "past", "--cause", "no-cue", "--limit", "0")
    assert [one["cause"] for one in chosen] == ["no-cue", "past"]
    capsys.readouterr()
    main(["--records", records, "--limit", "0"])
    assert "{found:" not in capsys.readouterr().out


def test_a_language_without_records_is_left_out(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert {one["language"] for one in _errors("--records", _write(ROAD))} == {"th"}
    assert "vi: 0 of 2 marked articles have records" in capsys.readouterr().err


def test_the_same_bytes_twice(gold: Path) -> None:
    records = _write(ROAD, UNDATED)
    main(["--records", records, "-o", "one.jsonl"])
    main(["--records", records, "-o", "two.jsonl"])
    assert Path("one.jsonl").read_bytes() == Path("two.jsonl").read_bytes()


def test_cross_validated_without_records(gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, list[str], list[Path], int]] = []

    def cross_validated(
        language: str, marked: Mapping[str, MarkedArticle], folders: Sequence[Path], folds: int
    ) -> Mapping[str, Sequence[Directive]]:
        asked.append((language, list(marked), list(folders), folds))
        return {name: [] if name == "a_th" else ALL[name] for name in marked}

    monkeypatch.setattr("pipeline.error_analysis.cross_validated", cross_validated)
    (error,) = _errors("--folds", "3")
    assert (error["doc"], error["kind"], error["cause"]) == ("a_th", "missed", "at-hand")
    assert asked == [("th", ["a_th"], [gold], 3), ("vi", ["b_vi", "c_vi"], [gold], 3)]


def test_a_folder_by_another_name_is_learnt_from_once(gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    learnt: list[Path] = []

    def cross_validated(
        language: str, marked: Mapping[str, MarkedArticle], folders: Sequence[Path], folds: int
    ) -> Mapping[str, Sequence[Directive]]:
        learnt.extend(folders)
        return ALL

    monkeypatch.setattr("pipeline.error_analysis.cross_validated", cross_validated)
    Path("corpus").symlink_to(gold, target_is_directory=True)
    assert _errors("--gold-dir", str(gold), "--language", "th") == []
    assert learnt == [gold]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--language", "xx"], "unknown language 'xx': use th, vi"),
        (["--cause", "weather"], "unknown cause 'weather': use split"),
        (["--limit", "-1"], "--limit"),
        (["--folds", "1"], "--folds"),
        (["--records", "nowhere.jsonl"], "nowhere.jsonl"),
        (["--gold-dir", "."], "no gold.jsonl or dev.jsonl in .: name the folder of the gold with --gold-dir"),
        (["--records", "other.txt"], "other.txt, line 1: no record of extract"),
        (["--records", "bytes.bin"], "bytes.bin is not UTF-8"),
        (["--records", "empty.jsonl"], "no record in empty.jsonl that is of an article of the language in"),
        (["--records", "moved.jsonl"], "a record of a_th does not fit its text"),
        (["--records", "good.jsonl", "-o", "other.txt/errors.jsonl"], "choose another file with -o"),
        (["more"], "more"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_arguments(gold: Path, options: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("other.txt").write_text('{"no": "record"}\n', encoding="utf-8")
    Path("bytes.bin").write_bytes(b"\xff\xfe\x00")
    Path("empty.jsonl").write_text("\n", encoding="utf-8")
    Path("good.jsonl").write_text(ROAD.to_json() + "\n", encoding="utf-8")
    action = ROAD.action.model_copy(update={"start": ROAD.action.start + 1, "end": ROAD.action.end + 1})
    Path("moved.jsonl").write_text(ROAD.model_copy(update={"action": action}).to_json() + "\n", encoding="utf-8")
    assert cli(["errors", *options]) == 2
    assert message in " ".join(capsys.readouterr().err.split())


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(option in out for option in ("--records", "--gold-dir", "--cause", "--limit", "--language", "--output"))
