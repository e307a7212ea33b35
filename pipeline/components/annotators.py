"""The annotators: whatever can be recognised by its form, before anything is decided."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.agencies import find_agencies
from pipeline.article import Article
from pipeline.cues import find_cues
from pipeline.deadlines import find_dates, known_unit, reference_date
from pipeline.instruments import find_instruments
from pipeline.quantities import find_quantities


def _agencies(doc: Doc, article: Article, language: str) -> None:
    doc._.agencies = find_agencies(doc._.normalised.text, language, article.published)


def _dates(doc: Doc, article: Article, language: str) -> None:
    published = article.published
    doc._.dates = find_dates(doc._.normalised.text, language, reference_date(published), known_unit(published))


def _quantities(doc: Doc, article: Article, language: str) -> None:
    doc._.quantities = find_quantities(doc._.normalised.text, language)


def _instruments(doc: Doc, article: Article, language: str) -> None:
    doc._.instruments = find_instruments(doc._.normalised.text, language)


def _cues(doc: Doc, article: Article, language: str) -> None:
    doc._.cues = find_cues(doc._.normalised.text, doc._.words, language)


ANNOTATORS: dict[str, Callable[[Doc, Article, str], None]] = {
    "agencies": _agencies,
    "dates": _dates,
    "quantities": _quantities,
    "instruments": _instruments,
    "cues": _cues,
}


class Annotator:
    """Runs one annotator and keeps what it found in the attribute of its name."""

    def __init__(self, language: str, annotate: Callable[[Doc, Article, str], None]) -> None:
        self.language = language
        self.annotate = annotate

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a document."""
        self.annotate(doc, doc._.article, self.language)
        return doc


def _register(name: str, annotate: Callable[[Doc, Article, str], None]) -> None:
    def make(nlp: Language, name: str) -> Annotator:
        return Annotator(nlp.lang or "", annotate)

    Language.factory(name, func=make)


for _name, _annotate in ANNOTATORS.items():
    _register(_name, _annotate)
