"""Posts and the people who hold them: titles before a body, names beside a post, later mentions of them."""

from __future__ import annotations

import re
from functools import cache

from pipeline.agencies.found import Article, Found, ending, lay_over, settle
from pipeline.agencies.words import words
from pipeline.language import table
from pipeline.script import ABBREVIATED, INITIALS, LETTERS
from pipeline.text import CAPITAL

_LATIN_NAME = re.compile(r" ?((?:[A-ZĐ][\w']+)(?: [A-ZĐ][\w']*){1,3})")
MAX_BEFORE = 90
LOOK_AHEAD = 12


def add_titles(found: list[Found], article: Article) -> list[Found]:
    """Join a title and its body (``Cục trưởng Cục Viễn thông``); the registry may have an id for the post."""
    posts = article.rules["posts"]
    titles = ending(article.language, tuple(posts["titles"]))
    known = {t.lower(): t for t in posts["titles"]}
    out = []
    for mention in found:
        if mention.kind != "post" and not (mention.kind == "class" and mention.post):
            match = titles.search(article.text, max(0, mention.start - 50), mention.start)
            if match is not None and (
                mention.kind != "class" or article.rules["fold"]["spaced"] or match.end(1) == mention.start
            ):
                mention.start = match.start()
                title = known[match[1].lower()]
                own = posts["own"].get(title) or article.registry.post_of(mention.id or "", title)
                mention.id = own or mention.id
                mention.post = True
                mention.rule += "+title"
        if mention.post and posts["acting"]["words"]:
            acting = _acting(article.language).search(article.text, max(0, mention.start - 24), mention.start)
            if acting is not None:
                mention.start = acting.start()
        out.append(mention)
    return settle(out)


@cache
def _acting(language: str) -> re.Pattern[str]:
    words = table(language, "agencies")["posts"]["acting"]["words"]
    return re.compile("(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ") ?$")


def join_posts(found: list[Found], article: Article) -> list[Found]:
    """Two posts of one person are one mention with the first post's id."""
    joint = re.compile(article.rules["posts"]["acting"]["joint"] + "$")
    out: list[Found] = []
    for mention in found:
        last = out[-1] if out else None
        if last is not None and last.post and mention.post and "class" not in (last.kind, mention.kind):
            between = joint.fullmatch(article.text, last.end, mention.start)
            if between is not None and (
                last.kind == mention.kind == "post" or _last_person(article, last.start - MAX_BEFORE, last.start)
            ):
                last.end = mention.end
                last.rule += "+post"
                if last.id in article.rules["posts"]["yields"] and mention.id:
                    last.id = mention.id
                continue
        out.append(mention)
    return out


@cache
def _before(language: str) -> re.Pattern[str]:
    """Honorifics and a name that end where a post begins; group 1 is the given name or the whole name."""
    rules = table(language, "agencies")
    honorific = "|".join(re.escape(h) for h in sorted(rules["people"]["honorifics"], key=len, reverse=True))
    if rules["fold"]["spaced"]:
        return re.compile(
            rf"(?<![^\W_])(?i:{honorific})\.? ((?:{CAPITAL}[\w']*)(?: {CAPITAL}[\w']*){{0,4}})(?:, | - | – )$"
        )
    given, family = (rf"[{INITIALS}][{LETTERS}]{{1,{longest}}}" for longest in (24, 29))
    return re.compile(rf"(?:(?:{honorific}) ?){{1,3}}({given}){ABBREVIATED}?(?: {family}){{0,2}}{ABBREVIATED}?,? ?$")


@cache
def _after(language: str) -> re.Pattern[str]:
    """A name, with or without an honorific, that begins where a post ends."""
    rules = table(language, "agencies")
    people = rules["people"]
    if people["beside"]["after_post"]:
        honorific = "|".join(re.escape(h) for h in sorted(people["honorifics"], key=len, reverse=True))
        surname = "|".join(re.escape(h) for h in sorted(people["surnames"], key=len, reverse=True))
        low, high = people["name_words"]
        return re.compile(
            rf"(?:[:,]? (?i:{honorific})\.?)?,? "
            rf"((?:{surname})(?: {CAPITAL}[\w']*){{{low - 1},{high - 1}}})(?![^\W_])"
        )
    return _LATIN_NAME


def add_people(found: list[Found], article: Article) -> tuple[list[Found], dict[str, Found]]:
    """Widen posts by the person's name beside them; remember who holds which post."""
    people: dict[str, Found] = {}
    floor = 0
    for mention in found:
        if mention.post:
            before = _last_person(article, max(floor, mention.start - MAX_BEFORE), mention.start)
            after = _after(article.language).match(article.text, mention.end)
            name = ""
            if before is not None:
                mention.start, name = before.start(), before[1]
            elif after is not None:
                mention.end, name = after.end(), after[1]
            if name:
                mention.person = True
                people.setdefault(name, mention)
                if article.rules["fold"]["spaced"]:
                    people.setdefault(name.split()[-1], mention)
        floor = mention.end
    return settle(found), people


def _last_person(article: Article, low: int, high: int) -> re.Match[str] | None:
    """The nearest person whose name ends at ``high``: the shortest stretch from an honorific on."""
    line = article.text.rfind("\n", max(0, low), high) + 1
    low = max(0, low, line)
    pattern = _before(article.language)
    speaks = article.rules["people"]["speaks"]
    while (match := pattern.search(article.text, low, high)) and any(word in match[0] for word in speaks):
        low = match.start() + 1
    return match


def add_later(found: list[Found], people: dict[str, Found], article: Article) -> list[Found]:
    """Later mentions: a known person by name and honorific; a post or body by its head alone."""
    added: list[Found] = []
    out = _anaphora(found, article, people)
    for known in article.rules["people"]["known"]:
        holds = not article.date or known["since"] <= article.date <= (known["until"] or "9999")
        if holds and known["id"].startswith(article.country):
            people.setdefault(known["name"], Found(-1, -1, known["id"], "post", "known", True, True))
    rules = article.rules
    honorific = "|".join(re.escape(h) for h in sorted(rules["people"]["honorifics"], key=len, reverse=True))
    if people:
        names = "|".join(re.escape(n) for n in sorted(people, key=len, reverse=True))
        if rules["fold"]["spaced"]:
            titles = "|".join(re.escape(t) for t in sorted(rules["posts"]["titles"], key=len, reverse=True))
            pattern = (
                rf"(?<![^\W_])(?i:{honorific}|{titles})\.? "
                rf"(?:{CAPITAL}[\w']* ){{0,3}}?({names})(?![^\W_]| {CAPITAL})"
            )
        else:
            pattern = rf"(?:(?:{honorific}) ?){{1,3}}({names})(?:{ABBREVIATED}| [{INITIALS}][{LETTERS}]{{3,24}}(?= ))?"
        for match in re.finditer(pattern, article.text):
            if not rules["fold"]["spaced"] and _other_word(article.text, match.start(), match.start(1)):
                continue
            holder = people[match[1]]
            end = match.end() if rules["fold"]["spaced"] else match.end(1)
            added.append(Found(match.start(), end, holder.id, "post", "person-again", True, True))
    persons = [f for f in out if f.person]
    return settle([*persons, *lay_over([f for f in out if not f.person], added, whole=True)])


def _other_word(text: str, start: int, name: int) -> bool:
    """Whether an honorific is only the beginning of a longer word (``คุณธรรม`` is nobody called ``ธรรม``)."""
    first = words(text[start : name + LOOK_AHEAD])[0]
    return start + len(first) > name


def _anaphora(found: list[Found], article: Article, people: dict[str, Found]) -> list[Found]:
    """A head alone (``Bộ``, ``Bộ trưởng``, ``กระทรวงฯ``) is the body of that kind named last before."""
    heads = article.rules["anaphora"]
    pattern = "|".join(re.escape(h) for h in sorted(heads, key=len, reverse=True))
    edges = (r"(?<![^\W_])", r"(?![^\W_])") if article.rules["fold"]["spaced"] else ("", "")
    spans = [(f.start, f.end) for f in found if f.rule != "form-alone"]
    ordered = sorted((f for f in found if f.id), key=lambda f: f.start)
    added: list[Found] = []
    taken = 0
    latest: dict[str, Found] = {}
    at = 0
    for match in re.finditer(f"{edges[0]}({pattern}){edges[1]}", article.text):
        while at < len(ordered) and ordered[at].start < match.start():
            for prefixes in heads.values():
                for prefix in prefixes:
                    if prefix in (ordered[at].id or ""):
                        latest[prefix] = ordered[at]
            at += 1
        while taken < len(spans) and spans[taken][1] <= match.start():
            taken += 1
        if taken < len(spans) and spans[taken][0] < match.end():
            continue
        holder = next((latest[p] for p in heads[match[1]] if p in latest), None)
        end, person = match.end(), False
        name = _after(article.language).match(article.text, end)
        post = match[1] in article.rules["posts"]["titles"]
        if post and name is not None:
            end, person = name.end(), True
        elif match[1] in article.rules["posts"]["named_only"] or (
            article.rules["fold"]["spaced"] and re.match(rf" {CAPITAL}", article.text[end : end + 2])
        ):
            continue
        if holder is not None:
            again = Found(match.start(), end, holder.id, "post" if post else holder.kind, "head-again", post, person)
            added.append(again)
            if name is not None and person:
                people.setdefault(name[1], again)
                people.setdefault(name[1].split()[-1], again)
    return lay_over(found, added)
