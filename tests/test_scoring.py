"""Scores: hand-made cases always, and every figure beside the guidelines' scorer where that is present."""

from __future__ import annotations

import copy
import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline.records import Directive
from pipeline.scoring import (
    FIGURES,
    assign,
    dice,
    differences,
    from_gold,
    from_record,
    intervals,
    score_article,
    total,
    verdict,
)

CASES = Path(__file__).parent / "cases"
SHARED = Path(__file__).parents[2] / "shared"

Json = dict[str, Any]


def _lines(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


# -- by hand -------------------------------------------------------------------------------


def _full(brief: Json, text: str) -> Json:
    """A directive in the guidelines' format; a case gives only what it is about."""
    return {"evidence": text, "agencies": [], "quantities": [], "instruments": [], **brief}


@pytest.mark.parametrize("case", _lines(CASES / "scoring.jsonl"), ids=lambda case: case["why"])
def test_case(case: Json) -> None:
    text = case["text"]
    gold, found = ([from_gold(_full(one, text), text) for one in case[side]] for side in ("gold", "found"))
    score = score_article(gold, found)
    for figure, counts in case["expect"].items():
        assert score.counts[figure] == tuple(counts), figure
    if "right" in case:
        assert [sorted(one) if one is not None else None for one in score.right] == case["right"]
    if "spurious" in case:
        assert list(score.spurious) == case["spurious"]


@pytest.mark.parametrize("case", _lines(CASES / "scoring_phrases.jsonl"), ids=lambda case: case["why"])
def test_phrase(case: Json) -> None:
    assert verdict(case["case"], case["answer"]) == case["verdict"]


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ((0, 4), (0, 4), 1.0),
        ((0, 4), (4, 8), 0.0),
        ((0, 4), (2, 6), 0.5),
        ((0, 4), None, 0.0),
        (None, None, 0.0),
    ],
)
def test_dice(one: tuple[int, int] | None, other: tuple[int, int] | None, share: float) -> None:
    assert dice(one, other) == share


def test_the_best_sum_goes_before_the_best_pair() -> None:
    assert sorted(assign([[0.9, 0.8], [0.8, 0.0]])) == [(0, 1), (1, 0)]


@pytest.mark.parametrize("weights", [[], [[]], [[], []]])
def test_nothing_to_pair(weights: list[list[float]]) -> None:
    assert assign(weights) == []


def test_pairs_sum_up_as_high_as_any() -> None:
    optimize = pytest.importorskip("scipy.optimize")
    chance = random.Random(7)
    for _ in range(300):
        rows, columns = chance.randint(1, 7), chance.randint(1, 7)
        weights = [[chance.choice([0, 0, 0.5, 0.75, chance.random()]) for _ in range(columns)] for _ in range(rows)]
        pairs = assign(weights)
        assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == min(rows, columns)
        best = sum(weights[i][j] for i, j in zip(*optimize.linear_sum_assignment(weights, True), strict=True))
        assert sum(weights[i][j] for i, j in pairs) == pytest.approx(best)


def test_a_record_and_its_line_are_one(directive: Directive) -> None:
    assert from_record(directive) == from_record(json.loads(directive.to_json()))


def _counts(hits: int, system: int, gold: int) -> dict[str, tuple[int, int, int]]:
    return dict.fromkeys(FIGURES, (hits, system, gold))


@pytest.mark.parametrize(
    ("first", "second", "sign", "sure", "why"),
    [
        ([(1, 2, 2)] * 8, [(1, 2, 2)] * 8, 0, True, "the same answers do not differ in any draw"),
        ([(1, 2, 2)] * 8, [(2, 2, 2)] * 8, 1, True, "better in every article"),
        ([(2, 2, 2)] * 8, [(1, 2, 2)] * 8, -1, True, "worse in every article"),
        ([(1, 2, 2)] * 8, [(2, 2, 2)] * 2 + [(1, 2, 2)] * 5 + [(0, 2, 2)], 1, False, "better here, worse there"),
    ],
)
def test_differences(
    first: list[tuple[int, int, int]], second: list[tuple[int, int, int]], sign: int, sure: bool, why: str
) -> None:
    pair = [[_counts(*counts) for counts in articles] for articles in (first, second)]
    difference, low, high = differences(*pair)["tuple"]
    assert difference == total(pair[1])["tuple"].f1 - total(pair[0])["tuple"].f1
    assert (difference > 0) - (difference < 0) == sign, why
    assert (low > 0 or high < 0 or low == high == 0) == sure, why


def test_no_articles() -> None:
    assert intervals([]) == {}
    assert differences([], []) == {}
    assert total([])["tuple"].f1 == 0.0


def test_a_broken_quote_is_named() -> None:
    with pytest.raises(ValueError, match="the action"):
        from_gold({"evidence": "ส่งรายงาน", "agencies": [], "action": {"text": "ส่งแผน"}}, "ให้ส่งรายงาน")
    with pytest.raises(ValueError, match="evidence"):
        from_gold({"evidence": "ส่งแผน", "agencies": [], "action": {"text": "ส่งแผน"}}, "ให้ส่งรายงาน")


# -- beside the guidelines' scorer ---------------------------------------------------------


def _scorer(path: Path) -> ModuleType:
    if not path.is_file():
        pytest.skip(f"no {path.name} of the guidelines beside this project")
    spec = importlib.util.spec_from_file_location(f"theirs_{path.parent.name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _line(doc: str, text: str, marked: Json) -> Json:
    """A gold directive as an extractor's line would say it."""
    mark = from_gold(marked, text)
    spans = iter([party.span for party in mark.parties])

    def placed(part: Json | None, span: tuple[int, int] | None) -> Json | None:
        return {**part, "start": span[0], "end": span[1]} if part and span else None

    return {
        "document": {"source": f"{doc}.txt"},
        "evidence": {"start": mark.evidence[0], "end": mark.evidence[1]},
        "specificity": marked.get("specificity"),
        "issuer": marked.get("issuer"),
        "agencies": [placed(one, next(spans)) for one in marked["agencies"]],
        "action": placed(marked["action"], mark.action),
        "target": placed(marked.get("target"), mark.target),
        "deadline": placed(marked.get("deadline"), mark.evidence),
        "quantities": marked.get("quantities") or [],
        "instruments": marked.get("instruments") or [],
    }


def _shift(part: Json, chance: random.Random, length: int) -> None:
    size = part["end"] - part["start"]
    by = chance.randint(-size, size)
    part["start"] = min(max(0, part["start"] + by), length - 1)
    part["end"] = min(max(part["start"] + 1, part["end"] + by + chance.randint(-9, 9)), length)


def _spoil(line: Json, chance: random.Random, length: int, others: list[Json]) -> Json:
    line, other = copy.deepcopy(line), chance.choice(others)
    for _ in range(chance.choice([0, 0, 1, 2, 4])):
        match chance.randrange(10):
            case 0:
                _shift(line["action"], chance, length)
            case 1 if line["target"]:
                _shift(line["target"], chance, length)
            case 2:
                line["target"] = copy.deepcopy(other["target"])
            case 3:
                line["deadline"] = copy.deepcopy(other["deadline"])
            case 4 if line["deadline"]:
                line["deadline"][chance.choice(["relation", "due", "edtf"])] = None
            case 5:
                line["agencies"] = copy.deepcopy(other["agencies"])
            case 6 if line["agencies"]:
                chance.choice(line["agencies"])[chance.choice(["id", "role"])] = None
            case 7 if line["agencies"]:
                _shift(chance.choice(line["agencies"]), chance, length)
            case 8:
                line["action"]["type"] = other["action"]["type"]
            case _:
                for field in ("issuer", "quantities", "instruments"):
                    line[field] = copy.deepcopy(other[field])
    for agency in line["agencies"]:
        agency["role"] = agency["role"] or "coordinating"
    return line


def _system(rows: list[Json], texts: dict[str, str], chance: random.Random) -> list[Json]:
    """What an extractor with a bit of everything wrong might have written."""
    lines: list[Json] = []
    for row in rows:
        text = texts[row["doc"]]
        marked = [_line(row["doc"], text, one) for one in row["directives"]]
        for line in marked:
            for _ in range(chance.choice([0, 1, 1, 1, 1, 2])):  # missed, found, found twice
                lines.append(_spoil(line, chance, len(text), marked))
    return lines


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("language", ["th", "vi"])
def test_every_figure_as_the_guidelines_scorer_counts_it(
    seed: int, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = _scorer(SHARED / "gold" / "score.py")
    dev, articles = SHARED / "gold" / "dev.jsonl", SHARED / "gold" / "articles"
    rows = [row for row in _lines(dev) if row["language"] == language]
    texts = {row["doc"]: (articles / f"{row['doc']}.txt").read_bytes().decode("utf-8") for row in rows}
    system = _system(rows, texts, random.Random(f"{language} {seed}"))
    answers = tmp_path / "system.jsonl"
    answers.write_text("\n".join(json.dumps(line) for line in system), encoding="utf-8")
    theirs.main([str(dev), str(answers), "--articles", str(articles), "--language", language, "--json"])
    expected = json.loads(capsys.readouterr().out)

    parts = []
    for row in sorted(rows, key=lambda row: row["doc"]):
        gold = [from_gold(one, texts[row["doc"]]) for one in row["directives"]]
        mine = [line for line in system if line["document"]["source"] == f"{row['doc']}.txt"]
        parts.append(score_article(gold, [from_record(line) for line in mine]).counts)
    figures, around = total(parts), intervals(parts)
    assert expected["articles"] == len(parts)
    assert 0 < figures["tuple"].f1 < figures["detection"].f1 < 1, "the records should be right and wrong"
    for name in FIGURES:
        figure = figures[name]
        assert expected[name] == {
            "p": figure.precision,
            "r": figure.recall,
            "f1": figure.f1,
            "hits": figure.hits,
            "system": figure.system,
            "gold": figure.gold,
            "f1_95": list(around[name]),
        }


@pytest.mark.parametrize("language", ["th", "vi"])
def test_every_verdict_as_the_deadline_scorer_gives_it(language: str) -> None:
    theirs = _scorer(SHARED / "deadlines" / "score.py")
    cases = _lines(SHARED / "deadlines" / f"{language}.jsonl")
    fields = ("start", "end", "relation", "edtf", "due", "time", "duration", "rrule")
    given = [{field: case.get(field) for field in fields} if case["expression"] else None for case in cases]
    chance = random.Random(language)
    seen = set()
    for case in cases:
        for answer in [
            None,
            *chance.sample(given, 12),
            *(one for one in given if one and one["end"] == case.get("end")),
        ]:
            expected = theirs.verdict(case, answer)
            assert verdict(case, answer) == expected
            seen.add(expected)
    assert {"right", "missed", "false alarm", "wrong span"} < seen
