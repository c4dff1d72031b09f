"""Named kernels as data: whole weights and a divisor, so that every product can be shown exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from conv.refusal import Refusal
from conv.text import _


@dataclass(frozen=True, slots=True, eq=False)
class Kernel:
    """A two-dimensional kernel.

    Attributes:
        weights: Shape (K_h, K_w); whole numbers for every preset.
        divisor: What the sum of products is divided by, so that a blur keeps the brightness.
    """

    weights: np.ndarray
    divisor: float = 1


def _kernel(rows: str, divisor: float = 1) -> Kernel:
    weights = np.array([row.split() for row in rows.split("/")], dtype=np.int64)
    weights.flags.writeable = False
    return Kernel(weights, divisor)


KERNELS = {
    "worked_example": _kernel("1 0 1 / 0 1 0 / 1 0 1"),
    "identity": _kernel("0 0 0 / 0 1 0 / 0 0 0"),
    "box_blur": _kernel("1 1 1 / 1 1 1 / 1 1 1", 9),
    "gaussian_3": _kernel("1 2 1 / 2 4 2 / 1 2 1", 16),
    "gaussian_5": _kernel("1 4 6 4 1 / 4 16 24 16 4 / 6 24 36 24 6 / 4 16 24 16 4 / 1 4 6 4 1", 256),
    "sharpen": _kernel("0 -1 0 / -1 5 -1 / 0 -1 0"),
    "sobel_x": _kernel("-1 0 1 / -2 0 2 / -1 0 1"),
    "sobel_y": _kernel("-1 -2 -1 / 0 0 0 / 1 2 1"),
    "prewitt_x": _kernel("-1 0 1 / -1 0 1 / -1 0 1"),
    "prewitt_y": _kernel("-1 -1 -1 / 0 0 0 / 1 1 1"),
    "laplacian_4": _kernel("0 1 0 / 1 -4 1 / 0 1 0"),
    "laplacian_8": _kernel("1 1 1 / 1 -8 1 / 1 1 1"),
    "emboss": _kernel("-2 -1 0 / -1 1 1 / 0 1 2"),
    "outline": _kernel("-1 -1 -1 / -1 8 -1 / -1 -1 -1"),
    "ridge": _kernel("0 -1 0 / -1 4 -1 / 0 -1 0"),
}


WORKED_BANK = np.array(
    [  # two kernels over three channels: (out, in, row, col)
        [[[1, 0, 1], [0, 1, 0], [1, 0, 1]], [[0, -1, 0], [-1, 1, 0], [0, 0, 1]], [[0, 0, 0], [1, 1, -1], [0, 0, 0]]],
        [[[-1, 0, 1], [-1, 0, 1], [0, 0, 0]], [[0, 1, 0], [0, 1, 0], [0, -1, 0]], [[1, 0, 0], [0, 0, 0], [0, 0, -1]]],
    ]
)
WORKED_BANK.flags.writeable = False


def flip_kernel(kernel: np.ndarray) -> np.ndarray:
    """A kernel rotated by 180°, shape (..., K_h, K_w): with it, cross-correlation is mathematical convolution.

    >>> flip_kernel(np.array([[1, 2], [3, 4]])).tolist()
    [[4, 3], [2, 1]]
    """
    return kernel[..., ::-1, ::-1]


def edge_kernel(kernel_size: tuple[int, int]) -> np.ndarray:
    """Minus one on the left, one on the right: what is largest on vertical edges; a single column sums up.

    Returns:
        Shape (K_h, K_w), integers.

    >>> edge_kernel((2, 3)).tolist()
    [[-1, 0, 1], [-1, 0, 1]]
    """
    height, width = kernel_size
    line = np.sign(2 * np.arange(width) - (width - 1)) if width > 1 else np.ones(1, int)
    return np.tile(line, (height, 1))


def feature_kernels(out_channels: int, in_channels: int, kernel_size: tuple[int, int]) -> np.ndarray:
    """Kernels that make maps worth looking at: edges in four directions and a blob, in turn, of any size.

    An edge is a Gaussian's derivative, a blob its negative second derivative; a single cell passes the mean on.

    Returns:
        Shape (out_channels, in_channels, K_h, K_w), float; the sizes of each kernel's weights add up to 2.

    >>> feature_kernels(2, 1, (1, 3))[0, 0].round(2).tolist()
    [[-1.0, 0.0, 1.0]]
    """
    height, width = kernel_size
    y, x = (np.arange(length) - (length - 1) / 2 for length in (height, width))
    spread = max(max(height, width) / 4, 0.6)
    down, across = np.meshgrid(y / spread, x / spread, indexing="ij")
    bell = np.exp(-(down**2 + across**2) / 2)
    blob = (2 - down**2 - across**2) * bell
    patterns = [
        across * bell,
        blob - blob.mean() * (blob.size > 1),
        down * bell,
        (across + down) * bell,
        (across - down) * bell,
    ]
    kernels = np.empty((out_channels, in_channels, height, width))
    for output in range(out_channels):
        pattern = patterns[output % len(patterns)]
        total = np.abs(pattern).sum()
        kernels[output] = 2 * pattern / total if total > 1e-9 else 1 / pattern.size
    return kernels / in_channels


def separate(kernel: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """A column and a row whose outer product is a kernel of whole numbers, exactly; None where there are none.

    A separable kernel has rank 1: every row is a multiple of one. The column holds whole numbers where it can.

    Args:
        kernel: Shape (K_h, K_w), whole numbers.

    Returns:
        Shapes (K_h,) and (K_w,), integers, or None.

    >>> column, row = separate(np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]))
    >>> column.tolist(), row.tolist()
    ([1, 2, 1], [1, 2, 1])
    """
    rows = np.abs(kernel).sum(axis=1)
    if not rows.any():
        return None
    place = int(np.flatnonzero(rows)[0])
    row = kernel[place] // np.gcd.reduce(kernel[place])
    lead = int(np.flatnonzero(row)[0])
    column, rest = np.divmod(kernel[:, lead], row[lead])
    if rest.any() or (np.multiply.outer(column, row) != kernel).any():
        return None
    return column, row


def gabor_kernel(size: int, angle: float, wavelength: float, width: float) -> np.ndarray:
    """A wave under a bell curve: what responds to stripes of one direction and width.

    Args:
        size: Cells on a side, odd.
        angle: Direction in which the wave runs, in degrees from the columns' direction, turning with the rows.
        wavelength: Cells from crest to crest, at least 2.
        width: Standard deviation of the bell, in cells, above 0.

    Returns:
        Shape (size, size), float; its mean is 0, so that a uniform picture gives 0, and the largest weight 1.

    Raises:
        Refusal: If a value is out of range.

    >>> gabor_kernel(5, angle=0, wavelength=4, width=1.5)[2].round(2).tolist()
    [-0.46, -0.04, 1.0, -0.04, -0.46]
    """
    if size < 1 or size % 2 == 0:
        raise Refusal(_("`size` must be odd, so that the kernel has a middle, got {size}.").format(size=size))
    if wavelength < 2 or width <= 0:
        raise Refusal(
            _("`wavelength` must be at least 2 and `width` above 0, got {wavelength} and {width}.").format(
                wavelength=wavelength, width=width
            )
        )
    place = np.arange(size) - size // 2
    down, across = np.meshgrid(place, place, indexing="ij")
    turn = np.deg2rad(angle)
    bell = np.exp(-(down**2 + across**2) / (2 * width**2))
    wave = np.cos(2 * np.pi * (across * np.cos(turn) + down * np.sin(turn)) / wavelength)
    kernel = bell * wave - bell * (bell * wave).sum() / bell.sum()
    return kernel / (np.abs(kernel).max() or 1)


def preset_bank(weights: np.ndarray, out_channels: int, slices: int) -> np.ndarray:
    """Kernels out of one preset: the first has it in every slice, each further one in a single slice, in turn.

    Args:
        weights: The preset, shape (K_h, K_w).

    Returns:
        Shape (out_channels, slices, K_h, K_w).

    >>> preset_bank(np.array([[5]]), 3, 2)[:, :, 0, 0].tolist()
    [[5, 5], [5, 0], [0, 5]]
    """
    bank = np.zeros((out_channels, slices, *weights.shape), weights.dtype)
    bank[0] = weights
    for output in range(1, out_channels):
        bank[output, (output - 1) % slices] = weights
    return bank


def random_weights(channels: int, kernel_size: tuple[int, int], seed: int) -> np.ndarray:
    """Whole weights from -3 to 3, the same for the same seed.

    Returns:
        Shape (channels, K_h, K_w).

    >>> random_weights(3, (2, 4), seed=1).shape
    (3, 2, 4)
    """
    return np.random.default_rng(seed).integers(-3, 4, (channels, *kernel_size))
