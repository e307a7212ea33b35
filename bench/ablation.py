"""What each stage is worth, and how far each could go: rules, models, both, and the right answers given.

    python bench/ablation.py [--language CODE]

On the development gold beside the project, or on corpus/ where that is absent; cross-validated as ``directives
evaluate`` does it, by the project's scorer. One first layer a fold serves every row: the rows differ in which of its
answers they hear, and what learns from those answers is learnt again for each. Where gold is given, the rest is the
shipped system's.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from plain_rules import PlainFields, find
from threadpoolctl import threadpool_limits

from pipeline.assemble import assemble
from pipeline.detection import Detection
from pipeline.detection.candidates import segment
from pipeline.detection.detector import span_of
from pipeline.fields import Fields
from pipeline.gold import GoldDirective
from pipeline.language import languages
from pipeline.linking import Linker, Links
from pipeline.records import Directive
from pipeline.scoring import FIGURES, Figure, Mark, dice, from_gold, from_record, score_article, total
from pipeline.scoring.figures import same_limit
from pipeline.scoring.marks import Limit, body_id
from pipeline.tagging.crf import Marginals
from pipeline.tagging.labels import ACTION, FIRST
from pipeline.tagging.reading import Reading
from pipeline.tokens import Span
from pipeline.train.crossing import FOLDS, fold_of
from pipeline.train.examples import Example, load_clusters, prepare
from pipeline.train.layers import Answer, SecondLayer, first_layer, fit_detector
from pipeline.train.sources import has_shared, load_sources
from pipeline.vectors import load_vectors

RULES, TAGGER, ROLES, BOTH = "rules alone", "tagger alone", "roles and beginnings alone", "both, as shipped"
ACTIONS, CHOSEN = "gold actions", "gold actions, the right ones of what is proposed"
GIVEN = {  # which parts of a found mark the marked one gives
    "gold actions and leads": ("leads",),
    "gold actions and time limits": ("limit",),
    "gold actions and targets": ("target",),
    "gold actions, leads and time limits": ("leads", "limit"),
}
SHOWN = ("detection", "agency", "target", "deadline", "type", "issuer", "tuple")
# Of the tagger's segmentations that the judge chooses from, the one with the best detection by itself.
DOUBT, PRICE = 0.2, 0.5

Marked = Sequence[Mapping[str, object]]  # an article's directives as a gold line has them


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
    clusters, vectors, heard = load_clusters(language), load_vectors(language), hear(examples)
    for fold in range(FOLDS):
        others = [i for i, e in enumerate(examples) if fold_of(e.gold.name, FOLDS) != fold]
        learnt = [examples[i] for i in others]
        layer = SecondLayer.fit(learnt, [heard[BOTH][i] for i in others], clusters, vectors)
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
            give(found, heard[BOTH][i].reading, layer)
            yield found


def put_together(
    example: Example, reading: Reading, detections: Sequence[Detection], links: Sequence[Links], fields: object
) -> list[Directive]:
    """The records of an article."""
    assert isinstance(fields, Fields | PlainFields)
    rest = (fields, "ablation", example.quantities, example.instruments)
    return assemble(example.gold.article, reading, detections, links, *rest)


def give(found: Found, reading: Reading, layer: SecondLayer) -> None:
    """Add the rows that are given gold."""
    example = found.example
    gold = example.gold.directives
    order = sorted(range(len(gold)), key=lambda k: gold[k].action)
    detections = [Detection(gold[k].action, 1.0, 1.0) for k in order]
    linked = layer.linker.link(reading, [d.span for d in detections]) if detections else []
    records = put_together(example, reading, detections, linked, layer.fields)
    found.records[ACTIONS] = records
    chosen = [right_links(reading, gold[k]) for k in order]
    found.records[CHOSEN] = put_together(example, reading, detections, chosen, layer.fields)
    text = example.gold.article.text
    true = [from_gold(found.marked[k], text) for k in order]
    for row, parts in GIVEN.items():
        found.marks[row] = [given(from_record(r), t, parts) for r, t in zip(records, true, strict=True)]


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


def proposed(found: Sequence[Found]) -> dict[str, tuple[int, int, int]]:
    """Of gold's agencies and time limits, each counted once in an article: all, proposed, and with their value too."""
    counts = {"agencies": np.zeros(3, dtype=int), "time limits": np.zeros(3, dtype=int)}
    for one in found:
        reading, directives = one.example.reading, one.example.gold.directives
        spans = [(m.start, m.end) for m in reading.agencies]
        for span, body in {(span, body) for d in directives for span, body, _, _ in d.agencies}:
            k = nearest(span, spans)
            right = k is not None and body_id(reading.agencies[k].id) == body_id(body)
            counts["agencies"] += (1, k is not None, right)
        spans = [(d.start, d.end) for d in reading.dates]
        limits = {d.deadline[0]: d.deadline[1] for d in directives if d.deadline}
        for span, value in limits.items():
            k = nearest(span, spans)
            date = reading.dates[k] if k is not None else None
            true = Limit(value.get("relation"), value.get("edtf"), value.get("due"))
            right = date is not None and same_limit(true, Limit(date.relation, date.edtf, date.due))
            counts["time limits"] += (1, k is not None, right)
    return {name: (int(a), int(b), int(c)) for name, (a, b, c) in counts.items()}


def figures(found: Sequence[Found], row: str) -> dict[str, Figure]:
    """A row's figures over all articles."""
    parts = []
    for one in found:
        gold = [from_gold(d, one.example.gold.article.text) for d in one.marked]
        marks = one.marks[row] if row in one.marks else [from_record(r) for r in one.records[row]]
        parts.append(score_article(gold, marks).counts)
    return total(parts)


def by_inheritance(found: Sequence[Found], row: str, inherited: bool) -> tuple[Figure, Figure]:
    """The figure of agency over inherited mentions alone, or over the others.

    Returns:
        With both sides' mentions chosen by their own flag; and with gold's alone chosen, whose recall tells how many
        are found, whatever the record says of their inheritance.
    """
    strict, lenient = [], []
    for one in found:
        gold = []
        for directive in one.marked:
            kept = [a for a in directive["agencies"] if bool(a.get("inherited")) == inherited]
            gold.append(from_gold({**directive, "agencies": kept}, one.example.gold.article.text))
        records = one.records[row]
        same = [
            r.model_copy(update={"agencies": tuple(a for a in r.agencies if a.inherited == inherited)}) for r in records
        ]
        strict.append(score_article(gold, [from_record(r) for r in same]).counts)
        lenient.append(score_article(gold, [from_record(r) for r in records]).counts)
    return total(strict)["agency"], total(lenient)["agency"]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a Markdown table."""
    for cells in (head, ["---"] * len(head), *rows):
        print("| " + " | ".join(cells) + " |")
    print(flush=True)


def show(language: str, found: Sequence[Found]) -> None:
    """Print the tables of a language."""
    assert set(SHOWN) <= set(FIGURES)
    rows = (RULES, TAGGER, ROLES, BOTH, ACTIONS, CHOSEN, *GIVEN)
    scores = {row: figures(found, row) for row in rows}
    table(
        (f"F1, {language}", *SHOWN),
        [(row, *(f"{score[figure].f1:.3f}" for figure in SHOWN)) for row, score in scores.items()],
    )
    inheritance = []
    for row in (BOTH, ACTIONS):
        for inherited in (True, False):
            own, any_flag = by_inheritance(found, row, inherited)
            cells = (f"{own.gold}", f"{own.precision:.3f}", f"{own.recall:.3f}", f"{own.f1:.3f}")
            kind = "inherited" if inherited else "not inherited"
            inheritance.append((f"{row}: {kind}", *cells, f"{any_flag.recall:.3f}"))
    head = (f"agency, {language}", "gold", "precision", "recall", "F1", "recall, however flagged")
    table(head, inheritance)
    shares = [
        (name, f"{n}", f"{spans / max(1, n):.1%}", f"{right / max(1, n):.1%}")
        for name, (n, spans, right) in proposed(found).items()
    ]
    table((f"proposed, {language}", "gold", "place", "place and value"), shares)


def load_marks(folder: Path) -> dict[str, Marked]:
    """The directives of each article in a folder of gold, as its file has them."""
    path = next(folder / name for name in ("gold.jsonl", "dev.jsonl") if (folder / name).is_file())
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return {row["doc"]: row["directives"] for row in rows}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print.

    Args:
        arguments: The options; by default those of this process.

    Returns:
        0.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--language", choices=languages(), action="append", help="only this language")
    options = parser.parse_args(arguments)
    for language in options.language or languages():
        sources = load_sources(language, shared=has_shared())
        scored = [source for source in sources if source.folder][-1]  # the development gold, where it is there
        assert scored.folder
        names = {gold.name for gold in scored.articles}
        marked = {name: rows for name, rows in load_marks(scored.folder).items() if name in names}
        with threadpool_limits(1):
            everything = [gold for source in sources for gold in source.articles]
            examples = prepare(language, everything, load_clusters(language), load_vectors(language))
            found = list(run(language, marked, examples))
        print(f"{scored.title}, {language}: {len(found)} articles\n")
        show(language, found)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
