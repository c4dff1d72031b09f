"""A scene as one HTML file without a server: the figure, plotly.js, and the same player as in the app."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from conv.text import _, language
from conv.ui.board.board import Board
from conv.ui.board.figure import board_figure
from conv.ui.board.marks import all_covered
from conv.ui.board.placement import Placement
from conv.ui.player.data import board_data, player_data
from conv.ui.player.files import bundle, styles
from conv.ui.player.types import PlayerData

STYLE = """
:root { color-scheme: light dark; --st-text-color: #31333f; --st-background-color: #fff;
  --st-secondary-background-color: #eef0f4; --st-border-color: #c9ccd4;
  --st-font: "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { :root { --st-text-color: #fafafa; --st-background-color: #14161a;
  --st-secondary-background-color: #2b2f36; --st-border-color: #565b66; } }
body { margin: 0; background: var(--st-background-color); color: var(--st-text-color); font-family: var(--st-font); }
.stApp .stMainBlockContainer { padding: 1rem 1.5rem; }
h1 { margin: 0; }
.kw-player [data-testid="player-save"] { display: none; }
"""
# Only the data differ from the app: nobody answers, so that nothing is asked.
SCRIPT = """
const { figure, data } = JSON.parse(document.getElementById("scene").textContent);
await Plotly.newPlot(document.querySelector(".st-key-figure"), figure.data, figure.layout, { staticPlot: true });
const nothing = () => {};
mountPlayer({ data, parentElement: document.querySelector(".st-key-stage"), setStateValue: nothing,
  setTriggerValue: nothing });
"""


def standalone_page(
    board: Board,
    placement: Placement,
    title: str,
    *,
    step: int = 0,
    track: int | None = None,
    names: bool = False,
    address: str = "",
) -> str:
    """A page that opens from disk: board, player, keys, pointing and narration as in the app.

    Args:
        board: What is shown.
        placement: Where.
        title: Heading.
        step: With which step it opens.
        track: Whose arithmetic is shown first, or None for the board's choice.
        names: Cells show their names instead of their values.
        link: Address of the scene in the app, or empty for none.
    """
    figure = board_figure(board, placement, all_covered(board), whole=False)
    data = scene_data(board, placement, figure, step=step, track=track, names=names)
    scene = _embedded({"figure": json.loads(figure.to_json()), "data": data})
    origin = _("Open this scene in Kernelwalk, where its settings can be changed.")
    way_back = f'<p><a href="{escape(address)}">{escape(origin)}</a></p>' if address else ""
    player = bundle().replace("export default function", "const mountPlayer = function")
    return f"""<!DOCTYPE html>
<html lang="{language()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{escape(title)}</title>
<style>{styles()}{STYLE}</style>
<script>{get_plotlyjs()}</script>
</head>
<body>
<div class="stApp"><div class="stMain"><div class="stMainBlockContainer">
<h1>{escape(title)}</h1>
<div class="st-key-stage">
<div class="st-key-board" translate="no">
<div class="st-key-figure" role="img" aria-label="{escape(board.description or title)}"></div>
</div>
<div class="kw-player"></div>
</div>
{way_back}
</div></div></div>
<script type="application/json" id="scene">{scene}</script>
<script type="module">{player}{SCRIPT}</script>
</body>
</html>
"""


def scene_data(
    board: Board, placement: Placement, figure: go.Figure, *, step: int, track: int | None = None, names: bool = False
) -> PlayerData:
    """What the player of such a page is given."""
    data = player_data(
        board_data(board, placement, figure.layout.meta),
        start=step,
        panel=track,
        arrival=1,
        room="wide",
        address={},
        names=names,
    )
    if not board.followed:  # a changed number would need the core
        for panel in data["board"]["panels"]:
            panel.pop("edits", None)
    return data


def _embedded(values: dict[str, Any]) -> str:
    """JSON that can stand in a page: no tag ends in it."""
    return json.dumps(values, default=list).replace("<", "\\u003c")
