"""How far an article says a stretch twice: headlines and leads that the body repeats hold no directive of their own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

from pipeline.tagging.context import is_stop
from pipeline.tagging.features import face
from pipeline.tagging.units import Unit

# What stands in more sentences than this tells nothing of a repetition, and to look them all up would take quadratic
# time.
_COMMON = 40

Places = dict[Hashable, list[int]]


class Echoes:
    """The sentences of one article, by the words and the pairs of neighbouring words in them."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._words = [_word(unit) for unit in units]
        self._sentence: list[int] = []
        number = 0
        for unit in units:
            self._sentence.append(number)
            number += is_stop(unit)
        self._by_word = self._places(self._words)
        self._pairs = [self._pair(i) for i in range(len(units))]
        self._by_pair = self._places(self._pairs)

    def _pair(self, i: int) -> tuple[str, str] | None:
        """A word with the one before it in the same sentence."""
        if i == 0 or self._sentence[i - 1] != self._sentence[i] or not (self._words[i - 1] and self._words[i]):
            return None
        return self._words[i - 1], self._words[i]

    def _places(self, items: Sequence[Hashable]) -> Places:
        """The sentences in which each item stands, each once and in order."""
        places: defaultdict[Hashable, list[int]] = defaultdict(list)
        for item, number in zip(items, self._sentence, strict=True):
            if item and places[item][-1:] != [number]:
                places[item].append(number)
        return places

    def of(self, first: int, last: int) -> list[float]:
        """How much of a stretch one other sentence says too.

        Args:
            first: The first unit of the stretch.
            last: Its last unit.

        Returns:
            Four shares between 0 and 1: of the stretch's words, the greatest that one later sentence has, and the
            greatest that one earlier sentence has; the same of its pairs of neighbouring words.
        """
        here = self._sentence[first]
        return [
            *_shares(self._by_word, self._words[first : last + 1], here),
            *_shares(self._by_pair, self._pairs[first + 1 : last + 1], here),
        ]


def _word(unit: Unit) -> str:
    """A word that can be repeated: no mark and no number of a list."""
    if unit.item or not any(c.isalnum() for c in unit.word):
        return ""
    return unit.word if unit.mention else face(unit)


def _shares(places: Places, items: Sequence[Hashable], here: int) -> tuple[float, float]:
    """The greatest share of items that one later, and one earlier, sentence has."""
    telling = {item for item in items if item and len(places[item]) <= _COMMON}
    found = Counter(number for item in telling for number in places[item])
    later = max((n for number, n in found.items() if number > here), default=0)
    earlier = max((n for number, n in found.items() if number < here), default=0)
    return later / max(1, len(telling)), earlier / max(1, len(telling))
