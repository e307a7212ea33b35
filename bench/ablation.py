"""What each stage is worth, and how far each could go: rules, models, both, and the right answers given.

    python bench/ablation.py [--language CODE]

On the development gold beside the project, or on corpus/ where that is absent; cross-validated as ``directives
evaluate`` does it, by the project's scorer. ``stages.py`` tells what the rows are.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from stages import ACTIONS, BOTH, ROWS, Found, Marked, nearest, run
from threadpoolctl import threadpool_limits

from pipeline.language import languages
from pipeline.scoring import Figure, Mark, from_gold, from_record, score_article, total
from pipeline.scoring.figures import same_limit
from pipeline.scoring.marks import Limit, Party, body_id
from pipeline.train.examples import prepare
from pipeline.train.sources import has_shared, load_sources
from pipeline.vectors import load_vectors

SHOWN = ("detection", "agency", "target", "deadline", "type", "issuer", "tuple")
KINDS = ("not inherited", "inherited", "from its own paragraph", "from another paragraph")


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


def _only(mark: Mark, inherited: Sequence[bool], text: str, kind: str) -> Mark:
    """A mark with the agencies of one of ``KINDS``."""

    def kinds(party: Party, flag: bool) -> tuple[str, str]:
        low, high = sorted((party.span, mark.action))
        return KINDS[flag], KINDS[2 + ("\n" in text[low[1] : high[0]])]

    pairs = zip(mark.parties, inherited, strict=True)
    return replace(mark, parties=tuple(party for party, flag in pairs if kind in kinds(party, flag)))


def agency_of_kind(found: Sequence[Found], row: str, kind: str) -> tuple[Figure, Figure]:
    """The figure of agency over the mentions of one kind.

    Returns:
        With both sides' mentions so chosen; and with gold's alone chosen, whose recall tells how many are found
        whatever kind the record's mention is of: evidence that reaches further makes what gold inherits its own.
    """
    strict, lenient = [], []
    for one in found:
        text, gold = one.example.gold.article.text, []
        for directive in one.marked:
            flags = [bool(agency.get("inherited")) for agency in directive["agencies"]]
            gold.append(_only(from_gold(directive, text), flags, text, kind))
        records = one.records[row]
        own = [_only(from_record(r), [a.inherited for a in r.agencies], text, kind) for r in records]
        strict.append(score_article(gold, own).counts)
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
        for kind in KINDS:
            own, any_kind = agency_of_kind(found, row, kind)
            cells = (f"{own.gold}", f"{own.precision:.3f}", f"{own.recall:.3f}", f"{own.f1:.3f}")
            inheritance.append((f"{row}: {kind}", *cells, f"{any_kind.recall:.3f}"))
    head = (f"agency, {language}", "gold", "precision", "recall", "F1", "recall, of any kind")
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
            examples = prepare(language, everything, load_vectors(language))
            found = list(run(language, marked, examples))
        print(f"{scored.title}, {language}: {len(found)} articles\n")
        show(language, found)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
