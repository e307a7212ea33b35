"""An article on its way through: its text and what is known about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from pipeline.text import NormalisedText, normalise


@dataclass(frozen=True)
class Article:
    """One article, as read.

    Attributes:
        text: The text as decoded; all spans of records are code points of it.
        source: Path or URL, as given.
        language: ``th`` or ``vi``; None until detected.
        published: ``YYYY-MM-DD``, ``YYYY-MM``, ``YYYY`` or None.
        published_from: Who said so: ``given`` (by the caller), ``metadata``, ``text`` or ``inferred``.
        url: Where the article was published, if known.
        title: Its headline, if known.
        repairs: What was damaged before it was read and has been put right, as sentences without a full stop.
        damage: What is damaged and was left so.
    """

    text: str
    source: str = ""
    language: str | None = None
    published: str | None = None
    published_from: str | None = None
    url: str | None = None
    title: str | None = None
    repairs: tuple[str, ...] = ()
    damage: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Escape in the names what cannot be written in any encoding: half characters, out of JSON escapes."""
        for name in ("source", "url", "title"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, value.encode("utf-8", "backslashreplace").decode("utf-8"))

    @cached_property
    def normalised(self) -> NormalisedText:
        """The text in normal form, with the map back. Made when first asked for."""
        return normalise(self.text)

    @cached_property
    def id(self) -> str:
        """The first 16 hexadecimal digits of the SHA-256 of the decoded text in UTF-8."""
        # A lone surrogate can come in through a JSON escape; it must not stop the article.
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
