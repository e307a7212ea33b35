"""Names put together from tables: provinces, their committees, abbreviated ministries, short forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from pipeline.language import table

MAX_PARTS = 4


class Name(NamedTuple):
    """A name of a body: ``generated`` ones give way to written ones, ``shy`` ones need capitals."""

    text: str
    generated: bool = False
    shy: bool = False


def body_names(row: dict[str, str], language: str) -> Iterator[Name]:
    """Every name of a registry row in a language: as written, then as generated from the written ones."""
    rules: dict[str, Any] = table(language, "agencies")["names"]
    written = [n for n in (row[f"name_{language}"], *row[f"aliases_{language}"].split("|")) if n]
    for name in written:
        yield Name(name)
    for name in written:
        for more in _without_dots(name, rules):
            yield Name(more, generated=True)
        for short, long in rules["swaps"].items():
            if long in name:
                yield Name(name.replace(long, short), generated=True)
        if name is written[0]:
            for more in abbreviations(name, rules):
                yield Name(more, generated=True)
            for suffix in rules["country_suffixes"].get(row["country"], ()):
                if row["kind"] not in ("class", "post") and not name.endswith(suffix.strip()):
                    yield Name(name + suffix, generated=True)


def province_names(row: dict[str, str], language: str) -> Iterator[Name]:
    """Every name of a province or centrally run city: each spelling in each form of the language's table."""
    rules: dict[str, Any] = table(language, "agencies")["provinces"]
    forms = rules["forms"].get(f"{row['country']}_{row['kind']}", [])
    spellings = [n for n in (row[f"name_{language}"], *row[f"spellings_{language}"].split("|")) if n]
    for spelling in spellings:
        if row["alone"] == "yes" or rules["alone"] or row["id"] in rules["alone_too"]:
            yield Name(spelling, shy=True)
        for form in forms:
            yield Name(form.format(name=spelling))


def _without_dots(name: str, rules: dict[str, Any]) -> Iterator[str]:
    """``ก.ล.ต.`` is also ``กลต.``, where at least three letters are left."""
    for dotted in re.findall(rules["dotted"], name) if rules["dotted"] else ():
        letters = dotted.replace(".", "")
        if len(letters) >= 3:
            yield name.replace(dotted, letters + ".")


def abbreviations(name: str, rules: dict[str, Any]) -> Iterator[str]:
    """``Bộ Tài nguyên và Môi trường`` -> ``Bộ TN&MT``, ``Bộ TNMT``, ``Bộ Tài nguyên và MT``….

    Its first part alone is said for the whole. Each part may stand in full or as its
    initials; neighbouring initials may be written as one word.
    """
    for head in rules["abbreviating_heads"]:
        if not name.startswith(head + " "):
            continue
        parts = [p for p in re.split(rules["part_joint"], name[len(head) + 1 :]) if p]
        if len(parts) > MAX_PARTS:
            return
        if len(parts) > 1:
            yield f"{head} {parts[0]}"
        initials = ["".join(word[0] for word in part.split()).upper() for part in parts]
        for choice in product((False, True), repeat=len(parts)):
            if not any(choice):
                continue
            shown = [i if short else p for i, p, short in zip(initials, parts, choice, strict=True)]
            for joints in product(("&", ""), repeat=len(parts) - 1):
                if any(j == "" and not (choice[n] and choice[n + 1]) for n, j in enumerate(joints)):
                    continue
                yield head + " " + "".join(s + j for s, j in zip(shown, (*joints, ""), strict=True))
        return
