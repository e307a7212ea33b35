"""Show what was found in an article and by which rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.text import Text

from pipeline.records import Directive, Span

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
_CUT = 160


class _Annotation(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def rule(self) -> str: ...


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
    for number, directive in enumerate(directives, start=1):
        out.print()
        out.print(Text(_headline(number, directive), style="bold"))
        for name, value, rules in fields(directive, annotations):
            line = Text(f"  {name:<10} ", style="dim")
            line.append(value, style=_STYLES.get(name, ""))
            if rules:
                line.append(f"  ← {', '.join(rules)}", style="dim")
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


def fields(directive: Directive, annotations: Sequence[_Annotation]) -> list[tuple[str, str, list[str]]]:
    """List what a directive says, and what each part was found by.

    Args:
        directive: A record.
        annotations: What was found in its article.

    Returns:
        Name, value and rules of each field that has a value.
    """
    rows = [(name, _value(name, span), _rules(name, span, annotations)) for name, span in directive.spans()]
    evidence = directive.evidence
    inside = [m for m in annotations if m.start < evidence.end and m.end > evidence.start]
    cues = sorted({mark.rule for mark in inside if mark.label == "cue"})
    return [(name, value, cues if name == "evidence" else rules) for name, value, rules in rows]


def _value(name: str, span: Span) -> str:
    """A span's text with what was made of it."""
    details = span.model_dump(exclude={"text", "start", "end", "name"}, exclude_none=True)
    shown = [key if value is True else str(value) for key, value in details.items() if value is not False]
    text = " ".join(span.text.split())
    text = text if len(text) <= _CUT else text[: _CUT - 1] + "…"
    return f"{text}  ({', '.join(shown)})" if shown else text


def _rules(name: str, span: Span, annotations: Sequence[_Annotation]) -> list[str]:
    """The rules that found a span: those of its label at exactly its place, else those that overlap it."""
    over = [m for m in annotations if m.start < span.end and m.end > span.start and m.rule]
    same = [m for m in over if m.label == name or (name == "issuer" and m.label == "agency")]
    exact = [m for m in same if (m.start, m.end) == (span.start, span.end)]
    return sorted({m.rule for m in exact or same})
