"""One server and one Chromium for all browser tests; a fresh page for each."""

import json
from itertools import count

import pytest
from playwright.sync_api import expect

from conv.ui.board.figure import board_spec
from conv.ui.board.marks import all_covered
from conv.ui.board.placement import WIDE, place_board
from conv.ui.saving.page import chart_html, scene_data, standalone_page
from tests.driving import READY, go, open_page, running_app

expect.set_options(timeout=60_000)  # a busy machine takes its time; what is waited for comes much sooner
VIEW = {"width": 1366, "height": 768}


@pytest.fixture(scope="session")
def address():
    with running_app() as found:
        yield found


REST = """() => document.querySelector('[data-testid="player"]')?.player?.clock.pause(false)"""  # it takes a processor
RESET = """() => {
  const { player } = document.querySelector('[data-testid="player"]');
  const { slow, loop, whole } = player.controls;
  Object.assign(slow, { checked: false });
  Object.assign(loop, { checked: true });
  Object.assign(whole, { checked: false });
  player.speed = null;
  player.address.stop();
  player.keys.choose("");
  if (player.editing.open) player.editing.toggle();
  document.activeElement.blur();
  document.querySelector('.stMain').scrollTo(0, 0);
}"""


class Pages:
    """Open pages by their options: moving one by its history takes a tenth of the time of opening one.

    A page that is to be fresh is loaded where another one was: its process has compiled all that it needs.
    """

    def __init__(self, address, browser):
        self.address = address
        self.browser = browser
        self.kept = {}
        self.loaded = {}

    def new(self, options):
        page = self.browser.new_context(**{"viewport": VIEW, **options}).new_page()
        page.script_errors = []
        page.on("pageerror", lambda error: page.script_errors.append(error))
        return page

    def fresh(self, path, options, at=""):
        """A page that is loaded anew, with a visit of its own."""
        key = repr(sorted(options.items()))
        if key not in self.loaded:
            self.loaded[key] = self.new(options)
        page = self.loaded[key]
        page.mouse.move(0, 0)
        page.set_viewport_size(options.get("viewport", VIEW))
        page.emulate_media(color_scheme=options.get("color_scheme", "light"))
        open_page(page, (at or self.address) + path)
        return page

    def get(self, path, options):
        """A page that is kept, moved to a path."""
        key = repr(sorted(options.items()))
        page = self.kept.get(key)
        if page is None or page.get_by_test_id("player").count() == 0:
            page = self.kept[key] = self.new(options)
            open_page(page, self.address + path)
        else:
            page.mouse.move(0, 0)
            page.evaluate(RESET)
            go(page, path)
        return page


@pytest.fixture(scope="session")
def pages(address, browser):
    return Pages(address, browser)


LOAD = """({ chart, data }) => {
  const root = document.querySelector('.kw-player');
  const place = document.querySelector('.st-key-figure');
  place.innerHTML = chart;
  const { width, height, mark: meta } = data.board;
  const drawn = place.querySelector('.js-plotly-plot');
  drawn.layout = drawn._fullLayout = { width, height, meta };
  root.player.load(data, () => {}, () => {});
}"""


@pytest.fixture(scope="session")
def pages_from_disk(browser, tmp_path_factory):
    """Show a board on a page that the app saved: it is opened from disk once, and given other boards then."""
    page, arrivals = browser.new_page(viewport=VIEW), count(2)
    file = tmp_path_factory.mktemp("pages") / "page.html"

    def shown(board, start=0):
        placement = place_board(board, WIDE)
        if not file.exists():
            file.write_text(standalone_page(board, placement, "Kernelwalk", step=start), encoding="utf-8")
            open_page(page, file.as_uri())
            return page
        spec = board_spec(board, placement, all_covered(board), whole=False)
        data = scene_data(board, placement, spec["layout"]["meta"], step=start) | {"arrival": next(arrivals)}
        page.evaluate(LOAD, {"chart": chart_html(spec), "data": json.loads(json.dumps(data, default=list))})
        page.wait_for_selector(READY)
        return page

    return shown


@pytest.fixture
def visit(pages):
    """Open a path of the app, or of the server `at` an address; in a page that is open already, unless it is `fresh`.

    Errors of the page's scripts fail the test.
    """
    opened = []

    def visited(path="/step", *, fresh=False, at="", **options):
        page = pages.fresh(path, options, at) if fresh else pages.get(path, options)
        opened.append(page)
        return page

    yield visited
    errors = [error for page in opened for error in page.script_errors]
    for page in opened:
        page.script_errors.clear()
        page.evaluate(REST)
    assert errors == []
