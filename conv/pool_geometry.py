"""Integers only: which pixels each window of a pooling reads, at borders too, before any pixel is touched."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from conv.arguments import checked_pair
from conv.geometry import IntOrPair
from conv.index_maps import IndexMap, padding_index_map
from conv.refusal import Refusal
from conv.text import _


@dataclass(frozen=True)
class PoolAxis:
    """A pooling along one axis. All positions count from 0 at the first padded pixel.

    Attributes:
        size: Pixels of the image.
        kernel_size, stride, padding, dilation: As in torch.nn.MaxPool2d; padding stands on both sides.
        ceil_mode: Round the number of windows up, so that the last one may hang over the end.

    >>> axis = PoolAxis(size=5, kernel_size=2, stride=2, ceil_mode=True)
    >>> axis.output_size, axis.window_map.sources(2)
    (3, (4,))
    """

    size: int
    kernel_size: int
    stride: int
    padding: int = 0
    dilation: int = 1
    ceil_mode: bool = False

    @property
    def effective_kernel_size(self) -> int:
        """Pixels from the first to the last tap: dilation * (kernel_size - 1) + 1."""
        return self.dilation * (self.kernel_size - 1) + 1

    @property
    def padded_size(self) -> int:
        """Pixels after padding."""
        return self.size + 2 * self.padding

    @property
    def output_size(self) -> int:
        """floor((padded_size - span) / stride) + 1, or the same with a ceiling; below 1 where no window fits.

        With a ceiling, a last window that would start behind the image's last pixel is left out, as in PyTorch.
        """
        room = self.padded_size - self.effective_kernel_size
        if not self.ceil_mode:
            return room // self.stride + 1
        windows = -(-room // self.stride) + 1
        return windows - ((windows - 1) * self.stride >= self.size + self.padding)

    @cached_property
    def padded_window_map(self) -> IndexMap:
        """Which padded pixels each window reads; what hangs over the padding is left out."""
        origins = range(0, self.output_size * self.stride, self.stride)
        return IndexMap.windows(self.padded_size, origins, range(0, self.effective_kernel_size, self.dilation)).clipped

    @cached_property
    def window_map(self) -> IndexMap:
        """Which of the image's own pixels each window reads, as padded positions: none of the padding."""
        first, behind = self.padding, self.padding + self.size
        kept = [
            [position for position in self.padded_window_map.sources(target) if first <= position < behind]
            for target in range(self.output_size)
        ]
        return IndexMap.of_lists(self.padded_size, kept)

    @property
    def pixel_map(self) -> IndexMap:
        """Which pixel of the image each padded pixel copies; those of the padding copy none."""
        sides = (-1,) * self.padding
        return padding_index_map(self.size, (*sides, *range(self.size), *sides))


@dataclass(frozen=True)
class AdaptiveAxis:
    """A pooling to a chosen number of cells: window i goes from floor(i * n / cells) to ceil((i + 1) * n / cells).

    The windows of torch.nn.AdaptiveMaxPool2d: of several sizes, and overlapping, where the numbers do not divide.

    >>> [AdaptiveAxis(5, 2).window_map.sources(cell) for cell in range(2)]
    [(0, 1, 2), (2, 3, 4)]
    """

    size: int
    output_size: int
    padding = 0

    @property
    def padded_size(self) -> int:
        """The same as the size: nothing is padded."""
        return self.size

    @cached_property
    def window_map(self) -> IndexMap:
        """Which pixels each window reads."""
        cells = self.output_size
        windows = [range(cell * self.size // cells, -(-(cell + 1) * self.size // cells)) for cell in range(cells)]
        return IndexMap.of_lists(self.size, windows)

    @property
    def padded_window_map(self) -> IndexMap:
        """The same."""
        return self.window_map

    @property
    def pixel_map(self) -> IndexMap:
        """Each pixel is its own."""
        return IndexMap.same(self.size)


Axis: TypeAlias = "PoolAxis | AdaptiveAxis"
Pair: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PoolGeometry:
    """The geometry of a pooling: one axis for the rows and one for the columns."""

    rows: Axis
    cols: Axis

    @property
    def output_size(self) -> tuple[int, int]:
        """(H_out, W_out)."""
        return self.rows.output_size, self.cols.output_size

    @property
    def padded_size(self) -> tuple[int, int]:
        """(H, W) after padding."""
        return self.rows.padded_size, self.cols.padded_size

    @property
    def steps(self) -> int:
        """Number of windows."""
        return self.rows.output_size * self.cols.output_size


def pool_geometry(
    input_size: IntOrPair,
    kernel_size: IntOrPair,
    *,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    ceil_mode: bool = False,
) -> PoolGeometry:
    """Plan a pooling with the arguments of torch.nn.MaxPool2d.

    Args:
        input_size: (H, W) of the image in pixels.
        kernel_size: (K_h, K_w) of the windows.
        stride: Pixels between neighbouring windows; by default the kernel size, so that they do not overlap.
        padding: Pixels on every side that no maximum reads, at most half of the kernel size.
        dilation: Pixels between neighbouring taps.
        ceil_mode: Round the number of windows up.

    Raises:
        Refusal: If a value is out of range, the padding is more than half of the kernel size, or no window fits.

    >>> pool_geometry((6, 7), 3, stride=2).output_size  # (6 - 3) // 2 + 1, (7 - 3) // 2 + 1
    (2, 3)
    """
    sizes, kernels = checked_pair("input_size", input_size), checked_pair("kernel_size", kernel_size)
    strides = kernels if stride is None else checked_pair("stride", stride)
    sides, dilations = checked_pair("padding", padding, minimum=0), checked_pair("dilation", dilation)
    geometry = _known_geometry(sizes, kernels, strides, sides, dilations, bool(ceil_mode))
    rows, cols = geometry.rows, geometry.cols
    assert isinstance(rows, PoolAxis)
    assert isinstance(cols, PoolAxis)
    for axis in (rows, cols):
        if axis.padding > axis.kernel_size // 2:
            raise Refusal(
                _("`padding` of a pooling must be at most half of `kernel_size` {kernel_size}, got {padding}.").format(
                    kernel_size=axis.kernel_size, padding=axis.padding
                )
            )
        if axis.output_size < 1:
            raise Refusal(
                _(
                    "The pooling window spans {span_h} × {span_w} pixels, but the padded image is {height} × {width}; "
                    "use a smaller `kernel_size`."
                ).format(
                    span_h=rows.effective_kernel_size,
                    span_w=cols.effective_kernel_size,
                    height=rows.padded_size,
                    width=cols.padded_size,
                )
            )
    return geometry


@lru_cache(maxsize=512)
def _known_geometry(
    sizes: Pair, kernels: Pair, strides: Pair, sides: Pair, dilations: Pair, ceil_mode: bool
) -> PoolGeometry:
    """Made once for equal numbers: what its windows read is worked out when it is asked for, and kept."""
    axes = zip(sizes, kernels, strides, sides, dilations, strict=True)
    rows, cols = (PoolAxis(*axis, ceil_mode) for axis in axes)
    return PoolGeometry(rows, cols)


def adaptive_geometry(input_size: IntOrPair, output_size: IntOrPair) -> PoolGeometry:
    """Plan a pooling to a number of cells, whatever the image's size; 1 is global pooling.

    Raises:
        Refusal: If a size is below 1.

    >>> adaptive_geometry((9, 7), 1).rows.window_map.sources(0)
    (0, 1, 2, 3, 4, 5, 6, 7, 8)
    """
    sizes, cells = checked_pair("input_size", input_size), checked_pair("output_size", output_size)
    return PoolGeometry(AdaptiveAxis(sizes[0], cells[0]), AdaptiveAxis(sizes[1], cells[1]))
