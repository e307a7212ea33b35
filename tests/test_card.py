"""The reliability diagram of a model card: what it counts, and what it draws."""

from __future__ import annotations

import pytest

from pipeline.card import HEIGHT, WIDTH, diagram, reliability


def test_reliability() -> None:
    scores, right = [0.91, 0.99, 0.12, 1.0], [True, True, False, False]
    points, error = reliability(scores, right)
    assert points == [(0.12, 0.0, 1), (pytest.approx(2.9 / 3), pytest.approx(2 / 3), 3)]
    assert error == pytest.approx((0.12 * 1 + 0.3 * 3) / 4)


def test_reliability_of_nothing() -> None:
    assert reliability([], []) == ([], 0)


@pytest.mark.parametrize(("chance", "share"), [(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.5, 0.85), (0.72, 0.4)], ids=str)
def test_a_point_stands_where_its_values_say(chance: float, share: float) -> None:
    _, *rows, axis, numbers = diagram([(chance, share, 1)])
    margin = axis.index("└") + 1
    (height,) = [at for at, row in enumerate(reversed(rows)) if "●" in row]
    assert height / HEIGHT == pytest.approx(share, abs=0.5 / HEIGHT)
    assert (rows[-1 - height].index("●") - margin) / WIDTH == pytest.approx(chance, abs=0.5 / WIDTH)
    # The axes say the same as the places.
    assert rows[0].startswith("1.0 ┤")
    assert rows[-1].startswith("0.0 ┤")
    assert [axis[numbers.index(label)] for label in ("0.0", "0.4", "1.0")] == ["┬"] * 3
    assert [(numbers.index(label) - margin) / WIDTH for label in ("0.0", "0.4", "1.0")] == [0, 0.4, 1]


def test_nothing_but_the_diagonal_without_points() -> None:
    rows = diagram([])[1:-2]
    assert [row[5:].strip() for row in rows] == ["·"] * (HEIGHT + 1)
    assert len({row.index("·") for row in rows}) == HEIGHT + 1
