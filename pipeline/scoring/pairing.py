"""Which found directive stands for which marked one."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

Span = tuple[int, int]


def overlap(one: Span | None, other: Span | None) -> int:
    """How many characters two spans share; none has none."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0])) if one and other else 0


def dice(one: Span | None, other: Span | None) -> float:
    """How far two spans are the same, from 0 to 1: twice what they share over what they hold together."""
    both = (one[1] - one[0] + other[1] - other[0]) if one and other else 0
    return 2 * overlap(one, other) / both if both else 0.0


def assign(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pair rows and columns one to one so that the weights of the pairs sum up highest.

    This is the Hungarian method with potentials, O(n³). scipy's solver finds as good a sum, but directives
    with one action (one duty, two parties) tie, and of pairings that tie the figures should count the one
    that the guidelines' scorer counts: rows enter in order, and the first column of the least cost wins.

    Args:
        weights: A rectangular matrix of weights from 0 up, rows first.

    Returns:
        The pairs ``(row, column)``, by column; pairs of weight 0 among them.
    """
    if not weights or not weights[0]:
        return []
    rows, columns = len(weights), len(weights[0])
    # Made square with rows and columns of no weight. Row and column 0 stand for "not yet".
    size = max(rows, columns)
    cost = [[0.0] * (size + 1) for _ in range(size + 1)]
    for row in range(rows):
        for column in range(columns):
            cost[row + 1][column + 1] = -weights[row][column]
    of_row, of_column, row_of = [0.0] * (size + 1), [0.0] * (size + 1), [0] * (size + 1)
    for new in range(1, size + 1):
        row_of[0] = new
        column = 0
        slack, came_from, done = [inf] * (size + 1), [0] * (size + 1), [False] * (size + 1)
        while row_of[column]:  # grow the tree of tight edges until it meets a free column
            done[column] = True
            row, step, nearest = row_of[column], inf, 0
            for other in range(1, size + 1):
                if done[other]:
                    continue
                reduced = cost[row][other] - of_row[row] - of_column[other]
                if reduced < slack[other]:
                    slack[other], came_from[other] = reduced, column
                if slack[other] < step:
                    step, nearest = slack[other], other
            for other in range(size + 1):
                if done[other]:
                    of_row[row_of[other]] += step
                    of_column[other] -= step
                else:
                    slack[other] -= step
            column = nearest
        while column:  # shift the pairs along the path back to the new row
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    return [(row_of[k] - 1, k - 1) for k in range(1, columns + 1) if row_of[k] <= rows]
