"""The benchmark of types counts given actions by models that had not seen their articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType

import pytest

from pipeline.gold import GoldArticle
from pipeline.train.actions import load_actions
from pipeline.train.sources import CORPUS, Source, load_gold

FEW = 8


@pytest.fixture
def kinds(bench: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, with the shortest articles of the corpus that hold directives and some actions by themselves."""
    module = bench("kinds")
    full = [gold for gold in load_gold(CORPUS) if gold.article.language == "vi" and len(gold.directives) >= 4]
    few: Sequence[GoldArticle] = sorted(full, key=lambda gold: len(gold.article.text))[:FEW]
    monkeypatch.setattr(module, "load_sources", lambda language, shared: [Source("few", tuple(few))])
    actions = load_actions("vi")[::60]
    monkeypatch.setattr(module, "load_actions", lambda language: actions)
    return module


def test_rows(kinds: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert kinds.main(["--language", "vi"]) == 0
    header, _, *rows = [line.strip("| ").split(" | ") for line in capsys.readouterr().out.splitlines()]
    assert header == ["language", "actions by themselves", "few"]
    assert [row[:2] for row in rows] == [["vi", "0"], ["vi", "38"], ["vi", "76"]]
    shares = [float(share) for row in rows for share in row[2].split(" / ")]
    assert all(0 < share < 1 for share in shares)
    assert len(set(shares)) > 2, "what is learnt besides makes a difference"
