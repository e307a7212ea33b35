"""Annotated articles with their gold, ready to learn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.components.tags import read_document
from pipeline.cues import Cue
from pipeline.gold import GoldArticle
from pipeline.instruments import InstrumentMention
from pipeline.nlp import annotating
from pipeline.quantities import QuantityMention
from pipeline.tagging import crf
from pipeline.tagging.context import Context
from pipeline.tagging.features import featurise
from pipeline.tagging.labels import label
from pipeline.tagging.reading import Reading
from pipeline.vectors import Vectors


@dataclass(frozen=True)
class Example:
    """An annotated article with its gold, ready to learn from; or one paragraph of it (``excerpt``)."""

    gold: GoldArticle
    reading: Reading
    features: crf.Features
    labels: list[str]
    context: Context
    quantities: Sequence[QuantityMention]
    instruments: Sequence[InstrumentMention]
    cues: Sequence[Cue]
    excerpt: bool = False


def prepare(language: str, articles: Sequence[GoldArticle], vectors: Vectors) -> list[Example]:
    """Annotate articles with gold."""
    nlp = annotating(language)
    examples = []
    for gold in articles:
        doc = nlp.make_doc(gold.article.text)
        doc._.article = gold.article
        doc = nlp(doc)
        reading = read_document(doc, language)
        features = featurise(reading.units, language)
        whole = Example(
            gold,
            reading,
            features,
            label(reading.units, gold.directives),
            Context.of(reading, features, vectors),
            doc._.quantities,
            doc._.instruments,
            doc._.cues,
        )
        examples += [whole, *_excerpt(whole, vectors)]
    return examples


def _excerpt(whole: Example, vectors: Vectors) -> Iterator[Example]:
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
        features = featurise(units, reading.language)
        yield replace(
            whole,
            gold=replace(gold, directives=inside),
            reading=part,
            features=features,
            labels=label(units, inside),
            context=Context.of(part, features, vectors),
            excerpt=True,
        )
        return
