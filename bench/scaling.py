"""Whether time grows with the length of a text and no faster, on texts made to stall the pipeline.

    python bench/scaling.py [--length N] [--limit SECONDS] [--match WORDS]

Each case of tests/cases/hostile.toml is run through the whole pipeline at N characters and at twice that, in both
languages; the better of two runs counts. What takes more than three times as long, or longer than the limit, is listed.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

from pipeline.article import Article
from pipeline.errors import ArticleError
from pipeline.extract import extract
from pipeline.language import languages

CASES = Path(__file__).parent.parent / "tests" / "cases" / "hostile.toml"
TOO_STEEP = 3.0
AT_ONCE = 0.05  # seconds; what is faster cannot be told from the clock's own unrest


class TooLong(BaseException):
    """The limit is reached. No Exception, which the pipeline would take for a fault of the article."""


def seconds(case: dict[str, str], length: int, language: str, limit: int) -> float:
    """Time one text through the whole pipeline.

    Args:
        case: A case with its unit and head.
        length: Characters.
        language: A language code.
        limit: Seconds after which to give up.

    Returns:
        Seconds; infinity beyond the limit.
    """
    text = (case.get("head", "") + case["unit"] * (length // len(case["unit"]) + 1))[:length]
    errors: list[ArticleError] = []
    start = time.process_time()
    signal.alarm(limit)
    try:
        for _ in extract([Article(text, published="2025-05-20")], language=language, on_error=errors.append):
            pass
    except TooLong:
        return float("inf")
    finally:
        signal.alarm(0)
    for error in errors:
        if error.stage == "extract":
            print(f"FAILED {case['why']} ({language}): {error.kind} {error}")
    return time.process_time() - start


def _stop(number: int, frame: object) -> None:
    raise TooLong


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the cases and print those that are too steep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--length", type=int, default=20_000)
    parser.add_argument("--limit", type=int, default=60)
    parser.add_argument("--match", default="")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGALRM, _stop)
    cases = [case for case in tomllib.loads(CASES.read_text(encoding="utf-8"))["case"] if options.match in case["why"]]
    steep = 0
    for language in languages():
        seconds({"unit": "a ", "why": "loading"}, 10, language, 600)
        for case in cases:
            short, long = (
                min(seconds(case, times * options.length, language, options.limit) for _ in range(2))
                for times in (1, 2)
            )
            ratio = long / max(short, AT_ONCE)
            if ratio > TOO_STEEP or long == float("inf"):
                steep += 1
                print(f"{language} {case['why']}: {short:.2f} s, {long:.2f} s, x {ratio:.1f}", flush=True)
    print(f"{len(cases)} cases in {len(languages())} languages, {steep} too steep")
    return 1 if steep else 0


if __name__ == "__main__":
    sys.exit(main())
