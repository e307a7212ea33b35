"""Training: from articles with gold to the models in ``models/``, and the cross-validation of the same steps.

The layers learn from each other's answers, so each must learn from answers given about articles that the layer below
had not seen::

    folds → tagger and starts, once without each fold → their answers on that fold
          → judge, linker and fields from those answers; once without each fold for calibration and cross-validation

The same steps with the same folds serve both: ``fit`` keeps the models learnt from everything, ``cross_validate`` the
answers of the models that had not seen an article.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from pipeline.assemble import assemble
from pipeline.components.tags import read_document
from pipeline.detection import Detector, judge
from pipeline.detection.candidates import propose
from pipeline.detection.detector import AGREES, agreement, calibrate, select
from pipeline.detection.starts import Floats, Starts, context
from pipeline.errors import UsageError
from pipeline.fields import Fields
from pipeline.gold import GoldArticle, read_gold
from pipeline.instruments import InstrumentMention
from pipeline.language import languages
from pipeline.linking import Linker
from pipeline.model import FOLDER, Model, model_path
from pipeline.nlp import annotating
from pipeline.quantities import QuantityMention
from pipeline.records import Directive
from pipeline.tagging import crf
from pipeline.tagging.features import featurise
from pipeline.tagging.labels import label
from pipeline.tagging.reading import Reading
from pipeline.version import version

FOLDS = 4
# The judge's score above which a candidate is kept; chosen on the cross-validated development gold.
THRESHOLD = 0.53
ITERATIONS = 60


@dataclass(frozen=True)
class Example:
    """An annotated article with its gold, ready to learn from; or one paragraph of it (``excerpt``)."""

    gold: GoldArticle
    reading: Reading
    features: crf.Features
    labels: list[str]
    contexts: list[dict[str, float]]
    quantities: Sequence[QuantityMention]
    instruments: Sequence[InstrumentMention]
    excerpt: bool = False


@dataclass(frozen=True)
class Answer:
    """What the first layer says of an article it had not seen."""

    reading: Reading
    starts: Floats


def load_gold(folder: Path) -> list[GoldArticle]:
    """Read a folder of gold: ``corpus/`` or ``../shared/gold`` (of the latter the development part only).

    Args:
        folder: Holds ``gold.jsonl`` or ``dev.jsonl``, and ``articles/``.

    Returns:
        The articles, in the file's order.

    Raises:
        UsageError: There is no gold in the folder, or a line of it is broken.
    """
    for name in ("gold.jsonl", "dev.jsonl"):
        if (folder / name).is_file():
            return list(read_gold(folder / name, folder / "articles"))
    raise UsageError(f"no gold in {folder}: it should hold gold.jsonl and articles/")


def clusters_path(language: str) -> Path:
    """Where the word clusters of a language lie."""
    return FOLDER / f"{language}.clusters.tsv"


def load_clusters(language: str) -> dict[str, str]:
    """Word to cluster name, as ``pipeline.clusters`` learnt them from unannotated news."""
    lines = clusters_path(language).read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)


def prepare(language: str, articles: Sequence[GoldArticle], clusters: Mapping[str, str]) -> list[Example]:
    """Annotate articles with gold."""
    nlp = annotating(language)
    examples = []
    for gold in articles:
        doc = nlp.make_doc(gold.article.text)
        doc._.article = gold.article
        doc = nlp(doc)
        reading = read_document(doc, language)
        features = featurise(reading.units, clusters, [])
        whole = Example(
            gold,
            reading,
            features,
            label(reading.units, gold.directives),
            context(reading, features, clusters),
            doc._.quantities,
            doc._.instruments,
        )
        examples += [whole, *_excerpt(whole, clusters)]
    return examples


def _excerpt(whole: Example, clusters: Mapping[str, str]) -> Iterator[Example]:
    """The first paragraph of an article that holds a directive with its agency, as an article of its own.

    In whole articles the first paragraphs are headlines and leads, which hold no directive of their own; without
    excerpts the models would find none in a text of one paragraph.
    """
    gold, reading = whole.gold, whole.reading
    for low, high, kind in reading.paragraphs:
        inside = tuple(d for d in gold.directives if low <= d.action[0] and d.action[1] <= high)
        if kind != "body" or not any(a for d in inside for a in d.agencies if not a[3]):
            continue
        units = tuple(unit for unit in reading.units if low <= unit.start and unit.end <= high)
        part = replace(reading, paragraphs=((low, high, kind),), units=units)
        features = featurise(units, clusters, [])
        yield replace(
            whole,
            gold=replace(gold, directives=inside),
            reading=part,
            features=features,
            labels=label(units, inside),
            contexts=context(part, features, clusters),
            excerpt=True,
        )
        return


def fold_of(name: str, folds: int) -> int:
    """The fold of an article: by a hash of its name, so that it stays when articles come or go."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % folds


def _first_layer(examples: Sequence[Example]) -> tuple[crf.Tagger, Starts]:
    tagger = crf.Tagger(crf.train([(e.features, e.labels) for e in examples], iterations=ITERATIONS))
    return tagger, Starts.fit([(e.reading, e.contexts, e.gold.directives) for e in examples])


def _answer(tagger: crf.Tagger, starts: Starts, example: Example) -> Answer:
    reading = example.reading.tagged(tagger.marginals(example.features))
    return Answer(reading, starts.probabilities(example.reading, example.contexts))


def _out_of_fold(examples: Sequence[Example], folds: int) -> list[Answer]:
    answers: dict[int, Answer] = {}
    for fold in range(folds):
        inside = [i for i, e in enumerate(examples) if fold_of(e.gold.name, folds) == fold]
        layer = _first_layer([e for e in examples if fold_of(e.gold.name, folds) != fold])
        answers.update({i: _answer(*layer, examples[i]) for i in inside})
    return [answers[i] for i in range(len(examples))]


@dataclass(frozen=True)
class _SecondLayer:
    """What learns from the first layer's answers."""

    detector: Detector
    linker: Linker
    fields: Fields

    @classmethod
    def fit(cls, examples: Sequence[Example], answers: Sequence[Answer], clusters: Mapping[str, str]) -> _SecondLayer:
        rows, right = [], []
        for example, answer in zip(examples, answers, strict=True):
            candidates = propose(answer.reading, answer.starts)
            if candidates:
                rows.append(judge.describe(answer.reading, answer.starts, candidates))
                found = agreement(answer.reading, candidates, example.gold.directives)
                right += [int(dice >= AGREES) for dice in found]
        trees = judge.fit(np.vstack(rows), right)
        identity = np.array([0.0, 1.0])
        pairs = zip(examples, answers, strict=True)
        marked = [(a.reading, e.gold.directives) for e, a in pairs if not e.excerpt]
        return cls(Detector(trees, THRESHOLD, identity, identity), Linker.fit(marked), Fields.fit(marked, clusters))


@dataclass(frozen=True)
class Crossed:
    """The outcome of cross-validation.

    Attributes:
        records: The records of each article by models that had not seen it.
        scores: The judge's scores of all actions so chosen.
        right: Whether each of them is a directive by the gold.
        chances: The probability of each, calibrated on the other folds.
    """

    records: dict[str, list[Directive]]
    scores: list[float]
    right: list[bool]
    chances: list[float]


def _cross(
    language: str,
    examples: Sequence[Example],
    answers: Sequence[Answer],
    clusters: Mapping[str, str],
    folds: int,
) -> Crossed:
    records: dict[str, list[Directive]] = {}
    scores: list[float] = []
    right: list[bool] = []
    of_fold: list[int] = []
    for fold in range(folds):
        others = [i for i, e in enumerate(examples) if fold_of(e.gold.name, folds) != fold]
        layer = _SecondLayer.fit([examples[i] for i in others], [answers[i] for i in others], clusters)
        for i, example in enumerate(examples):
            if example.excerpt or fold_of(example.gold.name, folds) != fold:
                continue
            answer = answers[i]
            candidates, weights = layer.detector.weigh(answer.reading, answer.starts)
            chosen = select(candidates, weights, THRESHOLD)
            found = agreement(answer.reading, [candidates[k] for k in chosen], example.gold.directives)
            scores += [weights[k] for k in chosen]
            right += [dice >= 0.5 for dice in found]
            of_fold += [fold] * len(chosen)
            records[example.gold.name] = _records(language, example, answer, layer, clusters)
    return Crossed(records, scores, right, _cross_calibrated(scores, right, of_fold))


def _cross_calibrated(scores: Sequence[float], right: Sequence[bool], folds: Sequence[int]) -> list[float]:
    """The probability of each score by a calibration that saw the other folds only."""
    chances = [0.0] * len(scores)
    for fold in sorted(set(folds)):
        others = [i for i, f in enumerate(folds) if f != fold]
        points = calibrate([scores[i] for i in others], [right[i] for i in others])
        for i, f in enumerate(folds):
            if f == fold:
                chances[i] = float(np.interp(scores[i], *points))
    return chances


def _records(
    language: str, example: Example, answer: Answer, layer: _SecondLayer, clusters: Mapping[str, str]
) -> list[Directive]:
    detections = layer.detector.detect(answer.reading, answer.starts)
    links = layer.linker.link(answer.reading, [d.span for d in detections]) if detections else []
    return assemble(
        example.gold.article,
        answer.reading,
        detections,
        links,
        layer.fields,
        "cross-validation",
        example.quantities,
        example.instruments,
    )


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
        clusters = load_clusters(language)
        examples = prepare(language, [g for g in articles if g.article.language == language], clusters)
        crossed = _cross(language, examples, _out_of_fold(examples, folds), clusters, folds)
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
    clusters = load_clusters(language)
    examples = prepare(language, [g for g in articles if g.article.language == language], clusters)
    answers = _out_of_fold(examples, FOLDS)
    crossed = _cross(language, examples, answers, clusters, FOLDS)
    tagger, starts = _first_layer(examples)
    second = _SecondLayer.fit(examples, answers, clusters)
    detector = Detector(second.detector.trees, THRESHOLD, *calibrate(crossed.scores, crossed.right))
    model = Model(language, clusters, tagger, starts, detector, second.linker, second.fields, name)
    return model, crossed


def program() -> str:
    """The program's name and version, as records give it."""
    return f"directives/{version()}"


def _train_one(job: tuple[str, bool, bool, str]) -> tuple[str, Path, float]:
    """Train one language in a process of its own; returns its name, its card and the seconds it took."""
    from pipeline.card import write_card

    language, with_shared, compare, name = job
    begun = time.perf_counter()
    sources = [("corpus/", CORPUS)] + ([("../shared/gold (dev)", SHARED)] if with_shared else [])
    gold = [
        (title, folder, [g for g in load_gold(folder) if g.article.language == language]) for title, folder in sources
    ]
    model, crossed = fit(language, [article for _, _, part in gold for article in part], name)
    model.save(model_path(language))
    alone = fit(language, gold[0][2], name)[1] if compare and with_shared else None
    card = write_card(language, gold, crossed, alone, model_path(language), crossed.chances)
    return language, card, time.perf_counter() - begun


ROOT = FOLDER.parent
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared" / "gold"


def main(argv: list[str]) -> int:
    """Train and write the models (``directives train``).

    Args:
        argv: The options; ``--help`` lists them.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(prog="directives train --", description="Train the models on corpus/.")
    parser.add_argument("--corpus-only", action="store_true", help="leave ../shared/gold out even where it is present")
    parser.add_argument(
        "--compare", action="store_true", help="also cross-validate on corpus/ alone, for the card (twice as long)"
    )
    parser.add_argument("--language", choices=languages(), action="append", help="only this language")
    options = parser.parse_args(argv)
    with_shared = not options.corpus_only and (SHARED / "dev.jsonl").is_file()
    if not with_shared and not options.corpus_only:
        print("../shared/gold is not here: training on corpus/ alone", file=sys.stderr)
    jobs = [(language, with_shared, options.compare, program()) for language in options.language or languages()]
    with ProcessPoolExecutor(min(len(jobs), os.cpu_count() or 1)) as pool:
        for language, card, seconds in pool.map(_train_one, jobs):
            print(f"{language}: {model_path(language)} in {seconds:.0f} s; see {card}")
    return 0
