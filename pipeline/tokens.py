"""Words of normalised text with their parts of speech, by the tokeniser and tagger that a language's table names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.language import table

Span = tuple[int, int]

# A stretch longer than this is cut before it goes to a tokeniser, whose time grows faster than its input where no
# word is known (a million characters without a space).
CHUNK = 2_000

_SYLLABLE = re.compile(r"\d+(?:[.,/:\-]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\w\s]|_|\w")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        start: Where it starts, in code points.
        end: Where it ends.
        pos: Its part of speech, by the names of the language's tagger.
    """

    start: int
    end: int
    pos: str


def _stretches(text: str, gap: re.Pattern[str]) -> Iterator[Span]:
    """Runs between gaps, cut where they grow too long."""
    start = 0
    for match in [*gap.finditer(text), None]:
        end = match.start() if match else len(text)
        for low in range(start, end, CHUNK):
            yield low, min(low + CHUNK, end)
        start = match.end() if match else end


def _thai(text: str) -> Iterator[Word]:
    """pythainlp: maximal matching over its dictionary, then its perceptron tagger, a line at a time."""
    from pythainlp.tag import pos_tag
    from pythainlp.tokenize import word_tokenize

    for low, high in _stretches(text, _LINE):
        spans: list[Span] = []
        for start, end in _stretches(text[low:high], _SPACE):
            at = low + start
            for word in word_tokenize(text[at : low + end], engine="newmm", keep_whitespace=True):
                spans.append((at, at + len(word)))
                at += len(word)
        tags = pos_tag([text[start:end] for start, end in spans], engine="perceptron", corpus="tdtb")
        for (start, end), (_, tag) in zip(spans, tags, strict=True):
            yield Word(start, end, tag or "X")


def _vietnamese(text: str) -> Iterator[Word]:
    """underthesea: its CRF word segmenter and tagger, a line at a time, aligned by syllable."""
    from underthesea import word_tokenize

    for low, high in _stretches(text, _LINE):
        syllables = [(low + m.start(), low + m.end()) for m in _SYLLABLE.finditer(text[low:high])]
        at = 0
        words = word_tokenize(text[low:high])
        for word, tag in zip(words, _vietnamese_tags(words), strict=True):
            letters = len(_SPACE.sub("", word))
            first = at
            while at < len(syllables) and letters > 0:
                letters -= syllables[at][1] - syllables[at][0]
                at += 1
            if at > first:
                yield Word(syllables[first][0], syllables[at - 1][1], tag)
        for start, end in syllables[at:]:
            yield Word(start, end, "X")


def _vietnamese_tags(words: Sequence[str]) -> list[str]:
    """What ``underthesea.pos_tag`` says of the words of a line, in time that grows with their number.

    Its tagger looks at no more than three words before and two after, but goes through the whole line for each
    feature of each word.
    """
    from underthesea.pipeline.pos_tag.model_crf import CRFPOSTagPredictor
    from underthesea.pipeline.pos_tag.tagged_feature import word2features

    tagger = CRFPOSTagPredictor.Instance()
    line = [(word, "X") for word in words]
    near = [(line[max(0, i - 3) : i + 3], min(i, 3)) for i in range(len(line))]
    tags: list[str] = tagger.model.tag([word2features(*place, tagger.transformer.template) for place in near])
    return tags


_LINE = re.compile(r"\n+")
ENGINES: dict[str, Callable[[str], Iterator[Word]]] = {"pythainlp": _thai, "underthesea": _vietnamese}


@cache
def _engine(language: str) -> Callable[[str], Iterator[Word]]:
    return ENGINES[table(language, "tokens")["engine"]]


def tokenise(text: str, language: str) -> list[Word]:
    """Cut a normalised text into words and tag them.

    Args:
        text: Normalised text of any length.
        language: The language whose table names the engine.

    Returns:
        Non-empty words in order, not overlapping; no word starts or ends with white space or reaches over a line end.
    """
    return list(_engine(language)(text))
