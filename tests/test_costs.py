"""Costs of layers: recorded PyTorch counts of well-known layers, and layers small enough to count by hand."""

import numpy as np
import pytest

from conv.costs import Cost, LayerShape
from conv.geometry import ConvGeometry
from conv.matrices import convolution_matrix
from conv.ui.lessons.costs import connections_figure, cost_sentences, cost_table, layer_costs


def test_counts_equal_pytorch_s_for_well_known_layers(torch_recorded):
    layers = torch_recorded["layers"]
    assert len(layers) == 10
    for recorded in layers:
        inputs, outputs, kernel, stride, padding, groups, bias, size = recorded["layer"]
        geometry = ConvGeometry(size, kernel, stride, padding)
        cost = LayerShape(inputs, outputs, geometry, groups, bias).convolution
        assert list(geometry.output_size) == recorded["output_size"], recorded["name"]
        assert cost == Cost(recorded["parameters"], recorded["multiply_adds"]), recorded["name"]


def test_layers_that_share_less_by_hand():
    layer = LayerShape(2, 3, ConvGeometry((4, 5), 3))  # maps of 2 x 3, windows of 2 * 9
    assert layer.convolution == Cost(3 * 18 + 3, 18 * 18)
    assert layer.locally_connected == Cost(18 * 18 + 18, 18 * 18)
    assert layer.dense == Cost(40 * 18 + 18, 40 * 18)
    # depthwise 2 * 9 + 2, pointwise 3 * 2 + 3; 9 * 12 and 2 * 18 products
    assert layer.depthwise_separable == Cost(20 + 9, 108 + 36)


def test_a_locally_connected_layer_has_the_matrix_s_non_zeros():
    geometry = ConvGeometry((5, 6), (3, 2), stride=(1, 2))
    matrix = convolution_matrix(np.ones((3, 2)), geometry)
    assert np.count_nonzero(matrix) == LayerShape(1, 1, geometry, bias=False).locally_connected.parameters
    assert matrix.size == LayerShape(1, 1, geometry, bias=False).dense.parameters


def test_each_factor_is_named_with_its_number():
    text = cost_sentences(LayerShape(6, 4, ConvGeometry((8, 7), (3, 2)), groups=2))
    assert "= 4 × (6 / 2) × 3 × 2 + 4 = **76**" in text
    assert "= 4 × (6 / 2) × 3 × 2 × 6 × 6 = **2,592**" in text


def test_costs_stand_in_a_table_with_bars_on_a_logarithmic_scale():
    costs = layer_costs(LayerShape(6, 4, ConvGeometry(8, 3), groups=2))
    assert list(costs) == [
        "Convolution",
        "In 2 groups",
        "Depthwise-separable",
        "Locally connected, not shared",
        "Dense",
    ]
    lines = cost_table(costs).splitlines()[2:]
    for line, (name, cost) in zip(lines, costs.items(), strict=True):
        assert f"| {name} | {cost.parameters:,} | {'▇' * round(2 * np.log10(cost.parameters))} |" in line
        assert f"| {cost.multiply_adds:,} |" in line


@pytest.mark.parametrize(("groups", "lines"), [(1, 36), (2, 18), (6, 6)])
def test_a_line_for_each_connection_that_remains(groups, lines):
    xs = connections_figure(6, 6, groups).data[0].x
    assert xs.count(1) == lines
