"""Transposed convolution: each input cell stamps its value times the kernel onto the output."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from conv.arguments import ENDLESS, check_image, checked_pair
from conv.geometry import IntOrPair
from conv.index_maps import IndexMap
from conv.refusal import Refusal
from conv.text import _


@dataclass(frozen=True)
class TransposedAxis:
    """A transposed convolution along one axis; names as in torch.nn.ConvTranspose2d.

    >>> axis = TransposedAxis(size=4, kernel_size=3, stride=2, output_padding=1)
    >>> axis.output_size, axis.stamps.sources(1)  # (4 - 1) * 2 + 3 + 1
    (10, (2, 3, 4))
    """

    size: int
    kernel_size: int
    stride: int = 1
    padding: int = 0
    output_padding: int = 0
    dilation: int = 1

    @property
    def effective_kernel_size(self) -> int:
        """Cells from the first to the last of a stamp: dilation * (kernel_size - 1) + 1."""
        return self.dilation * (self.kernel_size - 1) + 1

    @property
    def full_size(self) -> int:
        """Cells on which all stamps lie, before padding cuts some off: (size - 1) * stride + span."""
        return (self.size - 1) * self.stride + self.effective_kernel_size

    @property
    def output_size(self) -> int:
        """(size - 1) * stride - 2 * padding + dilation * (kernel_size - 1) + output_padding + 1."""
        return self.full_size + self.output_padding - 2 * self.padding

    @cached_property
    def stamps(self) -> IndexMap:
        """On which cells of the output each input cell stamps; those that padding cuts off lie outside of it."""
        origins = range(-self.padding, self.size * self.stride - self.padding, self.stride)
        return IndexMap.windows(self.output_size, origins, range(0, self.effective_kernel_size, self.dilation))

    @cached_property
    def gathers(self) -> IndexMap:
        """Which input cells stamp on each output cell, and with which tap of the kernel."""
        return self.stamps.inverse

    @property
    def phases(self) -> tuple[int, ...]:
        """How many stamps land on each of `stride` neighbouring cells, away from the border, in some order.

        >>> TransposedAxis(9, kernel_size=3, stride=2).phases, TransposedAxis(9, kernel_size=4, stride=2).phases
        ((2, 1), (2, 2))
        """
        taps = [tap * self.dilation % self.stride for tap in range(self.kernel_size)]
        return tuple(taps.count(phase) for phase in range(self.stride))

    @property
    def inserted_size(self) -> int:
        """Cells of the input with stride - 1 zeros between its own: (size - 1) * stride + 1."""
        return (self.size - 1) * self.stride + 1

    @property
    def inserted_padding(self) -> tuple[int, int]:
        """(before, after) around that, with which an ordinary convolution gives the output; negative ones cut off."""
        before = self.effective_kernel_size - 1 - self.padding
        return before, before + self.output_padding

    @property
    def shared_sizes(self) -> tuple[int, ...]:
        """Output sizes from which the convolution with these settings makes this input size; output_padding chooses.

        >>> TransposedAxis(size=4, kernel_size=3, stride=2).shared_sizes  # floor((n - 3) / 2) + 1 = 4
        (9, 10)
        """
        first = self.full_size - 2 * self.padding
        return tuple(range(first, first + self.stride))


@dataclass(frozen=True, slots=True)
class TransposedGeometry:
    """The geometry of a transposed convolution, with the arguments of torch.nn.ConvTranspose2d.

    Attributes:
        rows, cols: One axis each.

    >>> transposed_geometry(4, 3, stride=2, output_padding=1).output_size
    (10, 10)
    """

    rows: TransposedAxis
    cols: TransposedAxis

    @property
    def output_size(self) -> tuple[int, int]:
        """(H_out, W_out)."""
        return self.rows.output_size, self.cols.output_size

    @property
    def overlap_counts(self) -> np.ndarray:
        """How many stamps land on each output cell, shape `output_size`: where uneven, a checkerboard."""
        return np.multiply.outer(np.array(self.rows.stamps.read_counts), np.array(self.cols.stamps.read_counts))


def transposed_geometry(
    input_size: IntOrPair,
    kernel_size: IntOrPair,
    *,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    output_padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
) -> TransposedGeometry:
    """Plan a transposed convolution.

    Args:
        input_size: (H, W) of the input.
        kernel_size: (K_h, K_w) of a stamp.
        stride: Cells between the stamps of neighbouring input cells.
        padding: Cells that are cut off on every side: the padding of the convolution that is turned around.
        output_padding: Cells added at the bottom and right, on which no further stamp begins.
        dilation: Cells between the taps of a stamp.

    Raises:
        Refusal: If a value is out of range, `output_padding` is as large as both stride and dilation, or nothing is
            left of the output.
    """
    sizes, kernels = checked_pair("input_size", input_size), checked_pair("kernel_size", kernel_size)
    strides, dilations = checked_pair("stride", stride), checked_pair("dilation", dilation)
    sides, extras = (
        checked_pair("padding", padding, minimum=0),
        checked_pair("output_padding", output_padding, minimum=0),
    )
    rows, cols = (TransposedAxis(*axis) for axis in zip(sizes, kernels, strides, sides, extras, dilations, strict=True))
    for axis in (rows, cols):
        if axis.output_padding >= max(axis.stride, axis.dilation):
            raise Refusal(
                _(
                    "`output_padding` must be smaller than `stride` {stride} or `dilation` {dilation}, got {value}: it "
                    "only chooses between the sizes that share one convolution size."
                ).format(stride=axis.stride, dilation=axis.dilation, value=axis.output_padding)
            )
        if axis.output_size < 1:
            raise Refusal(
                _("`padding` {padding} cuts off all {size} cells; use less padding or a larger input.").format(
                    padding=axis.padding, size=axis.full_size + axis.output_padding
                )
            )
    return TransposedGeometry(rows, cols)


@ENDLESS
def conv_transpose2d(
    image: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    *,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    output_padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    groups: int = 1,
) -> np.ndarray:
    """Transposed convolution, as torch.nn.functional.conv_transpose2d: the adjoint of `conv2d`.

    Args:
        image: Input, shape (C_in, H, W), any real dtype.
        weight: Kernels, shape (C_in, C_out // groups, K_h, K_w).
        bias: One number per output channel, shape (C_out,), or None.
        groups: Divides C_in; the rest as in `transposed_geometry`.

    Returns:
        Shape (C_out, H_out, W_out), float.

    Raises:
        Refusal: If shapes do not agree, or as for `transposed_geometry`.

    >>> conv_transpose2d(np.array([[[1, 2]]]), np.ones((1, 1, 1, 2)), stride=1).tolist()
    [[[1.0, 3.0, 2.0]]]
    """
    image, weight = np.asarray(image), np.asarray(weight)
    _check_shapes(image, weight, bias, groups)
    dtype = np.result_type(image, weight, np.float32)
    geometry = transposed_geometry(
        (image.shape[1], image.shape[2]),
        (weight.shape[2], weight.shape[3]),
        stride=stride,
        padding=padding,
        output_padding=output_padding,
        dilation=dilation,
    )
    rows, cols = geometry.rows, geometry.cols
    outputs = weight.shape[1]
    full = np.zeros(
        (groups * outputs, rows.full_size + rows.output_padding, cols.full_size + cols.output_padding), dtype
    )
    for group, (pixels, kernels) in enumerate(zip(np.split(image, groups), np.split(weight, groups), strict=True)):
        target = full[group * outputs : (group + 1) * outputs]
        for k, m in np.ndindex(weight.shape[2:]):
            down, across = k * rows.dilation, m * cols.dilation
            part = target[
                :,
                down : down + (rows.size - 1) * rows.stride + 1 : rows.stride,
                across : across + (cols.size - 1) * cols.stride + 1 : cols.stride,
            ]
            part += np.tensordot(kernels[:, :, k, m], pixels, axes=(0, 0))
    height, width = geometry.output_size
    output = full[:, rows.padding : rows.padding + height, cols.padding : cols.padding + width]
    return output if bias is None else output + np.asarray(bias, dtype)[:, None, None]


def insert_zeros(image: np.ndarray, geometry: TransposedGeometry) -> np.ndarray:
    """The input with zeros between its cells and around them, shape (C, H', W'): an ordinary convolution of it with the
    flipped kernel, stride 1 and the same dilation is the transposed convolution.

    >>> insert_zeros(np.array([[[1, 2]]]), transposed_geometry((1, 2), (1, 2), stride=2)).tolist()
    [[[0, 1, 0, 2, 0]]]
    """
    for number, axis in enumerate((geometry.rows, geometry.cols), start=1):
        before, after = axis.inserted_padding
        length = max(0, before) + axis.inserted_size + max(0, after)
        shape = [*image.shape]
        shape[number] = length
        spread = np.zeros(shape, image.dtype)
        where = [slice(None)] * 3
        where[number] = slice(max(0, before), max(0, before) + axis.inserted_size, axis.stride)
        spread[tuple(where)] = image
        where[number] = slice(max(0, -before), length - max(0, -after))
        image = spread[tuple(where)]
    return image


def transposed_weight(weight: np.ndarray, groups: int = 1) -> np.ndarray:
    """Kernels of a convolution, shape (C_out, C_in // groups, K_h, K_w), as those of a transposed one between as many
    channels, shape (C_in, C_out // groups, K_h, K_w): the kernel from an input to an output stays the same.

    >>> transposed_weight(np.zeros((4, 3, 5, 5)), groups=2).shape
    (6, 2, 5, 5)
    """
    outputs, inputs, *size = weight.shape
    grouped = weight.reshape(groups, outputs // groups, inputs, *size)
    return grouped.swapaxes(1, 2).reshape(groups * inputs, outputs // groups, *size)


def _check_shapes(image: np.ndarray, weight: np.ndarray, bias: np.ndarray | None, groups: int) -> None:
    check_image(image)
    if weight.ndim != 4 or 0 in weight.shape or len(weight) != len(image):
        raise Refusal(
            _(
                "`weight` must have the shape (C_in, C_out // groups, K_h, K_w) with {channels} input channels, "
                "got {shape}."
            ).format(channels=len(image), shape=weight.shape)
        )
    if groups < 1 or len(image) % groups:
        raise Refusal(
            _("`groups` must divide the {inputs} input channels, got {groups}.").format(
                inputs=len(image), groups=groups
            )
        )
    if bias is not None and np.shape(bias) != (weight.shape[1] * groups,):
        raise Refusal(
            _("`bias` must hold one number for each of the {count} kernels, got the shape {shape}.").format(
                count=weight.shape[1] * groups, shape=np.shape(bias)
            )
        )
