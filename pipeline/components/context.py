"""What the article is: its date, headline and source where the caller gave none, and its paragraphs."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.article import Article
from pipeline.metadata import describe, paragraphs


@Language.factory("context")
def make_context(nlp: Language, name: str) -> Context:
    """Make the component for a language's pipeline."""
    return Context(nlp.lang or "")


class Context:
    """Fills ``doc._.article`` if it is empty, and ``doc._.paragraphs``."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        """Describe the article of a document."""
        if doc._.article is None:
            doc._.article = describe(Article(doc.text), language=self.language)
        doc._.paragraphs = paragraphs(doc._.normalised.text)
        return doc
