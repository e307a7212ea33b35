"""A linear model over hashed features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from pipeline.fields.hashing import hashed

Weighted = dict[str, float]

# Smaller weights decide nothing and are a third of a model's file.
_NEGLIGIBLE = 5e-3


class Learner(Protocol):
    """A scikit-learn classifier that is linear."""

    classes_: npt.NDArray[np.str_]
    coef_: npt.NDArray[np.float64]
    intercept_: npt.NDArray[np.float64]

    def fit(self, x: csr_matrix, y: npt.NDArray[np.str_]) -> Learner:
        """Learn."""


@dataclass(frozen=True)
class Linear:
    """A linear model: one row of weights a class, or one for two classes.

    Attributes:
        classes: The classes, sorted.
        weights: Of shape (rows, features), in half precision.
        bias: Of shape (rows,).
    """

    classes: tuple[str, ...]
    weights: npt.NDArray[np.float16]
    bias: npt.NDArray[np.float64]

    @classmethod
    def fit(cls, rows: Sequence[Weighted], labels: Sequence[str], learner: Learner, *, bits: int) -> Linear:
        """Learn from examples.

        Args:
            rows: Features with their weights.
            labels: The class of each row; at least two must differ.
            learner: What finds the weights.
            bits: The hash keeps this many bits.
        """
        at, values, ends = [], [], [0]
        for row in rows:
            place, value = hashed(row, bits)
            at.append(place)
            values.append(value)
            ends.append(ends[-1] + len(place))
        matrix = csr_matrix((np.concatenate(values), np.concatenate(at), ends), shape=(len(rows), 1 << bits))
        matrix.sum_duplicates()
        learner.fit(matrix, np.asarray(labels))
        weights = np.where(np.abs(learner.coef_) < _NEGLIGIBLE, 0.0, learner.coef_)
        return cls(
            tuple(str(name) for name in learner.classes_),
            weights.astype(np.float16),
            learner.intercept_.astype(np.float64),
        )

    def scores(self, row: Weighted) -> npt.NDArray[np.float64]:
        """How far each class is ahead, of shape (rows,); with one row, the second class."""
        at, values = hashed(row, self.weights.shape[1].bit_length() - 1)
        result: npt.NDArray[np.float64] = self.weights[:, at].astype(np.float64) @ values + self.bias
        return result

    def state(self) -> dict[str, Any]:
        """What :meth:`from_state` needs."""
        return {"classes": list(self.classes), "weights": self.weights, "bias": self.bias}

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> Linear:
        """The model that gave this state."""
        return cls(tuple(state["classes"]), np.asarray(state["weights"]), np.asarray(state["bias"]))
