"""A convolution as a matrix product: its sparse matrix with tied weights, and its windows as rows (im2col)."""

from __future__ import annotations

import numpy as np

from conv.geometry import ConvGeometry
from conv.refusal import Refusal
from conv.text import _


def convolution_matrix(kernel: np.ndarray, geometry: ConvGeometry) -> np.ndarray:
    """The matrix whose product with the padded pixels is the feature map: one row a step, one column a pixel.

    Every row holds the same weights, one stride further on; all else is zero. With a stride of 1 it is a doubly
    blocked Toeplitz matrix.

    Args:
        kernel: Shape (K_h, K_w).
        geometry: Of the convolution.

    Returns:
        Shape (H_out * W_out, H_padded * W_padded), the kernel's dtype.

    Raises:
        Refusal: If the kernel is not of the geometry's size.

    >>> convolution_matrix(np.array([[1, 2]]), ConvGeometry((1, 4), (1, 2))).tolist()
    [[1, 2, 0, 0], [0, 1, 2, 0], [0, 0, 1, 2]]
    """
    rows, cols = geometry.rows, geometry.cols
    if kernel.shape != (rows.kernel_size, cols.kernel_size):
        raise Refusal(
            _("`kernel` must have the shape {expected}, as its geometry says, got {shape}.").format(
                expected=(rows.kernel_size, cols.kernel_size), shape=kernel.shape
            )
        )
    matrix = np.zeros((*geometry.output_size, *geometry.padded_size), kernel.dtype)
    for row, top in enumerate(rows.origins):
        for col, left in enumerate(cols.origins):
            window = matrix[
                row,
                col,
                top : top + rows.effective_kernel_size : rows.dilation,
                left : left + cols.effective_kernel_size : cols.dilation,
            ]
            window[...] = kernel
    return matrix.reshape(geometry.steps, -1)


def im2col(padded: np.ndarray, geometry: ConvGeometry) -> np.ndarray:
    """The windows as rows: the product with the kernel's numbers, read row by row, is the feature map.

    Args:
        padded: One channel after padding, shape `geometry.padded_size`.
        geometry: Of the convolution.

    Returns:
        Shape (H_out * W_out, K_h * K_w), the pixels' dtype.

    >>> im2col(np.array([[5, 6, 7]]), ConvGeometry((1, 3), (1, 2))).tolist()
    [[5, 6], [6, 7]]
    """
    rows = np.add.outer(np.array(geometry.rows.origins), np.array(geometry.rows.tap_offsets))
    cols = np.add.outer(np.array(geometry.cols.origins), np.array(geometry.cols.tap_offsets))
    return padded[rows[:, None, :, None], cols[None, :, None, :]].reshape(geometry.steps, -1)
