"""A second implementation to test against: the formulas as plain loops, sharing no code with `conv`."""

import math

import numpy as np


def output_size(n, kernel_size, stride=1, before=0, after=0, dilation=1):
    """floor((n + before + after - dilation * (kernel_size - 1) - 1) / stride) + 1"""
    return math.floor((n + before + after - dilation * (kernel_size - 1) - 1) / stride) + 1


def source_index(position, n, padding_mode):
    """Pixel that a position left of, on, or right of a row of n pixels copies; None for a plain zero."""
    if 0 <= position < n:
        return position
    if padding_mode == "zeros":
        return None
    if padding_mode == "circular":
        return position % n
    if padding_mode == "replicate":
        return 0 if position < 0 else n - 1
    return -position if position < 0 else 2 * (n - 1) - position  # reflect, the edge itself not repeated


def conv2d(image, weight, bias, stride, padding, dilation, groups, padding_mode):
    """Six loops; stride and dilation are pairs, padding is ((top, bottom), (left, right))."""
    height, width = image.shape[1:]
    out_channels, group_channels, kernel_height, kernel_width = weight.shape
    (top, bottom), (left, right) = padding
    height_out = output_size(height, kernel_height, stride[0], top, bottom, dilation[0])
    width_out = output_size(width, kernel_width, stride[1], left, right, dilation[1])
    result = np.zeros((out_channels, height_out, width_out))
    for o in range(out_channels):
        first_channel = o // (out_channels // groups) * group_channels
        for i in range(height_out):
            for j in range(width_out):
                total = 0.0 if bias is None else float(bias[o])
                for c in range(group_channels):
                    for k in range(kernel_height):
                        for m in range(kernel_width):
                            row = source_index(i * stride[0] + k * dilation[0] - top, height, padding_mode)
                            col = source_index(j * stride[1] + m * dilation[1] - left, width, padding_mode)
                            if row is not None and col is not None:
                                total += float(weight[o, c, k, m]) * float(image[first_channel + c, row, col])
                result[o, i, j] = total
    return result


def read_counts(size, kernel_size, stride, padding, dilation):
    """How many windows read each padded pixel, counted one window and one tap at a time."""
    padded = [n + sum(sides) for n, sides in zip(size, padding, strict=True)]
    outputs = [output_size(size[a], kernel_size[a], stride[a], *padding[a], dilation=dilation[a]) for a in (0, 1)]
    counts = np.zeros(padded, int)
    for i in range(outputs[0]):
        for j in range(outputs[1]):
            for k in range(kernel_size[0]):
                for m in range(kernel_size[1]):
                    counts[i * stride[0] + k * dilation[0], j * stride[1] + m * dilation[1]] += 1
    return counts
