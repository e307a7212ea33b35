"""Government directives in Thai and Vietnamese news: who must do what, by when, on whose orders.

>>> import pipeline
>>> article = "Thủ tướng yêu cầu Bộ Tài chính báo cáo tiến độ giải ngân trước ngày 30/6/2025."
>>> [d.due for d in pipeline.find_deadlines(article, language="vi")]
['2025-06-29']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.article import Article
from pipeline.extract import extract

if TYPE_CHECKING:
    from pipeline.deadlines import find_deadlines
    from pipeline.nlp import load
    from pipeline.records import Directive

__all__ = ["Article", "Directive", "extract", "find_deadlines", "load"]


def __getattr__(name: str) -> object:
    # spaCy and the tables are slow to load; most of the command's work needs neither.
    if name == "load":
        from pipeline.nlp import load

        return load
    if name == "Directive":
        from pipeline.records import Directive

        return Directive
    if name == "find_deadlines":
        from pipeline.deadlines import find_deadlines

        return find_deadlines
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
