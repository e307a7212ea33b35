"""Years of the Buddhist Era, in which Thailand counts, and which years news can be of."""

from __future__ import annotations

BUDDHIST = 543
"""Years that the Buddhist Era is ahead, as Thailand has counted since 1941."""
BUDDHIST_YEARS = range(2400, 2701)
NEWS_YEARS = range(1900, 2200)


def common_year(year: int) -> int:
    """Give a year in the common era.

    Args:
        year: A year of either era; the two do not overlap for news.

    Returns:
        The year of the common era.
    """
    return year - BUDDHIST if year in BUDDHIST_YEARS else year
