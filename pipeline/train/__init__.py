"""Training: from articles with gold to the models in ``models/``, and the cross-validation of the same steps.

The layers learn from each other's answers, so each must learn from answers given about articles that the layer below
had not seen::

    folds → tagger and starts, once without each fold → their answers on that fold
          → judge, linker and fields from those answers; once without each fold for calibration and cross-validation

The same steps with the same folds serve both: ``fit`` keeps the models learnt from everything, ``cross_validate`` the
answers of the models that had not seen an article.
"""

from __future__ import annotations

from collections.abc import Sequence

from threadpoolctl import threadpool_limits

from pipeline.detection import Detector
from pipeline.detection.detector import calibrate
from pipeline.gold import GoldArticle
from pipeline.model import Model
from pipeline.records import Directive
from pipeline.train.actions import load_actions
from pipeline.train.crossing import FOLDS, Crossed, cross, out_of_fold
from pipeline.train.examples import prepare
from pipeline.train.layers import SecondLayer, first_layer
from pipeline.train.sources import load_gold, load_marked
from pipeline.vectors import load_vectors

__all__ = ["Crossed", "cross_validate", "fit", "load_gold", "load_marked"]


def cross_validate(
    language: str, articles: Sequence[GoldArticle], report: Sequence[str], folds: int = FOLDS
) -> dict[str, list[Directive]]:
    """Extract from articles with models that never saw them.

    The second layer's training rows come from first-layer models that saw other folds, the reported article's among
    them; its own rows, and every model applied to it, come from articles without it.

    Args:
        language: The language of the articles.
        articles: All gold to learn from, of this language or more; others are passed over.
        report: The names of the articles whose records are wanted.
        folds: How many parts; an article's part depends on its name only.

    Returns:
        The records of each article named in ``report``.
    """
    with threadpool_limits(1):
        vectors = load_vectors(language)
        chosen = [g for g in articles if g.article.language == language]
        examples = prepare(language, chosen, vectors)
        crossed = cross(examples, out_of_fold(examples, folds), load_actions(language), vectors, folds)
    return {name: crossed.records.get(name, []) for name in report}


def fit(language: str, articles: Sequence[GoldArticle], name: str) -> tuple[Model, Crossed]:
    """Train the models of a language.

    Args:
        language: The language.
        articles: Gold, of this language or more; others are passed over.
        name: What records will name as their maker.

    Returns:
        The model, and what cross-validation said of it.
    """
    # Threads add sums up in another order each time, and the last bits of a weight would depend on them.
    with threadpool_limits(1):
        return _fit(language, articles, name)


def _fit(language: str, articles: Sequence[GoldArticle], name: str) -> tuple[Model, Crossed]:
    vectors = load_vectors(language)
    examples = prepare(language, [g for g in articles if g.article.language == language], vectors)
    answers = out_of_fold(examples, FOLDS)
    actions = load_actions(language)
    crossed = cross(examples, answers, actions, vectors, FOLDS)
    tagger, roles, starts = first_layer(examples)
    second = SecondLayer.fit(examples, answers, actions, vectors)
    detector = Detector(second.detector.judge, *calibrate(crossed.scores, crossed.right))
    model = Model(language, vectors, tagger, roles, starts, detector, second.linker, second.fields, name)
    return model, crossed
