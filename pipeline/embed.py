"""Learning word vectors from unannotated news.

Counts of neighbours within three words, the next ones by side, weighted by positive pointwise mutual information and
reduced by a truncated SVD (Levy and Goldberg 2014, Neural Word Embedding as Implicit Matrix Factorization).

    python -m pipeline.embed th ../shared/articles/th-2000.jsonl.gz
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import jsonlines
import numpy as np
import scipy.sparse as sp
from sklearn.decomposition import TruncatedSVD
from threadpoolctl import threadpool_limits

from pipeline.text import normalise
from pipeline.tokens import tokenise
from pipeline.vectors import Vectors, vectors_path, whole

MOST_WORDS, RARE = 20_000, 4
REACH, DIMENSIONS = 3, 100
# Lines shorter than this, in characters, are mostly headings and furniture.
SHORTEST = 60
_DIGITS = re.compile(r"\d")


def read_lines(texts: Iterable[str], language: str) -> Iterator[list[str]]:
    """The words of each longer line, in lower case, digits masked."""
    for text in texts:
        for line in normalise(text).text.split("\n"):
            if len(line) > SHORTEST:
                yield [_DIGITS.sub("0", line[w.start : w.end].lower()) for w in tokenise(line, language)]


def learn(lines: Sequence[Sequence[str]], size: int = DIMENSIONS) -> Vectors:
    """Learn vectors of the words of some lines.

    Args:
        lines: Words in order.
        size: How many dimensions.

    Returns:
        Vectors of the words that occur at least four times; the same for the same lines.
    """
    counts = Counter(word for words in lines for word in words)
    vocabulary = [word for word, n in counts.most_common(MOST_WORDS) if n >= RARE and "\n" not in word]
    index = {word: row for row, word in enumerate(vocabulary)}
    n = len(vocabulary)
    pairs: Counter[tuple[int, int]] = Counter()
    for words in lines:
        rows = [index.get(word, -1) for word in words]
        for i, a in enumerate(rows):
            if a < 0:
                continue
            for far in range(1, REACH + 1):
                b = rows[i + far] if i + far < len(rows) else -1
                if b >= 0:
                    # Columns: the next word, the one before, and any farther; twos keep the halves whole.
                    right, left, weight = (0, n, 2) if far == 1 else (2 * n, 2 * n, 1)
                    pairs[a, b + right] += weight
                    pairs[b, a + left] += weight
    keys = sorted(pairs)
    row, column = np.array(keys, dtype=np.int64).T
    value = np.array([pairs[key] for key in keys], dtype=np.float64) / 2
    rows_sum = np.bincount(row, value, n)
    columns_sum = np.bincount(column, value, 3 * n) ** 0.75
    information = np.log(value * columns_sum.sum() / (rows_sum[row] * columns_sum[column]))
    kept = information > 0
    matrix = sp.csr_matrix((information[kept], (row[kept], column[kept])), shape=(n, 3 * n))
    # By the root of the singular values: the same weighting of rows that skip-gram vectors come to.
    svd = TruncatedSVD(size, n_iter=10, random_state=0)
    found = svd.fit_transform(matrix) / np.sqrt(svd.singular_values_)
    found /= np.linalg.norm(found, axis=1, keepdims=True) + 1e-9
    return whole(index, found)


def main(argv: Sequence[str]) -> int:
    """Learn the vectors of a language from JSON Lines files of articles and write them to ``models/``."""
    if len(argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    language, texts = argv[0], []
    for name in argv[1:]:
        with gzip.open(Path(name), "rt", encoding="utf-8") as file:
            texts += [row["text"] for row in jsonlines.Reader(file).iter(type=dict, skip_empty=True)]
    with threadpool_limits(1):
        vectors = learn(list(read_lines(texts, language)))
    vectors.save(vectors_path(language))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
