"""The encodings there are: their names and how each turns bytes into text."""

from __future__ import annotations

import codecs
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from pipeline.errors import UnknownEncoding

_FOLDER = Path(__file__).parent
_REST = "cp1252"
_CODE_POINT = "U+"


@dataclass(frozen=True)
class Table:
    """A legacy Vietnamese encoding: a letter stands for a byte, or for a base letter's byte and a mark's.

    Attributes:
        letters: Each letter by its bytes, one or two.
    """

    letters: Mapping[bytes, str]

    @cached_property
    def _single(self) -> dict[int, str]:
        rest = {byte: bytes([byte]).decode(_REST, "ignore") for byte in range(256)}
        single = {code[0]: letter for code, letter in self.letters.items() if len(code) == 1}
        return {byte: letter for byte, letter in (rest | single).items() if letter}

    @cached_property
    def _pairs(self) -> dict[str, str]:
        pairs = {code: letter for code, letter in self.letters.items() if len(code) == 2}
        return {self._single[code[0]] + self._single[code[1]]: letter for code, letter in pairs.items()}

    @cached_property
    def _pair(self) -> re.Pattern[str]:
        return re.compile(
            f"[{''.join({pair[0] for pair in self._pairs})}][{''.join({pair[1] for pair in self._pairs})}]"
        )

    def decode(self, data: bytes) -> str:
        """Read bytes; raise UnicodeDecodeError where one stands for nothing."""
        text = codecs.charmap_decode(data, "strict", self._single)[0]
        if not self._pairs:
            return text
        return self._pair.sub(lambda match: self._pairs.get(match.group(), match.group()), text)


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding as `encodings.toml` describes it.

    Attributes:
        name: Its name here.
        aliases: What else it is called.
        codec: Python's codec for it, or None.
        table: Its table, where Python has no codec.
        composed: Whether letters and marks that stand apart are put together.
        guess: Whether it is tried where nothing says what the bytes are.
        rare_form_of: The encoding that is meant where both say nearly the same.
    """

    name: str
    aliases: tuple[str, ...]
    codec: str | None
    table: Table | None
    composed: bool
    guess: bool
    rare_form_of: str | None

    def decode(self, data: bytes) -> str:
        """Read bytes.

        Args:
            data: Bytes in this encoding.

        Returns:
            Their text.

        Raises:
            UnicodeDecodeError: A byte stands for nothing in this encoding.
        """
        text = self.table.decode(data) if self.table else data.decode(self.codec or self.name)
        return unicodedata.normalize("NFC", text) if self.composed else text


@cache
def encodings() -> tuple[Encoding, ...]:
    """All encodings that are known, in the order in which they are tried."""
    rows = tomllib.loads((_FOLDER / "encodings.toml").read_text(encoding="utf-8"))["encoding"]
    return tuple(
        Encoding(
            name=row["name"],
            aliases=tuple(row["aliases"]),
            codec=row.get("codec"),
            table=Table(_letters(row["table"]) | _letters(row.get("over"))) if "table" in row else None,
            composed=row.get("composed", False),
            guess=row.get("guess", False),
            rare_form_of=row.get("rare_form_of"),
        )
        for row in rows
    )


def find_encoding(name: str) -> Encoding:
    """Look an encoding up.

    Args:
        name: One of its names; case does not matter, nor whether ``-``, ``_`` or a space stands between.

    Returns:
        The encoding.

    Raises:
        UnknownEncoding: None of the known ones is called so.
    """
    try:
        return _by_name()[_folded(name)]
    except KeyError:
        raise UnknownEncoding(name, [encoding.name for encoding in encodings()]) from None


@cache
def _by_name() -> dict[str, Encoding]:
    return {name: encoding for encoding in encodings() for name in (encoding.name, *encoding.aliases)}


def _folded(name: str) -> str:
    return re.sub(r"[ _]", "-", name.strip().lower())


def _letters(name: str | None) -> dict[bytes, str]:
    if name is None:
        return {}
    lines = (_FOLDER / "tables" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {bytes.fromhex(code): _letter(written) for code, written in rows}


def _letter(written: str) -> str:
    """A letter as it stands in a table, or as its code point where it could not be seen."""
    return chr(int(written.removeprefix(_CODE_POINT), 16)) if written.startswith(_CODE_POINT) else written
