"""Every operation over its whole parameter space, on sizes from 1 to 40, against formulas that share no code with it.

Numbers are small and whole, so that sums are exact. What a geometry cannot do must be refused, and nothing else.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from conv.geometry import ConvGeometry
from conv.matrices import convolution_matrix, im2col
from conv.operations import Convolution, Network
from conv.ops import conv2d, pad2d
from conv.pooling import adaptive_avg_pool2d, adaptive_max_pool2d, avg_pool2d, lp_pool2d, max_pool2d
from conv.refusal import Refusal
from conv.resize import resize2d
from conv.transposed import conv_transpose2d
from tests.reference import output_size, source_index

pytestmark = pytest.mark.soak


MODES = ("zeros", "reflect", "replicate", "circular")


@some.composite
def axis(draw, most_kernel=11):
    """One axis of a layer: size, kernel, stride, padding before and after, dilation; it may not fit."""
    return {
        "n": draw(some.integers(1, 40)),
        "k": draw(some.integers(1, most_kernel)),
        "s": draw(some.integers(1, 40)),
        "p": (draw(some.integers(0, 12)), draw(some.integers(0, 12))),
        "d": draw(some.integers(1, 5)),
    }


def layer_of(rows, cols):
    names = {"stride": "s", "padding": "p", "dilation": "d"}
    return {name: (rows[letter], cols[letter]) for name, letter in names.items()}


def fits(way, mode="zeros"):
    """Whether such an axis makes at least one cell, and its mode can fill the padding."""
    n, largest = way["n"], max(way["p"])
    filled = {"reflect": largest < n, "circular": largest <= n}.get(mode, True)
    return filled and output_size(n, way["k"], way["s"], *way["p"], way["d"]) >= 1


def taps(way, mode="zeros", cells=None):
    """Which pixel each tap of each window copies, shape (cells, k); n for none."""
    cells = output_size(way["n"], way["k"], way["s"], *way["p"], way["d"]) if cells is None else cells
    places = np.arange(cells)[:, None] * way["s"] + np.arange(way["k"]) * way["d"] - way["p"][0]
    found = [[source_index(int(place), way["n"], mode) for place in row] for row in places]
    return np.array([[way["n"] if place is None else place for place in row] for row in found]).reshape(cells, way["k"])


def windows(image, rows, cols, outside=0.0):
    """Every window's pixels, shape (C, H_out, K_h, W_out, K_w), where index n of an axis stands for outside."""
    framed = np.pad(image.astype(float), ((0, 0), (0, 1), (0, 1)), constant_values=outside)
    return framed[:, rows[:, :, None, None], cols[None, None]]


@given(
    axis(), axis(), some.sampled_from(MODES), some.integers(1, 3), some.integers(1, 2), some.integers(1, 2), some.data()
)
def test_convolution(rows, cols, mode, groups, inputs, outputs, data):
    rng = np.random.default_rng(data.draw(some.integers(0, 2**32)))
    image = rng.integers(-9, 10, (groups * inputs, rows["n"], cols["n"]))
    weight = rng.integers(-9, 10, (groups * outputs, inputs, rows["k"], cols["k"]))
    layer = layer_of(rows, cols) | {"padding_mode": mode, "groups": groups}
    if not (fits(rows, mode) and fits(cols, mode)):
        with pytest.raises(Refusal, match="`padding`|spans"):
            conv2d(image, weight, **layer)
        return
    read = windows(image, taps(rows, mode), taps(cols, mode))
    expected = [
        np.einsum("cikjm,ckm->ij", read[number // outputs * inputs :][:inputs], kernel)
        for number, kernel in enumerate(weight)
    ]
    np.testing.assert_array_equal(conv2d(image, weight, **layer), expected)


@given(axis(5), axis(5), some.sampled_from(MODES), some.integers(0, 2**32))
def test_the_matrix_and_the_windows_as_rows(rows, cols, mode, seed):
    rng = np.random.default_rng(seed)
    if not (fits(rows, mode) and fits(cols, mode)):
        return
    image = rng.integers(-9, 10, (1, rows["n"], cols["n"]))
    kernel = rng.integers(-9, 10, (rows["k"], cols["k"]))
    geometry = ConvGeometry(image.shape[1:], kernel.shape, **layer_of(rows, cols), padding_mode=mode)
    padded = pad2d(image, geometry)[0]
    expected = windows(image, taps(rows, mode), taps(cols, mode))[0].transpose(0, 2, 1, 3).reshape(-1, kernel.size)
    np.testing.assert_array_equal(im2col(padded, geometry), expected)
    if padded.size * geometry.steps < 300_000:
        matrix = convolution_matrix(kernel, geometry)
        np.testing.assert_array_equal(matrix @ padded.ravel(), expected @ kernel.ravel())


@some.composite
def pool_axis(draw):
    kernel = draw(some.integers(1, 12))
    side = draw(some.integers(0, kernel // 2))
    found = {"n": draw(some.integers(1, 40)), "k": kernel, "s": draw(some.integers(1, 14)), "p": (side, side)}
    return found | {"d": draw(some.integers(1, 3))}


def pool_cells(way, ceil_mode):
    """PyTorch's number of windows: with a ceiling, one that would start behind the last pixel is left out."""
    room = way["n"] + 2 * way["p"][0] - way["d"] * (way["k"] - 1) - 1
    if not ceil_mode:
        return room // way["s"] + 1
    cells = -(-room // way["s"]) + 1
    return cells - 1 if (cells - 1) * way["s"] >= way["n"] + way["p"][0] else cells


@given(pool_axis(), pool_axis(), some.booleans(), some.booleans(), some.integers(0, 2**32))
def test_pooling(rows, cols, ceil_mode, count_include_pad, seed):
    image = np.random.default_rng(seed).integers(-9, 10, (2, rows["n"], cols["n"]))
    arguments = {name: value for name, value in layer_of(rows, cols).items() if name != "padding"}
    arguments |= {"padding": (rows["p"][0], cols["p"][0]), "ceil_mode": ceil_mode}
    size = rows["k"], cols["k"]
    possible = all(way["n"] + 2 * way["p"][0] >= way["d"] * (way["k"] - 1) + 1 for way in (rows, cols))
    if not possible and not ceil_mode:
        with pytest.raises(Refusal, match="spans"):
            max_pool2d(image, size, **arguments)
        return
    if not possible:
        return  # the ceiling may or may not leave a window
    cells = [pool_cells(way, ceil_mode) for way in (rows, cols)]
    read = [taps(way, cells=count) for way, count in zip((rows, cols), cells, strict=True)]
    largest = windows(image, *read, outside=-np.inf).max(axis=(2, 4))
    if np.isfinite(largest).all():
        np.testing.assert_array_equal(max_pool2d(image, size, **arguments), largest)
    plain = [{**way, "d": 1} for way in (rows, cols)]
    if any(way["n"] + 2 * way["p"][0] < way["k"] for way in plain):
        return
    cells = [pool_cells(way, ceil_mode) for way in plain]
    read = [taps(way, cells=count) for way, count in zip(plain, cells, strict=True)]
    sums = windows(image, *read).sum(axis=(2, 4))
    counts = []
    for way, count in zip(plain, cells, strict=True):
        first = np.arange(count) * way["s"] - way["p"][0]
        own = np.minimum(first + way["k"], way["n"]) - np.maximum(first, 0)
        counts.append(np.minimum(first + way["k"], way["n"] + way["p"][0]) - first if count_include_pad else own)
    arguments.pop("dilation")
    mean = avg_pool2d(image, size, **arguments, count_include_pad=count_include_pad)
    np.testing.assert_allclose(mean, sums / np.multiply.outer(*counts), rtol=1e-13, atol=1e-13)


@given(some.integers(1, 40), some.integers(1, 40), some.integers(1, 45), some.integers(1, 45), some.integers(0, 2**32))
def test_adaptive_pooling(height, width, rows, cols, seed):
    image = np.random.default_rng(seed).integers(-9, 10, (2, height, width))
    largest, mean = adaptive_max_pool2d(image, (rows, cols)), adaptive_avg_pool2d(image, (rows, cols))
    for row in range(rows):
        for col in {0, cols // 2, cols - 1}:
            top, low = int(np.floor(row * height / rows)), int(np.ceil((row + 1) * height / rows))
            left, right = int(np.floor(col * width / cols)), int(np.ceil((col + 1) * width / cols))
            window = image[:, top:low, left:right]
            np.testing.assert_array_equal(largest[:, row, col], window.max(axis=(1, 2)))
            np.testing.assert_allclose(mean[:, row, col], window.mean(axis=(1, 2)), rtol=1e-13, atol=1e-13)


@given(axis(), axis(), some.sampled_from([1, 2, 3.0]), some.integers(0, 2**32))
def test_power_pooling(rows, cols, power, seed):
    rows, cols = ({**way, "p": (0, 0), "d": 1} for way in (rows, cols))
    if not (fits(rows) and fits(cols)):
        return
    image = np.random.default_rng(seed).integers(0, 10, (2, rows["n"], cols["n"]))
    read = windows(image, taps(rows), taps(cols))
    expected = (read**power).sum(axis=(2, 4)) ** (1 / power)
    found = lp_pool2d(image, power, (rows["k"], cols["k"]), stride=(rows["s"], cols["s"]))
    np.testing.assert_allclose(found, expected, rtol=1e-12)


@given(axis(), axis(), some.integers(1, 2), some.integers(1, 2), some.integers(1, 2), some.data())
def test_transposed_convolution(rows, cols, groups, inputs, outputs, data):
    rows, cols = ({**way, "s": (way["s"] - 1) % 8 + 1} for way in (rows, cols))
    rng = np.random.default_rng(data.draw(some.integers(0, 2**32)))
    extra = [data.draw(some.integers(0, max(way["s"], way["d"]) - 1)) for way in (rows, cols)]
    sides = [way["p"][0] for way in (rows, cols)]
    image = rng.integers(-9, 10, (groups * inputs, rows["n"], cols["n"]))
    weight = rng.integers(-9, 10, (groups * inputs, outputs, rows["k"], cols["k"]))
    spans = [(way["n"] - 1) * way["s"] + way["d"] * (way["k"] - 1) + 1 for way in (rows, cols)]
    sizes = [span - 2 * side + more for span, side, more in zip(spans, sides, extra, strict=True)]
    arguments = {"stride": (rows["s"], cols["s"]), "dilation": (rows["d"], cols["d"]), "padding": tuple(sides)}
    arguments |= {"output_padding": tuple(extra), "groups": groups}
    if min(sizes) < 1:
        with pytest.raises(Refusal, match="cuts off all"):
            conv_transpose2d(image, weight, **arguments)
        return
    full = np.zeros((groups * outputs, spans[0] + extra[0], spans[1] + extra[1]))
    places = [np.arange(way["n"])[:, None] * way["s"] + np.arange(way["k"]) * way["d"] for way in (rows, cols)]
    for channel in range(len(image)):
        stamps = np.einsum("ij,okm->oikjm", image[channel], weight[channel])
        for output in range(outputs):
            target = full[channel // inputs * outputs + output]
            np.add.at(target, (places[0][:, :, None, None], places[1][None, None]), stamps[output])
    expected = full[:, sides[0] : sides[0] + sizes[0], sides[1] : sides[1] + sizes[1]]
    np.testing.assert_array_equal(conv_transpose2d(image, weight, **arguments), expected)


@given(some.integers(1, 40), some.integers(1, 40), some.integers(1, 90), some.integers(1, 90), some.integers(0, 2**32))
def test_resizing(height, width, rows, cols, seed):
    image = np.random.default_rng(seed).integers(-99, 100, (2, height, width)).astype(float)
    nearest = image[:, np.arange(rows) * height // rows][:, :, np.arange(cols) * width // cols]
    np.testing.assert_array_equal(resize2d(image, (rows, cols)), nearest)
    places = [(np.arange(count) + 0.5) * size / count - 0.5 for count, size in ((rows, height), (cols, width))]
    down = np.stack(
        [
            np.interp(places[0], np.arange(height), line)
            for line in image.reshape(2, height, width).swapaxes(1, 2).reshape(-1, height)
        ]
    )
    down = down.reshape(2, width, rows).swapaxes(1, 2)
    across = np.stack([np.interp(places[1], np.arange(width), line) for line in down.reshape(-1, width)])
    np.testing.assert_allclose(resize2d(image, (rows, cols), "bilinear"), across.reshape(2, rows, cols), atol=1e-11)


@given(some.lists(axis(7), min_size=1, max_size=4), some.integers(1, 40))
def test_a_deep_cell_s_field_is_what_changes_it(ways, size):
    """The field of each cell, and what it reads in it, against ones that are sent through layers of ones."""
    layers = [
        Convolution(way["k"], stride=(way["s"] - 1) % 4 + 1, padding=way["p"][0] % 3, dilation=way["d"]) for way in ways
    ]
    left = size
    for layer in layers:
        left = output_size(left, layer.kernel_size, layer.stride, layer.padding, layer.padding, layer.dilation)
        if left < 1:
            with pytest.raises(ValueError, match="spans"):
                Network((1, size, size), tuple(layers))
            return
    planned, reaches = Network((1, size, size), tuple(layers)), np.eye(size)
    for layer in layers:
        side = layer.padding
        padded = np.pad(reaches, ((side, side), (0, 0)))
        cells = output_size(len(reaches), layer.kernel_size, layer.stride, side, side, layer.dilation)
        reaches = np.stack(
            [
                padded[cell * layer.stride :][: layer.dilation * (layer.kernel_size - 1) + 1 : layer.dilation].any(
                    axis=0
                )
                for cell in range(cells)
            ]
        )
    assert planned.output_size == (len(reaches),) * 2
    for cell, reached in enumerate(reaches):
        before, seen = planned.geometries[0].rows.before, np.flatnonzero(reached).tolist()
        assert [place - before for place in planned.rows.window_map.sources(cell) if 0 <= place - before < size] == seen
        first, last = planned.rows.field(cell)
        assert all(first <= place <= last for place in seen)
