"""The words by which a language counts, compiled from its table ``quantities``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.language import table


@dataclass(frozen=True, slots=True)
class QuantityWords:
    """A language's table, compiled."""

    number: re.Pattern[str]
    spelled: Mapping[str, int]
    weak: frozenset[str]
    scales: Mapping[str, int]
    thousands: str
    decimal: str
    range_end: re.Pattern[str]
    scale: re.Pattern[str]
    percent: re.Pattern[str]
    units: Mapping[str, re.Pattern[str]]
    per: re.Pattern[str]
    open_unit: re.Pattern[str] | None
    never: frozenset[str]
    compared: Mapping[str, str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    percent_before: re.Pattern[str]
    each: re.Pattern[str] | None
    each_time: re.Pattern[str] | None
    between: re.Pattern[str]
    label: re.Pattern[str]
    soft_label: re.Pattern[str]
    aside: re.Pattern[str]
    change: re.Pattern[str]
    full: re.Pattern[str]
    made: re.Pattern[str]
    reference: re.Pattern[str]
    condition: frozenset[str]


def _either(words: Iterable[str], spaced: bool, left: bool = True, right: bool = True) -> str:
    """Any of the words, the longest first, as whole words where the language sets them off."""
    ordered = sorted(words, key=len, reverse=True)
    if not ordered:
        return "(?!)"
    parts = []
    for word in ordered:
        ends = spaced and right and word[-1].isalnum()
        parts.append(re.escape(word).replace(r"\ ", " ") + (r"(?!\w)" if ends else ""))
    return (r"(?<!\w)" if spaced and left else "") + f"(?:{'|'.join(parts)})"


@cache
def load(language: str) -> QuantityWords:
    """The table ``quantities`` of a language; see :func:`pipeline.language.table` for what it raises."""
    rules: dict[str, Any] = table(language, "quantities")
    spaced = rules["spaced"]
    thousands, decimal = rules["number"]["thousands"], rules["number"]["decimal"]
    big, small = re.escape(thousands), re.escape(decimal)
    digits = rf"(?:\d{{1,3}}(?:{big}\d{{3}}){{1,5}}(?!\d)|\d{{1,15}})(?:{small}\d{{1,6}}(?!\d))?(?!\d)"
    spelled = {**rules["number"]["words"], **rules["number"]["weak"]}
    flags = re.IGNORECASE

    def make(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, flags)

    def ending(words: Iterable[str]) -> re.Pattern[str]:
        return make(rf"({_either(words, spaced)}) ?$")

    comparison = rules["comparison"]
    compared = {
        word.lower(): sign for side in ("before", "after") for sign, words in comparison[side].items() for word in words
    }
    units = rules["units"]
    each = rules["between"]["each"]
    reference = _either(rules["goal"]["reference"], spaced)
    return QuantityWords(
        number=make(rf"(?<![0-9A-Za-zÀ-ɏḀ-ỿ/.,:_\-–])({digits})(?:/({digits}))?|({_either(spelled, spaced)})"),
        spelled=spelled,
        weak=frozenset(rules["number"]["weak"]),
        scales=rules["scale"],
        thousands=thousands,
        decimal=decimal,
        range_end=make(rf" ?[-–] ?({digits})"),
        scale=make(rf" ?({_either(rules['scale'], spaced, left=False)})"),
        percent=make(rf" ?({_either(rules['percent']['after'], spaced, left=False)})"),
        units={kind: make(rf" ?({_either(units[kind], spaced, left=False)})") for kind in ("money", "time", "counted")},
        per=make(rf"/(?:{_either([*units['time'], *units['counted']], spaced, left=False)})"),
        open_unit=make(r" ([^\W\d_]{1,12})(?!\w)") if units["open"] else None,
        never=frozenset(units["never"]),
        compared=compared,
        before=ending(word for words in comparison["before"].values() for word in words),
        after=make(rf" ?({_either((w for words in comparison['after'].values() for w in words), spaced)})"),
        percent_before=ending(rules["percent"]["before"]),
        each=ending(noun + each for noun in units["counted"]) if each else None,
        each_time=ending(noun + each for noun in units["time"]) if each else None,
        between=ending(rules["between"]["words"]),
        label=ending(rules["label"]["before"]),
        soft_label=ending(rules["label"]["soft"]),
        aside=ending(rules["label"]["aside"]),
        change=make(rf" ?{_either(rules['label']['change'], spaced)}"),
        full=ending(rules["goal"]["full"]),
        made=ending(rules["goal"]["made"]),
        reference=make(rf"{reference}(?:[^,;()]{{0,30}}{_either(rules['goal']['all'], spaced)})? ?$"),
        condition=frozenset(rules["goal"]["condition"]),
    )
