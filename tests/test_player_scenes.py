"""Random settings walked by the player without a browser: formula, sentence, products, window and core agree."""

import numpy as np
import pytest

from conv.steps import step_at
from conv.ui.board.placement import WIDE, place_board
from conv.ui.lesson import Picture
from conv.ui.lessons.step import build
from conv.ui.player.board_data import board_data
from conv.ui.words.narration import player_words
from tests.driving import run_script
from tests.walked_scenes import STEPS, assert_adds_up, assert_shown, random_scene

SCRIPT = """
import { Calculation } from "./assets/player/calculation.js";
import { frame } from "./assets/player/frame.js";
import { indexMapsOf } from "./assets/player/index_map.js";
import { Grid, Track } from "./assets/player/marks.js";
import { numberText } from "./assets/player/numbers.js";
import { Panel } from "./assets/player/panel.js";
import { Words } from "./assets/player/words.js";
const { scenes, words } = JSON.parse(await new Response(Deno.stdin.readable).text());
const sentences = new Words(words);
const shown = ({ data, steps }) => {
  const maps = indexMapsOf(data.indexMaps);
  const tracks = data.tracks.map((track) => new Track(track, maps));
  const panels = data.panels.map((panel) => new Panel(panel, { data }));
  const byName = Object.fromEntries(panels.map((panel) => [panel.name, panel]));
  const [track] = tracks, [walked] = track.operands;
  const input = byName[walked.panel], grid = new Grid(tracks), calculation = new Calculation(track, byName);
  return steps.map((step) => {
    const place = grid.place(step), { row, col } = place;
    calculation.read(row, col);
    const boxes = frame({ panels, byName, data }, tracks, place, calculation)
      .filter(({ look }) => look === "window" || look === "fine").map(({ numbers }) => numbers)
      .filter(([left, top, right, bottom]) => left >= input.x - 1 && top >= input.y - 1
        && right <= input.x + input.cols * input.dx + 1 && bottom <= input.y + input.rows * input.dy + 1);
    const xs = boxes.flatMap(([left, , right]) => [left, right]).map((x) => (x - input.x) / input.dx);
    const ys = boxes.flatMap(([, top, , bottom]) => [top, bottom]).map((y) => (y - input.y) / input.dy);
    const [rows, cols] = walked.cells(row, col);
    return {
      formula: calculation.formulaText(),
      narration: sentences.step(calculation, row, col),
      products: calculation.terms.map(({ number }) => numberText(number)),
      box: [Math.min(...ys), Math.max(...ys), Math.min(...xs), Math.max(...xs)],
      output: byName[track.target].value(row, col),
      pixels: track.groups.map(({ factors: [{ panel, channel }] }) =>
        rows.map((r) => cols.map((c) => byName[panel].value(r, c, channel)))),
    };
  });
};
console.log(JSON.stringify(scenes.map(shown)));
"""


@pytest.mark.soak
def test_random_settings_agree_with_the_core(amount):
    rng = np.random.default_rng(2026)
    walked, given = [], []
    for _setting in range(amount(125, 1000)):
        scene, expected = random_scene(rng)
        board = build(scene, Picture()).board
        steps = rng.integers(0, expected.geometry.steps, STEPS).tolist()
        walked.append((expected, steps))
        given.append({"data": board_data(board, place_board(board, WIDE), ""), "steps": steps})
    answers = run_script(SCRIPT, {"scenes": given, "words": player_words()})
    for (expected, steps), found in zip(walked, answers, strict=True):
        for index, shown in zip(steps, found, strict=True):
            assert_shown(shown, step_at(expected, index), expected)
            assert_adds_up(shown["formula"])
