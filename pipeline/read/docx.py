"""Word documents (.docx): official notices; a document is an article."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from pipeline.article import Article
from pipeline.errors import ArticleError, MissingPackage, TooLarge
from pipeline.read.documents import gathered, parsing
from pipeline.read.limits import LARGEST_DOCUMENT, check_text, read_bytes
from pipeline.read.options import ReadOptions
from pipeline.timing import within


def read_docx(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Article | ArticleError]:
    """Read the text of a Word document: paragraphs as lines, the cells of a table's row side by side.

    Args:
        stream: An open file.
        source: Where it lies.
        options: The limit.

    Yields:
        The article.

    Raises:
        MissingPackage: python-docx is not installed.
        ArticleError: The document is damaged, or has too much text or none.
    """
    try:
        import docx
    except ImportError:
        raise MissingPackage("Word documents need python-docx: run pip install 'directives[documents]'") from None

    data = io.BytesIO(read_bytes(stream, LARGEST_DOCUMENT, "a document"))
    with within(options.seconds, stage="read"):
        text = _text(data, docx.Document, options.longest)
    yield Article(check_text(text, options.longest), source)


def _text(data: BinaryIO, parse: Callable[[BinaryIO], Any], longest: int) -> str:
    with parsing("Word document", "save it again as .docx"):
        with zipfile.ZipFile(data) as parts:
            size = sum(part.file_size for part in parts.infolist())
        if size > LARGEST_DOCUMENT:
            raise TooLarge(f"unpacks to {size:,} bytes: save its text alone")
        return gathered(_lines(parse(data)), longest).strip("\n")


def _lines(block: Any) -> Iterator[str]:
    """The lines of a document or a cell, in the order in which they stand."""
    for item in block.iter_inner_content():
        if hasattr(item, "rows"):
            for row in item.rows:
                # Cells that were merged come once for each place.
                cells = dict.fromkeys(cell._tc for cell in row.cells)
                by_element = {cell._tc: cell for cell in row.cells}
                yield "\t".join(" ".join(_lines(by_element[cell])) for cell in cells)
        else:
            yield item.text
