"""Random scenes of one walk, and what must be shown of their steps: formula, picture and core agree on every number."""

import re

import numpy as np
import pytest

from conv.refusal import Refusal
from conv.steps import walk
from conv.ui.scene.pictures import scene_image, scene_kernel
from conv.ui.scene.record import SAMPLES, Scene

STEPS = 3  # that are looked at of each scene
NUMBER = r"\(?(−?[\d.]+(?:e[+-]?\d+)?)\)?"
ROUNDED = 5.1e-5  # four decimals are shown


def random_scene(rng):
    """A scene that the core accepts."""
    while True:
        pair = lambda minimum, maximum: tuple(int(n) for n in rng.integers(minimum, maximum + 1, 2))  # noqa: E731
        sides = tuple((int(a), int(b)) for a, b in rng.integers(0, 4, (2, 2)))
        size = pair(1, 5)
        slices = int(rng.choice([1, 3]))
        scene = Scene(
            picture=str(rng.choice(["worked", "typed", *SAMPLES])),
            pixels=tuple(map(tuple, (rng.integers(-40, 41, pair(3, 9)) / rng.choice([1, 4, 10])).tolist())),
            size=int(rng.integers(5, 40)),
            colour=str(rng.choice(["grey", "colour", "channels"])),
            kernel=str(rng.choice(["random", "random", "typed", "sobel_x", "box_blur", "gaussian_3", "sharpen"])),
            kernel_size=size,
            weights=tuple(tuple(map(tuple, matrix)) for matrix in (rng.integers(-9, 10, (slices, *size)) / 2).tolist()),
            divisor=float(rng.choice([1, 3, 16, -2])),
            seed=int(rng.integers(0, 999)),
            stride=pair(1, 3),
            padding=sides if rng.random() < 0.5 else str(rng.choice(["valid", "same", "half", "full"])),
            padding_mode=str(rng.choice(["zeros", "reflect", "replicate", "circular"])),
            dilation=pair(1, 2),
            bias=float(rng.choice([0, 0, 7, -2.5, 0.1])),
            activation=str(rng.choice(["none", "relu", "sigmoid", "tanh", "leaky_relu"])),
        )
        try:
            return scene, core_walk(scene)
        except Refusal:
            continue


def core_walk(scene):
    """The walk that a scene shows, by the core alone."""
    image = scene_image(scene, None)
    weight, divisor = scene_kernel(scene, len(image))
    names = ("bias", "activation", "stride", "padding", "dilation", "padding_mode")
    return walk(image, weight, divisor=divisor, **{name: getattr(scene, name) for name in names})


def number(text):
    return float(text.replace("−", "-"))


def assert_shown(shown, step, expected):
    """Formula, products, window and pixels of one step against the core's.

    Args:
        shown: The texts `formula`, `narration` and `products`; the window's `box`, in cells of the input from its top,
            bottom, left and right; the numbers `output` and `pixels`.
        step: The core's step.
        expected: Its walk.
    """
    terms = [(number(a), number(b)) for a, b in re.findall(NUMBER + "×" + NUMBER, shown["formula"])]
    np.testing.assert_allclose([a for a, _ in terms], step.window.ravel(), atol=ROUNDED)
    np.testing.assert_allclose([b for _, b in terms], expected.weight.ravel(), atol=ROUNDED)
    np.testing.assert_allclose([number(text) for text in shown["products"]], step.products.ravel(), atol=ROUNDED)
    results = [number(text) for text in re.findall("[=≈] " + NUMBER, shown["formula"])]
    channels = len(step.partial_sums)
    np.testing.assert_allclose(results[:channels], step.partial_sums, atol=ROUNDED)
    assert results[-1] == pytest.approx(step.output, abs=ROUNDED)
    activated = expected.reduction.post and expected.reduction.post[-1].name == "activation"
    before = results[-2] if activated else results[-1]
    assert before == pytest.approx(step.total, abs=ROUNDED)
    assert shown["output"] == pytest.approx(step.output, rel=1e-6, abs=1e-9)
    assert shown["narration"].startswith(f"Row {step.row}, column {step.col}: ")
    np.testing.assert_array_equal(np.array(shown["pixels"], float), step.window)
    rows, cols = expected.geometry.rows, expected.geometry.cols
    top, left = rows.origins[step.row], cols.origins[step.col]
    box = [top, top + rows.effective_kernel_size, left, left + cols.effective_kernel_size]
    np.testing.assert_allclose(shown["box"], box, atol=0.2)  # the path is rounded to a hundredth of a board unit


def assert_adds_up(formula):
    """Every equation of plain numbers holds for the numbers as shown, unless it says approximately."""
    for equation in formula.split("; "):
        left, sign, right = re.fullmatch(r"(?:\w+: )?(.*) ([=≈]) (.*)", equation).groups()
        if sign == "=" and not re.match(r"[A-Za-z]", left):
            left = left.replace("×", "*").replace("÷", "/").replace("−", "-")
            assert eval_sum(left) == pytest.approx(number(right), rel=1e-12, abs=1e-9), equation


def eval_sum(text):
    """Value of a sum of products, quotients and numbers."""
    total = 0.0
    for term in text.split(" + "):
        parts = re.split(r" ?([*/]) ?", term.replace("(", "").replace(")", ""))
        value = float(parts[0])
        for operator, factor in zip(parts[1::2], parts[2::2], strict=True):
            value = value * float(factor) if operator == "*" else value / float(factor)
        total += value
    return total
