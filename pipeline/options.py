"""How articles are worked on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from pipeline.errors import BadOption, UnknownLanguage
from pipeline.read.limits import LONGEST_TEXT

LONGEST_LIMIT = 10_000_000
"""Characters: as long as spaCy lets a document be (`pipeline.nlp.LONGEST`)."""
SHORTEST_LIMIT = 0.001
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Options:
    """How articles are worked on.

    Attributes:
        language: ``"th"``, ``"vi"``, or ``"auto"`` to detect it for each article.
        published: The articles' date (``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``), if it is not to be looked for.
        max_chars: The longest text, in characters.
        max_seconds: The longest time for one article once it is read, in seconds; None for no limit.
        min_confidence: Records with less are left out, 0 to 1.
        copies: What to do with an article whose text nearly repeats an earlier one's: ``"mark"`` it, or ``"drop"``
            it, so that nothing is looked for in it; None not to look for copies.
        trace: Whether records name the rules and models behind each field.
    """

    language: str = "auto"
    published: str | None = None
    max_chars: int = LONGEST_TEXT
    max_seconds: float | None = None
    min_confidence: float = 0.0
    copies: Literal["mark", "drop"] | None = None
    trace: bool = False

    def checked(self) -> Options:
        """The same options with the date in normal form.

        Raises:
            BadOption: A number is out of its range.
            UnknownLanguage: There is no such language.
            BadDate: ``published`` is no date.
        """
        from pipeline.language import languages
        from pipeline.metadata import parse_published

        for name, (value, least, most) in self._ranges().items():
            if not least <= value <= most:
                raise BadOption(f"{name} is {value:g}: give a number from {least:g} to {most:,}")
        if self.language != "auto" and self.language not in languages():
            raise UnknownLanguage(self.language, languages())
        return replace(self, published=parse_published(self.published)) if self.published is not None else self

    def _ranges(self) -> dict[str, tuple[float, float, float]]:
        seconds = SHORTEST_LIMIT if self.max_seconds is None else self.max_seconds
        return {
            "--max-chars": (self.max_chars, 1, LONGEST_LIMIT),
            "--max-seconds": (seconds, SHORTEST_LIMIT, 86_400),
            "--min-confidence": (self.min_confidence, 0, 1),
        }
