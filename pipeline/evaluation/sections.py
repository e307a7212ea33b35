"""The sections of an evaluation: which articles each is on, and whose records are compared there."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.article import Article
from pipeline.errors import UsageError
from pipeline.evaluation.outcomes import Item, Measured, digest
from pipeline.gold import read_rows
from pipeline.scoring import RIGHT, Mark, from_gold, from_record, intervals, score_article, total, verdict

if TYPE_CHECKING:
    from pipeline.gold import GoldArticle
    from pipeline.records import Directive

Json = dict[str, Any]
Records = Mapping[str, Sequence["Directive"]]

# In this order: what is quick and fails first if there is no model, goes first.
SECTIONS = ("samples", "deadlines", "corpus", "dev", "aside")
HIDDEN = frozenset({"aside"})  # only for scoring: nobody reads its articles or its errors


@dataclass(frozen=True, slots=True)
class Places:
    """Where the marked texts lie.

    Attributes:
        corpus: The folder with this project's own articles: ``articles/``, ``samples/``, ``gold.jsonl``.
        gold: The folder with ``dev.jsonl``, ``aside.jsonl`` and ``articles/``, or None.
        deadlines: The folder with one file of deadline phrases a language, or None.
    """

    corpus: Path
    gold: Path | None
    deadlines: Path | None

    def missing(self, section: str, language: str) -> str | None:
        """Why a section cannot be measured here, or None if it can."""
        needed: dict[str, list[Path | None]] = {
            "samples": [self.corpus / "gold.jsonl", self.corpus / "samples"],
            "corpus": [self.corpus / "gold.jsonl"],
            "dev": [self.gold and self.gold / "dev.jsonl"],
            "aside": [self.gold and self.gold / "aside.jsonl"],
            "deadlines": [self.deadlines and self.deadlines / f"{language}.jsonl"],
        }
        for path in needed[section]:
            if path is None:
                option = "--deadlines-dir" if section == "deadlines" else "--gold-dir"
                return f"not here: name its folder with {option}"
            if not path.exists():
                return f"no {path.name} in {path.parent}"
        return None


def measure(section: str, language: str, places: Places, folds: int) -> Measured:
    """Measure one section in one language.

    Args:
        section: One of ``SECTIONS``, for which ``places.missing`` says nothing.
        language: The language's code.
        places: Where the marked texts lie.
        folds: Into how many parts a cross-validation divides the articles.

    Returns:
        The figures, and what became of each marked directive or phrase.

    Raises:
        UsageError: A file with marks is broken.
        ModelError: The section needs the shipped model, and it cannot be used.
    """
    if section == "deadlines":
        assert places.deadlines is not None
        return _phrases(language, places.deadlines / f"{language}.jsonl")
    if section == "corpus":
        marked = read_marked(places.corpus / "gold.jsonl", places.corpus / "articles", language)
        return _scored(section, language, marked, cross_validated(language, marked, [places.corpus], folds))
    if section == "samples":
        names = {path.stem for path in (places.corpus / "samples").glob("*.txt")}
        everything = read_marked(places.corpus / "gold.jsonl", places.corpus / "articles", language)
        marked = {name: one for name, one in everything.items() if name in names}
        return _scored(section, language, marked, _shipped(marked))
    assert places.gold is not None
    marked = read_marked(places.gold / f"{section}.jsonl", places.gold / "articles", language)
    if section == "dev":
        # Trained as the shipped model is: on both, so that a fold's model is the shipped one but for its own
        # articles.
        both = [folder for folder in (places.corpus, places.gold) if folder.is_dir()]
        return _scored(section, language, marked, cross_validated(language, marked, both, folds))
    return _scored(section, language, marked, _shipped(marked))


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article with its marks, in code points of the article as decoded."""

    article: Article
    marks: tuple[Mark, ...]
    digest: str
    directives: tuple[Json, ...] = ()  # the marks as the gold line has them


def read_marked(path: Path, articles: Path, language: str) -> dict[str, MarkedArticle]:
    """The articles of one language in a gold file, by name."""
    found = {}
    for number, row in read_rows(path):
        try:
            if row["language"] != language:
                continue
            text = (articles / f"{row['doc']}.txt").read_bytes().decode("utf-8")
            date_from = "metadata" if row.get("published") else None
            found[row["doc"]] = MarkedArticle(
                Article(text, f"{row['doc']}.txt", language, row.get("published"), date_from),
                tuple(from_gold(directive, text) for directive in row["directives"]),
                digest([text, json.dumps(row, sort_keys=True)]),
                tuple(row["directives"]),
            )
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise UsageError(f"{path}, line {number}: {type(error).__name__}: {error}") from error
    return found


def cross_validated(language: str, marked: Mapping[str, MarkedArticle], folders: Sequence[Path], folds: int) -> Records:
    """Records of each article by models that never saw it."""
    from pipeline.train import cross_validate, load_gold, load_marked

    known: dict[str, GoldArticle] = {}
    for folder in folders:
        for article in load_gold(folder):
            if known.setdefault(article.name, article) is not article:
                raise UsageError(f"two marked articles are named {article.name}: rename the one in corpus/")
    of_language = [article for article in [*known.values(), *load_marked()] if article.article.language == language]
    records: Records = cross_validate(language, of_language, list(marked), folds)
    return records


def _shipped(marked: Mapping[str, MarkedArticle]) -> Records:
    """Records of each article by the model in use."""
    from pipeline.extract import extract_one

    return {name: extract_one(one.article, language=one.article.language or "auto") for name, one in marked.items()}


def _scored(section: str, language: str, marked: Mapping[str, MarkedArticle], records: Records) -> Measured:
    lost = sorted(marked.keys() - records.keys())
    if lost:
        raise RuntimeError(f"{section}: no answer for {len(lost)} of {len(marked)} articles")
    parts, items = [], {}
    for name, one in sorted(marked.items()):
        found = [from_record(record) for record in records[name]]
        score = score_article(one.marks, found)
        parts.append(score.counts)
        spurious = tuple(found[number].action for number in score.spurious)
        item = Item(one.digest, score.right, spurious, text=one.article.text)
        items[name] = replace(item, shown=tuple(item.quote(mark.action) for mark in one.marks))
    figures = total(parts)
    return Measured(
        section,
        language,
        {name: figure.f1 for name, figure in figures.items()},
        items,
        figures,
        intervals(parts),
        hidden=section in HIDDEN,
    )


def _phrases(language: str, path: Path) -> Measured:
    from pipeline.deadlines import find_deadlines
    from pipeline.text import normalise

    items, verdicts = {}, Counter[str]()
    for number, case in read_rows(path):
        try:
            normal = normalise(case["text"])
            found = find_deadlines(normal.text, language, date.fromisoformat(case["reference"]))
            answer = None
            if found:  # a sentence has one marked phrase at most; the first one found answers for it
                start, end = normal.original(found[0].start, found[0].end)
                answer = {**asdict(found[0]), "start": start, "end": end}
            given = verdict(case, answer)
            name = str(case["id"])
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{path}, line {number}: {type(error).__name__}: {error}") from error
        verdicts[given] += 1
        right = frozenset({RIGHT}) if given == RIGHT else frozenset[str]()
        told = case["expression"] or "(no time limit)"
        items[name] = Item(
            digest([json.dumps(case, sort_keys=True)]),
            (right,),
            shown=(told if given == RIGHT else f"{told}: {given}",),
        )
    accuracy = verdicts[RIGHT] / len(items) if items else 0.0
    return Measured("deadlines", language, {"accuracy": accuracy}, items, verdicts=verdicts)
