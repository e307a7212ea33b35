"""Articles in, directives out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.article import Article
from pipeline.errors import ArticleError, DirectivesError, ProcessingFailed, UnknownLanguage

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from pipeline.records import Directive

_log = logging.getLogger("pipeline")


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
        UnknownLanguage: There is no such language.
        BadDate: ``published`` is no date.
        ModelError: The trained model is missing or of another version.
    """
    from pipeline.language import languages
    from pipeline.metadata import parse_published

    if language != "auto" and language not in languages():
        raise UnknownLanguage(language, languages())
    given = parse_published(published) if published is not None else None
    return _extract(articles, language, given, on_error or _warn)


def _extract(
    articles: Iterable[Article | str | ArticleError],
    language: str,
    published: str | None,
    on_error: Callable[[ArticleError], None],
) -> Iterator[Directive]:
    import pipeline.nlp  # noqa: F401  (a broken installation is not the first article's fault)

    for item in articles:
        if isinstance(item, ArticleError):
            on_error(item)
            continue
        article = Article(item) if isinstance(item, str) else item
        try:
            records = extract_one(article, language=language, published=published)
        except ArticleError as error:
            error.source = error.source or article.source
            on_error(error)
        except DirectivesError:
            raise
        except Exception as error:  # whatever is wrong with one article must not stop the others
            _log.debug("failed on %s", article.source, exc_info=True)
            on_error(ProcessingFailed(error, source=article.source))
        else:
            yield from records


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
    records: list[Directive] = list(analyse(article, language=language, published=published)._.directives)
    for record in records:
        record.check(article.text)
    return records


def analyse(article: Article, *, language: str = "auto", published: str | None = None) -> Doc:
    """Run one article through the pipeline.

    Args:
        article: The article.
        language: ``"th"``, ``"vi"`` or ``"auto"``.
        published: The article's date, if it is not to be looked for.

    Returns:
        spaCy's document, with the article in ``doc._.article``, the records in ``doc._.directives`` and what
        they were made from in ``doc._.annotations``.
    """
    from pipeline.metadata import describe
    from pipeline.nlp import load
    from pipeline.read.limits import LONGEST_TEXT, check_text

    check_text(article.text, LONGEST_TEXT)
    described = describe(article, language=language, published=published)
    assert described.language is not None
    nlp = load(described.language)
    doc = nlp.make_doc(described.text)
    doc._.article = described
    analysed: Doc = nlp(doc)
    return analysed
