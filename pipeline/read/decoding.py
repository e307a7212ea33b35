"""Bytes of an article to text: the one place where the readers decode."""

from __future__ import annotations

import codecs

from pipeline.errors import UndecodableText
from pipeline.read.options import ReadOptions
from pipeline.text import decode

# Labels that the WHATWG Encoding Standard knows and Python does not, or takes more narrowly.
_LABELS = {"windows-874": "cp874", "tis-620": "cp874", "iso-8859-11": "cp874", "dos-874": "cp874"}
# Servers name these whatever they send, and hardly any bytes contradict them.
_SAY_NOTHING = {"ascii", "iso8859-1", "cp1252"}


def decode_bytes(data: bytes, options: ReadOptions, declared: str | None = None) -> str:
    """Decode the bytes of an article.

    Bytes that are UTF-8 are UTF-8, whatever a page declares: no other text passes for it by chance.

    Args:
        data: The bytes.
        options: An encoding given there overrides everything.
        declared: The encoding that the page or its server names.

    Returns:
        The text, without a byte-order mark, its line ends as they were.

    Raises:
        UndecodableText: The bytes are no text in the given encoding, or in any that can be detected.
    """
    if options.encoding:
        return _decode_as(data, options.encoding)
    try:
        return decode(data)
    except UndecodableText:
        codec = _codec(declared)
        if codec is None or b"\0" in data:
            raise
        try:
            return data.decode(codec)
        except ValueError:
            pass
        raise


def _codec(declared: str | None) -> str | None:
    """The codec that a label stands for, if it tells anything."""
    if not declared:
        return None
    label = declared.strip().lower()
    try:
        name = codecs.lookup(_LABELS.get(label, label)).name
        # Python's registry also holds codecs that are no encodings of text (rot13, zip).
        b"".decode(name)
    except (LookupError, ValueError):
        return None
    return None if name in _SAY_NOTHING else name


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(_LABELS.get(encoding.lower(), encoding))
    except LookupError:
        raise UndecodableText(f"unknown encoding {encoding!r}: use a name that Python knows") from None
    except ValueError as error:
        raise UndecodableText(f"this is not {encoding} ({error}): name another encoding, or none") from None
    if "\0" in text:
        raise UndecodableText("this is a binary file, not text: give the article as text")
    return text.removeprefix("\ufeff")
