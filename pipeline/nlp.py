"""The pipeline of a language: a spaCy ``Language`` whose components find directives.

>>> import pipeline
>>> nlp = pipeline.load("vi")
>>> nlp.pipe_names
['context', 'agencies', 'dates', 'quantities', 'instruments', 'cues', 'tags', 'directives']
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache

import spacy
from spacy.language import Language

from pipeline.components import annotators, context, directives, tags  # noqa: F401  (they register factories)
from pipeline.components.attributes import register
from pipeline.components.words import WordTokeniser
from pipeline.errors import UnknownLanguage
from pipeline.language import languages

# Longer texts fail with a clear error before they come here; spaCy's own limit must not bite first.
LONGEST = 10_000_000


_loaded: list[Language] = []


@contextmanager
def transient() -> Iterator[None]:
    """Forget at the end of the block the words that spaCy has met in it, which it would keep for good.

    Documents made in the block must not be used after it, nor other threads make any meanwhile. What is loaded in
    the block itself keeps what it meets there.
    """
    with ExitStack() as zones:
        for nlp in _loaded:
            zones.enter_context(nlp.memory_zone())
        yield


@cache
def load(language: str) -> Language:
    """Build the pipeline of a language; the same object for the same language.

    Args:
        language: ``"th"`` or ``"vi"``.

    Returns:
        A spaCy pipeline. ``nlp(text)._.directives`` is the list of records, ``._.annotations`` what they were made
        from. Components can be removed, replaced or added as in any spaCy pipeline.

    Raises:
        UnknownLanguage: There is no such language.
        ModelMissing: Its trained model is not there.
        ModelVersion: Its trained model is of another version.
    """
    nlp = annotating(language)
    nlp.add_pipe("tags")
    nlp.add_pipe("directives")
    _loaded.append(nlp)
    return nlp


def annotating(language: str) -> Language:
    """Build the part of the pipeline that needs no trained model: words, context and annotators.

    Args:
        language: A language code.

    Returns:
        A spaCy pipeline whose last component is ``cues``.

    Raises:
        UnknownLanguage: There is no such language.
    """
    if language not in languages():
        raise UnknownLanguage(language, languages())
    register()
    # spaCy's own classes for Thai and Vietnamese want tokenisers of their own; the multi-language one wants none.
    nlp = spacy.blank("xx")
    nlp.lang = language
    nlp.max_length = LONGEST
    nlp.tokenizer = WordTokeniser(nlp.vocab, language)
    nlp.add_pipe("context")
    for name in annotators.ANNOTATORS:
        nlp.add_pipe(name)
    return nlp
