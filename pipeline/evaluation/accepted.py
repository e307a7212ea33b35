"""The last accepted run: the floors it set, and what has been gained and lost since.

One file a section in ``tests/accepted/``. It quotes no article: a marked directive is an article's name and
its order number, a spurious one the place of its action. Of a hidden section only sums are kept, and what
became of its directives in an order that tells nobody which is which.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.evaluation.outcomes import LETTERS, Item, Measured, Right, decode, digest, encode

Json = dict[str, Any]
Span = tuple[int, int]

_PLACES = 1000  # floors are cut off, not rounded, after three digits: the run that sets a floor must reach it


@dataclass(frozen=True, slots=True)
class Change:
    """What is different about one marked directive or phrase, or about one that is none.

    Attributes:
        name: The article or sentence.
        number: The directive's order number, or None for a spurious one.
        gained: What is right now and was not.
        lost: What was right and is not now.
        shown: The action's words, or the phrase.
    """

    name: str
    number: int | None
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    shown: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run beside the accepted one.

    Attributes:
        floors: By figure, what it must reach; empty if nothing has been accepted yet.
        below: By figure, ``(value, floor)`` where it does not.
        same_gold: Whether both were measured on the same texts and marks.
        unlike: How many articles or sentences are new or marked otherwise, and so not compared.
        changes: Record by record, in order; empty for a hidden section.
        gained: How often each part became right.
        lost: How often each part became wrong.
    """

    floors: Mapping[str, float]
    below: Mapping[str, tuple[float, float]]
    same_gold: bool
    unlike: int
    changes: tuple[Change, ...]
    gained: Mapping[str, int]
    lost: Mapping[str, int]


def floor(value: float) -> float:
    """The floor that a figure sets."""
    return math.floor(value * _PLACES + 1e-9) / _PLACES


def load(folder: Path, section: str) -> Json:
    """Read the accepted run of a section.

    Args:
        folder: Where accepted runs lie.
        section: The section's name.

    Returns:
        By language what was kept; empty if there is no such file.

    Raises:
        UsageError: The file is no JSON object.
    """
    path = folder / f"{section}.json"
    if not path.exists():
        return {}
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(kept, dict):
            raise ValueError("not an object")
    except ValueError as error:
        raise UsageError(f"{path}: {error}; accept a run again with --accept --lower") from error
    return kept


def save(folder: Path, measured: Measured) -> None:
    """Make a measurement the accepted run of its section and language; those of other languages stay.

    Args:
        folder: Where accepted runs lie; it is made if it is not there.
        measured: What to keep.
    """
    kept = {**load(folder, measured.section), measured.language: _kept(measured)}
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(dict(sorted(kept.items())), indent=1, ensure_ascii=False)
    (folder / f"{measured.section}.json").write_text(text + "\n", encoding="utf-8")


def _kept(measured: Measured) -> Json:
    kept: Json = {
        "gold": measured.digest,
        "floors": {figure: floor(value) for figure, value in measured.values.items()},
    }
    if measured.figures:
        kept["counts"] = {name: f"{f.hits} {f.system} {f.gold}" for name, f in measured.figures.items()}
    if measured.verdicts:
        kept["verdicts"] = dict(sorted(measured.verdicts.items()))
    if measured.hidden:
        kept["outcomes"] = " ".join(encode(right) for right in _shuffled(measured))
    else:
        kept["outcomes"] = {name: _line(item) for name, item in sorted(measured.items.items())}
    return kept


def _line(item: Item) -> str:
    """``digest outcome outcome … | start-end start-end …``: on one line a difference is easy to read."""
    line = " ".join([item.digest, *(encode(right) for right in item.right)])
    places = " ".join(f"{start}-{end}" for start, end in sorted(item.spurious))
    return f"{line} | {places}" if places else line


def _parse(line: str) -> tuple[str, list[Right], set[Span]]:
    marked, _, places = line.partition("|")
    known, *codes = marked.split()
    spans = (place.split("-") for place in places.split())
    return known, [decode(code) for code in codes], {(int(start), int(end)) for start, end in spans}


def _shuffled(measured: Measured) -> list[Right]:
    """The outcomes of a hidden section, ordered by a hash of what they belong to."""
    outcomes = {
        digest([measured.digest, name, str(number)], 16): right
        for name, item in measured.items.items()
        for number, right in enumerate(item.right)
    }
    return [right for _, right in sorted(outcomes.items())]


def compare(measured: Measured, accepted: Json) -> Comparison:
    """Hold a measurement against the accepted run.

    Args:
        measured: The measurement.
        accepted: What ``load`` gave for its section.

    Returns:
        Where it is below the floors, and what was gained and lost.

    Raises:
        UsageError: The accepted run is damaged.
    """
    kept = accepted.get(measured.language)
    if kept is None:
        return Comparison({}, {}, True, 0, (), {}, {})
    try:
        floors = {figure: float(value) for figure, value in kept["floors"].items()}
        same = kept["gold"] == measured.digest
        changes, unlike = _hidden(measured, kept["outcomes"], same) if measured.hidden else _open(measured, kept)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise UsageError(
            f"the accepted run of {measured.section} ({measured.language}) is damaged ({error}): "
            "accept a run again with --accept --lower"
        ) from error
    below = {
        figure: (measured.values.get(figure, 0.0), value)
        for figure, value in floors.items()
        if measured.values.get(figure, 0.0) < value - 1e-9
    }
    parts = (*LETTERS, "spurious")
    return Comparison(
        floors,
        below,
        same,
        unlike,
        () if measured.hidden else tuple(changes),
        {part: n for part in parts if (n := sum(part in change.gained for change in changes))},
        {part: n for part in parts if (n := sum(part in change.lost for change in changes))},
    )


def _change(name: str, number: int, before: Right, now: Right, shown: str) -> Iterator[Change]:
    was, is_now = before or frozenset(), now or frozenset()
    gained = tuple(part for part in LETTERS if part in is_now - was)
    lost = tuple(part for part in LETTERS if part in was - is_now)
    if gained or lost:
        yield Change(name, number, gained, lost, shown)


def _hidden(measured: Measured, outcomes: str, same: bool) -> tuple[list[Change], int]:
    if not same:
        return [], len(measured.items)
    before = [decode(code) for code in outcomes.split()]
    pairs = zip(before, _shuffled(measured), strict=True)
    return [change for was, now in pairs for change in _change("", 0, was, now, "")], 0


def _open(measured: Measured, kept: Json) -> tuple[list[Change], int]:
    changes: list[Change] = []
    unlike = 0
    for name, item in sorted(measured.items.items()):
        known, before, places = _parse(kept["outcomes"].get(name, "new"))
        if known != item.digest:
            unlike += 1
            continue
        for number, (was, now) in enumerate(zip(before, item.right, strict=True)):
            changes.extend(_change(name, number, was, now, item.shown[number]))
        spurious = set(item.spurious)
        for span in sorted(spurious - places):
            changes.append(Change(name, None, (), ("spurious",), item.quote(span)))
        for span in sorted(places - spurious):
            changes.append(Change(name, None, ("spurious",), (), item.quote(span)))
    return changes, unlike
