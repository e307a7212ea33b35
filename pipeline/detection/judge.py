"""How likely a candidate is an action: gradient-boosted trees over what the models before say of it and around it.

Only the candidate, its edges and what repeats it are looked at. How long the article is, how many other candidates it
has and how good they are, helped on articles like the training's and hurt on others: such features were measured and
dropped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from pipeline.detection.candidates import CLAUSE_CUES, Stretch
from pipeline.detection.echoes import Echoes
from pipeline.tagging.context import is_stop
from pipeline.tagging.labels import ACTION, FIRST, ISSUER, LEAD, LIMIT, LIMIT_INSIDE
from pipeline.tagging.logistic import Floats
from pipeline.tagging.reading import Reading
from pipeline.tagging.units import Unit

_NEAR = 25  # units before a candidate in which an agency or issuer counts as near
_REST = 40  # units behind a candidate in which its sentence's time limit is looked for
# The F1 that cross-validation reaches, and what a general directive is worth beside a specific one.
_F1, _GENERAL = 0.7, 0.2

Bools = npt.NDArray[np.bool_]


def _top(values: Floats) -> float:
    return float(values.max()) if len(values) else 0.0


def describe(reading: Reading, starts: Floats, candidates: Sequence[Stretch]) -> Floats:
    """Features of each candidate.

    Args:
        reading: A tagged article.
        starts: How likely an action begins at each unit.
        candidates: Its candidates, sorted.

    Returns:
        An array of shape (candidates, features).
    """
    marginals = reading.marginals
    assert marginals is not None
    units, n = reading.units, len(reading.units)
    echoes = Echoes(units)
    inside, first = marginals.of(*ACTION), marginals.of(FIRST)
    lead, issuer = marginals.of(LEAD), marginals.of(ISSUER)
    limit, limit_within = marginals.of(LIMIT), marginals.of(LIMIT, LIMIT_INSIDE)
    rows = []
    for a, b in candidates:
        behind = units[b + 1] if b + 1 < n else None
        near = max(0, a - _NEAR)
        rows.append(
            [
                float(inside[a : b + 1].mean()),
                float(inside[a : b + 1].min()),
                float(inside[a : b + 1].max()),
                float(first[a]),
                float(inside[a]),
                float(inside[b]),
                b - a + 1,
                units[b].end - units[a].start,
                float(inside[a - 1]) if a else 0.0,
                float(inside[b + 1]) if behind else 0.0,
                float(lead[max(0, a - 1)]),
                _top(lead[max(0, a - 3) : a]),
                _top(lead[near:a]),
                _top(limit[b + 1 : b + 3]),
                _top(limit_within[a : b + 1]),
                _top(issuer[near:a]),
                float(starts[a]),
                _top(starts[a + 1 : b + 1]),
                _top(starts[max(0, a - 3) : a]),
                _top(starts[b + 1 : b + 4]),
                float(behind is None or is_stop(behind)),
                float(behind is not None and behind.mention is not None and behind.mention.kind == "date"),
                float(behind is not None and not CLAUSE_CUES.isdisjoint(behind.cues)),
                *echoes.of(a, b),
                *_checkable(units, limit_within, a, b),
            ]
        )
    return np.asarray(rows, dtype=np.float64).reshape(len(candidates), -1)


def _checkable(units: Sequence[Unit], limit: Floats, a: int, b: int) -> list[float]:
    """What tells a specific directive: counts, a time limit in its sentence, deliverables and other mentions."""
    low = a
    while low > max(0, a - _NEAR) and not is_stop(units[low - 1]):
        low -= 1
    high = b + 1
    while high < min(len(units), b + _REST) and not is_stop(units[high]):
        high += 1
    inside = units[a : b + 1]
    mentions = [unit.mention for unit in inside if unit.mention]
    return [
        sum(mention.kind == "quantity" for mention in mentions),
        _top(limit[low:a]),
        _top(limit[b + 1 : high]),
        sum("deliverable" in unit.cues for unit in inside),
        len(mentions),
    ]


@dataclass(frozen=True)
class Judge:
    """Two questions about a candidate.

    Attributes:
        directive: Whether it is the action of a directive.
        specific: If it is, whether of a specific one; None where the examples did not differ, and all are.
    """

    directive: HistGradientBoostingClassifier
    specific: HistGradientBoostingClassifier | None

    @classmethod
    def fit(cls, rows: Floats, right: Bools, specific: Bools) -> Judge:
        """Learn from candidates.

        Args:
            rows: Features of shape (candidates, features), from models that did not see their articles.
            right: Whether each is the action of a directive.
            specific: Whether that directive is specific; only asked where the candidate is right.
        """
        differ = len(set(specific[right].tolist())) == 2
        return cls(_trees().fit(rows, right), _trees().fit(rows[right], specific[right]) if differ else None)

    def chances(self, rows: Floats) -> tuple[Floats, Floats]:
        """The chance of each candidate to be a directive, and to be a specific one."""
        # An article has too few rows for threads, which only wait for each other.
        with threadpool_limits(1):
            directive: Floats = self.directive.predict_proba(rows)[:, 1]
            if self.specific is None:
                return directive, directive
            return directive, directive * self.specific.predict_proba(rows)[:, 1]

    def state(self) -> dict[str, Any]:
        """What `from_state` needs."""
        return {"directive": self.directive, "specific": self.specific}

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> Judge:
        """The judge that gave this state."""
        return cls(state["directive"], state["specific"])


def worth(directive: Floats, specific: Floats) -> Floats:
    """What keeping a candidate is worth: its part in the expected F1 of specific directives.

    F1 is twice the hits by what was kept and what there is. One more candidate with the chance *s* of a hit and *n* of
    being none raises it where 2s > F1 (s + n): a general directive counts neither way, and gets a little for the
    reader's sake.

    Args:
        directive: The chance of each to be a directive.
        specific: The chance of each to be a specific one.

    Returns:
        Numbers above 0 for what is worth keeping.
    """
    return (2 - _F1) * specific - _F1 * (1 - directive) + _GENERAL * (directive - specific)


def _trees() -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=150,
        learning_rate=0.05,
        max_leaf_nodes=10,
        min_samples_leaf=20,
        l2_regularization=1.0,
        random_state=0,
    )
