"""Word boundaries near a name, in a script without spaces. pythainlp is slow to load; not every language needs it."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import accumulate

from pipeline.script import SIGNS

LOOK_BACK = 24
MIN_WORD = 3


def word_start(text: str, at: int) -> int:
    """Where the run of letters begins that ends at ``at``, at most ``LOOK_BACK`` characters before it."""
    low = at
    while low > max(0, at - LOOK_BACK) and (text[low - 1].isalpha() or text[low - 1] in SIGNS):
        low -= 1
    return low


@lru_cache(maxsize=4096)
def words(run: str) -> tuple[str, ...]:
    """The words of a run without spaces."""
    from pythainlp.tokenize import word_tokenize

    return tuple(word_tokenize(run, engine="newmm", keep_whitespace=True))


def ends_a_word(text: str, at: int, letters: str) -> bool:
    """Whether a word of the dictionary ends where a short form of these letters begins (``สั่งการ|รฟท.``)."""
    run = text[word_start(text, at) : at]
    before = words(run)
    if not before or len(before[-1]) < MIN_WORD or before[-1] not in _dictionary():
        return False
    return len(run) in accumulate(map(len, words(run + letters)))


@cache
def _dictionary() -> frozenset[str]:
    from pythainlp.corpus import thai_words

    return frozenset(thai_words())
