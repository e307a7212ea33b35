"""The custom attributes of a document, and the shapes they hold."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Annotation:
    """Something found in an article, and what found it.

    Attributes:
        start: Where it starts, in code points of the original text.
        end: Where it ends.
        label: ``agency``, ``deadline``, ``date``, ``quantity``, ``instrument``, ``cue``, ``action`` or ``target``.
        rule: The rule, table row or model that gave it.
    """

    start: int
    end: int
    label: str
    rule: str


# name: default value. Lists are made anew by the component that fills them.
ATTRIBUTES = {
    "normalised": None,  # pipeline.text.NormalisedText
    "words": None,  # list[pipeline.tokens.Word]
    "article": None,  # pipeline.article.Article
    "paragraphs": None,  # list[tuple[start, end, kind]]
    "agencies": None,  # list[pipeline.agencies.AgencyMention]
    "dates": None,  # list[pipeline.deadlines.DateMention]
    "quantities": None,  # list[pipeline.quantities.QuantityMention]
    "instruments": None,  # list[pipeline.instruments.InstrumentMention]
    "cues": None,  # list[pipeline.cues.Cue]
    "reading": None,  # pipeline.tagging.reading.Reading
    "starts": None,  # numpy array, one probability a unit
    "model": None,  # pipeline.model.Model, which made the records
    "detections": None,  # list[pipeline.detection.Detection]
    "links": None,  # list[pipeline.linking.Links], one a detection
    "directives": None,  # list[pipeline.records.Directive]
    "annotations": None,  # list[Annotation]
}


def register() -> None:
    """Make the attributes known to spaCy. Doing it again changes nothing."""
    for name, default in ATTRIBUTES.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
