"""Numbers as they are written."""

from __future__ import annotations


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

    >>> short_text(-0.00041), short_text(66.66667), short_text(12345.0)
    ('−0.00041', '66.7', '12345')
    """
    if float(number).is_integer():
        return signed(number)
    text = f"{number:.{digits}g}"
    return (f"{number:.0f}" if "e+" in text else text).replace("-", "−")


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
