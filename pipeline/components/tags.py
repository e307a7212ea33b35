"""The tagger: what each unit of the article may be, and where actions may begin."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.model import Model, shipped
from pipeline.tagging.reading import Reading, read_units


def read_document(doc: Doc, language: str) -> Reading:
    """Lay an annotated document out for the taggers."""
    return read_units(
        doc._.normalised.text,
        language,
        doc._.words,
        doc._.cues,
        doc._.agencies,
        doc._.dates,
        doc._.paragraphs,
    )


@Language.factory("tags")
def make_tags(nlp: Language, name: str) -> Tags:
    """Make the component with the shipped model of the language."""
    return Tags(shipped(nlp.lang))


class Tags:
    """Sets ``doc._.reading`` and ``doc._.starts``."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Tag a document."""
        doc._.reading, doc._.starts = self.model.tag(read_document(doc, self.model.language))
        return doc
