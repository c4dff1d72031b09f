"""How wide a text is: the one measure of all that is laid out, counted in letters. `letters.js` counts the same."""

from __future__ import annotations

import re
import textwrap
from functools import lru_cache

LETTER = 0.54  # width of a letter beside its height, on the safe side
# Characters as wide as they are high, of Chinese, Japanese and Korean; a letter is a little more than half of that.
WIDE = "\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6"
ONE_WIDE = re.compile(f"[{WIDE}]")
CLOSING, OPENING = "，。、；：！？）》」』”’…", "（《「『“‘"  # begin no line, and end none
# What a line is never broken within: a word, or a wide character with the signs that belong to it; and what it is not
# broken within where that fits: a size, or what stands in brackets.
WORD = rf"[^\s{WIDE}{OPENING}]+|[{WIDE}]"
UNIT = re.compile(rf"[{OPENING}]*(?:{WORD})[{CLOSING}]*")
WHOLE = re.compile(rf"[{OPENING}]*(?:\d+(?: × \d+)+|\([^()]*\)²?|{WORD})[{CLOSING}]*")


def letters(text: str) -> float:
    """How many letters wide a text is.

    >>> letters("3 × 3"), letters("步幅") * LETTER
    (5.0, 2.0)
    """
    return len(text) if text.isascii() else len(text) + len(ONE_WIDE.findall(text)) * (1 / LETTER - 1)


def text_width(text: str, size: float) -> float:
    """Width of a line of words, on the safe side, in the unit of its letters' size."""
    return letters(text) * LETTER * size


def longest_unit(text: str) -> float:
    """How many letters wide a line must be at least, so that no word of a text is broken."""
    return max(map(letters, _units(text, UNIT)), default=0)


@lru_cache(maxsize=4096)
def wrapped(text: str, width: int) -> tuple[str, ...]:
    """The lines of a text, each up to so many letters wide: broken between words, and between wide characters.

    >>> wrapped("a map of edges", 8), wrapped("特征图 3 × 3", 6)
    (('a map of', 'edges'), ('特征图', '3 × 3'))
    """
    if not ONE_WIDE.search(text):
        return tuple(textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False))
    lines: list[str] = []
    line = ""
    whole = _units(text, WHOLE)
    for unit in whole if max(map(letters, whole)) <= width else _units(text, UNIT):
        longer = line + unit
        if line and letters(longer.strip()) > width:
            lines.append(line.strip())
            longer = unit.lstrip()
        line = longer
    return (*lines, line.strip())


def in_lines(text: str, width: int, maximum: int) -> tuple[str, ...]:
    """The lines of a text of wide characters, so many at most, as narrow as that allows; of others, `wrapped`.

    >>> in_lines("填充后 20 × 20", 2, 2)
    ('填充后', '20 × 20')
    """
    lines = wrapped(text, width)
    while len(lines) > maximum and ONE_WIDE.search(text):
        width += 1
        lines = wrapped(text, width)
    return lines


def _units(text: str, unit: re.Pattern[str]) -> list[str]:
    """Its unbroken parts, each with the space before it."""
    ends = [found.end() for found in unit.finditer(text)]
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]
