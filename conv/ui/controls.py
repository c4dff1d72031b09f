"""The sidebar: one widget for each parameter of a scene, grouped, the advanced ones folded away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from conv.geometry import PADDING_MODES
from conv.ops import ACTIVATIONS
from conv.text import _
from conv.ui import labels
from conv.ui.pictures import scene_bank
from conv.ui.scene import (
    COLOURS,
    IN_CHANNELS,
    KERNEL_CHOICES,
    KERNEL_SIZES,
    LARGEST_NUMBER,
    MOST_CHANNELS,
    MOST_DILATION,
    MOST_PADDING,
    MOST_STRIDE,
    ODD_SIDES,
    PICTURE_SIZES,
    PICTURES,
    WORKED_WEIGHTS,
    Scene,
    Sides,
    input_channels,
    scene_sides,
)
from conv.ui.session import Arrival, take_picture, turn_to_topic
from conv.ui.tables import divisor, typed_bank, typed_kernel, typed_pixels
from conv.ui.widgets import pair, seed, select, whole

KEYS = (
    *("picture", "size", "colour", "kernel", "seed", "divisor", "kernel_rows", "kernel_cols", "padding"),
    *("stride_row", "stride_col", "dilation_row", "dilation_col", "padding_row", "padding_col", "apart"),
    *("padding_top", "padding_bottom", "padding_left", "padding_right", "padding_mode", "bias", "activation", "names"),
    *("pixels_rows", "pixels_cols", "weights_rows", "weights_cols", "odd"),
    *("in_channels", "out_channels", "groups", "typed_output"),
)
PARTS = ("kernel", "stride", "padding", "mode", "after")  # others: "sides" for "padding"; "dilation" unfolded; "odd"


def scene_controls(arrival: Arrival, parts: Sequence[str] = PARTS, *, colours: Sequence[str] = COLOURS) -> Scene:
    """Draw the sidebar and read it; `tables.check_tables` says whether what was typed can be used.

    Args:
        arrival: Where the widgets start from.
        parts: Groups besides the picture; settings of other groups stay as they are.
        colours: Ways to show a colour picture; where pictures stand side by side, there is room for one panel of each.
    """
    if arrival.fresh:
        for key in KEYS:
            st.session_state.pop(key, None)
    with st.sidebar:
        scene = _picture_controls(arrival.scene, arrival.number, colours)
        if "kernel" in parts or "channels" in parts:
            scene = _kernel_controls(scene, arrival.number, bank="channels" in parts)
        if "odd" in parts:
            scene = _odd_control(scene)
        if "stride" in parts or "dilation" in parts:
            scene = _geometry_controls(scene, parts)
        if "after" in parts:
            scene = _after_controls(scene)
    return scene


def topic_control(arrival: Arrival, topics: Sequence[str]) -> None:
    """The parts of a lesson; another one starts like a page that is opened, with the same settings."""
    if arrival.fresh:
        st.session_state.topic = arrival.scene.topic
    st.segmented_control(
        _("Part of the lesson"),
        topics,
        key="topic",
        format_func=labels.topic_label,
        label_visibility="collapsed",
        required=True,
        on_change=turn_to_topic,
    )


def _picture_controls(scene: Scene, number: int, colours: Sequence[str]) -> Scene:
    st.subheader(_("Picture"))
    picture = select(_("Picture"), "picture", PICTURES, scene.picture, labels.picture_label)
    scene = replace(scene, picture=picture)
    if picture == "upload":
        _take(picture, st.file_uploader(_("A picture from this device"), key="upload_file"))
    elif picture == "camera":
        _take(picture, st.camera_input(_("A photo with this device's camera")))
    elif picture == "typed":
        return typed_pixels(scene, number)
    if picture == "worked":
        return scene
    seed("size", scene.size)
    size = st.slider(
        _("Working size, pixels on the long side"),
        *PICTURE_SIZES,
        key="size",
        help=_("Small pictures show their numbers."),
    )
    scene = replace(scene, size=size)
    if not colours:
        return scene
    seed("colour", scene.colour if scene.colour in colours else "colour")
    colour = st.segmented_control(
        _("Colours"), colours, key="colour", format_func=labels.colour_label, required=True, width="stretch"
    )
    if scene.colour not in colours and colour == "colour":
        colour = scene.colour
    return replace(scene, colour=colour or scene.colour)


def _kernel_controls(scene: Scene, number: int, bank: bool) -> Scene:
    st.subheader(_("Kernels") if bank else _("Kernel"))
    if bank:
        scene = _channel_controls(scene)
    kernel = select(_("Kernel"), "kernel", KERNEL_CHOICES, scene.kernel, labels.kernel_label)
    if bank and kernel == "typed" and scene.kernel != "typed" and scene.weights == (WORKED_WEIGHTS,):
        scene = _shown_bank(scene)
    scene = replace(scene, kernel=kernel)
    if kernel == "random":
        rows, cols = st.columns(2)
        height = whole(rows, _("Rows"), "kernel_rows", scene.kernel_size[0], *KERNEL_SIZES)
        width = whole(cols, _("Columns"), "kernel_cols", scene.kernel_size[1], *KERNEL_SIZES)
        number = whole(st, _("Seed"), "seed", scene.seed, 0, 999_999)
        return replace(scene, kernel_size=(height, width), seed=number, divisor=divisor(scene))
    if kernel == "typed":
        return typed_bank(scene, number) if bank else typed_kernel(scene, number)
    return scene


def _shown_bank(scene: Scene) -> Scene:
    """The scene with the kernels that it shows as typed ones, so that typing starts from them."""
    bank, shown_divisor = scene_bank(scene, input_channels(scene))
    matrices = bank.reshape(-1, *bank.shape[2:]).tolist()
    return replace(scene, weights=tuple(tuple(map(tuple, matrix)) for matrix in matrices), divisor=shown_divisor)


def _channel_controls(scene: Scene) -> Scene:
    pictured = scene.picture not in ("worked", "typed")
    if pictured:
        seed("in_channels", scene.in_channels)
        chosen = st.segmented_control(
            _("Input channels"),
            IN_CHANNELS,
            key="in_channels",
            required=True,
            help=_("Three colours, or besides them three maps that a first layer might make: edges and a blur."),
        )
        scene = replace(scene, in_channels=chosen or scene.in_channels)
    inputs = input_channels(scene)
    outputs = whole(st, _("Output channels, one kernel each"), "out_channels", scene.out_channels, 1, MOST_CHANNELS)
    choices = [groups for groups in range(1, MOST_CHANNELS + 1) if inputs % groups == 0 and outputs % groups == 0]
    if st.session_state.get("groups") not in choices:
        st.session_state.groups = scene.groups if scene.groups in choices else 1
    groups = st.segmented_control(
        _("Groups"),
        choices,
        key="groups",
        required=True,
        format_func=lambda number: labels.group_label(number, inputs),
        help=_("Each group of outputs reads its own group of inputs; more outputs or inputs allow more groups."),
    )
    return replace(scene, out_channels=outputs, groups=groups or 1)


def _odd_control(scene: Scene) -> Scene:
    seed("odd", scene.odd)
    odd = st.segmented_control(_("Odd kernel f × f, beside the next even one"), ODD_SIDES, key="odd", required=True)
    return replace(scene, odd=odd or scene.odd)


def _geometry_controls(scene: Scene, parts: Sequence[str]) -> Scene:
    st.subheader(_("Geometry"))
    apart = st.session_state.get("apart", _is_apart(scene))
    if "stride" in parts:
        scene = replace(scene, stride=pair(_("Stride"), "stride", scene.stride, apart, 1, MOST_STRIDE))
    if "dilation" in parts:
        scene = replace(scene, dilation=_dilation(scene, apart))
    if "sides" in parts:
        scene = replace(scene, padding=_side_controls(scene))
    elif "padding" in parts:
        scene = replace(scene, padding=_padding_controls(scene, apart))
    if "mode" not in parts:
        _apart_toggle(scene)
        return scene
    folded = "dilation" not in parts
    with st.expander(_("Dilation, padding mode, axes") if folded else _("Padding mode, axes")):
        if folded:
            scene = replace(scene, dilation=_dilation(scene, apart))
        mode = select(_("Padding mode"), "padding_mode", PADDING_MODES, scene.padding_mode, labels.mode_label)
        _apart_toggle(scene)
    return replace(scene, padding_mode=mode)


def _dilation(scene: Scene, apart: bool) -> tuple[int, int]:
    return pair(_("Dilation"), "dilation", scene.dilation, apart, 1, MOST_DILATION)


def _apart_toggle(scene: Scene) -> None:
    seed("apart", _is_apart(scene))
    st.toggle(_("Rows and columns apart"), key="apart")


def _padding_controls(scene: Scene, apart: bool) -> str | Sides:
    sides = ((0, 0), (0, 0)) if isinstance(scene.padding, str) else scene.padding
    (top, bottom), (left, right) = sides
    word = scene.padding if isinstance(scene.padding, str) else "number" if top == bottom and left == right else "sides"
    choices = ("valid", "half", "same", "full", "number", "sides")
    choice: str = select(_("Padding"), "padding", choices, word, labels.padding_label)
    if choice == "number":
        row, col = pair(_("Pixels of padding"), "padding", (top, left), apart, 0, MOST_PADDING)
        return (row, row), (col, col)
    if choice == "sides":
        return _sides_inputs(sides)
    return choice


def _side_controls(scene: Scene) -> str | Sides:
    """Padding per side; a word stays until a side is changed."""
    st.caption(_("Padding per side"))
    sides = _sides_inputs(scene_sides(scene))
    return scene.padding if sides == scene_sides(scene) else sides


def _sides_inputs(sides: Sides) -> Sides:
    first, second = st.columns(2)
    (top, bottom), (left, right) = sides
    top = whole(first, _("Top"), "padding_top", top, 0, MOST_PADDING)
    bottom = whole(second, _("Bottom"), "padding_bottom", bottom, 0, MOST_PADDING)
    left = whole(first, _("Left"), "padding_left", left, 0, MOST_PADDING)
    right = whole(second, _("Right"), "padding_right", right, 0, MOST_PADDING)
    return (top, bottom), (left, right)


def _after_controls(scene: Scene) -> Scene:
    with st.expander(_("Bias, activation, cells")):
        seed("bias", float(scene.bias))
        bias = st.number_input(
            _("Bias"), -float(LARGEST_NUMBER), float(LARGEST_NUMBER), key="bias", step=1.0, format="%g"
        )
        activation = select(
            _("Activation"), "activation", tuple(ACTIVATIONS), scene.activation, labels.activation_label
        )
        seed("names", scene.cells == "names")
        names = st.toggle(
            _("Cells show their names"),
            key="names",
            help=_("Names are x for a pixel, w for a weight and h for an output, with row and column."),
        )
    return replace(scene, bias=bias, activation=activation, cells="names" if names else "values")


def _take(source: str, file: Any) -> None:
    if file is not None:
        try:
            take_picture(source, file.file_id, file)
        except ValueError as error:
            st.error(str(error))


def _is_apart(scene: Scene) -> bool:
    pairs = [scene.stride, scene.dilation]
    if not isinstance(scene.padding, str):
        (top, bottom), (left, right) = scene.padding
        pairs += [(top, left)] if top == bottom and left == right else []
    return any(row != col for row, col in pairs)
