"""An outcome as lines of JSON, in bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pipeline.article import Article
from pipeline.extract import Outcome


def record_lines(outcome: Outcome) -> bytes:
    """Its records, one a line."""
    return b"".join(_encoded(record.to_json()) for record in outcome.records)


def error_lines(outcome: Outcome) -> bytes:
    """Its line in the error file, if it failed."""
    return json_line(outcome.error.line()) if outcome.error else b""


def text_lines(outcome: Outcome) -> bytes:
    """The article with the text that the offsets of its records refer to, if it could be read."""
    if outcome.article is None:
        return b""
    copied = outcome.duplicate_of
    return json_line(_kept(outcome.article) | {"duplicate_of": copied.model_dump() if copied else None})


def _kept(article: Article) -> dict[str, object]:
    return {
        "id": article.id,
        "source": article.source,
        "url": article.url,
        "title": article.title,
        "published": article.published,
        "language": article.language,
        "text": article.text,
    }


def json_line(row: Mapping[str, object], indent: int | None = None) -> bytes:
    """One object as one line, or as several if it is indented."""
    return _encoded(json.dumps(row, ensure_ascii=False, indent=indent))


def _encoded(line: str) -> bytes:
    # A name may hold bytes that are no UTF-8; they must not stop the run.
    return (line + "\n").encode("utf-8", "backslashreplace")
