"""Which column of a table holds what."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pipeline.errors import NoTextColumn
from pipeline.language import languages, table
from pipeline.read.options import ReadOptions

_SHOWN = 30
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Columns:
    """Places of columns, counted from 0; None for what a table does not have."""

    text: int | None
    date: int | None
    url: int | None
    title: int | None


@cache
def _known() -> dict[str, tuple[str, ...]]:
    """Names of columns by what they hold: the common ones first, then each language's."""
    with Path(__file__).with_name("columns.toml").open("rb") as file:
        names: dict[str, list[str]] = tomllib.load(file)
    for language in languages():
        for what, more in table(language, "text")["columns"].items():
            names[what] = [*names[what], *more]
    return {what: tuple(dict.fromkeys(known)) for what, known in names.items()}


@lru_cache(maxsize=64)
def guess_columns(header: tuple[str, ...], options: ReadOptions) -> Columns:
    """Find the columns of a table by their names.

    Args:
        header: The names of the columns.
        options: Those that the caller names; a name that is not there is not replaced by a guess.

    Returns:
        Their places. A name that stands earlier in the list of known names goes before a later one.
    """
    folded = [_folded(name) for name in header]

    def find(what: str, named: str | None) -> int | None:
        if named is not None:
            return header.index(named) if named in header else _place(folded, (_folded(named),))
        return _place(folded, _known()[what])

    return Columns(
        text=find("text", options.text_column),
        date=find("date", options.date_column),
        url=find("url", options.url_column),
        title=find("title", None),
    )


def find_columns(header: Sequence[str], options: ReadOptions) -> Columns:
    """Find the columns of a table, or say what there is.

    Args:
        header: The names of the columns.
        options: Those that the caller names.

    Returns:
        Their places; the text's is never None.

    Raises:
        NoTextColumn: No column is known to hold the text, or a named one does not exist.
    """
    columns = guess_columns(tuple(header), options)
    shown = ", ".join(name[:_LONGEST_NAME] or "(without a name)" for name in header[:_SHOWN])
    more = f" and {len(header) - _SHOWN:,} more" if len(header) > _SHOWN else ""
    for what, named in (("text", options.text_column), ("date", options.date_column), ("url", options.url_column)):
        if named is not None and getattr(columns, what) is None:
            raise NoTextColumn(f"it has no column {named!r}: name one of {shown}{more} with --{what}-column")
    if columns.text is None:
        raise NoTextColumn(
            f"none of its columns is known to hold the text: name one of {shown}{more} with --text-column"
        )
    return columns


def _place(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _folded(name: str) -> str:
    name = unicodedata.normalize("NFC", name)
    return " ".join(name.strip("\ufeff \t\"'").lower().replace("_", " ").replace("-", " ").split())
