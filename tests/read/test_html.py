"""HTML: page shapes of news sites, what must not be taken for the article, and hostile pages."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from reading import kinds, read_bytes

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


PARAGRAPH = "<p>" + "Thủ tướng yêu cầu Bộ Tài chính báo cáo tiến độ giải ngân trước ngày 30/6/2025. " * 3 + "</p>"
HOSTILE = {
    "a hundred thousand attributes": ("<p " + " ".join(f"a{i}=1" for i in range(100_000)) + ">x</p>", "TooLarge"),
    "attributes behind a stray quote": ("<p a=1' " + " ".join(f"a{i}" for i in range(100_000)) + "'>x</p>", "TooLarge"),
    "tags that never end": ("<a " * 500_000, "TooLarge"),
    "elements without end": ("<p>a</p>" * 50_000, "TooLarge"),
    "elements within elements": ("<div>" * 100_000, "TooLarge"),
    "a page of nine megabytes": ("<p>" + "a" * 9_000_000, "TooLarge"),
    "a text beyond the limit": ("<p>" + "a " * 700_000, "TextTooLong"),
    "comments that never end": ("<!--" * 200_000, "article"),
    "scripts that never end": ("<script>" + "a<b " * 200_000, "article"),
    "headings of lists one after another": ("<div><p>Tin liên quan</p></div>" * 15_000, "article"),
    "boxes in boxes that are to be removed": (
        "<div class=related>" * 100 + "<p class=related>x</p>" * 20_000,
        "article",
    ),
    "references to what is no character": ("&#0;&#31;&#xd800;&#x110000;&#xffff;" * 1_000, "article"),
    "control characters": ("\x01\x1f\x0b\ufffe" * 1_000, "article"),
    "broken JSON-LD": ("<script type='application/ld+json'>" + '{"headline": "' * 50_000 + "</script>", "article"),
    "addresses that are none": (
        "<link rel=canonical href='http://[1'><meta property=og:url content='http://[2'>",
        "article",
    ),
    "a class of a megabyte": (f"<div class='{'related-' * 130_000}'></div>", "article"),
}


@pytest.mark.parametrize("why", HOSTILE)
def test_hostile_pages(why: str, capfd: pytest.CaptureFixture[str]) -> None:
    markup, kind = HOSTILE[why]
    items = read_bytes(f"<html><body><article>{PARAGRAPH}{markup}</article></body></html>".encode())
    assert kinds(items) == [kind]
    assert capfd.readouterr() == ("", "")


def test_a_class_of_the_whole_page_removes_nothing() -> None:
    for mark in ("has-sidebar footer", "related", "comments"):
        page = f"<html><body class='{mark}'><div class='{mark}'><h1>Tin</h1>{PARAGRAPH * 3}</div></body></html>"
        (article,) = read_bytes(page.encode())
        assert isinstance(article, Article)
        assert "Bộ Tài chính" in article.text


def test_running_text_with_links_stays() -> None:
    kept = '<p>Theo <a href="/a">chỉ thị số 5</a>, Bộ Tài chính rà soát <a href="/b">nghị định</a> trước ngày 30/6/2025.</p>'
    heads = "<p>Tin liên quan:</p><ul><li><a href='/c'>Giá cát tăng</a></li></ul>"
    (article,) = read_bytes(f"<html><body><article>{PARAGRAPH}{heads}{kept}</article></body></html>".encode())
    assert isinstance(article, Article)
    assert "Theo chỉ thị số 5, Bộ Tài chính rà soát nghị định trước ngày 30/6/2025." in article.text
    assert "Giá cát" not in article.text


def test_the_same_page_gives_the_same_article_in_every_process() -> None:
    code = (
        "import sys; from pipeline.read import find_inputs, read\n"
        "for article in read(find_inputs(sys.argv[1:])): print(ascii((article, article.text)))"
    )
    seen = set()
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", code, str(PAGES / "*.html")],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=PAGES.parent.parent.parent,
            capture_output=True,
            check=True,
        )
        assert run.stderr == b""
        assert run.stdout.count(b"\n") == len(CASES)
        seen.add(run.stdout)
    assert len(seen) == 1
