"""The model card: what a model learnt from, how well it does, how far its confidence can be trusted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.gold import GoldArticle
from pipeline.records import Directive
from pipeline.scoring import from_gold, from_record, score_article, total

if TYPE_CHECKING:
    from pipeline.train.crossing import Crossed
    from pipeline.train.sources import Source

BINS = 10
WIDTH, HEIGHT, LABELS = 50, 20, 5  # of the diagram: columns, lines, labels beside zero an axis

LIMITS = """\
## Limits

- News about orders of Thai and Vietnamese authorities; other texts (laws, court decisions, social
  media) were never seen.
- The scores above say how much of what it finds is right: records are for review, not for print.
- It reads Thai news of Viet Nam too, but no other country's authorities.
- The development gold's texts cannot be passed on; the model learnt from them can. Records quote only the article at
  hand.
"""


def reliability(scores: Sequence[float], right: Sequence[bool]) -> tuple[list[tuple[float, float, int]], float]:
    """The reliability diagram's points and the expected calibration error.

    Args:
        scores: Probabilities given.
        right: Whether each was right.

    Returns:
        ``(mean probability, share right, count)`` of each of ten equal bins that holds any, and the mean distance of
        the two, weighted by count (ECE; Guo et al. 2017, On Calibration of Modern Neural Networks).
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for pair in zip(scores, right, strict=True):
        bins[min(BINS - 1, int(pair[0] * BINS))].append(pair)
    points = [
        (sum(p for p, _ in part) / len(part), sum(r for _, r in part) / len(part), len(part)) for part in bins if part
    ]
    total = max(1, len(scores))
    return points, sum(abs(p - r) * n for p, r, n in points) / total


def diagram(points: Sequence[tuple[float, float, int]]) -> list[str]:
    """The reliability diagram in characters: confidence to the right, the share right upwards.

    Args:
        points: Those of ``reliability``.

    Returns:
        Its lines, the highest first. On the dotted diagonal the two are the same; a point below it is overconfident.
    """
    grid = [[" "] * (WIDTH + 1) for _ in range(HEIGHT + 1)]
    for line in range(HEIGHT + 1):
        grid[line][round(line * WIDTH / HEIGHT)] = "·"
    for chance, share, _ in points:
        grid[round(share * HEIGHT)][round(chance * WIDTH)] = "●"
    step = HEIGHT // LABELS
    marks = [f"{line / HEIGHT:.1f} ┤" if line % step == 0 else "    │" for line in range(HEIGHT + 1)]
    rows = [mark + "".join(cells).rstrip() for mark, cells in zip(marks, grid, strict=True)]
    gap = WIDTH // LABELS
    numbers = "".join(f"{number / LABELS:<{gap}.1f}" for number in range(LABELS + 1)).rstrip()
    axis = "    └" + ("┬" + "─" * (gap - 1)) * LABELS + "┬"
    return ["share right", *reversed(rows), axis, "     " + numbers + " confidence"]


def _table(gold: Sequence[GoldArticle], records: Mapping[str, Sequence[Directive]], folder: Path) -> list[str]:
    """The figures of some articles as rows of a Markdown table."""
    marked = {
        row["doc"]: row["directives"]
        for name in ("gold.jsonl", "dev.jsonl")
        if (folder / name).is_file()
        for line in (folder / name).read_text(encoding="utf-8").splitlines()
        if line.strip() and (row := json.loads(line))
    }
    parts = []
    for article in gold:
        marks = [from_gold(directive, article.article.text) for directive in marked[article.name]]
        found = [from_record(record) for record in records[article.name]]
        parts.append(score_article(marks, found).counts)
    rows = ["| figure | precision | recall | F1 |", "|---|---|---|---|"]
    for name, figure in total(parts).items():
        rows.append(f"| {name} | {figure.precision:.3f} | {figure.recall:.3f} | {figure.f1:.3f} |")
    return rows


def write_card(
    language: str,
    sources: Sequence[Source],
    actions: int,
    crossed: Crossed,
    alone: Crossed | None,
    model: Path,
    chances: Sequence[float],
) -> Path:
    """Write the card of a model beside it.

    Args:
        language: The model's language.
        sources: The articles it learnt from.
        actions: How many actions by themselves it learnt from.
        crossed: Cross-validation on all of them.
        alone: Cross-validation on the first source alone, if the model learnt from more.
        model: The model's file.
        chances: The calibrated probability of each cross-validated action, cross-fitted.

    Returns:
        The card's path.
    """
    lines = [
        f"# Model of directives, {language}",
        "",
        f"File: `{model.name}`, {model.stat().st_size:,} bytes (skops).",
        "",
    ]
    lines += [
        "Layers: a CRF over words and mentions; logistic regression for the roles of mentions and for beginnings;",
        "gradient-boosted trees that judge candidates; log-linear choices for links and targets; linear models for",
        "type and specificity.",
        "",
    ]
    lines += ["## Data", "", "| source | articles | specific directives | general |", "|---|---|---|---|"]
    for source in sources:
        marks = [directive for article in source.articles for directive in article.directives]
        specific = sum(directive.specific for directive in marks)
        lines.append(f"| {source.title} | {len(source.articles)} | {specific} | {len(marks) - specific} |")
    lines += [
        "",
        f"Types were learnt from {actions:,} actions by themselves too (`corpus/actions/`).",
        "Word vectors were learnt from unannotated news (`pipeline.embed`). Of marked articles outside the project,",
        "the repository holds places and values only.",
        "",
        "## Scores",
        "",
        "Cross-validated, folds by article, by the definitions of the guidelines' scorer.",
    ]
    for source in sources:
        if source.folder:
            lines += ["", f"### On {source.title}", "", *_table(source.articles, crossed.records, source.folder)]
    if alone is not None:
        first = sources[0]
        assert first.folder
        title = f"### The model from {first.title} alone, on {first.title}"
        lines += ["", title, "", *_table(first.articles, alone.records, first.folder)]
    points, error = reliability(chances, crossed.right)
    lines += [
        "",
        "## Calibration",
        "",
        f"Expected calibration error {error:.3f} over {len(crossed.right)} cross-validated actions "
        "(a general directive counts as right).",
        "A point stands for a tenth of the scale; on the dotted line, confidence is the share right.",
        "",
        "```",
        *diagram(points),
        "```",
        "",
        "| confidence | share right | actions |",
        "|---|---|---|",
    ]
    lines += [f"| {p:.2f} | {r:.2f} | {n} |" for p, r, n in points]
    lines += ["", *LIMITS.splitlines(), ""]
    path = model.with_suffix(".md")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
