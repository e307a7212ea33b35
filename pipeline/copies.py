"""Near-copies: articles of a run whose text repeats an earlier one's.

Newswire is copied with another headline, another byline and another footer. So what counts is the body: the
paragraphs that are neither headline nor caption nor furniture, without white space, as overlapping stretches of
characters, which serve languages with and without spaces alike. Two bodies are near-copies if they share at least
`ALIKE` of all the stretches in either (Jaccard), estimated by MinHash; locality-sensitive hashing finds whom to
compare with. Both are those of datasketch, after A. Z. Broder, "On the resemblance and containment of documents"
(1997), and Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from datasketch import MinHash, MinHashLSH

from pipeline.article import Article
from pipeline.metadata import paragraphs
from pipeline.records import Original

ALIKE = 0.8
_SHINGLE = 10  # characters: about two words; shorter ones are shared by all articles on one subject
# 12 bands of 8 rows find 89 of 100 pairs at 0.8, 99.9 at 0.9, and compare 5 of 100 in vain at 0.5.
_BANDS, _ROWS = 12, 8
_AT_ONCE = 2_000  # shingles hashed together: 1.5 MB
_BODY = ("lead", "body")
_HEADLINE = 100  # characters; what is longer may be a first paragraph that only looks like one

Signature = npt.NDArray[np.uint32]


class Copies:
    """The articles of a run so far, about 4.5 kB for each that is no copy."""

    def __init__(self) -> None:
        self._index = MinHashLSH(num_perm=_BANDS * _ROWS, params=(_BANDS, _ROWS))
        self._signatures: list[bytes] = []
        self._sources: list[tuple[str, str]] = []

    def first_like(self, article: Article) -> Original | None:
        """Find the first article of the run with nearly the same text.

        Args:
            article: The next article of the run.

        Returns:
            The earlier one, or None: then this article is what later ones are compared with.
        """
        hashed = _hashed(article)
        own: Signature = hashed.hashvalues.astype(np.uint32)
        for number in sorted(self._index.query(hashed)):
            if np.mean(np.frombuffer(self._signatures[number], np.uint32) == own) >= ALIKE:
                name, source = self._sources[number]
                return Original(id=name, source=source)
        self._index.insert(len(self._sources), hashed)
        self._signatures.append(own.tobytes())
        self._sources.append((article.id, article.source))
        return None


def _hashed(article: Article) -> MinHash:
    hashed = MinHash(num_perm=_BANDS * _ROWS, seed=1, hashfunc=zlib.crc32)
    body = _body(article)
    # In order of the text, not of a set's hashes: the same sums in the same order on every machine.
    shingles = list(dict.fromkeys(_shingles(body)))
    for start in range(0, len(shingles), _AT_ONCE):
        hashed.update_batch(shingles[start : start + _AT_ONCE])
    return hashed


def _shingles(body: str) -> Iterator[bytes]:
    for start in range(max(1, len(body) - _SHINGLE + 1)):
        yield body[start : start + _SHINGLE].encode("utf-8", "surrogatepass")


def _body(article: Article) -> str:
    text = article.normalised.text
    kept = [
        text[start:end]
        for start, end, kind in paragraphs(text)
        if kind in _BODY or (kind == "title" and end - start > _HEADLINE)
    ]
    return "".join((" ".join(kept) or text).casefold().split())
