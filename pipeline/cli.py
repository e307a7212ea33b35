"""The command ``directives``: it parses, calls and prints. What is slow to import is imported when needed."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import click

from pipeline.errors import ArticleError, DirectivesError

if TYPE_CHECKING:
    from pipeline.article import Article

MISUSE = 2
SOME_FAILED = 1
INTERRUPTED = 130
UNFORESEEN = 70

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
    from importlib.metadata import PackageNotFoundError, version

    try:
        click.echo(f"directives {version('directives')}")
    except PackageNotFoundError:
        click.echo("directives, run from its source without being installed")
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
@_encoding
@click.option("--text-column", metavar="NAME", help="The column of tables that holds the text or HTML.")
@click.option("--date-column", metavar="NAME", help="The column that holds when the article came out.")
@click.option("--url-column", metavar="NAME", help="The column that holds the article's address.")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no summary.")
def extract(
    inputs: tuple[str, ...],
    output: str,
    published: str | None,
    language: str,
    encoding: str | None,
    text_column: str | None,
    date_column: str | None,
    url_column: str | None,
    quiet: bool,
) -> None:
    """Extract the directives of articles.

    INPUT is a file, a folder, a pattern ('news/**/*.html'), an address (https://…, s3://…) or - for standard
    input. Its content tells what it is: plain text, HTML, JSON Lines, CSV, Parquet, WARC or WET, DOCX, PDF,
    or an archive or compressed file of these.

    Articles that fail are listed in FILE.errors.jsonl and make the exit code 1; all others are done.
    """
    from datetime import date

    from pipeline.extract import extract as run
    from pipeline.progress import progress_bar
    from pipeline.read import ReadOptions, find_inputs, read
    from pipeline.summary import Summary
    from pipeline.write import STANDARD_OUTPUT, error_path, open_output

    passed_over: list[str] = []
    found = find_inputs(inputs, passed_over=passed_over.append)
    options = ReadOptions(text_column=text_column, date_column=date_column, url_column=url_column, encoding=encoding)
    summary = Summary(today=date.today())
    with _stoppable(), open_output(output) as target:

        def failed(error: ArticleError) -> None:
            if output == STANDARD_OUTPUT:
                click.echo(f"{error.source}: {error}", err=True)
                summary.errors += 1
            else:
                summary.fail(error)
                target.error(error)

        def counted(items: Iterable[Article | ArticleError]) -> Iterator[Article | ArticleError]:
            for item in items:
                summary.articles += 1
                yield item

        total = sum(file.size for file in found)
        shown = not quiet and not (output == STANDARD_OUTPUT and sys.stdout.isatty())
        with progress_bar(total, shown) as advance:
            articles = counted(read(found, options=options, advance=advance, passed_over=passed_over.append))
            for record in run(articles, language=language, published=published, on_error=failed):
                summary.add(record)
                target.record(record)
    if not quiet:
        for line in summary.lines():
            click.echo(line, err=True)
        if passed_over:
            click.echo(
                f"{len(passed_over):,} files passed over that are no articles, such as {passed_over[0]}", err=True
            )
    if summary.errors and output != STANDARD_OUTPUT:
        click.echo(f"{summary.errors:,} failed: see {error_path(output)}", err=True)
    if output != STANDARD_OUTPUT and not quiet:
        click.echo(f"Written to {output}", err=True)
    if summary.errors:
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


class _stoppable:
    """While this lasts, a request to end (SIGTERM) is handled like Ctrl-C, so that files are cleaned up."""

    def __enter__(self) -> None:
        def stop(number: int, frame: FrameType | None) -> NoReturn:
            raise KeyboardInterrupt

        try:
            self._before = signal.signal(signal.SIGTERM, stop)
        except ValueError:  # not the main thread
            self._before = None

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGTERM, self._before)


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: What stands behind the command's name; by default that of this process.

    Returns:
        The exit code: 0; 1 if some articles failed; 2 if it was given something it cannot work with.
    """
    return _guarded(lambda: app.main(args=arguments, prog_name="directives", standalone_mode=False))


def _guarded(run: Callable[[], object]) -> int:
    """Turn what goes wrong into a message and an exit code."""
    try:
        code = run()
        return code if isinstance(code, int) else 0
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except DirectivesError as error:
        return _say(str(error), MISUSE)
    except (KeyboardInterrupt, click.Abort):
        return _say("stopped; no output was written", INTERRUPTED)
    except BrokenPipeError:
        # Who reads our output has seen enough. Python would complain once more when it closes standard
        # output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _say(f"{error.filename or 'the disk'}: {error.strerror or error}; no output was written", MISUSE)
    except Exception as error:
        if os.environ.get("DIRECTIVES_DEBUG"):
            raise
        what = f"unforeseen {type(error).__name__}: {error}"
        return _say(f"{what}; set DIRECTIVES_DEBUG=1 to see where, and please report it", UNFORESEEN)


def _say(message: str, code: int) -> int:
    click.echo(f"directives: {message}", err=True)
    return code


def entry() -> NoReturn:
    """What the installed command calls."""
    sys.exit(main())
