"""Output-size formulas that are often written and wrong, to be shown beside the right one."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from conv.geometry import AxisGeometry


def ceiling_size(axis: AxisGeometry) -> Fraction:
    """ceil((n - f) / s), from a well-known set of notes: it forgets the first window, the padding and the dilation.

    >>> ceiling_size(AxisGeometry(size=5, kernel_size=3))  # three windows fit
    Fraction(2, 1)
    """
    return Fraction(ceil(Fraction(axis.size - axis.kernel_size, axis.stride)))


def outside_size(axis: AxisGeometry) -> Fraction:
    """(n - f) / s + 2p + 1: the padding outside of the division, as if every padded pixel were one more window.

    >>> outside_size(AxisGeometry(size=7, kernel_size=3, stride=2, before=1, after=1))  # four windows fit
    Fraction(5, 1)
    """
    return Fraction(axis.size - axis.kernel_size, axis.stride) + axis.before + axis.after + 1


def unfloored_size(axis: AxisGeometry) -> Fraction:
    """(n + 2p - d(k - 1) - 1) / s + 1: no floor, so that a part of a window would be counted.

    >>> unfloored_size(AxisGeometry(size=6, kernel_size=3, stride=2))  # two windows fit
    Fraction(5, 2)
    """
    return Fraction(axis.padded_size - axis.effective_kernel_size, axis.stride) + 1
