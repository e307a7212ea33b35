"""Actions by themselves, with type and target: they are quickly written and teach verbs that no article has."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from pipeline.errors import UsageError
from pipeline.fields.known import KnownAction
from pipeline.nlp import annotating
from pipeline.records import ActionType
from pipeline.tagging.reading import read_units
from pipeline.train.sources import CORPUS

ACTIONS = CORPUS / "actions"


def load_actions(language: str, folder: Path = ACTIONS) -> list[KnownAction]:
    """Read and annotate the actions of a language.

    A line has a type, a tab, and an action with its target between square brackets, or without them where it has
    none: ``review<TAB>ตรวจสอบ[ระบบระบายน้ำ]ให้แล้วเสร็จ``.

    Args:
        language: The language; its file is ``LANGUAGE.tsv``.
        folder: Where the files lie.

    Returns:
        The actions, in the file's order.

    Raises:
        UsageError: The file is missing, or a line of it is broken.
    """
    path = folder / f"{language}.tsv"
    if not path.is_file():
        raise UsageError(f"no actions in {folder}: it should hold {path.name}")
    nlp = annotating(language)
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            kind, text, target = parse(line)
        except ValueError as error:
            raise UsageError(f"{path}, line {number}: {error}") from error
        doc = nlp(nlp.make_doc(text))
        normal = doc._.normalised
        # By itself it is no headline, whatever it looks like.
        body = (0, len(normal.text), "body")
        reading = read_units(normal.text, language, doc._.words, doc._.cues, doc._.agencies, doc._.dates, [body])
        found.append(KnownAction(reading, body[:2], target and normal.normalised(*target), kind))
    return found


def count_actions(language: str, folder: Path = ACTIONS) -> int:
    """How many actions a language has, without reading them closely."""
    return len((folder / f"{language}.tsv").read_text(encoding="utf-8").splitlines())


def parse(line: str) -> tuple[str, str, tuple[int, int] | None]:
    """Take a line apart.

    Args:
        line: Type, tab, action.

    Returns:
        The type, the action without brackets, and its target's span in it.

    Raises:
        ValueError: The line is of another form.
    """
    kind, tab, marked = line.partition("\t")
    if not tab or not marked.strip() or "\t" in marked:
        raise ValueError("it should be a type, one tab and an action")
    if kind not in get_args(ActionType):
        raise ValueError(f"{kind!r} is no type")
    before, opened, rest = marked.partition("[")
    target, closed, after = rest.partition("]")
    if bool(opened) != bool(closed) or any(mark in before + target + after for mark in "[]") or (opened and not target):
        raise ValueError("it should have one target between square brackets, or none")
    span = (len(before), len(before) + len(target)) if opened else None
    return kind, before + target + after, span
