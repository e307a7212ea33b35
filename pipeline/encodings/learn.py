"""Makes ``letters.tsv`` of each language anew: ``python -m pipeline.encodings.learn corpus/articles``."""

from __future__ import annotations

import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from pipeline.encodings.likeness import UNSEEN, count_pairs
from pipeline.language import FOLDER, languages

_HEAD = """\
# Which letter comes after which, and what it costs in bits (-log2 of its share); the first column is the letter before,
# or the blank between words. Counted in the corpus: python -m pipeline.encodings.learn corpus/articles
"""


def learn(texts: Iterable[str]) -> str:
    """Count the letters of texts.

    Args:
        texts: Articles in one language.

    Returns:
        The table, as `likeness` reads it.
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts += count_pairs(text)
    before: Counter[str] = Counter()
    for pair, count in counts.items():
        before[pair[0]] += count
    rows: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for pair, count in sorted(counts.items()):
        # What comes once may be a foreign name; what neither column writes beyond ASCII is never asked for.
        if count > 1 and not pair.isascii():
            cost = min(UNSEEN - 1, round(-math.log2(count / before[pair[0]])))
            rows[pair[0]][cost].append(pair[1])
    return _HEAD + "".join(
        "\t".join([letter, *(f"{cost}:{''.join(after)}" for cost, after in sorted(groups.items()))]) + "\n"
        for letter, groups in sorted(rows.items())
    )


def main(folder: str) -> None:
    """Write the tables of all languages.

    Args:
        folder: Where the articles lie, as ``LANGUAGE_*.txt``.
    """
    for language in languages():
        texts = (path.read_text(encoding="utf-8") for path in sorted(Path(folder).glob(f"{language}_*.txt")))
        (FOLDER / language / "letters.tsv").write_text(learn(texts), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
