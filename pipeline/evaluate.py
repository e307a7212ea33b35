"""``directives evaluate``: scores by section, language and figure, beside the last accepted run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from pipeline.errors import UsageError
from pipeline.evaluation import accepted, report
from pipeline.evaluation.accepted import Comparison
from pipeline.evaluation.outcomes import Measured
from pipeline.evaluation.sections import SECTIONS, Places, measure
from pipeline.language import languages

# Seen from the project's folder, where make runs.
CORPUS = Path("corpus")
GOLD = Path("../shared/gold")
DEADLINES = Path("../shared/deadlines")
ACCEPTED = Path("tests/accepted")
FOLDS = 4

_BELOW_FLOOR = 1
_folder = click.Path(path_type=Path, file_okay=False, exists=True)


def main(argv: list[str]) -> int:
    """Run the evaluation.

    Args:
        argv: The options, without the command's name.

    Returns:
        0, or 1 if a figure is below its floor.

    Raises:
        click.ClickException: An option is wrong.
        UsageError: There is nothing to measure, or a file with marks is broken.
        ModelError: The shipped model cannot be used.
    """
    code = _command.main(args=argv, prog_name="directives evaluate", standalone_mode=False)
    return code if isinstance(code, int) else 0


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--only", type=click.Choice(SECTIONS), multiple=True, help="Only this section; may be repeated.")
@click.option("--language", "only_languages", metavar="CODE", multiple=True, help="Only this language.")
@click.option("--corpus-dir", type=_folder, help="This project's own articles. Default: corpus.")
@click.option("--gold-dir", type=_folder, help="Marked articles: dev, aside. Default: ../shared/gold, if it is there.")
@click.option("--deadlines-dir", type=_folder, help="Deadline phrases. Default: ../shared/deadlines, if it is there.")
@click.option(
    "--accepted-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=ACCEPTED,
    show_default=True,
    help="Where the accepted run lies.",
)
@click.option(
    "--folds",
    type=click.IntRange(min=2),
    default=FOLDS,
    show_default=True,
    help="Into how many parts a cross-validation divides the articles.",
)
@click.option(
    "--changes",
    type=click.IntRange(min=0),
    default=30,
    show_default=True,
    help="How many gains and losses to list for each section and language.",
)
@click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the figures there, too.",
)
@click.option("--accept", is_flag=True, help="Make this run the accepted one: its figures are the floors.")
@click.option("--lower", is_flag=True, help="With --accept: also where a figure is below its floor.")
def _command(
    only: tuple[str, ...],
    only_languages: tuple[str, ...],
    corpus_dir: Path | None,
    gold_dir: Path | None,
    deadlines_dir: Path | None,
    accepted_dir: Path,
    folds: int,
    changes: int,
    json_file: Path | None,
    accept: bool,
    lower: bool,
) -> int:
    """Score the extractor and compare it with the last accepted run.

    Exits with 1 if a figure is below its floor.
    """
    if lower and not accept:
        raise UsageError("--lower goes with --accept: it lets the accepted figures be lower than the floors")
    unknown = sorted(set(only_languages) - set(languages()))
    if unknown:
        raise UsageError(f"unknown language {unknown[0]!r}: use {', '.join(languages())}")
    places = Places(
        corpus_dir or CORPUS,
        gold_dir or (GOLD if GOLD.is_dir() else None),
        deadlines_dir or (DEADLINES if DEADLINES.is_dir() else None),
    )
    out = report.console()
    done: list[tuple[Measured, Comparison]] = []
    skipped: dict[str, None] = {}  # in order, each once
    for section in only or SECTIONS:
        kept = accepted.load(accepted_dir, section)
        for language in only_languages or languages():
            reason = places.missing(section, language)
            if reason is not None:
                skipped[f"{section} is skipped: {reason}"] = None
                continue
            measured = measure(section, language, places, folds)
            comparison = accepted.compare(measured, kept)
            report.show(out, measured, comparison, changes)
            done.append((measured, comparison))
    out.print()
    for line in skipped:
        out.print(line)
    if not done:
        raise UsageError("nothing could be measured: run it in the project's folder, or name folders by option")
    if json_file is not None:
        _write_json(json_file, done)
    return _conclude(done, accepted_dir, accept=accept, lower=lower)


def _write_json(path: Path, done: list[tuple[Measured, Comparison]]) -> None:
    sections: dict[str, dict[str, Any]] = {}
    for measured, comparison in done:
        sections.setdefault(measured.section, {})[measured.language] = report.as_json(measured, comparison)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(json.dumps(sections, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(path)


def _conclude(done: list[tuple[Measured, Comparison]], folder: Path, *, accept: bool, lower: bool) -> int:
    """Say which figures are below their floors, and accept the run if that is asked for and may be."""
    below = [
        f"{measured.section} {measured.language} {figure}: {value:.4f} is below its floor of {floor:.3f}"
        for measured, comparison in done
        for figure, (value, floor) in comparison.below.items()
    ]
    for line in below:
        click.echo(line)
    if below and not lower:
        if accept:
            click.echo("Not accepted. To accept a run with lower figures, add --lower.")
        return _BELOW_FLOOR
    if accept:
        for measured, _ in done:
            accepted.save(folder, measured)
        click.echo(f"Accepted: {folder} holds the new floors.")
    return 0
