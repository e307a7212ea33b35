"""What errors are looked for in: a folder of gold, and the records of an earlier run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import UsageError
from pipeline.evaluation.sections import MarkedArticle
from pipeline.records import Directive

_GOLD_FILES = ("gold.jsonl", "dev.jsonl")  # never aside.jsonl: nobody reads its errors


def gold_file(folder: Path) -> Path:
    """The file with the marks in a folder of gold.

    Args:
        folder: ``corpus/`` or ``../shared/gold``.

    Returns:
        Its ``gold.jsonl``, or else its ``dev.jsonl``.

    Raises:
        UsageError: It has neither.
    """
    for name in _GOLD_FILES:
        if (folder / name).is_file():
            return folder / name
    raise UsageError(f"no {' or '.join(_GOLD_FILES)} in {folder}: name the folder of the gold with --gold-dir")


def read_records(path: Path) -> dict[str, list[Directive]]:
    """Read the records of a run.

    Args:
        path: JSON Lines as ``directives extract`` writes them.

    Returns:
        The records by the id of their article's text, in the file's order.

    Raises:
        UsageError: The file cannot be read or holds something else.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # quotes may hold other line ends
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8: give the JSON Lines that extract has written") from error
    records: dict[str, list[Directive]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = Directive.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "it"
            raise UsageError(f"{path}, line {number}: no record of extract: {where}: {first['msg']}") from error
        records.setdefault(record.document.id, []).append(record)
    return records


def matching(marked: Mapping[str, MarkedArticle], records: Mapping[str, list[Directive]]) -> dict[str, list[Directive]]:
    """Find the records of marked articles. The text tells which is which: names and folders change.

    Args:
        marked: The articles, by name.
        records: The records, by the id of their article's text.

    Returns:
        The records of each article that has some, by its name.

    Raises:
        UsageError: A record does not quote its article.
    """
    found = {name: records[one.article.id] for name, one in marked.items() if one.article.id in records}
    for name, some in found.items():
        for record in some:
            try:
                record.check(marked[name].article.text)
            except ValueError as error:
                raise UsageError(f"a record of {name} does not fit its text: {error}: extract it anew") from error
    return found
