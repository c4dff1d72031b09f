"""The stage: the panels of one track, or of several in lock-step, as charts, and the player with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from conv.text import _
from conv.ui import figures
from conv.ui.panels import Panel
from conv.ui.player import MOST_IN_A_BAND, player_data, show_player
from conv.ui.session import Arrival
from conv.ui.tracks import Track

CHART_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showAxisDragHandles": False}


def show_stage(
    tracks: Sequence[Track],
    arrival: Arrival,
    *,
    names: bool = False,
    bank: bool = False,
    movable: bool = False,
) -> None:
    """Draw tracks and mount their player.

    One track has the stage for itself: input, kernel and map beside each other. Several stand side by side, a column
    each, with the kernel of the first one below them, beside the player.

    Args:
        tracks: At least one.
        arrival: Where the step comes from; one past the last is worth a word when the link has just been opened.
        names: Cells show their names instead of their values.
        movable: The picture can be dragged.
        bank: The tracks are kernels over the same channels: a row for each channel, a column for each kernel.
    """
    height, width = (max(sizes) for sizes in zip(*(track.extent for track in tracks), strict=True))
    start = arrival.scene.step
    if arrival.fresh and start is not None and start >= height * width:
        st.warning(
            _("`step` must be from 0 to {last}, got {step}. The last step is shown instead.").format(
                last=height * width - 1, step=start
            )
        )
    place = st.container(key="stage")
    buttons = place.container()  # before the charts, which would be drawn anew if it came later
    charts = _keyed(tracks, bank)
    data = player_data(
        tracks,
        charts=[{role: list(panels) for role, panels in by_role.items()} for by_role in charts],
        marks={
            key: figure.layout.meta
            for by_role in charts
            for panels in by_role.values()
            for key, (figure, _alt) in panels.items()
        },
        start=start,
        panel=arrival.scene.panel,
        arrival=arrival.number,
        link=st.session_state.get("player_link"),
        names=names,
        bank=bank,
        movable=movable,
    )
    if st.session_state.get("player", {}).get("unsupported", False):
        _place_by_server(buttons, tracks, charts, (height, width), start)
    if bank:
        _show_bank(place, charts, data)
    elif _stands_alone(tracks):
        _show_one(place, charts[0], data)
    else:
        _show_several(place, tracks, charts, data)


Charts: TypeAlias = Mapping[str, Mapping[str, Panel]]  # the panels of a track by role and key


def _keyed(tracks: Sequence[Track], bank: bool) -> list[Charts]:
    """A key for each chart: one that is the same for all tracks where they share it, such as their only kernel."""
    kernels = {tuple(figure.layout.meta for figure, _alt in track.panels.get("weight", ())) for track in tracks}
    shared = ("input",) if bank else ("weight",) if len(kernels - {()}) == 1 else ()
    alone = _stands_alone(tracks) and not bank
    return [
        {
            role: {
                _chart_key(role, number, None if role in shared or alone else index): panel
                for number, panel in enumerate(panels, track.first_channel)
            }
            for role, panels in track.panels.items()
        }
        for index, track in enumerate(tracks)
    ]


def _stands_alone(tracks: Sequence[Track]) -> bool:
    """Whether one track has the stage for itself; one with further charts stands like several, whose others failed."""
    return len(tracks) == 1 and not {"counts", "field"} & set(tracks[0].panels)


def _chart_key(role: str, number: int, track: int | None) -> str:
    name = "map" if role == "map" else f"{role}_{number}"
    return name if track is None else f"track_{track}_{name}"


def _show_one(place: DeltaGenerator, charts: Charts, data: dict) -> None:
    matrices = charts.get("matrix", {})
    arrangement = "channels" if len(charts["input"]) > 1 else "matrix" if matrices else "one"
    grid = place.container(key=f"stage_{arrangement}")
    for role in ("input", "weight", "map"):
        if role == "map":  # the player, once there, walks the moment the last chart is drawn
            with grid:
                show_player(data)
        for key, panel in charts[role].items():
            _show_chart(grid, key, panel)
    for key, panel in matrices.items():
        _show_chart(grid, key, panel)


def _show_bank(place: DeltaGenerator, charts: Sequence[Charts], data: dict) -> None:
    place = place.container(key="stage_bank")
    grid = place.container(key="bank" if len(charts) <= MOST_IN_A_BAND else "bands")
    inputs = {key: panel for by_role in charts for key, panel in by_role["input"].items()}
    for key, panel in inputs.items():
        _show_chart(grid, key, panel)
    with place:
        show_player(data)
    for by_role in charts:
        for role in ("weight", "map"):
            for key, panel in by_role[role].items():
                _show_chart(grid, key, panel)


def _show_several(place: DeltaGenerator, tracks: Sequence[Track], charts: Sequence[Charts], data: dict) -> None:
    shared = {
        key: panel
        for by_role in charts
        for key, panel in by_role.get("weight", {}).items()
        if not key.startswith("track_")
    }
    place = place.container(key="stage_tracks")
    with_maps = any("map" in by_role for by_role in charts)
    columns = place.container(key="tracks" if with_maps else "tracks_plain")
    below = place.container(key="stage_shared") if shared else place
    for key, panel in shared.items():
        _show_chart(below, key, panel)
    with below:
        show_player(data)
    for index, (track, by_role) in enumerate(zip(tracks, charts, strict=True)):
        column = columns.container(key=f"track_{index}")
        column.markdown(f"**{track.title}**  \n{track.caption}")
        for panels in by_role.values():
            for key, panel in panels.items():
                if key not in shared:
                    _show_chart(column, key, panel)


def _show_chart(place: DeltaGenerator, key: str, panel: Panel) -> None:
    figure, alt = panel
    place.plotly_chart(figure, key=key, config=CHART_CONFIG, alt=alt, height="stretch")


def _place_by_server(
    place: DeltaGenerator,
    tracks: Sequence[Track],
    charts: Sequence[Charts],
    size: tuple[int, int],
    start: int | None,
) -> None:
    """Previous and next by the server, for browsers in which the player cannot draw: the figures get the marks."""
    state = st.session_state
    last = size[0] * size[1] - 1
    step = min(state.setdefault("fallback_step", start or 0), last)
    previous, following = place.columns(2)
    step -= previous.button(_("Previous step"), disabled=step == 0, width="stretch")
    step += following.button(_("Next step"), disabled=step == last, width="stretch")
    state.fallback_step = step
    row, col = divmod(step, size[1])
    for track, by_role in zip(tracks, charts, strict=True):
        for role, panels in by_role.items():
            if role not in ("weight", "field"):
                for figure, _alt in panels.values():
                    figures.place_marks(figure, _marks(track, role, row, col, np.shape(figure.data[0].z)[1]))


def _marks(track: Track, role: str, row: int, col: int, chart_width: int) -> dict[str, str]:
    """The moving parts of a chart, so many cells wide, at a step."""
    height, width = track.output_size
    if role == "matrix":
        row_of_step = figures.cells_path([row * width + col], range(chart_width))
        return {"halo": row_of_step, "mark": row_of_step}
    row, col = row // track.pace, col // track.pace
    here = row < height and col < width
    if role == "map":
        cell = figures.cells_path([row], [col]) if here else ""
        rest = figures.cells_path([row] if row < height else [], range(col + 1, width))
        return {"halo": cell, "mark": cell, "cover": rest + figures.cells_path(range(row + 1, height), range(width))}
    rows, cols = track.axes
    window = ""
    if here:
        down = [rows.origins[row] + tap for tap in rows.tap_offsets]
        window = figures.cells_path(down, [cols.origins[col] + tap for tap in cols.tap_offsets])
    return {"halo": window, "mark": window}
