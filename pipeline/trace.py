"""Where each field of a record comes from: the rules, table rows and models that gave it.

Names are those of the code: ``agencies.registry`` is the rule ``registry`` of the package ``agencies``,
``linking.leads`` the choice ``leads`` of the linker. Scores are chances from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Protocol

from pipeline.detection import Detection
from pipeline.fields.stretches import window
from pipeline.linking import Links
from pipeline.records import Directive, Step, Trace
from pipeline.tagging.labels import ACTION
from pipeline.tokens import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ROLES = {"lead": "linking.leads", "coordinating": "linking.partners"}


class _Ruled(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def rule(self) -> str: ...


def traces(doc: Doc) -> list[Trace]:
    """Explain the records of a document.

    Args:
        doc: A document that the pipeline has worked on.

    Returns:
        One trace for each of ``doc._.directives``, in order.
    """
    tracer = _Tracer(doc)
    pairs = zip(doc._.detections, doc._.links, strict=True)
    made = {tracer.place(found.span): (found, links) for found, links in pairs}
    places = [(record.action.start, record.action.end) for record in doc._.directives]
    # A component added behind ours may have made records of its own, of which nothing is known here.
    return [
        tracer.trace(record, *made[place]) if place in made else Trace()
        for record, place in zip(doc._.directives, places, strict=True)
    ]


class _Tracer:
    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc._.article.text
        self.reading = doc._.reading
        self.fields = doc._.model.fields

    def place(self, span: Span) -> Span:
        """A span of the normalised text in code points of the original."""
        place: Span = self.doc._.normalised.original(*span)
        return place

    def step(
        self, kind: Literal["rule", "model"], name: str, span: Span | None = None, score: float | None = None
    ) -> Step:
        if span is None:
            return Step(kind=kind, name=name, score=score)
        start, end = self.place(span)
        return Step(kind=kind, name=name, text=self.text[start:end], start=start, end=end, score=score)

    def trace(self, record: Directive, found: Detection, links: Links) -> Trace:
        evidence = (record.evidence.start, record.evidence.end)
        span = found.span
        dated = record.deadline is not None and record.deadline.relation != "asap"
        specific = self.fields.specific(self.reading, span, dated=dated, counted=bool(record.quantities))
        chance = specific if record.specificity == "specific" else 1 - specific
        return Trace(
            issuer=self._issuer(links),
            agencies=self._agencies(links),
            action=self._action(found),
            type=(self.step("model", "fields.kinds", span),),
            target=(self.step("model", "fields.target", span),),
            quantities=self._named("quantities", [(q.start, q.end) for q in record.quantities]),
            deadline=self._deadline(links),
            instruments=self._named("instruments", [(i.start, i.end) for i in record.instruments]),
            evidence=(*self._cues(evidence), self.step("rule", "fields.evidence", span)),
            specificity=(self.step("model", "fields.specific", span, chance),),
            confidence=(
                self.step("model", "detection.judge", span, found.score),
                self.step("model", "detection.calibration", None, found.probability),
            ),
        )

    def _action(self, found: Detection) -> tuple[Step, ...]:
        low, high = window(self.reading, found.span)
        inside = self.reading.marginals.of(*ACTION)[low:high]
        return (
            self.step("model", "tagging.crf", found.span, float(inside.mean()) if high > low else None),
            self.step("model", "detection.starts", found.span, float(self.doc._.starts[low]) if high > low else None),
            self.step("model", "detection.judge", found.span, found.score),
        )

    def _issuer(self, links: Links) -> tuple[Step, ...]:
        chance = links.scores.get("issuer")
        if links.issuer is None:
            return (self.step("model", "linking.orders", None, chance),)
        mention = self.reading.agencies[links.issuer]
        return self._chosen("agencies", mention, "linking.orders", chance)

    def _agencies(self, links: Links) -> tuple[Step, ...]:
        steps: list[Step] = []
        for index, role in links.agencies:
            chance = links.scores.get("agencies") if role == "lead" else None
            steps += self._chosen("agencies", self.reading.agencies[index], _ROLES[role], chance)
        return tuple(steps) or (self.step("model", "linking.leads", None, links.scores.get("agencies")),)

    def _deadline(self, links: Links) -> tuple[Step, ...]:
        chance = links.scores.get("deadline")
        if links.deadline is None:
            return (self.step("model", "linking.limits", None, chance),)
        return self._chosen("deadlines", self.reading.dates[links.deadline], "linking.limits", chance)

    def _chosen(self, package: str, mention: _Ruled, model: str, chance: float | None) -> tuple[Step, ...]:
        """A mention that a rule proposed and a model chose."""
        span = mention.start, mention.end
        return self.step("rule", f"{package}.{mention.rule}", span), self.step("model", model, span, chance)

    def _named(self, package: str, places: Sequence[Span]) -> tuple[Step, ...]:
        """The rules that found what stands at some places of the original text."""
        mentions: Sequence[_Ruled] = getattr(self.doc._, package)
        by_place = {self.place((m.start, m.end)): m for m in mentions}
        found = [by_place[place] for place in places if place in by_place]
        return tuple(self.step("rule", f"{package}.{m.rule}", (m.start, m.end)) for m in found)

    def _cues(self, evidence: Span) -> list[Step]:
        """The cue words in the evidence: why it reads as an order."""
        inside = [c for c in self.doc._.cues if _overlap(self.place((c.start, c.end)), evidence)]
        return [self.step("rule", f"cues.{kind}", (c.start, c.end)) for c in inside for kind in c.kinds]


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]
