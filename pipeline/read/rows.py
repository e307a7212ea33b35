"""A row of a table to an article, whatever format the table has."""

from __future__ import annotations

from dataclasses import replace

from pipeline.article import Article
from pipeline.errors import EmptyText, MalformedRow
from pipeline.read.dates import metadata_date
from pipeline.read.decoding import repair_text
from pipeline.read.limits import check_text
from pipeline.read.options import ReadOptions
from pipeline.read.page import parse_page
from pipeline.read.sniff import is_markup


def make_article(
    text: str | None,
    source: str,
    options: ReadOptions,
    *,
    published: str | None = None,
    url: str | None = None,
    title: str | None = None,
) -> Article:
    """Make an article of the cells of a row.

    Args:
        text: The text, or the HTML of a page or of a part of one.
        source: Where the row stands.
        options: The limit; and a column of dates that the caller names must hold dates, while one that was
            guessed may hold anything.
        published: When the article came out, as the table writes it.
        url: Its address.
        title: Its headline.

    Returns:
        The article. What the row says goes before what its HTML says.

    Raises:
        ArticleError: The row has no text, or too much of it.
    """
    if not text:
        raise EmptyText("there is no text in this row: fill it in or remove it")
    dated = metadata_date(published) if published and published.strip() else None
    if dated is None and published and published.strip() and options.date_column is not None:
        raise MalformedRow(f"its {options.date_column!r} is {published[:60]!r}: give it as YYYY-MM-DD")
    if is_markup(text):
        page = parse_page(text, source, options, url=url)
        found = replace(page, title=title or page.title, url=url or page.url)
        return replace(found, published=dated, published_from="metadata") if dated else found
    repaired = repair_text(check_text(text, options.longest), source)
    return Article(
        text=repaired.text,
        source=source,
        published=dated,
        published_from="metadata" if dated else None,
        url=url or None,
        title=title or None,
        repairs=repaired.repairs,
        damage=repaired.damage,
    )
