"""Time limits: the cases as data, round trips over the tables, and properties on arbitrary text."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.deadlines import (
    DateMention,
    find_dates,
    find_deadlines,
    find_published,
    is_long_past,
    known_unit,
    reference_date,
)
from pipeline.deadlines.periods import add, add_months, add_working_days, month_length, week_of
from pipeline.deadlines.words import load, number_words
from pipeline.language import table

CASES = Path(__file__).parent / "cases"
FIELDS = ("relation", "edtf", "due", "time", "duration", "rrule", "working_days", "approximate")
FLAGS = ("working_days", "approximate")
LANGUAGES = ("th", "vi")
REFERENCE = date(2025, 6, 18)


def cases() -> list[Any]:
    found = []
    for language in LANGUAGES:
        lines = (CASES / f"deadlines_{language}.jsonl").read_text(encoding="utf-8").splitlines()
        found += [pytest.param(language, json.loads(line), id=f"{language}-{n}") for n, line in enumerate(lines)]
    return found


def value(mention: DateMention) -> dict[str, Any]:
    return {field: getattr(mention, field) for field in FIELDS}


def only(text: str, language: str, reference: date | None = REFERENCE) -> DateMention:
    (mention,) = find_dates(text, language, reference)
    return mention


@pytest.mark.parametrize(("language", "case"), cases())
def test_cases(language: str, case: dict[str, Any]) -> None:
    """The deadline stands between ⟦ and ⟧; a case that expects null must find none."""
    marked = case["text"]
    text = marked.replace("⟦", "").replace("⟧", "")
    reference = date.fromisoformat(case["reference"]) if case["reference"] else None
    found = find_deadlines(text, language, reference)
    if case["expect"] is None:
        assert found == [], case["why"]
        return
    (mention,) = found
    assert (mention.start, mention.end) == (marked.index("⟦"), marked.index("⟧") - 1), case["why"]
    expected = {field: case["expect"].get(field, False if field in FLAGS else None) for field in FIELDS}
    assert value(mention) == expected, case["why"]


def keys(value: Any, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """The paths of all tables and entries, but not of words or numbers used as keys."""
    found = {path}
    if isinstance(value, dict) and path[:1] != ("numbers",) and path not in OPEN:
        for key, inner in value.items():
            found |= keys(inner, (*path, key))
    return found


OPEN = {
    ("words", group)
    for group in (
        *("month", "weekday", "weekday_bare", "day_word", "day_word_bare"),
        *("clock_shift", "clock_prefix", "clock_word"),
    )
}


def test_both_languages_have_the_same_keys() -> None:
    assert keys(table("th", "deadlines")) == keys(table("vi", "deadlines"))


def test_no_word_is_empty_or_padded() -> None:
    for language in LANGUAGES:
        for word in load(language).senses:
            assert word == word.strip().lower() != "", word


@pytest.mark.parametrize("language", LANGUAGES)
def test_number_words_count_to_ninety_nine(language: str) -> None:
    numbers = number_words(table(language, "deadlines")["numbers"])
    assert set(range(1, 100)) <= set(numbers.values())


@pytest.mark.parametrize(
    ("language", "word", "number"),
    [
        ("th", "สิบเอ็ด", 11),
        ("th", "ยี่สิบ", 20),
        ("th", "ยี่สิบเอ็ด", 21),
        ("th", "หกสิบ", 60),
        ("th", "เก้าสิบเก้า", 99),
        ("vi", "mười lăm", 15),
        ("vi", "hai mươi mốt", 21),
        ("vi", "sáu mươi", 60),
        ("vi", "chín mươi chín", 99),
        ("vi", "mười ba", 13),
    ],
)
def test_number_words(language: str, word: str, number: int) -> None:
    assert number_words(table(language, "deadlines")["numbers"])[word] == number


def thai_numbers() -> list[tuple[str, int]]:
    return list(number_words(table("th", "deadlines")["numbers"]).items())


@pytest.mark.parametrize(("word", "number"), thai_numbers())
def test_every_thai_number_word_counts_days(word: str, number: int) -> None:
    mention = only(f"ภายใน{word}วัน", "th")
    assert (mention.duration, mention.due) == (f"P{number}D", str(REFERENCE + timedelta(days=number)))


@pytest.mark.parametrize(("word", "number"), number_words(table("vi", "deadlines")["numbers"]).items())
def test_every_vietnamese_number_word_counts_days(word: str, number: int) -> None:
    assert only(f"trong {word} ngày", "vi").duration == f"P{number}D"


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_name_and_abbreviation(month: int) -> None:
    for name in table("th", "deadlines")["words"]["month"][str(month)]:
        mention = only(f"ภายในวันที่ 9 {name} 2568", "th")
        assert (mention.due, mention.text) == (f"2025-{month:02d}-09", f"ภายในวันที่ 9 {name} 2568")
        assert only(f"ภายในเดือน{name} 2568", "th").edtf == f"2025-{month:02d}"


@pytest.mark.parametrize("weekday", range(1, 8))
def test_every_weekday(weekday: int) -> None:
    for language, pattern in (("th", "ภายใน{}นี้"), ("vi", "chậm nhất {} tuần này")):
        for name in table(language, "deadlines")["words"]["weekday"][str(weekday)]:
            mention = only(pattern.format(name), language, date(2025, 6, 16))
            assert mention.due == f"2025-06-{15 + weekday:02d}", name


DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))
THAI_MONTHS = [names[0] for names in table("th", "deadlines")["words"]["month"].values()]


@given(DAYS)
def test_every_day_round_trips(day: date) -> None:
    before = str(day - timedelta(days=1))
    for text in (f"trước ngày {day.day}/{day.month}/{day.year}", f"trước ngày {day:%d-%m-%Y}",
                 f"trước ngày {day.day} tháng {day.month} năm {day.year}"):  # fmt: skip
        mention = only(text, "vi", None)
        assert (mention.edtf, mention.due, mention.text) == (str(day), before, text)
    for year in (day.year, day.year + 543, f"พ.ศ. {day.year + 543}"):
        text = f"ก่อนวันที่ {day.day} {THAI_MONTHS[day.month - 1]} {year}"
        mention = only(text, "th", None)
        assert (mention.edtf, mention.due, mention.text) == (str(day), before, text)


@given(DAYS, st.integers(0, 358))
def test_a_date_without_a_year_lies_from_a_week_ago_on(reference: date, ahead: int) -> None:
    day = reference + timedelta(days=ahead - 7)
    if (day.month, day.day) != (2, 29):
        assert only(f"chậm nhất ngày {day.day}/{day.month}", "vi", reference).due == str(day)


@given(DAYS)
def test_months_quarters_and_years_end_on_their_last_day(day: date) -> None:
    last = day.replace(day=month_length(day.year, day.month))
    assert only(f"trong tháng {day.month}/{day.year}", "vi", None).due == str(last)
    quarter = (day.month + 2) // 3
    mention = only(f"ภายในไตรมาส {quarter}/{day.year + 543}", "th", None)
    end = add_months(date(day.year, 1, 1), quarter * 3) - timedelta(days=1)
    assert (mention.edtf, mention.due) == (f"{day.year}-{32 + quarter}", str(end))
    fiscal = only(f"ภายในปีงบประมาณ {day.year + 543}", "th", None)
    assert (fiscal.edtf, fiscal.due) == (f"{day.year - 1}-10-01/{day.year}-09-30", f"{day.year}-09-30")


@given(DAYS, st.integers(1, 400))
def test_working_days_are_counted_one_by_one(day: date, count: int) -> None:
    expected, left = day, count
    while left:
        expected += timedelta(days=1)
        left -= expected.weekday() < 5
    assert add_working_days(day, count) == expected


@given(DAYS)
def test_weeks_are_iso_weeks(day: date) -> None:
    first, last = week_of(day)
    assert (first.isoweekday(), last.isoweekday()) == (1, 7)
    assert first <= day <= last
    assert first.isocalendar()[:2] == day.isocalendar()[:2]


def test_sums_stay_inside_the_calendar() -> None:
    assert add(date.max, 2000, "year", working=False) == date.max
    assert add(date(2024, 1, 31), 1, "month", working=False) == date(2024, 2, 29)


PIECES = sorted({word for language in LANGUAGES for word in load(language).senses})
WORD = st.one_of(st.sampled_from(PIECES), st.integers(0, 3000).map(str))
MARK = st.sampled_from(list(" /-.,():\n0123456789"))
NOISE = st.one_of(
    st.text(max_size=40),
    st.lists(st.one_of(WORD, MARK), max_size=40).map("".join),
    st.lists(WORD, max_size=25).map(" ".join),
)


@settings(max_examples=400, deadline=None)
@given(NOISE, st.sampled_from(LANGUAGES), st.one_of(st.none(), st.dates()))
def test_any_text_is_read_without_harm(text: str, language: str, reference: date | None) -> None:
    last = 0
    for mention in find_dates(text, language, reference):
        assert last <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.limits == (mention.reason is None)
        if mention.due:
            date.fromisoformat(mention.due)
        last = mention.end
    find_published(text, language)


@pytest.mark.parametrize(
    ("language", "text", "wordings", "why"),
    [
        ("th", "เชื่อมกับระบบกลาง โดยแจ้งใน มี.ค. 2567", ["ใน มี.ค. 2567"], "the middle, and a month further on"),
        ("th", "จัดทำบัญชีให้ครบถ้วน หากฝ่าฝืนผิดตามพระราชบัญญัติ พ.ศ. 2543", ["พ.ศ. 2543"], "whole, and the year of a law"),
        ("th", "กลางเดือน ก.พ. 2567", ["กลางเดือน ก.พ. 2567"], "the middle of that month"),
        ("th", "ระบบกลางของ ก.พ.ร. และ ส.ค.ส. พระราชทาน", [], "initials that begin like a month"),
        ("th", "บ้านหลายหลังกลางปี 2569", ["กลางปี 2569"], "the classifier of houses"),
        ("th", "บ้านสามหลังกลางปี 2569", ["กลางปี 2569"], "the same behind a number"),
        ("th", "ส่งมอบหลังกลางปี 2569", ["หลังกลางปี 2569"], "after the middle of the year"),
        ("th", "ปี 2568 หลังวันที่ 5 มกราคม", ["ปี 2568", "หลังวันที่ 5 มกราคม"], "a year counts nothing"),
        ("vi", "tại phiên họp thứ 6 tuần này", ["thứ 6 tuần này"], "a week has a Friday"),
        ("vi", "tại phiên họp thứ 6 (21/11)", ["thứ 6 (21/11)"], "the date says Friday"),
        ("vi", "vào cuối năm\nThứ năm, 05/11/2020", ["vào cuối năm", "Thứ năm", "05/11/2020"], "of the line above"),
        ("vi", "chủ nhật trong tháng 12/2025", ["chủ nhật", "trong tháng 12/2025"], "Sunday counts nothing"),
        ("vi", "ở giữa hai bên, rà soát tháng 6/2025", ["tháng 6/2025"], "between, and a month further on"),
        ("vi", "giữa tháng 6/2025", ["giữa tháng 6/2025"], "the middle of that month"),
    ],
)
def test_a_part_and_its_period_stand_together(language: str, text: str, wordings: list[str], why: str) -> None:
    assert [mention.text for mention in find_dates(text, language, REFERENCE)] == wordings, why


@pytest.mark.parametrize("piece", ["1 ", "1/", "trước ", "ngày 1/1 và ", "từ ngày 5 đến ", "ก่อน", "ทุก", "วันที่ 1 และ "])
def test_long_texts_are_read_in_linear_time(piece: str) -> None:
    for language in LANGUAGES:
        find_dates(piece * 5000, language, REFERENCE)


@pytest.mark.parametrize(
    ("language", "text", "relation", "edtf"),
    [
        ("th", "จัดพิธีเปิดในวันที่ 9 พฤษภาคม 2567", "by", "2024-05-09"),
        ("th", "เมื่อวันที่ 3 มิถุนายน 2568 ที่ประชุมเห็นชอบ", "by", "2025-06-03"),
        ("th", "แก้ไขปัญหาเร่งด่วนของประชาชน", "asap", None),
        ("vi", "Lễ khánh thành vào ngày 19/8/2025", "by", "2025-08-19"),
        ("vi", "Ngày 2/6/2025, hội nghị khai mạc", "by", "2025-06-02"),
        ("vi", "Quy hoạch vùng đến năm 2030", "by", "2030"),
    ],
)
def test_candidates_carry_the_value_they_would_have(language: str, text: str, relation: str, edtf: str | None) -> None:
    candidates = find_dates(text, language, REFERENCE)
    if relation == "asap":  # "ปัญหาเร่งด่วน" is a noun: not even a candidate
        assert not [mention for mention in candidates if mention.limits]
        return
    assert [(mention.relation, mention.edtf, mention.limits) for mention in candidates] == [(relation, edtf, False)]
    assert all(mention.reason for mention in candidates)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("th", "กรมเร่งแก้น้ำเสีย\nวันพุธที่ 18 มิถุนายน 2568\nพิมพ์\nอธิบดีกล่าวว่า", ("2025-06-18", "text")),
        ("th", "กรมเร่งแก้น้ำเสีย\n18/06/2568\nอธิบดีกล่าวว่า", ("2025-06-18", "text")),
        ("th", "วันนี้ (13 ก.ย. 66) ที่กระทรวง รัฐมนตรีเป็นประธาน", ("2023-09-13", "inferred")),
        ("th", "เมื่อวันที่ 18 มิถุนายน กรมแถลงว่า ให้เสร็จภายในวันที่ 30 กันยายน 2568", ("2025-06-18", "inferred")),
        ("th", "เมื่อวันที่ 18 มิถุนายน กรมแถลงข่าว", (None, None)),
        ("vi", "Thứ Tư, 18/06/2025 08:30\nTỉnh yêu cầu vá đê", ("2025-06-18", "text")),
        ("vi", "Ngày 18/6/2025, UBND tỉnh có công văn", ("2025-06-18", "inferred")),
        ("vi", "Chiều 18/6, sở họp. Các xã báo cáo trước ngày 30/6/2025.", ("2025-06-18", "inferred")),
        ("vi", "Chiều 20/12, sở họp. Các xã báo cáo trước ngày 10/1/2026.", ("2025-12-20", "inferred")),
        ("vi", "Sở đề nghị nộp trước ngày 30/6/2025.", ("2025", "inferred")),
        ("vi", "Chiều 18/6, sở họp bàn việc vá đê.", (None, None)),
        ("vi", "", (None, None)),
        # A place before the date, and a dash behind it.
        ("th", "ทำเนียบรัฐบาล 3 มีนาคม 2569 – นายกฯ สั่งการให้เร่งซ่อมถนน", ("2026-03-03", "inferred")),
        ("th", "สั่งซ่อมถนน\nกรุงเทพฯ 3 มี.ค. 2569 - นายกฯ สั่งซ่อมถนน", ("2026-03-03", "inferred")),
        ("th", "สั่งซ่อมถนน\n(3 มี.ค. 69) นายกฯ สั่งซ่อมถนน", ("2026-03-03", "inferred")),
        ("th", "ที่ทำเนียบรัฐบาล เมื่อวันที่ 3 มี.ค. 2569 นายกฯ สั่งซ่อมถนน", ("2026-03-03", "inferred")),
        ("vi", "Hà Nội, 3/3/2026 – Bộ Xây dựng yêu cầu vá đường", ("2026-03-03", "inferred")),
        ("vi", "HÀ NỘI, ngày 3 tháng 3 năm 2026 - Bộ Xây dựng yêu cầu", ("2026-03-03", "inferred")),
        ("vi", "TP. Hồ Chí Minh (TTXVN), 3/3/2026 - Sở yêu cầu vá đường", ("2026-03-03", "inferred")),
        ("vi", "Vá đường\n(3/3/2026) Bộ Xây dựng yêu cầu vá đường", ("2026-03-03", "inferred")),
        ("vi", "Tại Trụ sở Chính phủ, ngày 3/3/2026, Phó Thủ tướng yêu cầu vá đường", ("2026-03-03", "inferred")),
        ("vi", "Hà Nội (TTXVN) - Ngày 3/3/2026, Bộ Xây dựng yêu cầu", ("2026-03-03", "inferred")),
        # No dateline: a range, a deadline, a law, history, an event to come, what a meeting once decided.
        ("th", "งานกาชาด 3 มีนาคม 2569 - 9 มีนาคม 2569 ที่สวนลุมพินี", (None, None)),
        ("th", "กำหนดส่ง 30 มิ.ย. 2569 - ทุกกรมต้องรายงาน", ("2026", "inferred")),
        ("th", "พระราชบัญญัติทางหลวง 3 มีนาคม 2549 - กฎหมายที่ใช้อยู่", (None, None)),
        ("th", "รำลึก 14 ตุลาคม 2516 - วันที่คนไทยไม่ลืม", (None, None)),
        ("th", "เลือกตั้งทั่วไป 8 ก.พ. 2569 - ทุกหน่วยพร้อม", (None, None)),
        ("th", "ที่ประชุมมีมติ เมื่อวันที่ 3 มี.ค. 2560 ให้ซ่อมถนน", (None, None)),
        ("th", "การลงนามใน กรุงเทพฯ (3 มี.ค. 2560) มีผลแล้ว", (None, None)),
        ("th", "ที่กระทรวงการคลัง ออกประกาศ เมื่อวันที่ 3 มี.ค. 2560 ให้ใช้ต่อไป", (None, None)),
        ("th", "ที่ดินแปลงนี้ซื้อมา เมื่อวันที่ 3 มี.ค. 2560", (None, None)),
        ("vi", "Tại Nghị quyết của Quốc hội, ngày 3/3/2016, đã nêu rõ", (None, None)),
        ("vi", "Hội hoa xuân, 3/3/2026 - 9/3/2026, tại công viên", (None, None)),
        ("vi", "Hạn nộp, 30/6/2026 - các sở phải báo cáo", (None, None)),
        ("vi", "Nghị định về đường bộ, 3/3/2006 - văn bản đang có hiệu lực", (None, None)),
        ("vi", "Ngày thành lập Đảng, 3/2/1930 - mốc son lịch sử", (None, None)),
        ("vi", "Các sở họp tại Hà Nội, 3/3/2016. Nay việc đã xong.", (None, None)),
    ],
)
def test_published(language: str, text: str, expected: tuple[str | None, str | None]) -> None:
    assert find_published(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "published", "expected", "why"),
    [
        ("th", "ให้กรมรายงานภายใน 30 วัน", "2026", (None, None), "no day to count from"),
        ("th", "ให้กรมรายงานภายใน 30 วัน", "2026-03", (None, None), "nor in a month"),
        ("th", "ให้กรมรายงานภายใน 30 วัน", "2026-03-03", (None, "2026-04-02"), "counted from the day"),
        ("th", "ให้กรมรายงานภายใน 30 วัน นับจากวันที่ 1 เม.ย.", "2026", (None, "2026-05-01"), "the start is named"),
        ("th", "ให้กรมรายงานก่อนวันพรุ่งนี้", "2025", (None, None), "tomorrow of no day"),
        ("th", "ให้กรมรายงานในสัปดาห์นี้", "2025-01", (None, None), "a month has several weeks"),
        ("th", "ให้กรมรายงานภายในสิ้นเดือนนี้", "2025", (None, None), "nor is the end of one known"),
        ("vi", "Yêu cầu Sở báo cáo ngay trong đầu tuần tới", "2025-06", (None, None), "the start of no week"),
        ("th", "ให้กรมรายงานภายในเดือนนี้", "2025", (None, None), "a year has several months"),
        ("th", "ให้กรมรายงานภายในเดือนนี้", "2025-04", ("2025-04", "2025-04-30"), "the month is known"),
        ("th", "ให้กรมรายงานภายในปีงบประมาณนี้", "2025", (None, None), "a year lies in two fiscal years"),
        ("th", "ให้กรมรายงานภายในปีนี้", "2025", ("2025", "2025-12-31"), "the year is known"),
        ("th", "ให้กรมรายงานภายในวันที่ 25", "2025", ("XXXX-XX-25", None), "of which month no one knows"),
        ("th", "ให้กรมรายงานภายในวันที่ 25", "2025-04", ("2025-04-25", "2025-04-25"), "of the month known"),
        ("th", "ให้กรมรายงานภายในวันที่ 25 เม.ย.", "2025", ("2025-04-25", "2025-04-25"), "only its year is lacking"),
        ("vi", "Yêu cầu Sở báo cáo trước ngày mai", "2025-01", (None, None), "tomorrow of no day"),
        ("vi", "Yêu cầu Sở báo cáo trước thứ Sáu tuần này", "2025", (None, None), "a weekday of no week"),
        ("vi", "Yêu cầu Sở báo cáo trong 15 ngày", "2025", (None, None), "no day to count from"),
        ("vi", "Yêu cầu Sở báo cáo trong quý này", "2025", (None, None), "a year has several quarters"),
        ("vi", "Yêu cầu Sở báo cáo trong quý này", "2025-05", ("2025-34", "2025-06-30"), "the month's quarter"),
        ("vi", "Yêu cầu Sở báo cáo trong quý III", "2025", ("2025-35", "2025-09-30"), "only its year is lacking"),
        ("vi", "Yêu cầu Sở báo cáo trong năm nay", "2025", ("2025", "2025-12-31"), "the year is known"),
        ("vi", "Yêu cầu Sở báo cáo từ ngày 5 đến ngày 10", "2025", ("XXXX-XX-05/XXXX-XX-10", None), "no month"),
    ],
)
def test_nothing_is_counted_from_a_day_that_is_not_known(
    language: str, text: str, published: str, expected: tuple[str | None, str | None], why: str
) -> None:
    (found,) = find_dates(text, language, reference_date(published), known_unit(published))
    assert ((found.edtf, found.due), found.limits) == (expected, True), why


def test_reference_date() -> None:
    assert reference_date("2025-06-23") == date(2025, 6, 23)
    assert reference_date("2025-06") == date(2025, 6, 8)
    assert reference_date("2025") == date(2025, 1, 8)
    assert reference_date(None) is None


@pytest.mark.parametrize(
    ("due", "published", "past", "why"),
    [
        ("2025-05-20", "2025-06-10", False, "an order in the paper some weeks late"),
        ("2025-05-11", "2025-06-10", False, "thirty days back"),
        ("2025-05-10", "2025-06-10", True, "one day more"),
        ("1979-12-31", "2024-05-01", True, "the year of a law"),
        ("2025-12-31", "2026", False, "the end of the year before, for an article of the year"),
        ("2025-11-30", "2026", True, "long before any day of that year"),
        ("2026-01-10", "2026-03", True, "long before any day of that month"),
        ("1979-12-31", None, False, "nobody knows when the article appeared"),
        (None, "2025-06-10", False, "no day"),
    ],
)
def test_what_is_long_past(due: str | None, published: str | None, past: bool, why: str) -> None:
    assert is_long_past(due, published) == past, why
