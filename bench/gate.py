"""What a gate would spare: how much text need not be read closely, for how many directives lost.

    directives extract INPUT... -o FILE --keep-text
    python bench/gate.py FILE

The design has a gate before the tokeniser: a scan for cue words that tells which articles are worth reading. This asks
how much any such gate could spare. Every article is scanned for the phrases of the ``cues`` table, wherever they stand;
then either one phrase that opens a duty is enough (*any*), or a logistic regression over all phrases, cross-validated
on what the extractor itself found, is set so that it keeps a given share of the directives.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from tables import show

from pipeline.cues import phrases
from pipeline.tagging.features import OPENING
from pipeline.text import normalise

KEPT = (0.98, 0.99, 0.995, 1.0)
FOLDS = 5
HEADER = ("language", "gate", "directives kept", "articles read", "characters read")


@dataclass(frozen=True, slots=True)
class Scanned:
    """An article as a gate sees it.

    Attributes:
        hits: How often each cue phrase stands in it.
        opens: Whether one of them opens a duty.
        size: Its length in characters.
        directives: How many directives the extractor found in it.
    """

    hits: Counter[str]
    opens: bool
    size: int
    directives: int


def scan(path: Path) -> dict[str, list[Scanned]]:
    """Scan the articles of a run, by language.

    Args:
        path: The records; the articles lie beside them.
    """
    found: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        found[json.loads(line)["document"]["id"]] += 1
    scanned = defaultdict(list)
    with Path(f"{path}.articles.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            if not (language := article.get("language")):
                continue
            hits = list(phrases(normalise(article["text"]).text, language))
            opens = any(OPENING.intersection(kinds) for _, kinds in hits)
            counts = Counter(phrase for phrase, _ in hits)
            scanned[language].append(Scanned(counts, opens, len(article["text"]), found[article["id"]]))
    return dict(sorted(scanned.items()))


def rows(language: str, articles: Sequence[Scanned]) -> Iterator[tuple[str, ...]]:
    """The table's rows for a language."""
    size = np.array([article.size for article in articles])
    directives = np.array([article.directives for article in articles])
    opens = np.array([article.opens for article in articles])

    def row(gate: str, read: np.ndarray) -> tuple[str, ...]:
        shares = (directives[read].sum() / directives.sum(), read.mean(), size[read].sum() / size.sum())
        return language, gate, *(f"{100 * share:.1f} %" for share in shares)

    yield row("any", opens)
    table = [{phrase: np.log1p(n) for phrase, n in article.hits.items()} for article in articles]
    matrix = DictVectorizer().fit_transform([row | {"": np.log1p(n)} for row, n in zip(table, size, strict=True)])
    model = LogisticRegression(C=0.1, max_iter=500, class_weight="balanced")
    chances = cross_val_predict(model, matrix, directives > 0, cv=FOLDS, method="predict_proba")[:, 1]
    order = np.argsort(-chances, kind="stable")
    kept = np.cumsum(directives[order]) / directives.sum()
    for share in KEPT:
        read = np.zeros(len(articles), dtype=bool)
        read[order[: int(np.searchsorted(kept, share - 1e-9)) + 1]] = True
        yield row(f"learnt, {100 * share:g} %", read)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print.

    Args:
        arguments: The options; by default those of this process.

    Returns:
        0, or 2 if there is nothing to measure.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("records", type=Path, help="what directives extract --keep-text wrote")
    options = parser.parse_args(arguments)
    try:
        scanned = scan(options.records)
    except (OSError, ValueError, KeyError) as error:
        print(f"{type(error).__name__}: {error}; make the file with directives extract --keep-text", file=sys.stderr)
        return 2
    for language, articles in list(scanned.items()):
        if len({article.directives > 0 for article in articles}) < 2:
            print(f"{language}: too few articles with and without directives", file=sys.stderr)
            del scanned[language]
    show(HEADER, (cells for language, articles in scanned.items() for cells in rows(language, articles)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
