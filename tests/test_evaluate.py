"""The evaluation, on a small corpus of its own and with answers made up by the test."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline.article import Article
from pipeline.cli import main as cli
from pipeline.errors import UsageError
from pipeline.evaluate import main
from pipeline.evaluation import accepted
from pipeline.evaluation.outcomes import LETTERS, decode, encode
from pipeline.gold import GoldArticle, read_gold
from pipeline.records import Directive

Json = dict[str, Any]
Answer = Callable[[str, Json], Json | None]

TEXTS = {
    "th_a": ("th", "ให้กรมชลประทานขุดลอกคลองและให้เทศบาลจัดทำแผน"),
    "th_b": ("th", "ชาวบ้านยินดีกับผลงานของเทศบาล"),
    "vi_a": ("vi", "Yêu cầu Sở Y tế lập danh sách, Sở Xây dựng sửa cầu; các xã tăng cường phối hợp"),
    "vi_b": ("vi", "Đề nghị Sở Nội vụ nộp báo cáo trước ngày 5/8/2025"),
}


def _directive(evidence: str, action: str, kind: str, agency: str, **more: object) -> Json:
    lead = {"text": agency, "id": None, "role": "lead", "inherited": False}
    return {"evidence": evidence, "action": {"text": action, "type": kind}, "agencies": [lead], **more}


MARKED: dict[str, list[Json]] = {
    "th_a": [
        _directive("ให้กรมชลประทานขุดลอกคลอง", "ขุดลอกคลอง", "build", "กรมชลประทาน", target={"text": "คลอง"}),
        _directive("ให้เทศบาลจัดทำแผน", "จัดทำแผน", "plan", "เทศบาล", target={"text": "แผน"}),
    ],
    "th_b": [],
    "vi_a": [
        _directive("Sở Y tế lập danh sách", "lập danh sách", "data", "Sở Y tế"),
        _directive("Sở Xây dựng sửa cầu", "sửa cầu", "build", "Sở Xây dựng"),
        _directive("các xã tăng cường phối hợp", "tăng cường phối hợp", "coordinate", "các xã", specificity="general"),
    ],
    "vi_b": [
        _directive(
            "Sở Nội vụ nộp báo cáo trước ngày 5/8/2025",
            "nộp báo cáo",
            "report",
            "Sở Nội vụ",
            deadline={
                "text": "trước ngày 5/8/2025",
                "relation": "before",
                "edtf": "2025-08-05",
                "due": "2025-08-04",
            },
        )
    ],
}


def _record(article: Article, marked: Json) -> Directive:
    """A record that says what the marks say."""

    def placed(part: Json, **more: object) -> Json:
        start = article.text.index(part["text"])
        kept = {key: value for key, value in part.items() if key != "inherited"}
        return {**kept, "start": start, "end": start + len(part["text"]), **more}

    return Directive.model_validate(
        {
            "id": "0" * 16,
            "document": {"id": article.id, "source": article.source, "language": article.language},
            "evidence": placed({"text": marked["evidence"]}),
            "action": placed(marked["action"]),
            "target": placed(marked["target"]) if marked.get("target") else None,
            "agencies": [placed(agency) for agency in marked["agencies"]],
            "deadline": placed(marked["deadline"]) if marked.get("deadline") else None,
            "specificity": marked.get("specificity", "specific"),
            "confidence": 0.5,
            "extractor": "test/0",
        }
    )


@dataclass
class World:
    """A project's folder with marked articles, and what answers there instead of models.

    Attributes:
        root: The folder.
        change: What to make of each marked directive: another one, or None to miss it.
        more: Directives to find besides, by article.
        trained_on: For each cross-validation the articles it was given and those it was to report.
    """

    root: Path
    change: Answer
    more: dict[str, list[Json]]
    trained_on: list[tuple[str, list[str], list[str], int]]

    def answer(self, name: str, article: Article) -> list[Directive]:
        """What is found in an article."""
        changed = [self.change(name, json.loads(json.dumps(one))) for one in MARKED[name]]
        return [_record(article, one) for one in [*changed, *self.more.get(name, [])] if one is not None]

    def run(self, *options: str) -> int:
        """Evaluate here."""
        return main([*options])

    def kept(self, section: str) -> Json:
        """The accepted run of a section."""
        found: Json = json.loads((self.root / f"tests/accepted/{section}.json").read_text(encoding="utf-8"))
        return found


def _write_gold(path: Path, articles: Path, names: Sequence[str]) -> None:
    articles.mkdir(parents=True, exist_ok=True)
    rows = []
    for name in names:
        language, text = TEXTS[name]
        (articles / f"{name}.txt").write_text(text, encoding="utf-8")
        rows.append({"doc": name, "language": language, "published": None, "directives": MARKED[name]})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    root = tmp_path / "project"
    corpus, gold = root / "corpus", tmp_path / "shared" / "gold"
    corpus.mkdir(parents=True)
    gold.mkdir(parents=True)
    _write_gold(corpus / "gold.jsonl", corpus / "articles", ["th_a", "th_b", "vi_a"])
    _write_gold(gold / "dev.jsonl", gold / "articles", ["vi_b"])
    _write_gold(gold / "aside.jsonl", gold / "articles", ["vi_b"])
    (corpus / "samples").mkdir()
    (corpus / "samples" / "th_a.txt").write_text(TEXTS["th_a"][1], encoding="utf-8")
    monkeypatch.chdir(root)
    made = World(root, lambda name, marked: marked, {}, [])

    def load_gold(folder: Path) -> list[GoldArticle]:
        name = "gold.jsonl" if (folder / "gold.jsonl").exists() else "dev.jsonl"
        return list(read_gold(folder / name, folder / "articles"))

    def cross_validate(
        language: str, articles: Sequence[GoldArticle], report: Sequence[str], folds: int = 5
    ) -> dict[str, list[Directive]]:
        made.trained_on.append((language, [one.name for one in articles], list(report), folds))
        known = {one.name: one.article for one in articles}
        return {name: made.answer(name, known[name]) for name in report}

    def extract_one(article: Article, *, language: str = "auto", published: str | None = None) -> list[Directive]:
        return made.answer(Path(article.source).stem, article)

    train = ModuleType("pipeline.train")
    train.load_gold = load_gold  # type: ignore[attr-defined]
    train.load_marked = list  # type: ignore[attr-defined]  # none
    train.cross_validate = cross_validate  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pipeline.train", train)
    monkeypatch.setattr(importlib.import_module("pipeline.extract"), "extract_one", extract_one)
    return made


SCORED = ("--only", "samples", "--only", "corpus", "--only", "dev", "--only", "aside")


def test_all_right(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert world.run(*SCORED, "--json", "out/figures.json") == 0
    told = json.loads((world.root / "out/figures.json").read_text(encoding="utf-8"))
    assert list(told) == ["samples", "corpus", "dev", "aside"]
    for section in told.values():
        for figures in section.values():
            detection = figures["figures"]["detection"]
            assert detection["hits"] == detection["system"] == detection["gold"]
    assert told["corpus"]["vi"]["figures"]["detection"]["gold"] == 2, "a general directive is optional"
    out = capsys.readouterr().out
    assert "corpus: cross-validated" in out
    assert "Nothing has been accepted yet." in out


def test_what_is_trained_on(world: World) -> None:
    world.run("--only", "corpus", "--only", "dev", "--folds", "3")
    assert world.trained_on == [
        ("th", ["th_a", "th_b"], ["th_a", "th_b"], 3),
        ("vi", ["vi_a"], ["vi_a"], 3),
        ("th", ["th_a", "th_b"], [], 3),
        ("vi", ["vi_a", "vi_b"], ["vi_b"], 3),
    ]


def test_gains_and_losses(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    def first(name: str, marked: Json) -> Json | None:
        return None if marked["action"]["type"] == "plan" else marked

    def second(name: str, marked: Json) -> Json | None:
        return {**marked, "target": None} if marked["action"]["type"] == "build" else marked

    world.change = first
    assert world.run("--only", "corpus", "--accept") == 0
    world.change = second
    world.more["th_b"] = [_directive("ชาวบ้านยินดี", "ยินดี", "other", "ชาวบ้าน")]
    capsys.readouterr()
    assert world.run("--only", "corpus", "--language", "th", "--json", "figures.json") == 1
    told = json.loads((world.root / "figures.json").read_text(encoding="utf-8"))["corpus"]["th"]
    assert told["changes"] == [
        {"name": "th_a", "number": 0, "gained": [], "lost": ["target"]},
        {
            "name": "th_a",
            "number": 1,
            "gained": ["detection", "agency", "target", "deadline", "type"],
            "lost": [],
        },
        {"name": "th_b", "number": None, "gained": [], "lost": ["spurious"]},
    ]
    assert told["gained"] == {"detection": 1, "agency": 1, "target": 1, "deadline": 1, "type": 1}
    assert told["lost"] == {"target": 1, "spurious": 1}
    out = capsys.readouterr().out
    assert "found, and is none" in out
    assert "ขุดลอกคลอง" in out
    assert "is below its floor" in out


def test_a_floor_is_lowered_only_on_purpose(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert world.run("--only", "corpus", "--accept") == 0
    before = world.kept("corpus")
    assert before["vi"]["floors"]["detection"] == 1.0
    world.change = lambda name, marked: None if marked["action"]["type"] == "data" else marked
    assert world.run("--only", "corpus") == 1
    assert world.run("--only", "corpus", "--accept") == 1
    assert "--lower" in capsys.readouterr().out
    assert world.kept("corpus") == before
    assert world.run("--only", "corpus", "--accept", "--lower") == 0
    assert world.kept("corpus")["vi"]["floors"]["detection"] == 0.666
    assert world.kept("corpus")["th"] == before["th"]
    assert world.run("--only", "corpus") == 0


def test_one_language_is_accepted_alone(world: World) -> None:
    world.run("--only", "corpus", "--accept", "--language", "th")
    assert list(world.kept("corpus")) == ["th"]
    world.run("--only", "corpus", "--accept", "--language", "vi")
    assert list(world.kept("corpus")) == ["th", "vi"]


def test_the_accepted_run_quotes_no_article(world: World) -> None:
    world.more["th_b"] = [_directive("ชาวบ้านยินดี", "ยินดี", "other", "ชาวบ้าน")]
    world.run(*SCORED, "--accept")
    for path in (world.root / "tests/accepted").iterdir():
        assert path.read_text(encoding="utf-8").isascii(), path.name
    assert world.kept("corpus")["th"]["outcomes"]["th_b"].endswith(" | 7-12")
    assert world.kept("corpus")["vi"]["outcomes"]["vi_a"].split()[1:] == ["fatdk", "fatdk", "-"]


def test_aside_gives_sums_only(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.run("--only", "aside", "--accept")
    assert world.kept("aside")["vi"]["outcomes"] == "fatdk"
    capsys.readouterr()
    world.change = lambda name, marked: {**marked, "deadline": None}
    assert world.run("--only", "aside", "--json", "figures.json") == 1
    written = (world.root / "figures.json").read_text(encoding="utf-8")
    out = capsys.readouterr().out
    assert "Lost: deadline 1" in out
    for shown in (written, out, json.dumps(world.kept("aside"))):
        assert "vi_b" not in shown
        assert "báo cáo" not in shown


def test_marks_that_changed_are_not_compared(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.run("--only", "corpus", "--accept")
    (world.root / "corpus/articles/th_b.txt").write_text("ชาวบ้านยินดี", encoding="utf-8")
    capsys.readouterr()
    assert world.run("--only", "corpus", "--language", "th") == 0
    assert "1 of 2 are new or marked otherwise" in capsys.readouterr().out


def test_the_same_bytes_twice(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    seen = []
    for _ in range(2):
        world.run(*SCORED, "--accept", "--json", "figures.json")
        kept = [path.read_bytes() for path in sorted((world.root / "tests/accepted").iterdir())]
        seen.append((kept, (world.root / "figures.json").read_bytes()))
    (first, first_json), (second, second_json) = seen
    assert first == second
    assert {**json.loads(first_json)}.keys() == {**json.loads(second_json)}.keys()
    assert not list(world.root.glob(".*.part"))


def test_what_is_not_there_is_skipped(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (world.root.parent / "shared/gold").glob("*.jsonl"):
        path.unlink()
    assert world.run() == 0
    out = capsys.readouterr().out
    assert "dev is skipped" in out
    assert "aside is skipped" in out
    assert "deadlines is skipped: not here: name its folder with --deadlines-dir" in out


def test_deadlines(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    folder = world.root / "phrases"
    folder.mkdir()
    text = "Yêu cầu Sở Y tế gửi danh sách trước ngày 30/6/2025."
    value = {"relation": "before", "edtf": "2025-06-30", "due": "2025-06-29"}
    start = text.index("trước")
    mark = {"expression": "trước ngày 30/6/2025", "start": start, "end": start + 20, **value}
    cases = [
        {"id": "vi-1", "text": text, "reference": "2025-05-20", **mark},
        {"id": "vi-2", "text": text, "reference": "2025-05-20", **mark, "due": "2025-06-28"},
        {"id": "vi-3", "text": text, "reference": "2025-05-20", "expression": None},
        {"id": "vi-4", "text": "Sở Y tế đã họp.", "reference": "2025-05-20", "expression": None},
    ]
    (folder / "vi.jsonl").write_text("\n".join(map(json.dumps, cases)), encoding="utf-8")
    options = ("--only", "deadlines", "--deadlines-dir", "phrases", "--language", "vi", "--json", "told.json")
    assert world.run(*options, "--accept") == 0
    told = json.loads((world.root / "told.json").read_text(encoding="utf-8"))["deadlines"]["vi"]
    assert told["accuracy"] == 0.5
    assert told["verdicts"] == {"right": 2, "wrong due": 1, "false alarm": 1}
    assert [line.split()[1] for line in world.kept("deadlines")["vi"]["outcomes"].values()] == [
        "r",
        ".",
        ".",
        "r",
    ]
    assert "wrong due" in capsys.readouterr().out


@pytest.mark.parametrize(
    "options",
    [("--only", "nothing"), ("--folds", "1"), ("--gold-dir", "nowhere"), ("--lower",), ("--language", "xx")],
)
def test_misuse(world: World, options: tuple[str, ...]) -> None:
    assert cli(["evaluate", "--", *options]) == 2


def test_nothing_to_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="nothing could be measured"):
        main([])


def test_broken_marks_are_named(world: World) -> None:
    path = world.root / "corpus/gold.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"gold\.jsonl, line 4"):
        world.run("--only", "corpus")


@pytest.mark.parametrize("damage", ["[]", "{", '{"th": {"floors": {}}, "vi": {}}'])
def test_a_damaged_accepted_run(world: World, damage: str) -> None:
    world.run("--only", "corpus", "--accept")
    (world.root / "tests/accepted/corpus.json").write_text(damage, encoding="utf-8")
    with pytest.raises(UsageError, match="--accept --lower"):
        world.run("--only", "corpus")


def test_one_name_for_two_articles(world: World) -> None:
    _write_gold(world.root / "corpus/gold.jsonl", world.root / "corpus/articles", ["vi_b"])
    with pytest.raises(UsageError, match="vi_b"):
        world.run("--only", "dev", "--language", "vi")


def test_an_article_without_an_answer_is_no_zero(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["pipeline.train"], "cross_validate", lambda *_: {})
    with pytest.raises(RuntimeError, match="no answer for 2 of 2"):
        world.run("--only", "corpus", "--language", "th")


def test_outcomes_survive_writing_down() -> None:
    assert decode("-") is None
    assert decode(".") == frozenset()
    for right in [None, frozenset[str](), frozenset({"detection", "type"}), frozenset(LETTERS)]:
        assert decode(encode(right)) == right


@pytest.mark.parametrize(("value", "floor"), [(0.7, 0.7), (0.6999, 0.699), (1.0, 1.0), (2 / 3, 0.666), (0.0, 0.0)])
def test_floors_are_cut_off(value: float, floor: float) -> None:
    assert accepted.floor(value) == floor
