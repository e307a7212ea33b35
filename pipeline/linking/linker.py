"""Who must carry an action out, by when, and on whose orders: learned choices among what the annotators found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.gold import GoldDirective
from pipeline.linking.bodies import Bodies, Groups
from pipeline.linking.choice import Case, Choice, Row
from pipeline.linking.layout import Layout
from pipeline.linking.limits import Limits
from pipeline.linking.named import Named
from pipeline.linking.orders import Orders
from pipeline.linking.partners import Partners
from pipeline.linking.truth import read_truth
from pipeline.tagging.reading import Reading
from pipeline.tokens import Span

LEAD, COORDINATING = "lead", "coordinating"
STRENGTH = {"leads": 6.0, "partners": 1.0, "limits": 5.0, "orders": 6.0}  # by cross-validation
PARTNER = 0.5
# What "none" counts against a named one. Time limits and issuers left out cost more than wrong ones: found by
# cross-validation.
CAUTION = 0.5


@dataclass(frozen=True)
class Links:
    """What belongs to one action.

    Attributes:
        agencies: ``(index into the reading's agencies, "lead" or "coordinating")`` in order of the text.
        deadline: Index into the reading's dates of its time limit, or None.
        issuer: Index into the reading's agencies of who lays the duty, or None.
        scores: The chances of the choices made, by ``agencies``, ``deadline`` and ``issuer``.
    """

    agencies: tuple[tuple[int, str], ...]
    deadline: int | None
    issuer: int | None
    scores: dict[str, float]


@dataclass(frozen=True)
class Decision:
    """What was chosen for one action, in the layout's own numbers."""

    leads: Groups
    partners: Groups
    limit: int | None
    order: int | None
    issuer: int | None
    scores: dict[str, float]


NOTHING = Decision((), (), None, None, None, {})
Cases = dict[str, list[Case]]


class Linker:
    """The four choices, fitted for one language."""

    def __init__(self, choices: Mapping[str, Choice]) -> None:
        self.choices = dict(choices)

    @classmethod
    def fit(cls, examples: Sequence[tuple[Reading, Sequence[GoldDirective]]]) -> Linker:
        """Learn from readings and their marked directives; deterministic.

        Args:
            examples: Tagged readings (by a tagger that has not seen them) with all directives of each.
        """
        return cls.fitted([learn(reading, marked) for reading, marked in examples])

    @classmethod
    def fitted(cls, articles: Sequence[Cases]) -> Linker:
        """Fit the choices of some articles, as :func:`learn` gives them."""
        return cls(
            {
                name: Choice.fit([case for cases in articles for case in cases[name]], strength=strength)
                for name, strength in STRENGTH.items()
            }
        )

    def decide(self, layout: Layout) -> list[Decision]:
        """Make the choices for every action of an article, one after the other."""
        bodies = Bodies(layout, Named(layout))
        limits, orders, partners = Limits(layout), Orders(layout), Partners(layout, bodies)
        found: list[Decision] = []
        last = NOTHING
        for a in range(len(layout.actions)):
            leads, order, scores = self._lead_and_issuer(a, bodies, orders, last)
            joined = []
            for k in partners.candidates(a, leads):
                rows: list[Row] = [{}, partners.features(a, k, leads)]
                if self.choices["partners"].chances(rows)[1] >= PARTNER:
                    joined.append(k)
            dates: list[int | None] = [None, *limits.candidates(a)]
            rows = [limits.none(a, last.limit) if k is None else limits.features(a, k, last.limit) for k in dates]
            limit, scores["deadline"] = _top(dates, self.choices["limits"].chances(rows))
            issuer = None if order is None else orders.mention(a, order)
            last = Decision(leads, tuple(joined), limit, order, issuer, scores)
            found.append(last)
        return found

    def _lead_and_issuer(
        self, a: int, bodies: Bodies, orders: Orders, last: Decision
    ) -> tuple[Groups, int | None, dict[str, float]]:
        """Who must carry an action out and who lays the duty.

        Nobody is named once for both (no gold has it so): of two choices that fall on one mention, the surer stays.
        One of several leads who is named as issuer is left out when the links are written.
        """
        options = bodies.candidates(a, last.leads)
        around = bodies.around(a, last.leads)
        rows: list[Row] = [bodies.features(a, option, last.leads, around) for option in options]
        chances = self.choices["leads"].chances(rows)
        leads, leading = _best(bodies, options, chances)
        led = _led(bodies.layout, leads)
        givers: list[int | None] = [None, *orders.candidates(a)]
        rows = [orders.none(a, last.order) if k is None else orders.features(a, k, last.order, led) for k in givers]
        given = self.choices["orders"].chances(rows)
        order, giving = _top(givers, given)
        if order is not None and led == {mention := orders.mention(a, order)}:
            free = [i for i, option in enumerate(options) if mention not in _led(bodies.layout, bodies.meant(option))]
            others, other_leading = _best(bodies, [options[i] for i in free], [chances[i] for i in free])
            rest = [i for i, k in enumerate(givers) if k is None or orders.mention(a, k) not in led]
            another, other_giving = _top([givers[i] for i in rest], [given[i] for i in rest])
            if other_leading * giving > leading * other_giving:
                leads, leading = others, other_leading
            else:
                order, giving = another, other_giving
        return leads, order, {"agencies": leading, "issuer": giving}

    def link(self, reading: Reading, actions: Sequence[Span]) -> list[Links]:
        """Decide what belongs to each action of an article.

        Args:
            reading: The tagged reading.
            actions: The actions, in order of the text.

        Returns:
            The links of each action, in the same order.
        """
        if not reading.units:
            return [Links((), None, None, {}) for _ in actions]
        layout = Layout(reading, actions)
        return [
            Links(
                agencies=_parties(layout, d),
                deadline=None if d.limit is None else layout.dates[d.limit].index,
                issuer=d.issuer,
                scores=d.scores,
            )
            for d in self.decide(layout)
        ]

    def state(self) -> dict[str, Any]:
        """What the linker is, in plain types."""
        return {name: choice.state() for name, choice in self.choices.items()}

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> Linker:
        """The linker that :meth:`state` described."""
        return cls({name: Choice.from_state(part) for name, part in state.items()})


def _top(options: Sequence[int | None], chances: Sequence[float]) -> tuple[int | None, float]:
    best = max(range(len(options)), key=lambda i: chances[i] * (CAUTION if options[i] is None else 1.0))
    return options[best], chances[best]


def _names(layout: Layout, groups: Groups) -> frozenset[str | int]:
    """Who the groups are: ids, or the mention itself where there is none."""
    mentions = layout.reading.agencies
    return frozenset(mentions[m].id or m for k in groups for m in layout.groups[k].members)


def _best(bodies: Bodies, options: Sequence[Groups], chances: Sequence[float]) -> tuple[Groups, float]:
    """Whom the likeliest candidate means, among those of the likeliest bodies, wherever these are named."""
    names = [_names(bodies.layout, bodies.meant(option)) for option in options]
    total: dict[frozenset[str | int], float] = {}
    for name, chance in zip(names, chances, strict=True):
        total[name] = total.get(name, 0.0) + chance
    best = max(range(len(options)), key=lambda i: (total[names[i]], chances[i]))
    return bodies.meant(options[best]), total[names[best]]


def _parties(layout: Layout, decision: Decision) -> tuple[tuple[int, str], ...]:
    """The mentions of those who have to act, without one that names the issuer."""
    found = _members(layout, decision.leads, LEAD) + _members(layout, decision.partners, COORDINATING)
    return tuple(sorted((mention, role) for mention, role in found if mention != decision.issuer))


def _members(layout: Layout, groups: Sequence[int], role: str) -> list[tuple[int, str]]:
    """The mentions of some groups, each body once."""
    found: list[tuple[int, str]] = []
    seen: set[str] = set()
    for k in groups:
        for m in layout.groups[k].members:
            name = layout.reading.agencies[m].id
            if name is None or name not in seen:
                found.append((m, role))
                seen.add(name or "")
    return found


def _led(layout: Layout, leads: Groups) -> frozenset[int]:
    return frozenset(m for k in leads for m in layout.groups[k].members)


def learn(reading: Reading, marked: Sequence[GoldDirective]) -> Cases:
    """The choices of one article, each after the right one before it."""
    cases: Cases = {name: [] for name in STRENGTH}
    if not reading.units:
        return cases
    ordered = sorted(marked, key=lambda d: d.action)
    layout = Layout(reading, [d.action for d in ordered])
    bodies = Bodies(layout, Named(layout))
    limits, orders, partners = Limits(layout), Orders(layout), Partners(layout, bodies)
    last = NOTHING
    for a, true in enumerate(read_truth(layout, ordered)):
        options = bodies.candidates(a, last.leads)
        right = [i for i, option in enumerate(options) if option == true.leads]
        wanted = _names(layout, true.leads)
        alike = [i for i, option in enumerate(options) if _names(layout, bodies.meant(option)) == wanted]
        if right or alike:
            around = bodies.around(a, last.leads)
            kept = [i for i in range(len(options)) if not right or i in right or i not in alike]
            rows = [bodies.features(a, options[i], last.leads, around) for i in kept]
            cases["leads"].append(Case(rows, [kept.index(i) for i in right or alike]))
        for k in partners.candidates(a, true.leads):
            rows = [{}, partners.features(a, k, true.leads)]
            cases["partners"].append(Case(rows, [int(k in true.partners)]))
        dates: list[int | None] = [None, *limits.candidates(a)]
        if true.limit in dates:
            rows = [limits.none(a, last.limit) if k is None else limits.features(a, k, last.limit) for k in dates]
            cases["limits"].append(Case(rows, [dates.index(true.limit)]))
        order = next((k for k, found in enumerate(orders.mentions) if true.issuer in found), None)
        givers: list[int | None] = [None, *orders.candidates(a)]
        if order in givers and (true.issuer is not None or not true.ordered):
            led = _led(layout, true.leads)
            rows = [orders.none(a, last.order) if k is None else orders.features(a, k, last.order, led) for k in givers]
            cases["orders"].append(Case(rows, [givers.index(order)]))
        last = Decision(true.leads, (), true.limit, order, true.issuer, {})
    return cases
