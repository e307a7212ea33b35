"""Quotes that would cut what belongs together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fields.whole import whole

# ⟦…⟧ is the outer stretch, {…} what was found, <…> a name, «…» a quantity; then what it should be.
CASES = [
    ("⟦sửa đổi {<Thông tư 22/2024/TT-}BYT>⟧", "Thông tư 22/2024/TT-BYT", "the whole number of a law"),
    ("⟦จัด{รถน้ำ«ไม่}น้อยกว่า 2 คัน»⟧", "รถน้ำ", "of a quantity only its first word is in"),
    ("⟦เพิ่ม{เครื่องสูบ «140} เครื่อง»⟧", "เครื่องสูบ 140 เครื่อง", "of a quantity all but the noun is in"),
    ("⟦tại {hơn «20}⟧ hộ»", "hơn", "a quantity that leaves the action"),
    ("⟦sửa {quy định tại <Thông tư 22/}⟧2024/TT-BYT>", "quy định tại", "a law that leaves the action is left out"),
    ("⟦bàn giao {khu đất (12,4} ha) cho chủ đầu tư⟧", "khu đất (12,4 ha)", "a bracket that is closed in the action"),
    ("⟦bàn giao {khu đất (12,4}⟧ ha) cho chủ đầu tư", "khu đất", "one that is closed behind it"),
    ("⟦ซ่อม{ถนน (สายเก่า}⟧", "ถนน", "one that is never closed"),
    ("⟦nộp {hồ sơ (bản chính} và bản sao (nếu có))⟧", "hồ sơ", "a bracket in a bracket is not gone into"),
    ("⟦xây {cầu (cũ) và đường}⟧", "cầu (cũ) và đường", "closed brackets stay"),
    ("⟦xây {a) cầu}⟧", "a) cầu", "a list mark is no bracket"),
    ("⟦xây {(cầu}⟧", "(cầu", "nothing would be left"),
]


def taken_apart(marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """The text without its marks, and what lay between each pair of them."""
    text, places = "", {}
    for sign in marked:
        if sign in "⟦⟧{}<>«»":
            places[sign] = len(text)
        else:
            text += sign
    return text, {pair: (places[pair[0]], places[pair[1]]) for pair in ("⟦⟧", "{}", "<>", "«»") if pair[0] in places}


@pytest.mark.parametrize(("marked", "expected", "why"), CASES, ids=[why for _, _, why in CASES])
def test_whole(marked: str, expected: str, why: str) -> None:
    text, spans = taken_apart(marked)
    names, counts = ([spans[pair]] if pair in spans else [] for pair in ("<>", "«»"))
    start, end = whole(text, spans["{}"], spans["⟦⟧"], names, counts)
    assert text[start:end] == expected, why


@given(st.text(alphabet="ab ()", min_size=1, max_size=12), st.data())
def test_it_stays_inside_and_begins_where_it_began(text: str, data: st.DataObject) -> None:
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    outer, span = (places[0], places[3]), (places[1], places[2])
    start, end = whole(text, span, outer, [], [])
    assert start == span[0]
    assert start <= end <= max(outer[1], span[1])
