"""From bytes to text: what is said first, what is certain next, what is likely last, and else an error."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from pipeline.encodings.known import Encoding, find_encoding
from pipeline.encodings.likeness import likeness
from pipeline.encodings.readings import legacy_reading, real_readings
from pipeline.encodings.repair import repair
from pipeline.errors import UndecodableText, UnknownEncoding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = ("utf-16-le", "utf-16-be")
_WIDE_BYTES = (b"\0", b"\x0e")
"""Of UTF-16: half of each ASCII letter, half of each Thai letter. Nothing else that is text has them."""

_HELP = "name the encoding with --encoding NAME, or convert it with 'iconv -f NAME -t UTF-8'"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was got out of its bytes.

    Attributes:
        text: The text, without a byte-order mark, its line ends as they were. All offsets are code points of it.
        encoding: What the bytes were in.
        repairs: What had been damaged before and was put right, as sentences without a full stop.
        damage: What is damaged and was left so.
    """

    text: str
    encoding: str
    repairs: tuple[str, ...] = ()
    damage: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """All there is to tell of it."""
        return self.repairs + self.damage


def decode(data: bytes, *, given: str | None = None, declared: str | None = None) -> Decoded:
    """Decode the bytes of an article.

    A byte-order mark decides; then the encoding that is given; then UTF-8 if the bytes are that, UTF-16 without a
    mark; then the one that reads best as Thai or Vietnamese. Letters that an encoding writes as letter and mark
    (windows-1258, TCVN3) are composed; in Unicode they stay as they are. Text that was decoded wrongly and saved
    again before it came here is repaired, unless the encoding was given.

    Args:
        data: The file as it lies on the disk.
        given: The encoding, if the caller knows it: one of the names in ``encodings.toml``.
        declared: The encoding that the article says it is in; it may be wrong, or no encoding at all.

    Returns:
        The text, with notes on what was repaired and what could not be. There is no U+FFFD in it that was not in
        the bytes.

    Raises:
        UnknownEncoding: ``given`` is no encoding that is known.
        UndecodableText: The bytes are no text, or it is not certain in which encoding, or not in the one given.
    """
    wanted = find_encoding(given) if given else None
    for mark, name in _MARKS:
        if data.startswith(mark):
            if name == "utf-8":
                data = data.removeprefix(mark)
            text = _strictly(data, find_encoding(name), "its byte-order mark says")
            return Decoded(text, name) if wanted else _repaired(text, name)
    if wanted:
        return Decoded(_strictly(data, wanted, "it was said to be in"), wanted.name)
    if any(byte in data for byte in _WIDE_BYTES):
        for reading in real_readings(data, map(find_encoding, _WIDE)):
            return Decoded(reading.text, reading.encoding)
    if b"\0" in data:
        raise UndecodableText(f"this is a binary file, not text: give the article as plain text, or {_HELP}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _legacy(data, _known(declared), error)
    return _repaired(text, "utf-8")


def detect(head: bytes, *, given: str | None = None) -> str | None:
    """Tell the encoding of a file by its beginning, for those who decode it piece by piece.

    Args:
        head: Its first bytes, some thousand if there are so many; the last character may be cut off.
        given: The encoding, if the caller knows it.

    Returns:
        The encoding's name, or None if the beginning does not show it.

    Raises:
        UnknownEncoding: ``given`` is no encoding that is known.
    """
    wanted = find_encoding(given).name if given else None
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if wanted:
        return wanted
    if any(byte in head for byte in _WIDE_BYTES):
        wide = real_readings(head[: len(head) & ~1], map(find_encoding, _WIDE))
        return wide[0].encoding if wide else None
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        reading, _ = legacy_reading(head)
        return reading.encoding if reading else None
    return None if head.isascii() else "utf-8"


def _strictly(data: bytes, encoding: Encoding, who: str) -> str:
    try:
        text = encoding.decode(data)
    except UnicodeDecodeError as error:
        raise UndecodableText(f"byte {error.start} is not {encoding.name}, which {who}: {_HELP}") from None
    if "\0" in text:
        raise UndecodableText(f"this is a binary file, not text in {encoding.name}, which {who}: {_HELP}")
    return text


def _repaired(text: str, encoding: str) -> Decoded:
    repaired = repair(text)
    return Decoded(repaired.text, encoding, repaired.repairs, repaired.damage)


def _known(declared: str | None) -> Encoding | None:
    try:
        return find_encoding(declared) if declared else None
    except UnknownEncoding:
        return None


def _legacy(data: bytes, declared: Encoding | None, error: UnicodeDecodeError) -> Decoded:
    reading, open_choice = legacy_reading(data, declared)
    if reading:
        return _repaired(reading.text, reading.encoding)
    if open_choice:
        raise UndecodableText(f"could be {' or '.join(open_choice)}: {_HELP}")
    mended = _cut_off(data, error) or _mixed(data)
    if mended:
        return mended
    raise UndecodableText(f"byte {error.start} is not UTF-8, and no other encoding gives Thai or Vietnamese: {_HELP}")


def _cut_off(data: bytes, error: UnicodeDecodeError) -> Decoded | None:
    """UTF-8 that ends in the middle of a character, as downloads do that were broken off."""
    if error.reason != "unexpected end of data":
        return None
    text = data[: error.start].decode("utf-8")
    if not likeness(text).real:
        return None
    repaired = _repaired(text, "utf-8")
    cut = "it ends in the middle of a character, which is left out"
    return Decoded(repaired.text, "utf-8", repaired.repairs, (*repaired.damage, cut))


def _mixed(data: bytes) -> Decoded | None:
    """Lines in UTF-8 and lines in one other encoding, as in files that were put together."""
    lines = data.split(b"\n")
    texts: list[str | None] = [_utf8(line) for line in lines]
    others = [line for line, text in zip(lines, texts, strict=True) if text is None]
    reading, _ = legacy_reading(b"\n".join(others))
    if reading is None or not likeness("\n".join(text for text in texts if text is not None)).real:
        return None
    rest = iter(reading.text.split("\n"))
    repaired = _repaired("\n".join(next(rest) if text is None else text for text in texts), "utf-8")
    note = f"{len(others):,} lines were in {reading.encoding}, the others in UTF-8"
    return Decoded(repaired.text, "utf-8", (*repaired.repairs, note), repaired.damage)


def _utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None
