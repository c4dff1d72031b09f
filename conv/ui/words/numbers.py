"""Numbers as they are written."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal

import numpy as np


def number_text(number: float) -> str:
    """The shortest text that reads back as the same number: 3 for 3.0.

    >>> number_text(3.0), number_text(-0.25)
    ('3', '-0.25')
    """
    return str(int(number)) if float(number).is_integer() else repr(float(number))


def signed(number: float) -> str:
    """The same with a real minus sign, as on paper."""
    return number_text(number).replace("-", "−")


def short_text(number: float, digits: int = 3) -> str:
    """A number of few digits, with a real minus sign; a whole number has them all.

    >>> short_text(-0.00041), short_text(66.66667), short_text(12345.0), short_text(46.25)
    ('−0.00041', '66.7', '12345', '46.3')
    """
    if float(number).is_integer():
        return signed(number)
    rounded = Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal(repr(float(number)))  # as `shown_text`
    text = f"{float(rounded):.{digits}g}"
    return (number_text(to_decimals(number, 0)) if "e+" in text else text).replace("-", "−")


def to_decimals(number: float, decimals: int) -> float:
    """A number with so many decimals; halves go away from zero, by its digits as they are written.

    >>> to_decimals(1.005, 2), to_decimals(-1234.5, 0)
    (1.01, -1235.0)
    """
    return float(Decimal(repr(float(number))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def shown_text(number: float) -> str:
    """A number as the player shows it: four decimals, or four digits of a small number, with a real minus sign.

    >>> shown_text(-66.66666), shown_text(0.00012345678), shown_text(3.0)
    ('−66.6667', '0.0001235', '3')
    """
    number = _rounded(number)
    if number.is_integer():
        return signed(number)
    size = abs(number)
    text = repr(size) if size >= 1e-4 or size < 1e-6 else f"{size:.12f}".rstrip("0")
    return ("−" if number < 0 else "") + re.sub(r"e-0?", "e-", text)


def power_text(power: int) -> str:
    """A power of ten, as it is written by hand.

    >>> power_text(-6), power_text(1), power_text(0)
    ('10⁻⁶', '10', '1')
    """
    if abs(power) < 2:
        return f"{10.0**power:g}"
    return "10" + str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def equals_sign(number: float) -> str:
    """The sign = where `shown_text` is the whole number, but for the last bits of a sum, else ≈."""
    slack = max(1e-10 * min(1, abs(number)), 2e-15 * abs(number))
    return "=" if abs(number - _rounded(number)) <= slack else "≈"


def _rounded(number: float) -> float:
    size = abs(number)
    if float(number).is_integer() or size < 0.001:
        return float(number if float(number).is_integer() else f"{number:.4g}")
    return float(np.copysign(np.floor(size * 10_000 + 0.5) / 10_000, number))


def count_text(count: int) -> str:
    """How many: thousands are parted by commas.

    >>> count_text(65536), count_text(99)
    ('65,536', '99')
    """
    return f"{count:,}"


def size_text(size: tuple[int, int]) -> str:
    """Rows and columns.

    >>> size_text((28, 24))
    '28 × 24'
    """
    return f"{size[0]} × {size[1]}"
