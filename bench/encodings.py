"""How well encodings are told apart: each article, and its first longer line alone, written in every legacy encoding.

    python bench/encodings.py INPUT...

INPUT is what ``directives extract`` takes. Letters are composed first, and signs that an encoding lacks become small
letters or hyphens. Counted is what comes back exactly (right), as an error that asks for the encoding (asked), and as
something else (wrong); beside it, how many articles are taken for damaged when they are read as they are.
"""

from __future__ import annotations

import logging
import sys
import unicodedata
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]

from encoding import encode, writable

from pipeline.article import Article
from pipeline.encodings import decode, repair
from pipeline.encodings.known import encodings
from pipeline.errors import UndecodableText, UndetectedLanguage
from pipeline.metadata import detect_language
from pipeline.read import find_inputs, read

SENTENCE = 60  # characters at least
WRITES = {encoding.name: "th" if encoding.name == "windows-874" else "vi" for encoding in encodings() if encoding.guess}


def outcome(text: str, name: str) -> str:
    """What becomes of a text written in an encoding."""
    text = writable(unicodedata.normalize("NFC", text), name)
    data = encode(text, name)
    if data.isascii():
        return "ASCII"
    try:
        return "right" if decode(data).text == text else "wrong"
    except UndecodableText:
        return "asked"


def main() -> None:
    """Print a table."""
    logging.disable(logging.WARNING)
    counts: Counter[tuple[str, str, str]] = Counter()
    damaged = total = 0
    for article in read(find_inputs(sys.argv[1:])):
        if not isinstance(article, Article):
            continue
        try:
            language = detect_language(article.normalised.text)
        except UndetectedLanguage:
            continue
        total += 1
        damaged += bool(repair(article.text).damage)
        lines = [line for line in article.text.splitlines() if len(line) >= SENTENCE]
        for name, writes in WRITES.items():
            if writes == language:
                counts[name, "article", outcome(article.text, name)] += 1
                if lines:
                    counts[name, "line", outcome(lines[0], name)] += 1
    print("| encoding | articles right | asked | wrong | lines right | asked | wrong |\n|---|---|---|---|---|---|---|")
    for name in WRITES:
        cells = [f"{counts[name, of, what]:,}" for of in ("article", "line") for what in ("right", "asked", "wrong")]
        print(f"| {name} | {' | '.join(cells)} |")
    print(f"\n{total:,} articles, {damaged} with damage that is told")


if __name__ == "__main__":
    main()
