"""Reading articles: one file here per kind of input.

A reader yields articles one at a time, and in the place of an article that cannot be read the error that says
why::

    inputs (what to read) -> articles (opens, asks sniff, unpacks) -> plain, html, lines, delimited, parquet,
                                                                      warc, docx, pdf
"""

from __future__ import annotations

from pipeline.read.articles import read
from pipeline.read.inputs import Input, find_inputs
from pipeline.read.options import ReadOptions

__all__ = ["Input", "ReadOptions", "find_inputs", "read"]
