"""How likely a candidate is an action: gradient-boosted trees over what the models before say of it and around it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from pipeline.detection.candidates import CLAUSE_CUES, Stretch
from pipeline.detection.starts import Floats, headline, is_stop
from pipeline.tagging.labels import ACTION, FIRST, ISSUER, LEAD, LIMIT, LIMIT_INSIDE
from pipeline.tagging.reading import Reading
from pipeline.tagging.units import BREAK

_NEAR = 25  # units before a candidate in which an agency or issuer counts as near


def _trigrams(text: str) -> set[str]:
    return {text[i : i + 3] for i in range(len(text) - 2)}


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
    inside, first = marginals.of(*ACTION), marginals.of(FIRST)
    lead, issuer = marginals.of(LEAD), marginals.of(ISSUER)
    limit, limit_within = marginals.of(LIMIT), marginals.of(LIMIT, LIMIT_INSIDE)
    breaks = np.cumsum([unit.word == BREAK for unit in units]) if n else np.zeros(0)
    paragraphs = int(breaks[-1]) if n else 0
    means = [float(inside[a : b + 1].mean()) for a, b in candidates]
    ranked = sorted(means, reverse=True)
    texts = [_trigrams(reading.text[units[a].start : units[b].end].lower()) for a, b in candidates]
    likely = [j for j, mean in enumerate(means) if mean > 0.3]
    title = _trigrams(headline(reading))
    rows = []
    for j, (a, b) in enumerate(candidates):
        behind = units[b + 1] if b + 1 < n else None
        paragraph = int(breaks[a])
        peers = [means[k] for k, (c, _) in enumerate(candidates) if k != j and int(breaks[c]) == paragraph]
        same = max(
            (len(texts[k] & texts[j]) / max(1, min(len(texts[k]), len(texts[j]))) for k in likely if k != j),
            default=0.0,
        )
        near = max(0, a - _NEAR)
        rows.append(
            [
                means[j],
                float(inside[a : b + 1].min()),
                float(inside[a : b + 1].max()),
                float(first[a]),
                float(inside[a]),
                float(inside[b]),
                b - a + 1,
                units[b].end - units[a].start,
                float(inside[a - 1]) if a else 0.0,
                float(inside[b + 1]) if behind else 0.0,
                float(first.sum()),
                len(candidates),
                sum(ranked) / len(ranked),
                ranked[min(2, len(ranked) - 1)],
                paragraph / max(1, paragraphs),
                paragraphs,
                max(means[max(0, j - 2) : j], default=-1.0),
                max(means[j + 1 : j + 3], default=-1.0),
                max(peers, default=-1.0),
                len(peers),
                float(lead[max(0, a - 1)]),
                _top(lead[max(0, a - 3) : a]),
                _top(lead[near:a]),
                _top(limit[b + 1 : b + 3]),
                _top(limit_within[a : b + 1]),
                _top(issuer[near:a]),
                same,
                len(texts[j] & title) / max(1, len(texts[j])),
                n,
                float(starts[a]),
                _top(starts[a + 1 : b + 1]),
                _top(starts[max(0, a - 3) : a]),
                _top(starts[b + 1 : b + 4]),
                sum(1 for c, _ in candidates if c == a),
                float(starts.sum()),
                float(behind is None or is_stop(behind)),
                float(behind is not None and behind.mention is not None and behind.mention.kind == "date"),
                float(behind is not None and not CLAUSE_CUES.isdisjoint(behind.cues)),
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
