"""An operation of one file of Python, and a network of five, need no JavaScript: they walk, point, ask and compare."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.gestures import cell, cells_of, part, show
from tests.driving import running_app

SMALL = "picture=typed&pixels=4,2,9;7,3,1;5,8,6"
EVERY_CELL = """() => {
  const { player } = document.querySelector('[data-testid="player"]');
  const wrong = [];
  let cells = 0;
  for (const track of player.tracks) {
    const calculation = player.showing.calculation(track);
    for (let row = 0; row < track.height; row++) {
      for (let col = 0; col < track.width; col++) {
        calculation.read(row, col);
        const made = calculation.numbers.at(-1);
        const shown = player.board.byName[track.target].value(row, col);
        cells += 1;
        const right = Math.abs(made - shown) < 1e-9 && calculation.formulaText();
        if (!right) wrong.push([track.title, row, col, made, shown]);
      }
    }
  }
  return { cells, wrong };
}"""


@pytest.fixture(scope="module")
def fixture():
    with running_app(Path(__file__).parent / "fixture" / "app.py") as address:
        yield address


def test_a_new_pooling_walks_and_points_and_says_its_numbers(visit, fixture):
    page = visit(f"/smallest?{SMALL}&step=1", fresh=True, at=fixture)
    assert part(page, "formula").text_content() == "smallest(2, 9, 3, 1) = 1"
    expect(part(page, "narration")).to_contain_text("the smallest of 4 pixels is 1")
    show(page, 2)
    assert part(page, "formula").text_content() == "smallest(7, 3, 5, 8) = 3"
    assert cells_of(page, "pixels", "window") == [[1, 2, 0, 1]]
    page.mouse.move(*cell(page, "pixels", 1, 1))
    assert cells_of(page, "made", "lit") == [[0, 1, 0, 1]]
    expect(part(page, "narration")).to_contain_text("4 windows read it")


def test_a_new_pooling_asks(visit, fixture):
    page = visit(f"/smallest?{SMALL}&quiz=3", fresh=True, at=fixture)
    expect(part(page, "quiz")).to_be_visible()
    page.get_by_role("button", name="Number", exact=True).click()
    expect(part(page, "quiz")).to_contain_text("Which number stands in row")


def test_a_new_pooling_stands_beside_another_setting(visit, fixture):
    page = visit(f"/smallest?{SMALL}&beside=picture+typed+pixels+1,2;3,4&step=0", fresh=True, at=fixture)
    expect(part(page, "panel-0")).to_contain_text("A: smallest")
    part(page, "panel-1").click()
    assert part(page, "formula").text_content() == "smallest(4, 2, 7, 3) = 2"
    part(page, "panel-0").click()
    assert part(page, "formula").text_content() == "smallest(1, 2, 3, 4) = 1"


def test_a_new_pooling_is_saved(visit, fixture):
    page = visit(f"/smallest?{SMALL}&step=1", fresh=True, at=fixture)
    part(page, "save").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="Picture", exact=True).click()
    button = dialog.get_by_role("button", name="Picture of this step")
    with page.expect_download() as saved:
        button.click()
    assert saved.value.suggested_filename.endswith(".png")


def test_every_cell_of_every_layer_of_a_network_shows_its_arithmetic(visit, fixture):
    page = visit("/network?picture=shapes&size=8&step=0", fresh=True, at=fixture)
    found = page.evaluate(EVERY_CELL)
    assert found["wrong"] == []
    assert found["cells"] == 2 * 36 + 2 * 9 + 18 + 3 + 3
    page.get_by_role("button", name="5 softmax").first.click()
    expect(part(page, "formula")).to_contain_text("exp(")
    expect(part(page, "narration")).to_contain_text("divided by the sum of all exponentials")
