"""What the browser makes of changed numbers is what the core makes of them, on all boards; and it looks alike."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from conv.refusal import Refusal
from conv.ui.board import palette
from conv.ui.board.placement import WIDE, place_board
from conv.ui.board.texts import panel_numbers
from conv.ui.lesson import Picture
from conv.ui.player.board_data import board_data
from conv.ui.rooms import ROOMS
from conv.ui.scene.edits import with_numbers
from conv.ui.scene.record import SAMPLES
from tests.boards import PARTS
from tests.driving import run_script

BOARD = """
const { cellNumbers } = await import("./assets/player/cell_numbers.js");
const { indexMapsOf } = await import("./assets/player/index_map.js");
const { Live } = await import("./assets/player/live.js");
const { Track } = await import("./assets/player/marks.js");
const { Panel } = await import("./assets/player/panel.js");
const { limitsOf } = await import("./assets/player/scales.js");
const boardOf = (data) => {
  const maps = indexMapsOf(data.indexMaps);
  const tracks = data.tracks.map((track) => new Track(track, maps));
  const panels = data.panels.map((panel) => new Panel(panel, { data }));
  const byName = Object.fromEntries(panels.map((panel) => [panel.name, panel]));
  const board = { data, panels, byName, numbers: [], renew: () => {}, repaint: () => {} };
  return { board, live: new Live(board, tracks, maps) };
};
const given = JSON.parse(await new Response(Deno.stdin.readable).text());
"""
WRITTEN = (
    BOARD
    + """
console.log(JSON.stringify(given.map((data) => {
  const { board: { panels } } = boardOf(data);
  return panels.map((panel) =>
    cellNumbers(panel).filter(({ text }) => text).map(({ text, size, colour }) => [text, size, colour]));
})));
"""
)
SCALED = (
    BOARD
    + """
console.log(JSON.stringify(given.map((data) => {
  const { board: { panels, byName }, live: { tracks } } = boardOf(data);
  const makerOf = ({ name }) => tracks.find(({ target }) => target === name);
  return panels.filter(({ scaling, values, moments }) => scaling && values && !moments)
    .map((panel) => [panel.name, limitsOf(panel, byName, makerOf(panel)), [panel.scaling.low, panel.scaling.high]]);
})));
"""
)
CHANGED = (
    BOARD
    + """
console.log(JSON.stringify(given.map(({ data, cells }) => {
  const { board: { panels }, live } = boardOf(data);
  live.change(cells);
  const limits = ({ scaling }) => scaling ? [scaling.low, scaling.high] : null;
  return panels.map((panel) => [panel.name, [...panel.values ?? []], limits(panel), panel.colour(0, 0)]);
})));
"""
)


def data_of(board, room=WIDE):
    return board_data(board, place_board(board, room), "")


def test_the_player_writes_the_numbers_that_pictures_have():
    rooms = [ROOMS["wide"], ROOMS["tall"]]
    boards = [(part.build(part.opening, Picture()).board, room) for _name, part in PARTS for room in rooms]
    placed = [(board, place_board(board, room)) for board, room in boards]
    found = run_script(WRITTEN, [board_data(board, placement, "") for board, placement in placed])
    for (board, placement), panels in zip(placed, found, strict=True):
        for panel, written in zip(board.panels, panels, strict=True):
            if panel.moments is not None:  # these are painted
                continue
            expected = list(panel_numbers(panel, placement.spots[panel.name]))
            assert [text for text, _, _ in written] == [word.text for word in expected]
            assert [colour for _, _, colour in written] == [word.colour for word in expected]
            assert [size for _, size, _ in written] == pytest.approx([word.size for word in expected], abs=0.11)


def test_scales_follow_by_the_rules_that_lessons_use():
    found = run_script(SCALED, [data_of(part.build(part.opening, Picture()).board) for _, part in PARTS])
    for (name, _part), panels in zip(PARTS, found, strict=True):
        for panel, by_rule, shown in panels:
            assert by_rule == pytest.approx(shown, rel=1e-6), (name, panel)


def own_numbers(board, name):
    """The scene's matrices behind a board's panels, by their index."""
    found = {}
    for panel in board.panels:
        if panel.edits and panel.edits[0] == name and panel.edits[1] not in found:
            top, left, height, width = panel.inset or (0, 0, *panel.shape)
            found[panel.edits[1]] = panel.values[top : top + height, left : left + width].astype(float)
    return found


def as_text(matrices):
    return "/".join(
        ";".join(",".join(str(float(value)) for value in row) for row in matrices[index]) for index in sorted(matrices)
    )


def random_scene(rng, part):
    """A scene of a part with other settings, where it has them."""
    pair = lambda low, high: tuple(int(n) for n in rng.integers(low, high + 1, 2))  # noqa: E731
    others = {
        "picture": str(rng.choice(["worked", *SAMPLES])),
        "size": int(rng.integers(5, 24)),
        "kernel": str(rng.choice(["random", "sobel_x", "box_blur", "gaussian_3", "sharpen"])),
        "kernel_size": pair(1, 4),
        "seed": int(rng.integers(0, 999)),
        "stride": pair(1, 3),
        "padding": str(rng.choice(["valid", "half", "full"])),
        "padding_mode": str(rng.choice(["zeros", "reflect", "replicate", "circular"])),
        "bias": float(rng.choice([0, 0, 7, -2.5])),
        "activation": str(rng.choice(["none", "relu", "sigmoid", "tanh", "leaky_relu", "clip"])),
        "upstream": str(rng.choice(["typed", "cell", "target"])),
        "target": str(rng.choice(["typed", "kernel", "sobel_y", "box_blur"])),
        "nudged": str(rng.choice(["weight", "pixel"])),
        "place": pair(0, 2),
        "nudge": float(rng.choice([0.1, -3])),
        "pool": str(rng.choice(["max", "average"])),
    }
    kept = {name: value for name, value in others.items() if rng.random() < 0.35}
    return replace(part.opening, **kept)


def change(rng, board):
    """A matrix of the board with some numbers changed: its name, the cells, and all of it as a link has it."""
    names = sorted({panel.edits[0] for panel in board.panels if panel.edits})
    name = str(rng.choice(names))
    matrices = own_numbers(board, name)
    cells = []
    for _change in range(int(rng.integers(1, 4))):
        index = int(rng.choice(sorted(matrices)))
        row, col = (int(rng.integers(0, size)) for size in matrices[index].shape)
        value = round(float(matrices[index][row, col] + rng.choice([1, -2, 0.5, 17])), 6)
        matrices[index][row, col] = value
        cells.append({"name": name, "index": index, "row": row, "col": col, "value": value})
    return name, cells, as_text(matrices)


@pytest.mark.soak
def test_random_changes_are_followed_as_the_core_does(amount):
    rng = np.random.default_rng(22)
    editable = [
        (name, part) for name, part in PARTS if any(p.edits for p in part.build(part.opening, Picture()).board.panels)
    ]
    asked, expected = [], []
    while len(asked) < amount(240, 2000):
        name, part = editable[int(rng.integers(len(editable)))]
        scene = random_scene(rng, part)
        try:
            board = part.build(scene, Picture()).board
            if not any(panel.edits for panel in board.panels):
                continue
            parameter, cells, text = change(rng, board)
            after = part.build(with_numbers(scene, parameter, text), Picture()).board
        except Refusal:
            continue
        if any(tied(panel.values) for panel in after.panels if panel.name == "activated"):
            continue  # which one is the largest is decided by round-off
        asked.append({"data": data_of(board), "cells": cells})
        expected.append((name, board, after))
    wrong, waiting = Counter(), Counter()
    for (name, before, after), panels in zip(expected, run_script(CHANGED, asked), strict=True):
        differing = [panel for panel, *made in panels if not agrees(after, panel, *made)]
        wrong.update((name, panel) for panel in differing if panel not in before.waits)
        if before.waits:
            waiting[name] += len(differing) + moments_differ(before, after)
    assert not wrong, "\n".join(map(str, sorted(wrong.items())))
    often = Counter(name for name, _before, _after in expected)
    found = {name: count for name, count in waiting.items() if often[name] > 5}
    assert all(found.values()), found  # a board that needs the server differs until it answers


def tied(values):
    """Whether numbers are told apart by nothing but round-off."""
    return len(np.unique(np.round(values, 9))) < len(np.unique(values))


def moments_differ(before, after):
    """Whether a panel that changes with the step is another one after a change."""
    pairs = zip(before.panels, after.panels, strict=False)
    return any(a.moments is not None and not np.array_equal(a.moments, b.moments, equal_nan=True) for a, b in pairs)


def agrees(board, name, values, limits, colour):
    """Whether a panel's numbers and colours are those of a board; so are panels that it does not have."""
    there = next((panel for panel in board.panels if panel.name == name), None)
    if there is None or there.values.size != len(values) or there.moments is not None:
        return True
    largest = float(np.nanmax(np.abs(there.values)))
    if largest < 1e-9:  # nothing but round-off, of which no scale says anything
        return bool(np.nanmax(np.abs(np.array(values, float))) < 1e-9)
    slack = 1e-9 * largest + 1e-15  # of a difference of numbers near 1, whose last digits another sigmoid may round
    same = np.allclose(np.array(values, float), there.values.ravel(), atol=slack, rtol=0, equal_nan=True)
    if limits is None or not same:
        return same
    shown = palette.colours(np.nan_to_num(there.values[0, 0]), there.shown_scale, there.shown_limits)
    if there.bars:
        return limits == pytest.approx(there.shown_limits, rel=1e-6)
    alike = np.isnan(there.values[0, 0]) or np.abs(np.subtract(shown, colour)).max() <= 2
    return alike and limits == pytest.approx(there.shown_limits, rel=1e-6)
