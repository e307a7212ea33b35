"""The registry of bodies: ids, names in three languages, validity, successors; a name resolved by date."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pipeline.agencies.composed import COMPOSED, ENGLISH_CLASS, department_names, english_field
from pipeline.agencies.fold import fold
from pipeline.agencies.names import Name, body_names, province_names
from pipeline.language import languages, table

FOLDER = Path(__file__).parent.parent / "language"


@dataclass(frozen=True, slots=True)
class Body:
    """One row of the registry. Dates are ``YYYY-MM-DD`` or empty; ``successor`` lists ids."""

    id: str
    country: str
    kind: str
    names: dict[str, str]
    parent: str = ""
    valid_from: str = ""
    valid_to: str = ""
    successor: tuple[str, ...] = ()

    def alive(self, date: str) -> bool:
        """Whether the body exists on a date (``YYYY-MM-DD``)."""
        return (not self.valid_from or self.valid_from <= date) and (not self.valid_to or date <= self.valid_to)


@dataclass(slots=True)
class Entry:
    """What a skeleton stands for: the bodies so called, how the name is written, where it has joiners."""

    bodies: list[str] = field(default_factory=list)
    raw: str = ""
    joined: set[int] = field(default_factory=set)
    proper: bool = False
    exact: bool = False
    shy: bool = False
    generated: bool = False


def whole_date(published: str | None) -> str:
    """A date to compare with: the first day of a month or year given alone; ``""`` where nothing is known."""
    return (published + "-01-01"[len(published) - 4 :])[:10] if published and len(published) in (4, 7, 10) else ""


class Registry:
    """All bodies, and per language an index from skeleton to :class:`Entry`."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.bodies: dict[str, Body] = {}
        self.index: dict[str, dict[str, Entry]] = {language: {} for language in languages()}
        self.posts: dict[tuple[str, str], str] = {}
        self.children: dict[str, list[str]] = defaultdict(list)
        names: list[tuple[str, str, Name]] = []
        for file, make in (("agencies.tsv", body_names), ("provinces.tsv", province_names)):
            for row in _rows(folder / file):
                self._add(row)
                names += ((language, row["id"], name) for language in self.index for name in make(row, language))
        names += self._wordings()
        for generated in (False, True):  # a name that was written down beats one that was put together
            for language, body, name in names:
                if name.generated == generated:
                    self._name(language, body, name)
        self._link_posts()

    def _wordings(self) -> Iterator[tuple[str, str, Name]]:
        """What the language tables add: wordings of classes, and the fields of provincial departments."""
        for language in self.index:
            rules = table(language, "agencies")
            for body, wordings in rules["classes"]["more"].items():
                yield from ((language, body, Name(wording)) for wording in wordings)
            prefix = rules["departments"]["class_prefix"]
            for slug, wordings in rules["departments"]["fields"].items():
                if prefix + slug not in self.bodies:
                    english = ENGLISH_CLASS + english_field(slug)
                    self.bodies[prefix + slug] = Body(prefix + slug, prefix[:2], "class", {"en": english})
                self.bodies[prefix + slug].names.setdefault(language, wordings[0])
                yield from ((language, prefix + slug, Name(wording)) for wording in wordings)

    def _add(self, row: dict[str, str]) -> None:
        names = {language: row[f"name_{language}"] for language in ("en", "vi", "th") if row.get(f"name_{language}")}
        successor = tuple(s for s in row["successor"].split("|") if s)
        body = Body(
            row["id"],
            row["country"],
            row["kind"],
            names,
            row.get("parent", ""),
            row["valid_from"],
            row["valid_to"],
            successor,
        )
        self.bodies[body.id] = body
        if body.parent:
            self.children[body.parent].append(body.id)

    def _name(self, language: str, body: str, name: Name) -> None:
        rules = table(language, "agencies")
        if name.text in rules["classes"]["never"]:
            return
        folded = fold(name.text, rules["fold"])
        index = self.index[language]
        entry = index.get(folded.skeleton)
        if entry is None:
            entry = index[folded.skeleton] = Entry(
                raw=name.text,
                exact=_exact(name.text),
                proper=name.text != name.text.lower(),
                generated=name.generated,
            )
        elif name.generated and body not in entry.bodies and not (entry.generated and self._apart(entry, body)):
            return
        if body not in entry.bodies:
            entry.bodies.append(body)
        entry.joined |= folded.joined
        entry.proper &= name.text != name.text.lower()  # written small once, it may be
        entry.shy |= name.shy

    def _apart(self, entry: Entry, body: str) -> bool:
        """Whether a body lived when none of those that have the name did."""
        new = self.bodies[body]
        others = [self.bodies[b] for b in entry.bodies]
        return all(
            (o.valid_to and new.valid_from > o.valid_to) or (new.valid_to and o.valid_from > new.valid_to)
            for o in others
        )

    def _link_posts(self) -> None:
        for body in self.bodies.values():
            if body.kind == "post" and body.parent:
                for language, name in body.names.items():
                    if language in self.index:
                        for title in table(language, "agencies")["posts"]["titles"]:
                            if name.startswith(title):
                                self.posts.setdefault((body.parent, title), body.id)

    def choose(self, bodies: list[str], country: str, date: str, near: frozenset[str] = frozenset()) -> str | None:
        """One of the bodies that share a name: by country, then by date, then kin to what the text names.

        Args:
            bodies: Ids that share the name.
            country: The country that the passage speaks of.
            date: ``YYYY-MM-DD``, or ``""``: then the body that still exists.
            near: Ids that the article names otherwise; a body is kin if it or its parent is among them.

        Returns:
            An id, or None where the name belongs to another country's bodies only.
        """
        own = [b for b in bodies if self.bodies[b].country == country]
        if len(own) > 1:
            alive = [b for b in own if self.bodies[b].alive(date or "9999-12-31")]
            own = alive or own
        if len(own) > 1:
            kin = [b for b in own if b in near or self.bodies[b].parent in near]
            own = kin or own
        return own[0] if own else None

    def resolve(self, name: str, language: str, country: str, published: str | None = None) -> str | None:
        """The id of a body by one of its names on a date, or None."""
        entry = self.index[language].get(fold(name, table(language, "agencies")["fold"]).skeleton)
        return self.choose(entry.bodies, country, whole_date(published)) if entry else None

    def names_of(self, body: str) -> dict[str, str] | None:
        """A body's names by language code; those of a provincial department are put together from its place's.

        Returns:
            The names in the languages that have one, or None for an id that the registry has not.
        """
        if body in self.bodies:
            return self.bodies[body].names
        composed = COMPOSED.fullmatch(body)
        if composed is None:
            return None
        ids = (f"{body[:3]}{kind}-{composed['place']}" for kind in ("province", "city"))
        place = next((self.bodies[i] for i in ids if i in self.bodies), None)
        if place is None:
            return None
        field = composed["field"]
        group = self.bodies.get(f"{body[:3]}provincial-departments-of-{field}")
        form = f"{place.country}_{place.kind}"
        return department_names(field, group.names if group else {}, place.names, form)

    def post_of(self, body: str, title: str) -> str | None:
        """The registry's own id for a post at a body (``Bộ trưởng`` at the Ministry of Finance), or None."""
        return self.posts.get((body, title))


def _exact(name: str) -> bool:
    """Whether a name is an abbreviation in capitals, which must be written so (``SAT`` is not ``sat``)."""
    return name.isascii() and name.isupper() and name.replace(" ", "").isalnum()


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def registry() -> Registry:
    """The registry as shipped, read once."""
    return Registry()
