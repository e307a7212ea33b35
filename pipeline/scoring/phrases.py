"""How a deadline phrase is judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.scoring.pairing import dice

RIGHT = "right"
_FIELDS = ("relation", "due", "time", "duration", "rrule")


def verdict(case: Mapping[str, Any], answer: Mapping[str, Any] | None) -> str:
    """Judge what was found in one sentence.

    Args:
        case: The sentence's marks: ``expression`` (None where it has no time limit), its ``start`` and
            ``end`` and the fields of its value; a field that is not there is null.
        answer: ``start``, ``end`` and the fields of what was found, or None.

    Returns:
        ``right``, ``missed``, ``false alarm``, ``wrong span``, or ``wrong`` and the fields that disagree.
        ``edtf`` is not compared where the relation is ``within``: there it is always null.
    """
    if case["expression"] is None:
        return RIGHT if answer is None else "false alarm"
    if answer is None:
        return "missed"
    if dice((case["start"], case["end"]), (answer["start"], answer["end"])) < 0.5:
        return "wrong span"
    fields = _FIELDS if case["relation"] == "within" else (*_FIELDS, "edtf")
    wrong = [field for field in fields if (case.get(field) or None) != (answer.get(field) or None)]
    return "wrong " + "+".join(wrong) if wrong else RIGHT
