"""Coverage-guided fuzzing of decoding, the readers, normalisation and the deadline grammar.

    python bench/fuzz.py FOLDER [-max_total_time=600] [other options of libFuzzer]

Needs the ``fuzz`` and ``dev`` extras. FOLDER keeps the inputs that reached new code; each run adds a whole file of each
kind. The first byte of an input picks what is tried with the rest. An input that breaks something is written to the
current folder as ``crash-…``: make a case of it before mending what it broke.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from datetime import date
from pathlib import Path

import atheris

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]
with atheris.instrument_imports(include=["pipeline"]):
    from pipeline.article import Article
    from pipeline.deadlines import find_deadlines
    from pipeline.encodings import decode, repair
    from pipeline.errors import ProcessingFailed, UndecodableText
    from pipeline.language import languages
    from pipeline.read import ReadOptions, read
    from pipeline.text import normalise

OPTIONS = ReadOptions(longest=20_000)
LONGEST = 2_000  # bytes for what is no reader, so that many are tried
REFERENCE = date(2025, 5, 20)
NAMES = ("a.txt", "a.html", "a.jsonl", "a.csv", "a.warc", "a.parquet", "a.docx", "a.pdf", "a.zip", "a.tar", "a.gz", "a")


def try_decoding(data: bytes) -> None:
    """Text comes out, or the one error; nothing is lost in silence."""
    try:
        found = decode(data)
    except UndecodableText:
        return
    found.text.encode("utf-8")
    assert "\ufffd" not in found.text or found.damage or found.encoding.startswith("utf-16")


def try_text(data: bytes) -> None:
    """Normalising twice changes nothing, and every character has its place in the original."""
    text = data.decode("utf-8", "ignore")
    normal = normalise(text)
    assert normalise(normal.text).text == normal.text
    if normal.text:
        start, end = normal.original(0, len(normal.text))
        assert 0 <= start < end <= len(text)
    assert repair(repair(text).text).text == repair(text).text


def try_deadlines(data: bytes) -> None:
    """Deadlines stand where they say, one behind the other."""
    text = normalise(data.decode("utf-8", "ignore")).text
    for language in languages():
        at = 0
        for deadline in find_deadlines(text, language, REFERENCE):
            assert at <= deadline.start < deadline.end
            assert text[deadline.start : deadline.end] == deadline.text
            at = deadline.end


def try_readers(path: Path, data: bytes) -> None:
    """The readers give articles within the limits and errors that they foresaw."""
    path.write_bytes(data)
    for item in read([str(path)], options=OPTIONS):
        if isinstance(item, Article):
            assert 0 < len(item.text) <= OPTIONS.longest
            item.text.encode("utf-8")
        else:
            assert not isinstance(item, ProcessingFailed), item


def main() -> None:
    """Fill the folder and run."""
    from files import whole_files

    logging.disable(logging.CRITICAL)
    folder = Path(next(argument for argument in sys.argv[1:] if not argument.startswith("-")))
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, data) in enumerate(whole_files().items()):
        checks = range(len(CHECKS)) if name.endswith((".txt", ".html", ".csv")) else ()
        for target in (*checks, len(CHECKS) + number % len(NAMES)):
            (folder / f"{target}-{name}").write_bytes(bytes([target]) + data)
    with tempfile.TemporaryDirectory() as place:

        def one_input(data: bytes) -> None:
            target, rest = data[0] % (len(CHECKS) + len(NAMES)) if data else 0, data[1:]
            if target < len(CHECKS):
                CHECKS[target](rest[:LONGEST])
            else:
                try_readers(Path(place) / NAMES[target - len(CHECKS)], rest)

        atheris.Setup(sys.argv, one_input)
        atheris.Fuzz()


CHECKS = (try_decoding, try_text, try_deadlines)

if __name__ == "__main__":
    main()
