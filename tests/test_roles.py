"""Linear models over units in their surroundings, and the roles of mentions they settle."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from pipeline.tagging.context import Context
from pipeline.tagging.crf import Marginals
from pipeline.tagging.logistic import Logistic
from pipeline.tagging.reading import Reading
from pipeline.tagging.roles import Roles
from pipeline.tagging.units import Mention, Unit

LABELS = ("B", "C", "D", "I", "J", "L", "O", "S")


def _context(names: list[int], size: int = 8) -> Context:
    """One name a unit, and no vectors to speak of."""
    n = len(names)
    matrix = sp.csr_matrix((np.ones(n), (range(n), names)), shape=(n, size))
    return Context(matrix, np.zeros((n, 2), dtype=np.float32))


def _reading(kinds: str) -> Reading:
    """A unit a character: ``a`` an agency, ``d`` a date, anything else a word."""
    named = {"a": "agency", "d": "date"}
    units = tuple(
        Unit(i, i + 1, c, mention=Mention(i, i + 1, named[c], ("x",), 0) if c in named else None)
        for i, c in enumerate(kinds)
    )
    return Reading(kinds, "th", ((0, len(kinds), "body"),), (), (), units)


def test_a_question_is_learnt_from_the_units_that_are_asked() -> None:
    context = _context([0, 1, 0, 1, 2])
    model = Logistic.fit([(context, [0, 1, 2, 3])] * 20, [True, False, True, False] * 20, strength=10.0)
    yes, no, unseen = model.chances(_context([0, 1, 2]), [0, 1, 2])
    assert yes > 0.9
    assert no < 0.1
    assert 0.3 < unseen < 0.7
    again = Logistic.from_state(model.state())
    assert np.array_equal(again.chances(context, [0, 1]), model.chances(context, [0, 1]))


def _learnt() -> Roles:
    examples = [(_reading("aaxdd"), _context([0, 1, 2, 3, 4]), ["L", "S", "O", "D", "O"])] * 20
    return Roles.fit(examples)


def test_mentions_get_their_chances_and_words_keep_theirs() -> None:
    before = np.full((5, len(LABELS)), 1 / len(LABELS))
    reading = _reading("aaxdd").tagged(Marginals(LABELS, before))
    settled = _learnt().settle(reading, _context([0, 1, 2, 3, 4])).marginals
    assert settled is not None
    lead, issuer, limit = settled.of("L"), settled.of("S"), settled.of("D", "J")
    assert lead[0] > 0.5 > lead[1]
    assert issuer[1] > 0.5 > issuer[0]
    assert limit[3] > 0.5 > limit[4]
    assert np.array_equal(settled.values[2], before[2])
    # Inside an action or not is the tagger's to say.
    assert settled.of("D")[3] == pytest.approx(settled.of("J")[3])
    assert np.array_equal(before, np.full((5, len(LABELS)), 1 / len(LABELS)))


def test_a_role_that_never_comes_is_not_learnt() -> None:
    roles = _learnt()
    assert set(roles.state()) == {"L", "S", "D"}
    assert set(Roles.from_state(roles.state()).state()) == {"L", "S", "D"}


def test_an_article_without_mentions_stays_as_it_is() -> None:
    reading = _reading("xx").tagged(Marginals(LABELS, np.full((2, len(LABELS)), 0.125)))
    settled = _learnt().settle(reading, _context([0, 1]))
    assert settled.marginals is not None
    assert np.all(settled.marginals.values == 0.125)
