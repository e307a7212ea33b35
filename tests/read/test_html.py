"""HTML: page shapes of news sites, what must not be taken for the article, and hostile pages."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from reading import read_bytes

from pipeline.article import Article

PAGES = Path(__file__).parent.parent / "cases" / "html"
CASES = tomllib.loads((PAGES / "pages.toml").read_text(encoding="utf-8"))["case"]


def page(case: dict[str, Any]) -> bytes:
    return (PAGES / case["file"]).read_text(encoding="utf-8").encode(case.get("encoding", "utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_page_shapes(case: dict[str, Any]) -> None:
    (article,) = read_bytes(page(case))
    assert isinstance(article, Article)
    assert article.title == case["title"]
    assert (article.published, article.published_from) == (case["published"], "metadata")
    assert article.url == case.get("url")
    assert article.text.startswith(f"{case['title']}\n{case['first']}")
    assert [words for words in case["without"] if words in article.text] == []
    assert case["last"] in article.text
    # Below the last sentence there may be a name or an office, nothing more.
    assert len(article.text.partition(case["last"])[2]) < 40
