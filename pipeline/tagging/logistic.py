"""Logistic regression over a unit's context: hashed names and word vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from pipeline.tagging.context import VECTOR_WEIGHT, Context

# Weights of names below this say nothing and are half of a model's file.
_NEGLIGIBLE = 1e-3

Floats = npt.NDArray[np.float64]
Places = Sequence[int] | npt.NDArray[np.int64]


@dataclass(frozen=True)
class Logistic:
    """A yes-or-no question about units.

    Attributes:
        names: Weights of the hashed names, in half precision.
        vectors: Weights of the word vectors, in half precision.
        bias: The log odds without any of them.
    """

    names: npt.NDArray[np.float16]
    vectors: npt.NDArray[np.float16]
    bias: float

    @classmethod
    def fit(cls, units: Sequence[tuple[Context, Places]], answers: Sequence[bool], *, strength: float) -> Logistic:
        """Learn from some units of some articles.

        Args:
            units: Contexts of articles, and which of their units to learn from.
            answers: The answer for each of these units in turn; both must come.
            strength: scikit-learn's ``C``: the smaller, the stronger the regularisation.
        """
        hashed = sp.vstack([context.names[places] for context, places in units if len(places)])
        dense = np.vstack([context.vectors[places] for context, places in units if len(places)])
        matrix = sp.hstack([hashed, sp.csr_matrix(dense * VECTOR_WEIGHT)]).tocsr()
        # A tighter tolerance takes twice as long and ranks no better.
        model = LogisticRegression(C=strength, solver="liblinear", tol=0.05, random_state=0)
        model.fit(matrix, np.asarray(answers, dtype=np.int8))
        weights = model.coef_[0]
        split = hashed.shape[1]
        return cls(
            weights[:split].astype(np.float16),
            (weights[split:] * VECTOR_WEIGHT).astype(np.float16),
            float(model.intercept_[0]),
        )

    def chances(self, context: Context, places: Places) -> Floats:
        """The probability of yes for some units of an article, of shape (places,)."""
        hashed = context.names[places] @ self.names.astype(np.float64)
        logits = hashed + context.vectors[places].astype(np.float64) @ self.vectors.astype(np.float64) + self.bias
        found: Floats = 1 / (1 + np.exp(-np.clip(logits, -50, 50)))
        return found

    def state(self) -> dict[str, Any]:
        """What `from_state` needs."""
        names = np.where(np.abs(self.names) < _NEGLIGIBLE, np.float16(0), self.names)
        return {"names": names, "vectors": self.vectors, "bias": self.bias}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Logistic:
        """The model that gave this state."""
        return cls(np.asarray(state["names"]), np.asarray(state["vectors"]), float(state["bias"]))
