"""What many visitors share: modules that stay for good, and the processor."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache


class Turns:
    """So many threads at a time; the others wait for their turn."""

    def __init__(self, count: int) -> None:
        self._free = threading.Semaphore(count)
        self._own = threading.local()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for a turn, and keep it."""
        with self._free:
            self._own.taken = True
            try:
                yield
            finally:
                self._own.taken = False

    @contextmanager
    def left(self) -> Iterator[None]:
        """Let others in while this thread, where it has a turn, waits for something else."""
        if not getattr(self._own, "taken", False):
            yield
            return
        self._free.release()
        try:
            yield
        finally:
            self._free.acquire()


RUNS = Turns(2)  # pages that run at a time: more would only slow each other down, and the last come late


@lru_cache(maxsize=1)
def keep_loaded() -> None:
    """Spare the garbage collector what the first run has loaded; to be called at the end of each run.

    Each round looks at all objects there are: for the modules alone that takes 30 ms, more than a page's run.
    """
    gc.collect()
    gc.freeze()
