"""``directives errors``: what the extractor gets wrong on marked articles, by cause, the largest group first."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from pipeline.errors import UsageError
from pipeline.evaluate import CORPUS, FOLDS, GOLD
from pipeline.evaluation import listing, report
from pipeline.evaluation.analysis import Error, by_cause, find_errors
from pipeline.evaluation.causes import CAUSES
from pipeline.evaluation.given import gold_file, matching, read_records
from pipeline.evaluation.sections import cross_validated, read_marked
from pipeline.language import languages


def main(argv: list[str]) -> int:
    """List the errors.

    Args:
        argv: The options, without the command's name.

    Returns:
        0.

    Raises:
        click.ClickException: An option is wrong.
        UsageError: There is no gold, or a file with marks or records is broken or of other articles.
    """
    _command.main(args=argv, prog_name="directives errors", standalone_mode=False)
    return 0


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--language", "only_languages", metavar="CODE", multiple=True, help="Only this language.")
@click.option("--cause", "causes", metavar="CAUSE", multiple=True, help="Only this cause; may be repeated.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=5,
    show_default=True,
    help="How many errors of each cause to show; -o gets all.",
)
@click.option(
    "--records",
    "records_file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="Take the records of an earlier run, best with --trace; of a marked article without any, all is missed.",
)
@click.option(
    "--gold-dir",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Marked articles: gold.jsonl or dev.jsonl, and articles/. Default: ../shared/gold if there, else corpus.",
)
@click.option(
    "--folds",
    type=click.IntRange(min=2),
    default=FOLDS,
    show_default=True,
    help="Into how many parts the cross-validation divides the articles.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the errors there, too: JSON Lines, one an error.",
)
def _command(
    only_languages: tuple[str, ...],
    causes: tuple[str, ...],
    limit: int,
    records_file: Path | None,
    gold_dir: Path | None,
    folds: int,
    output: Path | None,
) -> None:
    """List what is missed, false and wrong on marked articles, by cause, the largest group first.

    Without --records, models are trained that have not seen the articles; that takes some minutes a language.
    """
    _known("language", only_languages, languages())
    _known("cause", causes, CAUSES)
    folder = gold_dir or (GOLD if (GOLD / "dev.jsonl").is_file() else CORPUS)
    gold = gold_file(folder)
    records = None if records_file is None else read_records(records_file)
    errors: list[Error] = []
    looked_at = 0
    for language in only_languages or languages():
        marked = read_marked(gold, folder / "articles", language)
        if not marked:
            continue
        if records is None:
            click.echo(f"{language}: cross-validating {len(marked)} articles, some minutes …", err=True)
            both = list(dict.fromkeys(place.resolve() for place in (CORPUS, folder) if place.is_dir()))
            found = {name: list(some) for name, some in cross_validated(language, marked, both, folds).items()}
        else:
            found = matching(marked, records)
            click.echo(f"{language}: {len(found)} of {len(marked)} marked articles have records", err=True)
            if not found:
                continue  # a run over the other language, rather than one that missed all
        looked_at += 1
        errors += find_errors(language, marked, found)
    if not looked_at:
        of = "marked article" if records_file is None else f"record in {records_file} that is of an article"
        raise UsageError(f"no {of} of the language in {gold}: name the folder of its gold with --gold-dir")
    groups = {cause: group for cause, group in by_cause(errors).items() if not causes or cause in causes}
    listing.show(report.console(), groups, limit)
    if output is not None:
        listing.write(output, groups)


def _known(what: str, given: tuple[str, ...], known: Mapping[str, str] | tuple[str, ...]) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise UsageError(f"unknown {what} {unknown[0]!r}: use {', '.join(known)}")
