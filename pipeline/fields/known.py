"""An action whose fields are known: what the models of types and targets learn from."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.tagging.reading import Reading
from pipeline.tokens import Span


@dataclass(frozen=True, slots=True)
class KnownAction:
    """A marked action, in its article or by itself.

    Attributes:
        reading: The text it stands in.
        action: Its span, in code points of the normalised text.
        target: The span of what it works on, or None where it works on nothing.
        kind: Its type.
    """

    reading: Reading
    action: Span
    target: Span | None
    kind: str
