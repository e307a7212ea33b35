"""What kind of action a directive is, and how specific: what tells it, as weighted features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from pipeline.cues import lower
from pipeline.fields.linear import Weighted
from pipeline.fields.stretches import window
from pipeline.fields.words import Lexicon, bucket
from pipeline.language import word_classes
from pipeline.tagging.features import face
from pipeline.tagging.reading import Reading
from pipeline.tokens import Span
from pipeline.vectors import Vectors

# Characters and units from an action's start that count as its head.
HEAD, HEAD_UNITS = 24, 4
FIRST_WORDS = 3


class _Row:
    def __init__(self, language: str) -> None:
        self.values: Weighted = {"b": 1.0}
        self._classes = word_classes(language)

    def add(self, name: str, weight: float) -> None:
        self.values[name] = self.values.get(name, 0.0) + weight

    def word_class(self, name: str, word: str, weight: float) -> None:
        if found := self._classes.get(word):
            self.add(f"{name}:{found}", weight)
            self.add(f"{name}.{found.partition('.')[0]}", weight)

    def grams(self, name: str, text: str, sizes: Sequence[int], weight: float, *, shared: bool) -> None:
        """Character n-grams; ``shared`` spreads the weight over them, for texts of any length."""
        padded = f" {text} "
        found = [padded[i : i + size] for size in sizes for i in range(len(padded) - size + 1)]
        each = weight / len(found) ** 0.5 if shared and found else weight
        for gram in found:
            self.add(name + gram, each)


def kind_features(reading: Reading, action: Span, target: Span | None, vectors: Vectors) -> Weighted:
    """What tells an action's type: its first verbs, what they work on, every word in it, and what the article is about.

    Args:
        reading: The article.
        action: The action.
        target: Its target, if it has one.
        vectors: Word vectors.
    """
    lexicon = Lexicon.of(reading.language)
    text = lower(reading.text[action[0] : action[1]])
    low, high = window(reading, action)
    units = reading.units[low:high]
    words = [face(unit) for unit in units]
    each = 1.0 / max(1, len(words)) ** 0.5
    row = _Row(reading.language)
    row.grams("g", text, (2, 3, 4), 1.5, shared=True)
    row.grams("h", text[:HEAD], (2, 3, 4), 0.15, shared=False)
    for i, word in enumerate(words):
        row.add("w" + word, each)
        row.word_class("c", word, each)
        if i:
            row.add(f"ww{words[i - 1]}|{word}", each)
        if i < HEAD_UNITS:
            row.add("hw" + word, 0.5)
            row.word_class("hc", word, 0.2)
    for unit in units:
        if unit.mention:
            row.add(f"m-{unit.mention.kind}{unit.mention.traits[0]}", 0.3)
    first = True
    for start, mark in lexicon.marks(text):
        row.add("m" + mark, 0.3)
        if mark.startswith("v:") and mark != "v:light":
            if first and start < 2 * HEAD:
                row.add("1" + mark, 0.6)
            first = False
    _about_target(row, reading, target, lexicon)
    _directions(row, reading, words, target, vectors)
    about = Counter(mark for _, mark in lexicon.marks(lower(reading.text)) if mark.startswith("n:"))
    for mark, count in about.items():
        row.add("a" + mark, count / about.total())
    return row.values


def _about_target(row: _Row, reading: Reading, target: Span | None, lexicon: Lexicon) -> None:
    if target is None:
        row.add("t-", 0.5)
        return
    named = lower(reading.text[target[0] : target[1]])[:HEAD]
    row.grams("t", named, (3, 4), 0.1, shared=False)
    for _, mark in lexicon.marks(named):
        row.add("t" + mark, 0.3)
    low, high = window(reading, target)
    for unit in reading.units[low : min(high, low + 2)]:
        row.add("tw" + face(unit), 0.5)
        row.word_class("tc", face(unit), 0.2)


def _directions(row: _Row, reading: Reading, words: Sequence[str], target: Span | None, vectors: Vectors) -> None:
    """Where the first words, the action and its target lie among the words of the language."""
    own = vectors.rows(words)
    low, high = window(reading, target) if target else (0, 0)
    object_ = vectors.rows([face(unit) for unit in reading.units[low:high][:FIRST_WORDS]])
    parts = {
        "1": own[:1],
        "2": own[1:2],
        "3": own[:FIRST_WORDS],
        "*": own,
        "t": object_,
    }
    for name, part in parts.items():
        whole = part.sum(axis=0)
        length = float(np.linalg.norm(whole))
        if length > 0:
            row.values.update({f"v{name}{i}": value for i, value in enumerate((whole / length).tolist())})


def specific_features(reading: Reading, action: Span, dated: bool, counted: bool) -> Weighted:
    """What tells whether one could check that an action was done: a limit, a count, a deliverable.

    Args:
        reading: The article.
        action: The action.
        dated: Whether it has a time limit other than *at once*.
        counted: Whether it has a quantity.
    """
    text = lower(reading.text[action[0] : action[1]])
    low, high = window(reading, action)
    units = reading.units[low:high]
    each = 1.0 / max(1, len(units)) ** 0.5
    row = _Row(reading.language)
    row.add("dated" if dated else "undated", 1.5)
    row.add("counted" if counted else "uncounted", 1.5)
    row.add("neither", float(not dated and not counted))
    row.add("size" + bucket(len(units)), 0.5)
    row.grams("g", text, (3, 4), 1.0, shared=True)
    for i, unit in enumerate(units):
        word = face(unit)
        row.add("w" + word, each)
        row.word_class("c", word, each)
        if i < HEAD_UNITS:
            row.add("hw" + word, 0.4)
        for cue in unit.cues:
            row.add("cue" + cue, 0.2)
        if unit.mention:
            row.add("m-" + unit.mention.kind, 0.3)
    for _, mark in Lexicon.of(reading.language).marks(text):
        row.add("m" + mark, 0.3)
    return row.values
