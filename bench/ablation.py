"""What each stage is worth, and how far each could go: rules, models, both, and the right answers given.

    python bench/ablation.py [--language CODE]

On the development gold beside the project, or on corpus/ where that is absent; cross-validated as ``directives
evaluate`` does it, by the project's scorer. ``stages.py`` tells what the rows are.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from stages import ACTIONS, BOTH, ROWS, Found, Marked, nearest, run
from threadpoolctl import threadpool_limits

from pipeline.language import languages
from pipeline.scoring import Figure, from_gold, from_record, score_article, total
from pipeline.scoring.figures import same_limit
from pipeline.scoring.marks import Limit, body_id
from pipeline.train.examples import load_clusters, prepare
from pipeline.train.sources import has_shared, load_sources
from pipeline.vectors import load_vectors

SHOWN = ("detection", "agency", "target", "deadline", "type", "issuer", "tuple")


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
    scores = {row: figures(found, row) for row in ROWS}
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
