"""Walks in a notebook: executed, exported as HTML and opened from disk, each of them steps, plays and points."""

import re

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from playwright.sync_api import expect

from tests.driving import READY, ROOT

CELLS = (
    "import numpy as np\nimport conv\nconv.show(np.arange(49).reshape(1, 7, 7), conv.KERNELS['sobel_x'].weights[None],"
    " stride=2, padding=1)",
    "conv.show(np.arange(108, dtype=np.uint8).reshape(3, 6, 6), np.ones((2, 3, 3, 3)), bias=[0, 5], title='Two')",
    "conv.show('https://example.org/app/pooling?pool=average&step=3')",
)
STEPS = (16, 16, 4)
POINTED = ("input", "input_0", "input")
STEP = "() => document.querySelector('[data-testid=player]').dataset.step"
CELL = """name => {
  const { player } = document.querySelector('[data-testid=player]');
  const { x, y, width, height } = player.board.byName[name].box(1, 1);
  return [x + width / 2, y + height / 2];
}"""


@pytest.fixture(scope="module")
def notebook():
    """The notebook after it was run."""
    found = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    NotebookClient(found, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}).execute()
    return found


@pytest.fixture(scope="module")
def exported(browser, notebook, tmp_path_factory):
    """The page of its export, and what its scripts complain of; nothing comes from the network."""
    file = tmp_path_factory.mktemp("notebook") / "walks.html"
    file.write_text(HTMLExporter().from_notebook_node(notebook)[0], encoding="utf-8")
    page, errors = browser.new_page(viewport={"width": 1200, "height": 900}), []
    page.on("pageerror", lambda error: errors.append(error))
    page.route(re.compile("^https?:"), lambda route: route.abort())
    page.goto(file.as_uri())
    yield page, errors
    page.close()


def test_an_executed_notebook_of_three_walks_is_small(notebook):
    text = nbformat.writes(notebook)
    assert len(text) < 2_500_000
    assert [output.output_type for cell in notebook.cells for output in cell.outputs] == ["execute_result"] * 3
    assert [cell.outputs[0].data["text/plain"] for cell in notebook.cells] == [
        "<Kernelwalk: 4 × 4, shown where HTML is>",
        "<Kernelwalk: Two, shown where HTML is>",
        "<Kernelwalk: Pooling, shown where HTML is>",
    ]


def walks_here(page, index, steps, panel):
    """Whether a frame steps, plays and points."""
    holder = page.locator("iframe").nth(index)
    holder.scroll_into_view_if_needed()
    frame = holder.element_handle().content_frame()
    frame.wait_for_selector(READY)
    assert frame.evaluate("() => document.querySelector('[data-testid=player]').dataset.steps") == str(steps)
    before = int(frame.evaluate(STEP))
    frame.get_by_test_id("player-previous" if before == steps - 1 else "player-next").click()
    frame.wait_for_function(f"step => ({STEP})() !== step", arg=str(before))
    frame.get_by_test_id("player-first").click()
    frame.wait_for_function(f"() => ({STEP})() === '0'")
    said = frame.get_by_test_id("player-narration")
    stepped = said.text_content()
    box = holder.bounding_box()
    x, y = frame.evaluate(CELL, panel)
    page.mouse.move(box["x"] + x, box["y"] + y)
    expect(said).not_to_have_text(stepped)
    expect(said).to_contain_text("row 1, column 1")
    page.mouse.move(box["x"] + 2, box["y"] + 2)
    expect(said).to_have_text(stepped)
    frame.get_by_test_id("player-play").click()
    frame.wait_for_function(f"() => Number(({STEP})()) > 1")
    frame.get_by_test_id("player-play").click()


@pytest.mark.parametrize("index", range(3))
def test_each_walk_steps_plays_and_points(exported, index):
    page, errors = exported
    walks_here(page, index, STEPS[index], POINTED[index])
    assert errors == []


def test_a_walk_is_no_higher_than_its_frame_and_leads_back_where_it_came_by_a_link(exported):
    page, _errors = exported
    for index in range(3):
        frame = page.locator("iframe").nth(index).element_handle().content_frame()
        frame.wait_for_selector(READY)
        high, room = frame.evaluate("() => [document.documentElement.scrollHeight, innerHeight]")
        assert high <= room, index
    link = frame.get_by_role("link", name="Open this scene in Kernelwalk")
    expect(link).to_have_attribute("href", "https://example.org/app/pooling?pool=average&step=3")
    expect(link).to_have_attribute("target", "_blank")


def test_a_cell_that_stands_alone_walks_as_well(browser, notebook):
    """As in Colab, where each output is a page of its own."""
    page, errors = browser.new_page(viewport={"width": 700, "height": 900}), []
    page.on("pageerror", lambda error: errors.append(error))
    page.set_content(notebook.cells[1].outputs[0].data["text/html"])
    walks_here(page, 0, STEPS[1], POINTED[1])
    assert errors == []
    page.close()
