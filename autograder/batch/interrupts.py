"""Ctrl-C that waits: what was begun with a submission is finished before a batch ends."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from typing import Any


@contextlib.contextmanager
def interrupts_wait() -> Iterator[None]:
    """Raises KeyboardInterrupt at the end of the block instead of in its midst.

    Journal, gradebook, pages and table would say different things of a submission otherwise.
    Only the main thread is ever interrupted: in another one this does nothing, nor does it where
    somebody else has taken the signal.
    """
    waited: list[Any] = []
    is_main = threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGINT)
    if not is_main or before is not signal.default_int_handler:
        yield
        return
    try:
        signal.signal(signal.SIGINT, lambda *_: waited.append(None))
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if waited:
            raise KeyboardInterrupt
