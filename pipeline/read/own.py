"""What the program itself has written: told by how it begins, since it may have any name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pipeline.read.streams import HEAD

Kind = Literal["records", "errors", "texts", "summary", "journal"]

_STRING = rb'"(?:[^"\\]|\\.)*+"'
_MAYBE = rb"(?:null|" + _STRING + rb")"
# The beginning alone, because a line may be longer than what is looked at.
_BEGINNINGS: dict[Kind, re.Pattern[bytes]] = {
    "records": re.compile(rb'\{"schema":"directive/\d+","id":"[0-9a-f]{16}","document":\{"id":'),
    "errors": re.compile(rb'\{"source": ' + _STRING + rb', "stage": "[a-z]+", "error": "\w+", "message": "'),
    "texts": re.compile(
        rb'\{"id": "[0-9a-f]{16}", "source": '
        + _STRING
        + b"".join(rb', "%s": ' % key + _MAYBE for key in (b"url", b"title", b"published", b"language"))
        + rb', "text": "'
    ),
    "summary": re.compile(rb'\{\n  "articles": \d+,\n  "with_records": \d+,\n  "without_records": \d+,\n'),
    "journal": re.compile(rb'[0-9a-f]{8} \{"journal":\d+,"run":"'),
}


def kind_of(head: bytes) -> Kind | None:
    """Tell which of its files the program has written.

    Args:
        head: A file's first bytes, 64 KiB if there are so many.

    Returns:
        The kind of file; None if it is of someone else, or empty.
    """
    return next((kind for kind, beginning in _BEGINNINGS.items() if beginning.match(head)), None)


def is_own(path: str) -> bool:
    """Whether a file is one that the program has written.

    Records that are none make an empty file; the numbers of the run beside it tell.
    """
    head = head_of(path)
    return kind_of(head) is not None if head else kind_of(head_of(f"{path}.summary.json")) == "summary"


def head_of(path: str | Path) -> bytes:
    """The first bytes of a file; none if it cannot be read, or gives them only once (a pipe)."""
    try:
        if not Path(path).is_file():
            return b""
        with Path(path).open("rb") as file:
            return file.read(HEAD)
    except (OSError, ValueError):
        return b""
