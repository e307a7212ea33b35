"""Cross-validation: what its records say of themselves is by models and a calibration that had not seen them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from pipeline.detection.detector import calibrate
from pipeline.train.actions import load_actions
from pipeline.train.crossing import Crossed, cross, fold_of, out_of_fold
from pipeline.train.examples import prepare
from pipeline.train.sources import CORPUS, load_gold
from pipeline.vectors import load_vectors

FOLDS, ARTICLES = 2, 8


@cache
def crossed() -> Crossed:
    """Cross-validation of the eight shortest Vietnamese articles of the corpus that hold four directives or more."""
    full = [gold for gold in load_gold(CORPUS) if gold.article.language == "vi" and len(gold.directives) >= 4]
    chosen = sorted(full, key=lambda gold: len(gold.article.text))[:ARTICLES]
    vectors = load_vectors("vi")
    with threadpool_limits(1):  # as training does
        examples = prepare("vi", chosen, vectors)
        return cross(examples, out_of_fold(examples, FOLDS), load_actions("vi"), vectors, FOLDS)


def test_there_are_records_of_each_article() -> None:
    assert len(crossed().records) == ARTICLES
    assert {fold_of(name, FOLDS) for name in crossed().records} == {0, 1}


def test_confidence_is_calibrated_on_the_other_fold() -> None:
    outcome = crossed()
    confidence = {
        fold: [
            one.confidence for name, found in outcome.records.items() if fold_of(name, FOLDS) == fold for one in found
        ]
        for fold in range(FOLDS)
    }
    split = len(confidence[0])  # scores stand in the order of the folds
    assert 0 < split < len(outcome.scores)
    scores, right = (outcome.scores[:split], outcome.scores[split:]), (outcome.right[:split], outcome.right[split:])
    for fold in range(FOLDS):
        points = calibrate(scores[1 - fold], right[1 - fold])
        assert confidence[fold] == pytest.approx(np.interp(scores[fold], *points), abs=0.0006)  # records round
    assert [*confidence[0], *confidence[1]] == pytest.approx(outcome.chances, abs=0.0006)
    assert outcome.chances != pytest.approx(outcome.scores, abs=0.0006)
