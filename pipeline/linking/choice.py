"""Choosing one of several candidates: a conditional logit over named features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Row = Mapping[str, float]
Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """One choice to learn from: the candidates' features, and which of them are right (at least one)."""

    rows: Sequence[Row]
    right: Sequence[int]


class Choice:
    """A linear score a candidate; the chances of a case are the softmax of its scores."""

    def __init__(self, names: Sequence[str], weights: Array) -> None:
        self.names = tuple(names)
        self.weights = weights
        self._weight = dict(zip(self.names, weights.tolist(), strict=True))
        self._index = {name: i for i, name in enumerate(self.names)}

    @classmethod
    def fit(cls, cases: Sequence[Case], *, strength: float, minimum: int = 2, rounds: int = 150) -> Choice:
        """Maximise the likelihood of the right candidates with an L2 penalty; deterministic.

        Args:
            cases: The choices. Where several candidates are right, their chances are summed.
            strength: The penalty on a squared weight.
            minimum: In how many rows a feature must occur to be used.
            rounds: How many rounds of L-BFGS at most.

        Returns:
            The fitted model.
        """
        counts: Counter[str] = Counter()
        for case in cases:
            for row in case.rows:
                counts.update(row.keys())
        names = sorted(name for name, n in counts.items() if n >= minimum)
        model = cls(names, np.zeros(len(names)))
        if not cases or not names:
            return model
        matrix = model._matrix([row for case in cases for row in case.rows])
        sizes = np.array([len(case.rows) for case in cases])
        begins = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        right = np.zeros(matrix.shape[0])
        for begin, case in zip(begins, cases, strict=True):
            right[begin + np.asarray(case.right)] = 1.0

        def shares(scores: Array) -> tuple[Array, Array]:
            top = np.maximum.reduceat(scores, begins)
            raised = np.exp(scores - np.repeat(top, sizes))
            total = np.add.reduceat(raised, begins)
            return raised / np.repeat(total, sizes), top + np.log(total)

        def loss(weights: Array) -> tuple[float, Array]:
            scores = matrix @ weights
            every, whole = shares(scores)
            good, part = shares(np.where(right > 0, scores, -1e9))
            value = float(np.sum(whole - part) + 0.5 * strength * weights @ weights)
            return value, matrix.T @ (every - good) + strength * weights

        found = minimize(loss, model.weights, jac=True, method="L-BFGS-B", options={"maxiter": rounds})
        return cls(names, np.asarray(found.x, dtype=np.float64))

    def _matrix(self, rows: Sequence[Row]) -> csr_matrix:
        data: list[float] = []
        columns: list[int] = []
        ends = [0]
        for row in rows:
            for name, value in row.items():
                column = self._index.get(name)
                if column is not None:
                    columns.append(column)
                    data.append(value)
            ends.append(len(columns))
        return csr_matrix((data, columns, ends), shape=(len(rows), len(self.names)))

    def chances(self, rows: Sequence[Row]) -> list[float]:
        """The chance of each candidate of one case; empty for none."""
        known = self._weight
        scores = [sum(known.get(name, 0.0) * value for name, value in row.items()) for row in rows]
        if not scores:
            return []
        raised = np.exp(np.asarray(scores) - max(scores))
        return [float(x) for x in raised / raised.sum()]

    def state(self) -> dict[str, Any]:
        """What the model is, in plain types."""
        return {"names": "\n".join(self.names), "weights": self.weights}

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> Choice:
        """The model that :meth:`state` described."""
        names = state["names"].split("\n") if state["names"] else []
        return cls(names, np.asarray(state["weights"], dtype=np.float64))
