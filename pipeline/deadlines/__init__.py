"""Time limits: expressions of time, their values, and whether they limit a duty.

The words are data (``pipeline/language/*/deadlines.toml``); the engine is one grammar for all languages::

    words -> scan -> reader -> clocks -> days -> points -> phrases -> durations -> ranges
          -> recurring -> wider -> finder (asks verdict) -> published
"""

from pipeline.deadlines.finder import find_dates, find_deadlines
from pipeline.deadlines.mention import DateMention
from pipeline.deadlines.published import find_published, is_long_past, known_unit, reference_date

__all__ = [
    "DateMention",
    "find_dates",
    "find_deadlines",
    "find_published",
    "is_long_past",
    "known_unit",
    "reference_date",
]
