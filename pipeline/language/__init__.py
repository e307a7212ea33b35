"""What each language knows, as data: one folder a language, the same files in each.

A folder ``pipeline/language/<code>/`` holds TOML tables. Engine code asks for a table by name and never asks which
language it is working for; adding a language is adding a folder.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import UnknownLanguage

FOLDER = Path(__file__).parent


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that have a folder here, sorted (``("th", "vi")``)."""
    return tuple(sorted(path.name for path in FOLDER.iterdir() if (path / "text.toml").is_file()))


@cache
def table(language: str, name: str) -> dict[str, Any]:
    """Read one table of a language.

    Args:
        language: A language code, such as ``"th"``.
        name: The table's file name without its ending, such as ``"deadlines"``.

    Returns:
        The table as TOML gives it. It is cached and shared: treat it as read-only.

    Raises:
        UnknownLanguage: There is no folder for this language.
    """
    if language not in languages():
        raise UnknownLanguage(language, languages())
    with (FOLDER / language / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
