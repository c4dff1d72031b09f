"""A refusal: what cannot be, said to the person who asked for it."""

from __future__ import annotations


class Refusal(ValueError):
    """What cannot be, in words that a learner may read: name, rule, value seen, remedy.

    All that the core and the app refuse is a `Refusal`; any other exception is a fault of the program.
    """
