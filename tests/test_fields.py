"""The field models, learnt from a handful of sentences written for this test."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest
import skops.io

from pipeline.agencies import find_agencies
from pipeline.cues import find_cues
from pipeline.deadlines import find_dates
from pipeline.fields import Fields, evidence_span
from pipeline.gold import GoldDirective
from pipeline.language import languages, table
from pipeline.tagging.reading import Reading, read_units
from pipeline.tokens import Span, tokenise
from pipeline.vectors import whole

# The evidence in ⟦ ⟧, the action in [ ], the target in { }.
SENTENCES = {
    "th": [
        ("build", "⟦ผู้ว่าราชการจังหวัดสั่งให้กรมทางหลวง[ซ่อม{สะพานไม้เก่า}]ภายในวันที่ 5 พฤษภาคม 2568⟧ ฝนยังตกต่อเนื่อง"),
        ("build", "⟦รัฐมนตรีมอบหมายให้กรมชลประทาน[สร้าง{ประตูระบายน้ำ}]⟧"),
        ("build", "⟦ขอให้กรมเจ้าท่า[ติดตั้ง{เสาไฟฟ้าริมทาง}]ทั้งตำบล⟧"),
        ("report", "⟦รองนายกรัฐมนตรีกำชับให้กรมประมง[รายงาน{ผลการสำรวจ}]ทุกเดือน⟧"),
        ("report", "⟦ให้สำนักงานสถิติแห่งชาติ[สรุป{ตัวเลขผู้ว่างงาน}]⟧"),
        ("review", "⟦สั่งการให้กรมอนามัย[ตรวจสอบ{ร้านอาหารริมทาง}]⟧"),
        ("review", "⟦มอบหมายให้ตำรวจ[ติดตาม{เบาะแสคดี}]อย่างใกล้ชิด⟧"),
        ("other", "⟦ขอให้ทุกฝ่าย[ทำงาน]อย่างเต็มที่⟧"),
    ],
    "vi": [
        ("build", "⟦Chủ tịch tỉnh yêu cầu Sở Xây dựng [sửa chữa {cầu treo cũ}] trước ngày 5/5/2025⟧. Trời vẫn mưa to."),
        ("build", "⟦Bộ trưởng giao Cục Đường bộ [xây dựng {trạm dừng nghỉ}]⟧."),
        ("build", "⟦Đề nghị UBND xã [lắp đặt {đèn đường liên thôn}] trên toàn tuyến⟧."),
        ("report", "⟦Phó Thủ tướng yêu cầu Tổng cục Thủy sản [báo cáo {kết quả khảo sát}] hằng tháng⟧."),
        ("report", "⟦Giao Tổng cục Thống kê [tổng hợp {số người mất việc}]⟧."),
        ("review", "⟦Chỉ đạo Sở Y tế [kiểm tra {quán ăn vỉa hè}]⟧."),
        ("review", "⟦Giao công an huyện [theo dõi {manh mối vụ án}] chặt chẽ⟧."),
        ("other", "⟦Đề nghị các bên [làm việc] hết mình⟧."),
    ],
}
MARKS = re.compile("[⟦⟧\\[\\]{}]")

# The words of the examples need no company here.
VECTORS = whole({}, np.zeros((0, 4)))


def read(text: str, language: str) -> Reading:
    words = tokenise(text, language)
    return read_units(
        text,
        language,
        words,
        find_cues(text, words, language),
        find_agencies(text, language, "2025-04-01"),
        find_dates(text, language, None),
        [(0, len(text), "body")],
    )


def unmark(marked: str) -> tuple[str, dict[str, Span]]:
    """The text without its marks, and the spans that they named."""
    places = {match.group(): match.start() - i for i, match in enumerate(MARKS.finditer(marked))}
    spans = {pair: (places[pair[0]], places[pair[1]]) for pair in ("⟦⟧", "[]", "{}") if pair[0] in places}
    return MARKS.sub("", marked), spans


@cache
def examples(language: str) -> list[tuple[Reading, list[GoldDirective]]]:
    found = []
    for kind, marked in SENTENCES[language]:
        text, spans = unmark(marked)
        specific = kind in ("build", "report")
        directive = GoldDirective(spans["⟦⟧"], specific, spans["[]"], kind, spans.get("{}"), (), None, None, (), ())
        found.append((read(text, language), [directive]))
    return found


@cache
def fitted(language: str) -> Fields:
    return Fields.fit(examples(language) * 4, (), VECTORS)


@pytest.mark.parametrize("language", languages())
def test_learns_its_examples(language: str) -> None:
    fields = fitted(language)
    for reading, (directive,) in examples(language):
        assert fields.kind(reading, directive.action) == directive.kind
        target = fields.target(reading, directive.action)
        if directive.target is None:
            continue
        assert target is not None
        assert target[0] < directive.target[1]
        assert directive.target[0] < target[1]
        assert directive.action[0] <= target[0] < target[1] <= directive.action[1]


@pytest.mark.parametrize("language", languages())
def test_specific_is_a_probability_that_facts_raise(language: str) -> None:
    fields = fitted(language)
    for reading, (directive,) in examples(language):
        bare = fields.specific(reading, directive.action, dated=False, counted=False)
        assert 0 <= bare <= 1
    kinds = {
        directive.kind: fields.specific(reading, directive.action, dated=False, counted=False)
        for reading, (directive,) in examples(language)
    }
    assert kinds["build"] > kinds["other"]


@pytest.mark.parametrize("language", languages())
def test_state_survives_skops(language: str) -> None:
    fields = fitted(language)
    data = skops.io.dumps(fields.state())
    assert skops.io.get_untrusted_types(data=data) == []
    assert len(data) < 2_000_000
    again = Fields.from_state(skops.io.loads(data), VECTORS)
    for reading, (directive,) in examples(language):
        assert again.target(reading, directive.action) == fields.target(reading, directive.action)
        assert again.kind(reading, directive.action) == fields.kind(reading, directive.action)
        assert again.specific(reading, directive.action, dated=True, counted=False) == fields.specific(
            reading, directive.action, dated=True, counted=False
        )


@pytest.mark.parametrize("language", languages())
def test_same_examples_same_model(language: str) -> None:
    first, again = fitted(language).state(), Fields.fit(examples(language) * 4, (), VECTORS).state()
    assert np.array_equal(first["targets"], again["targets"])
    for part in ("kinds", "specific"):
        assert np.array_equal(first[part]["weights"], again[part]["weights"])
        assert np.array_equal(first[part]["bias"], again[part]["bias"])


@pytest.mark.parametrize("language", languages())
def test_evidence_covers_its_spans_and_stops_at_the_sentence(language: str) -> None:
    for reading, (directive,) in examples(language):
        low, high = evidence_span(reading, directive.action, [])
        assert low <= directive.action[0] < directive.action[1] <= high
        assert low == directive.evidence[0]
    reading, (directive,) = examples(language)[0]
    dates = [(date.start, date.end) for date in reading.dates]
    assert evidence_span(reading, directive.action, dates) == directive.evidence


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("span", [(0, 0), (3, 3), (10_000, 10_001)])
def test_spans_without_units(language: str, span: Span) -> None:
    reading = examples(language)[0][0]
    fields = fitted(language)
    assert fields.target(reading, span) is None
    assert isinstance(fields.kind(reading, span), str)
    assert 0 <= fields.specific(reading, span, dated=True, counted=True) <= 1
    assert evidence_span(reading, span, []) == span


def test_an_endless_action_is_read_in_bounded_time() -> None:
    reading = read("kiểm tra đường ống nước " * 2_000, "vi")
    target = fitted("vi").target(reading, (0, len(reading.text)))
    assert target is None or target[1] < 3_000


def test_tables_have_the_same_keys() -> None:
    tables = {language: table(language, "fields") for language in languages()}
    first = tables["th"]
    for other in tables.values():
        assert other.keys() == first.keys()
        for part in ("verbs", "nouns"):
            assert other[part].keys() == first[part].keys()
