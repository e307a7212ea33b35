"""The trained model of a language: one skops file, checked when it is read; no pickle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import skops.io

from pipeline.detection import Detector
from pipeline.detection.starts import Starts
from pipeline.errors import ModelMissing, ModelVersion
from pipeline.fields import Fields
from pipeline.linking import Linker
from pipeline.stored import write_state
from pipeline.tagging.context import Context
from pipeline.tagging.crf import Tagger
from pipeline.tagging.features import featurise
from pipeline.tagging.logistic import Floats
from pipeline.tagging.reading import Reading
from pipeline.tagging.roles import Roles
from pipeline.vectors import Vectors, load_vectors

# Raised whenever features, labels or the layout of the file change: a model must match the code that made it.
VERSION = 3
FOLDER = Path(__file__).resolve().parent.parent / "models"
# The only types a model file may hold beside plain data; skops refuses all others.
TRUSTED = [
    "sklearn._loss.link.Interval",
    "sklearn._loss.link.LogitLink",
    "sklearn._loss.loss.HalfBinomialLoss",
    "sklearn._loss._loss.CyHalfBinomialLoss",
    "sklearn.ensemble._hist_gradient_boosting.binning._BinMapper",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "numpy.dtype",
]


@dataclass(frozen=True)
class Model:
    """Everything learnt for one language.

    Attributes:
        language: The language.
        vectors: Word vectors, from unannotated news; they lie in a file of their own.
        tagger: The CRF over units.
        roles: What each mention is in the article.
        starts: The model of beginnings.
        detector: The judge of candidates.
        linker: Who, by when, on whose orders.
        fields: Target, type, specificity.
        name: What a record names as its maker.
    """

    language: str
    vectors: Vectors
    tagger: Tagger
    roles: Roles
    starts: Starts
    detector: Detector
    linker: Linker
    fields: Fields
    name: str

    def tag(self, reading: Reading) -> tuple[Reading, Floats]:
        """Run the first layer over an article: the tagger's marginals and the likely beginnings."""
        features = featurise(reading.units, self.language)
        context = Context.of(reading, features, self.vectors)
        tagged = self.roles.settle(reading.tagged(self.tagger.marginals(features)), context)
        return tagged, self.starts.probabilities(reading, context)

    def save(self, path: Path) -> None:
        """Write the model to a file."""
        state = {
            "version": VERSION,
            "language": self.language,
            "name": self.name,
            "tagger": np.frombuffer(self.tagger.model, dtype=np.uint8),
            "roles": self.roles.state(),
            "starts": self.starts.state(),
            "detector": self.detector.state(),
            "linker": self.linker.state(),
            "fields": self.fields.state(),
        }
        write_state(path, state)

    @classmethod
    def read(cls, path: Path) -> Model:
        """Read a model from a file.

        Args:
            path: A file that ``save`` wrote.

        Returns:
            The model.

        Raises:
            ModelMissing: There is no such file.
            ModelVersion: The file is of another version, or no model at all.
        """
        if not path.is_file():
            raise ModelMissing(f"there is no model at {path}: run 'make train', or reinstall")
        try:
            state: dict[str, Any] = skops.io.loads(path.read_bytes(), trusted=TRUSTED)
            version = state["version"]
        except Exception as error:  # whatever a broken or foreign file brings up
            raise ModelVersion(f"{path} is no model of this program ({error}): run 'make train'") from error
        if version != VERSION:
            raise ModelVersion(
                f"{path} is a model of version {version}, and this program needs {VERSION}: run 'make train'"
            )
        try:
            return cls._of_state(state)
        except Exception as error:  # a part is missing or of another shape
            raise ModelVersion(f"{path} is damaged ({error!r}): run 'make train'") from error

    @classmethod
    def _of_state(cls, state: Mapping[str, Any]) -> Model:
        vectors = load_vectors(state["language"])
        return cls(
            language=state["language"],
            vectors=vectors,
            tagger=Tagger(state["tagger"].tobytes()),
            roles=Roles.from_state(state["roles"]),
            starts=Starts.from_state(state["starts"]),
            detector=Detector.from_state(state["detector"]),
            linker=Linker.from_state(state["linker"]),
            fields=Fields.from_state(state["fields"], vectors),
            name=state["name"],
        )


def model_path(language: str) -> Path:
    """Where the shipped model of a language lies."""
    return FOLDER / f"{language}.skops"


@cache
def shipped(language: str) -> Model:
    """The shipped model of a language, read once.

    Args:
        language: A language code.

    Returns:
        The model.

    Raises:
        ModelMissing: It is not there.
        ModelVersion: It is of another version.
    """
    return Model.read(model_path(language))
