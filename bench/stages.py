"""The rows of the ablation: what each part of the system finds by itself, and with the right answers given.

One first layer a fold serves every row: the rows differ in which of its answers they hear, and what learns from those
answers is learnt again for each. Where gold is given, the rest is the shipped system's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from plain_rules import PlainFields, find

from pipeline.assemble import assemble
from pipeline.detection import Detection
from pipeline.detection.candidates import propose, segment
from pipeline.detection.detector import span_of
from pipeline.gold import GoldDirective
from pipeline.linking import Linker, Links
from pipeline.records import Directive
from pipeline.scoring import Mark, dice, from_gold, from_record
from pipeline.tagging.crf import Marginals
from pipeline.tagging.labels import ACTION, FIRST
from pipeline.tagging.reading import Reading
from pipeline.tokens import Span
from pipeline.train.actions import load_actions
from pipeline.train.crossing import FOLDS, fold_of
from pipeline.train.examples import Example
from pipeline.train.layers import Answer, SecondLayer, first_layer, fit_detector
from pipeline.vectors import load_vectors

RULES, TAGGER, ROLES, BOTH = "rules alone", "tagger alone", "roles and beginnings alone", "both"
BEST, ACTIONS, CHOSEN = "the right candidates", "gold actions", "gold actions, the right mentions"
GIVEN = {  # which parts of a found mark the marked one gives
    "gold actions and leads": ("leads",),
    "gold actions and time limits": ("limit",),
    "gold actions and targets": ("target",),
    "gold actions, leads and time limits": ("leads", "limit"),
}
ROWS = (RULES, TAGGER, ROLES, BOTH, BEST, ACTIONS, CHOSEN, *GIVEN)
# Of the tagger's segmentations that the judge chooses from, the one with the best detection by itself.
DOUBT, PRICE = 0.4, 0.5

Marked = Sequence[Mapping[str, Any]]  # an article's directives as a gold line has them


@dataclass
class Found:
    """What the rows found in one article; records for those that search, marks for those that are given gold."""

    example: Example
    marked: Marked
    records: dict[str, list[Directive]] = field(default_factory=dict)
    marks: dict[str, list[Mark]] = field(default_factory=dict)


def hear(examples: Sequence[Example]) -> dict[str, list[Answer]]:
    """The first layer's answers out of fold, by the row that hears them."""
    heard: dict[str, dict[int, Answer]] = {row: {} for row in (TAGGER, ROLES, BOTH)}
    for fold in range(FOLDS):
        tagger, roles, starts = first_layer([e for e in examples if fold_of(e.gold.name, FOLDS) != fold])
        for i, example in enumerate(examples):
            if fold_of(example.gold.name, FOLDS) != fold:
                continue
            tagged = example.reading.tagged(tagger.marginals(example.features))
            silent = Marginals(tagger.labels, np.zeros((len(example.reading.units), len(tagger.labels))))
            settled = roles.settle(example.reading.tagged(silent), example.context)
            begins = starts.probabilities(example.reading, example.context)
            heard[TAGGER][i] = Answer(tagged, np.zeros_like(begins))
            heard[ROLES][i] = Answer(settled, begins)
            heard[BOTH][i] = Answer(roles.settle(tagged, example.context), begins)
    return {row: [answers[i] for i in range(len(examples))] for row, answers in heard.items()}


def segmented(answer: Answer) -> list[Detection]:
    """The actions that the tagger alone would mark."""
    marginals = answer.reading.marginals
    assert marginals is not None
    stretches = segment(answer.reading.units, marginals.of(*ACTION), marginals.of(FIRST), DOUBT, PRICE)
    return [Detection(span_of(answer.reading, stretch), 1.0, 1.0) for stretch in stretches]


def run(language: str, marked: Mapping[str, Marked], examples: Sequence[Example]) -> Iterator[Found]:
    """Find the directives of every marked article by every row, fold by fold.

    Args:
        language: The language.
        marked: The directives of the articles to report, by the articles' names.
        examples: Everything to learn from, those articles among it.

    Yields:
        What was found in each.
    """
    vectors, actions, heard = load_vectors(language), load_actions(language), hear(examples)
    for fold in range(FOLDS):
        others = [i for i, e in enumerate(examples) if fold_of(e.gold.name, FOLDS) != fold]
        learnt = [examples[i] for i in others]
        layer = SecondLayer.fit(learnt, [heard[BOTH][i] for i in others], actions, vectors)
        detectors = {
            ROLES: fit_detector(learnt, [heard[ROLES][i] for i in others]),
            BOTH: layer.detector,
        }
        linkers = {BOTH: layer.linker}
        for row in (TAGGER, ROLES):
            pairs = [(heard[row][i].reading, examples[i].gold.directives) for i in others if not examples[i].excerpt]
            linkers[row] = Linker.fit(pairs)
        for i, example in enumerate(examples):
            if example.excerpt or example.gold.name not in marked or fold_of(example.gold.name, FOLDS) != fold:
                continue
            found = Found(example, marked[example.gold.name])
            detections, links = find(example.reading)
            found.records[RULES] = put_together(example, example.reading, detections, links, PlainFields())
            for row, linker in linkers.items():
                answer = heard[row][i]
                detector = detectors.get(row)
                detections = detector.detect(answer.reading, answer.starts) if detector else segmented(answer)
                links = linker.link(answer.reading, [d.span for d in detections]) if detections else []
                found.records[row] = put_together(example, answer.reading, detections, links, layer.fields)
            give(found, heard[BOTH][i], layer)
            yield found


def put_together(
    example: Example, reading: Reading, detections: Sequence[Detection], links: Sequence[Links], fields: Any
) -> list[Directive]:
    """The records of an article; ``fields`` is learnt or plain."""
    rest = (fields, "ablation", example.quantities, example.instruments)
    return assemble(example.gold.article, reading, detections, links, *rest)


def give(found: Found, answer: Answer, layer: SecondLayer) -> None:
    """Add the rows that are given gold."""
    example, reading = found.example, answer.reading
    gold = sorted(example.gold.directives, key=lambda d: d.action)

    def finished(actions: Sequence[Span], links: Sequence[Links] | None = None) -> list[Directive]:
        if links is None:
            links = layer.linker.link(reading, actions) if actions else []
        return put_together(example, reading, [Detection(span, 1.0, 1.0) for span in actions], links, layer.fields)

    candidates = [span_of(reading, stretch) for stretch in propose(reading, answer.starts)]
    best = {nearest(d.action, candidates) for d in gold} - {None}
    found.records[BEST] = finished(sorted(candidates[k] for k in best))
    actions = [d.action for d in gold]
    found.records[ACTIONS] = finished(actions)
    found.records[CHOSEN] = finished(actions, [right_links(reading, d) for d in gold])
    true = [from_gold(row, example.gold.article.text) for row in found.marked]
    true.sort(key=lambda mark: mark.action)
    for row, parts in GIVEN.items():
        pairs = zip(found.records[ACTIONS], true, strict=True)
        found.marks[row] = [given(from_record(record), mark, parts) for record, mark in pairs]


def given(found: Mark, true: Mark, parts: Sequence[str]) -> Mark:
    """A found mark with some parts put right."""
    if "leads" in parts:
        coordinating = tuple(party for party in found.parties if party.role != "lead")
        leads = tuple(party for party in true.parties if party.role == "lead")
        found = replace(found, parties=leads + coordinating)
    if "limit" in parts:
        found = replace(found, limit=true.limit)
    return replace(found, target=true.target) if "target" in parts else found


def nearest(span: Span, others: Sequence[Span], least: float = 0.5) -> int | None:
    """The place of what overlaps most with a span, if by at least so much (Dice)."""
    best = max(range(len(others)), key=lambda k: dice(span, others[k]), default=None)
    return best if best is not None and dice(span, others[best]) >= least else None


def right_links(reading: Reading, true: GoldDirective) -> Links:
    """The annotators' mentions that stand where gold's do."""
    bodies, dates = [(m.start, m.end) for m in reading.agencies], [(d.start, d.end) for d in reading.dates]
    agencies = [(nearest(span, bodies), role) for span, _, role, _ in true.agencies]
    return Links(
        tuple(sorted({(m, role) for m, role in agencies if m is not None})),
        nearest(true.deadline[0], dates) if true.deadline else None,
        nearest(true.issuer[0], bodies) if true.issuer else None,
        {},
    )
