"""Word vectors from unannotated news: words that stand in the same company lie close together.

With little marked text they say what a rare verb has in common with a frequent one. `pipeline.embed` learns them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import skops.io

from pipeline.errors import ModelMissing, ModelVersion
from pipeline.stored import write_state

FOLDER = Path(__file__).resolve().parent.parent / "models"
Floats32 = npt.NDArray[np.float32]
# Neighbours farther than the next are summed, each by so much less than the one before.
_REACH, _DECAY = 6, 0.8


@dataclass(frozen=True)
class Vectors:
    """Vectors of length 1, kept in whole numbers.

    Attributes:
        index: Word to row.
        values: Of shape (words + 1, dimensions); a hundredth and a bit (1/127) of the value; the last row is zero.
    """

    index: Mapping[str, int]
    values: npt.NDArray[np.int8]

    @property
    def size(self) -> int:
        """How many dimensions there are."""
        return int(self.values.shape[1])

    def rows(self, words: Sequence[str]) -> Floats32:
        """The vectors of words, zero for unknown ones: an array of shape (words, dimensions)."""
        found = self.values[[self.index.get(word, -1) for word in words]]
        return found.astype(np.float32).reshape(len(words), self.size) / np.float32(127)

    def around(self, words: Sequence[str]) -> Floats32:
        """Each word's vector, those of its neighbours, and sums of what stands farther to either side.

        Args:
            words: Words in order.

        Returns:
            An array of shape (words, 5 × dimensions).
        """
        n, edge = len(words), _REACH + 1
        own = self.rows(words)
        padded = np.zeros((n + 2 * edge, self.size), dtype=np.float32)
        padded[edge : edge + n] = own
        left, right = np.zeros_like(own), np.zeros_like(own)
        for far in range(2, _REACH + 1):
            weight = np.float32(_DECAY**far)
            left += padded[edge - far : edge - far + n] * weight
            right += padded[edge + far : edge + far + n] * weight
        return np.hstack([own, padded[edge - 1 : edge - 1 + n], padded[edge + 1 : edge + 1 + n], left, right])

    def save(self, path: Path) -> None:
        """Write the vectors to a file."""
        words = sorted(self.index, key=lambda word: self.index[word])
        write_state(path, {"words": "\n".join(words), "values": self.values})

    @classmethod
    def read(cls, path: Path) -> Vectors:
        """Read vectors from a file.

        Raises:
            ModelMissing: There is no such file.
            ModelVersion: It holds no vectors.
        """
        if not path.is_file():
            raise ModelMissing(f"there are no word vectors at {path}: reinstall, or learn them with pipeline.embed")
        try:
            state: dict[str, Any] = skops.io.loads(path.read_bytes(), trusted=["numpy.dtype"])
            words = state["words"].split("\n")
            values = np.asarray(state["values"])
            if values.shape[0] != len(words) + 1 or values.dtype != np.int8:
                raise ValueError("words and vectors do not fit together")
        except Exception as error:  # whatever a broken or foreign file brings up
            raise ModelVersion(f"{path} holds no word vectors of this program ({error}): reinstall") from error
        return cls({word: row for row, word in enumerate(words)}, values)


def whole(index: Mapping[str, int], values: npt.NDArray[np.float64]) -> Vectors:
    """Vectors of shape (words, dimensions) in their kept form."""
    kept = np.vstack([np.round(127 * values), np.zeros((1, values.shape[1]))]).astype(np.int8)
    return Vectors(index, kept)


def vectors_path(language: str) -> Path:
    """Where the word vectors of a language lie."""
    return FOLDER / f"{language}.vectors.skops"


@cache
def load_vectors(language: str) -> Vectors:
    """The shipped word vectors of a language, read once."""
    return Vectors.read(vectors_path(language))
