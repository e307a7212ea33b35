"""Find every mention of a public body, class of bodies or post in an article: the steps, in order."""

from __future__ import annotations

from pipeline.agencies.classes import shape_classes
from pipeline.agencies.counted import add_branches, add_counted
from pipeline.agencies.fold import fold
from pipeline.agencies.forms import add_forms, join_parents
from pipeline.agencies.found import AgencyMention, Article, Found, settle
from pipeline.agencies.lists import add_coordinated, add_siblings
from pipeline.agencies.people import add_later, add_people, add_titles, join_posts
from pipeline.agencies.places import add_places, dominant_place
from pipeline.agencies.registry import registry, whole_date
from pipeline.agencies.scan import Hit, best, scan
from pipeline.agencies.short import add_introduced, add_truncated, add_unknown
from pipeline.language import table


def find_agencies(text: str, language: str, published: str | None = None) -> list[AgencyMention]:
    """Every mention of a body, class or post in a whole article.

    Args:
        text: The article, normalised; any text will do.
        language: ``"th"`` or ``"vi"``.
        published: The article's date (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``), by which a name
            that passed from one body to another is resolved; None where it is not known.

    Returns:
        Mentions in order that do not overlap. What role each plays is not decided here.

    Raises:
        UnknownLanguage: There is no folder of knowledge for the language.
    """
    rules = table(language, "agencies")
    folded = fold(text, rules["fold"])
    hits = scan(text, folded, language)
    article = Article(text, folded, language, country_of(text, hits, language), whole_date(published), rules)
    found = resolve_hits(hits, article)
    article.named = frozenset(f.id for f in found if f.id)
    article.place = dominant_place(found, article)
    found = add_coordinated(found, article)
    found = add_counted(found, article)
    found = shape_classes(found, article)
    found = add_truncated(found, article)
    found = add_places(found, article)
    found = add_branches(found, article)
    found = add_forms(found, article)
    found = add_siblings(found, article)
    found = join_parents(found, article)
    found = add_introduced(found, article)
    found = add_unknown(found, article)
    found = add_titles(found, article)
    found = join_posts(found, article)
    found, people = add_people(found, article)
    found = add_later(found, people, article)
    return [
        AgencyMention(f.start, f.end, text[f.start : f.end], f.id, f.kind, f.rule, f.post, f.person)
        for f in settle(found)
    ]


def country_of(text: str, hits: list[Hit], language: str) -> str:
    """The country that an article's bodies belong to: by names that one country alone has, and by markers."""
    rules = table(language, "agencies")["country"]
    known = registry()
    score = dict.fromkeys(rules["markers"], 0)
    nouns = frozenset(table(language, "agencies")["forms"]["heads"])  # a bare noun is no sign of a country
    for hit in best([h for h in hits if h.entry and h.entry.raw not in nouns], set()):
        assert hit.entry is not None
        countries = {known.bodies[b].country for b in hit.entry.bodies}
        if len(countries) == 1:
            score[countries.pop()] += 1
    for country, markers in rules["markers"].items():
        score[country] += rules["weights"][country] * sum(text.count(marker) for marker in markers)
    score[rules["default"]] += 1
    ranked: list[str] = sorted(score, key=lambda c: (score[c], c == rules["default"]))
    return ranked[-1]


def resolve_hits(hits: list[Hit], article: Article) -> list[Found]:
    """One body for each name that stands, longest from the left.

    Classes and posts of another country than the article's are not meant.
    """
    known = article.registry
    ids: dict[int, str | None] = {}
    usable: list[Hit] = []
    weak: set[int] = set()
    named = frozenset(b for h in hits if h.entry and len(h.entry.bodies) == 1 for b in h.entry.bodies)
    for hit in hits:
        if hit.entry is None:
            usable.append(hit)
            continue
        chosen = known.choose(hit.entry.bodies, article.country, article.date, named)
        if chosen is None:
            foreign = [
                b
                for b in hit.entry.bodies
                if not hit.entry.exact and known.bodies[b].kind not in ("class", "post", "other", "assembly")
            ]
            if not foreign:
                continue
            chosen = known.choose(foreign, known.bodies[foreign[0]].country, article.date)
        if chosen:
            ids[id(hit)] = chosen
            usable.append(hit)
            if known.bodies[chosen].kind == "class":
                weak.add(id(hit))
    found = []
    for hit in best(usable, weak):
        body = ids.get(id(hit))
        if body:
            kind = known.bodies[body].kind
            rule = "place-name" if hit.entry and hit.entry.shy else ("class" if kind == "class" else "registry")
            found.append(Found(hit.start, hit.end, body, kind, rule, post=kind == "post"))
    return found
