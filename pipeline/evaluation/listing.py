"""Errors for people: how many of each cause, then some of each with the passage and the trace."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from pipeline.errors import UnwritableOutput
from pipeline.evaluation.analysis import Error
from pipeline.evaluation.causes import CAUSES

_CUT = 70  # characters of a quote
_BRACKETS = (("[gold: ", "]"), ("{found: ", "}"))  # of two kinds, for the two may cross


def show(out: Console, groups: Mapping[str, Sequence[Error]], most: int) -> None:
    """Print errors by cause.

    Args:
        out: Where to.
        groups: The errors of each cause, in the order to print them.
        most: How many of each cause to print in full.
    """
    total = sum(len(group) for group in groups.values())
    if not total:
        out.print("No errors.")
        return
    for cause, group in groups.items():
        out.print(Text(f"{len(group):6,}  {len(group) / total:4.0%}  {cause:<16}  {CAUSES[cause]}"))
    out.print(Text(f"{total:6,}  errors"))
    for cause, group in groups.items():
        if most:
            out.print()
            out.print(Text(f"{cause} ({len(group):,}): {CAUSES[cause]}", style="bold"))
        for error in group[:most]:
            _show_one(out, error)
        if 0 < most < len(group):
            out.print(f"\nand {len(group) - most:,} more: --limit {len(group)} lists them all")


def _show_one(out: Console, error: Error) -> None:
    out.print()
    out.print(Text(f"{error.doc} · {error.language} · {error.mistake.kind}", style="cyan"), soft_wrap=True)
    out.print(Text(passage(error)), soft_wrap=True)
    for name, value in (("gold", error.wanted), ("found", error.given)):
        # Whole directives stand in the passage; of a wrong field, what was marked and what was found is the point.
        if error.mistake.field is not None and value is not None:
            out.print(Text(f"  {name:<10} {_values(value)}"), soft_wrap=True)
    for name, steps in error.trace.items():
        if steps:
            out.print(Text(f"  {name:<10} {', '.join(_step(step) for step in steps)}", style="dim"), soft_wrap=True)


def passage(error: Error) -> str:
    """The passage of an error on one line: ``[gold: …]`` the marked action, ``{found: …}`` the one that was found."""
    low, high = error.passage
    inserted = []
    for order, ((opening, closing), span) in enumerate(zip(_BRACKETS, (error.gold, error.found), strict=True)):
        if span is not None:  # at one place, what ends goes before what begins, and what began last ends first
            inserted += [(span[0], 1, order, opening), (span[1], 0, -order, closing)]
    parts, at = [], low
    for place, _, _, bracket in sorted(inserted):
        parts += [error.text[at:place], bracket]
        at = place
    shown = " ".join("".join([*parts, error.text[at:high]]).split())
    return f"{'…' if low else ''}{shown}{'…' if high < len(error.text) else ''}"


def _quote(text: str) -> str:
    flat = " ".join(text.split())
    return f"“{flat if len(flat) <= _CUT else flat[: _CUT - 1] + '…'}”"


def _values(part: Mapping[str, Any]) -> str:
    """What a field holds: quotes, each with what was made of it."""
    told = []
    for value in part.values():
        for one in value if isinstance(value, list) else [value]:
            if one is None:
                continue
            rest = [one.get(key) for key in ("id", "role", "relation", "due", "edtf", "type")]
            made = ", ".join(str(item) for item in rest if item is not None)
            told.append(_quote(one["text"]) + (f" ({made})" if made else ""))
    return "; ".join(told) or "nothing"


def _step(step: Mapping[str, Any]) -> str:
    score = f" {step['score']:.2f}" if "score" in step else ""
    quote = f" {_quote(step['text'])}" if "text" in step else ""
    return f"{step['name']}{score}{quote}"


def write(path: Path, groups: Mapping[str, Sequence[Error]]) -> None:
    """Write errors as JSON Lines, one an error, in the order in which they are printed.

    Args:
        path: The file; its folder is made if missing.
        groups: The errors of each cause.

    Raises:
        UnwritableOutput: The file cannot be written.
    """
    lines = [json.dumps(error.as_json(), ensure_ascii=False) for group in groups.values() for error in group]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise UnwritableOutput(f"{path}: {error.strerror or error}: choose another file with -o") from error
