"""Reading bytes and files as the readers' tests do."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.article import Article
from pipeline.errors import ArticleError
from pipeline.read import ReadOptions, find_inputs, read


def read_bytes(data: bytes, name: str = "input", **options: Any) -> list[Article | ArticleError]:
    """Read what a file with these bytes holds; sources in the answer begin with its name alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        found: list[Article | ArticleError] = []
        for item in read([str(path)], options=ReadOptions(**options)):
            source = item.source.removeprefix(f"{folder}/")
            if isinstance(item, ArticleError):
                item.source = source
                found.append(item)
            else:
                found.append(replace(item, source=source))
    return found


def kinds(items: list[Article | ArticleError]) -> list[str]:
    """For each item ``article`` or the name of its error."""
    return [item.kind if isinstance(item, ArticleError) else "article" for item in items]


def read_all(*names: object, **options: Any) -> tuple[list[Article], list[ArticleError]]:
    """The articles and the errors of files, folders and addresses."""
    items = list(read(find_inputs([str(name) for name in names]), options=ReadOptions(**options)))
    good = [item for item in items if isinstance(item, Article)]
    return good, [item for item in items if isinstance(item, ArticleError)]


def line(**values: object) -> str:
    """A line of JSON Lines."""
    return json.dumps(values, ensure_ascii=False) + "\n"
