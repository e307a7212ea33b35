"""Starts the command again and again in processes that are killed, until it comes to its end.

    python tests/killed.py FOLDER moments|steps ARGUMENT...

ARGUMENT... is what stands behind ``directives extract``, without ``-o``. The program and its models are loaded
once, and every start of the command is a fork of that: a real process with the real command in it, and a real
SIGKILL. ``moments`` kills 30 of them, each at a random moment; ``steps`` kills one at every step of a run: in the
middle of every write, and before every rename and removal. FOLDER then holds ``undisturbed/`` and, for every
disturbed run that came to its end, ``ended-N/``. Prints how many processes were killed.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.cli import main as command
from pipeline.write import journal, parts

KILLS = 30
SOME_FAILED = 1


def extract(folder: Path, place: str, arguments: list[str]) -> None:
    code = command(["extract", *arguments, "-q", "-o", str(folder / place / "out.jsonl")])
    assert code == SOME_FAILED, code  # the input has articles that fail


def start(folder: Path, place: str, arguments: list[str], *, after: float | None = None, step: int = 0) -> bool:
    """Start a process, and have it killed after some seconds or at a step. Returns whether it was."""
    child = os.fork()
    if not child:
        if step:
            die_at(step)
        extract(folder, place, arguments)
        os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    assert os.WEXITSTATUS(status) == 0, status
    return False


def at_random_moments(folder: Path, arguments: list[str], took: float) -> int:
    chance = random.Random(30)
    killed = ended = 0
    while killed < KILLS:
        # Half of what a whole run takes, so that most runs need several starts.
        if start(folder, f"ended-{ended}", arguments, after=chance.uniform(0, took / 2)):
            killed += 1
        else:
            ended += 1
    start(folder, f"ended-{ended}", arguments)
    return killed


def at_every_step(folder: Path, arguments: list[str]) -> int:
    killed = 0
    while start(folder, f"ended-{killed}", arguments, step=killed + 1):
        start(folder, f"ended-{killed}", arguments)
        killed += 1
    return killed


def die_at(step: int) -> None:
    """Let this process be killed at its n-th step."""
    left = step

    def stepping(change: Callable[..., Any]) -> Callable[..., Any]:
        def changed(*given: Any, **options: Any) -> Any:
            nonlocal left
            left -= 1
            if not left:
                if change is write_all:
                    file, data = given
                    file.write(data[: len(data) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return change(*given, **options)

        return changed

    write_all = journal.write_all
    journal.write_all = parts.write_all = stepping(write_all)
    for name in ("replace", "unlink", "write_bytes"):
        setattr(Path, name, stepping(getattr(Path, name)))


def main(folder: Path, how: str, arguments: list[str]) -> None:
    extract(folder, "warm-up", arguments)
    began = time.monotonic()
    extract(folder, "undisturbed", arguments)
    took = time.monotonic() - began
    print(at_every_step(folder, arguments) if how == "steps" else at_random_moments(folder, arguments, took))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
