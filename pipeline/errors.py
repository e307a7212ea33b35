"""Everything that goes wrong on purpose.

* DirectivesError
  + UsageError                the command or call was given something it cannot work with
    - UnknownLanguage
    - UnknownEncoding
    - UnwritableOutput
    - NoInput
    - BadDate
    - BadOption
    - OutputInUse
    - NeedsFile
  + FailedFast                the first failed article ended the run, as asked for
  + Stopped                   the run was stopped by Ctrl-C or a request to end
  + ModelError                the trained model cannot be used
    - ModelMissing
    - ModelVersion
  + ArticleError              one article failed; the others go on
    - Unreadable
    - UnknownFormat
    - MissingPackage
    - TooLarge
    - UndecodableText
    - MalformedLine
    - MalformedRow
    - NoTextColumn
    - EmptyText
    - TextTooLong
    - UndetectedLanguage
    - BadArticleDate
    - TookTooLong
    - ProcessingFailed
"""

from __future__ import annotations

from collections.abc import Sequence


class DirectivesError(Exception):
    """The root of this project's errors. The message says what to do next."""


class UsageError(DirectivesError):
    """The command or call was given something it cannot work with."""


class UnknownLanguage(UsageError):
    """A language was asked for that has no folder of knowledge."""

    def __init__(self, language: str, known: Sequence[str]) -> None:
        super().__init__(f"unknown language {language!r}: use {', '.join(known)}, or 'auto' to detect it")


class UnknownEncoding(UsageError):
    """An encoding was asked for that is not known."""

    def __init__(self, encoding: str, known: Sequence[str]) -> None:
        super().__init__(f"unknown encoding {encoding!r}: use one of {', '.join(known)}, or leave it to be detected")


class UnwritableOutput(UsageError):
    """The output path cannot be written."""


class NoInput(UsageError):
    """The given input holds nothing to read."""


class BadDate(UsageError):
    """A date was given in a form that is not ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""


class BadOption(UsageError):
    """An option's value is out of its range."""


class OutputInUse(UsageError):
    """Another run is writing to the same output."""


class NeedsFile(UsageError):
    """Something was asked for that only an output file can have."""


class FailedFast(DirectivesError):
    """The first failed article ended the run, as ``--fail-fast`` asks for."""


class Stopped(DirectivesError):
    """The run was stopped by Ctrl-C or a request to end."""


class ModelError(DirectivesError):
    """The trained model cannot be used."""


class ModelMissing(ModelError):
    """There is no model file where one is expected."""


class ModelVersion(ModelError):
    """The model file was made by another, incompatible version."""


class ArticleError(DirectivesError):
    """One article failed; the others go on.

    Attributes:
        source: Where the article came from, as in its records; empty until someone who knows it fills it in.
        stage: The step that failed: ``read``, ``decode``, ``language``, ``date`` or ``extract``.
    """

    stage = "extract"

    def __init__(self, message: str, *, source: str = "", stage: str | None = None) -> None:
        super().__init__(message)
        self.source = source
        if stage is not None:
            self.stage = stage

    @property
    def kind(self) -> str:
        """The name of the error, as the error file gives it."""
        return type(self).__name__

    def line(self) -> dict[str, str]:
        """The article's line in the error file."""
        return {"source": self.source, "stage": self.stage, "error": self.kind, "message": str(self)}


class Unreadable(ArticleError):
    """The file is there and cannot be read."""

    stage = "read"


class UnknownFormat(ArticleError):
    """The file is of a kind that no reader knows."""

    stage = "read"


class MissingPackage(ArticleError):
    """A reader needs a package that is not installed."""

    stage = "read"


class TooLarge(ArticleError):
    """A page, archive or table goes beyond what a reader may hold or unpack."""

    stage = "read"


class UndecodableText(ArticleError):
    """The bytes of an article are not text in a known encoding."""

    stage = "decode"


class MalformedLine(ArticleError):
    """A line of a JSON Lines file is not an article."""

    stage = "read"


class MalformedRow(ArticleError):
    """A row of a table is not an article."""

    stage = "read"


class NoTextColumn(ArticleError):
    """A table has no column that is known to hold the articles' text."""

    stage = "read"


class EmptyText(ArticleError):
    """There is no text in the article."""

    stage = "read"


class TextTooLong(ArticleError):
    """The article is longer than the limit."""

    stage = "read"


class UndetectedLanguage(ArticleError):
    """The article's language is none that the project knows."""

    stage = "language"


class BadArticleDate(ArticleError):
    """The date that came with an article is none."""

    stage = "date"


class TookTooLong(ArticleError):
    """The article was not done within the time limit."""

    def __init__(self, seconds: float, *, stage: str | None = None) -> None:
        super().__init__(
            f"not done within {seconds:g} seconds: split it into its articles, or give it more time with --max-seconds",
            stage=stage,
        )


class ProcessingFailed(ArticleError):
    """Something unforeseen happened while an article was worked on."""

    def __init__(self, cause: Exception, *, source: str = "", stage: str | None = None) -> None:
        what = str(cause) or "no further message"
        super().__init__(f"unforeseen: {what} (please report it with the article)", source=source, stage=stage)
        self.cause = cause

    @property
    def kind(self) -> str:
        """The name of the unforeseen error itself."""
        return type(self.cause).__name__
