"""How the command ends: exit codes, messages for what goes wrong, and requests to stop."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

import click

from pipeline.errors import DirectivesError, FailedFast, Stopped

SOME_FAILED = 1
MISUSE = 2
UNFORESEEN = 70
INTERRUPTED = 130


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """While this lasts, a request to end (SIGTERM) is handled like Ctrl-C, so that files are closed well.

    Yields:
        Tells whether there was such a request: libraries that are just being loaded swallow one now and then.
    """
    asked = False

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        nonlocal asked
        asked = True
        raise KeyboardInterrupt

    # What is ignored stays so: Ctrl-C does not mean what a shell has put into the background.
    heeded = [number for number in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(number) != signal.SIG_IGN]
    try:
        before = {number: signal.signal(number, stop) for number in heeded}
    except ValueError:  # not the main thread
        yield lambda: False
        return
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def guarded(run: Callable[[], object]) -> int:
    """Turn what goes wrong into a message and an exit code.

    Args:
        run: The command.

    Returns:
        Its exit code.
    """
    try:
        code = run()
        return code if isinstance(code, int) else 0
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except FailedFast as error:
        return _say(str(error), SOME_FAILED)
    except Stopped as error:
        return _say(str(error), INTERRUPTED)
    except DirectivesError as error:
        return _say(str(error), MISUSE)
    except (KeyboardInterrupt, click.Abort):
        return _say("stopped; no output was written", INTERRUPTED)
    except BrokenPipeError:
        # Who reads our output has seen enough. Python would complain once more when it closes standard
        # output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _say(f"{error.filename or 'the disk'}: {error.strerror or error}; no output was written", MISUSE)
    except Exception as error:
        if os.environ.get("DIRECTIVES_DEBUG"):
            raise
        what = f"unforeseen {type(error).__name__}: {error}"
        return _say(f"{what}; set DIRECTIVES_DEBUG=1 to see where, and please report it", UNFORESEEN)


def _say(message: str, code: int) -> int:
    click.echo(f"directives: {message}", err=True)
    return code
