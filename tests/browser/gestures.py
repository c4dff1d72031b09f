"""What the browser tests share: the player's parts, places on a chart, and what is drawn there."""


def part(page, name):
    return page.get_by_test_id(f"player-{name}" if name else "player")


def step(page):
    return int(part(page, "").get_attribute("data-step"))


def cell(page, chart, row, col):
    """Middle of a cell on the screen."""
    return page.evaluate(
        """([chart, row, col]) => {
          const element = document.querySelector(`.st-key-${chart} .js-plotly-plot`);
          const { xaxis, yaxis } = element._fullLayout, box = element.getBoundingClientRect();
          return [box.x + xaxis._offset + xaxis.l2p(col), box.y + yaxis._offset + yaxis.l2p(row)];
        }""",
        [chart, row, col],
    )


def cells_of(page, chart, shape):
    """(first row, last row, first column, last column) of each box that a moving part draws."""
    return page.evaluate(
        """([chart, shape]) => {
          const element = document.querySelector(`.st-key-${chart} .js-plotly-plot`);
          const { xaxis, yaxis } = element._fullLayout;
          const order = document.querySelector('[data-testid="player"]').player.data.shapes;
          const path = element.querySelectorAll('.shapelayer path')[order.indexOf(shape)].getAttribute('d');
          return [...path.matchAll(/M([-\\d.]+),([-\\d.]+)H([-\\d.]+)V([-\\d.]+)H/g)].map(([, x, y, x1, y1]) => [
            Math.round(yaxis.p2l(y - yaxis._offset) + 0.5), Math.round(yaxis.p2l(y1 - yaxis._offset) - 0.5),
            Math.round(xaxis.p2l(x - xaxis._offset) + 0.5), Math.round(xaxis.p2l(x1 - xaxis._offset) - 0.5)]);
        }""",
        [chart, shape],
    )
