"""The player: the component that walks windows in the browser, and the few numbers it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from conv.ui import figures
from conv.ui.labels import player_words
from conv.ui.scene import IN_CHANNELS, MOST_CHANNELS
from conv.ui.session import move_picture
from conv.ui.tracks import Track

FOLDER = Path(__file__).parents[2] / "assets" / "player"
MOST_IN_A_BAND = 5  # kernels beside each other
ROLES = ("input", "counts", "weight", "map", "matrix")


def _read(*names: str) -> str:
    return "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in names)


def _bank_rules() -> str:
    """Where each chart of several kernels stands: rows are channels, then the map; columns are the kernels.

    More than `MOST_IN_A_BAND` kernels stand in two bands, one below the other.
    """
    last = max(IN_CHANNELS)
    rules = [f".st-key-input_{channel} {{ --row: {channel + 1}; --column: 1; }}" for channel in range(last)]
    for output in range(MOST_CHANNELS):
        band, place = divmod(output, MOST_CHANNELS // 2)
        for row, name in enumerate([*(f"weight_{channel}" for channel in range(last)), "map"], start=1):
            chart = f".st-key-track_{output}_{name}"
            rules.append(f".st-key-bank > {chart} {{ --row: {row}; --column: {output + 2}; }}")
            rules.append(f".st-key-bands > {chart} {{ --row: {row + band * (last + 1)}; --column: {place + 2}; }}")
        rules.append(f".st-key-track_{output}_weight_0 {{ --phone-column: 1; }}")
    return "\n".join(rules)


# Streamlit keeps one registration per process; the files are read when the module is first imported.
_component = st.components.v2.component(
    "kernelwalk.player",
    html='<div class="kw-player"></div>',
    css=_read("stage.css", "player.css") + _bank_rules(),
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
    link: Mapping[str, str] | None = None,
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
        link: The scene's parameters, where the player has to write them into the address on arrival.
        names: Show names of cells instead of their values.
        movable: The picture can be dragged, which calls `session.move_picture`.
        bank: The tracks' inputs are channels of one picture: pointing at a pixel concerns the tracks that read it.
    """
    return {
        "marks": dict(marks),
        "arrival": arrival,
        "link": None if link is None else dict(link),
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
