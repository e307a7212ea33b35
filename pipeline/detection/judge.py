"""How likely a candidate is an action: gradient-boosted trees over what the models before say of it and around it.

Only the candidate, its edges and what repeats it are looked at. How long the article is, how many other candidates it
has and how good they are, helped on articles like the training's and hurt on others: such features were measured and
dropped.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from pipeline.detection.candidates import CLAUSE_CUES, Stretch
from pipeline.detection.echoes import Echoes
from pipeline.tagging.context import is_stop
from pipeline.tagging.labels import ACTION, FIRST, ISSUER, LEAD, LIMIT, LIMIT_INSIDE
from pipeline.tagging.logistic import Floats
from pipeline.tagging.reading import Reading

_NEAR = 25  # units before a candidate in which an agency or issuer counts as near


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
            ]
        )
    return np.asarray(rows, dtype=np.float64).reshape(len(candidates), -1)


def fit(rows: Floats, answers: Sequence[int]) -> HistGradientBoostingClassifier:
    """Learn which candidates are actions.

    Args:
        rows: Features of shape (candidates, features), from models that did not see their articles.
        answers: 1 for an action.

    Returns:
        The fitted trees.
    """
    model = HistGradientBoostingClassifier(
        max_iter=150,
        learning_rate=0.05,
        max_leaf_nodes=10,
        min_samples_leaf=20,
        l2_regularization=1.0,
        random_state=0,
    )
    return model.fit(rows, answers)
