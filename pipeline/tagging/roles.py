"""What each mention is in the article: an agency that leads, takes part or lays a duty, a date that limits one.

Roles come before clauses: a mention in its surroundings tells more of its own role than the tagger, which weighs it
together with every word, so its answer takes the place of the tagger's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pipeline.tagging.context import Context
from pipeline.tagging.crf import Marginals
from pipeline.tagging.labels import COORDINATING, ISSUER, LEAD, LIMIT, LIMIT_INSIDE
from pipeline.tagging.logistic import Logistic
from pipeline.tagging.reading import Reading

_STRENGTH = 0.5
# Which mentions are asked for each role, and the gold labels that mean yes.
_ASKED = {
    LEAD: ("agency", (LEAD,)),
    COORDINATING: ("agency", (COORDINATING,)),
    ISSUER: ("agency", (ISSUER,)),
    LIMIT: ("date", (LIMIT, LIMIT_INSIDE)),
}


def _places(reading: Reading, kind: str) -> list[int]:
    return [i for i, unit in enumerate(reading.units) if unit.mention and unit.mention.kind == kind]


class Roles:
    """One model a role."""

    def __init__(self, models: Mapping[str, Logistic]) -> None:
        self._models = models

    @classmethod
    def fit(cls, examples: Sequence[tuple[Reading, Context, Sequence[str]]]) -> Roles:
        """Learn from articles with gold.

        Args:
            examples: Reading, context and labels of each article. A role that never comes, or always, is not
                learnt.

        Returns:
            The models.
        """
        models = {}
        for role, (kind, labels) in _ASKED.items():
            rows: list[tuple[Context, Sequence[int]]] = []
            answers: list[bool] = []
            for reading, context, marked in examples:
                places = _places(reading, kind)
                rows.append((context, places))
                answers += [marked[i] in labels for i in places]
            if len(set(answers)) == 2:
                models[role] = Logistic.fit(rows, answers, strength=_STRENGTH)
        return cls(models)

    def settle(self, reading: Reading, context: Context) -> Reading:
        """Put these models' answers for the mentions in the place of the tagger's.

        Args:
            reading: A tagged article.
            context: Its context.

        Returns:
            The article with other marginals; they are chances of each label by itself, and no longer sum to 1.
        """
        assert reading.marginals is not None
        labels, values = reading.marginals.labels, reading.marginals.values.copy()
        for role, model in self._models.items():
            kind, answers = _ASKED[role]
            places = _places(reading, kind)
            columns = [labels.index(label) for label in answers if label in labels]
            if not places or not columns:
                continue
            before = values[np.ix_(places, columns)]
            total = before.sum(axis=1, keepdims=True)
            # Where the tagger tells two labels of one role apart, its proportion stays.
            share = np.where(total > 0, before / np.maximum(total, 1e-300), 1 / len(columns))
            values[np.ix_(places, columns)] = share * model.chances(context, places)[:, None]
        return reading.tagged(Marginals(labels, values))

    def state(self) -> dict[str, Any]:
        """What `from_state` needs."""
        return {role: model.state() for role, model in self._models.items()}

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> Roles:
        """The models that gave this state."""
        return cls({role: Logistic.from_state(part) for role, part in state.items()})
