"""What each language knows, as data: one folder a language, the same files in each.

A folder ``pipeline/language/<code>/`` holds TOML tables and lists of words. Engine code asks for a table by name and
never asks which language it is working for; adding a language is adding a folder.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
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


@cache
def word_classes(language: str) -> Mapping[str, str]:
    """What kind of thing each frequent word of a language means, so that a rare word is treated like its common kin.

    A class has a group and a name. ``duty``: what a body can be ordered to do, by action type (``duty.build``);
    ``boost``: verbs that say nothing of what is done, or how hard; ``verb``: the other verbs, such as ``verb.say``;
    ``noun``: things, such as ``noun.document``; ``rest``: qualities and function words.

    Args:
        language: A language code.

    Returns:
        Word (in lower case, digits masked with 0) to class, from ``words.tsv``. It is cached and shared.

    Raises:
        UnknownLanguage: There is no folder for this language.
    """
    if language not in languages():
        raise UnknownLanguage(language, languages())
    lines = (FOLDER / language / "words.tsv").read_text(encoding="utf-8").splitlines()
    return MappingProxyType(dict(line.split("\t") for line in lines))
