"""A unit in its surroundings: the tagger's features, bags of words around it, and the vectors of what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import scipy.sparse as sp
from sklearn.feature_extraction import FeatureHasher

from pipeline.language import word_classes
from pipeline.tagging.features import STOP, face
from pipeline.tagging.reading import Reading
from pipeline.tagging.units import BREAK, Unit
from pipeline.vectors import Floats32, Vectors

# How far a unit looks back and ahead in its sentence, in units.
BACK, AHEAD = 30, 12
_HASH_SIZE = 2**18
# What vectors count beside names; chosen by cross-validation on the development gold.
VECTOR_WEIGHT = 1.5


@dataclass(frozen=True)
class Context:
    """What the linear models see of an article.

    Attributes:
        names: Hashed names of features, of shape (units, hash).
        vectors: Word vectors of each unit and around it, of shape (units, 5 × dimensions).
    """

    names: sp.csr_matrix
    vectors: Floats32

    @classmethod
    def of(
        cls,
        reading: Reading,
        features: Sequence[Sequence[str]],
        vectors: Vectors,
    ) -> Context:
        """See an article.

        Args:
            reading: The article.
            features: The tagger's features of its units.
            vectors: Word vectors.
        """
        hasher = FeatureHasher(_HASH_SIZE, input_type="dict", alternate_sign=False)
        rows = _names(reading, features)
        faces = ["" if unit.mention else face(unit) for unit in reading.units]
        return cls(hasher.transform(rows) if rows else sp.csr_matrix((0, _HASH_SIZE)), vectors.around(faces))


def headline(reading: Reading) -> str:
    """The text of the article's title paragraphs, in lower case."""
    return " ".join(reading.text[start:end] for start, end, kind in reading.paragraphs if kind == "title").lower()


def is_stop(unit: Unit) -> bool:
    """Whether a unit closes a sentence or paragraph."""
    return unit.word == BREAK or (unit.mention is None and STOP.match(unit.word) is not None)


def _names(reading: Reading, features: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """Weighted features of each unit as a place where something begins."""
    units = reading.units
    faces = [face(unit) for unit in units]
    classes = word_classes(reading.language)
    groups = [classes.get(word) for word in faces]
    title = headline(reading)
    topic = {f"T={title[i : i + 4]}": 0.15 for i in range(max(0, len(title) - 3))}
    rows: list[dict[str, float]] = []
    sentence = paragraph = 0
    above: dict[str, float] = {}
    seen: list[str] = []
    for i, unit in enumerate(units):
        row = dict.fromkeys(features[i], 1.0)
        for j in range(max(sentence, i - BACK), i):
            row[f"L={faces[j]}"] = 0.5
            if groups[j]:
                row[f"Lc={groups[j]}"] = 0.5
            row.update({f"Lk={kind}": 0.7 for kind in units[j].cues})
        for j in range(i, min(len(units), i + AHEAD)):
            if j > i and is_stop(units[j]):
                break
            row[f"R={faces[j]}"] = 0.5
            if groups[j]:
                row[f"Rc={groups[j]}"] = 0.5
            row.update({f"Rk={kind}": 0.7 for kind in units[j].cues})
        for j in range(paragraph, min(paragraph + 4, len(units))):
            if units[j].word == BREAK:
                break
            row[f"P{j - paragraph}={faces[j]}"] = 0.5
        row.update(above)
        row.update(topic)
        rows.append(row)
        if unit.word == BREAK:
            above = {f"Q={faces[j]}": 0.4 for j in range(max(paragraph, i - 6), i)}
            above.update({f"Qk={kind}": 0.4 for kind in seen[:6]})
            seen, paragraph, sentence = [], i + 1, i + 1
        elif is_stop(unit):
            sentence = i + 1
        if unit.cue_begins:
            seen += unit.cues
    return rows
