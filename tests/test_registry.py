"""The registry of bodies: no name for two at one time, every province and department, names, known gaps."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, islice
from pathlib import Path

import pytest

from pipeline.agencies import Body, find_agencies, registry
from pipeline.agencies.fold import fold
from pipeline.agencies.gaps import gap_rows, gaps, known_gaps, unnamed
from pipeline.errors import ArticleError
from pipeline.language import table
from pipeline.metadata import describe
from pipeline.read import find_inputs, read

LANGUAGES = ("th", "vi")
ARTICLES = Path(__file__).parent.parent.parent / "shared" / "articles"
DEPARTMENTS = "vn:provincial-departments-of-"


def together(one: Body, other: Body) -> bool:
    """Whether two bodies of one country are alive on some date both."""
    apart = (one.valid_to and other.valid_from > one.valid_to) or (other.valid_to and one.valid_from > other.valid_to)
    return one.country == other.country and not apart


def places(country: str, date: str) -> list[Body]:
    """The provinces and centrally run cities of a country on a date."""
    bodies = registry().bodies.values()
    return [b for b in bodies if b.country == country and b.kind in ("province", "municipality") and b.alive(date)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_belongs_to_two_bodies_at_one_time(language: str) -> None:
    """Every pair of bodies that share a name, written or generated: abbreviations, provinces, departments."""
    known = registry()
    rules = table(language, "agencies")
    declared = {fold(name, rules["fold"]).skeleton for name in rules["names"]["ambiguous"]}
    shared = {
        skeleton
        for skeleton, entry in known.index[language].items()
        if any(together(known.bodies[a], known.bodies[b]) for a, b in combinations(entry.bodies, 2))
    }
    assert shared <= declared


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_that_bodies_share_in_time_are_declared_once_only(language: str) -> None:
    """A declared name that no two bodies share any more must leave the table."""
    known = registry()
    rules = table(language, "agencies")
    for name in rules["names"]["ambiguous"]:
        bodies = known.index[language][fold(name, rules["fold"]).skeleton].bodies
        assert any(together(known.bodies[a], known.bodies[b]) for a, b in combinations(bodies, 2)), name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Bộ TNMT", "vn:ministry-of-natural-resources-and-environment"),
        ("Bộ GD&ĐT", "vn:ministry-of-education-and-training"),
        ("Bộ KH-ĐT", "vn:ministry-of-planning-and-investment"),
        ("UBND tỉnh Lào Cai", "vn:province-lao-cai"),
        ("Ủy ban nhân dân TP.HCM", "vn:city-ho-chi-minh"),
    ],
)
def test_the_names_compared_hold_the_generated_ones(name: str, expected: str) -> None:
    """What the test on shared names goes over has abbreviations and the bodies of provinces in it."""
    entry = registry().index["vi"][fold(name, table("vi", "agencies")["fold"]).skeleton]
    assert expected in entry.bodies


def test_validity_and_successors_hold_together() -> None:
    known = registry()
    for body in known.bodies.values():
        assert not (body.valid_from and body.valid_to) or body.valid_from <= body.valid_to, body.id
        for successor in body.successor:
            assert successor in known.bodies, (body.id, successor)
        assert not body.parent or body.parent in known.bodies, (body.id, body.parent)


def test_provinces_are_all_there() -> None:
    assert len(places("th", "2024-06-01")) == 78  # 76 provinces, Bangkok, Pattaya
    assert len([b for b in places("th", "2024-06-01") if b.kind == "province"]) + 1 == 77  # with Bangkok
    assert len(places("vn", "2024-06-01")) == 63
    assert len(places("vn", "2025-09-01")) == 34


@pytest.mark.parametrize("form", ["UBND {}", "Ủy ban nhân dân {}", "Chủ tịch UBND {}", "chính quyền {}", "{}"])
@pytest.mark.parametrize("date", ["2024-06-01", "2025-09-01"])
def test_every_vietnamese_province_has_its_committee(form: str, date: str) -> None:
    kinds = {"province": "tỉnh", "municipality": "thành phố"}
    for place in places("vn", date):
        text = f"Giao {form.format(kinds[place.kind] + ' ' + place.names['vi'])} báo cáo."
        assert [m.id for m in find_agencies(text, "vi", date)] == [place.id], text


def test_every_thai_province_has_its_governor() -> None:
    for place in places("th", "2024-06-01"):
        if place.kind == "province":
            for form in ("ผู้ว่าราชการจังหวัด{}", "ผู้ว่าฯ {}", "จังหวัด{}", "จ.{}"):
                text = f"สั่งการให้{form.format(place.names['th'])} รายงานผล"
                assert [m.id for m in find_agencies(text, "th")] == [place.id], text
    found = find_agencies("สั่งการให้ผู้ว่าราชการกรุงเทพมหานคร รายงานผล", "th")
    assert [m.id for m in found] == ["th:governor-of-bangkok"]


def departments() -> dict[str, str]:
    """The Vietnamese name of each provincial department, by its field."""
    bodies = registry().bodies
    return {i.removeprefix(DEPARTMENTS): b.names["vi"] for i, b in bodies.items() if i.startswith(DEPARTMENTS)}


@pytest.mark.parametrize("field", sorted(departments()))
def test_every_vietnamese_province_has_its_departments(field: str) -> None:
    """Found by name in both languages' forms, and named in English and Vietnamese."""
    seen = set()
    for place in places("vn", "2024-06-01") + places("vn", "2025-09-01"):
        body = f"vn:{place.id.split('-', 1)[1]}-department-of-{field}"
        names = registry().names_of(body)
        assert names is not None
        assert place.names["en"] in names["en"]
        assert [m.id for m in find_agencies(f"Giao {names['vi']} báo cáo.", "vi")] == [body], names
        seen.add((names["vi"], body))
    assert len({name for name, _ in seen}) == len({body for _, body in seen}) >= 63


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "vn:quang-ninh-department-of-health",
            {
                "en": "Quang Ninh Department of Health",
                "vi": "Sở Y tế tỉnh Quảng Ninh",
                "th": "กรมสาธารณสุขจังหวัดกว๋างนิญ",
            },
        ),
        (
            "vn:ho-chi-minh-department-of-taxation",
            {"en": "Ho Chi Minh Department of Taxation", "vi": "Cục Thuế thành phố Hồ Chí Minh"},
        ),
        ("vn:nowhere-department-of-health", None),
        ("vn:ministry-of-nothing", None),
    ],
)
def test_names_of_composed_bodies(body: str, expected: dict[str, str] | None) -> None:
    assert registry().names_of(body) == expected


@pytest.mark.parametrize(
    ("name", "language", "country", "published", "expected"),
    [
        ("Bộ Nông nghiệp", "vi", "vn", "2024-05-01", "vn:ministry-of-agriculture-and-rural-development"),
        ("Bộ Nông nghiệp", "vi", "vn", "2025-05-01", "vn:ministry-of-agriculture-and-environment"),
        ("กรมศุลกากร", "th", "vn", "2024-05", "vn:general-department-of-customs"),
        ("กรมศุลกากร", "th", "vn", "2025-05", "vn:department-of-customs"),
        ("กรมศุลกากร", "th", "th", "2025-05", "th:customs-department"),
        ("BỘ TÀI CHÍNH", "vi", "vn", None, "vn:ministry-of-finance"),
        ("Uỷ ban Dân tộc", "vi", "vn", None, "vn:committee-for-ethnic-minority-affairs"),
        ("Bộ TN - MT", "vi", "vn", None, "vn:ministry-of-natural-resources-and-environment"),
        ("กระทรวงที่ไม่มีจริง", "th", "th", None, None),
    ],
)
def test_resolve(name: str, language: str, country: str, published: str | None, expected: str | None) -> None:
    assert registry().resolve(name, language, country, published) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_known_gaps_are_gaps(language: str) -> None:
    """A row whose name has got an id must leave the table, and no name stands in it twice."""
    rows = [row for row in gap_rows() if row["language"] == language]
    assert len(rows) == len(known_gaps(language))
    for row in rows:
        assert row["reason"]
        assert int(row["count"]) >= 3
        assert registry().resolve(row["name"], language, table(language, "agencies")["country"]["default"]) is None, row


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_gap_in_real_articles_is_known(language: str) -> None:
    """A part of the articles; ``bench/agencies.py --articles`` goes over all of them."""
    file = next(iter(sorted(ARTICLES.glob(f"{language}-*.jsonl.gz"))), None)
    if file is None:
        pytest.skip(f"no {ARTICLES.name} of real news beside the project")
    names: Counter[str] = Counter()
    for article in islice(read(find_inputs([str(file)])), 400):
        assert not isinstance(article, ArticleError)
        try:
            known = describe(article)
        except ArticleError:
            continue
        if known.language == language:
            found = find_agencies(known.normalised.text, language, known.published)
            names.update(unnamed(found, language))
    assert names
    assert not gaps(names, language, 3)
