"""Word clusters from unannotated news: words that stand in the same company get the same name.

Counts of neighbours within two words, weighted by positive pointwise mutual information, reduced by a truncated SVD
(Levy and Goldberg 2014, Neural Word Embedding as Implicit Matrix Factorization) and clustered twice, coarse and fine,
by k-means. With little marked text a cluster says what a rare verb has in common with a frequent one.

    python -m pipeline.clusters ../shared/articles/th-2000.jsonl.gz th
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD

from pipeline.text import normalise
from pipeline.tokens import tokenise
from pipeline.train.examples import clusters_path

VOCABULARY, NEIGHBOURS, RARE = 16_000, 4_000, 4
COARSE, FINE = 40, 320
DIMENSIONS = 100
_DIGITS = re.compile(r"\d")


def _articles(path: Path, language: str) -> Iterator[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = normalise(json.loads(line)["text"]).text
            yield [_DIGITS.sub("0", text[w.start : w.end].lower()) for w in tokenise(text, language)]


def cluster(articles: Sequence[Sequence[str]]) -> dict[str, str]:
    """Cluster the words of some articles.

    Args:
        articles: Words in order, digits masked.

    Returns:
        Word to ``COARSE.FINE``, for words that occur at least four times; the same for the same articles.
    """
    counts = Counter(word for words in articles for word in words)
    vocabulary = [word for word, n in counts.most_common(VOCABULARY) if n >= RARE and "://" not in word]
    index = {word: i for i, word in enumerate(vocabulary)}
    column = {word: i for i, word in enumerate(vocabulary[:NEIGHBOURS])}
    pairs: Counter[tuple[int, int]] = Counter()
    for words in articles:
        for i, word in enumerate(words):
            if (row := index.get(word)) is None:
                continue
            for distance in (-2, -1, 1, 2):
                if 0 <= i + distance < len(words) and (c := column.get(words[i + distance])) is not None:
                    # Hundredths keep the sums whole, and so the same in any order.
                    pairs[row, c + (len(column) if distance > 0 else 0)] += 100 // abs(distance)
    keys = sorted(pairs)
    rows, columns = np.array(keys).T
    values = np.array([pairs[key] for key in keys], dtype=np.float64) / 100
    row_sums = np.bincount(rows, values, len(vocabulary))
    column_sums = np.bincount(columns, values, 2 * len(column)) ** 0.75
    expected = row_sums[rows] * column_sums[columns] / column_sums.sum()
    information = np.log(np.maximum(values / expected, 1e-9))
    kept = information > 0
    matrix = sp.csr_matrix((information[kept], (rows[kept], columns[kept])), shape=(len(vocabulary), 2 * len(column)))
    vectors = TruncatedSVD(DIMENSIONS, random_state=0).fit_transform(matrix)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    names: list[list[str]] = [[] for _ in vocabulary]
    for k in (COARSE, FINE):
        labels = MiniBatchKMeans(k, random_state=0, n_init=3, batch_size=4096).fit(vectors).labels_
        for name, label in zip(names, labels, strict=True):
            name.append(str(label))
    return {word: ".".join(name) for word, name in zip(vocabulary, names, strict=True)}


def main(argv: Sequence[str]) -> int:
    """Learn the clusters of a language from a file of articles and write them to ``models/``."""
    if len(argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    path, language = Path(argv[0]), argv[1]
    found = cluster(list(_articles(path, language)))
    lines = [f"{word}\t{name}\n" for word, name in sorted(found.items()) if not re.search(r"\s", word[-1:])]
    clusters_path(language).write_text("".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
