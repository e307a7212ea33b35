"""A quote that ends inside of what belongs together is made whole, or ends before it."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.tokens import Span


def whole(text: str, span: Span, outer: Span, names: Iterable[Span], counts: Iterable[Span]) -> Span:
    """Take in, or leave out, what the end of a stretch cuts: a name or number, or a bracket that stays open.

    A quantity comes in if its number has begun: of *no fewer than 20 cars* the first words alone are left out.

    Args:
        text: The text.
        span: The stretch.
        outer: What it lies in and may not leave.
        names: What must not be cut, such as the legal texts that the text names.
        counts: Its quantities.

    Returns:
        The stretch with an end that cuts nothing; as it was if nothing would be left.
    """
    start, end = span
    for low, high in names:
        if start <= low < end < high:
            end = high if high <= outer[1] else low
    for low, high in counts:
        if start <= low < end < high:
            begun = any(sign.isdigit() for sign in text[low:end])
            end = high if begun and high <= outer[1] else low
    opened = _left_open(text[start:end])
    if opened >= 0:
        closing = text.find(")", end, outer[1])
        inside = closing >= 0 and "(" not in text[end:closing]
        end = closing + 1 if inside else start + opened
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else span


def _left_open(text: str) -> int:
    """Where the first bracket stands that is not closed, or -1."""
    places: list[int] = []
    for at, sign in enumerate(text):
        if sign == "(":
            places.append(at)
        elif sign == ")" and places:
            places.pop()
    return places[0] if places else -1
