"""The tokeniser: a document of the words of an article, over its original text."""

from __future__ import annotations

from itertools import pairwise

from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.text import normalise
from pipeline.tokens import tokenise


class WordTokeniser:
    """Makes documents whose text is the original and whose tokens are the words of its normal form."""

    def __init__(self, vocab: Vocab, language: str) -> None:
        self.vocab = vocab
        self.language = language

    def __call__(self, text: str) -> Doc:
        """Cut a text into words.

        Args:
            text: The article as decoded.

        Returns:
            A document with ``doc.text == text``; its normal form is ``doc._.normalised``, its words ``doc._.words``.
        """
        normalised = normalise(text)
        words = tokenise(normalised.text, self.language)
        cuts = {0, len(text)}
        for word in words:
            cuts.update(normalised.original(word.start, word.end))
        places = sorted(cuts)
        pieces = [text[start:end] for start, end in pairwise(places)]
        forms: list[str] = []
        spaces: list[bool] = []
        for piece in pieces:
            # spaCy keeps one space behind a token as a flag; any other white space is a token of its own.
            if piece == " " and spaces and not spaces[-1] and not forms[-1].isspace():
                spaces[-1] = True
            else:
                forms.append(piece)
                spaces.append(False)
        doc = Doc(self.vocab, words=forms, spaces=spaces)
        doc._.normalised, doc._.words = normalised, words
        return doc

    def to_disk(self, path: str, **_: object) -> None:
        """Nothing to write: the tokeniser is code and tables."""

    def from_disk(self, path: str, **_: object) -> WordTokeniser:
        """Nothing to read."""
        return self

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to write."""
        return b""

    def from_bytes(self, data: bytes, **_: object) -> WordTokeniser:
        """Nothing to read."""
        return self
