"""The bytes of an article to its text, with a word on what had been damaged."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from pipeline.encodings import decode, repair

_log = logging.getLogger("pipeline.read")


def decode_article(data: bytes, source: str, given: str | None = None, declared: str | None = None) -> str:
    """Decode an article, and log what was repaired in it and what could not be.

    Args:
        data: Its bytes.
        source: Where they come from, for the log.
        given: The encoding, if the caller knows it.
        declared: The encoding that the article says it is in.

    Returns:
        The text.

    Raises:
        UnknownEncoding: ``given`` is no encoding that is known.
        UndecodableText: It cannot be decoded.
    """
    decoded = decode(data, given=given, declared=declared)
    tell(source, decoded.notes)
    return decoded.text


def repair_article(text: str, source: str) -> str:
    """Repair a text that came decoded already, as from a table, and log what was repaired and what could not be.

    Args:
        text: The text.
        source: Where it comes from, for the log.

    Returns:
        The text, repaired or not.
    """
    repaired = repair(text)
    tell(source, repaired.repairs + repaired.damage)
    return repaired.text


def tell(source: str, notes: Iterable[str]) -> None:
    """Log notes on a text under its source."""
    for note in notes:
        _log.warning("%s: %s", source, note)
