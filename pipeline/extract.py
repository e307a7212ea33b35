"""Articles in, directives out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.article import Article
from pipeline.errors import ArticleError, DirectivesError, ProcessingFailed
from pipeline.options import Options
from pipeline.read.limits import LONGEST_TEXT
from pipeline.timing import untimed, within

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from pipeline.copies import Copies
    from pipeline.records import Directive, Original

_log = logging.getLogger("pipeline")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article: every article in gives exactly one.

    Attributes:
        article: The article, with what was found out about it; None if it could not be read.
        records: Its directives, in order.
        error: Why it failed, if it did; then there are no records.
        left_out: How many records were below the least confidence asked for.
        duplicate_of: The first article of the run with nearly the same text, if that was looked for.
        skipped: Whether nothing was looked for in it because it is such a copy.
    """

    article: Article | None
    records: tuple[Directive, ...] = ()
    error: ArticleError | None = None
    left_out: int = 0
    duplicate_of: Original | None = None
    skipped: bool = False


def extract(
    articles: Iterable[Article | str | ArticleError],
    *,
    language: str = "auto",
    published: str | None = None,
    on_error: Callable[[ArticleError], None] | None = None,
) -> Iterator[Directive]:
    """Find the directives of articles.

    Articles stream: the next one is taken when the records of the one before have been given out. An article
    that fails is reported and left out; the others go on.

    Args:
        articles: The articles, or their texts. An error stands for an article that could not be read.
        language: ``"th"``, ``"vi"``, or ``"auto"`` to detect it for each article.
        published: The articles' date (``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``), if it is not to be looked
            for.
        on_error: Called with the error of each article that failed; by default it is logged as a warning.

    Yields:
        The directives, in article order.

    Raises:
        TypeError: ``articles`` is one article or text.
        UnknownLanguage: There is no such language.
        BadDate: ``published`` is no date.
        ModelError: The trained model is missing or of another version.
    """
    report = on_error or _warn
    done = outcomes(articles, Options(language=language, published=published))

    def records() -> Iterator[Directive]:
        for outcome in done:
            if outcome.error is not None:
                report(outcome.error)
            yield from outcome.records

    return records()


def outcomes(articles: Iterable[Article | str | ArticleError], options: Options, *, done: int = 0) -> Iterator[Outcome]:
    """Work on articles one after the other, and tell of each what became of it.

    Args:
        articles: The articles, or their texts. An error stands for an article that could not be read.
        options: How to work on them.
        done: How many at the beginning are done already: there is no outcome for them, but later ones may
            be their copies.

    Yields:
        One outcome for each article, in order.

    Raises:
        TypeError: ``articles`` is one article or text.
        UnknownLanguage: There is no such language.
        BadDate: ``options.published`` is no date.
        ModelError: The trained model is missing or of another version.
    """
    if isinstance(articles, str | bytes | Article):  # each letter of a text would be an article
        raise TypeError(f"articles is one {type(articles).__name__}: pass a list, such as [article]")
    return _outcomes(articles, options.checked(), done)


def _outcomes(articles: Iterable[Article | str | ArticleError], options: Options, done: int) -> Iterator[Outcome]:
    import pipeline.nlp  # noqa: F401  (a broken installation is not the first article's fault)

    copies = _copies() if options.copies else None
    for number, item in enumerate(articles):
        if isinstance(item, ArticleError):
            if number >= done:
                yield Outcome(None, error=item)
            continue
        article = Article(item) if isinstance(item, str) else item
        original, error = _original(article, copies)
        if number >= done:
            yield Outcome(article, error=error) if error else _outcome(article, original, options)


def _original(article: Article, copies: Copies | None) -> tuple[Original | None, ArticleError | None]:
    """The article's original, if it is a copy; what goes wrong here must not stop the others either."""
    try:
        return copies.first_like(article) if copies else None, None
    except Exception as error:
        return None, ProcessingFailed(error, source=article.source)


def _copies() -> Copies:
    from pipeline.copies import Copies

    return Copies()


def _outcome(article: Article, original: Original | None, options: Options) -> Outcome:
    if original is not None and options.copies == "drop":
        return Outcome(article, duplicate_of=original, skipped=True)
    try:
        with within(options.max_seconds):
            doc = analyse(article, language=options.language, published=options.published, max_chars=options.max_chars)
            records = _checked(doc, article)
            if options.trace:
                records = _traced(doc)
    except ArticleError as error:
        error.source = error.source or article.source
        return Outcome(article, error=error, duplicate_of=original)
    except DirectivesError:
        raise
    except Exception as error:  # whatever is wrong with one article must not stop the others
        _log.debug("failed on %s", article.source, exc_info=True)
        return Outcome(article, error=ProcessingFailed(error, source=article.source), duplicate_of=original)
    kept = [record for record in records if record.confidence >= options.min_confidence]
    if original is not None:
        kept = [record.copy_of(original) for record in kept]
    return Outcome(doc._.article, tuple(kept), left_out=len(records) - len(kept), duplicate_of=original)


def _warn(error: ArticleError) -> None:
    _log.warning("%s: %s", error.source or "an article", error)


def extract_one(article: Article, *, language: str = "auto", published: str | None = None) -> list[Directive]:
    """Find the directives of one article, or raise what is wrong with it.

    Args:
        article: The article.
        language: ``"th"``, ``"vi"`` or ``"auto"``.
        published: The article's date, if it is not to be looked for.

    Returns:
        The directives, in the order of the article; every quote stands where it says.
    """
    return _checked(analyse(article, language=language, published=published), article)


def _checked(doc: Doc, article: Article) -> list[Directive]:
    records: list[Directive] = list(doc._.directives)
    for record in records:
        record.check(article.text)
    return records


def _traced(doc: Doc) -> list[Directive]:
    from pipeline.trace import traces

    records: list[Directive] = doc._.directives
    return [record.model_copy(update={"trace": trace}) for record, trace in zip(records, traces(doc), strict=True)]


def analyse(
    article: Article, *, language: str = "auto", published: str | None = None, max_chars: int = LONGEST_TEXT
) -> Doc:
    """Run one article through the pipeline.

    Args:
        article: The article.
        language: ``"th"``, ``"vi"`` or ``"auto"``.
        published: The article's date, if it is not to be looked for.
        max_chars: The longest text, in characters.

    Returns:
        spaCy's document, with the article in ``doc._.article``, the records in ``doc._.directives`` and what
        they were made from in ``doc._.annotations``.
    """
    from pipeline.metadata import describe
    from pipeline.nlp import load
    from pipeline.read.limits import check_text

    check_text(article.text, max_chars)
    described = describe(article, language=language, published=published)
    assert described.language is not None
    with untimed():  # models are loaded once, and that is not this article's fault
        nlp = load(described.language)
    doc = nlp.make_doc(described.text)
    doc._.article = described
    analysed: Doc = nlp(doc)
    return analysed
