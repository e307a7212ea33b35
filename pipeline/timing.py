"""A time limit for work that cannot be trusted to end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from pipeline.errors import TookTooLong

_AGAIN = 1.0
"""Seconds until the alarm rings once more: where Python cannot raise (in a finaliser), the first ring is lost."""


class _Rung(BaseException):
    """Not an `Exception`, so that nothing on the way takes it for one of its own."""


@contextmanager
def within(seconds: float | None, *, stage: str | None = None) -> Iterator[None]:
    """Stop what is done in the block when its time is up. There is one clock: such blocks must not be nested.

    A timer of the system interrupts the main thread. Python code and its regular expressions stop at once;
    a single call into other compiled code stops when that call returns.

    Args:
        seconds: The limit of elapsed time; None for no limit. There is none either in another thread than the
            main one, and on systems without such timers (Windows).
        stage: What is done in the block, for the error; ``extract`` by default.

    Raises:
        TookTooLong: The time was up.
    """
    if seconds is None or not _can_time():
        yield
        return
    running = True

    def ring(number: int, frame: FrameType | None) -> None:
        if running:
            raise _Rung

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        try:
            yield
        finally:
            # From here on the alarm is ignored; one that rang before is caught below.
            running = False
    except _Rung:
        raise TookTooLong(seconds, stage=stage) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def untimed() -> Iterator[None]:
    """Stop the clock of `within` while the block lasts: for what is loaded once and serves all that follow."""
    if not _can_time():
        yield
        return
    left, again = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left, again)


def _can_time() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
