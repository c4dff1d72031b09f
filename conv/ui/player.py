"""The player: the component that walks windows in the browser, and the few numbers it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from conv.ui import figures
from conv.ui.labels import player_words
from conv.ui.session import move_picture
from conv.ui.tracks import Track

FOLDER = Path(__file__).parents[2] / "assets" / "player"
ROLES = ("input", "counts", "weight", "map", "matrix")


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
    tracks: Sequence[Track],
    *,
    charts: Sequence[Mapping[str, Sequence[str]]],
    marks: Mapping[str, str],
    start: int | None,
    panel: int | None,
    arrival: int,
    names: bool = False,
    bank: bool = False,
    movable: bool = False,
) -> dict[str, Any]:
    """What the player needs besides the figures' own values: O(H + W) numbers a track.

    Args:
        tracks: The walks.
        charts: Keys of each track's charts by role.
        marks: The figures' `layout.meta` by chart, by which the player knows that they are drawn.
        start: Step shown first; without one the player plays by itself, where the reader has not asked for less motion.
        panel: Track whose arithmetic is shown first, or None for one that has a cell at every step.
        arrival: Changes when `start` and `panel` are to be obeyed again, such as when another link was opened.
        names: Show names of cells instead of their values.
        movable: The picture can be dragged, which calls `session.move_picture`.
        bank: The tracks' inputs are channels of one picture: pointing at a pixel concerns the tracks that read it.
    """
    return {
        "marks": dict(marks),
        "arrival": arrival,
        "start": start,
        "panel": panel,
        "autoplay": start is None,
        "names": names,
        "bank": bank,
        "movable": movable,
        "shapes": list(figures.SHAPES),
        "tracks": [
            _track_data(track, {role: list(keys.get(role, ())) for role in ROLES})
            for track, keys in zip(tracks, charts, strict=True)
        ],
        "words": player_words(),
    }


def show_player(data: dict[str, Any]) -> None:
    """Mount the player; its state `unsupported` asks the stage for previous and next buttons of its own."""
    _component(data=data, key="player", on_unsupported_change=lambda: None, on_shift_change=_move_picture)


def _move_picture() -> None:
    """Called when the picture was dragged, or moved by keys."""
    rows, cols = st.session_state.player["shift"]
    move_picture(int(rows), int(cols))


def _track_data(track: Track, charts: dict[str, list[str]]) -> dict[str, Any]:
    return {
        **track.words,
        "title": track.title,
        "charts": charts,
        "axes": [
            {
                "origins": list(axis.origins),
                "taps": list(axis.tap_offsets),
                "picture": [axis.before, axis.before + axis.size],
                "sources": list(axis.sources),
            }
            for axis in track.axes
        ],
        "pace": track.pace,
        "dot": track.dot,
        "dots": bool(track.dots),
        "legend": list(track.legend),
        "notes": list(track.notes),
        "terms": dict(track.terms),
    }
