"""One frame: pictures and films stand for what the screen shows, in all parts of all lessons at several steps."""

from dataclasses import replace

import pytest

from conv.ui.board.frame import frame
from conv.ui.board.placement import place_board
from conv.ui.lesson import Picture
from conv.ui.player.board_data import board_data
from conv.ui.rooms import ROOMS
from pages import find_lessons
from tests.driving import run_script

PARTS = {f"{lesson.name}-{part.name}": part for lesson in find_lessons() for part in lesson.parts}
SCRIPT = """
const { Calculation } = await import("./assets/player/calculation.js");
const { frame, liveTexts } = await import("./assets/player/frame.js");
const { indexMapsOf } = await import("./assets/player/index_map.js");
const { Grid, Track } = await import("./assets/player/marks.js");
const { Panel } = await import("./assets/player/panel.js");
const shown = ({ data, moments }) => {
  const maps = indexMapsOf(data.indexMaps);
  const tracks = data.tracks.map((track) => new Track(track, maps));
  const panels = data.panels.map((panel) => new Panel(panel, { data }));
  const board = { panels, byName: Object.fromEntries(panels.map((panel) => [panel.name, panel])), data };
  const calculations = new Map(tracks.map((track) => [track, new Calculation(track, board.byName)]));
  const calculated = (track, row, col) => {
    const calculation = calculations.get(track);
    if (track.has(row, col)) calculation.read(row, col);
    return calculation;
  };
  return moments.map(([step, selected]) => {
    const walkers = data.activeTrack === null ? tracks : [tracks[selected]];
    const place = new Grid(walkers).place(step);
    const { row, col } = tracks[selected].at(place);
    const shapes = frame(board, tracks, place, calculated(tracks[selected], row, col))
      .map(({ look, numbers, text }) => [look, numbers, text]);
    const texts = liveTexts(board, tracks, selected, place, calculated);
    const live = data.live.map(({ x, y, size }, index) => ["live", [x, y, size], texts[index]]);
    return [...shapes, ...live.filter(([, , text]) => text)];
  });
};
console.log(JSON.stringify(JSON.parse(await new Response(Deno.stdin.readable).text()).map(shown)));
"""


def rounded(shapes):
    """Shapes in an order of their own, with numbers to a tenth of a board unit."""
    return sorted([look, [round(number, 1) + 0.0 for number in numbers], text] for look, numbers, text in shapes)


def asked(part, room):
    """A part's board in a room, and at which steps of which walks it is looked at."""
    opening = replace(part.opening, topic=part.name, size=min(part.opening.size, 64))
    board = part.build(opening, Picture()).board
    tracks = sorted({0, len(board.tracks) - 1, board.active_track or 0})
    moments = []
    for track in tracks:
        walkers = board.tracks if board.active_track is None else (board.tracks[track],)
        height, width = board.grid_of(walkers)
        steps = {0, 1, width, height * width // 2, height * width - 1}
        moments += [(step, track) for step in sorted(steps) if step < height * width]
    return board, place_board(board, room), moments


@pytest.fixture(scope="module")
def scenes():
    """What is asked of each part in each room, and what the player shows there: all of it in one process."""
    found = {(name, room): asked(part, ROOMS[room]) for name, part in PARTS.items() for room in ("wide", "tall")}
    given = [
        {"data": board_data(board, placement, "mark"), "moments": moments}
        for board, placement, moments in found.values()
    ]
    return {key: (*found[key], shown) for key, shown in zip(found, run_script(SCRIPT, given), strict=True)}


@pytest.mark.parametrize("room", ["wide", "tall"])
@pytest.mark.parametrize("name", PARTS)
def test_a_picture_has_the_shapes_of_the_screen(scenes, name, room):
    board, placement, moments, screen = scenes[name, room]
    for moment, shown in zip(moments, screen, strict=True):
        drawn = [(shape.look, shape.numbers, shape.text) for shape in frame(board, placement, *moment)]
        assert rounded(drawn) == rounded(shown), moment
