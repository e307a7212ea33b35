"""The extractor is as good as the last accepted run says, where that can be measured in a short time.

``make evaluate`` measures the rest: the cross-validations take minutes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.evaluate import FOLDS
from pipeline.evaluation.accepted import compare, load
from pipeline.evaluation.sections import Places, measure
from pipeline.language import languages

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
ACCEPTED = ROOT / "tests" / "accepted"
PLACES = Places(ROOT / "corpus", SHARED / "gold", SHARED / "deadlines")
# Models fitted on another kind of machine may tell a rare case the other way.
SLACK = 0.01


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("section", ["samples", "deadlines", "aside"])
def test_floors_hold(section: str, language: str) -> None:
    reason = PLACES.missing(section, language)
    if reason is not None:
        pytest.skip(f"{section}: {reason}")
    kept = load(ACCEPTED, section)
    if language not in kept and section != "samples":
        pytest.skip(f"{section}: no run has been accepted")
    measured = measure(section, language, PLACES, FOLDS)
    comparison = compare(measured, kept)
    assert comparison.floors, "accept a run: directives evaluate -- --only samples --accept"
    if section != "samples" and not comparison.same_gold:
        pytest.skip(f"{section}: the marks beside this project are not those of the accepted run")
    assert comparison.same_gold, "the samples changed: directives evaluate -- --only samples --accept"
    below = {figure: pair for figure, pair in comparison.below.items() if pair[0] < pair[1] - SLACK}
    assert not below, "figures below their floors, as (figure, floor)"


def test_accepted_runs_hold_no_text() -> None:
    for path in ACCEPTED.glob("*.json"):
        assert path.read_text(encoding="utf-8").isascii(), path.name
