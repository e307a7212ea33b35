"""Evaluation for people (tables, plain where they are piped) and for programs (JSON)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.evaluation.accepted import Change, Comparison
from pipeline.evaluation.outcomes import Measured

_PIPED_WIDTH = 120
_BESIDE_ACTION = 70  # columns that the others of the table of changes may take
_TITLES = {
    "samples": "samples: the shipped model on the sample articles, which it was trained on",
    "deadlines": "deadlines: the rules on sentences with one time limit, or none",
    "corpus": "corpus: cross-validated, trained on the rest of corpus/ alone",
    "dev": "dev: cross-validated, trained on corpus/ and the rest of dev",
    "aside": "aside: the shipped model on articles that nobody reads",
}


def console() -> Console:
    """Standard output: as wide as the terminal; of a fixed width and without colour where there is none."""
    found = Console(highlight=False, markup=False, emoji=False)
    if not found.is_terminal:
        found.width = _PIPED_WIDTH
    return found


def _table(out: Console, columns: Iterable[str], left: int) -> Table:
    """Make a table whose first ``left`` columns are words and whose others are numbers."""
    table = Table(box=SIMPLE_HEAD if out.is_terminal else None)
    for number, name in enumerate(columns):
        table.add_column(name, justify="left" if number < left else "right", no_wrap=True)
    return table


def show(out: Console, measured: Measured, comparison: Comparison, most: int) -> None:
    """Print one section in one language.

    Args:
        out: Where to.
        measured: What was measured.
        comparison: The same beside the accepted run.
        most: How many changes to list.
    """
    out.print()
    unit = "articles" if measured.figures else "sentences"
    title = f"{_TITLES[measured.section]} · {measured.language} · {len(measured.items)} {unit}"
    out.print(Text(title, style="bold"))
    if measured.figures:
        _figures(out, measured, comparison)
    else:
        _verdicts(out, measured, comparison)
    if not comparison.floors:
        out.print("Nothing has been accepted yet.")
        return
    if comparison.unlike:
        out.print(
            f"{comparison.unlike} of {len(measured.items)} are new or marked otherwise "
            "since the accepted run, and not compared one by one."
        )
    _changes(out, comparison, most)


def _beside(value: float, comparison: Comparison, figure: str) -> list[Text]:
    floor = comparison.floors.get(figure)
    if floor is None:
        return [Text("–"), Text("–")]
    bad = figure in comparison.below
    return [Text(f"{floor:.3f}"), Text(f"{value - floor:+.3f}", style="bold red" if bad else "")]


def _figures(out: Console, measured: Measured, comparison: Comparison) -> None:
    names = ("", "P", "R", "F1", "95 %", "right", "found", "marked", "floor", "beside it")
    table = _table(out, names, left=1)
    for name, figure in measured.figures.items():
        if not figure.system and not figure.gold:
            continue  # nothing of the kind is marked or found: there is no figure
        low, high = measured.intervals[name]
        table.add_row(
            name,
            f"{figure.precision:.3f}",
            f"{figure.recall:.3f}",
            Text(f"{figure.f1:.3f}", style="bold"),
            f"{low:.2f}–{high:.2f}",
            f"{figure.hits:,}",
            f"{figure.system:,}",
            f"{figure.gold:,}",
            *_beside(figure.f1, comparison, name),
        )
    out.print(table)


def _verdicts(out: Console, measured: Measured, comparison: Comparison) -> None:
    sentences = len(measured.items)
    table = _table(out, ("", "sentences", "share", "floor", "beside it"), left=1)
    accuracy = measured.values["accuracy"]
    table.add_row(
        "right",
        f"{measured.verdicts['right']:,}",
        Text(f"{accuracy:.3f}", style="bold"),
        *_beside(accuracy, comparison, "accuracy"),
    )
    for name, count in sorted(measured.verdicts.items(), key=lambda item: (-item[1], item[0])):
        if name != "right":
            table.add_row(name, f"{count:,}", f"{count / sentences:.3f}")
    out.print(table)


def _changes(out: Console, comparison: Comparison, most: int) -> None:
    if not comparison.gained and not comparison.lost:
        out.print("No record became right or wrong since the accepted run.")
        return
    for word, counts in (("Gained", comparison.gained), ("Lost", comparison.lost)):
        out.print(f"{word}: " + (", ".join(f"{part} {n}" for part, n in counts.items()) or "nothing"))
    if not comparison.changes:
        return
    # What was lost is what someone must look at: it comes first.
    changes = sorted(comparison.changes, key=lambda change: not change.lost)
    if not most:
        return
    table = _table(out, ("where", "no.", "gained", "lost", "action"), left=5)
    for change in changes[:most]:
        action = Text(change.shown)
        action.truncate(max(20, out.width - _BESIDE_ACTION), overflow="ellipsis")
        table.add_row(
            change.name,
            "" if change.number is None else str(change.number),
            Text(_told_of(change, change.gained, "found", "no longer found"), style="green"),
            Text(_told_of(change, change.lost, "missed", "found, and is none"), style="red"),
            action,
        )
    out.print(table)
    if len(changes) > most:
        out.print(f"and {len(changes) - most:,} more: --changes {len(changes)} lists them all")


def _told_of(change: Change, parts: tuple[str, ...], if_found: str, if_spurious: str) -> str:
    if change.number is None:
        return if_spurious if parts else ""
    # Whatever else is right about it came or went with it.
    return if_found if "detection" in parts else " ".join(parts)


def as_json(measured: Measured, comparison: Comparison) -> dict[str, Any]:
    """One section in one language, for programs. It quotes no article; of a hidden section it holds sums.

    Args:
        measured: What was measured.
        comparison: The same beside the accepted run.

    Returns:
        What ``json`` can write.
    """
    told: dict[str, Any] = {"gold": measured.digest, "items": len(measured.items), **_told(measured)}
    if measured.verdicts:
        told["verdicts"] = dict(sorted(measured.verdicts.items()))
    told["floors"] = dict(comparison.floors)
    told["below"] = sorted(comparison.below)
    told["gained"], told["lost"] = dict(comparison.gained), dict(comparison.lost)
    if not measured.hidden:
        told["changes"] = [
            {"name": one.name, "number": one.number, "gained": list(one.gained), "lost": list(one.lost)}
            for one in comparison.changes
        ]
    return told


def _told(measured: Measured) -> Mapping[str, Any]:
    if not measured.figures:
        return dict(measured.values)
    return {
        "figures": {
            name: {
                "p": round(figure.precision, 4),
                "r": round(figure.recall, 4),
                "f1": round(figure.f1, 4),
                "f1_95": list(measured.intervals.get(name, ())),
                "hits": figure.hits,
                "system": figure.system,
                "gold": figure.gold,
            }
            for name, figure in measured.figures.items()
        }
    }
