"""What several tests share."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline.article import Article
from pipeline.records import Action, Agency, Deadline, Directive, Document, Evidence, Names, record_id

BENCH = Path(__file__).parent.parent / "bench"
TH_TEXT = "นายกรัฐมนตรีสั่งการให้กระทรวงคมนาคมซ่อมถนนที่ถูกน้ำท่วมให้แล้วเสร็จภายในวันที่ 30 มิถุนายน 2568\n"
VI_TEXT = "Thủ tướng Chính phủ yêu cầu Bộ Tài chính báo cáo tiến độ giải ngân trước ngày 30/6/2025.\n"


def names(folder: Path) -> list[str]:
    """What lies in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


def summary_of(output: Path) -> dict[str, Any]:
    """The numbers that a run has written beside its records."""
    numbers: dict[str, Any] = json.loads(Path(f"{output}.summary.json").read_text(encoding="utf-8"))
    return numbers


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Loads a script of ``bench/`` by its name, without running it."""
    monkeypatch.syspath_prepend(BENCH)  # scripts import what lies beside them

    def load(name: str) -> ModuleType:
        known_as = f"bench_{name}"
        spec = importlib.util.spec_from_file_location(known_as, BENCH / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, known_as, module)  # dataclasses look their module up
        spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with one article a language, one of them further down."""
    folder = tmp_path / "articles"
    (folder / "below").mkdir(parents=True)
    (folder / "b_th.txt").write_text(TH_TEXT, encoding="utf-8")
    (folder / "below" / "a_vi.txt").write_text(VI_TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def directive() -> Directive:
    """A record with every kind of field, made by hand."""
    article = Article(VI_TEXT, "a.txt", "vi", "2025-05-20", "given")
    document = Document(
        id=article.id,
        source=article.source,
        language="vi",
        published=article.published,
        published_from="given",
    )

    def place(words: str) -> dict[str, object]:
        start = VI_TEXT.index(words)
        return {"text": words, "start": start, "end": start + len(words)}

    evidence = Evidence.model_validate(place(VI_TEXT.strip()))
    action = Action.model_validate(place("báo cáo tiến độ giải ngân") | {"type": "report"})
    return Directive(
        id=record_id(document, evidence, action),
        document=document,
        agencies=(
            Agency.model_validate(
                place("Bộ Tài chính")
                | {"id": "vn:ministry-of-finance", "name": Names(en="Ministry of Finance"), "role": "lead"}
            ),
        ),
        action=action,
        deadline=Deadline.model_validate(
            place("trước ngày 30/6/2025") | {"relation": "before", "edtf": "2025-06-30", "due": "2025-06-29"}
        ),
        evidence=evidence,
        specificity="specific",
        confidence=0.93,
        extractor="test/0",
    )
