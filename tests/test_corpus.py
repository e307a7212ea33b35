"""The corpus: every mark stands where it should and says something that the schema and the registry know."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from pipeline.agencies.registry import registry
from pipeline.gold import GoldArticle, GoldDirective, read_gold
from pipeline.language import languages, table
from pipeline.records import ActionType, Deadline, Instrument, Quantity, Role
from pipeline.text import normalise
from pipeline.tokens import Span

CORPUS = Path(__file__).parent.parent / "corpus"
SAMPLES = 4  # a language


@cache
def corpus() -> tuple[GoldArticle, ...]:
    """The whole corpus; reading it finds every quote or fails."""
    return tuple(read_gold(CORPUS / "gold.jsonl", CORPUS / "articles"))


def _directives() -> Iterator[tuple[str, str, GoldDirective]]:
    """Article name, normalised text and directive."""
    for article in corpus():
        for directive in article.directives:
            yield article.name, article.article.normalised.text, directive


def _within(span: Span, outer: Span) -> bool:
    return outer[0] <= span[0] and span[1] <= outer[1]


def _apart(span: Span, other: Span) -> bool:
    return span[1] <= other[0] or other[1] <= span[0]


@cache
def _departments() -> frozenset[str]:
    """What may follow a place in a composed id: ``department-of-health``."""
    rules = table("vi", "agencies")["departments"]
    prefix = rules["class_prefix"]
    fields = [body.removeprefix(prefix) for body in registry().bodies if body.startswith(prefix)]
    return frozenset(f"department-of-{field}" for field in (*fields, *rules["local"]))


@cache
def _places() -> frozenset[str]:
    """What a composed id may begin with: ``quang-ninh``, ``ha-noi``."""
    bodies = registry().bodies.values()
    return frozenset(
        body.id.split("-", 1)[1]
        for body in bodies
        if body.kind in ("province", "municipality") and body.country == "vn"
    )


def _known(body: str | None) -> bool:
    """Whether an id is null, in the registry, or a Vietnamese place's department."""
    if body is None or body in registry().bodies:
        return True
    country, _, name = body.partition(":")
    return country == "vn" and any(
        name == f"{place}-{department}"
        for place in _places()
        if name.startswith(place)
        for department in _departments()
    )


@pytest.mark.parametrize(
    ("body", "known"),
    [
        (None, True),
        ("th:ministry-of-finance", True),
        ("vn:quang-ninh-department-of-health", True),
        ("vn:da-nang-department-of-taxation", True),
        ("vn:ha-noi-police", False),
        ("vn:atlantis-department-of-health", False),
        ("vn:quang-ninh-department-of-magic", False),
        ("th:nong-khai-department-of-health", False),
        ("ministry-of-finance", False),
    ],
)
def test_the_check_of_ids_itself(body: str | None, known: bool) -> None:
    assert _known(body) is known


def test_every_quote_stands_in_its_article_and_every_article_has_its_line() -> None:
    names = [article.name for article in corpus()]
    assert len(names) == len(set(names))
    assert set(names) == {path.stem for path in (CORPUS / "articles").iterdir()}
    assert {article.name[:2] for article in corpus()} == set(languages())
    assert [a.name for a in corpus() if a.name[:2] != a.article.language] == []


def test_evidence_lies_inside_one_paragraph_and_holds_action_and_target() -> None:
    for name, text, directive in _directives():
        evidence = directive.evidence
        assert "\n" not in text[slice(*evidence)], (name, evidence)
        assert _within(directive.action, evidence), (name, directive.action)
        assert directive.target is None or _within(directive.target, evidence), (name, directive.target)


def test_actions_do_not_overlap_in_an_article_unless_they_are_the_same() -> None:
    for article in corpus():
        actions = sorted({directive.action for directive in article.directives})
        for before, after in itertools.pairwise(actions):
            assert before[1] <= after[0], (article.name, before, after)


def test_inherited_means_outside_the_evidence() -> None:
    for name, text, directive in _directives():
        parties = [(span, inherited) for span, _, _, inherited in directive.agencies]
        if directive.deadline:
            parties.append((directive.deadline[0], directive.deadline[1]["inherited"]))
        for span, inherited in parties:
            right = _apart(span, directive.evidence) if inherited else _within(span, directive.evidence)
            assert right, (name, text[slice(*span)], inherited)


def test_types_roles_and_fields_are_those_of_the_record() -> None:
    for name, text, directive in _directives():
        assert directive.kind in get_args(ActionType), (name, directive.kind)
        assert {role for _, _, role, _ in directive.agencies} <= set(get_args(Role)), name
        parts = [(Quantity, quantity) for quantity in directive.quantities]
        parts += [(Instrument, instrument) for instrument in directive.instruments]
        if directive.deadline:
            parts.append((Deadline, directive.deadline[1]))
        for kind, marked in parts:
            place = {"start": 0, "end": len(marked["text"])}
            kind.model_validate(place | {key: value for key, value in marked.items() if key != "span"})
        for _, marked in parts:
            if not marked.get("inherited"):
                assert normalise(marked["text"]).text in text[slice(*directive.evidence)], (name, marked["text"])


def test_the_second_marks_are_of_the_same_articles_and_whole() -> None:
    second = list(read_gold(CORPUS / "second.jsonl", CORPUS / "articles"))  # finds every quote or fails
    first = {article.name: article for article in corpus()}
    names = [article.name for article in second]
    assert len(set(names)) == len(names) == 30
    assert set(names) <= first.keys()
    assert all(d.kind in get_args(ActionType) for a in second for d in a.directives)
    # Two readers; a copy of the first marks would agree in everything.
    assert sum(article.directives != first[article.name].directives for article in second) > len(second) / 2


def test_ids_are_in_the_registry_or_composed_and_of_one_country_an_article() -> None:
    for article in corpus():
        ids = [body for directive in article.directives for _, body, _, _ in directive.agencies]
        ids += [directive.issuer[1] for directive in article.directives if directive.issuer]
        assert [body for body in ids if not _known(body)] == [], article.name
        # Thai papers report on Vietnam too, but no article here on both governments.
        assert len({body.split(":")[0] for body in ids if body}) <= 1, article.name


@pytest.mark.parametrize("language", languages())
def test_there_are_enough_articles_and_enough_that_hold_little(language: str) -> None:
    counts = [len(article.directives) for article in corpus() if article.article.language == language]
    assert len(counts) >= 80
    assert sum(count <= 2 for count in counts) >= len(counts) / 4


def test_the_samples_are_links_to_articles() -> None:
    samples = sorted((CORPUS / "samples").iterdir())
    assert [path.name[:2] for path in samples] == [language for language in languages() for _ in range(SAMPLES)]
    for path in samples:
        assert path.is_symlink()
        assert not path.readlink().is_absolute()
        assert path.resolve(strict=True) == (CORPUS / "articles" / path.name).resolve(strict=True)
