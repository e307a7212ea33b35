"""Articles tell what was damaged in what they were made of, whatever they were read from."""

from __future__ import annotations

import io
import json

import pytest
from conftest import VI_TEXT
from files import PAGE
from reading import read_bytes

from pipeline.article import Article

WHOLE = VI_TEXT.strip()
WRONG = WHOLE.encode().decode("latin-1")
LOST = WHOLE + " Ph\ufffdng ban li\ufffdn quan."


def lines(*texts: str, escaped: bool = False) -> bytes:
    return "\n".join(json.dumps({"text": text}, ensure_ascii=escaped) for text in texts).encode()


def table(*texts: str) -> bytes:
    return ("text,title\n" + "".join(f'"{text}",\n' for text in texts)).encode()


def page(text: str) -> bytes:
    return PAGE.replace(WHOLE, text).encode()


def wet(text: str) -> bytes:
    body = text.encode()
    head = f"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body + b"\r\n\r\n"


def parquet(*texts: str, binary: bool = False) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(pa.table({"text": [text.encode() if binary else text for text in texts]}), out)
    return out.getvalue()


CASES = {
    "a.txt": (WRONG.encode(), "R"),
    "b.txt": (LOST.encode(), "D"),
    "c.txt": (WHOLE.encode(), "-"),
    "a.jsonl": (lines(WHOLE, WRONG, LOST, WHOLE), "-RD-"),
    "escaped.jsonl": (lines(WHOLE, WRONG, LOST, escaped=True), "-RD"),
    "a.csv": (table(WHOLE, WRONG, LOST, WHOLE), "-RD-"),
    "lines in a cell.csv": (table(WHOLE, f"{WHOLE}\n{WRONG}\n{WRONG}\n{WHOLE}", WHOLE), "-R-"),
    "a.html": (page(WRONG), "R"),
    "b.html": (page(LOST), "D"),
    "a.wet": (wet(WRONG) + wet(WHOLE) + wet(LOST), "R-D"),
    "a.parquet": (parquet(WHOLE, WRONG, LOST), "-RD"),
    "bytes.parquet": (parquet(WHOLE, WRONG, LOST, binary=True), "-RD"),
}


@pytest.mark.parametrize("name", CASES)
def test_damage_is_noted_on_its_article(name: str) -> None:
    data, expected = CASES[name]
    found = read_bytes(data, name)
    told = ""
    for article in found:
        assert isinstance(article, Article), article
        assert WHOLE in article.text
        assert WRONG not in article.text
        assert len(set(article.repairs)) == len(article.repairs)
        told += ("R" if article.repairs else "") + ("D" if article.damage else "") or "-"
    assert told == expected
