"""PDF files: official notices; a file is an article."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from pipeline.article import Article
from pipeline.errors import ArticleError, EmptyText, MissingPackage, TooLarge, Unreadable
from pipeline.read.documents import gathered, parsing
from pipeline.read.limits import LARGEST_DOCUMENT, check_text, read_bytes
from pipeline.read.options import ReadOptions
from pipeline.read.quiet import quiet
from pipeline.timing import within

_MOST_PAGES = 2_000


def read_pdf(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Article | ArticleError]:
    """Read the text layer of a PDF, page after page.

    Lines stay as they are set on the page; a PDF does not say where paragraphs end.

    Args:
        stream: An open file.
        source: Where it lies.
        options: The limit.

    Yields:
        The article.

    Raises:
        MissingPackage: pypdf is not installed.
        ArticleError: The file is damaged or locked, has too many pages or too much text, or is a scan
            without a text layer.
    """
    try:
        import pypdf
    except ImportError:
        raise MissingPackage("PDF files need pypdf: run pip install 'directives[documents]'") from None

    data = io.BytesIO(read_bytes(stream, LARGEST_DOCUMENT, "a PDF"))
    with within(options.seconds, stage="read"):
        text = _text(data, pypdf.PdfReader, options.longest)
    if not text.strip():
        raise EmptyText("there is no text in it: if it is a scan, recognise its text (OCR) first")
    yield Article(check_text(_joined(text), options.longest), source)


def _text(data: BinaryIO, parse: Callable[..., Any], longest: int) -> str:
    with parsing("PDF", "fetch it or save it again"), quiet("pypdf"), parse(data, strict=False) as document:
        if document.is_encrypted and not document.decrypt(""):
            raise Unreadable("locked with a password: save it without one")
        if len(document.pages) > _MOST_PAGES:
            raise TooLarge(f"more than {_MOST_PAGES:,} pages: split it")
        return gathered((page.extract_text() for page in document.pages), longest)


def _joined(text: str) -> str:
    """Put the two halves of characters together that a font's table gives one by one."""
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return text
