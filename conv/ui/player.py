"""The player: the component that walks the kernel in the browser, and the few numbers it needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from conv.steps import Walk
from conv.ui import figures
from conv.ui.formula import step_formula
from conv.ui.labels import activation_label, channel_labels, narration_clauses, player_words

FOLDER = Path(__file__).parents[2] / "assets" / "player"


def _read(*names: str) -> str:
    return "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in names)


# Streamlit keeps one registration per process; the files are read when the module is first imported.
_component = st.components.v2.component(
    "kernelwalk.player",
    html='<div class="kw-player"></div>',
    css=_read("stage.css", "player.css"),
    js=_read("walk.js", "stage.js", "arithmetic.js", "player.js"),
    isolate_styles=False,
)


def player_data(
    scene: Walk,
    *,
    charts: dict[str, list[str]],
    marks: dict[str, str],
    start: int | None,
    arrival: int,
    autoplay: bool = False,
    names: bool = False,
) -> dict[str, Any]:
    """What the player needs besides the figures' own values: O(H + W) numbers.

    Args:
        scene: The walk; only its plan, its divisor, bias and activation are read.
        charts: Keys of the charts by role: "input" and "weight", one each or one per channel, and "map", one.
        marks: The figures' `layout.meta` by chart, by which the player knows that they are drawn.
        start: Step shown first, or None for the first one.
        arrival: Changes when `start` is to be obeyed again, such as when another link was opened.
        autoplay: Start playing where the reader has not asked for less motion.
        names: Show names of cells instead of their values.
    """
    geometry = scene.geometry
    return {
        "marks": marks,
        "arrival": arrival,
        "start": start,
        "autoplay": autoplay,
        "names": names,
        "axes": [
            {
                "origins": list(axis.origins),
                "taps": list(axis.tap_offsets),
                "picture": [axis.before, axis.before + axis.size],
            }
            for axis in (geometry.rows, geometry.cols)
        ],
        "shapes": list(figures.SHAPES),
        "charts": charts,
        "channels": channel_labels(len(scene.weight)),
        "divisor": scene.divisor,
        "bias": scene.bias,
        "activation": "" if scene.activation == "none" else activation_label(scene.activation),
        "formula": step_formula(scene),
        "index_formula": step_formula(scene, indices=True),
        "narration": narration_clauses(scene),
        "words": player_words(),
    }


def show_player(data: dict[str, Any]) -> None:
    """Mount the player; its state `unsupported` asks the stage for previous and next buttons of its own."""
    _component(data=data, key="player", on_unsupported_change=lambda: None)
