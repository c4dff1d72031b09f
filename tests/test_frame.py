"""One frame: pictures and films stand for what the screen shows, in all parts of all lessons at several steps."""

from dataclasses import replace

import pytest

from conv.ui.board.frame import frame
from conv.ui.board.placement import place_board
from conv.ui.lesson import Picture
from conv.ui.player.data import board_data
from conv.ui.rooms import TALL, WIDE
from pages import find_lessons
from tests.driving import run_script

PARTS = [(lesson, part) for lesson in find_lessons() for part in lesson.parts]
SCRIPT = """
const { Calculation } = await import("./assets/player/calculation.js");
const { frame, liveTexts } = await import("./assets/player/frame.js");
const { indexMapsOf } = await import("./assets/player/index_map.js");
const { Grid, Track } = await import("./assets/player/marks.js");
const { Panel } = await import("./assets/player/panel.js");
const { data, moments } = JSON.parse(await new Response(Deno.stdin.readable).text());
const maps = indexMapsOf(data.indexMaps);
const tracks = data.tracks.map((track) => new Track(track, maps));
const panels = data.panels.map((panel) => new Panel(panel, null));
const board = { panels, byName: Object.fromEntries(panels.map((panel) => [panel.name, panel])), data };
const calculations = new Map(tracks.map((track) => [track, new Calculation(track, board.byName)]));
const calculated = (track, row, col) => {
  const calculation = calculations.get(track);
  if (track.has(row, col)) calculation.read(row, col);
  return calculation;
};
const found = moments.map(([step, selected]) => {
  const walkers = data.activeTrack === null ? tracks : [tracks[selected]];
  const place = new Grid(walkers).place(step);
  const { row, col } = tracks[selected].at(place);
  const shapes = frame(board, tracks, place, calculated(tracks[selected], row, col))
    .map(({ look, numbers, text }) => [look, numbers, text]);
  const texts = liveTexts(board, tracks, selected, place, calculated);
  const live = data.live.map(({ x, y, size }, index) => ["live", [x, y, size], texts[index]]);
  return [...shapes, ...live.filter(([, , text]) => text)];
});
console.log(JSON.stringify(found));
"""


def rounded(shapes):
    """Shapes in an order of their own, with numbers to a tenth of a board unit."""
    return sorted([look, [round(number, 1) + 0.0 for number in numbers], text] for look, numbers, text in shapes)


@pytest.mark.parametrize("room", [WIDE, TALL], ids=["wide", "tall"])
@pytest.mark.parametrize(("lesson", "part"), PARTS, ids=[f"{lesson.name}-{part.name}" for lesson, part in PARTS])
def test_a_picture_has_the_shapes_of_the_screen(lesson, part, room):
    opening = replace(part.opening, topic=part.name, size=min(part.opening.size, 64))
    board = part.build(opening, Picture()).board
    placement = place_board(board, room)
    tracks = sorted({0, len(board.tracks) - 1, board.active_track or 0})
    moments = []
    for track in tracks:
        walkers = board.tracks if board.active_track is None else (board.tracks[track],)
        height, width = board.grid_of(walkers)
        steps = {0, 1, width, height * width // 2, height * width - 1}
        moments += [(step, track) for step in sorted(steps) if step < height * width]
    given = {"data": board_data(board, placement, "mark"), "moments": moments}
    for moment, shown in zip(moments, run_script(SCRIPT, given), strict=True):
        drawn = [(shape.look, shape.numbers, shape.text) for shape in frame(board, placement, *moment)]
        assert rounded(drawn) == rounded(shown), moment
