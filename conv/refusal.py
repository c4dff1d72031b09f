"""A refusal: what cannot be, said to the person who asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Refusal(ValueError):
    """What cannot be, in words that a learner may read: name, rule, value seen, remedy.

    All that the core and the app refuse is a `Refusal`; any other exception is a fault of the program.
    """


@contextmanager
def refusing() -> Iterator[None]:
    """What an operation refuses while it is planned is a `Refusal`.

    >>> with refusing():
    ...     raise ValueError("`stride` must be at least 1, got 0.")
    Traceback (most recent call last):
    ...
    conv.refusal.Refusal: `stride` must be at least 1, got 0.
    """
    try:
        yield
    except Refusal:
        raise
    except ValueError as error:
        raise Refusal(str(error)) from error
