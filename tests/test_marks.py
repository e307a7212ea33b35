"""Marks of texts that lie elsewhere: places alone, put together with the text where it is there."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.gold import read_marks

ROOT = Path(__file__).parent.parent
MARKS = ROOT / "corpus" / "marks.jsonl"
ARTICLES = ROOT.parent / "shared" / "articles"
TEXT = "Thủ tướng yêu cầu Bộ Tài chính báo cáo kết quả trước ngày 30/6/2025."


def _span(quote: str) -> dict[str, list[int]]:
    at = TEXT.index(quote)
    return {"span": [at, at + len(quote)]}


def _line(**changes: object) -> str:
    marked = {
        "evidence": {"span": [0, len(TEXT)]},
        "specificity": "specific",
        "issuer": _span("Thủ tướng") | {"id": "vn:prime-minister"},
        "agencies": [_span("Bộ Tài chính") | {"id": "vn:ministry-of-finance", "role": "lead", "inherited": False}],
        "action": _span("báo cáo kết quả") | {"type": "report"},
        "target": _span("kết quả"),
        "deadline": _span("trước ngày 30/6/2025") | {"relation": "before", "due": "2025-06-29"},
        "quantities": [],
        "instruments": [],
    }
    digest = hashlib.sha256(TEXT.encode()).hexdigest()[:16]
    row = {"doc": "a", "text": digest, "language": "vi", "published": None, "directives": [marked | changes]}
    return json.dumps(row) + "\n"


def test_marks_and_text_together(tmp_path: Path) -> None:
    path = tmp_path / "marks.jsonl"
    path.write_text(_line(), encoding="utf-8")
    (article,) = read_marks(path, ["another text", TEXT])
    (directive,) = article.directives
    assert TEXT[slice(*directive.action)] == "báo cáo kết quả"
    assert directive.target is not None
    assert TEXT[slice(*directive.target)] == "kết quả"
    assert [TEXT[slice(*span)] for span, *_ in directive.agencies] == ["Bộ Tài chính"]
    assert directive.issuer is not None
    assert TEXT[slice(*directive.issuer[0])] == "Thủ tướng"
    assert directive.deadline is not None
    assert directive.deadline[1]["due"] == "2025-06-29"
    assert article.article.published_from is None


def test_a_text_that_is_not_there_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "marks.jsonl"
    path.write_text(_line(), encoding="utf-8")
    assert list(read_marks(path, [TEXT + " "])) == []


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "marks.jsonl"
    path.write_text("\n" + _line(action={"type": "report"}), encoding="utf-8")
    with pytest.raises(UsageError, match="line 2"):
        list(read_marks(path, [TEXT]))


def test_the_shipped_marks_hold_no_words_of_the_texts() -> None:
    """Whatever letters beyond ASCII a line has would be quoted."""
    lines = MARKS.read_text(encoding="utf-8").splitlines()
    assert len({json.loads(line)["doc"] for line in lines}) == len(lines)
    assert [line for line in lines if not line.isascii() and _foreign(json.loads(line))] == []


def _foreign(row: dict[str, object]) -> bool:
    """Whether a line holds more than places and values: units of quantities and numbers of legal texts are values."""
    for directive in row["directives"]:  # type: ignore[attr-defined]
        for part in (*directive["quantities"], *directive["instruments"]):
            part.pop("unit", None)
            part.pop("number", None)
    return not json.dumps(row, ensure_ascii=False).isascii()


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="../shared/articles is not here")
def test_every_shipped_mark_finds_its_text() -> None:
    texts = []
    for path in sorted(ARTICLES.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts += [json.loads(line)["text"] for line in lines]
    found = list(read_marks(MARKS, texts))
    assert len(found) == len(MARKS.read_text(encoding="utf-8").splitlines())
