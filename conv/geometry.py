"""Integers only: sizes, origins, offsets and read counts of a convolution, before any pixel is touched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np

from conv.arguments import check_choice, checked_padding, checked_pair
from conv.index_maps import IndexMap, padding_index_map, window_index_map
from conv.refusal import Refusal
from conv.text import _

IntOrPair: TypeAlias = "int | tuple[int, int]"
Padding: TypeAlias = "int | tuple[int, int] | tuple[tuple[int, int], tuple[int, int]] | str"

PADDING_MODES = ("zeros", "reflect", "replicate", "circular")
NUMPY_MODES = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}


@dataclass(frozen=True, slots=True)
class AxisGeometry:
    """A convolution along one axis; a two-dimensional one is two of these, rows and columns.

    All lengths are in pixels, all positions count from 0 at the first padded pixel.

    >>> axis = AxisGeometry(size=5, kernel_size=3, stride=2, dilation=1, before=0, after=1)
    >>> axis.output_size, axis.remainder, axis.read_counts
    (2, 1, (1, 1, 2, 1, 1, 0))
    """

    size: int
    kernel_size: int
    stride: int = 1
    dilation: int = 1
    before: int = 0
    after: int = 0
    padding_mode: str = "zeros"

    @property
    def effective_kernel_size(self) -> int:
        """Pixels from the first to the last tap: dilation * (kernel_size - 1) + 1."""
        return self.dilation * (self.kernel_size - 1) + 1

    @property
    def padded_size(self) -> int:
        """Pixels after padding: before + size + after."""
        return self.before + self.size + self.after

    @property
    def output_size(self) -> int:
        """Number of windows: floor((padded_size - span) / stride) + 1; below 1 when the kernel does not fit."""
        return (self.padded_size - self.effective_kernel_size) // self.stride + 1

    @property
    def remainder(self) -> int:
        """What the floor drops: the padded pixels behind the last window's end."""
        return (self.padded_size - self.effective_kernel_size) % self.stride

    @property
    def origins(self) -> range:
        """First padded pixel of each window, one per output cell."""
        return range(0, self.output_size * self.stride, self.stride)

    @property
    def tap_offsets(self) -> range:
        """Distance of each tap from its window's origin, one per kernel cell."""
        return range(0, self.effective_kernel_size, self.dilation)

    @property
    def read_counts(self) -> tuple[int, ...]:
        """How many windows read each padded position along this axis, length `padded_size`."""
        return self.window_map.read_counts

    @property
    def unread(self) -> tuple[int, ...]:
        """Padded positions that no window reads: the remainder, gaps between windows, holes of the dilation."""
        return self.window_map.unread

    @property
    def sources(self) -> tuple[int, ...]:
        """Image pixel that each padded pixel copies, length `padded_size`; -1 where padding is a plain zero.

        >>> AxisGeometry(4, 3, before=2, after=1, padding_mode="reflect").sources
        (2, 1, 0, 1, 2, 3, 2)
        """
        values: dict[str, Any] = {"constant_values": -1} if self.padding_mode == "zeros" else {}
        sides = (self.before, self.after)
        padded = np.pad(np.arange(self.size), sides, mode=NUMPY_MODES[self.padding_mode], **values)  # type: ignore[call-overload]
        return tuple(padded.tolist())

    @property
    def window_map(self) -> IndexMap:
        """Which padded pixels each output cell reads."""
        return window_index_map(self.padded_size, self.output_size, self.stride, self.kernel_size, self.dilation)

    @property
    def pixel_map(self) -> IndexMap:
        """Which pixel of the image each padded pixel copies."""
        return padding_index_map(self.size, self.sources)

    @property
    def image_map(self) -> IndexMap:
        """Which pixels of the image each output cell reads, in their own place or as a copy in the padding.

        >>> AxisGeometry(4, 3, before=1, after=1, padding_mode="circular").image_map.targets(0)  # 3 0 1 2 3 0
        (0, 1, 3)
        """
        return self.pixel_map.then(self.window_map)

    @property
    def window_counts(self) -> tuple[int, ...]:
        """How many windows read each padded position, or the pixel that it copies, length `padded_size`."""
        if not self.copies:
            return self.read_counts
        counts = self.image_map.read_counts
        return tuple(counts[pixel] for pixel in self.sources)

    @property
    def copies(self) -> bool:
        """Whether the padding holds copies of pixels."""
        return self.padding_mode != "zeros" and self.padded_size > self.size

    @property
    def padding_limit(self) -> int | None:
        """Most padding a side may have in this mode, as in PyTorch; None where there is no limit."""
        return {"reflect": self.size - 1, "circular": self.size}.get(self.padding_mode)

    @property
    def fitting_changes(self) -> tuple[int, ...]:
        """Smallest changes of `after` that leave no remainder: pixels to add, or (negative) to take away.

        >>> AxisGeometry(size=6, kernel_size=3, stride=2, before=1, after=1).fitting_changes  # (8 - 3) mod 2 = 1
        (1, -1)
        """
        if self.remainder == 0:
            return ()
        changes = (self.stride - self.remainder, -self.remainder)
        limit = self.padding_limit
        return tuple(
            change for change in changes if self.after + change >= 0 and (limit is None or self.after + change <= limit)
        )

    @property
    def fitting_stride(self) -> int:
        """Largest stride up to this one that leaves no remainder.

        >>> AxisGeometry(size=7, kernel_size=3, stride=3).fitting_stride  # (7 - 3) mod 3 = 1, (7 - 3) mod 2 = 0
        2
        """
        return next(
            stride
            for stride in range(self.stride, 0, -1)
            if (self.padded_size - self.effective_kernel_size) % stride == 0
        )


def conv_geometry(*arguments: Any) -> ConvGeometry:
    """A `ConvGeometry`, made once for equal arguments."""
    try:
        return _known_geometry(*arguments)
    except TypeError:  # lists say the same as pairs and cannot be looked up
        return ConvGeometry(*arguments)


def size_table(axis: AxisGeometry, sizes: Sequence[int], strides: Sequence[int]) -> np.ndarray:
    """Output sizes of an axis at other sizes and strides, the rest as it is.

    Returns:
        Shape (len(strides), len(sizes)), integers; 0 where the kernel does not fit.

    >>> size_table(AxisGeometry(size=5, kernel_size=3), sizes=(2, 5, 6), strides=(1, 2)).tolist()
    [[0, 3, 4], [0, 2, 2]]
    """
    return np.array(
        [[max(0, replace(axis, size=size, stride=stride).output_size) for size in sizes] for stride in strides]
    )


@dataclass(frozen=True, slots=True)
class ConvGeometry:
    """The geometry of a convolution: every argument checked and normalised once, every size an integer.

    Args:
        input_size: (H, W) of the image in pixels.
        kernel_size: (K_h, K_w).
        stride: Pixels between neighbouring windows, at least 1.
        padding: Pixels on every side; a (row, col) pair; ((top, bottom), (left, right)); or one of
            "valid" (none), "half" (floor(span / 2)), "full" (span - 1) and "same" (TensorFlow's: ceil(n / stride)
            outputs, the odd pixel at the bottom and right).
        dilation: Pixels between neighbouring taps, at least 1.
        padding_mode: "zeros", "reflect", "replicate" or "circular", with PyTorch's limits.

    Every int-or-pair argument means both axes or (row, col). After construction `rows` and `cols` hold one
    `AxisGeometry` each; the size per axis is floor((n + before + after - dilation * (k - 1) - 1) / stride) + 1
    (the formula in the documentation of torch.nn.Conv2d).

    Raises:
        Refusal: If a value is out of range or the kernel spans more than the padded image.

    >>> ConvGeometry((7, 7), 3, stride=2, padding=1).output_size  # (7 + 2 - 2 - 1) // 2 + 1 = 4
    (4, 4)
    """

    input_size: IntOrPair
    kernel_size: IntOrPair
    stride: IntOrPair = 1
    padding: Padding = 0
    dilation: IntOrPair = 1
    padding_mode: str = "zeros"
    rows: AxisGeometry = field(init=False)
    cols: AxisGeometry = field(init=False)

    def __post_init__(self) -> None:
        sizes = checked_pair("input_size", self.input_size)
        kernel_sizes = checked_pair("kernel_size", self.kernel_size)
        strides = checked_pair("stride", self.stride)
        dilations = checked_pair("dilation", self.dilation)
        check_choice("padding_mode", self.padding_mode, PADDING_MODES)
        effective_sizes = [d * (k - 1) + 1 for d, k in zip(dilations, kernel_sizes, strict=True)]
        sides = checked_padding(self.padding, sizes, effective_sizes, strides)
        axes = [
            AxisGeometry(size, kernel_size, stride, dilation, before, after, self.padding_mode)
            for size, kernel_size, stride, dilation, (before, after) in zip(
                sizes, kernel_sizes, strides, dilations, sides, strict=True
            )
        ]
        for name, value in (("rows", axes[0]), ("cols", axes[1])):
            object.__setattr__(self, name, value)
        self._check_mode_limits()
        self._check_kernel_fits()

    @property
    def output_size(self) -> tuple[int, int]:
        """(H_out, W_out): windows along the rows and along the columns."""
        return self.rows.output_size, self.cols.output_size

    @property
    def padded_size(self) -> tuple[int, int]:
        """(H, W) after padding."""
        return self.rows.padded_size, self.cols.padded_size

    @property
    def steps(self) -> int:
        """Number of output cells of one feature map."""
        return self.rows.output_size * self.cols.output_size

    @property
    def read_counts(self) -> np.ndarray:
        """How many windows read each padded pixel, shape `padded_size`, integers.

        A copy in the padding is a read of its pixel: both have the same windows.

        >>> int(ConvGeometry(4, 3, padding=1, padding_mode="circular").read_counts[1, 1])  # 3 windows along each axis
        9
        """
        return np.multiply.outer(np.array(self.rows.window_counts), np.array(self.cols.window_counts))

    @property
    def corner_and_middle_reads(self) -> tuple[int, int]:
        """How many windows read the image's first pixel, and its middle one; padding left out.

        >>> ConvGeometry(5, 3).corner_and_middle_reads
        (1, 9)
        """
        rows, cols, counts = self.rows, self.cols, self.read_counts
        middle = counts[rows.before + rows.size // 2, cols.before + cols.size // 2]
        return int(counts[rows.before, cols.before]), int(middle)

    @property
    def unread_pixels(self) -> int:
        """Number of the image's own pixels (padding left out) that no window reads."""
        rows, cols = self.rows, self.cols
        inside = self.read_counts[rows.before : rows.before + rows.size, cols.before : cols.before + cols.size]
        return int((inside == 0).sum())

    @property
    def copied_only(self) -> int:
        """Number of the image's pixels that windows read as copies in the padding only, not in their own place."""
        rows, cols = self.rows, self.cols
        own = np.multiply.outer(np.array(rows.read_counts), np.array(cols.read_counts))
        inside = slice(rows.before, rows.before + rows.size), slice(cols.before, cols.before + cols.size)
        return int(((own[inside] == 0) & (self.read_counts[inside] > 0)).sum())

    def position(self, step: int) -> tuple[int, int]:
        """(row, col) of the output cell with this index in row-major order.

        Raises:
            Refusal: If there is no such step.
        """
        if not 0 <= step < self.steps:
            raise Refusal(_("`step` must be from 0 to {last}, got {step}.").format(last=self.steps - 1, step=step))
        return divmod(step, self.cols.output_size)

    def _check_mode_limits(self) -> None:
        for axis in (self.rows, self.cols):
            largest, limit = max(axis.before, axis.after), axis.padding_limit
            if limit is not None and largest > limit:
                raise Refusal(
                    _(
                        "`padding` {padding} is too much for `padding_mode` '{mode}' on {size} pixels, "
                        "which allows at most {limit}; use less padding or the mode 'zeros'."
                    ).format(padding=largest, mode=self.padding_mode, size=axis.size, limit=limit)
                )

    def _check_kernel_fits(self) -> None:
        axes = (self.rows, self.cols)
        enough = max(
            max(axis.before, axis.after) + -(-(axis.effective_kernel_size - axis.padded_size) // 2) for axis in axes
        )
        for axis in axes:
            if axis.effective_kernel_size > axis.padded_size:
                raise Refusal(
                    _(
                        "`kernel_size` {kernel_size} with `dilation` {dilation} spans {span} pixels, but the padded "
                        "image is {height} × {width}; use a smaller kernel or padding of at least {padding}."
                    ).format(
                        kernel_size=axis.kernel_size,
                        dilation=axis.dilation,
                        span=axis.effective_kernel_size,
                        height=self.rows.padded_size,
                        width=self.cols.padded_size,
                        padding=enough,
                    )
                )


@lru_cache(maxsize=512)
def _known_geometry(*arguments: Any) -> ConvGeometry:
    return ConvGeometry(*arguments)
