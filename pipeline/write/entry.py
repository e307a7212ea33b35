"""What a run keeps of an article once its lines are written: enough to count it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self

from pipeline.extract import Outcome

Status = Literal["with_records", "without_records", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One article in the accounts of a run.

    Attributes:
        status: What became of it; each article has exactly one.
        language: Its language, if it was found out.
        error: The kind of its error, if it failed.
        directives: How many records it gave.
        specific: How many of them are specific.
        left_out: How many were below the least confidence asked for.
        copy: Whether its text repeats an earlier article's.
        repaired: Whether its text had been damaged and was put right.
        damaged: Whether its text is damaged and was left so.
    """

    status: Status
    language: str | None = None
    error: str | None = None
    directives: int = 0
    specific: int = 0
    left_out: int = 0
    copy: bool = False
    repaired: bool = False
    damaged: bool = False

    @classmethod
    def of(cls, outcome: Outcome) -> Self:
        """The entry of an outcome."""
        records, article = outcome.records, outcome.article
        return cls(
            status=_status(outcome),
            language=article.language if article else None,
            error=outcome.error.kind if outcome.error else None,
            directives=len(records),
            specific=sum(record.specificity == "specific" for record in records),
            left_out=outcome.left_out,
            copy=outcome.duplicate_of is not None,
            repaired=bool(article and article.repairs),
            damaged=bool(article and article.damage),
        )


def _status(outcome: Outcome) -> Status:
    if outcome.error is not None:
        return "failed"
    if outcome.skipped:
        return "skipped"
    return "with_records" if outcome.records else "without_records"


@dataclass(frozen=True, slots=True)
class Done:
    """An article that an earlier start of the same run has done.

    Attributes:
        entry: What was counted.
        records: Its lines in the output.
        errors: Its line in the error file, or nothing.
    """

    entry: Entry
    records: bytes
    errors: bytes
