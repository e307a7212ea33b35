"""Records from what the models say of an article."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.agencies import registry
from pipeline.article import Article
from pipeline.deadlines import is_long_past
from pipeline.detection import Detection
from pipeline.fields import Fields, evidence_span
from pipeline.fields.whole import whole
from pipeline.instruments import InstrumentMention
from pipeline.linking import Links
from pipeline.quantities import QuantityMention, goal_quantities
from pipeline.records import (
    Action,
    Agency,
    Deadline,
    Directive,
    Document,
    Evidence,
    Instrument,
    Issuer,
    Names,
    Quantity,
    Target,
    record_id,
)
from pipeline.tagging.reading import Reading
from pipeline.tokens import Span


class _Quotes:
    """Spans of the normalised text as quotes from the original."""

    def __init__(self, article: Article) -> None:
        self.article = article

    def __call__(self, start: int, end: int) -> dict[str, object]:
        low, high = self.article.normalised.original(start, end)
        return {"text": self.article.text[low:high], "start": low, "end": high}


def _within(span: Span, outer: Span) -> bool:
    return outer[0] <= span[0] and span[1] <= outer[1]


def assemble(
    article: Article,
    reading: Reading,
    detections: Sequence[Detection],
    links: Sequence[Links],
    fields: Fields,
    extractor: str,
    quantities: Sequence[QuantityMention],
    instruments: Sequence[InstrumentMention],
) -> list[Directive]:
    """Make the records of an article.

    Args:
        article: The article, described: its language must be known.
        reading: The tagged article.
        detections: The actions found, in order.
        links: Agencies, deadline and issuer of each.
        fields: The models for the remaining fields.
        extractor: What the records name as their maker.
        quantities: The article's quantities.
        instruments: The legal texts it names.

    Returns:
        One record a detection, in order; spans are code points of the original text.
    """
    quote = _Quotes(article)
    document = Document.model_validate(
        {
            "id": article.id,
            "source": article.source,
            "url": article.url,
            "title": article.title,
            "language": article.language,
            "published": article.published,
            "published_from": article.published_from,
        }
    )
    actions = [found.span for found in detections]
    named, counted = [(i.start, i.end) for i in instruments], [(q.start, q.end) for q in quantities]
    records = []
    for found, link in zip(detections, links, strict=True):
        span = found.span
        target = fields.target(reading, span)
        target = target and whole(reading.text, target, span, named, counted)
        date = reading.dates[link.deadline] if link.deadline is not None else None
        if date is not None and is_long_past(date.due, article.published):
            date = None
        agencies = [(reading.agencies[index], role) for index, role in link.agencies]
        paragraph = next(((a, b) for a, b, _ in reading.paragraphs if a <= span[0] < b), span)
        own = [(m.start, m.end) for m, _ in agencies] + ([(date.start, date.end)] if date else [])
        own += [target] if target else []
        low, high = evidence_span(reading, span, [s for s in own if _within(s, paragraph)])
        evidence = (low, high)
        limit = (date.start, date.end) if date else None
        apart = [(m.start, m.end) for m, _ in agencies] + [a for a in actions if a != span]
        goals = goal_quantities(quantities, evidence, span, apart=apart, deadline=limit)
        stated = Evidence.model_validate(quote(*evidence))
        kind = fields.kind(reading, span)
        action = Action.model_validate(quote(*span) | {"type": kind})
        issuer = reading.agencies[link.issuer] if link.issuer is not None else None
        dated = date is not None and date.relation != "asap"
        specific = fields.specific(reading, span, dated=dated, counted=bool(goals))
        records.append(
            Directive(
                id=record_id(document, stated, action),
                document=document,
                issuer=Issuer.model_validate(
                    quote(issuer.start, issuer.end)
                    | {"id": issuer.id, "inherited": not _within((issuer.start, issuer.end), evidence)}
                )
                if issuer
                else None,
                agencies=tuple(
                    Agency.model_validate(
                        quote(m.start, m.end)
                        | {
                            "id": m.id,
                            "name": _names(m.id),
                            "role": role,
                            "inherited": not _within((m.start, m.end), evidence),
                        }
                    )
                    for m, role in agencies
                ),
                action=action,
                target=Target.model_validate(quote(*target)) if target else None,
                quantities=tuple(
                    Quantity.model_validate(
                        quote(q.start, q.end) | {"value": q.value, "unit": q.unit, "comparison": q.comparison}
                    )
                    for q in goals
                ),
                deadline=Deadline.model_validate(
                    quote(date.start, date.end)
                    | {
                        "relation": date.relation,
                        "edtf": date.edtf,
                        "due": date.due,
                        "time": date.time,
                        "duration": date.duration,
                        "working_days": date.working_days,
                        "rrule": date.rrule,
                        "approximate": date.approximate,
                        "inherited": not _within((date.start, date.end), evidence),
                    }
                )
                if date
                else None,
                instruments=tuple(
                    Instrument.model_validate(quote(i.start, i.end) | {"number": i.number})
                    for i in instruments
                    if _within((i.start, i.end), evidence)
                ),
                evidence=stated,
                specificity="specific" if specific >= 0.5 else "general",
                confidence=found.probability,
                extractor=extractor,
            )
        )
    return records


def _names(body: str | None) -> Names | None:
    """A body's names in the languages that the registry has them in."""
    names = registry().names_of(body) if body is not None else None
    return Names(**{code: names.get(code) for code in ("en", "vi", "th")}) if names is not None else None
