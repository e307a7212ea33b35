"""The command ``directives``: it parses, calls and prints. What is slow to import is imported when needed."""

from __future__ import annotations

import sys
from typing import Any, Literal, NoReturn

import click

from pipeline.errors import ArticleError
from pipeline.exits import SOME_FAILED, guarded, stoppable
from pipeline.read.limits import LONGEST_TEXT

_language = click.option(
    "--language",
    metavar="th|vi|auto",
    default="auto",
    show_default=True,
    help="The articles' language, or auto to detect it for each article.",
)
_published = click.option(
    "--published",
    metavar="DATE",
    default=None,
    help="The articles' date (YYYY-MM-DD, YYYY-MM or YYYY), instead of the one found in the text.",
)
_encoding = click.option(
    "--encoding",
    metavar="NAME",
    default=None,
    help="What the files are in, such as windows-874, windows-1258, tcvn3, vni or viscii. Default: found out for each.",
)
_passed_on = click.argument("options", nargs=-1, type=click.UNPROCESSED)
_PASS_ON = {"ignore_unknown_options": True, "allow_interspersed_args": False}


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda context, _, wanted: _show_version(context) if wanted else None,
    help="Show the version and end.",
)
def app() -> None:
    """Find government directives in Thai and Vietnamese news: who must do what, by when."""


def _show_version(context: click.Context) -> None:
    from pipeline.version import version

    click.echo(f"directives {version()}")
    context.exit()


@app.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    default="-",
    help="Where the records go, as JSON Lines. Default: standard output.",
)
@_published
@_language
@click.option("--min-confidence", metavar="P", type=float, default=0.0, help="Leave out records below P (0 to 1).")
@click.option("--trace", is_flag=True, help="Write into each record which rules and models gave each of its fields.")
@click.option("--keep-text", is_flag=True, help="Write the articles' texts to FILE.articles.jsonl.")
@click.option("--dedupe", is_flag=True, help="Mark articles whose text nearly repeats an earlier one's.")
@click.option("--drop-copies", is_flag=True, help="Look for such articles and pass them over.")
@click.option(
    "--max-chars", metavar="N", type=int, default=LONGEST_TEXT, show_default=True, help="Longest text, in characters."
)
@click.option(
    "--max-seconds", metavar="S", type=float, default=60.0, show_default=True, help="Longest time for one article."
)
@click.option("--fail-fast", is_flag=True, help="Stop at the first article that fails.")
@click.option("--restart", is_flag=True, help="Begin anew, although an earlier start of this run was stopped.")
@_encoding
@click.option("--text-column", metavar="NAME", help="The column of tables that holds the text or HTML.")
@click.option("--date-column", metavar="NAME", help="The column that holds when the article came out.")
@click.option("--url-column", metavar="NAME", help="The column that holds the article's address.")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no summary.")
def extract(
    inputs: tuple[str, ...],
    output: str,
    quiet: bool,
    dedupe: bool,
    drop_copies: bool,
    keep_text: bool,
    fail_fast: bool,
    restart: bool,
    encoding: str | None,
    text_column: str | None,
    date_column: str | None,
    url_column: str | None,
    **how: Any,
) -> None:
    """Extract the directives of articles.

    INPUT is a file, a folder, a pattern ('news/**/*.html'), an address (https://…, s3://…) or - for standard
    input. Its content tells what it is: plain text, HTML, JSON Lines, CSV, Parquet, WARC or WET, DOCX, PDF,
    or an archive or compressed file of these.

    Articles that fail are listed in FILE.errors.jsonl and make the exit code 1; all others are done. The numbers
    of the run stand in FILE.summary.json. After a stop, the same command goes on where it was.
    """
    from datetime import date

    from pipeline.options import Options
    from pipeline.read import ReadOptions, find_inputs
    from pipeline.run import Settings, run
    from pipeline.write import STANDARD_OUTPUT

    def say(message: str) -> None:
        if not quiet:
            click.echo(message, err=True)

    copies: Literal["mark", "drop"] | None = "drop" if drop_copies else "mark" if dedupe else None
    shown = not quiet and not (output == STANDARD_OUTPUT and sys.stdout.isatty())
    settings = Settings(keep_text=keep_text, fail_fast=fail_fast, restart=restart, progress=shown)
    options = Options(copies=copies, **how)
    reading = ReadOptions(
        longest=options.max_chars,
        seconds=options.max_seconds,
        text_column=text_column,
        date_column=date_column,
        url_column=url_column,
        encoding=encoding,
    )
    besides: list[str] = []
    found = find_inputs(inputs, passed_over=besides.append)
    with stoppable() as asked:
        result = run(
            found,
            output,
            options,
            settings,
            reading,
            today=date.today(),
            besides=besides,
            say=say,
            asked_to_stop=asked,
        )
    for line in result.lines(output):
        say(line)
    for line in result.complaints(output):
        click.echo(line, err=True)
    if result.accounts.failed or not result.accounts.balanced:
        raise SystemExit(SOME_FAILED)


@app.command()
@click.argument("file", metavar="FILE")
@_published
@_language
@_encoding
def explain(file: str, published: str | None, language: str, encoding: str | None) -> None:
    """Show what was found in an article and by which rule.

    FILE is a text file, or - for standard input. In a terminal the article is printed in colours.
    """
    from pipeline.explain import explain as show
    from pipeline.extract import analyse
    from pipeline.read import ReadOptions, find_inputs, read

    failed = False
    for item in read(find_inputs([file]), options=ReadOptions(encoding=encoding)):
        try:
            if isinstance(item, ArticleError):
                raise item
            show(analyse(item, language=language, published=published))
        except ArticleError as error:
            click.echo(f"{error.source or file}: {error}", err=True)
            failed = True
    if failed:
        raise SystemExit(SOME_FAILED)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    import json

    from pipeline.records import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@app.command(context_settings=_PASS_ON)
@_passed_on
def train(options: tuple[str, ...]) -> None:
    """Train the models on corpus/ and write them to models/.

    OPTIONS are passed on; "directives train -- --help" lists them.
    """
    from pipeline.train.command import main as run

    raise SystemExit(run(list(options)))


@app.command(context_settings=_PASS_ON)
@_passed_on
def evaluate(options: tuple[str, ...]) -> None:
    """Score the extractor and compare with the last accepted run.

    OPTIONS are passed on; "directives evaluate -- --help" lists them.
    """
    from pipeline.evaluate import main as run

    raise SystemExit(run(list(options)))


@app.command(context_settings=_PASS_ON)
@_passed_on
def errors(options: tuple[str, ...]) -> None:
    """List what the extractor gets wrong on marked articles, by cause.

    OPTIONS are passed on; "directives errors -- --help" lists them.
    """
    from pipeline.error_analysis import main as run

    raise SystemExit(run(list(options)))


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: What stands behind the command's name; by default that of this process.

    Returns:
        The exit code: 0; 1 if some articles failed; 2 if it was given something it cannot work with.
    """
    return guarded(lambda: app.main(args=arguments, prog_name="directives", standalone_mode=False))


def entry() -> NoReturn:
    """What the installed command calls."""
    sys.exit(main())
