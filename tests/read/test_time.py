"""An article that takes too long to read fails by itself, and the others are read."""

from __future__ import annotations

import importlib
import time
from contextlib import suppress
from typing import Any

import pytest
from files import whole_files
from reading import kinds, read_bytes

from pipeline.errors import ArticleError

# Of each kind: what shall never end, in which module, and what the file gives then. The first article alone meets it.
SLOW = [
    ("a.txt", "pipeline.read.decoding", "decode", ["TookTooLong"]),
    ("a.html", "pipeline.read.decoding", "decode", ["TookTooLong"]),
    ("a.html", "pipeline.read.page", "remove_clutter", ["TookTooLong"]),
    ("a.html", "trafilatura", "bare_extraction", ["TookTooLong"]),
    ("a.jsonl", "pipeline.read.decoding", "decode", ["TookTooLong", "article"]),
    ("a.jsonl", "pipeline.read.rows", "repair_text", ["TookTooLong", "article"]),
    ("a.csv", "pipeline.read.rows", "repair_text", ["TookTooLong", "article"]),
    ("a.parquet", "pipeline.read.rows", "repair_text", ["TookTooLong", "article"]),
    ("a.warc", "pipeline.read.html", "parse_page", ["TookTooLong", "article"]),
    ("a.docx", "pipeline.read.docx", "_lines", ["TookTooLong"]),
    ("a.pdf", "pypdf", "PageObject.extract_text", ["TookTooLong"]),
    ("a.zip", "pipeline.read.html", "parse_page", ["article"] * 3 + ["TookTooLong"] + ["article"] * 6),
]


@pytest.mark.parametrize(("name", "module", "what", "expected"), SLOW, ids=[f"{case[0]} {case[2]}" for case in SLOW])
def test_reading_has_a_time_limit(
    name: str, module: str, what: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = whole_files()[name]
    whole = kinds(read_bytes(data, name))
    assert whole == ["article"] * len(expected)  # and what is loaded once is loaded
    owner: Any = importlib.import_module(module)
    *path, attribute = what.split(".")
    for part in path:
        owner = getattr(owner, part)
    real, calls = getattr(owner, attribute), []

    def never_ends(*given: Any, **named: Any) -> Any:
        calls.append(what)
        while len(calls) == 1:
            # Somebody who catches everything must not catch this.
            with suppress(Exception):
                time.sleep(0.01)
        return real(*given, **named)

    monkeypatch.setattr(owner, attribute, never_ends)
    found = read_bytes(data, name, seconds=0.5)
    assert kinds(found) == expected
    (error,) = [item for item in found if isinstance(item, ArticleError)]
    assert error.stage == "read"
    assert error.source.startswith(name)
    assert "not done within 0.5 seconds" in str(error)
