"""Draws what stands above and below a board; what is changed there changes the visit's scene."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import singledispatch
from typing import Any

import streamlit as st

from conv.ui.board.figure import board_figure
from conv.ui.board.placement import Room, place_board
from conv.ui.extras.records import (
    Button,
    Buttons,
    Chart,
    Columns,
    Drawing,
    Extra,
    Folded,
    Heading,
    Note,
    NumberInputs,
    Panels,
    Refused,
    Slider,
    Text,
)
from conv.ui.scene.session import this_visit
from conv.ui.scene.visit import change_scene, move_picture, open_scene, room_name

CHART_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showAxisDragHandles": False}
BELOW, BELOW_WIDE = Room(330, 250), Room(900, 300)


def draw_extras(extras: Sequence[Extra]) -> None:
    """Draw all of them, one below the other."""
    for extra in extras:
        _draw(extra)


@singledispatch
def _draw(extra: Any) -> None:
    raise TypeError(f"nothing draws {type(extra).__name__}")


@_draw.register
def _heading(extra: Heading) -> None:
    st.header(extra.text, anchor=False)


@_draw.register
def _text(extra: Text) -> None:
    st.markdown(extra.markdown)


@_draw.register
def _note(extra: Note) -> None:
    st.caption(extra.text)


@_draw.register
def _refused(extra: Refused) -> None:
    st.error(extra.reason)


@_draw.register
def _chart(extra: Chart) -> None:
    st.plotly_chart(extra.figure, key=extra.name, config=CHART_CONFIG, alt=extra.description, height=extra.height)


@_draw.register
def _drawing(extra: Drawing) -> None:
    st.image(extra.svg, extra.caption, alt=extra.description)


@_draw.register
def _folded(extra: Folded) -> None:
    with st.expander(extra.title, extra.opened, key=extra.name, on_change="rerun") as folded:
        if folded.open:
            draw_extras(extra.extras)


@_draw.register
def _panels(extra: Panels) -> None:
    wide = extra.wide and room_name() != "tall"
    st.plotly_chart(
        board_figure(extra.board, place_board(extra.board, BELOW_WIDE if wide else BELOW), {}),
        key=extra.name,
        width="content",
        height="content",
        config={"staticPlot": True},
        alt=extra.board.description,
    )


@_draw.register
def _buttons(extra: Buttons) -> None:
    with st.container(horizontal=True, gap="small", key=extra.name):
        for button in extra.buttons:
            st.button(
                button.label,
                key=button.name,
                icon=f":material/{button.icon}:" if button.icon else None,
                disabled=button.disabled,
                on_click=_press,
                args=(button,),
            )


@_draw.register
def _number_inputs(extra: NumberInputs) -> None:
    epoch = this_visit().widget_epoch
    keys = [f"{extra.setting}_{label}_{epoch}" for label in extra.labels]
    fields = zip(st.columns(len(keys)), extra.labels, extra.limits, extra.values, keys, strict=True)
    for place, label, (minimum, maximum), value, key in fields:
        place.number_input(label, minimum, maximum, value, key=key, on_change=_take_numbers, args=(extra.setting, keys))


@_draw.register
def _slider(extra: Slider) -> None:
    key = f"{extra.setting}_{this_visit().widget_epoch}_{extra.limits[1]}"
    st.slider(extra.label, *extra.limits, extra.value, key=key, on_change=_take_number, args=(extra.setting, key))


@_draw.register
def _columns(extra: Columns) -> None:
    for place, extras in zip(st.columns(list(extra.widths), gap="large"), extra.columns, strict=True):
        with place:
            draw_extras(extras)


def _press(button: Button) -> None:
    if button.moves is not None:
        move_picture(*button.moves)
    else:
        open_scene(replace(this_visit().scene, **button.changes))


def _take_numbers(setting: str, keys: Sequence[str]) -> None:
    _change({setting: tuple(int(st.session_state[key]) for key in keys)})


def _take_number(setting: str, key: str) -> None:
    _change({setting: int(st.session_state[key])})


def _change(settings: Mapping[str, Any]) -> None:
    change_scene(replace(this_visit().scene, **settings))
