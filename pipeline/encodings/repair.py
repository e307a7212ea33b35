"""Text that somebody decoded wrongly and saved again: กำหนด as à¸à¸³à¸«à¸™à¸”, Chính phủ as ChÝnh phñ.

ftfy undoes what Western encodings did, also to parts of a line. Beside it stand the two kinds it does not know: UTF-8
read as windows-874, and Thai or Vietnamese in a legacy encoding read as Western.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import ftfy
from ftfy.badness import is_bad

from pipeline.encodings.likeness import ENOUGH, LIKELY, likeness
from pipeline.encodings.readings import legacy_reading

# Only what undoes a wrong decoding: quotation marks, widths, ligatures and line ends stay as they are, and nothing
# becomes U+FFFD.
_ONLY_ENCODING = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    restore_byte_a0=True,
    replace_lossy_sequences=False,
    decode_inconsistent_utf8=True,
    fix_c1_controls=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
)
_WESTERN = ("sloppy-windows-1252", "latin-1")
_THAI = "sloppy-cp874"
_AGAIN = 3
"""How often text may have been saved wrongly, one time over the other."""

_BETTER = 2.0
"""Bits a pair by which a repair must make text more like real text."""

_LOST = "\ufffd"
_CONTROLS = re.compile(r"[\x80-\x84\x86-\x9f]")
# The Thai letters of UTF-8 begin with E0 B8 or E0 B9, which windows-874 reads as these; four in a row are no word.
_THAI_TWICE = re.compile("(?:\u0e40[\u0e18\u0e19].){4}")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text after its repair.

    Attributes:
        text: The text.
        repairs: What was put right.
        damage: What is damaged and was left so.
    """

    text: str
    repairs: tuple[str, ...]
    damage: tuple[str, ...]


def repair(text: str) -> Repaired:
    """Undo wrong decodings where that gives real Thai or Vietnamese, and tell what stays damaged.

    Whole texts are tried before lines. Text without damage comes back as it is.

    Args:
        text: Any text.

    Returns:
        The text, repaired or not.
    """
    lost = text.count(_LOST)
    damage = [f"{lost:,} characters were replaced with U+FFFD before it came here"] if lost else []
    if not _garbled(text):
        return Repaired(text, (), tuple(damage))
    # All of it first: what several lines say together is more certain than what each says.
    mended, lines = _mend(text, _undone), 0
    if mended == text:
        parts = text.splitlines(keepends=True)
        fixed = [_mend(part, _undone_or_patched) if _garbled(part) else part for part in parts]
        lines = sum(new != old for new, old in zip(fixed, parts, strict=True))
        mended = "".join(fixed)
    repairs = []
    if mended != text:
        where = f"{lines:,} lines" if lines else "the text"
        repairs = [f"{where} had been decoded wrongly and saved again, which is undone"]
    bad = sum(_garbled(line) for line in mended.splitlines())
    if bad:
        damage.append(f"{bad:,} lines look wrongly decoded and could not be repaired")
    return Repaired(mended, tuple(repairs), tuple(damage))


def _garbled(text: str) -> bool:
    """Whether a text looks as if it had been decoded wrongly."""
    if text.isascii():
        return False
    if _CONTROLS.search(text) or _THAI_TWICE.search(text) or is_bad(text):
        return True
    like = likeness(text)
    return like.pairs >= ENOUGH and like.mean > LIKELY + _BETTER


def _mend(text: str, attempts: Callable[[str], Iterable[str]]) -> str:
    """Take the best of what a text may have been, as long as that is better."""
    for _ in range(_AGAIN):
        before = likeness(text)
        best, like = text, before
        for attempt in attempts(text):
            after = likeness(attempt)
            if after.real and after.mean < like.mean and after.mean + _BETTER <= before.mean:
                best, like = attempt, after
        if best == text:
            break
        text = best
    return text


def _undone_or_patched(text: str) -> Iterator[str]:
    yield from _undone(text)
    yield ftfy.fix_encoding(text, _ONLY_ENCODING)  # also where only some of the characters are damaged


def _undone(text: str) -> Iterator[str]:
    """What a text was if all of it was decoded wrongly."""
    for wrong in (*_WESTERN, _THAI):
        try:
            data = text.encode(wrong)
        except UnicodeEncodeError:
            continue
        try:
            yield data.decode("utf-8")
        except UnicodeDecodeError:
            if wrong in _WESTERN and (reading := legacy_reading(data)[0]):
                yield reading.text
