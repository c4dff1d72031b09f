"""What the browser tests share: the player's parts, places on the board, and what is drawn there."""

from playwright.sync_api import expect

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36",
}
PLAYER = "document.querySelector('[data-testid=player]').player"

ANSWERED = f"""() => {{
  const {{ editing, board, root }} = {PLAYER};
  const told = !editing.outbox.sent && !editing.outbox.queue.length && !editing.pending.size && !editing.busy;
  return told && board.attached && root.dataset.ready === 'true';
}}"""  # the server has taken all changes of numbers, and its board stands
COUNT_MESSAGES = """() => {
  window.messages = 0;
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (...message) {
    window.messages += 1;
    return send.apply(this, message);
  };
}"""  # to the server


def part(page, name):
    return page.get_by_test_id(f"player-{name}" if name else "player")


def step(page):
    return int(part(page, "").get_attribute("data-step"))


def widget(page, name):
    """A widget of the sidebar by its parameter's name; its key ends with the number of the arrival."""
    return page.locator(f'[class*="st-key-{name}_"]')


def more(page, name):
    """The plus button of a number."""
    return widget(page, name).get_by_test_id("stNumberInputStepUp")


STEADY = """([name, row, col]) => new Promise((done) => {
  let last = "", same = 0;
  const look = () => {
    const player = document.querySelector('[data-testid=player]')?.player;
    const running = document.querySelector('.stApp[data-test-script-state="running"]'); // what comes may move the board
    const box = !running && player?.board?.attached && player.board.byName[name]?.box(row, col);
    const now = JSON.stringify(box || null);
    same = box && now === last ? same + 1 : 0;
    last = now;
    if (same >= 6) done(box);
    else requestAnimationFrame(look);
  };
  look();
})"""


def cell(page, panel, row, col):
    """Middle of a cell on the screen, when the board has been fitted and stands still."""
    box = page.evaluate(STEADY, [panel, row, col])
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


STILL = """() => new Promise((done) => {
  let last = "", same = 0;
  const look = () => {
    const player = document.querySelector('[data-testid=player]')?.player;
    const running = document.querySelector('.stApp[data-test-script-state="running"]');
    const there = player?.board?.attached && player.root.dataset.ready === 'true' && !player.frame;
    const parts = ['.kw-drawing', '.kw-controls', '.kw-narration', '.kw-numbers', '.stMain'];
    const boxes = parts.map((part) => document.querySelector(part)?.getBoundingClientRect());
    const now = JSON.stringify(boxes);
    const { asked } = player?.fitting ?? {};  // another room, for which the server draws the board anew
    same = there && !running && (!asked || asked === player.data.room) && now === last ? same + 1 : 0;
    last = now;
    if (same >= 8) done();
    else requestAnimationFrame(look);
  };
  look();
})"""


def still(page):
    """Wait until the board is fitted to the screen and nothing around it moves any more."""
    page.evaluate(STILL)


def frames(page, count):
    """Wait until the screen has been drawn so many times: what would move by itself has moved then."""
    page.evaluate(
        """count => new Promise((done) => {
          const look = () => (count-- > 0 ? requestAnimationFrame(look) : done());
          look();
        })""",
        count,
    )


def cells_of(page, panel, look):
    """(first row, last row, first column, last column) of each box that a moving part draws on a panel."""
    return page.evaluate(
        """([name, look]) => {
          const { board } = document.querySelector('[data-testid=player]').player;
          const { x, y, dx, dy, rows, cols } = board.byName[name];
          const path = document.querySelector(`.kw-drawing .kw-${look}`).getAttribute('d') || '';
          const found = [];
          for (const [, left, top, width, height] of path.matchAll(/M([-\\d.]+),([-\\d.]+)h([-\\d.]+)v([-\\d.]+)/g)) {
            const first = [(top - y) / dy, (left - x) / dx].map(Math.round);
            const last = [(+top + +height - y) / dy - 1, (+left + +width - x) / dx - 1].map(Math.round);
            const inside = first[0] >= 0 && last[0] < rows && first[1] >= 0 && last[1] < cols;
            const near = Math.abs((top - y) / dy - first[0]) < 0.2 && Math.abs((left - x) / dx - first[1]) < 0.2;
            if (inside && near) found.push([first[0], last[0], first[1], last[1]]);
          }
          return found;
        }""",
        [panel, look],
    )


def show(page, index):
    page.evaluate(f"index => {PLAYER}.show(index)", index)


def titles(page):
    """Titles of the panels on the board."""
    return page.evaluate(f"() => {PLAYER}.board.panels.map(panel => panel.title)")


def type_into_table(page, place, across, row, text):
    """Type into a cell of the table at a place: at a part of its width, in a row below the heading."""
    table = place.locator(".dvn-scroller").first
    width = table.evaluate("table => table.getBoundingClientRect().width")  # waits for it
    table.dblclick(position={"x": across * width, "y": 35 * (row + 0.5)})
    typed = page.locator(".gdg-style input").first
    typed.fill(text)
    expect(typed).to_have_value(text)
    typed.press("Enter")
