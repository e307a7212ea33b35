"""What is ordered is a directive; what is planned, proposed, done, cancelled, denied or only said is none."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline import Article, extract
from pipeline.errors import ArticleError

CASES = tomllib.loads((Path(__file__).parent / "cases" / "factuality.toml").read_text(encoding="utf-8"))["case"]
KINDS = ("ordered", "planned", "proposed", "done", "cancelled", "denied", "conditional", "opinion")


def params() -> list[Any]:
    numbers: Counter[str] = Counter()
    out = []
    for case in CASES:
        name = f"{case['language']}-{case['kind']}"
        numbers[name] += 1
        reason = case.get("known_failure")
        marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
        out.append(pytest.param(case, id=f"{name}-{numbers[name]}", marks=marks))
    return out


@pytest.mark.parametrize("case", params())
def test_factuality(case: dict[str, Any]) -> None:
    def fail(error: ArticleError) -> None:
        raise error

    article = Article(case["text"], source="case", language=case["language"], published="2025-03-10")
    actions = [record.action.text for record in extract([article], on_error=fail)]
    for words in case["directives"]:
        assert any(words in action for action in actions), actions
    for action in actions:
        assert any(words in action for words in case["directives"]), f"no directive: {action}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["th", "vi"])
def test_each_kind_has_cases(kind: str, language: str) -> None:
    assert sum(case["kind"] == kind and case["language"] == language for case in CASES) >= 2
    assert all(case["kind"] in KINDS for case in CASES)
