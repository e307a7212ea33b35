"""Writing what became of articles: records, errors and kept texts, and how far a run has come.

A file is written in hidden parts beside its place, with a journal of the articles done, and takes its place when
it is whole. A run that was stopped, however, goes on where it was (`parts`). Standard output and devices are
written to as they are (`stream`).
"""

from __future__ import annotations

from pipeline.write.entry import Entry
from pipeline.write.output import STANDARD_OUTPUT, Output, open_output
from pipeline.write.parts import error_path, places

__all__ = [
    "STANDARD_OUTPUT",
    "Entry",
    "Output",
    "error_path",
    "open_output",
    "places",
]
