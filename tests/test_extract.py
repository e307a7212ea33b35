"""From articles to records, and to a file of them."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import TH_TEXT, VI_TEXT

from pipeline.article import Article
from pipeline.errors import ArticleError, BadDate, EmptyText, ModelMissing, UnknownLanguage
from pipeline.extract import outcomes
from pipeline.options import Options

# The package may offer the function under the module's name.
module = importlib.import_module("pipeline.extract")
extract = module.extract

LEAVES_A_GAP = "Bộ Y tế\n"


def test_both_languages() -> None:
    records = list(extract([Article(TH_TEXT, "a"), Article(VI_TEXT, "b")]))
    assert [record.document.source for record in records] == ["a", "b"]
    assert [record.document.language for record in records] == ["th", "vi"]
    assert [record.deadline and record.deadline.due for record in records] == ["2025-06-30", "2025-06-29"]
    for record, text in zip(records, (TH_TEXT, VI_TEXT), strict=True):
        for _, span in record.spans():
            assert text[span.start : span.end] == span.text


def test_spans_are_those_of_the_article_before_normalisation() -> None:
    messy = "\ufeff" + VI_TEXT.replace(" ", "\u00a0 ").replace("\n", "\r\n")
    clean, records = list(extract([VI_TEXT])), list(extract([messy]))
    assert len(clean) == len(records) > 0
    for record in records:
        for _, span in record.spans():
            assert messy[span.start : span.end] == span.text


def test_given_language_and_date_count() -> None:
    records = list(extract([Article(VI_TEXT, published="2020-01-01")], language="vi", published="2025-05"))
    assert {record.document.published for record in records} == {"2025-05"}
    assert {record.document.published_from for record in records} == {"given"}


def test_a_second_run_gives_the_same_bytes() -> None:
    def run() -> list[str]:
        return [record.to_json() for record in extract([Article(TH_TEXT, "a"), Article(VI_TEXT, "b")])]

    assert run() == run()


@pytest.mark.parametrize("one", [VI_TEXT, VI_TEXT.encode(), Article(VI_TEXT), ""])
def test_one_article_has_to_be_in_a_list(one: Any) -> None:
    with pytest.raises(TypeError, match="pass a list"):
        extract(one)


def test_ids_differ() -> None:
    text = VI_TEXT + TH_TEXT + VI_TEXT.replace("Tài chính", "Xây dựng")
    ids = [record.id for record in extract([Article(text, "a"), Article(text, "b")])]
    assert len(ids) == len(set(ids))


def test_one_article_at_a_time() -> None:
    taken = []

    def articles() -> Iterator[Article]:
        for number in range(3):
            taken.append(number)
            yield Article(VI_TEXT, str(number))

    records = extract(articles())
    assert taken == []
    next(records)
    assert taken == [0]


def failing_on(word: str, error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    analyse = module.analyse

    def analyse_or_fail(article: Article, **options: str | None) -> object:
        if word in article.text:
            raise error
        return analyse(article, **options)

    monkeypatch.setattr(module, "analyse", analyse_or_fail)


def test_an_unforeseen_error_costs_one_article(monkeypatch: pytest.MonkeyPatch) -> None:
    failing_on("Y tế", ZeroDivisionError("by nothing"), monkeypatch)
    errors: list[ArticleError] = []
    articles = [VI_TEXT, Article(LEAVES_A_GAP, "gap"), EmptyText("nothing", source="empty"), TH_TEXT]
    records = list(extract(articles, on_error=errors.append))
    assert [record.document.language for record in records] == ["vi", "th"]
    assert [error.line() for error in errors] == [
        {
            "source": "gap",
            "stage": "extract",
            "error": "ZeroDivisionError",
            "message": "unforeseen: by nothing (please report it with the article)",
        },
        {"source": "empty", "stage": "read", "error": "EmptyText", "message": "nothing"},
    ]


def test_errors_are_logged_if_nobody_asks_for_them(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert list(extract([Article("Only English here.", "a.txt")])) == []
    assert "a.txt" in caplog.text


def test_a_missing_model_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    failing_on("Y tế", ModelMissing("train it first"), monkeypatch)
    with pytest.raises(ModelMissing):
        list(extract([LEAVES_A_GAP]))


def test_a_record_that_misquotes_is_not_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    analyse = module.analyse
    monkeypatch.setattr(module, "analyse", lambda article, **_: analyse(Article(VI_TEXT)))
    errors: list[ArticleError] = []
    assert list(extract([Article(VI_TEXT[1:])], on_error=errors.append)) == []
    assert "does not stand at" in str(errors[0])


@pytest.mark.parametrize("published", ["20/5/2568", "2025-13", "9999"])
def test_an_article_whose_date_is_none_fails_alone(published: str) -> None:
    errors: list[ArticleError] = []
    articles = [Article(VI_TEXT, "bad", published=published), Article(VI_TEXT, "good", published="2568-05-20")]
    records = list(extract(articles, on_error=errors.append))
    assert {(record.document.source, record.document.published) for record in records} == {("good", "2025-05-20")}
    (line,) = [error.line() for error in errors]
    assert (line["source"], line["stage"], line["error"]) == ("bad", "date", "BadArticleDate")
    assert published in line["message"]
    assert "YYYY-MM-DD" in line["message"]


@pytest.mark.parametrize(
    ("options", "error"), [({"language": "xx"}, UnknownLanguage), ({"published": "1/1/2025"}, BadDate)]
)
def test_bad_options_are_told_at_once(options: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        extract([VI_TEXT], **options)


def test_a_time_limit_is_not_long_past() -> None:
    text = (
        "Thủ tướng yêu cầu Bộ Xây dựng hoàn thành báo cáo đánh giá toàn tuyến đường vành đai trước ngày 30/6/2019.\n"
        "Phó Thủ tướng giao Bộ Tài chính trình đề án thuế đất trước ngày 30/6/2026.\n"
    )
    for published, kept in (("2019-06-01", {"2019-06-29", "2026-06-29"}), ("2026-06-01", {"2026-06-29"})):
        outcome = next(outcomes([Article(text, published=published)], Options(language="vi", trace=True)))
        assert {one.deadline.due for one in outcome.records if one.deadline} == kept
        dropped = [one for one in outcome.records if one.deadline is None]
        assert len(dropped) == 2 - len(kept)
        for one in dropped:
            assert one.trace is not None
            assert one.trace.deadline[-1].name == "deadlines.long-past"
