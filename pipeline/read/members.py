"""What one input is made of: itself, or the files inside an archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Member:
    """Something to read.

    Attributes:
        source: Where it lies, for records and errors: ``FILE`` or ``ARCHIVE!/MEMBER``.
        name: Its name without the endings of what it was packed in; a hint about its kind.
        stream: Its bytes.
        inside: It lies in an archive, among files that may be no articles.
    """

    source: str
    name: str
    stream: BinaryIO
    inside: bool = False
