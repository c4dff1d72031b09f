"""What a convolution's layer would cost in other forms: weights not shared, every pixel read, or split in two."""

from __future__ import annotations

from dataclasses import replace

from conv.costs import Cost
from conv.operations import Convolution, Network, Shape


def output_cells(layer: Convolution, shape: Shape) -> int:
    """Output cells: C_out * H_out * W_out."""
    return layer.out_channels * layer.geometry(shape).steps


def locally_connected_cost(layer: Convolution, shape: Shape) -> Cost:
    """The same windows, but weights of their own in every place.

    >>> locally_connected_cost(Convolution(2, learns_bias=False), (1, 3, 3))  # 2 * 2 cells of 2 * 2 weights
    Cost(parameters=16, multiply_adds=16)
    """
    taps, cells = layer.taps(shape), output_cells(layer, shape)
    return Cost(cells * (taps + layer.learns_bias), taps * cells)


def fully_connected_cost(layer: Convolution, shape: Shape) -> Cost:
    """Every output cell reads every pixel of every channel, padding left out.

    >>> fully_connected_cost(Convolution(2, learns_bias=False), (1, 3, 3))  # 2 * 2 cells of 3 * 3 weights
    Cost(parameters=36, multiply_adds=36)
    """
    pixels, cells = shape[0] * shape[1] * shape[2], output_cells(layer, shape)
    return Cost(cells * (pixels + layer.learns_bias), pixels * cells)


def separable(layer: Convolution, shape: Shape) -> Network:
    """Depthwise, one kernel a channel, then pointwise, 1 x 1 across the channels (Howard et al., arXiv:1704.04861)."""
    depthwise = replace(layer, out_channels=shape[0], groups=shape[0], weight=None, bias=None)
    pointwise = Convolution(1, out_channels=layer.out_channels, learns_bias=layer.learns_bias)
    return Network(shape, (depthwise, pointwise))
