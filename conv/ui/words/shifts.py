"""Shifts in words."""

from __future__ import annotations

from conv.text import _


def shift_name(rows: int, cols: int) -> str:
    """How far and where to something was moved."""
    names = {
        (True, True): _("{rows} down, {cols} right"),
        (True, False): _("{rows} down, {cols} left"),
        (False, True): _("{rows} up, {cols} right"),
        (False, False): _("{rows} up, {cols} left"),
    }
    return names[rows >= 0, cols >= 0].format(rows=abs(rows), cols=abs(cols))
