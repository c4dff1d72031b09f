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
    def depthwise(self) -> LayerShape:
        """The first half of a depthwise-separable layer: one kernel a channel."""
        return LayerShape(self.in_channels, self.in_channels, self.geometry, groups=self.in_channels, bias=self.bias)

    @property
    def pointwise(self) -> LayerShape:
        """Its second half: 1 x 1 kernels across the channels of the first one's maps."""
        geometry = ConvGeometry(self.geometry.output_size, 1)
        return LayerShape(self.in_channels, self.out_channels, geometry, bias=self.bias)

    @property
    def depthwise_separable(self) -> Cost:
        """Both halves together (Howard et al., MobileNets, arXiv:1704.04861)."""
        return self.depthwise.convolution + self.pointwise.convolution
