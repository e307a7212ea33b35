"""A run of the command: inputs to an output, every article accounted for, and gone on with after a stop."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from pipeline.accounts import Accounts
from pipeline.article import Article
from pipeline.errors import ArticleError, FailedFast, Stopped, UnwritableOutput
from pipeline.extract import Outcome, outcomes
from pipeline.naming import name_of
from pipeline.options import Options
from pipeline.progress import progress_bar
from pipeline.read import Input, ReadOptions, read
from pipeline.read.own import Kind, head_of, kind_of
from pipeline.records import Directive
from pipeline.summary import Summary
from pipeline.version import version
from pipeline.write import STANDARD_OUTPUT, Output, error_path, open_output, places
from pipeline.write.entry import Done

_TWICE = ("longest", "seconds")
"""Limits of reading that are options of the whole run too."""
_LOCAL = re.compile(r"^(?:file|local):(?://)?(?=/)", re.IGNORECASE)
"""What fsspec takes before a path of this machine."""

_Identity = tuple[int, int]
_Taken = Mapping[_Identity, tuple[Path, Kind]]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run does beside working on articles.

    Attributes:
        keep_text: Whether to write the articles' texts beside the records.
        fail_fast: Whether to stop at the first article that fails.
        restart: Whether to begin anew although an earlier start can be gone on with.
        progress: Whether to show how far the input has been read.
    """

    keep_text: bool = False
    fail_fast: bool = False
    restart: bool = False
    progress: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """The numbers of a whole run, and what stands out in it."""

    accounts: Accounts
    summary: Summary

    def complaints(self, output: str) -> Iterator[str]:
        """What to say even if nothing else is asked for."""
        if self.accounts.failed and output != STANDARD_OUTPUT:
            yield f"{self.accounts.failed:,} failed: see {error_path(output)}"
        if not self.accounts.balanced:
            yield f"directives: {self.accounts.imbalance()}"

    def lines(self, output: str) -> Iterator[str]:
        """The result in words, for the output that it was written to."""
        yield from self.accounts.lines()
        yield from self.summary.lines()
        if output != STANDARD_OUTPUT:
            yield f"Written to {output}"


def run(
    inputs: Sequence[Input],
    output: str,
    options: Options,
    settings: Settings,
    reading: ReadOptions,
    *,
    today: date,
    besides: Sequence[str] = (),
    say: Callable[[str], None] = lambda message: None,
    asked_to_stop: Callable[[], bool] = lambda: False,
) -> Result:
    """Work on all articles of some inputs.

    Args:
        inputs: What to read.
        output: A path, or ``-`` for standard output.
        options: How to work on articles.
        settings: What to do beside.
        reading: How to read the inputs.
        today: Deadlines before it are past.
        besides: Files among the inputs that are no articles, as `find_inputs` tells them; they are counted.
        say: Told what there is to know before the end.
        asked_to_stop: Asked before anything is written, should a `KeyboardInterrupt` have been lost.

    Returns:
        The numbers of the run, those of its earlier starts included.

    Raises:
        FailedFast: An article failed, and that was to end the run.
        UsageError: An option does not fit, the output cannot be written, or would take the place of an
            input.
        ModelError: The trained model is missing or of another version.
        Stopped: It was stopped; the message says whether the same command goes on.
    """
    options = options.checked()
    taken = _taken(output)
    inputs = [file for file in inputs if not _is_replaced(file.source, taken)]
    if not inputs:
        raise _read_and_written(output)
    accounts, summary = Accounts(), Summary(today)
    for path in besides:
        # What this run replaces is not counted: there was none of it at the first run.
        if not _is_replaced(path, taken, "be passed over"):
            accounts.pass_over(path)
    chosen = _chosen(options, reading, settings)

    def counted(items: Iterable[Article | ArticleError]) -> Iterator[Article | ArticleError]:
        for item in items:
            accounts.articles += 1
            yield item

    with open_output(
        output, run=name_of(inputs, chosen), keep_text=settings.keep_text, restart=settings.restart
    ) as target:
        try:
            if target.strange:
                say(f"what another run left unfinished for {output} is discarded")
            if target.done:
                say(f"going on after {target.done:,} articles")
            for done in target.earlier():
                accounts.add(done.entry)
                _take_note_again(summary, done)
            if target.finished:
                accounts.articles = target.done
            else:
                with progress_bar(sum(file.size for file in inputs), settings.progress) as advance:
                    articles = counted(read(inputs, options=reading, advance=advance, passed_over=accounts.pass_over))
                    for outcome in _forgetting(outcomes(articles, options, done=target.done)):
                        if asked_to_stop():
                            raise KeyboardInterrupt
                        if outcome.error is not None and settings.fail_fast:
                            raise FailedFast(_first(outcome.error, target))
                        accounts.add(target.write(outcome))
                        _take_note(summary, outcome)
            target.finish(accounts.numbers() | {"options": chosen, "version": version()})
        except KeyboardInterrupt:
            raise Stopped(_stopped(target)) from None
    return Result(accounts, summary)


def _taken(output: str) -> _Taken:
    """The files that stand in the output's places now, and what a run puts there."""
    if output == STANDARD_OUTPUT:
        return {}
    standing = ((_identity(path), (path, kind)) for path, kind in places(output).items())
    return {identity: place for identity, place in standing if identity is not None}


def _is_replaced(source: str, taken: _Taken, what: str = "be read") -> bool:
    """Whether a file is what an earlier run has left in the output's places; nothing else is written over."""
    identity = _identity(source) if taken else None
    if identity is None or identity not in taken:
        return False
    path, kind = taken[identity]
    if (head := head_of(path)) and kind_of(head) != kind:
        raise _read_and_written(source, what)
    return True


def _read_and_written(path: str, what: str = "be read") -> UnwritableOutput:
    return UnwritableOutput(f"{path} would {what} and written: choose another place with -o")


def _identity(path: str | Path) -> _Identity | None:
    """What tells a file under all of its names; None for what is no file on this machine."""
    try:
        found = Path(_LOCAL.sub("", str(path))).stat()
    except (OSError, ValueError):
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def _forgetting(found: Iterable[Outcome]) -> Iterator[Outcome]:
    """The same outcomes; memory does not grow with the words of the language."""
    from pipeline.nlp import transient

    rest = iter(found)
    while True:
        with transient():
            outcome = next(rest, None)
        if outcome is None:
            return
        yield outcome


def _take_note(summary: Summary, outcome: Outcome) -> None:
    for record in outcome.records:
        summary.add(record)
    if outcome.error is not None:
        summary.fail(outcome.error.source, str(outcome.error))


def _take_note_again(summary: Summary, done: Done) -> None:
    for line in done.records.splitlines():
        summary.add(Directive.model_validate_json(line))
    for line in done.errors.splitlines():
        row = json.loads(line)
        summary.fail(row["source"], row["message"])


def _chosen(options: Options, reading: ReadOptions, settings: Settings) -> dict[str, object]:
    """The options that make a difference to the output."""
    read = {name: value for name, value in asdict(reading).items() if name not in _TWICE}
    return read | asdict(options) | {"keep_text": settings.keep_text, "fail_fast": settings.fail_fast}


def _first(error: ArticleError, target: Output) -> str:
    later = (
        f"; the {target.done:,} articles before it are kept for the same command"
        if target.resumable and target.done
        else ""
    )
    return f"{error.source or 'an article'}: {error}\nstopped at the first failed article (--fail-fast){later}"


def _stopped(target: Output) -> str:
    if target.resumable and target.done:
        return f"stopped after {target.done:,} articles; the same command goes on from there"
    return "stopped; no output was written"
