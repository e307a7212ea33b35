"""How many actions get the right type, and what the actions written by themselves add to it.

    python bench/kinds.py [--language th]

The actions are gold's, so that nothing but the type is measured. Cross-validated, folds by article, as training does;
the actions of ``corpus/actions/`` are in no article, and none, half or all of them are learnt from besides. A cell has
the share of right types among directives marked as specific, and among all.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

from sklearn.svm import LinearSVC
from tables import show
from threadpoolctl import threadpool_limits

from pipeline.errors import DirectivesError
from pipeline.fields import KIND_BITS, KIND_STRENGTH
from pipeline.fields.kinds import kind_features
from pipeline.fields.linear import Linear, Weighted
from pipeline.language import languages
from pipeline.train.actions import load_actions
from pipeline.train.crossing import FOLDS, fold_of
from pipeline.train.examples import prepare
from pipeline.train.sources import has_shared, load_sources
from pipeline.vectors import load_vectors

Row = tuple[Weighted, str]  # features and type


def learn(rows: Sequence[Row]) -> Linear:
    """The model of types, as training makes it."""
    features, kinds = [features for features, _ in rows], [kind for _, kind in rows]
    return Linear.fit(features, kinds, LinearSVC(C=KIND_STRENGTH, random_state=0), bits=KIND_BITS)


def measure(language: str) -> Iterator[list[str]]:
    """The rows of the table for a language, the first with the columns' names."""
    sources, vectors = load_sources(language, shared=has_shared()), load_vectors(language)
    marked: list[tuple[str, int, bool, Row]] = []  # source, fold, specific, row
    for source in sources:
        for example in prepare(language, source.articles, vectors):
            for one in () if example.excerpt else example.gold.directives:
                row = kind_features(example.reading, one.action, one.target, vectors), one.kind
                marked.append((source.title, fold_of(example.gold.name, FOLDS), one.specific, row))
    written = [
        (kind_features(one.reading, one.action, one.target, vectors), one.kind) for one in load_actions(language)
    ]
    yield ["language", "actions by themselves", *(source.title for source in sources)]
    for added in ([], written[::2], written):
        right: dict[tuple[str, bool], list[bool]] = {}
        for fold in range(FOLDS):
            model = learn([row for _, apart, _, row in marked if apart != fold] + added)
            for title, own, specific, (features, kind) in marked:
                if own == fold:
                    answer = model.classes[int(model.scores(features).argmax())] == kind
                    for group in {(title, specific), (title, False)}:
                        right.setdefault(group, []).append(answer)
        shares = {group: sum(answers) / len(answers) for group, answers in right.items()}
        cells = [f"{shares[source.title, True]:.3f} / {shares[source.title, False]:.3f}" for source in sources]
        yield [language, f"{len(added):,}", *cells]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print.

    Args:
        arguments: The options; by default those of this process.

    Returns:
        0, or 2 if there is nothing to measure.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--language", choices=languages(), action="append", help="only this language")
    options = parser.parse_args(arguments)
    try:
        with threadpool_limits(1):
            for language in options.language or languages():
                header, *rows = measure(language)
                show(header, rows)
    except DirectivesError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
