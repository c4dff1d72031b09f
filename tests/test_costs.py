"""Costs of layers: recorded PyTorch counts of well-known layers, and layers small enough to count by hand."""

import numpy as np
import pytest

from conv.costs import Cost
from conv.geometry import ConvGeometry
from conv.layer_costs import fully_connected_cost, locally_connected_cost, separable
from conv.matrices import convolution_matrix
from conv.operations import Convolution
from conv.ui.lesson import Picture
from conv.ui.lessons.channels import build_separable
from conv.ui.lessons.costs import connections_svg, cost_sentences, cost_table, layer_costs, separable_sentences
from conv.ui.scene.record import Scene


def test_counts_equal_pytorch_s_for_well_known_layers(torch_recorded):
    layers = torch_recorded["layers"]
    assert len(layers) == 10
    for recorded in layers:
        inputs, outputs, kernel, stride, padding, groups, bias, size = recorded["layer"]
        layer = Convolution(kernel, stride, padding, out_channels=outputs, groups=groups, learns_bias=bias)
        height, width = size if isinstance(size, list) else (size, size)
        cost = layer.cost((inputs, height, width))
        assert list(layer.output_shape((inputs, height, width))[1:]) == recorded["output_size"], recorded["name"]
        assert cost == Cost(recorded["parameters"], recorded["multiply_adds"]), recorded["name"]


def test_layers_that_share_less_by_hand():
    layer, shape = Convolution(3, out_channels=3), (2, 4, 5)  # maps of 2 x 3, windows of 2 * 9
    assert layer.cost(shape) == Cost(3 * 18 + 3, 18 * 18)
    assert locally_connected_cost(layer, shape) == Cost(18 * 18 + 18, 18 * 18)
    assert fully_connected_cost(layer, shape) == Cost(40 * 18 + 18, 40 * 18)
    # depthwise 2 * 9 + 2, pointwise 3 * 2 + 3; 9 * 12 and 2 * 18 products
    assert separable(layer, shape).cost == Cost(20 + 9, 108 + 36)


def test_a_locally_connected_layer_has_the_matrix_s_non_zeros():
    geometry = ConvGeometry((5, 6), (3, 2), stride=(1, 2))
    matrix = convolution_matrix(np.ones((3, 2)), geometry)
    layer, shape = Convolution((3, 2), (1, 2), learns_bias=False), (1, 5, 6)
    assert np.count_nonzero(matrix) == locally_connected_cost(layer, shape).parameters
    assert matrix.size == fully_connected_cost(layer, shape).parameters


def test_each_factor_is_named_with_its_number():
    text = cost_sentences(Convolution((3, 2), out_channels=4, groups=2), (6, 8, 7))
    assert "= 4 × (6 / 2) × 3 × 2 + 4 = **76**" in text
    assert "= 4 × (6 / 2) × 3 × 2 × 6 × 6 = **2,592**" in text


def test_costs_stand_in_a_table_with_bars_on_a_logarithmic_scale():
    costs = layer_costs(Convolution(3, out_channels=4, groups=2), (6, 8, 8))
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
    drawn = connections_svg(6, 6, groups)
    assert drawn.count("M12,") == drawn.count("L188,") == lines
    assert drawn.count("<circle") == 12


def test_a_separable_layer_s_halves_and_ratio_are_worked_out():
    words = separable_sentences(Convolution(3, padding=1, out_channels=128), (64, 56, 56))
    assert "(64 × 3 × 3 + 64 = 640) + (64 × 128 + 128 = 8,320) = **8,960**; ordinary 73,856." in words
    assert "(64 × 3 × 3 × 56 × 56 = 1,806,336) + (64 × 128 × 56 × 56 = 25,690,112) = **27,496,448**" in words
    assert "1 / 128 + 1 / (3 × 3) = **0.119**" in words  # 0.0078 + 0.1111


def test_the_second_layer_walks_the_first_one_s_maps():
    board = build_separable(Scene(picture="landscape", size=12, out_channels=2, padding="half"), Picture()).board
    panels = {panel.name: panel for panel in board.panels}
    assert [track.title for track in board.tracks] == [
        "Depthwise, Red",
        "Depthwise, Green",
        "Depthwise, Blue",
        "Pointwise, output 0",
        "Pointwise, output 1",
    ]
    pointwise = board.tracks[3]
    assert [group.factors[0].panel for group in pointwise.groups] == ["middle_0", "middle_1", "middle_2"]
    terms = [
        panels[group.factors[0].panel].values[5, 7] * panels[group.factors[1].panel].values[0, 0]
        for group in pointwise.groups
    ]
    assert panels["map_0"].values[5, 7] == max(0, sum(terms))  # ReLU
