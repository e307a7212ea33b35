"""The last component: actions chosen, linked and written as records."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.assemble import assemble
from pipeline.components.attributes import Annotation
from pipeline.model import Model, shipped


@Language.factory("directives")
def make_directives(nlp: Language, name: str) -> Directives:
    """Make the component with the shipped model of the language."""
    return Directives(shipped(nlp.lang))


class Directives:
    """Sets ``doc._.directives``, what they were made from, and ``doc._.annotations``."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Find the directives of a tagged document."""
        found = self.model.detector.detect(doc._.reading, doc._.starts)
        links = self.model.linker.link(doc._.reading, [d.span for d in found]) if found else []
        doc._.model, doc._.detections, doc._.links = self.model, found, links
        doc._.directives = assemble(
            doc._.article,
            doc._.reading,
            found,
            links,
            self.model.fields,
            self.model.name,
            doc._.quantities,
            doc._.instruments,
        )
        doc._.annotations = self._annotations(doc)
        return doc

    def _annotations(self, doc: Doc) -> list[Annotation]:
        """Everything found in the article with the rule or model that gave it, in order of the text."""
        original = doc._.normalised.original
        found = [(m.start, m.end, "agency", f"agencies.{m.rule}") for m in doc._.agencies]
        found += [(m.start, m.end, "deadline" if m.limits else "date", f"deadlines.{m.rule}") for m in doc._.dates]
        found += [(m.start, m.end, "quantity", f"quantities.{m.rule}") for m in doc._.quantities]
        found += [(m.start, m.end, "instrument", f"instruments.{m.rule}") for m in doc._.instruments]
        found += [(c.start, c.end, "cue", "+".join(f"cues.{kind}" for kind in c.kinds)) for c in doc._.cues]
        marks = []
        for start, end, label, rule in found:
            low, high = original(start, end)
            marks.append(Annotation(low, high, label, rule))
        for record in doc._.directives:
            marks.append(Annotation(record.action.start, record.action.end, "action", "detection.judge"))
            if record.target:
                marks.append(Annotation(record.target.start, record.target.end, "target", "fields.target"))
        return sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.label))
