"""CSV and its kin (tabs, semicolons, bars): a row is an article, the first row names the columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from pipeline.article import Article
from pipeline.encodings import Decoded
from pipeline.errors import ArticleError, EmptyText, MalformedRow, TextTooLong
from pipeline.read.columns import find_columns
from pipeline.read.decoding import by_line, decode_bytes, noted
from pipeline.read.limits import LARGEST_PAGE, too_long
from pipeline.read.lines import skip_line
from pipeline.read.options import ReadOptions
from pipeline.timing import within

_DELIMITERS = ",\t;|"
# Excel's own first line, which names the sign that divides the cells.
_NAMED = re.compile(r'"?sep=([,\t;|])"?\s*', re.IGNORECASE)
_LONGEST_MARK = 20
_LONGEST_HEADER = 20_000
_BYTES_A_CHARACTER = 4


def read_delimited(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Article | ArticleError]:
    """Read the articles of a table of text.

    Args:
        stream: An open file.
        source: Where it lies; its rows are named ``SOURCE:LINE`` after the line where they end.
        options: The columns, the limit and the encoding.

    Yields:
        Each row's article, or why there is none. Empty rows are passed over.

    Raises:
        NoTextColumn: The first row names no column that is known to hold text.
    """
    from pipeline.read.rows import make_article

    stream, options = by_line(stream, options)
    lines = _Lines(stream, source, options)
    # The library's own limit holds for the whole process; what is longer than a row may be is stopped before.
    csv.field_size_limit(max(csv.field_size_limit(), lines.most))
    header = _without_mark(next(lines, ""))
    named = _NAMED.fullmatch(header)
    if named:
        header = next(lines, "")
    if not header.strip():
        raise EmptyText("there is no text in it: the first line of a table names its columns")
    delimiter = named[1] if named else _delimiter(header)
    names = next(csv.reader([header], delimiter=delimiter), [])
    columns = find_columns(names, options)
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        lines.begin_row()
        try:
            row = next(rows)
            place = f"{source}:{lines.number}"
            if any(cell.strip() for cell in row):
                _check_width(row, names)
                with within(options.seconds, stage="read"):
                    article = make_article(
                        _cell(row, columns.text),
                        place,
                        options,
                        published=_cell(row, columns.date),
                        url=_cell(row, columns.url),
                        title=_cell(row, columns.title),
                    )
                yield noted(article, *lines.damaged)
        except StopIteration:
            return
        except csv.Error as error:
            yield MalformedRow(f"no row of a table ({error}): check its quotes", source=f"{source}:{lines.number}")
        except ArticleError as error:
            if isinstance(error, TextTooLong):
                rows = csv.reader(lines, delimiter=delimiter)  # it still waits for the end of a quotation
            error.source = error.source or f"{source}:{lines.number}"
            yield error


def first_row(head: bytes, name: str = "") -> Sequence[str]:
    """Read the names of columns, if the beginning of a file can be that.

    Args:
        head: The first bytes.
        name: The file's name.

    Returns:
        The cells of the first line; none where it is too long to be a header.
    """
    first, _, rest = head.partition(b"\n")
    named = _NAMED.fullmatch(_without_mark(first[:_LONGEST_MARK].decode("utf-8", "replace")))
    line = (rest.partition(b"\n")[0] if named else first).rstrip(b"\r")
    if not line or len(line) > _LONGEST_HEADER:
        return []
    text = _without_mark(line.decode("utf-8", "replace"))
    try:
        return next(csv.reader([text], delimiter=named[1] if named else _delimiter(text)), [])
    except csv.Error:
        return []


def _without_mark(text: str) -> str:
    return text.removeprefix("\ufeff")


def _delimiter(header: str) -> str:
    """The sign that divides the names of the columns: the one that stands most often."""
    return max(_DELIMITERS, key=header.count)


def _cell(row: Sequence[str], place: int | None) -> str | None:
    return row[place] if place is not None and place < len(row) else None


def _check_width(row: Sequence[str], names: Sequence[str]) -> None:
    if len(row) > len(names):
        raise MalformedRow(
            f"it has {len(row):,} cells and the table {len(names):,} columns: put cells with a delimiter in quotes"
        )


class _Lines:
    """The lines of a table, decoded one by one; together those of a row have a limit."""

    def __init__(self, stream: BinaryIO, source: str, options: ReadOptions) -> None:
        self._source = source
        self._stream = stream
        self._options = options
        self.most = options.longest * _BYTES_A_CHARACTER + LARGEST_PAGE
        self.number = 0
        self.begin_row()

    def begin_row(self) -> None:
        """Count and note anew."""
        self._row = 0  # bytes of the row so far
        self.damaged: list[Decoded] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(self.most + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self._row += len(line)
        if self._row > self.most:
            skip_line(self._stream, line)
            raise too_long(self._options.longest)
        with within(self._options.seconds, stage="read"):
            decoded = decode_bytes(line, f"{self._source}:{self.number}", self._options)
        if decoded.notes:
            self.damaged.append(decoded)
        return decoded.text
