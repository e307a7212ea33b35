"""Parquet: a row is an article; a batch of rows is held at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from pipeline.article import Article
from pipeline.encodings import Decoded
from pipeline.errors import ArticleError, NoTextColumn, TooLarge, UndecodableText, Unreadable
from pipeline.read.columns import Columns, find_columns
from pipeline.read.decoding import decode_bytes, noted
from pipeline.read.options import ReadOptions
from pipeline.read.streams import seekable
from pipeline.timing import within

_BATCH = 32
"""Rows; each may hold an article of the greatest length."""
_LARGEST_GROUP = 2_000_000_000
"""Bytes of a group of rows, unpacked."""


def read_parquet(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Article | ArticleError]:
    """Read the articles of a Parquet table.

    Args:
        stream: An open file.
        source: Where it lies; its rows are named ``SOURCE:ROW``, counted from 1.
        options: The columns and the limit.

    Yields:
        Each row's article, or why there is none. A damaged group of rows is one error; the next one is read.

    Raises:
        NoTextColumn: No column is known to hold text.
        Unreadable: It is damaged as a whole.
    """
    import pyarrow as pa
    from pyarrow import parquet

    with seekable(stream) as file:
        try:
            table = parquet.ParquetFile(pa.PythonFile(file, mode="r"), memory_map=False, pre_buffer=False)
            names = table.schema_arrow.names
        except (pa.ArrowException, OSError, ValueError) as error:
            raise Unreadable(f"no whole Parquet file ({_first_line(error)}): fetch or write it again") from None
        columns = find_columns(names, options)
        text = table.schema_arrow.field(names[columns.text or 0]).type
        if not any(test(text) for test in _text_tests(pa)):
            raise NoTextColumn(f"its column {names[columns.text or 0]!r} holds {text}, no text: name another")
        before = 0
        for number in range(table.num_row_groups):
            rows = table.metadata.row_group(number).num_rows
            try:
                yield from _read_group(table, number, columns, source, before, options)
            except (pa.ArrowException, OSError, ValueError, TooLarge) as error:
                place = f"{source}:{before + 1}-{before + rows}"
                yield Unreadable(
                    f"these rows cannot be read ({_first_line(error)}): write the table again", source=place
                )
            before += rows


def _text_tests(pa: Any) -> tuple[Any, ...]:
    types = pa.types
    return (
        types.is_string,
        types.is_large_string,
        types.is_string_view,
        types.is_binary,
        types.is_large_binary,
        _words(pa),
    )


def _words(pa: Any) -> Any:
    """A test for a dictionary of text, as pandas' categories are written."""
    return lambda kind: pa.types.is_dictionary(kind) and pa.types.is_string(kind.value_type)


def _read_group(
    table: Any, number: int, columns: Columns, source: str, before: int, options: ReadOptions
) -> Iterator[Article | ArticleError]:
    from pipeline.read.rows import make_article

    names = table.schema_arrow.names
    wanted = {
        what: names[place] for what in ("text", "date", "url", "title") if (place := getattr(columns, what)) is not None
    }
    # Of all columns: to ask for those of one ends the whole process where a damaged file holds nonsense of it.
    held = table.metadata.row_group(number).total_byte_size
    if held > _LARGEST_GROUP:
        raise TooLarge(f"they unpack to {held:,} bytes in one group")
    row = before
    for batch in table.iter_batches(
        batch_size=_BATCH, row_groups=[number], columns=sorted(set(wanted.values())), use_threads=False
    ):
        places = {what: batch.schema.names.index(name) for what, name in wanted.items()}
        for i in range(batch.num_rows):
            row += 1
            here = f"{source}:{row}"
            try:
                with within(options.seconds, stage="read"):
                    cells = {what: _cell(batch.column(place)[i], here, options) for what, place in places.items()}
                    values = {what: cell.text if isinstance(cell, Decoded) else cell for what, cell in cells.items()}
                    article = make_article(
                        values["text"],
                        here,
                        options,
                        published=values.get("date"),
                        url=values.get("url"),
                        title=values.get("title"),
                    )
                yield noted(article, *(cell for cell in cells.values() if isinstance(cell, Decoded)))
            except ArticleError as error:
                error.source = error.source or here
                yield error


def _cell(cell: Any, source: str, options: ReadOptions) -> Decoded | str | None:
    """A cell as a table of text would show it, bytes as they were decoded; dates in ISO 8601."""
    try:
        value = cell.as_py()
    except UnicodeDecodeError as error:  # the format says UTF-8 and nothing checks it
        raise UndecodableText(f"its text is not UTF-8 ({error}): write the table again") from None
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return decode_bytes(value, source, options)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
