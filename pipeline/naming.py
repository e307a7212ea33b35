"""What makes two runs the same, so that one can go on where the other was stopped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.model import FOLDER as MODELS
from pipeline.read import Input
from pipeline.read.inputs import STANDARD_INPUT
from pipeline.version import version


def name_of(inputs: Sequence[Input], chosen: Mapping[str, object]) -> str | None:
    """Make the name of a run. Two runs with the same name write the same bytes.

    Args:
        inputs: What it reads. Of a file, path, size and time of change count; its content is not read for it.
        chosen: The options that make a difference to the output.

    Returns:
        A SHA-256 in hexadecimal digits; None where an input cannot be read twice.
    """
    if any(file.source == STANDARD_INPUT for file in inputs):
        return None
    models = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(MODELS.glob("*.skops"))}
    files = [(file.source, file.size, _changed(file.source)) for file in inputs]
    made_of = json.dumps([files, chosen, version(), models], sort_keys=True)
    return hashlib.sha256(made_of.encode("utf-8", "surrogatepass")).hexdigest()


def _changed(path: str) -> int | None:
    """When a file was changed, in nanoseconds; None for what is no file on this machine."""
    try:
        return Path(path).stat().st_mtime_ns
    except (OSError, ValueError):
        return None
