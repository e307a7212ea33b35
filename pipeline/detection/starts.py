"""Where an action may begin: a linear model over each unit in its surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pipeline.gold import GoldDirective
from pipeline.tagging.context import Context
from pipeline.tagging.logistic import Floats, Logistic
from pipeline.tagging.reading import Reading
from pipeline.tagging.units import Unit

# Chosen by cross-validation on the development gold; weaker and stronger regularisation both rank worse.
_STRENGTH = 0.25


def _places(units: Sequence[Unit]) -> list[int]:
    """Units at which an action can begin at all: those with a letter or digit."""
    return [i for i, unit in enumerate(units) if any(c.isalnum() for c in unit.word)]


class Starts:
    """The model of beginnings."""

    def __init__(self, model: Logistic) -> None:
        self._model = model

    @classmethod
    def fit(cls, examples: Sequence[tuple[Reading, Context, Sequence[GoldDirective]]]) -> Starts:
        """Learn from articles with gold.

        Args:
            examples: Reading, context and marked directives of each article.

        Returns:
            The model.
        """
        rows: list[tuple[Context, Sequence[int]]] = []
        answers: list[bool] = []
        for reading, context, directives in examples:
            firsts = set()
            for directive in directives:
                low, high = directive.action
                firsts.add(next((i for i, u in enumerate(reading.units) if u.start < high and u.end > low), -1))
            places = _places(reading.units)
            rows.append((context, places))
            answers += [i in firsts for i in places]
        return cls(Logistic.fit(rows, answers, strength=_STRENGTH))

    def probabilities(self, reading: Reading, context: Context) -> Floats:
        """How likely an action begins at each unit.

        Args:
            reading: The article.
            context: Its context.

        Returns:
            One probability a unit; 0 where none can begin.
        """
        found = np.zeros(len(reading.units))
        places = _places(reading.units)
        if places:
            found[places] = self._model.chances(context, places)
        return found

    def state(self) -> dict[str, Any]:
        """What `from_state` needs."""
        return self._model.state()

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Starts:
        """The model that gave this state."""
        return cls(Logistic.from_state(state))
