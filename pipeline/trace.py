"""Where each field of a record comes from: the rules, table rows and models that gave it.

Names are those of the code: ``agencies.registry`` is the rule ``registry`` of the package ``agencies``,
``linking.leads`` the choice ``leads`` of the linker. Scores are chances from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from pipeline.article import Article
from pipeline.cues import Cue
from pipeline.detection import Detection
from pipeline.fields import Fields
from pipeline.fields.stretches import window
from pipeline.linking import Links
from pipeline.records import Directive, Step, Trace
from pipeline.tagging.labels import ACTION
from pipeline.tagging.logistic import Floats
from pipeline.tagging.reading import Reading
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
    named = {"quantities": doc._.quantities, "instruments": doc._.instruments}
    sources = Sources(doc._.article, doc._.reading, doc._.starts, doc._.cues, named, doc._.model.fields)
    return explained(sources, doc._.detections, doc._.links, doc._.directives)


@dataclass(frozen=True)
class Sources:
    """What the records of an article were made from. Offsets are code points of its normalised text.

    Attributes:
        article: The article.
        reading: It, tagged.
        starts: The chance of each unit that an action begins there.
        cues: Its cue words.
        named: Its ``quantities`` and ``instruments``.
        fields: The models for the remaining fields.
    """

    article: Article
    reading: Reading
    starts: Floats
    cues: Sequence[Cue]
    named: Mapping[str, Sequence[_Ruled]]
    fields: Fields


def explained(
    sources: Sources, detections: Sequence[Detection], links: Sequence[Links], records: Sequence[Directive]
) -> list[Trace]:
    """Explain the records of an article.

    Args:
        sources: What they were made from.
        detections: The actions found.
        links: What belongs to each of them.
        records: The records.

    Returns:
        One trace for each record, in order.
    """
    tracer = _Tracer(sources)
    made = {tracer.place(found.span): (found, link) for found, link in zip(detections, links, strict=True)}
    places = [(record.action.start, record.action.end) for record in records]
    # A component added behind ours may have made records of its own, of which nothing is known here.
    return [
        tracer.trace(record, *made[place]) if place in made else Trace()
        for record, place in zip(records, places, strict=True)
    ]


class _Tracer:
    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.text = sources.article.text
        self.reading = sources.reading
        self.fields = sources.fields

    def place(self, span: Span) -> Span:
        """A span of the normalised text in code points of the original."""
        return self.sources.article.normalised.original(*span)

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
            deadline=self._deadline(links, dropped=record.deadline is None),
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
        assert self.reading.marginals is not None  # actions are only found in what is tagged
        # Labels that the roles have settled are chances by themselves, so a sum may pass 1.
        inside = self.reading.marginals.of(*ACTION)[low:high]
        return (
            self.step("model", "tagging.crf", found.span, min(1.0, float(inside.mean())) if high > low else None),
            self.step("model", "detection.starts", found.span, float(self.sources.starts[low]) if high > low else None),
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

    def _deadline(self, links: Links, *, dropped: bool) -> tuple[Step, ...]:
        chance = links.scores.get("deadline")
        if links.deadline is None:
            return (self.step("model", "linking.limits", None, chance),)
        date = self.reading.dates[links.deadline]
        chosen = self._chosen("deadlines", date, "linking.limits", chance)
        return (*chosen, self.step("rule", "deadlines.long-past", (date.start, date.end))) if dropped else chosen

    def _chosen(self, package: str, mention: _Ruled, model: str, chance: float | None) -> tuple[Step, ...]:
        """A mention that a rule proposed and a model chose."""
        span = mention.start, mention.end
        return self.step("rule", f"{package}.{mention.rule}", span), self.step("model", model, span, chance)

    def _named(self, package: str, places: Sequence[Span]) -> tuple[Step, ...]:
        """The rules that found what stands at some places of the original text."""
        by_place = {self.place((m.start, m.end)): m for m in self.sources.named[package]}
        found = [by_place[place] for place in places if place in by_place]
        return tuple(self.step("rule", f"{package}.{m.rule}", (m.start, m.end)) for m in found)

    def _cues(self, evidence: Span) -> list[Step]:
        """The cue words in the evidence: why it reads as an order."""
        inside = [c for c in self.sources.cues if _overlap(self.place((c.start, c.end)), evidence)]
        return [self.step("rule", f"cues.{kind}", (c.start, c.end)) for c in inside for kind in c.kinds]


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]
