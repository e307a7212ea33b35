"""Writes text in the encodings that `pipeline.encodings` reads. The pipeline itself only reads."""

from __future__ import annotations

import unicodedata

from pipeline.encodings.known import Encoding, find_encoding

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def encode(text: str, name: str) -> bytes:
    """Write a text in an encoding, as the programs of its time did.

    Raises:
        UnicodeEncodeError: The encoding has no way to write a character.
    """
    encoding = find_encoding(name)
    return (
        b"".join(_encode(letter, encoding) for letter in text)
        if _legacy(encoding)
        else text.encode(encoding.codec or name)
    )


def letters(name: str) -> str:
    """All Vietnamese letters beyond ASCII that an encoding can write."""
    return "".join(letter for letter in VIETNAMESE if _can(letter, find_encoding(name)))


def writable(text: str, name: str) -> str:
    """A text with small letters for capitals, and hyphens for signs, that an encoding lacks."""
    encoding = find_encoding(name)
    known = {}
    for letter in set(text):
        ways = (letter, letter.lower(), "-")
        known[letter] = next(way for way in ways if all(_can(part, encoding) for part in way))
    return "".join(map(known.__getitem__, text))


def _legacy(encoding: Encoding) -> bool:
    return encoding.table is not None or encoding.composed


def _can(letter: str, encoding: Encoding) -> bool:
    try:
        written = _encode(letter, encoding) if _legacy(encoding) else letter.encode(encoding.codec or encoding.name)
        return encoding.decode(written) == letter
    except UnicodeEncodeError:
        return False


def _encode(letter: str, encoding: Encoding) -> bytes:
    if encoding.table is None:
        # windows-1258 keeps ă â ê ô ơ ư in one piece and the tone apart.
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(part for part in parts if part in _TONES)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        return (base + tone).encode("cp1258")
    codes = [code for code, other in encoding.table.letters.items() if other == letter]
    code = min(codes, key=len, default=None) or letter.encode("cp1252")
    if encoding.table.decode(code) != letter:
        raise UnicodeEncodeError(encoding.name, letter, 0, 1, "no code of its own")
    return code


VIETNAMESE = (
    "".join(
        letter
        for small in "aăâeêioôơuưy"
        for tone in ("", *_TONES)
        for letter in (unicodedata.normalize("NFC", small + tone), unicodedata.normalize("NFC", small.upper() + tone))
        if not letter.isascii()
    )
    + "đĐ"
)
