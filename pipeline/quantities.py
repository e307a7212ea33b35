"""Counts: numbers with what they count, and which of them are goals of a directive.

A count is a number in digits or words, perhaps with a scale (*million*), and a percent sign, a counted noun,
or a currency. What compares it (*at least*) belongs to it. The words are data
(``pipeline/language/*/quantities.toml``); dates, document numbers and numbers that are names are told by the
words and marks around them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.quantity_words import QuantityWords, load

Span = tuple[int, int]

# How far to look before a number for what bounds or labels it, in code points.
_BEFORE = 48

# The lower part of 61 billion 807 million.
_MORE = re.compile(r" (\d{1,3})(?![\d.,])")

# The rules whose counts may be goals, and those whose counts may be goals before the action.
_GOALS = frozenset({"percent", "money", "time", "counted", "open"})
_GOALS_BEFORE = frozenset({"percent"})


@dataclass(frozen=True, slots=True)
class QuantityMention:
    """A count found in a text.

    Attributes:
        start: First code point, the comparison included.
        end: One past the last code point.
        text: The count as written.
        value: The number; for a range its lower end. The scale is in it, save with money (*33 million*: 33).
        unit: ``%``, the counted noun as written, or the currency with its scale (*million baht*).
        comparison: ``=``, ``>=``, ``<=``, ``>`` or ``<``.
        rule: What kind of count it is: ``percent``, ``money``, ``time``, ``counted`` (a listed noun) or
            ``open`` (a word that is not listed); or why it is no goal by its form: ``duration``, ``pointing``
            (*the two provinces*), ``reference`` (*a report on 12 projects*), ``condition`` (*lorries above
            3 tonnes*), ``bracketed``, ``nothing`` (zero).
    """

    start: int
    end: int
    text: str
    value: float | int
    unit: str | None
    comparison: str
    rule: str


def _value(digits: str, words: QuantityWords) -> float | int:
    plain = digits.replace(words.thousands, "").replace(words.decimal, ".")
    # A mark that is not followed by three digits is a decimal mark, whichever it is.
    pieces = digits.split(words.thousands)
    if len(pieces) > 1 and any(len(piece.split(words.decimal)[0]) != 3 for piece in pieces[1:]):
        plain = digits.replace(words.thousands, ".")
    return float(plain) if "." in plain else int(plain)


def _tidy(value: float | int) -> float | int:
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def _scaled(text: str, at: int, value: float | int, words: QuantityWords) -> tuple[float | int, int, str]:
    """The number with its scale: its value, where it ends, and the scale as written if it is a single one."""
    found = words.scale.match(text, at)
    if not found:
        return value, at, ""
    scale = found.group(1)
    total, end = value * words.scales[scale.lower()], found.end()
    more = _MORE.match(text, end)
    smaller = words.scale.match(text, more.end()) if more else None
    if more and smaller and words.scales[smaller.group(1).lower()] < words.scales[scale.lower()]:
        return total + int(more.group(1)) * words.scales[smaller.group(1).lower()], smaller.end(), ""
    return total, end, scale


def _reason(rule: str, cue: str, base: str, left: str, value: float, spelled: bool, words: QuantityWords) -> str | None:
    """Why a count is no goal, as far as its form and the words before it tell."""
    if left.rfind("(") > left.rfind(")"):
        return "bracketed"
    if rule == "percent":
        return None
    if cue:
        return "condition" if cue in words.condition else None
    if value == 0:
        return "nothing"
    if rule == "time" and not words.full.search(base):
        return "duration"
    # "1 place" is an article rather than a count, unless it is one for each.
    single = value == 1 and not (words.each and words.each.search(left))
    if (spelled or single) and not words.made.search(base):
        return "pointing"
    return "reference" if words.reference.search(base) else None


def _unit(text: str, match: re.Match[str], at: int, words: QuantityWords) -> tuple[str, str, int] | None:
    """The counted noun at a place: the rule, the noun and where it ends."""
    best: tuple[str, str, int] | None = None
    for kind in ("time", "counted"):
        found = words.units[kind].match(text, at)
        if found and (best is None or found.end() > best[2]):
            best = kind, found.group(1), found.end()
    found = words.open_unit.match(text, at) if words.open_unit and not match.group(2) else None
    if best is None and found and found.group(1).islower() and found.group(1) not in words.never:
        best = "open", found.group(1), found.end()
    if best and (per := words.per.match(text, best[2])):
        return best[0], best[1] + per.group(), per.end()
    return best


def _bound(base: str, words: QuantityWords) -> tuple[str, str, str]:
    """What compares a number: the sign, the words that say so, and what stands before them."""
    whole = base
    timed = False
    for pattern in (words.each, words.each_time):
        if pattern and base is whole and (found := pattern.search(base)):
            base, timed = base[: found.start()], pattern is words.each_time
    shared = base
    if found := words.between.search(base):
        base = base[: found.start()]
    found = words.before.search(base) or words.before.search(shared)
    if found:
        cue = found.group(1).lower()
        return words.compared[cue], cue, found.string[: found.start()]
    return "=", "", whole if timed else shared


def _read(text: str, match: re.Match[str], words: QuantityWords) -> QuantityMention | None:
    """The count that this number opens, if it is one."""
    start, end = match.span()
    spelled = match.group(3)
    left = text[max(0, start - _BEFORE) : start]
    left = left[left.rfind("\n") + 1 :]
    number = words.spelled[spelled.lower()] if spelled else _value(match.group(1), words)
    if match.group(2) and _value(match.group(2), words) < number:
        return None  # a day and a month
    ranged = None if spelled or match.group(2) else words.range_end.match(text, end)
    if ranged:
        if _value(ranged.group(1), words) <= number:
            return None  # 17-1 is a date, or a code
        end = ranged.end()
    value, after_scale, scale = _scaled(text, end, number, words)

    base = left
    if found := words.percent_before.search(base):
        rule, unit, value, base = "percent", "%", number, base[: found.start()]
    elif found := words.percent.match(text, end):
        rule, unit, value, end = "percent", "%", number, found.end()
    else:
        money = words.units["money"].match(text, after_scale)
        counted = _unit(text, match, after_scale, words)
        if money and (counted is None or money.end() >= counted[2]):
            rule, unit = "money", text[end if scale else after_scale : money.end()].strip()
            value, end = number if scale else value, money.end()
        elif counted and not (scale and counted[0] == "open"):
            rule, unit, end = counted
        elif scale:  # the currency may go without saying
            rule, unit, value, end = "money", scale, number, after_scale
        else:
            return None
    if spelled and spelled[0].isupper() and unit[:1].isupper():
        return None  # the name of a place

    comparison, cue, base = _bound(base, words)
    if spelled and not cue and (spelled.lower() in words.weak or rule == "time"):
        return None
    named = words.label.search(base) or (rule == "open" and words.soft_label.search(base))
    if named and rule != "percent" and not cue:
        return None
    if words.aside.search(base) and (words.change.match(text, end) or rule == "time"):
        return None
    if found := words.after.match(text, end):
        cue = found.group(1).lower()
        comparison, end = words.compared[cue], found.end()
    if ranged and not cue:
        comparison = ">="
    rule = _reason(rule, cue, base, left, value, bool(spelled), words) or rule
    first = start - (len(left) - len(base))
    while text[first] == " ":
        first += 1
    return QuantityMention(first, end, text[first:end], _tidy(value), unit, comparison, rule)


def find_quantities(text: str, language: str) -> list[QuantityMention]:
    """Find the counts of a text.

    Args:
        text: Normalised text; a paragraph or a whole article.
        language: A language code, such as ``"vi"``.

    Returns:
        The counts in order, without overlaps, whether they are goals or not (:func:`goal_quantities` tells).

    Raises:
        UnknownLanguage: There is no folder for this language.
    """
    words = load(language)
    mentions: list[QuantityMention] = []
    done = 0
    for match in words.number.finditer(text):
        if match.start() < done:
            continue
        mention = _read(text, match, words)
        if mention and mention.start >= done:
            mentions.append(mention)
            done = mention.end
    return mentions


def goal_quantities(
    mentions: Sequence[QuantityMention],
    evidence: Span,
    action: Span,
    apart: Sequence[Span] = (),
    deadline: Span | None = None,
) -> list[QuantityMention]:
    """Choose the counts that are goals of one directive.

    Args:
        mentions: The counts of the article, as :func:`find_quantities` gives them.
        evidence: Where the directive stands, in code points of the text they were found in.
        action: Its action.
        apart: Stretches whose counts belong to something else: the parties, other actions that share the
            evidence.
        deadline: The time limit; a count of days in it is no goal.

    Returns:
        Those of the mentions that count what the action is to reach, in order.
    """
    goals = []
    for mention in mentions:
        if mention.start < evidence[0] or mention.end > evidence[1] or mention.rule not in _GOALS:
            continue
        taken = [*apart, deadline] if deadline and mention.rule == "time" else apart
        if any(mention.start < high and low < mention.end for low, high in taken):
            continue
        if mention.start >= action[0] or mention.rule in _GOALS_BEFORE:
            goals.append(mention)
    return goals
