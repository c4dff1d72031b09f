"""The fast path of `conv2d`: padded pixels times kernels, in products that stay in the processor's cache."""

from __future__ import annotations

from math import gcd

import numpy as np

from conv.geometry import ConvGeometry

BLOCK_BYTES = 1 << 19  # lowered pixels alive at once: half a megabyte stays in a core's cache
WINDOW_BYTES = 5 << 18  # windows alive at once where they are copied
MANY_KERNELS = 32  # from here on, and below FEW_PRODUCTS multiply-adds, one product over copied windows is faster
FEW_PRODUCTS = 50_000


def correlate(padded: np.ndarray, weight: np.ndarray, groups: int, geometry: ConvGeometry) -> np.ndarray:
    """Cross-correlate padded pixels with kernels; nothing is checked, `conv2d` has done so.

    Args:
        padded: Shape (C_in, *geometry.padded_size), float.
        weight: Shape (C_out, C_in // groups, K_h, K_w), the same dtype.
        groups: Number of groups of channels.
        geometry: Sizes and positions.

    Returns:
        Shape (C_out, *geometry.output_size), the same dtype.
    """
    maps = np.empty((len(weight), *geometry.output_size), padded.dtype)
    if groups == 1 and (len(weight) >= MANY_KERNELS or weight.size * geometry.steps < FEW_PRODUCTS):
        _correlate_windows(np.ascontiguousarray(padded), np.ascontiguousarray(weight), geometry, maps)
    else:
        _correlate_phases(padded, weight, groups, geometry, maps)
    return maps


def _correlate_windows(padded: np.ndarray, weight: np.ndarray, geometry: ConvGeometry, maps: np.ndarray) -> None:
    """Fill `maps` by one product of all kernels with all windows (im2col), in blocks of output rows.

    It pays for few products, where each further call costs more than the copy, and for many kernels, each of which
    uses the copy once more.
    """
    out_channels, in_channels, kernel_height, kernel_width = weight.shape
    rows, cols = geometry.rows, geometry.cols
    taps = weight.size // out_channels
    height_out, width_out = geometry.output_size
    matrix = weight.reshape(out_channels, taps)
    channel, row, col = padded.strides
    strides = (channel, row * rows.dilation, col * cols.dilation, row * rows.stride, col * cols.stride)
    block = max(1, WINDOW_BYTES // (taps * width_out * padded.itemsize))
    for top in range(0, height_out, block):
        count = min(block, height_out - top)
        shape = (in_channels, kernel_height, kernel_width, count, width_out)
        windows = np.ndarray(shape, padded.dtype, padded, top * rows.stride * row, strides)
        product = np.matmul(matrix, windows.reshape(taps, -1))
        maps[:, top : top + count] = product.reshape(out_channels, count, width_out)


def _correlate_phases(
    padded: np.ndarray, weight: np.ndarray, groups: int, geometry: ConvGeometry, maps: np.ndarray
) -> None:
    """Fill `maps` by `_correlate_rows`.

    Rows that lie `dilation` apart never meet the rows between them, so a row-dilated convolution is several
    undilated ones: output rows p, p + phases, ... read only padded rows first, first + dilation, ...
    """
    stride, dilation = geometry.rows.stride, geometry.rows.dilation
    common = gcd(stride, dilation)
    phases = dilation // common
    for phase in range(min(phases, geometry.rows.output_size)):
        rows, skipped = phase * stride % dilation, phase * stride // dilation
        source = padded[:, rows::dilation][:, skipped:]
        _correlate_rows(source, weight, groups, stride // common, geometry, maps[:, phase::phases])


def _correlate_rows(
    padded: np.ndarray, weight: np.ndarray, groups: int, row_stride: int, geometry: ConvGeometry, maps: np.ndarray
) -> None:
    """Fill `maps` where the rows are not dilated, one block of output rows at a time.

    One idea: lower along the width only. A lowered row holds, for each channel and each kernel column, the pixels
    which that weight meets along the whole output row. K_h such rows stacked are one output row's matrix of windows,
    and they already lie behind each other in memory: the matrices of neighbouring output rows overlap, as a strided
    view, and nothing is copied K_h times. Each product is written straight into the feature maps. A single kernel
    would make products of one row, which read much and compute little, so it makes several output rows at once: the
    same weights once more, a row further down (`_banded`).
    """
    out_channels, in_channels, kernel_height, kernel_width = weight.shape
    kernels, (height_out, width_out) = out_channels // groups, maps.shape[1:]
    band = min(kernel_height, height_out) if kernels == 1 and row_stride == 1 else 1
    matrix = _banded(weight.transpose(0, 2, 1, 3).reshape(groups, kernels, kernel_height, -1), band)
    row_bytes = in_channels * kernel_width * width_out * padded.itemsize
    fitting = (BLOCK_BYTES // (groups * row_bytes) - kernel_height) // row_stride // band
    block = max(1, min(height_out // band, fitting))
    rows = (block * band - 1) * row_stride + kernel_height
    lowered = np.empty((groups, rows, in_channels, kernel_width, width_out), padded.dtype)
    strides = (lowered.strides[0], band * row_stride * row_bytes, lowered.strides[3], lowered.itemsize)
    channels = padded.reshape(groups, in_channels, *padded.shape[1:]).swapaxes(1, 2)
    cols = geometry.cols
    across = [slice(tap, tap + cols.origins[-1] + 1, cols.stride) for tap in cols.tap_offsets]
    top = 0
    while top < height_out:
        count = min(block, (height_out - top) // band)
        if count == 0:  # less than a band is left: some rows are made again
            top, count = height_out - band, 1
        used = (count * band - 1) * row_stride + kernel_height
        source = channels[:, top * row_stride : top * row_stride + used]
        for tap, places in enumerate(across):
            lowered[:, :used, :, tap] = source[..., places]
        windows = np.ndarray((groups, count, matrix.shape[-1], width_out), lowered.dtype, lowered, 0, strides)
        target = maps[:, top : top + count * band].reshape(groups, kernels, count, band, width_out).swapaxes(1, 2)
        np.matmul(matrix, windows, out=target.reshape(groups, count, kernels * band, width_out))
        top += count * band


def _banded(kernel_rows: np.ndarray, band: int) -> np.ndarray:
    """Weights of `band` output rows at once, each with the kernel one row further down and zeros around it.

    Args:
        kernel_rows: Shape (groups, kernels, K_h, items).
        band: Output rows of a product.

    Returns:
        Shape (groups, 1, kernels * band, (K_h + band - 1) * items).
    """
    groups, kernels, height, items = kernel_rows.shape
    matrix = np.zeros((groups, kernels, band, height + band - 1, items), kernel_rows.dtype)
    for row in range(band):
        matrix[:, :, row, row : row + height] = kernel_rows
    return matrix.reshape(groups, 1, kernels * band, -1)
