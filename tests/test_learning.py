"""Learning kernels: gradients are the core's, and how long it takes on the pictures of the page."""

import numpy as np
import pytest

from conv import KERNELS, ConvGeometry, conv2d, conv2d_backward
from conv.learning import objective_of, train
from conv.ui.scene.pictures import scene_image
from conv.ui.scene.record import Scene

SOBEL = np.array(KERNELS["sobel_x"].weights, float)


def sobel_objective(image):
    """Sobel's map of a picture, shape (1, H, W), is wanted."""
    geometry = ConvGeometry(image.shape[1:], 3)
    return objective_of(image, conv2d(image, SOBEL[None, None]), geometry)


def steps_to_sobel(objective, momentum=0.0, iterations=2000, seed=0):
    start = np.random.default_rng(seed).uniform(-1, 1, (1, 9))
    rate = objective.largest_rate / 2
    return train(objective, start, rate=rate, momentum=momentum, iterations=iterations).first_within(
        SOBEL.ravel(), 0.05
    )


def test_gradients_are_those_of_the_core():
    rng = np.random.default_rng(1)
    image, weight = rng.normal(size=(2, 7, 6)), rng.normal(size=(3, 2, 3, 2))
    settings = {"stride": (2, 1), "padding": ((1, 0), (2, 1)), "dilation": (1, 2)}
    geometry = ConvGeometry((7, 6), (3, 2), (2, 1), ((1, 0), (2, 1)), (1, 2))
    targets = rng.normal(size=(3, *geometry.output_size))
    objective = objective_of(image, targets, geometry)
    differences = conv2d(image, weight, **settings) - targets
    assert objective.loss(weight.reshape(3, -1)) == pytest.approx((differences**2).mean(axis=(1, 2)).sum())
    expected = conv2d_backward(image, weight, 2 / geometry.steps * differences, **settings).weight
    assert objective.gradient(weight.reshape(3, -1)).reshape(weight.shape) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("scene", "plain", "hurried"),
    [  # steps until every weight is within 0.05, with half of the largest rate, and with momentum 0.9
        (Scene(), (900, 1150), (60, 140)),
        (Scene(picture="digits", size=28), (600, 1000), (50, 110)),
        (Scene(picture="shapes", size=28), (500, 1000), (40, 110)),
    ],
    ids=["worked", "digits", "shapes"],
)
def test_sobel_is_found_in_as_many_steps_as_the_windows_differ(scene, plain, hurried):
    objective = sobel_objective(scene_image(scene, None).astype(float))
    assert objective.rank == 9
    assert plain[0] <= steps_to_sobel(objective) <= plain[1]
    assert hurried[0] <= steps_to_sobel(objective, 0.9) <= hurried[1]


def test_on_a_checkerboard_the_loss_is_zero_and_the_kernel_wrong():
    objective = sobel_objective(np.indices((8, 8)).sum(axis=0)[None] % 2 * 255.0)
    assert objective.rank == 2
    assert objective.condition == float("inf")
    start = np.random.default_rng(0).uniform(-1, 1, (1, 9))
    training = train(objective, start, rate=objective.largest_rate / 2, iterations=2000)
    assert training.losses[-1] < 1e-9 * training.losses[0]
    assert training.first_within(SOBEL.ravel(), 0.05) is None


def test_above_the_largest_rate_it_diverges_and_is_given_up():
    objective = sobel_objective(scene_image(Scene(), None).astype(float))
    start = np.zeros((1, 9))
    assert not train(objective, start, rate=0.99 * objective.largest_rate, iterations=500).diverged
    training = train(objective, start, rate=1.2 * objective.largest_rate, iterations=2000)
    assert training.diverged
    assert np.isfinite(training.kernels).all()


def test_kernels_that_start_alike_stay_alike():
    image = scene_image(Scene(), None).astype(float)
    maps = conv2d(image, np.stack([SOBEL, SOBEL])[:, None])
    objective = objective_of(image, maps, ConvGeometry(image.shape[1:], 3))
    training = train(objective, np.zeros((2, 9)), rate=objective.largest_rate / 2, iterations=50)
    assert (training.kernels[:, 0] == training.kernels[:, 1]).all()
    assert training.losses[-1] < training.losses[0]
