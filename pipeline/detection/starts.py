"""Where an action may begin: a linear model over a unit, its neighbours, its sentence and its paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import LogisticRegression

from pipeline.gold import GoldDirective
from pipeline.tagging.features import STOP, face
from pipeline.tagging.reading import Reading
from pipeline.tagging.units import BREAK, Unit

Floats = npt.NDArray[np.float64]
# How far a unit looks back and ahead in its sentence, in units.
BACK, AHEAD = 30, 12
_HASH_SIZE = 2**17
# Chosen by cross-validation on the development gold; weaker and stronger regularisation both rank worse.
_C = 0.5


def _hasher() -> FeatureHasher:
    return FeatureHasher(_HASH_SIZE, input_type="dict", alternate_sign=False)


def headline(reading: Reading) -> str:
    """The text of the article's title paragraphs, in lower case."""
    return " ".join(reading.text[start:end] for start, end, kind in reading.paragraphs if kind == "title").lower()


def is_stop(unit: Unit) -> bool:
    """Whether a unit closes a sentence or paragraph."""
    return unit.word == BREAK or (unit.mention is None and STOP.match(unit.word) is not None)


def context(reading: Reading, features: Sequence[Sequence[str]], clusters: Mapping[str, str]) -> list[dict[str, float]]:
    """Features of each unit as a place where an action begins: the tagger's own, and bags of words around it.

    Args:
        reading: The article.
        features: The tagger's features of its units.
        clusters: Word clusters.

    Returns:
        Weighted features, one dictionary a unit.
    """
    units = reading.units
    faces = [face(unit) for unit in units]
    groups = [clusters.get(word) for word in faces]
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


def _places(units: Sequence[Unit]) -> list[int]:
    """Units at which an action can begin at all: those with a letter or digit."""
    return [i for i, unit in enumerate(units) if any(c.isalnum() for c in unit.word)]


class Starts:
    """The model of beginnings."""

    def __init__(self, weights: Floats, bias: float) -> None:
        self.weights = weights
        self.bias = bias
        self._hasher = _hasher()

    @classmethod
    def fit(cls, examples: Sequence[tuple[Reading, Sequence[dict[str, float]], Sequence[GoldDirective]]]) -> Starts:
        """Learn from articles with gold.

        Args:
            examples: Reading, ``context`` and marked directives of each article.

        Returns:
            The model.
        """
        rows: list[dict[str, float]] = []
        answers: list[int] = []
        for reading, contexts, directives in examples:
            firsts = set()
            for directive in directives:
                low, high = directive.action
                firsts.add(next((i for i, u in enumerate(reading.units) if u.start < high and u.end > low), -1))
            for i in _places(reading.units):
                rows.append(contexts[i])
                answers.append(int(i in firsts))
        model = LogisticRegression(C=_C, solver="liblinear", max_iter=100, random_state=0)
        model.fit(_hasher().transform(rows), answers)
        return cls(model.coef_[0], float(model.intercept_[0]))

    def probabilities(self, reading: Reading, contexts: Sequence[dict[str, float]]) -> Floats:
        """How likely an action begins at each unit.

        Args:
            reading: The article.
            contexts: Its ``context``.

        Returns:
            One probability a unit; 0 where none can begin.
        """
        found = np.zeros(len(reading.units))
        places = _places(reading.units)
        if places:
            logits = self._hasher.transform([contexts[i] for i in places]) @ self.weights + self.bias
            found[places] = 1 / (1 + np.exp(-logits))
        return found
