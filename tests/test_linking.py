"""Linking: which bodies, time limit and issuer belong to an action, on readings made from sentences of our own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import skops.io

from pipeline.agencies import find_agencies
from pipeline.cues import find_cues
from pipeline.deadlines import find_dates
from pipeline.gold import GoldDirective
from pipeline.language import table
from pipeline.linking import Linker
from pipeline.linking.choice import Case, Choice
from pipeline.linking.layout import Layout
from pipeline.linking.named import Named
from pipeline.tagging.crf import Marginals
from pipeline.tagging.labels import label
from pipeline.tagging.reading import Reading, read_units
from pipeline.tokens import Span, tokenise

LABELS = ("B", "C", "D", "I", "J", "L", "O", "S")
PUBLISHED = date(2025, 5, 20)

# Each example: the article, then for each action its text, leads, partners, time limit and issuer.
Marked = tuple[str, tuple[str, ...], tuple[str, ...], str | None, str | None]
Example = tuple[str, tuple[Marked, ...]]

ISSUERS = {
    "vi": ("Thủ tướng Chính phủ", "Phó Thủ tướng Chính phủ"),
    "th": ("นายกรัฐมนตรี", "รองนายกรัฐมนตรี"),
}
BODIES = {
    "vi": ("Bộ Tài chính", "Bộ Y tế", "Bộ Xây dựng", "Bộ Công Thương", "Bộ Tư pháp", "Bộ Công an"),
    "th": ("กระทรวงการคลัง", "กระทรวงสาธารณสุข", "กระทรวงคมนาคม", "กระทรวงพาณิชย์", "กระทรวงยุติธรรม", "กระทรวงมหาดไทย"),
}
DATES = {
    "vi": ("trước ngày 30/6/2025", "trong tháng 8/2025", "trước ngày 15/9/2025"),
    "th": ("ภายในวันที่ 30 มิถุนายน 2568", "ภายในเดือนสิงหาคม 2568", "ก่อนวันที่ 15 กันยายน 2568"),
}
WORKS = {
    "vi": ("xây dựng đề án", "rà soát danh mục dự án", "công bố bảng giá", "lập kế hoạch vốn"),
    "th": ("จัดทำแผนแม่บท", "ตรวจสอบบัญชีโครงการ", "เผยแพร่ราคากลาง", "ปรับปรุงฐานข้อมูล"),
}


def _vi(i: int) -> Example:
    who = ISSUERS["vi"][i % 2]
    a, b, c = (BODIES["vi"][(i + k) % 6] for k in (0, 1, 3))
    when = DATES["vi"][i % 3]
    do, also, then, last = (WORKS["vi"][(i + k) % 4] for k in range(4))
    text = (
        f"{who} yêu cầu {a} chủ trì, phối hợp với {b} {do} {when}. {c} {also}.\n"
        f"Theo báo cáo, năm 2024 {b} đã hoàn thành nhiều việc.\n"
        f"{who} giao {c}, {b}:\n- {then.capitalize()} {when}.\n- {last.capitalize()}.\n"
    )
    return text, (
        (do, (a,), (b,), when, who),
        (also, (c,), (), None, who),
        (then.capitalize(), (c, b), (), when, who),
        (last.capitalize(), (c, b), (), None, who),
    )


def _th(i: int) -> Example:
    who = ISSUERS["th"][i % 2]
    a, b, c = (BODIES["th"][(i + k) % 6] for k in (0, 1, 3))
    when = DATES["th"][i % 3]
    do, also, then, last = (WORKS["th"][(i + k) % 4] for k in range(4))
    text = (
        f"{who}สั่งการให้{a}ร่วมกับ{b} {do} {when} และมอบหมายให้{c} {also}\n"
        f"ทั้งนี้ เมื่อปี 2567 {b} ได้ดำเนินการแล้ว\n"
        f"{who}ขอให้{c} และ{b} ดังนี้\n1. {then} {when}\n2. {last}\n"
    )
    return text, (
        (do, (a,), (b,), when, who),
        (also, (c,), (), None, who),
        (then, (c, b), (), when, who),
        (last, (c, b), (), None, who),
    )


MAKE = {"vi": _vi, "th": _th}


def _paragraphs(text: str) -> list[tuple[int, int, str]]:
    found, at = [], 0
    for line in text.split("\n"):
        if line:
            found.append((at, at + len(line), "body"))
        at += len(line) + 1
    return found


def _last(text: str, quote: str, before: int) -> Span:
    at = text.rfind(quote, 0, before)
    at = at if at >= 0 else text.find(quote)
    assert at >= 0, quote
    return at, at + len(quote)


def _read(language: str, example: Example, certain: float = 0.9) -> tuple[Reading, list[GoldDirective]]:
    """A reading whose tagger is nearly always right, and its gold."""
    text, marked = example
    words = tokenise(text, language)
    reading = read_units(
        text,
        language,
        words,
        find_cues(text, words, language),
        find_agencies(text, language, PUBLISHED.isoformat()),
        find_dates(text, language, PUBLISHED),
        _paragraphs(text),
    )
    directives, at = [], 0
    for action, leads, partners, when, who in marked:
        start = text.index(action, at)
        at = start + len(action)
        due = text.index(when, at) if when else -1
        directives.append(
            GoldDirective(
                evidence=(start, at),
                specific=True,
                action=(start, at),
                kind="other",
                target=None,
                agencies=tuple(
                    (_last(text, name, start), None, role, False)
                    for role, names in (("lead", leads), ("coordinating", partners))
                    for name in names
                ),
                issuer=(_last(text, who, start), None) if who else None,
                deadline=((due, due + len(when)), {}) if when else None,
                quantities=(),
                instruments=(),
            )
        )
    values = np.full((len(reading.units), len(LABELS)), (1 - certain) / (len(LABELS) - 1))
    for row, name in enumerate(label(reading.units, directives)):
        values[row, LABELS.index(name)] = certain
    return reading.tagged(Marginals(LABELS, values)), directives


@cache
def _fitted(language: str) -> Linker:
    return Linker.fit([_read(language, MAKE[language](i)) for i in range(10)])


def _shown(reading: Reading, linker: Linker, actions: Sequence[Span]) -> list[tuple[object, ...]]:
    """The links in words."""
    shown: list[tuple[object, ...]] = []
    for links in linker.link(reading, actions):
        named = [(reading.agencies[m].text, role) for m, role in links.agencies]
        shown.append(
            (
                tuple(name for name, role in named if role == "lead"),
                tuple(name for name, role in named if role == "coordinating"),
                None if links.deadline is None else reading.dates[links.deadline].text,
                None if links.issuer is None else reading.agencies[links.issuer].text,
            )
        )
    return shown


@pytest.mark.parametrize("language", ["th", "vi"])
@pytest.mark.parametrize("i", [10, 11])
def test_links_of_an_unseen_article(language: str, i: int) -> None:
    """Leads of the sentence, partners, leads of a list from its head, the time limit, the issuer; nobody else."""
    example = MAKE[language](i)
    reading, marked = _read(language, example)
    expected = [tuple(fields) for _, *fields in example[1]]
    assert _shown(reading, _fitted(language), [d.action for d in marked]) == expected


@pytest.mark.parametrize("language", ["th", "vi"])
def test_groups_hold_what_a_comma_or_an_and_joins(language: str) -> None:
    text = {
        "vi": "Giao Bộ Y tế, Bộ Tài chính và Bộ Xây dựng rà soát giá.",
        "th": "ให้กระทรวงการคลัง กระทรวงพาณิชย์ และกระทรวงยุติธรรม ตรวจสอบราคา",
    }
    action = {"vi": "rà soát giá", "th": "ตรวจสอบราคา"}[language]
    example: Example = (text[language], ((action, (), (), None, None),))
    reading, marked = _read(language, example)
    layout = Layout(reading, [d.action for d in marked])
    assert [group.members for group in layout.groups] == [(0, 1, 2)]


@pytest.mark.parametrize("language", ["th", "vi"])
def test_fitting_is_deterministic(language: str) -> None:
    examples = [_read(language, MAKE[language](i)) for i in range(4)]
    one, other = Linker.fit(examples).state(), Linker.fit(examples).state()
    for name, part in one.items():
        assert part["names"] == other[name]["names"]
        assert np.array_equal(part["weights"], other[name]["weights"])


@pytest.mark.parametrize("language", ["th", "vi"])
def test_state_goes_through_skops_and_back(language: str) -> None:
    linker = _fitted(language)
    data = skops.io.dumps(linker.state())
    assert skops.io.get_untrusted_types(data=data) == []
    again = Linker.from_state(skops.io.loads(data))
    reading, marked = _read(language, MAKE[language](12))
    actions = [d.action for d in marked]
    assert again.link(reading, actions) == linker.link(reading, actions)


@pytest.mark.parametrize("language", ["th", "vi"])
def test_what_holds_nothing_gets_nothing(language: str) -> None:
    linker = _fitted(language)
    empty = Reading("", language, (), (), (), ())
    assert linker.link(empty, []) == []
    assert [links.agencies for links in linker.link(empty, [(0, 0)])] == [()]
    reading, _ = _read(language, MAKE[language](0))
    assert linker.link(reading, []) == []


def test_an_untagged_reading_and_an_unfitted_linker_still_answer() -> None:
    reading, marked = _read("vi", MAKE["vi"](0))
    untagged = Reading(
        *(getattr(reading, name) for name in ("text", "language", "paragraphs", "agencies", "dates", "units"))
    )
    actions = [d.action for d in marked]
    assert len(_fitted("vi").link(untagged, actions)) == len(actions)
    assert len(Linker.fit([]).link(reading, actions)) == len(actions)


@pytest.mark.parametrize("language", ["th", "vi"])
@pytest.mark.parametrize("taken", ["leads", "orders"])
def test_nobody_is_named_once_as_lead_and_as_issuer(language: str, taken: str) -> None:
    # A linker that takes every named one for the part, however little else speaks for it.
    fitted = _fitted(language)
    names = {"leads": "nobody", "orders": "none"}
    greedy = dict(fitted.choices)
    for part in ("leads", "orders"):
        strong = -50.0 if part == taken else -5.0
        greedy[part] = Choice([names[part]], np.array([strong]))
    for i in range(6):
        reading, marked = _read(language, MAKE[language](i))
        for links in Linker(greedy).link(reading, [d.action for d in marked]):
            assert links.issuer not in [mention for mention, _ in links.agencies]


def test_tables_have_the_same_keys() -> None:
    assert set(table("th", "linking")) == set(table("vi", "linking"))


def test_choice_learns_which_candidate() -> None:
    cases = [Case([{"none": 1.0}, {"near": 1.0}, {"far": 1.0}], [1])] * 5 + [
        Case([{"none": 1.0}, {"far": 1.0}], [0])
    ] * 5
    model = Choice.fit(cases, strength=0.1)
    near = model.chances([{"none": 1.0}, {"near": 1.0}, {"far": 1.0}])
    assert sum(near) == pytest.approx(1.0)
    assert near.index(max(near)) == 1
    assert model.chances([]) == []
    assert model.chances([{"unknown": 1.0}]) == [1.0]


@pytest.mark.parametrize(
    ("language", "text", "pointer", "meant", "why"),
    [
        (
            "vi",
            "Bộ Tài chính, Bộ Y tế báo cáo chậm. Thủ tướng yêu cầu các đơn vị nêu trên kiểm điểm.",
            "các đơn vị nêu trên",
            ("Bộ Tài chính", "Bộ Y tế"),
            "bodies named together",
        ),
        (
            "vi",
            "Bộ Tài chính, Bộ Y tế, Bộ Công an họp với Bộ Tư pháp, Bộ Xây dựng. Thủ tướng yêu cầu 3 đơn vị nêu trên báo cáo.",
            "3 đơn vị nêu trên",
            ("Bộ Tài chính", "Bộ Y tế", "Bộ Công an"),
            "as many as are counted",
        ),
        (
            "vi",
            "Bộ Tài chính báo cáo. Thủ tướng yêu cầu các đơn vị nêu trên kiểm điểm.",
            "các đơn vị nêu trên",
            ("các đơn vị nêu trên",),
            "one body is not *the units*",
        ),
        (
            "vi",
            "Bộ Tài chính, Bộ Y tế báo cáo chậm. Thủ tướng yêu cầu các đơn vị kiểm điểm.",
            "các đơn vị",
            ("các đơn vị",),
            "nothing points back",
        ),
        (
            "vi",
            "Bộ Tài chính, Bộ Y tế báo cáo chậm. Thủ tướng yêu cầu Bộ này kiểm điểm.",
            "Bộ này",
            ("Bộ",),
            "one body is not those named together",
        ),
        (
            "th",
            "กระทรวงการคลัง และกระทรวงคมนาคม รายงานล่าช้า นายกรัฐมนตรีสั่งการให้คณะกรรมการดังกล่าว จัดทำแผน",
            "คณะกรรมการดังกล่าว",
            ("คณะกรรมการ",),
            "nor is a committee",
        ),
        (
            "th",
            "กระทรวงการคลัง และกระทรวงคมนาคม รายงานล่าช้า นายกรัฐมนตรีสั่งการให้หน่วยงานดังกล่าว จัดทำแผน",
            "หน่วยงานดังกล่าว",
            ("กระทรวงการคลัง", "กระทรวงคมนาคม"),
            "bodies named together",
        ),
    ],
)
def test_whom_a_class_points_back_to(language: str, text: str, pointer: str, meant: tuple[str, ...], why: str) -> None:
    reading, _ = _read(language, (text, ()))
    layout = Layout(reading, [])
    at = text.index(pointer)
    group = next(k for k, g in enumerate(layout.groups) if reading.agencies[g.members[0]].start == at)
    found = [reading.agencies[m] for k in Named(layout).meant[group] for m in layout.groups[k].members]
    names = tuple(text[m.start : m.end] for m in found)
    assert names == meant, why


_FIT = """
import hashlib, sys
sys.path[:0] = [{root!r}, {tests!r}]
from test_linking import _fitted
from pipeline.linking import Linker
state = _fitted("vi").state()
print(hashlib.sha256(b"".join(part["names"].encode() + part["weights"].tobytes() for part in state.values())).hexdigest())
"""


def test_the_same_model_whatever_the_order_of_sets() -> None:
    """Python shuffles sets of strings anew in each process; a sum in another order has other last bits."""
    tests = Path(__file__).parent
    code = _FIT.format(root=str(tests.parent), tests=str(tests))
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": "1"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(digests) == 1
