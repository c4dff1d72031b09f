"""What a layer costs: parameters and multiply-adds, shared or not, factor by factor."""

from __future__ import annotations

from dataclasses import dataclass

from conv.geometry import ConvGeometry


@dataclass(frozen=True, slots=True)
class Cost:
    """Numbers that a layer learns and products that it computes for one input; a product and its sum count as one."""

    parameters: int
    multiply_adds: int

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.parameters + other.parameters, self.multiply_adds + other.multiply_adds)


@dataclass(frozen=True, slots=True)
class LayerShape:
    """A convolution's sizes, all that its costs depend on; channels and groups as in `conv2d`.

    >>> layer = LayerShape(3, 64, ConvGeometry(224, 7, stride=2, padding=3))  # ResNet's first layer, with a bias
    >>> layer.convolution.parameters, layer.convolution.multiply_adds  # 64 * 3 * 7 * 7 + 64; 64 * 3 * 49 * 112 * 112
    (9472, 118013952)
    """

    in_channels: int
    out_channels: int
    geometry: ConvGeometry
    groups: int = 1
    bias: bool = True

    @property
    def taps(self) -> int:
        """Products behind one output cell: (C_in / groups) * K_h * K_w."""
        kernel = self.geometry.rows.kernel_size * self.geometry.cols.kernel_size
        return self.in_channels // self.groups * kernel

    @property
    def cells(self) -> int:
        """Output cells: C_out * H_out * W_out."""
        return self.out_channels * self.geometry.steps

    @property
    def convolution(self) -> Cost:
        """One kernel for each output channel, shared by all places: C_out * taps weights and C_out biases."""
        return Cost(self.out_channels * (self.taps + self.bias), self.taps * self.cells)

    @property
    def locally_connected(self) -> Cost:
        """The same windows, but weights of their own in every place."""
        return Cost(self.cells * (self.taps + self.bias), self.taps * self.cells)

    @property
    def dense(self) -> Cost:
        """Every output cell reads every pixel of every channel, padding left out."""
        pixels = self.in_channels * self.geometry.rows.size * self.geometry.cols.size
        return Cost(self.cells * (pixels + self.bias), pixels * self.cells)

    @property
    def depthwise_separable(self) -> Cost:
        """One kernel a channel, then 1 x 1 kernels across channels (Howard et al., MobileNets, arXiv:1704.04861)."""
        channels, bias = self.in_channels, self.bias
        depthwise = LayerShape(channels, channels, self.geometry, groups=channels, bias=bias)
        pointwise = LayerShape(channels, self.out_channels, ConvGeometry(self.geometry.output_size, 1), bias=bias)
        return depthwise.convolution + pointwise.convolution
