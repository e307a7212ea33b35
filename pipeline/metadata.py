"""What an article says about itself: language, headline, source, date, and what its paragraphs are.

All of it works on normalised text and takes what it knows of a language from ``text.toml``.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from pipeline.article import Article
from pipeline.era import BUDDHIST_YEARS, NEWS_YEARS, common_year
from pipeline.errors import BadArticleDate, BadDate, UndetectedLanguage, UnknownLanguage
from pipeline.language import languages, table

LONGEST_TITLE = 220  # characters, with the site's name
LONGEST_LEAD = 400  # a longer first paragraph is no summary any more
LONGEST_OPEN_TITLE = 160  # one that ends in an abbreviation or dots, as sentences do too
_LONGEST_CAPTION = 350
_LONGEST_FURNITURE = 250
_FOOT = 4  # paragraphs: the author, the office, perhaps a teaser

_LETTER = re.compile(r"[^\W\d_]")
_URL = re.compile(r"https?://[^\s<>\"'“”()\[\]{}]{3,2000}", re.IGNORECASE)
_URL_END = ".,;:!?…*"
# Rows of dashes, stars or dots, hashtags and bare addresses are no language's.
_NO_WORDS = re.compile(r"[\W_]+")
_HASHTAGS = re.compile(r"(?:#[^\s#]{1,60} ?){1,100}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{3,240}|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,64}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.:;…]$|[.…][\"”’)]$")
# A full stop with a small word before it and a capital behind it; Thai, which has neither, has none.
_INNER_END = re.compile(r"(\w{2})[.!?…] (\w)")
_PARAGRAPH = re.compile(r"[^\n]+")
_PUBLISHED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ][\d:.,+Z -]{4,30})?)?)?", re.ASCII)


def detect_language(text: str, default: str | None = None) -> str:
    """Tell an article's language by its letters.

    Args:
        text: The article, normalised (decomposed letters are not counted).
        default: What to answer when no language fits.

    Returns:
        The code of the language, ``"th"`` or ``"vi"``.

    Raises:
        UndetectedLanguage: No language fits and no default is given.
    """
    total = len(_LETTER.findall(text))
    if total:
        # Thai vowel marks count above and not below, so this is for comparing and no true share.
        scripts = {code: _script(code) for code in languages()}
        fits = {code: len(script.findall(text)) / total / share for code, (script, share) in scripts.items()}
        best = max(fits, key=lambda code: fits[code])
        if fits[best] >= 1:
            return best
    if default is not None:
        return default
    raise UndetectedLanguage(
        f"the article is in none of the known languages ({', '.join(languages())}): "
        "if it is, name the language with --language"
    )


@cache
def _script(language: str) -> tuple[re.Pattern[str], float]:
    script = table(language, "text")["script"]
    return re.compile(f"[{script['letters']}]"), script["share"]


@dataclass(frozen=True, slots=True)
class _Marks:
    """The patterns of all languages together: pages mix the furniture of several."""

    prefixes: re.Pattern[str]
    suffixes: re.Pattern[str]
    abbreviations: re.Pattern[str]
    sources: re.Pattern[str]
    caption_starts: re.Pattern[str]
    caption_ends: re.Pattern[str]
    lines: re.Pattern[str]
    starts: re.Pattern[str]
    rest: re.Pattern[str]
    bylines: re.Pattern[str]


@cache
def _marks() -> _Marks:
    def joined(*keys: tuple[str, str], before: str = "", after: str = "") -> re.Pattern[str]:
        tables = [table(code, "text") for code in languages()]
        choices = "|".join(pattern for known in tables for part, key in keys for pattern in known[part][key])
        return re.compile(f"{before}(?:{choices}){after}", re.IGNORECASE)

    few, row = r"[\W_]{0,3}", r"[\W_]{0,90}"

    return _Marks(
        prefixes=joined(("title", "prefixes")),
        suffixes=joined(("title", "suffixes"), after="$"),
        abbreviations=joined(("title", "abbreviations"), after="$"),
        sources=joined(("source", "labels"), before=few, after=" ?[:：] ?"),
        caption_starts=joined(("caption", "starts"), before=few),
        caption_ends=joined(("caption", "ends"), after="$"),
        lines=joined(("furniture", "lines"), ("furniture", "datelines"), before=row, after=row),
        starts=joined(("furniture", "starts")),
        rest=joined(("furniture", "rest"), before=row, after=row),
        bylines=joined(("furniture", "bylines"), before=few),
    )


def paragraphs(text: str) -> list[tuple[int, int, str]]:
    """Divide an article into paragraphs and tell what each is.

    Args:
        text: The article, normalised. A paragraph is a line that has more than white space.

    Returns:
        ``(start, end, kind)`` of each paragraph without the white space around it. Kinds are ``title`` (the
        headline and its repetitions), ``lead`` (the summary between headline and body: position and length
        tell, not whether the body repeats it), ``body``, ``caption`` and ``furniture`` (navigation, counters,
        dates, sources, bylines, links).
    """
    marks = _marks()
    spans: list[tuple[int, int]] = []
    for match in _PARAGRAPH.finditer(text):
        line = match.group()
        if stripped := line.strip():
            start = match.start() + len(line) - len(line.lstrip())
            spans.append((start, start + len(stripped)))
    kinds = []
    below_rest = False
    for start, end in spans:
        line = text[start:end]
        # A list of links ends where running text comes back.
        below_rest = (below_rest and len(line) <= _LONGEST_FURNITURE) or _is(marks.rest, line)
        kinds.append("furniture" if below_rest else _kind(marks, line))
    _mark_bylines(marks, text, spans, kinds)
    _mark_head(marks, text, spans, kinds)
    return [(start, end, kind) for (start, end), kind in zip(spans, kinds, strict=True)]


def furniture(line: str) -> str | None:
    """Tell whether a line is no part of an article, by its own words in any language.

    Args:
        line: The line, normalised, without white space around it.

    Returns:
        ``"rest"`` if it opens a list of links, ``"line"`` if it is furniture by itself, None otherwise.
    """
    marks = _marks()
    if len(line) > _LONGEST_FURNITURE:
        return None
    if marks.rest.fullmatch(line):
        return "rest"
    return "line" if marks.lines.fullmatch(line) or marks.starts.match(line) else None


def _is(pattern: re.Pattern[str], line: str) -> bool:
    return len(line) <= _LONGEST_FURNITURE and pattern.fullmatch(line) is not None


def _kind(marks: _Marks, line: str) -> str:
    """What a paragraph is by its own words."""
    if len(line) <= _LONGEST_FURNITURE:
        if any(pattern.fullmatch(line) for pattern in (_NO_WORDS, _HASHTAGS, _ADDRESS, marks.lines)):
            return "furniture"
        if marks.starts.match(line) or marks.sources.match(line):
            return "furniture"
    if len(line) > _LONGEST_CAPTION:
        return "body"
    if marks.caption_starts.match(line) or marks.caption_ends.search(line):
        return "caption"
    return "body"


def _mark_bylines(marks: _Marks, text: str, spans: list[tuple[int, int]], kinds: list[str]) -> None:
    """Mark names and offices at the foot of an article; further up they may be headings."""
    foot = [i for i, kind in enumerate(kinds) if kind == "body"][1:][-_FOOT:]
    for i in foot:
        if _is(marks.bylines, text[slice(*spans[i])]):
            kinds[i] = "furniture"


def _mark_head(marks: _Marks, text: str, spans: list[tuple[int, int]], kinds: list[str]) -> None:
    """Find the headline with its repetitions, and the lead below it."""
    running = [i for i, kind in enumerate(kinds) if kind == "body"]
    remaining = sum(spans[i][1] - spans[i][0] for i in running)
    headline = None
    for n, i in enumerate(running):
        line = text[slice(*spans[i])]
        remaining -= len(line)
        bare = _bare(marks, line)
        if n == 0 and _looks_like_title(marks, line, remaining):
            headline = bare
            kinds[i] = "title"
        elif headline is not None and _repeats(headline, bare):
            kinds[i] = "title"
        else:
            if len(line) <= LONGEST_LEAD and 2 * len(line) <= remaining:
                kinds[i] = "lead"
            return


def _repeats(headline: str, line: str) -> bool:
    """Whether a line is the headline again, whole or cut off."""
    shown = line.rstrip("…. ")
    return headline.startswith(shown) and 2 * len(shown) >= len(headline)


def _looks_like_title(marks: _Marks, line: str, remaining: int) -> bool:
    """Whether a first paragraph is the headline: it stands above more text and is no full sentence."""
    if marks.prefixes.match(line) or marks.suffixes.search(line[-120:]):
        return remaining > 0
    return len(line) <= LONGEST_TITLE and remaining > len(line) and not _ends_sentence(marks, line)


def _ends_sentence(marks: _Marks, line: str) -> bool:
    """Whether a line ends as a sentence does, and not in dots or an abbreviation as a headline may."""
    if not _SENTENCE_END.search(line):
        return False
    if len(line) > LONGEST_OPEN_TITLE or not (line.endswith(("…", "...")) or marks.abbreviations.search(line[-20:])):
        return True
    return any(end[1].islower() and end[2].isupper() for end in _INNER_END.finditer(line))


def bare_title(title: str) -> str:
    """Take off a headline what the site puts around it.

    Args:
        title: The headline, normalised.

    Returns:
        The headline alone, or all of it if nothing would be left.
    """
    return _bare(_marks(), title)


def _bare(marks: _Marks, line: str) -> str:
    """A headline without what the site puts around it."""
    prefix = marks.prefixes.match(line)
    bare = line[prefix.end() :] if prefix else line
    # Site names are short; looking at the end alone keeps a long line cheap.
    if suffix := marks.suffixes.search(bare, max(0, len(bare) - 120)):
        bare = bare[: suffix.start()]
    return bare.strip() or line


def find_title(text: str) -> str | None:
    """Find an article's headline.

    Args:
        text: The article, normalised.

    Returns:
        The headline without the site's name, or None if the article has none.
    """
    for start, end, kind in paragraphs(text):
        if kind == "title":
            return _bare(_marks(), text[start:end])
    return None


def find_source_url(text: str) -> str | None:
    """Find the address that an article gives as its source (``ที่มา: https://…``, ``Nguồn: https://…``).

    Args:
        text: The article, normalised.

    Returns:
        The last address so labelled, or None. Other addresses in the text are not its source.
    """
    found = None
    for match in _PARAGRAPH.finditer(text):
        line = match.group().strip()
        label = _marks().sources.match(line)
        if label and (url := _URL.match(line, label.end())):
            found = url.group().rstrip(_URL_END)
    return found


def parse_published(value: str) -> str:
    """Check a date that someone gives for an article.

    Args:
        value: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``, or the last with a time behind it; the year may be of the
            Buddhist Era.

    Returns:
        The date alone, in the common era.

    Raises:
        BadDate: It has another form, is no date of the calendar, or of no year that news can be of.
    """
    if match := _PUBLISHED.fullmatch(value.strip()):
        year, *rest = (part for part in match.groups() if part)
        # The era first: 2567 has a 29 February, as 2024, and would have none in the common era.
        parts = [f"{common_year(int(year)):04d}", *rest]
        with suppress(ValueError):
            day = date(*(int(part) for part in [*parts, "01", "01"][:3]))
            if day.year in NEWS_YEARS:
                return "-".join(parts)
    raise BadDate(
        f"{value!r} is no date of news: give it as YYYY-MM-DD, YYYY-MM or YYYY, with a year of the common era "
        f"({NEWS_YEARS[0]} to {NEWS_YEARS[-1]}) or of the Buddhist Era ({BUDDHIST_YEARS[0]} to {BUDDHIST_YEARS[-1]})"
    )


def _own_date(article: Article) -> str | None:
    """The date that came with an article, checked: a wrong one fails that article alone."""
    if not article.published:
        return None
    try:
        return parse_published(article.published)
    except BadDate as error:
        raise BadArticleDate(f"the article's published: {error}", source=article.source) from error


def describe(article: Article, *, language: str = "auto", published: str | None = None) -> Article:
    """Fill in what is not known of an article yet from what it says itself.

    Args:
        article: The article as read. What it already has is kept, unless overridden.
        language: A language code that overrides, or ``"auto"``.
        published: A date that overrides.

    Returns:
        The article with language, and with date, source URL and headline where they can be found.

    Raises:
        UndetectedLanguage: The article is in no known language and none was given.
        UnknownLanguage: The given language has no folder of knowledge.
        BadDate: The given date is none.
        BadArticleDate: The date that came with the article is none.
    """
    from pipeline.deadlines import find_published

    text = article.normalised.text
    code = (article.language or detect_language(text)) if language == "auto" else language
    if code not in languages():
        raise UnknownLanguage(code, languages())
    if published is not None:
        dated: tuple[str | None, str | None] = (parse_published(published), "given")
    elif (own := _own_date(article)) is not None:
        dated = (own, article.published_from or "metadata")
    else:
        dated = find_published(text, code)
    described = replace(
        article,
        language=code,
        published=dated[0],
        published_from=dated[1],
        url=article.url or find_source_url(text),
        title=article.title or find_title(text),
    )
    # The cached form belongs to the same text.
    described.__dict__["normalised"] = article.normalised
    return described
