"""Random settings walked in the browser: formula, picture and core agree on every number."""

import re
from dataclasses import replace
from urllib.parse import urlencode

import numpy as np
import pytest

from conv.refusal import Refusal
from conv.steps import step_at, walk
from conv.ui.lesson import Picture
from conv.ui.lessons.step import build
from conv.ui.scene.address import scene_address
from conv.ui.scene.pictures import scene_image, scene_kernel
from conv.ui.scene.record import SAMPLES, Scene
from tests.browser.gestures import step
from tests.driving import go

STEPS = 3
NUMBER = r"\(?(−?[\d.]+(?:e[+-]?\d+)?)\)?"
ROUNDED = 5.1e-5  # four decimals are shown

SHOW = """step => {
  const root = document.querySelector('[data-testid="player"]'), { board, track, grid } = root.player;
  root.player.show(step);
  const { row, col } = grid.place(step);
  const input = board.byName[track.operands[0].panel];
  const inside = ([x, y]) => x >= input.x - 1 && y >= input.y - 1
    && x <= input.x + input.cols * input.dx + 1 && y <= input.y + input.rows * input.dy + 1;
  const path = ['window', 'fine'].map((look) => document.querySelector(`.kw-${look}`).getAttribute('d') ?? '').join('');
  const boxes = [...path.matchAll(/M([-\\d.]+),([-\\d.]+)h([-\\d.]+)v([-\\d.]+)/g)]
    .map((found) => found.slice(1).map(Number))
    .filter(inside);
  const xs = boxes.flatMap(([x, , width]) => [x, x + width]).map((x) => (x - input.x) / input.dx);
  const ys = boxes.flatMap(([, y, , height]) => [y, y + height]).map((y) => (y - input.y) / input.dy);
  const [rows, cols] = track.operands[0].cells(row, col);
  return {
    formula: root.querySelector('[data-testid="player-formula"]').textContent,
    narration: root.querySelector('[data-testid="player-narration"]').textContent,
    products: [...root.querySelectorAll('.kw-products b')].map(cell => cell.textContent),
    box: [Math.min(...ys), Math.max(...ys), Math.min(...xs), Math.max(...xs)],
    output: board.byName[track.target].value(row, col),
    pixels: track.groups.map(({ factors: [{ panel, channel }] }) =>
      rows.map(r => cols.map(c => board.byName[panel].value(r, c, channel)))),
  };
}"""


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
    image = scene_image(scene, None)
    weight, divisor = scene_kernel(scene, len(image))
    names = ("bias", "activation", "stride", "padding", "dilation", "padding_mode")
    return walk(image, weight, divisor=divisor, **{name: getattr(scene, name) for name in names})


def number(text):
    return float(text.replace("−", "-"))


def assert_shown(shown, step, expected):
    """Formula, products, window and pixels of one step against the core's."""
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


def check(page, scene, expected, indices):
    """Some steps of a scene that a page shows, against the core's."""
    for index in indices:
        shown = page.evaluate(SHOW, int(index))
        assert_shown(shown, step_at(expected, int(index)), expected)
        assert_adds_up(shown["formula"])


@pytest.mark.soak
def test_random_settings_agree_with_the_core(visit, amount):
    rng = np.random.default_rng(2026)
    page = visit("/step?step=0")
    for _setting in range(amount(25, 200)):
        scene, expected = random_scene(rng)
        first = int(rng.integers(expected.geometry.steps))
        go(page, "/step?" + urlencode(scene_address(replace(scene, step=first))))
        assert step(page) == first
        check(page, scene, expected, {first, *rng.integers(0, expected.geometry.steps, STEPS - 1).tolist()})


@pytest.mark.soak
def test_random_settings_agree_on_a_page_without_a_server(pages_from_disk, amount):
    rng = np.random.default_rng(12)
    for _setting in range(amount(100, 1000)):
        scene, expected = random_scene(rng)
        page = pages_from_disk(build(scene, Picture()).board)
        check(page, scene, expected, rng.integers(0, expected.geometry.steps, STEPS).tolist())
