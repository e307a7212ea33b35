"""The errors in articles: each with its cause, the passage where it stands, and what rules and models said there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.article import Article
from pipeline.evaluation.causes import CAUSES, TELLING, Mistake, Surroundings, mistakes
from pipeline.evaluation.sections import MarkedArticle
from pipeline.records import Directive, Step
from pipeline.scoring import Mark, from_record
from pipeline.scoring.pairing import overlap

if TYPE_CHECKING:
    from spacy.tokens import Doc

Json = dict[str, Any]
Span = tuple[int, int]
Steps = dict[str, list[Json]]

CONTEXT = 150  # characters of the article on either side of the action
# The keys of a record that an error concerns, and those of its trace. The scorer's names come first.
_KEYS = {"agency": ("agencies",), "target": ("target",), "deadline": ("deadline",), "type": ("action",)}
_WHOLE = ("evidence", "specificity", "action", "target", "agencies", "deadline")
_TRACED = {"agency": ("agencies",), "target": ("target",), "deadline": ("deadline",), "type": ("type",)}
_FOUND_BY = ("action", "evidence", "confidence")
# The rules whose proposals matter for a field; None stands for a whole directive.
_PACKAGES = {"agency": ("agencies",), "deadline": ("deadlines",), None: ("agencies", "deadlines", "cues")}


@dataclass(frozen=True)
class Error:
    """One error. Spans are code points of the article as decoded.

    Attributes:
        doc: The article's name.
        language: Its language.
        mistake: What is wrong, and why.
        text: The article.
        passage: The stretch of it to show.
        gold: Where the marked action stands, or None.
        found: Where the found one stands, or None.
        wanted: What is marked, as far as the error concerns it.
        given: What was found, as far as the error concerns it.
        trace: By field the steps behind what was found; under ``rules`` what rules find where it stands.
    """

    doc: str
    language: str
    mistake: Mistake
    text: str
    passage: Span
    gold: Span | None
    found: Span | None
    wanted: Json | None
    given: Json | None
    trace: Steps

    def as_json(self) -> Json:
        """What ``json`` can write: one line of the error list."""
        return {
            "doc": self.doc,
            "language": self.language,
            "cause": self.mistake.cause,
            "kind": self.mistake.kind,
            "field": self.mistake.field,
            "passage": self.text[slice(*self.passage)],
            "spans": {"passage": self.passage, "gold": self.gold, "found": self.found},
            "gold": self.wanted,
            "found": self.given,
            "trace": self.trace,
        }


def find_errors(
    language: str, marked: Mapping[str, MarkedArticle], records: Mapping[str, Sequence[Directive]]
) -> list[Error]:
    """Compare records with marks and tell every error.

    Args:
        language: The language of the articles.
        marked: The marked articles, by name.
        records: What was found in each, by name; an article that is not there has none.

    Returns:
        The errors, by article name, in the order of ``causes.mistakes``.
    """
    from pipeline.nlp import annotating

    nlp = annotating(language)
    errors: list[Error] = []
    for name, one in sorted(marked.items()):
        found = records.get(name, ())
        if not one.marks and not found:
            continue
        doc = nlp.make_doc(one.article.text)
        doc._.article = one.article
        errors += _of_article(name, one, found, _Annotated(one.article, nlp(doc)))
    return errors


def by_cause(errors: Sequence[Error]) -> dict[str, list[Error]]:
    """Group errors by cause, the largest group first, equal ones in the order of ``CAUSES``."""
    groups: dict[str, list[Error]] = {cause: [] for cause in CAUSES}
    for error in errors:
        groups[error.mistake.cause].append(error)
    return {cause: group for cause, group in sorted(groups.items(), key=lambda item: -len(item[1])) if group}


class _Annotated:
    """What rules find in an article, in code points of the article as decoded."""

    def __init__(self, article: Article, doc: Doc) -> None:
        original = doc._.normalised.original
        self.text = article.text
        agencies = [(original(m.start, m.end), f"agencies.{m.rule}") for m in doc._.agencies]
        dates = [(original(m.start, m.end), f"deadlines.{m.rule}") for m in doc._.dates]
        cues = [(original(c.start, c.end), c.kinds) for c in doc._.cues]
        self.named = (
            agencies + dates + [(span, f"cues.{kind}") for span, kinds in cues for kind in kinds if kind in TELLING]
        )
        self.surroundings = Surroundings(
            [(*original(start, end), kind) for start, end, kind in doc._.paragraphs],
            [span for span, _ in agencies],
            [span for span, _ in dates],
            [(*span, kinds) for span, kinds in cues],
        )

    def steps(self, packages: Sequence[str], places: Sequence[Span]) -> list[Json]:
        """The rules of some packages that find something that touches one of some places."""
        return [
            _plain(Step(kind="rule", name=name, text=self.text[slice(*span)], start=span[0], end=span[1]))
            for span, name in sorted(self.named)
            if name.partition(".")[0] in packages and any(overlap(span, place) for place in places)
        ]


def _of_article(name: str, one: MarkedArticle, found: Sequence[Directive], annotated: _Annotated) -> Iterator[Error]:
    marks = [from_record(record) for record in found]
    for mistake in mistakes(one.marks, marks, annotated.surroundings):
        gold = None if mistake.gold is None else one.marks[mistake.gold]
        other = None if mistake.found is None else marks[mistake.found]
        record = None if mistake.found is None else found[mistake.found]
        actions = [mark.action for mark in (gold, other) if mark is not None]
        low, high = min(start for start, _ in actions), max(end for _, end in actions)
        keys = _WHOLE if mistake.field is None else _KEYS[mistake.field]
        yield Error(
            doc=name,
            language=one.article.language or "",
            mistake=mistake,
            text=one.article.text,
            passage=(max(0, low - CONTEXT), min(len(one.article.text), high + CONTEXT)),
            gold=gold.action if gold else None,
            found=other.action if other else None,
            wanted=None if mistake.gold is None else _part(one.directives[mistake.gold], keys),
            given=None if record is None else _part(record.model_dump(mode="json", exclude={"trace"}), keys),
            trace={
                "rules": annotated.steps(_PACKAGES.get(mistake.field, ()), _places(gold or other)),
                **_traced(record, _FOUND_BY if mistake.field is None else _TRACED[mistake.field]),
            },
        )


def _part(directive: Mapping[str, Any], keys: Sequence[str]) -> Json:
    return {key: directive.get(key) for key in keys}


def _places(mark: Mark | None) -> list[Span]:
    """Where a directive, its agencies and its time limit stand."""
    if mark is None:
        return []
    limit = [mark.limit.span] if mark.limit and mark.limit.span else []
    return [mark.evidence, *(party.span for party in mark.parties), *limit]


def _traced(record: Directive | None, names: Sequence[str]) -> Steps:
    if record is None or record.trace is None:
        return {}
    return {name: [_plain(step) for step in getattr(record.trace, name)] for name in names}


def _plain(step: Step) -> Json:
    return step.model_dump(mode="json", exclude_none=True)
