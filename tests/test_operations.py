"""Every operation keeps the promises of its face; networks of them agree with brute force."""

import numpy as np
import pytest

from conv.operations import (
    PIXEL,
    Activation,
    AdaptiveAveragePooling,
    AdaptiveMaxPooling,
    AveragePooling,
    Convolution,
    Dense,
    Flatten,
    L2Pooling,
    MaxPooling,
    Network,
    Pad,
    Repeating,
    Softmax,
    TransposedConvolution,
)

RNG = np.random.default_rng(3)
ROW = (1, 1, 6)


def numbers(*shape):
    """Distinct numbers, so that every maximum is decided and no ReLU stands at its corner."""
    values = np.linspace(-4.9, 5.1, int(np.prod(shape)))
    return RNG.permutation(values).reshape(shape)


OPERATIONS = {
    "conv": (Convolution.of(numbers(4, 1, 2, 3), numbers(4), stride=(2, 1), padding=1, groups=2), (2, 5, 6)),
    "conv, all of it": (
        Convolution.of(
            numbers(2, 3, 3, 2),
            numbers(2),
            padding=((2, 1), (0, 2)),
            dilation=(1, 2),
            padding_mode="reflect",
            divisor=4,
            activation="leaky_relu",
        ),
        (3, 5, 5),
    ),
    "transposed": (
        TransposedConvolution.of(
            numbers(4, 1, 3, 2), numbers(2), stride=2, padding=1, output_padding=1, groups=2, divisor=2
        ),
        (4, 3, 4),
    ),
    "transposed, dilated": (TransposedConvolution.of(numbers(1, 2, 2, 2), stride=3, dilation=2), (1, 3, 2)),
    "max": (MaxPooling((3, 2), stride=2, padding=1, ceil_mode=True), (2, 6, 5)),
    "max, dilated": (MaxPooling(2, stride=1, dilation=2), (1, 5, 6)),
    "average": (AveragePooling(3, stride=2, padding=1), (2, 6, 6)),
    "average of pixels": (AveragePooling(3, stride=2, padding=1, ceil_mode=True, count_include_pad=False), (1, 6, 6)),
    "l2": (L2Pooling(2), (2, 4, 5)),
    "adaptive max": (AdaptiveMaxPooling((2, 3)), (2, 5, 7)),
    "adaptive average": (AdaptiveAveragePooling(3), (1, 7, 5)),
    "activation": (Activation("tanh"), (2, 3, 4)),
    "pad": (Pad(((1, 2), (0, 3)), "reflect"), (2, 3, 4)),
    "pad with zeros": (Pad(1), (1, 3, 4)),
    "repeating": (Repeating((2, 3)), (2, 3, 2)),
    "flatten": (Flatten(), (3, 2, 4)),
    "dense": (Dense.of(numbers(5, 24), numbers(5), activation="relu"), (3, 2, 4)),
    "softmax": (Softmax(), ROW),
}
CASES = pytest.mark.parametrize(("operation", "shape"), OPERATIONS.values(), ids=OPERATIONS.keys())


@CASES
def test_the_shape_is_what_applying_gives(operation, shape):
    assert operation.apply(numbers(*shape)).shape == operation.output_shape(shape)


@CASES
def test_terms_and_reduction_make_every_cell(operation, shape):
    image = numbers(*shape)
    made, padded = operation.apply(image), operation.padded(image)
    for (channel, row, col), value in np.ndenumerate(made):
        terms = []
        for group in operation.terms(shape, channel):
            products = 1.0
            for factor in group.factors:
                rows, cols = factor.cells(row, col, made.shape[2])
                products = products * operation.plane(factor, padded)[np.ix_(rows, cols)].ravel()
            terms.append(products)
        assert operation.reduction(channel).of(np.concatenate(terms))[-1] == pytest.approx(value)


@CASES
def test_gradients_are_what_small_steps_show(operation, shape):
    image = numbers(*shape)
    gradient = numbers(*operation.output_shape(shape))
    found = operation.backward(image, gradient)
    _check(found.image, image, lambda: operation.apply(image), gradient)
    for name, array in operation.parameters.items():
        _check(getattr(found, name), array, lambda: operation.apply(image), gradient)


def _check(found, array, run, gradient, step=1e-6):
    assert found.shape == array.shape
    array.setflags(write=True)
    for place in np.ndindex(array.shape):
        value = array[place]
        losses = []
        for moved in (value + step, value - step):
            array[place] = moved
            losses.append(float((run() * gradient).sum()))
        array[place] = value
        assert found[place] == pytest.approx((losses[0] - losses[1]) / (2 * step), abs=1e-4)


@CASES
def test_a_batch_is_its_images_one_by_one(operation, shape):
    images = numbers(3, *shape)
    assert operation.apply(images) == pytest.approx(np.stack([operation.apply(image) for image in images]))
    gradient = numbers(3, *operation.output_shape(shape))
    together = operation.backward(images, gradient)
    apart = [operation.backward(image, part) for image, part in zip(images, gradient, strict=True)]
    assert together.image == pytest.approx(np.stack([found.image for found in apart]))
    for name in operation.parameters:
        assert getattr(together, name) == pytest.approx(sum(getattr(found, name) for found in apart))


@CASES
def test_costs_count_what_is_learned_and_every_product(operation, shape):
    cost = operation.cost(shape)
    assert cost.parameters == sum(np.prod(size, dtype=int) for size in operation.parameter_shapes(shape).values())
    if operation.parameters:
        height, width = operation.output_shape(shape)[1:]
        products = 0
        for channel in range(operation.output_shape(shape)[0]):
            for row, col in np.ndindex(height, width):
                for group in operation.terms(shape, channel):
                    if len(group.factors) == 2:
                        rows, cols = group.factors[0].cells(row, col, width)
                        products += len(rows) * len(cols)
        stamped = isinstance(operation, TransposedConvolution)  # what padding cuts off is computed as well
        assert cost.multiply_adds >= products if stamped else cost.multiply_adds == products


NET = Network(
    (1, 8, 8),
    (
        Convolution.of(np.abs(numbers(3, 1, 3, 3)) + 0.1, numbers(3), padding=1),
        AveragePooling(3, stride=2, padding=1),
        Convolution.of(np.abs(numbers(2, 3, 2, 2)) + 0.1, dilation=2, padding=1, padding_mode="circular"),
        Flatten(),
        Dense.of(numbers(4, 32) / 400, numbers(4)),
        Softmax(),
    ),
)


def test_a_network_has_the_shapes_of_its_maps():
    image = numbers(1, 8, 8)
    assert [found.shape for found in NET.maps(image)] == list(NET.shapes[1:])
    assert NET.apply(image) == pytest.approx(NET.maps(image)[-1])


@pytest.mark.parametrize(
    ("layer", "cell"), [(1, (2, 0, 3)), (2, (1, 0, 0)), (2, (0, 3, 2)), (3, (0, 0, 17)), (5, (0, 0, 2))]
)
def test_a_field_is_every_number_that_changes_the_cell(layer, cell):
    image = np.abs(numbers(1, 8, 8)) + 1
    upto = NET.first(layer + 1)
    value = upto.apply(image)[cell]
    depends = np.zeros(image.shape, bool)
    for place in np.ndindex(image.shape):
        changed = image.copy()
        changed[place] += 0.5
        depends[place] = upto.apply(changed)[cell] != value
    fields = NET.field(layer, *cell)
    assert (fields[0] == depends).all()
    assert [found.shape for found in fields] == list(NET.shapes[: layer + 2])


def test_index_maps_of_windows_are_the_fields():
    layers = Pad(1), Convolution(3, padding=1), MaxPooling(2), Convolution(3, dilation=2, padding=2)
    stack = Network((1, 7, 7), layers)
    for layer in (-1, 0, 1, 2):
        rows, cols = stack.index_maps(layer)
        for row, col in np.ndindex(stack.output_size):
            field = np.zeros(stack.shapes[layer + 1][1:], bool)
            field[np.ix_(rows.sources(row), cols.sources(col))] = True
            assert (stack.field(3, 0, row, col)[layer + 1][0] == field).all()


def test_a_networks_gradients_are_what_small_steps_show():
    image = numbers(1, 8, 8)
    gradient = numbers(*NET.output_shape)
    found = NET.backward(image, gradient)
    _check(found[0].image, image, lambda: NET.apply(image), gradient)
    for operation, made in zip(NET.operations, found, strict=True):
        for name, array in operation.parameters.items():
            _check(getattr(made, name), array, lambda: NET.apply(image), gradient)


def test_what_does_not_fit_is_refused_with_its_number():
    with pytest.raises(ValueError, match="Layer 2: .*spans 5 pixels"):
        Network((1, 6, 6), (Convolution(3), Convolution(5)))
    with pytest.raises(ValueError, match=r"weights for 24 numbers, but \(1, 2, 2\) are 4"):
        Dense.of(np.ones((2, 24))).output_shape((1, 2, 2))
    with pytest.raises(ValueError, match="flatten first"):
        Softmax().output_shape((1, 2, 3))


@pytest.mark.parametrize("operation", [Convolution(2), TransposedConvolution(2), Dense(3)])
def test_without_weights_nothing_is_applied(operation):
    with pytest.raises(ValueError, match="no weights yet"):
        operation.apply(np.ones((1, 3, 3)))


def test_as_many_operations_as_fit_are_kept():
    network, refusal = Network.fitting((1, 6, 6), (Convolution(3), Convolution(3), Convolution(5)))
    assert network.output_size == (2, 2)
    assert refusal.startswith("Layer 3: `kernel_size` 5")
    with pytest.raises(ValueError, match="Layer 1: "):
        Network.fitting((1, 2, 2), (Convolution(3),))


def test_planned_operations_compare_by_their_settings():
    assert Convolution(3, stride=2) == Convolution(3, stride=2)
    assert Convolution(3) != MaxPooling(3)
    assert {Convolution(3), Convolution(3)} == {Convolution(3)}


def test_every_pixel_factor_says_its_role():
    for operation, shape in OPERATIONS.values():
        roles = {factor.role for group in operation.terms(shape, 0) for factor in group.factors}
        assert PIXEL in roles
        assert roles - {PIXEL} <= {"weight", "bias"}
        assert ("weight" in roles) == ("weight" in operation.parameters)
