"""``directives train``: the models of each language learnt and written, a process each."""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from pipeline.card import write_card
from pipeline.language import languages
from pipeline.model import model_path
from pipeline.train import fit
from pipeline.train.actions import count_actions
from pipeline.train.sources import has_shared, load_sources
from pipeline.version import version


def program() -> str:
    """The program's name and version, as records give it."""
    return f"directives/{version()}"


def _train_one(job: tuple[str, bool, bool, str]) -> tuple[str, Path, float]:
    """Train one language in a process of its own; returns its name, its card and the seconds it took."""
    language, with_shared, compare, name = job
    begun = time.perf_counter()
    sources = load_sources(language, shared=with_shared)
    model, crossed = fit(language, [article for source in sources for article in source.articles], name)
    model.save(model_path(language))
    alone = fit(language, sources[0].articles, name)[1] if compare and with_shared else None
    card = write_card(language, sources, count_actions(language), crossed, alone, model_path(language), crossed.chances)
    return language, card, time.perf_counter() - begun


def main(argv: list[str]) -> int:
    """Train and write the models (``directives train``).

    Args:
        argv: The options; ``--help`` lists them.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(prog="directives train --", description="Train the models on corpus/.")
    parser.add_argument("--corpus-only", action="store_true", help="leave ../shared out even where it is present")
    parser.add_argument(
        "--compare", action="store_true", help="also cross-validate on corpus/ alone, for the card (twice as long)"
    )
    parser.add_argument("--language", choices=languages(), action="append", help="only this language")
    options = parser.parse_args(argv)
    with_shared = not options.corpus_only and has_shared()
    if not with_shared and not options.corpus_only:
        print("../shared is not here: training on corpus/ alone", file=sys.stderr)
    jobs = [(language, with_shared, options.compare, program()) for language in options.language or languages()]
    with ProcessPoolExecutor(min(len(jobs), os.cpu_count() or 1)) as pool:
        for language, card, seconds in pool.map(_train_one, jobs):
            print(f"{language}: {model_path(language)} in {seconds:.0f} s; see {card}")
    return 0
