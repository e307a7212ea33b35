"""Learnt numbers in skops files: no pickle, and the same bytes for the same numbers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import skops.io


def write_state(path: Path, state: Mapping[str, Any]) -> None:
    """Write a state of plain data, arrays and trusted types to a file, in folders that are made if missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_undated(skops.io.dumps(dict(state))))


def _undated(archive: bytes) -> bytes:
    """The same archive, compressed, in a form that depends on the model alone.

    It leaves out the time of its making and has running numbers where skops writes memory addresses.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(packed, "w") as new:
        schema = old.read("schema.json").decode("utf-8")
        addresses = dict.fromkeys(re.findall(r'"__id__": (\d+)|"file": "(\d+)\.', schema))
        numbers = {a or b: str(n) for n, (a, b) in enumerate(addresses, 1)}
        numbered = re.sub(
            r'("__id__": |"file": ")(\d+)', lambda match: match[1] + numbers.get(match[2], match[2]), schema
        )
        new.writestr(zipfile.ZipInfo("schema.json"), numbered, zipfile.ZIP_LZMA)
        parts = {numbers.get(name.partition(".")[0], name.partition(".")[0]): name for name in old.namelist()}
        for number, name in sorted(parts.items()):
            if name != "schema.json":
                entry = zipfile.ZipInfo(f"{number}.{name.partition('.')[2]}")
                new.writestr(entry, old.read(name), zipfile.ZIP_LZMA)
    return packed.getvalue()
