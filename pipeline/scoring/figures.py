"""What agrees between the directives found in articles and those marked there, counted.

Headline figures are on *specific* gold directives. A found directive that pairs with a *general* one, or lies
half inside one, is neither right nor wrong.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from pipeline.scoring.marks import Limit, Mark, Party
from pipeline.scoring.pairing import assign, dice, overlap

FIGURES = (
    "detection",  # a directive was found
    "agency",  # mentions that have an id: id and role agree
    "agency_text",  # mentions: place (Dice 0.5) and role agree, whatever their ids
    "target",  # place (Dice 0.5) agrees
    "deadline",  # relation and due agree, edtf where due is null
    "type",  # the action's type agrees
    "issuer",  # the id of who lays the duty agrees
    "quantity",  # values of counted goals
    "instrument",  # numbers of legal texts
    "tuple",  # found, and lead agencies, target and deadline are all right
)
FOUND = "detection"
# What one directive, once found, can have right or wrong by itself.
FIELDS = ("agency", "target", "deadline", "type")
_ENOUGH = 0.5
_ROUNDS = 1000

Counts = dict[str, tuple[int, int, int]]
_Value = TypeVar("_Value", str, float)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure over articles.

    Attributes:
        hits: How many are right.
        system: How many were found.
        gold: How many are marked.
    """

    hits: int
    system: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 if nothing was."""
        return self.hits / self.system if self.system else 0.0

    @property
    def recall(self) -> float:
        """The share of what is marked that was found; 0 if nothing is."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """One article's counts, and what became of each directive.

    Attributes:
        counts: By figure, ``(hits, found, marked)``.
        right: For each gold directive in order what is right about it: nothing (it was missed), or
            ``detection`` and those of ``FIELDS`` that agree; None for a general one. ``agency`` is here the
            tuple's condition, that all lead agencies agree.
        spurious: Which of the found directives, by their place in the order, stand for nothing marked.
    """

    counts: Counts
    right: tuple[frozenset[str] | None, ...]
    spurious: tuple[int, ...]


class _Tally:
    def __init__(self) -> None:
        self._counts = {figure: [0, 0, 0] for figure in FIGURES}

    def add(self, figure: str, *, hits: int = 0, system: int = 0, gold: int = 0) -> None:
        for k, count in enumerate((hits, system, gold)):
            self._counts[figure][k] += count

    def result(self) -> Counts:
        return {figure: (hits, system, gold) for figure, (hits, system, gold) in self._counts.items()}


def _sizes(mark: Mark) -> dict[str, int]:
    """How much of each figure a directive brings along."""
    return {
        "detection": 1,
        "agency": sum(mark.ids().values()),
        "agency_text": len(mark.parties),
        "target": int(mark.target is not None),
        "deadline": int(mark.limit is not None),
        "type": 1,
        "issuer": sum(mark.issuer.values()),
        "quantity": sum(mark.quantities.values()),
        "instrument": sum(mark.instruments.values()),
        "tuple": 1,
    }


def same_limit(gold: Limit | None, found: Limit | None) -> bool:
    """Whether relation and last day in time agree, or ``edtf`` where neither has a last day."""
    if gold is None or found is None:
        return gold is found
    if gold.relation != found.relation:
        return False
    return gold.due == found.due if gold.due or found.due else gold.edtf == found.edtf


def same_leads(gold: Mark, found: Mark) -> bool:
    """Whether the lead agencies agree.

    Ids as sets; a gold lead without an id needs a found lead without one at the same place or of the same
    wording, and no found lead without an id may be left over.
    """

    def leads(mark: Mark) -> list[Party]:
        return [party for party in mark.parties if party.role == "lead"]

    free = [party for party in leads(found) if not party.id]
    for party in leads(gold):
        if party.id:
            continue
        for other in free:
            if dice(party.span, other.span) >= _ENOUGH or party.text == other.text:
                free.remove(other)
                break
        else:
            return False
    gold_ids = {party.id for party in leads(gold) if party.id}
    return not free and gold_ids == {party.id for party in leads(found) if party.id}


def _same_place(gold: Sequence[Party], found: Sequence[Party]) -> int:
    """How many mentions agree in place and role, each found one counting once."""
    free, hits = list(found), 0
    for party in gold:
        for other in free:
            if party.role == other.role and dice(party.span, other.span) >= _ENOUGH:
                free.remove(other)
                hits += 1
                break
    return hits


def _shared(one: Counter[_Value], other: Counter[_Value]) -> int:
    return sum((one & other).values())


def pair(gold: Sequence[Mark], found: Sequence[Mark]) -> dict[int, int]:
    """Tell which found directive stands for which marked one.

    Args:
        gold: The marked directives.
        found: Those that were found.

    Returns:
        The number of the found directive of each gold one that has one: actions that agree by half (Dice).
    """
    weights = [
        [share if (share := dice(one.action, other.action)) >= _ENOUGH else 0.0 for other in found] for one in gold
    ]
    return {row: column for row, column in assign(weights) if weights[row][column] > 0}


def score_article(gold: Sequence[Mark], found: Sequence[Mark]) -> ArticleScore:
    """Compare what was found in one article with what is marked there.

    Args:
        gold: The marked directives.
        found: Those that were found.

    Returns:
        The counts of each figure and what became of each directive.
    """
    tally = _Tally()
    pairs = pair(gold, found)
    right: list[frozenset[str] | None] = []
    for number, one in enumerate(gold):
        if not one.specific:
            right.append(None)
            continue
        for figure, size in _sizes(one).items():
            tally.add(figure, gold=size)
        if number in pairs:
            right.append(_compare(one, found[pairs[number]], tally))
        else:
            right.append(frozenset())
    general = [one.action for one in gold if not one.specific]
    taken = set(pairs.values())
    spurious = []
    for number, other in enumerate(found):
        size = other.action[1] - other.action[0]
        if number in taken or any(overlap(span, other.action) * 2 >= size for span in general):
            continue
        spurious.append(number)
        for figure, count in _sizes(other).items():
            tally.add(figure, system=count)
    return ArticleScore(tally.result(), tuple(right), tuple(spurious))


def _compare(gold: Mark, found: Mark, tally: _Tally) -> frozenset[str]:
    """Count one pair, and tell what is right about it."""
    both_targets = gold.target is not None and found.target is not None
    right = {
        "agency": same_leads(gold, found),
        "target": dice(gold.target, found.target) >= _ENOUGH if both_targets else gold.target is found.target,
        "deadline": same_limit(gold.limit, found.limit),
        "type": gold.kind == found.kind,
    }
    hits = {
        "detection": 1,
        "agency": sum((gold.ids() & found.ids()).values()),
        "agency_text": _same_place(gold.parties, found.parties),
        # None and none is neither hit nor miss.
        "target": int(right["target"] and gold.target is not None),
        "deadline": int(right["deadline"] and gold.limit is not None),
        "type": int(right["type"]),
        "issuer": _shared(gold.issuer, found.issuer),
        "quantity": _shared(gold.quantities, found.quantities),
        "instrument": _shared(gold.instruments, found.instruments),
        "tuple": int(right["agency"] and right["target"] and right["deadline"]),
    }
    for figure, size in _sizes(found).items():
        tally.add(figure, hits=hits[figure], system=size)
    return frozenset({FOUND, *(field for field in FIELDS if right[field])})


def total(parts: Sequence[Counts]) -> dict[str, Figure]:
    """Sum up articles; precision and recall are of the sums (micro-averaged).

    Args:
        parts: The counts of each article.

    Returns:
        Each figure.
    """
    return {figure: Figure(*(sum(part[figure][k] for part in parts) for k in range(3))) for figure in FIGURES}


def intervals(parts: Sequence[Counts], rounds: int = _ROUNDS, seed: int = 0) -> dict[str, tuple[float, float]]:
    """How far F1 might be off because it was these articles and not others.

    Args:
        parts: The counts of each article.
        rounds: How many times to draw as many articles as there are, with replacement.
        seed: The start of the random numbers; the same seed gives the same intervals.

    Returns:
        By figure, the 95 % bootstrap interval of F1, rounded to four digits; nothing without articles.
    """
    if not parts:
        return {}
    drawn, low, high = _draw(len(parts), rounds, seed)
    found = {}
    for figure in FIGURES:
        f1 = np.sort(_drawn_f1(parts, figure, drawn))
        found[figure] = (round(float(f1[low]), 4), round(float(f1[high]), 4))
    return found


def differences(
    first: Sequence[Counts], second: Sequence[Counts], rounds: int = _ROUNDS, seed: int = 0
) -> dict[str, tuple[float, float, float]]:
    """How much more the second of two extractors finds, and how far that may be off; the same draws serve both.

    Args:
        first: The counts of each article by the first.
        second: Those of the same articles by the second.
        rounds: How many times to draw as many articles as there are, with replacement.
        seed: The start of the random numbers.

    Returns:
        By figure, the difference of F1 and its 95 % bootstrap interval; nothing without articles.
    """
    if not first:
        return {}
    drawn, low, high = _draw(len(first), rounds, seed)
    before, after = total(first), total(second)
    found = {}
    for figure in FIGURES:
        more = np.sort(_drawn_f1(second, figure, drawn) - _drawn_f1(first, figure, drawn))
        found[figure] = (after[figure].f1 - before[figure].f1, float(more[low]), float(more[high]))
    return found


def _draw(articles: int, rounds: int, seed: int) -> tuple[npt.NDArray[np.int64], int, int]:
    """Numbers of articles, drawn with replacement, and where the 95 % lie among the sorted rounds."""
    chance, numbers = random.Random(seed), range(articles)
    drawn = np.array([[chance.choice(numbers) for _ in numbers] for _ in range(rounds)])
    return drawn, round(rounds * 0.025), round(rounds * 0.975) - 1


def _drawn_f1(parts: Sequence[Counts], figure: str, drawn: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """F1 of a figure in each draw."""
    counts = np.array([part[figure] for part in parts], dtype=np.float64)
    hits, system, gold = counts[drawn].sum(axis=1).T
    p = np.divide(hits, system, out=np.zeros_like(hits), where=system > 0)
    r = np.divide(hits, gold, out=np.zeros_like(hits), where=gold > 0)
    f1: npt.NDArray[np.float64] = np.divide(2 * p * r, p + r, out=np.zeros_like(hits), where=p + r > 0)
    return f1
