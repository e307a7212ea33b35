"""Provincial departments: their ids hold a place and a field, their names are put together from both."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.language import languages, table

COMPOSED = re.compile(r"[a-z]{2}:(?P<place>[a-z-]+?)-department-of-(?P<field>[a-z-]+)")
ENGLISH_CLASS = "Provincial Departments of "
_SMALL_WORDS = frozenset({"and", "of"})


def english_field(field: str) -> str:
    """``education-and-training`` -> ``Education and Training``."""
    return " ".join(word if word in _SMALL_WORDS else word.capitalize() for word in field.split("-"))


def department_names(
    field: str, class_names: Mapping[str, str], place_names: Mapping[str, str], place_form: str
) -> dict[str, str]:
    """The names of a provincial department by language code.

    Args:
        field: The field as ids have it (``education-and-training``).
        class_names: The names of the class of such departments; empty for branches of a national body.
        place_names: The names of its province or city.
        place_form: Which forms of a place's name apply, as the tables have it (``vn_province``).

    Returns:
        A name in English, and in each language that has a word for the department and a form for the place.
    """
    english = class_names.get("en", "").removeprefix(ENGLISH_CLASS) or english_field(field)
    names = {"en": f"{place_names['en']} Department of {english}"}
    for language in languages():
        rules = table(language, "agencies")
        branches = rules["departments"]["local"].get(field) or [None]
        department = class_names.get(language) or branches[0]
        forms = rules["provinces"]["forms"].get(place_form)
        if department and forms and language in place_names:
            joint = " " if rules["fold"]["spaced"] else ""
            names[language] = department + joint + forms[0].format(name=place_names[language])
    return names
