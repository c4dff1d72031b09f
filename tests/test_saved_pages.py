"""Pages saved by the app: their player is given what the app's is, of every part, so that both say the same."""

import json
from dataclasses import replace

import pytest

from conv.ui.board.figure import board_figure
from conv.ui.board.marks import all_covered
from conv.ui.board.placement import place_board
from conv.ui.lesson import Picture
from conv.ui.rooms import room_beside
from conv.ui.saving.page import scene_data
from conv.ui.scene.address import scene_address
from pages import find_lessons
from tests.apps import open_page, player

PARTS = [(lesson, each) for lesson in find_lessons() for each in lesson.parts if each.controls is not None]
MORE = [(lesson, each) for lesson, each in PARTS if lesson.name in ("step", "stride", "channels")]
OF_THE_VISIT = {
    "arrival",
    "address",
    "rewrites",
    "below",
    "scrolls",
    "movable",
    "moved",
    "edits",
    "numbers",
    "presets",
    "camera",
    "quiz",
    "visit",
}


def without_edits(data):
    """Where the board is the same: numbers of a saved page can be changed only where its own script follows them."""
    panels = [{name: value for name, value in panel.items() if name != "edits"} for panel in data["board"]["panels"]]
    kept = {name: value for name, value in data.items() if name not in OF_THE_VISIT}
    return kept | {"board": {**data["board"], "panels": panels}}


@pytest.mark.parametrize(
    ("number", "lesson", "each"),
    [(number, *found) for number, found in enumerate([*PARTS, *MORE])],
    ids=[f"{lesson.name}-{each.name}-{number}" for number, (lesson, each) in enumerate([*PARTS, *MORE])],
)
def test_a_saved_page_is_given_what_the_app_is(number, lesson, each):
    scene = replace(each.opening, topic=each.name, size=min(each.opening.size, 48))
    if number >= len(PARTS):
        scene = replace(scene, bias=2, kernel="sharpen", stride=(1, 1), padding="half", dilation=(1, 1))
    content = each.build(scene, Picture())
    board = content.board
    placement = place_board(board, room_beside(board, "wide", each, moves=bool(content.above)))
    step = (7919 * (number + 1)) % board.steps
    figure = board_figure(board, placement, all_covered(board), whole=False)
    saved = json.loads(json.dumps(scene_data(board, placement, figure.layout.meta, step=step), default=list))
    app = open_page(lesson.name, **scene_address(replace(scene, step=step)))
    assert without_edits(saved) == without_edits(player(app))
