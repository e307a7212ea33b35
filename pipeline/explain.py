"""Show what was found in an article and by which rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.text import Text

from pipeline.records import Directive, Span, Step, Trace
from pipeline.trace import traces

if TYPE_CHECKING:
    from spacy.tokens import Doc

_STYLES = {
    "agency": "bold green",
    "issuer": "bold magenta",
    "action": "bold cyan",
    "target": "cyan",
    "deadline": "bold yellow",
    "quantity": "blue",
    "instrument": "dim blue",
    "cue": "bold red",
}
_OTHER_STYLE = "underline"
# What `Directive.spans` calls one of them, and the record's key for all.
_MANY = {"agency": "agencies", "quantity": "quantities", "instrument": "instruments"}
_CUT = 160


class _Annotation(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def label(self) -> str: ...


def explain(doc: Doc, console: Console | None = None) -> None:
    """Print an article with its annotations marked, then each directive with the rules behind its fields.

    Args:
        doc: A document that the pipeline has worked on.
        console: Where to print; by default standard output, in colours if it is a terminal.
    """
    out = console or Console(highlight=False, soft_wrap=True)
    article, annotations, directives = doc._.article, doc._.annotations, doc._.directives
    known = [article.language, article.published and f"{article.published} ({article.published_from})"]
    out.print(Text(" · ".join(str(part) for part in [article.source or "-", *known] if part), style="bold"))
    out.print()
    out.print(_coloured(article.text, annotations) if out.is_terminal else Text(marked(article.text, annotations)))
    for number, (directive, trace) in enumerate(zip(directives, traces(doc), strict=True), start=1):
        out.print()
        out.print(Text(_headline(number, directive), style="bold"))
        for name, value, sources in fields(directive, trace):
            line = Text(f"  {name:<11} ", style="dim")
            line.append(value, style=_STYLES.get(name, ""))
            if sources:
                line.append(f"  ← {', '.join(sources)}", style="dim")
            out.print(line)
    if not directives:
        out.print()
        out.print(Text("No directives found.", style="bold"))


def _headline(number: int, directive: Directive) -> str:
    return f"{number}. {directive.specificity}, {directive.action.type}, confidence {directive.confidence:.2f}"


def _coloured(text: str, annotations: Sequence[_Annotation]) -> Text:
    shown = Text(text)
    # Long spans first, so that what lies inside them stays visible.
    for mark in sorted(annotations, key=lambda mark: mark.start - mark.end):
        shown.stylize(_STYLES.get(mark.label, _OTHER_STYLE), mark.start, mark.end)
    return shown


def marked(text: str, annotations: Iterable[_Annotation]) -> str:
    """Set brackets around annotated spans: ``[agency: …]``.

    Args:
        text: The article.
        annotations: What was found in it. Of two spans that cross, the earlier is marked; both may show a
            rule below.

    Returns:
        The article with the marks.
    """
    parts: list[str] = []
    open_ends: list[int] = []
    done = 0

    def go_to(position: int) -> None:
        nonlocal done
        while open_ends and open_ends[-1] <= position:
            end = open_ends.pop()
            parts.extend((text[done:end], "]"))
            done = end
        parts.append(text[done:position])
        done = position

    for mark in sorted(annotations, key=lambda mark: (mark.start, -mark.end)):
        go_to(mark.start)
        if not open_ends or mark.end <= open_ends[-1]:
            parts.append(f"[{mark.label}: ")
            open_ends.append(mark.end)
    go_to(len(text))
    return "".join(parts)


def fields(directive: Directive, trace: Trace) -> list[tuple[str, str, list[str]]]:
    """List what a directive says, and where each part comes from.

    Args:
        directive: A record.
        trace: Its trace.

    Returns:
        Name, value and sources of each field that has a value.
    """
    rows = [(name, _value(name, span), _sources(_steps(name, span, trace))) for name, span in directive.spans()]
    said = [
        ("type", directive.action.type, trace.type),
        ("specificity", directive.specificity, trace.specificity),
        ("confidence", f"{directive.confidence:.2f}", trace.confidence),
    ]
    return rows + [(name, value, _sources(steps)) for name, value, steps in said]


def _value(name: str, span: Span) -> str:
    """A span's text with what was made of it."""
    details = span.model_dump(exclude={"text", "start", "end", "name"}, exclude_none=True)
    shown = [key if value is True else str(value) for key, value in details.items() if value is not False]
    text = " ".join(span.text.split())
    text = text if len(text) <= _CUT else text[: _CUT - 1] + "…"
    return f"{text}  ({', '.join(shown)})" if shown else text


def _steps(name: str, span: Span, trace: Trace) -> Sequence[Step]:
    """The steps of a field; of one that holds several, those of the one at this place."""
    steps: Sequence[Step] = getattr(trace, _MANY.get(name, name))
    return [step for step in steps if step.start == span.start] if name in _MANY else steps


def _sources(steps: Iterable[Step]) -> list[str]:
    shown = [step.name if step.score is None else f"{step.name} {step.score:.2f}" for step in steps]
    return list(dict.fromkeys(shown))
