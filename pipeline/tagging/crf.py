"""A linear-chain CRF over units (CRFsuite): trained to bytes, used from bytes, answering with marginals."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pycrfsuite

Features = list[list[str]]


@dataclass(frozen=True, slots=True)
class Marginals:
    """How likely each label is for each unit.

    Attributes:
        labels: The labels, sorted.
        values: Probabilities of shape (units, labels); each row sums to 1.
    """

    labels: tuple[str, ...]
    values: npt.NDArray[np.float64]

    def of(self, *labels: str) -> npt.NDArray[np.float64]:
        """The summed probability of some labels, for each unit; labels never seen in training count nothing."""
        columns = [self.labels.index(label) for label in labels if label in self.labels]
        summed: npt.NDArray[np.float64] = self.values[:, columns].sum(axis=1)
        return summed


def train(sequences: Sequence[tuple[Features, Sequence[str]]], *, iterations: int, minimum: int = 1) -> bytes:
    """Train a tagger (L-BFGS with L1 and L2, deterministic).

    Args:
        sequences: Features and labels of each article, equally long.
        iterations: How many rounds of optimisation at most.
        minimum: How often a feature must occur to be used.

    Returns:
        The model in CRFsuite's own format, which holds weights and names and no code.
    """
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(
        {
            "c1": 1.0,
            "c2": 8.0,
            "max_iterations": iterations,
            "feature.minfreq": minimum,
            "feature.possible_transitions": True,
        }
    )
    for features, labels in sequences:
        trainer.append(features, list(labels))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        trainer.train(str(path))
        return path.read_bytes()


class Tagger:
    """A trained CRF."""

    def __init__(self, model: bytes) -> None:
        self.model = model  # CRFsuite reads from this memory as long as the tagger lives
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(model)
        self.labels = tuple(sorted(self._tagger.labels()))

    def marginals(self, features: Features) -> Marginals:
        """Label probabilities of one sequence.

        Args:
            features: The features of its units.

        Returns:
            The marginals, one row a unit.
        """
        self._tagger.set(features)
        values = [[self._tagger.marginal(label, i) for label in self.labels] for i in range(len(features))]
        return Marginals(self.labels, np.asarray(values, dtype=np.float64).reshape(len(features), len(self.labels)))
