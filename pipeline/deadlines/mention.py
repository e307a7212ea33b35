"""The record of one time expression found in a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time expression, the value it has as a deadline, and whether the rules take it for one.

    Attributes:
        start: First code point of the expression, its preposition included.
        end: One past the last code point.
        text: The expression as written, ``article[start:end]``.
        relation: ``before``, ``by``, ``within``, ``from``, ``during``, ``recurring`` or ``asap``. For a
            candidate that is no deadline this is the relation it would have as one.
        edtf: The date in EDTF (ISO 8601-2), quarters as 33-36 and half-years as 40-41; null where nothing is
            dated.
        due: The last day in time, ``YYYY-MM-DD``.
        time: A clock time, ``HH:MM``.
        duration: An ISO 8601 duration, for ``within``.
        working_days: Saturdays and Sundays do not count in the duration.
        rrule: The recurrence (RFC 5545), for ``recurring``.
        approximate: The wording is vague about the day (``early May``).
        limits: The rules' own verdict: this expression limits a duty.
        rule: The rule of the grammar that read it.
        cue: The class of its preposition (``before``, ``latest``, ``within`` ...), null for a bare one.
        reason: Why the rules do not take it for a deadline; null where they do.
    """

    start: int
    end: int
    text: str
    relation: str
    edtf: str | None
    due: str | None
    time: str | None
    duration: str | None
    working_days: bool
    rrule: str | None
    approximate: bool
    limits: bool
    rule: str
    cue: str | None
    reason: str | None
