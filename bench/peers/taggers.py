"""Named-entity taggers of others as finders: underthesea's for Vietnamese, pythainlp's for Thai."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from itertools import islice

# What pythainlp does not hold is missing, not fetched: a measurement must not depend on the network.
os.environ.setdefault("PYTHAINLP_OFFLINE", "1")

import pycrfsuite
from pythainlp.corpus import get_corpus_path
from pythainlp.tag import pos_tag
from pythainlp.tag.thainer import ThaiNameTagger
from pythainlp.tokenize import word_tokenize
from underthesea import ner

# Universal tags to those of the Blackboard treebank: pythainlp.tag.blackboard.TO_UD turned round, and where that takes
# two to one, the commoner. Its PR is a pronoun, which the table takes for a proper noun.
BLACKBOARD = {
    "ADJ": "AJ",
    "ADP": "PS",
    "ADV": "AV",
    "AUX": "AX",
    "CCONJ": "CC",
    "DET": "AJ",
    "NOUN": "NN",
    "NUM": "NU",
    "PART": "PA",
    "PRON": "PR",
    "PROPN": "NN",
    "PUNCT": "PU",
    "SCONJ": "CC",
    "VERB": "VV",
}

Span = tuple[int, int]
Tagged = list[tuple[str, str]]  # words and their tags, B-, I- or O
Tagger = Callable[[str], Tagged]


@cache
def _thainer() -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    tagger.open(get_corpus_path("thainer", version="1.5.1"))
    return tagger


@cache
def has_blackboard() -> bool:
    """Whether the tagger of parts of speech that thainer was trained with has been downloaded."""
    try:
        pos_tag(["วัน"], corpus="blackboard")
    except FileNotFoundError:
        return False
    return True


@cache
def tag_thai(line: str) -> Tagged:
    """What ``ThaiNameTagger.get_ner`` does, with parts of speech from the tagger that there is."""
    words = word_tokenize(line, engine="mm")
    if has_blackboard():
        parts = pos_tag(words, corpus="blackboard")
    else:
        parts = [(word, BLACKBOARD.get(part, "XX")) for word, part in pos_tag(words, corpus="tdtb")]
    return list(zip(words, _thainer().tag(ThaiNameTagger._extract_features(parts)), strict=True))


@cache
def tag_vietnamese(line: str) -> Tagged:
    """The tags of ``underthesea.ner``, without its parts of speech and chunks."""
    return [(word, tag) for word, _, _, tag in ner(line)]


def entities(text: str, tag: Tagger, kinds: frozenset[str]) -> list[Span]:
    """Where the entities of some kinds stand, by a tagger that takes a line at a time."""
    found: list[Span] = []
    start = 0
    for line in text.splitlines(keepends=True):
        at, before = start, "O"
        start += len(line)
        for word, label in tag(line.strip()) if line.strip() else ():
            if not word.strip():
                continue
            low, at = locate(text, word, at, start)
            if label[2:] in kinds:
                if label == f"I-{before[2:]}":
                    found[-1] = (found[-1][0], at)
                else:
                    found.append((low, at))
            before = label
    return found


def locate(text: str, word: str, low: int, high: int) -> Span:
    """Where the next word stands, by the number of its letters: taggers close up and mend the spaces."""
    letters = (at for at in range(low, high) if not text[at].isspace())
    places = list(islice(letters, sum(not letter.isspace() for letter in word)))
    return (places[0], places[-1] + 1) if places else (high, high)
