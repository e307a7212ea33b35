"""Legal texts that an article names: laws, decrees, resolutions, orders, letters with a number.

Three ways of naming are read: a head with a number (*Decree No. 12/2030/ND-CP*), a number whose letters tell
that it is a document's (*12/2030/ND-CP*), and a head with a name (*the Law on Housing*). The words are data
(``pipeline/language/*/instruments.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.language import table
from pipeline.script import LETTERS
from pipeline.text import CAPITAL

# How far a name that is not listed may run, in code points.
_NAME = 60

# 34/CT-TTg, 57-NQ/TW, 123/2020/NĐ-CP, 2664 / VPCP - V.I: letters in capitals behind the number.
_LETTERS = r"[A-ZĐ][A-Za-zĐđ0-9&]{0,11}"
_CODE = (
    rf"(?<![\w/.\-])\d{{1,5}}(?:/\d{{4}})?"
    rf"(?: ?[/\-–] ?(?=[A-ZĐ]{{2}}|[A-ZĐ][A-Za-zĐđ]{{0,5}}[\-/.])"
    rf"{_LETTERS}(?: ?[\-/–.] ?{_LETTERS}){{0,4}})(?!\w)"
)
_PLAIN = r"\d{1,5}(?:/\d{2,4})?(?![\d/%])(?![.,\-]\d)"


@dataclass(frozen=True, slots=True)
class InstrumentMention:
    """A legal text named in an article.

    Attributes:
        start: First code point.
        end: One past the last code point.
        text: The name as written, with its date and issuer where they stand behind the number.
        number: The number as printed (``34/CT-TTg``, ``136``), null where there is none.
        rule: ``code`` (by the letters of its number), ``numbered`` (a head with a number), ``named``
            or ``topic``.
    """

    start: int
    end: int
    text: str
    number: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class _Forms:
    """A language's patterns."""

    numbered: re.Pattern[str]
    code: re.Pattern[str]
    named: re.Pattern[str]
    alone: re.Pattern[str]
    dated: re.Pattern[str]
    topic: re.Pattern[str]
    tail: re.Pattern[str]
    until: re.Pattern[str]


def _either(words: Iterable[str], spaced: bool) -> str:
    """Any of the words, the longest first, as whole words where the language sets them off."""
    ordered = sorted(words, key=len, reverse=True)
    if not ordered:
        return "(?!)"
    joined = "|".join(re.escape(word).replace(r"\ ", " ") for word in ordered)
    return rf"(?<!\w)(?:{joined})(?!\w)" if spaced else f"(?:{joined})"


@cache
def _forms(language: str) -> _Forms:
    rules: dict[str, Any] = table(language, "instruments")
    spaced = rules["spaced"]
    head, named, topic, tail = rules["head"], rules["named"], rules["topic"], rules["tail"]
    sure, weak = _either(head["sure"], spaced), _either(head["weak"], spaced)
    by_number = _either(rules["numbered_by"], False)
    plain = rf"({_PLAIN})(?! ?{_either(head['not_before'], spaced)})"
    numbered = (
        rf"(?i:{sure}|{weak}) ?(?:{by_number} ?)?({_CODE})"
        rf"|(?i:{sure}|{weak}) ?{by_number} ?{plain}"
        rf"|(?i:{sure}) {plain}"
        rf"|(?=[A-ZĐ])(?i:{weak}) {plain}"
    )
    names = _either(named["names"], spaced)
    if named["joined"]:
        name = rf" ?[{LETTERS}][{LETTERS}.]{{1,{_NAME}}}"
    else:
        name = rf" (?:{names}|(?={CAPITAL})[^\W\d_]{{1,12}}(?: [^\W\d_]{{1,12}})?)"
    by, bodies = _either(tail["by"], spaced), _either(tail["bodies"], spaced)
    drafts = rf"(?:(?i:{_either(head['draft'], spaced)}) ?)?"
    about = rf"(?i:{_either(topic['heads'], spaced)}) (?={_either(topic['by'], spaced)})"
    return _Forms(
        numbered=re.compile(numbered),
        code=re.compile(_CODE),
        named=re.compile(rf"{drafts}{_either(named['heads'], spaced)}({name})"),
        alone=re.compile(_either(named["alone"], spaced)),
        dated=re.compile(rf"{_either(named['dated'], spaced)}(?={tail['date']})"),
        topic=re.compile(rf"{about}([^\n,;.:()\"“”]{{3,120}})"),
        tail=re.compile(rf"(?:{tail['date']})?(?:{tail['year']})?(?: ?{by} ?{bodies})?"),
        until=re.compile(rf" ?{_either(topic['until'], spaced)}"),
    )


def find_instruments(text: str, language: str) -> list[InstrumentMention]:
    """Find the legal texts that an article names.

    Args:
        text: Normalised text; a paragraph or a whole article.
        language: A language code, such as ``"vi"``.

    Returns:
        The mentions in order, without overlaps.

    Raises:
        UnknownLanguage: There is no folder for this language.
    """
    forms = _forms(language)
    found: list[InstrumentMention] = []

    def add(start: int, end: int, number: str | None, rule: str) -> None:
        tail = forms.tail.match(text, end)
        end = tail.end() if tail else end
        found.append(InstrumentMention(start, end, text[start:end], number, rule))

    for match in forms.numbered.finditer(text):
        number = next(group for group in match.groups() if group)
        add(match.start(), match.end(), number, "numbered")
    for match in forms.code.finditer(text):
        add(match.start(), match.end(), match.group(), "code")
    for pattern, rule in ((forms.named, "named"), (forms.topic, "topic")):
        for match in pattern.finditer(text):
            stop = forms.until.search(text, match.start(1), match.end())
            end = stop.start() if stop else match.end()
            if end > match.start(1):  # a head without a name is any text of its kind
                add(match.start(), end, None, rule)
    for pattern in (forms.alone, forms.dated):
        for match in pattern.finditer(text):
            add(match.start(), match.end(), None, "named")
    return _apart(found)


def _apart(found: list[InstrumentMention]) -> list[InstrumentMention]:
    """Those that do not overlap: a number counts for more than a name, the longer for more."""
    kept: list[InstrumentMention] = []
    order = {"numbered": 0, "code": 1, "named": 2, "topic": 3}
    found.sort(key=lambda m: (m.start, order[m.rule], -m.end))
    for mention in found:
        if kept and mention.start < kept[-1].end:
            if kept[-1].number is None and mention.number is not None:
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept
