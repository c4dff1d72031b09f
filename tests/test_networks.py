"""Stacks with channels: known networks, their fields, their maps, and the exact backward pass of the linear stack."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conv.index_maps import Chain
from conv.networks import NETWORKS, PUBLISHED, cell_gradient, effective_field, with_kernels
from conv.operations import Convolution, MaxPooling, Network
from conv.receptive_field import field_sizes
from conv.refusal import Refusal
from conv.ui.scene.layers import make_layer


def network(size, layers, channels=1):
    """The layers on channels of this size."""
    return Network((channels, size, size), tuple(layers))


@pytest.mark.parametrize("known", PUBLISHED, ids=lambda known: f"{known.network} {known.layer}")
def test_fields_are_the_published_ones(known):
    assert field_sizes(NETWORKS[known.network][: known.layers]) == (known.size, known.size)


@pytest.mark.parametrize(
    ("name", "size", "parameters"),
    [  # the convolutions of torchvision's models, and LeNet-5's fully connected to the maps before (no sparse table)
        ("alexnet", 224, 64 * 3 * 121 + 64 + 192 * 64 * 25 + 192 + 384 * 192 * 9 + 384 + 256 * 384 * 9 + 256 + 590080),
        ("vgg16", 224, 14_714_688),  # torchvision vgg16().features
    ],
)
def test_parameters_are_those_of_the_real_network(name, size, parameters):
    assert network(size, NETWORKS[name], 3).cost.parameters == parameters


def test_sizes_of_known_networks():
    assert network(224, NETWORKS["alexnet"]).output_size == (6, 6)
    assert network(224, NETWORKS["vgg16"]).output_size == (7, 7)
    assert network(224, NETWORKS["resnet18"]).output_size == (7, 7)
    assert network(32, NETWORKS["lenet5"]).output_size == (1, 1)


@st.composite
def small_stacks(draw):
    """A picture's size and layers with padding in each of them, that fit."""
    size = draw(st.integers(4, 14))
    layers = []
    for _layer in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["conv", "conv", "max", "average"]))
        kernel = draw(st.integers(1, 4))
        maximum = kernel // 2 if kind != "conv" else 3
        dilation = 1 if kind == "average" else draw(st.integers(1, 2))
        sizes = {"stride": draw(st.integers(1, 2)), "padding": draw(st.integers(0, maximum)), "dilation": dilation}
        layer = make_layer(kind, kernel, **sizes)
        try:
            network(size, [*layers, layer])
        except Refusal:
            break
        layers.append(layer)
    return (size, layers) if layers else (6, [Convolution(3, padding=1)])


@pytest.mark.soak
@given(small_stacks(), st.data())
def test_boxes_and_gradients_are_what_touching_one_pixel_at_a_time_shows(found, data):
    """Clipped boxes, gradients and readers, in random stacks with padding in every layer."""
    size, layers = found
    whole = network(size, layers)
    cell = tuple(data.draw(st.integers(0, length - 1)) for length in whole.output_size)
    rng = np.random.default_rng(size)
    weights = [
        rng.uniform(1, 2, (1, layer.kernel_size, layer.kernel_size)) if layer.learned else None for layer in layers
    ]
    kernels = [
        np.full((1, 1, layer.kernel_size, layer.kernel_size), layer.kernel_size**-2) if weight is None else weight[None]
        for layer, weight in zip(layers, weights, strict=True)
    ]
    linear = [
        Convolution.of(kernel, stride=layer.stride, padding=layer.padding, dilation=getattr(layer, "dilation", 1))
        for layer, kernel in zip(layers, kernels, strict=True)
    ]
    expected = np.zeros((size, size))
    for row, col in np.ndindex(size, size):
        image = np.zeros((1, size, size))
        image[0, row, col] = 1
        expected[row, col] = network(size, linear).apply(image)[0][cell]
    np.testing.assert_allclose(cell_gradient(whole, weights, cell)[0], expected, rtol=1e-4, atol=1e-6)
    rows, cols = whole.index_maps(-1)
    read = np.zeros((size, size), bool)
    read[np.ix_(rows.sources(cell[0]), cols.sources(cell[1]))] = True
    np.testing.assert_array_equal(expected > 0, read)
    for position in range(size):
        assert rows.targets(position) == tuple(r for r in range(rows.target_count) if position in rows.sources(r))
    first, last = whole.rows.field(cell[0])
    assert not rows.sources(cell[0]) or (first <= rows.sources(cell[0])[0] and rows.sources(cell[0])[-1] <= last)


def test_two_padded_layers_by_hand():
    stack = network(8, [Convolution(3, padding=1), Convolution(3, padding=1)])
    assert stack.rows.field(0) == (-2, 2)
    assert stack.index_maps(-1)[0].sources(0) == (0, 1, 2)
    assert stack.index_maps(0)[0].sources(0) == (0, 1)
    assert isinstance(stack.index_maps(0)[0], Chain)


def test_a_deep_cell_is_acted_on_by_its_middle_most():
    stack = network(33, [Convolution(3, padding=1)] * 8)
    found = effective_field(stack, (16, 16))
    assert found.box == (8, 24, 8, 24)  # 1 + 8 * 2 = 17 pixels around 16
    assert found.half == (12, 20, 12, 20)
    assert found.even == pytest.approx(81 / 289)
    assert found.share > 0.7
    assert found.strength[8:25, 8:25].all()
    assert not found.strength[:8].any()


def test_one_layer_acts_evenly_on_average():
    found = effective_field(network(9, [Convolution(5)]), (2, 2), seeds=4000)
    assert found.share == pytest.approx(found.even, rel=0.05)


def test_maps_of_a_network_have_their_shapes_and_are_seeded():
    layers = Convolution(3, padding=1, out_channels=2, activation="relu"), MaxPooling(2)
    image = np.random.default_rng(0).random((1, 12, 12))
    maps = with_kernels(network(12, layers)).maps(image)
    assert [found.shape for found in maps] == [(2, 12, 12), (2, 6, 6)]
    assert min(found.min() for found in maps) >= 0
    first, again, other = (with_kernels(network(12, layers), seed).operations[0].weight for seed in (3, 3, 4))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_a_pooling_padded_too_much_is_refused():
    with pytest.raises(ValueError, match="at most half of `kernel_size` 2, got 2"):
        network(8, [MaxPooling(2, padding=2)])
    with pytest.raises(ValueError, match="`dilation` is only for convolution and max pooling"):
        make_layer("average", 2, dilation=2)
