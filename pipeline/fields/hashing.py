"""Feature names to places in a vector of fixed length, the same on every machine and in every run."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt


def hashed(row: Mapping[str, float], bits: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Hash the names of a row of weighted features.

    Args:
        row: Feature to weight.
        bits: The vector has two to this power places.

    Returns:
        The places and the values there, both of shape (features,); a place may come more than once.
    """
    codes = np.fromiter((zlib.crc32(name.encode()) for name in row), dtype=np.int64, count=len(row))
    values = np.fromiter(row.values(), dtype=np.float64, count=len(row))
    # A bit that the place does not use gives the sign, so that names which collide cancel out on average.
    return codes & ((1 << bits) - 1), np.where(codes >> 31, values, -values)


def places(rows: Sequence[Sequence[str]], bits: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """Hash rows of features that are there or not.

    Args:
        rows: Features.
        bits: The vector has two to this power places.

    Returns:
        The places of all rows one after the other, and where each row starts among them (the end of the last comes
        last), of shape (rows + 1,).
    """
    mask = (1 << bits) - 1
    at = np.fromiter((zlib.crc32(name.encode()) & mask for row in rows for name in row), dtype=np.int32)
    return at, np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
