"""Reading articles: one file here per kind of input.

A reader yields articles one at a time, and in the place of an article that cannot be read the error that says
why.
"""

from __future__ import annotations

from pipeline.read.inputs import Input, find_inputs, read

__all__ = ["Input", "find_inputs", "read"]
