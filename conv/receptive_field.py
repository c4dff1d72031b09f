"""Receptive fields of layers one after the other, and the padding that keeps a picture's size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from conv.operations import Operation, Pad


def field_sizes(operations: Sequence[Operation]) -> tuple[int, int]:
    """(rows, columns) of the receptive field of one cell behind these layers, in pixels, on an input of any size.

    >>> from conv.operations import Convolution
    >>> field_sizes([Convolution(3, stride=2), Convolution(3)])  # 1 + 2 * 1 + 2 * 2
    (7, 7)
    """
    sizes, jumps = np.ones(2, int), np.ones(2, int)
    for operation in operations:
        kernel_size, stride, dilation = map(np.array, operation.footprint)
        sizes += (kernel_size - 1) * dilation * jumps
        jumps *= stride
    return int(sizes[0]), int(sizes[1])


def field_padding(operations: Sequence[Operation]) -> tuple[tuple[int, int], tuple[int, int]]:
    """((top, bottom), (left, right)) around the first input with which layers of stride 1 keep its size.

    An odd pixel goes to the bottom and right, as in TensorFlow's "same".

    >>> from conv.operations import Convolution
    >>> field_padding([Convolution(3), Convolution(4)])  # 1 + 2 + 3 = 6 pixels are read, so that 5 are added
    ((2, 3), (2, 3))
    """
    rows, cols = field_sizes(operations)
    return ((rows - 1) // 2, rows // 2), ((cols - 1) // 2, cols // 2)


def padded_once(operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """The layers behind their `field_padding`, and no padding of their own."""
    return Pad(field_padding(operations)), *(operation.unpadded() for operation in operations)


def layers_that_fit(size: int, kernel_size: int) -> int | None:
    """How many layers without padding a row of pixels can feed: each takes kernel_size - 1 of them away.

    Returns:
        The number; None where a kernel of one pixel takes nothing away.

    >>> layers_that_fit(5, 3), layers_that_fit(28, 3)  # 5 -> 3 -> 1
    (2, 13)
    """
    return None if kernel_size == 1 else (size - 1) // (kernel_size - 1)
