"""Articles with gold, in the guidelines' format: what training reads and evaluation compares with.

A gold line quotes the article; here each quote becomes a span of the *normalised* text, which is what the annotators
and classifiers work on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonlines

from pipeline.article import Article
from pipeline.errors import UsageError
from pipeline.tokens import Span


@dataclass(frozen=True, slots=True)
class GoldDirective:
    """One marked directive; spans are code points of the normalised text.

    Attributes:
        evidence: The stretch that states it.
        specific: Whether it is ``specific`` rather than ``general``.
        action: What is to be done.
        kind: The action type.
        target: What the action works on, or None.
        agencies: ``(span, id, role, inherited)`` of each responsible party.
        issuer: ``(span, id)`` of who lays the duty, or None.
        deadline: ``(span, fields)`` of the time limit, or None.
        quantities: The quantities as marked.
        instruments: The instruments as marked.
    """

    evidence: Span
    specific: bool
    action: Span
    kind: str
    target: Span | None
    agencies: tuple[tuple[Span, str | None, str, bool], ...]
    issuer: tuple[Span, str | None] | None
    deadline: tuple[Span, dict[str, Any]] | None
    quantities: tuple[dict[str, Any], ...]
    instruments: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article and its directives."""

    name: str
    article: Article
    directives: tuple[GoldDirective, ...]


def _find(text: str, quote: str, low: int, high: int) -> Span:
    at = text.find(quote, low, high)
    if at < 0:
        raise ValueError(f"quote not in the text: {quote[:80]!r}")
    return at, at + len(quote)


def _locate(text: str, part: dict[str, Any] | None, evidence: Span) -> Span | None:
    """Where a quote stands: in the evidence, or (inherited) the last time before it, else the first after it."""
    if not part or not part.get("text"):
        return None
    if "span" in part:
        return part["span"][0], part["span"][1]
    quote = part["text"]
    if part.get("inherited"):
        before = text.rfind(quote, 0, evidence[0])
        return (before, before + len(quote)) if before >= 0 else _find(text, quote, evidence[1], len(text))
    return _find(text, quote, *evidence)


def _issuer(text: str, part: dict[str, Any] | None, evidence: Span) -> Span | None:
    """The issuer is quoted from anywhere: in the evidence, else the last time before it, else the first time."""
    if not part or not part.get("text"):
        return None
    if "span" in part:
        return part["span"][0], part["span"][1]
    quote = part["text"]
    at = text.find(quote, *evidence)
    at = at if at >= 0 else text.rfind(quote, 0, evidence[0])
    return (at, at + len(quote)) if at >= 0 else _find(text, quote, 0, len(text))


def _directive(article: Article, marked: dict[str, Any]) -> GoldDirective:
    text = article.text
    at = -1
    for _ in range(marked.get("occurrence", 0) + 1):
        at = text.find(marked["evidence"], at + 1)
        if at < 0:
            raise ValueError(f"evidence not in the text: {marked['evidence'][:80]!r}")
    low, high = marked.get("spans", {}).get("evidence") or (at, at + len(marked["evidence"]))
    evidence = (low, high)

    def normal(span: Span | None) -> Span | None:
        return article.normalised.normalised(*span) if span else None

    def sure(span: Span | None) -> Span:
        found = normal(span)
        if found is None:
            raise ValueError("an empty quote")
        return found

    deadline, issuer = marked.get("deadline"), marked.get("issuer")
    return GoldDirective(
        evidence=sure(evidence),
        specific=marked.get("specificity", "specific") == "specific",
        action=sure(_locate(text, marked["action"], evidence)),
        kind=marked["action"].get("type", "other"),
        target=normal(_locate(text, marked.get("target"), evidence)),
        agencies=tuple(
            (sure(_locate(text, a, evidence)), a.get("id"), a.get("role", "lead"), bool(a.get("inherited")))
            for a in marked["agencies"]
        ),
        issuer=(sure(_issuer(text, issuer, evidence)), issuer.get("id")) if issuer and issuer.get("text") else None,
        deadline=(sure(_locate(text, deadline, evidence)), deadline) if deadline and deadline.get("text") else None,
        quantities=tuple(marked.get("quantities") or ()),
        instruments=tuple(marked.get("instruments") or ()),
    )


def read_rows(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """Read the objects of a JSON Lines file with the numbers of their lines; empty lines are passed over.

    Raises:
        UsageError: A line holds no JSON object; the message names it.
    """
    rows: list[tuple[int, dict[str, Any]]] = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                rows += [(number, row) for row in jsonlines.Reader([line]).iter(type=dict, skip_empty=True)]
            except jsonlines.InvalidLineError as error:
                raise UsageError(f"{path}, line {number}: {error}") from error
    return rows


def read_gold(path: Path, articles: Path) -> Iterator[GoldArticle]:
    """Read a gold file and the articles it quotes.

    Args:
        path: JSON Lines, one article a line, as the guidelines describe.
        articles: The folder that holds ``NAME.txt`` for each.

    Yields:
        The articles in the file's order.

    Raises:
        UsageError: A line is broken or a quote is not in its article; the message names both.
    """
    for number, row in read_rows(path):
        try:
            text = (articles / f"{row['doc']}.txt").read_bytes().decode("utf-8")
            article = Article(
                text=text,
                source=f"{row['doc']}.txt",
                language=row["language"],
                published=row.get("published"),
                published_from="metadata" if row.get("published") else None,
            )
            yield GoldArticle(row["doc"], article, tuple(_directive(article, d) for d in row["directives"]))
        except (ValueError, KeyError, OSError) as error:
            raise UsageError(f"{path}, line {number}: {error}") from error


def read_marks(path: Path, texts: Iterable[str]) -> Iterator[GoldArticle]:
    """Read marks of articles that are other people's: spans alone, beside texts that lie elsewhere.

    Args:
        path: JSON Lines, one article a line: ``text`` is the beginning of the text's SHA-256 (16 digits), and every
            quote is ``span``, its place in code points of the text.
        texts: The articles. Those without marks are passed over, and so are marks whose article is not there.

    Yields:
        The marked articles that are there, in the file's order.

    Raises:
        UsageError: A line is broken.
    """
    there = {}
    lines = read_rows(path)
    digests = {row["text"] for _, row in lines}
    for text in texts:
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
        if digest in digests:
            there[digest] = text
    for number, row in lines:
        if row["text"] not in there:
            continue
        text = there[row["text"]]
        article = Article(
            text=text,
            source=f"{row['doc']}.txt",
            language=row["language"],
            published=row["published"],
            published_from="metadata" if row["published"] else None,
        )
        try:
            marked = tuple(_directive(article, _quoted(text, d)) for d in row["directives"])
        except (ValueError, KeyError) as error:
            raise UsageError(f"{path}, line {number}: {error}") from error
        yield GoldArticle(row["doc"], article, marked)


def _quoted(text: str, part: Any) -> Any:
    """The same marks with the quotes that their spans stand for."""
    if isinstance(part, list):
        return [_quoted(text, one) for one in part]
    if not isinstance(part, dict):
        return part
    quoted = {key: _quoted(text, value) for key, value in part.items()}
    if "span" in part:
        quoted["text"] = text[slice(*part["span"])]
    if "evidence" in part:
        quoted["evidence"] = text[slice(*part["evidence"]["span"])]
        quoted["spans"] = {"evidence": part["evidence"]["span"]}
    return quoted
