"""Random settings walked in the browser: what is drawn and written is what the core computes.

More of them are walked without a browser, in tests/test_player_scenes.py.
"""

from dataclasses import replace
from urllib.parse import urlencode

import numpy as np
import pytest

from conv.steps import step_at
from conv.ui.lesson import Picture
from conv.ui.lessons.step import build
from conv.ui.scene.address import scene_address
from tests.browser.gestures import step
from tests.driving import go
from tests.walked_scenes import STEPS, assert_adds_up, assert_shown, random_scene

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
    for _setting in range(amount(6, 200)):
        scene, expected = random_scene(rng)
        first = int(rng.integers(expected.geometry.steps))
        go(page, "/step?" + urlencode(scene_address(replace(scene, step=first))))
        assert step(page) == first
        check(page, scene, expected, {first, *rng.integers(0, expected.geometry.steps, STEPS - 1).tolist()})


@pytest.mark.soak
def test_random_settings_agree_on_a_page_without_a_server(pages_from_disk, amount):
    rng = np.random.default_rng(12)
    for _setting in range(amount(12, 1000)):
        scene, expected = random_scene(rng)
        page = pages_from_disk(build(scene, Picture()).board)
        check(page, scene, expected, rng.integers(0, expected.geometry.steps, STEPS).tolist())
