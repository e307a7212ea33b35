"""Which of the encodings that bytes could be in they are in: the one that gives real Thai or Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.encodings.known import Encoding, encodings, find_encoding
from pipeline.encodings.likeness import Likeness, likeness

_TIE = 16
"""Bits that the best reading must be ahead of the next: one wrong guess in some 65,000 where they differ."""

_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
"""Control characters; where an encoding gives some, it is not the right one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Bytes as one encoding reads them.

    Attributes:
        encoding: The encoding's name.
        text: What they say in it.
        likeness: How much that looks like real text.
    """

    encoding: str
    text: str
    likeness: Likeness


def legacy_reading(data: bytes, declared: Encoding | None = None) -> tuple[Reading | None, tuple[str, ...]]:
    """Read bytes that are in no Unicode encoding.

    Args:
        data: The bytes.
        declared: What they were said to be in; believed if no other reading is better.

    Returns:
        The reading, or None and the names of the encodings between which the choice is open.
    """
    tried = ([declared] if declared else []) + [encoding for encoding in encodings() if encoding.guess]
    found = real_readings(data, tried)
    if not found:
        return None, ()
    best = min(found, key=lambda reading: reading.likeness.mean)
    # A rare form of the best one's encoding need not be that far behind: a single dash is a capital letter in it.
    near = [
        reading
        for reading in found
        if _ahead(best, reading) < _TIE and find_encoding(reading.encoding).rare_form_of != best.encoding
    ]
    if len(near) == 1 or (declared and near[0].encoding == declared.name):
        return near[0], ()
    return None, tuple(reading.encoding for reading in near)


def real_readings(data: bytes, tried: Iterable[Encoding]) -> list[Reading]:
    """Read bytes in several encodings.

    Args:
        data: The bytes.
        tried: The encodings.

    Returns:
        The readings that are real text, in that order; of those that say the same, the first.
    """
    found: dict[str, Reading] = {}
    for encoding in tried:
        try:
            text = encoding.decode(data)
        except UnicodeDecodeError:
            continue
        if text not in found and not _NO_TEXT.search(text):
            found[text] = Reading(encoding.name, text, likeness(text))
    return [reading for reading in found.values() if reading.likeness.real]


def _ahead(best: Reading, other: Reading) -> float:
    """By how many bits one reading is better than another, for as many pairs as it has itself."""
    return (other.likeness.mean - best.likeness.mean) * best.likeness.pairs
