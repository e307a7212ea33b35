"""Which version of the program this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed


def version() -> str:
    """The program's version, or ``source`` where it runs without being installed."""
    try:
        return installed("directives")
    except PackageNotFoundError:
        return "source"
