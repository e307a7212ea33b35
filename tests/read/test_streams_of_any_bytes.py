"""Whatever bytes come in, under whatever name: articles or errors come out, and nothing is raised."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import pytest
from conftest import TH_TEXT, VI_TEXT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import kinds, read_bytes
from test_documents import pdf, word
from test_tables import written
from test_warc import HTML, VI_PAGE, warc

from pipeline.article import Article
from pipeline.errors import ArticleError

SEEDS = {
    "a.txt": VI_TEXT.encode(),
    "a.html": VI_PAGE,
    "a.jsonl": (json.dumps({"text": TH_TEXT, "published": "2568-05-20"}) + "\n").encode() * 3,
    "a.csv": f'text,date\n"{TH_TEXT}",2025\n'.encode() * 3,
    "a.parquet": written({"text": [TH_TEXT, VI_TEXT]}),
    "a.warc": b"".join(warc([("response", VI_PAGE, [("Content-Type", HTML)])] * 2, packed=False)),
    "a.warc.gz": b"".join(warc([("conversion", VI_TEXT.encode(), [])] * 2)),
    "a.docx": word(),
    "a.pdf": pdf("Bo Tai chinh bao cao truoc ngay 30/6/2025."),
    "a.txt.gz": gzip.compress(VI_TEXT.encode() * 20),
}


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("a.txt", "a.csv", "a.jsonl"):
            archive.writestr(name, SEEDS[name])
    return out.getvalue()


SEEDS["a.zip"] = zipped()


def check(items: list[Article | ArticleError]) -> None:
    for item in items:
        assert item.source
        if isinstance(item, Article):
            assert item.text
            assert item.published is None or item.published < "2200"
            item.text.encode("utf-8")
        else:
            assert item.stage in ("read", "decode")
            assert item.kind[0].isupper()
            assert "unforeseen" not in str(item), str(item)


@pytest.mark.parametrize("name", SEEDS)
def test_seeds_are_read(name: str) -> None:
    assert "article" in kinds(read_bytes(SEEDS[name], name))


@pytest.mark.parametrize("name", SEEDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damage_of_any_kind(name: str, data: st.DataObject) -> None:
    seed = SEEDS[name]
    start = data.draw(st.integers(0, len(seed)))
    end = data.draw(st.integers(start, min(len(seed), start + 200)))
    damage = data.draw(
        st.one_of(st.just(b""), st.binary(max_size=60), st.just(b"\0" * 50), st.just(b'"<'), st.just(b"\n"))
    )
    rest = seed[end:] if data.draw(st.booleans()) else b""
    given_name = data.draw(st.sampled_from([name, *SEEDS]))
    check(read_bytes(seed[:start] + damage + rest, given_name))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.sampled_from(list(SEEDS)))
def test_bytes_of_any_kind(data: bytes, name: str) -> None:
    check(read_bytes(data, name))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30), max_size=30))
def test_markup_of_any_kind(words: list[str]) -> None:
    tags = [
        "<p>",
        "</p>",
        "<div class='related'>",
        "<table><tr><td>",
        "<h1>",
        "<script>",
        "<!--",
        "<a href='x'>",
        "&#0;",
        "&#31;",
        "&#xffff;",
    ]
    page = "<html><body>" + "".join(word + tags[len(word) % len(tags)] for word in words)
    check(read_bytes(page.encode("utf-8"), "a.html"))


@pytest.mark.parametrize("name", SEEDS)
def test_nothing_in_it(name: str) -> None:
    # Empty JSON Lines are no articles and no error, as a crawl of nothing is.
    assert kinds(read_bytes(b"", name)) == ([] if name == "a.jsonl" else ["EmptyText"])
