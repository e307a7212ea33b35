"""Time limits: this project's grammar beside dateparser's ``search_dates``, on the same sentences and articles.

    python bench/peers/deadlines.py

dateparser finds dates, not time limits: it has no relation, no ``within`` and no recurrence. So it is judged kindly.
What it finds counts as ``by`` the last day of the day, month or year found, and beside the whole value stands the
share whose day alone is right, be it the one printed (*before 30 June*) or the last one in time (29 June). ``repaired``
takes 543 from years of the Buddhist Era before dateparser sees the text; four digits stay four, so no place moves.

A sentence has at most one time limit; the first expression found answers for it, as in ``directives evaluate``.
In articles, each time limit that gold quotes counts once, and what overlaps it by at least 0.5 (Dice, in characters)
answers for it. *Found* and *day right* ask only for any overlap.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from dates import Found, plain, repaired
from table import GOLD, show

from pipeline.deadlines import find_deadlines, reference_date
from pipeline.gold import read_gold
from pipeline.language import languages
from pipeline.scoring import RIGHT, dice, verdict
from pipeline.scoring.figures import same_limit
from pipeline.scoring.marks import Limit
from pipeline.scoring.pairing import overlap

PHRASES = Path("../shared/deadlines")
HEADER = ("text", "language", "finder", "found", "day right", "all right", "beside them")

Finder = Callable[[str, str, date | None], list[Found]]


def ours(text: str, language: str, reference: date | None) -> list[Found]:
    """The grammar of this project; only what limits a duty."""
    return [asdict(mention) for mention in find_deadlines(text, language, reference)]


SYSTEMS: dict[str, Finder] = {"ours": ours, "dateparser": plain, "dateparser, repaired": repaired}


def same_day(gold: Found, answer: Found) -> bool:
    """Whether the day agrees: the last one in time, or the one printed where that is a day."""
    return answer.get("due") is not None and answer["due"] in (gold["due"], gold.get("edtf"))


@dataclass(slots=True)
class Tally:
    """What became of the time limits of one language.

    Attributes:
        gold: How many there are.
        found: How many of them some expression found overlaps.
        dated: How many of them have a last day.
        days: How many of those an expression with the right day overlaps.
        right: How many are right in all that is compared; of sentences, those without a time limit among them.
        cases: Of how many.
        proposed: How many expressions were found at all.
        alarms: How many sentences without a time limit got one.
    """

    gold: int = 0
    found: int = 0
    dated: int = 0
    days: int = 0
    right: int = 0
    cases: int = 0
    proposed: int = 0
    alarms: int = 0

    def add(self, gold: Found, span: tuple[int, int], found: Sequence[Found]) -> None:
        """Count one time limit and what was found in its place."""
        there = [one for one in found if overlap(span, (one["start"], one["end"]))]
        self.gold += 1
        self.found += bool(there)
        if gold.get("due"):
            self.dated += 1
            self.days += any(same_day(gold, one) for one in there)


def nearest(span: tuple[int, int], found: Sequence[Found]) -> Found | None:
    """What overlaps a place most, if by at least 0.5."""
    best = max(found, key=lambda one: dice(span, (one["start"], one["end"])), default=None)
    return best if best is not None and dice(span, (best["start"], best["end"])) >= 0.5 else None


def on_phrases(cases: Sequence[Found], language: str, find: Finder) -> Tally:
    """Judge a finder on sentences, by the verdict of ``directives evaluate``."""
    tally = Tally()
    for case in cases:
        found = find(case["text"], language, date.fromisoformat(case["reference"]))
        first = found[0] if found else None
        tally.cases += 1
        tally.proposed += len(found)
        tally.right += verdict(case, first) == RIGHT
        if case["expression"] is None:
            tally.alarms += first is not None
        else:
            tally.add(case, (case["start"], case["end"]), found)
    return tally


def on_articles(marks: Path, texts: Path, language: str, find: Finder) -> Tally:
    """Judge a finder on marked articles, by the scorer's rule for a deadline: relation and last day in time."""
    tally = Tally()
    for gold in read_gold(marks, texts):
        if gold.article.language != language:
            continue
        found = find(gold.article.normalised.text, language, reference_date(gold.article.published))
        tally.proposed += len(found)
        for span, value in {d.deadline[0]: d.deadline[1] for d in gold.directives if d.deadline}.items():
            answer = nearest(span, found)
            tally.cases += 1
            tally.add(value, span, found)
            tally.right += same_limit(_limit(value), _limit(answer)) if answer else False
    return tally


def _limit(value: Found) -> Limit:
    return Limit(value.get("relation"), value.get("edtf"), value.get("due"))


def rows() -> Iterator[tuple[str, ...]]:
    """A row for each text, language and finder that can be measured here."""
    for language in languages():
        path = PHRASES / f"{language}.jsonl"
        if path.exists():
            cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
            for name, find in SYSTEMS.items():
                tally = on_phrases(cases, language, find)
                yield (
                    "sentences",
                    language,
                    name,
                    *cells(tally),
                    f"false alarms: {tally.alarms} of {tally.cases - tally.gold}",
                )
    for title, (marks, texts) in GOLD.items():
        for language in languages() if marks.exists() else ():
            for name, find in SYSTEMS.items():
                tally = on_articles(marks, texts, language, find)
                yield title, language, name, *cells(tally), f"expressions: {tally.proposed}"


def cells(tally: Tally) -> tuple[str, ...]:
    """The figures of a row."""
    return f"{tally.found} of {tally.gold}", f"{tally.days} of {tally.dated}", f"{tally.right} of {tally.cases}"


if __name__ == "__main__":
    raise SystemExit(show(__doc__, HEADER, rows()))
