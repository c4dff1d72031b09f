"""A scene as one HTML file without a server or Plotly: the figure as SVG, and the same player as in the app."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from conv.text import _, language
from conv.ui.board.board import Board
from conv.ui.board.figure import board_spec
from conv.ui.board.fonts import page_fonts
from conv.ui.board.marks import all_covered
from conv.ui.board.placement import Placement
from conv.ui.board.svg import figure_svg
from conv.ui.player.board_data import board_data
from conv.ui.player.data import player_data
from conv.ui.player.files import bundle, styles
from conv.ui.player.types import PanelData, PlayerData, PresetData

STYLE = """
:root { color-scheme: light dark; --st-text-color: #31333f; --st-background-color: #fff;
  --st-secondary-background-color: #eef0f4; --st-border-color: #c9ccd4;
  --st-font: "Source Sans", system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { :root { --st-text-color: #fafafa; --st-background-color: #14161a;
  --st-secondary-background-color: #2b2f36; --st-border-color: #565b66; } }
body { margin: 0; background: var(--st-background-color); color: var(--st-text-color); font-family: var(--st-font); }
.stApp .stMainBlockContainer { padding: 1rem 1.5rem; }
h1 { margin: 0; }
.kw-player { position: relative; }
.kw-player [data-testid="player-save"] { display: none; }
"""
INSIDE = ".stApp .stMainBlockContainer { max-width: 912px; padding: 0.3rem 0.5rem; }"  # as wide as the board's room
# Only the data differ from the app: nobody answers, so that nothing is asked. The figure has the chart's size and mark.
SCRIPT = """
const data = JSON.parse(document.getElementById("scene").textContent);
const { width, height, mark: meta } = data.board;
const chart = document.querySelector(".js-plotly-plot");
chart.layout = chart._fullLayout = { width, height, meta };
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
    inside: bool = False,
    numbers: Sequence[PanelData] = (),
    presets: Sequence[PresetData] = (),
) -> str:
    """A page that opens from disk: board, player, keys, pointing and narration as in the app.

    Args:
        board: What is shown.
        placement: Where.
        title: Heading; empty for none.
        step: With which step it opens.
        track: Whose arithmetic is shown first, or None for the board's choice.
        names: Cells show their names instead of their values.
        address: Of the scene in the app, or empty for none.
        inside: It stands in another page, which it does not take the place of.
        numbers: Single numbers that can be changed on the board.
        presets: Kernels and functions that can be tried there.
    """
    spec = board_spec(board, placement, all_covered(board), whole=False)
    data = scene_data(board, placement, spec["layout"]["meta"], step=step, track=track, names=names)
    if board.followed:
        data |= {"numbers": list(numbers), "presets": list(presets)}
    origin = _("Open this scene in Kernelwalk, where its settings can be changed.")
    target = ' target="_blank"' if inside else ""
    way_back = f'<p><a href="{escape(address)}"{target}>{escape(origin)}</a></p>' if address else ""
    heading = f"<h1>{escape(title)}</h1>" if title else ""
    player = bundle().replace("export default function", "const mountPlayer = function")
    style = f"{styles()}{STYLE}{INSIDE if inside else ''}"
    return document(
        title or "Kernelwalk",
        style,
        f"""<div class="stApp"><div class="stMain"><div class="stMainBlockContainer">
{heading}
<div class="st-key-stage">
<div class="st-key-board" translate="no">
<div class="st-key-figure" role="img" aria-label="{escape(board.description or title)}">
{chart_html(spec)}
</div>
</div>
<div class="kw-player"></div>
</div>
{way_back}
</div></div></div>
<script type="application/json" id="scene">{_embedded(data)}</script>
<script type="module">{player}{SCRIPT}</script>
""",
    )


def document(title: str, style: str, body: str) -> str:
    """A page that needs no other file: its font is in it."""
    return f"""<!DOCTYPE html>
<html lang="{language()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{escape(title)}</title>
<style>{font_face()}{style}</style>
</head>
<body>
{body}</body>
</html>
"""


@lru_cache(maxsize=1)
def font_face() -> str:
    """The page's font as a rule of a style sheet: numbers are placed by the width of its letters."""
    sources = [b64encode(file.read_bytes()).decode() for file in page_fonts()[:1]]
    return "".join(
        f'@font-face {{ font-family: "Source Sans"; font-weight: 200 900; src: url(data:font/woff2;base64,{source}); }}'
        for source in sources
    )


def chart_html(spec: Mapping[str, Any]) -> str:
    """The figure as SVG, in elements named as Plotly's, which the player looks for."""
    width, height = (f"{spec['layout'][side]:g}" for side in ("width", "height"))
    return (
        f'<div class="js-plotly-plot" style="width:{width}px;height:{height}px">'
        f'<div class="svg-container" style="width:{width}px;height:{height}px">{figure_svg(spec)}</div></div>'
    )


def scene_data(
    board: Board, placement: Placement, mark: str, *, step: int, track: int | None = None, names: bool = False
) -> PlayerData:
    """What the player of such a page is given; `mark` is the figure's `layout.meta`."""
    data = player_data(
        board_data(board, placement, mark),
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


def _embedded(values: Mapping[str, Any]) -> str:
    """JSON that can stand in a page: no tag ends in it."""
    return json.dumps(values, default=list).replace("<", "\\u003c")
