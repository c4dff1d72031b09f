"""The sidebar: one widget for each parameter of a scene, grouped, the advanced ones folded away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from conv.geometry import PADDING_MODES
from conv.ops import ACTIVATIONS, slices_per_kernel
from conv.text import _
from conv.ui import labels
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
    Matrix,
    Scene,
    Sides,
    number_text,
    scene_sides,
)
from conv.ui.session import Arrival, take_picture, turn_to_topic

EDITABLE_SIZES = (1, 16)  # a larger typed picture can come with a link, and is shown, but not edited by hand
KEYS = (
    *("picture", "size", "colour", "kernel", "seed", "divisor", "kernel_rows", "kernel_cols", "padding"),
    *("stride_row", "stride_col", "dilation_row", "dilation_col", "padding_row", "padding_col", "apart"),
    *("padding_top", "padding_bottom", "padding_left", "padding_right", "padding_mode", "bias", "activation", "names"),
    *("pixels_rows", "pixels_cols", "weights_rows", "weights_cols", "odd"),
    *("in_channels", "out_channels", "groups", "typed_output"),
)
PARTS = ("kernel", "stride", "padding", "mode", "after")  # others: "sides" for "padding"; "dilation" unfolded; "odd"


def scene_controls(
    arrival: Arrival, parts: Sequence[str] = PARTS, *, colours: Sequence[str] = COLOURS, largest: int = PICTURE_SIZES[1]
) -> Scene:
    """Draw the sidebar and read it; `check_tables` says whether what was typed can be used.

    Args:
        arrival: Where the widgets start from.
        parts: Groups besides the picture; settings of other groups stay as they are.
        colours: Ways to show a colour picture; where pictures stand side by side, there is room for one panel of each.
        largest: Most pixels on the long side.
    """
    if arrival.fresh:
        for key in KEYS:
            st.session_state.pop(key, None)
    with st.sidebar:
        scene = _picture_controls(arrival.scene, arrival.number, colours, largest)
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


def check_tables(scene: Scene) -> None:
    """Refuse what a typed table can hold and a picture or kernel cannot.

    Raises:
        ValueError: If a cell is empty or too large.
    """
    for table, matrices in ((_("Pixels"), [scene.pixels]), (_("Weights"), scene.weights)):
        for matrix in matrices:
            _check_cells(table, np.array(matrix))


def _picture_controls(scene: Scene, number: int, colours: Sequence[str], largest: int) -> Scene:
    st.subheader(_("Picture"))
    picture = _select(_("Picture"), "picture", PICTURES, scene.picture, labels.picture_label)
    scene = replace(scene, picture=picture)
    if picture == "upload":
        _take(picture, st.file_uploader(_("A picture from this device"), key="upload_file"))
    elif picture == "camera":
        _take(picture, st.camera_input(_("A photo with this device's camera")))
    elif picture == "typed":
        return replace(scene, pixels=_matrix_input(_("Pixels"), "pixels", scene.pixels, EDITABLE_SIZES, number))
    if picture == "worked":
        return scene
    _seed("size", min(scene.size, largest))
    size = st.slider(
        _("Working size, pixels on the long side"),
        PICTURE_SIZES[0],
        largest,
        key="size",
        help=_("Small pictures show their numbers."),
    )
    if scene.size > largest == size:  # until it is changed, the size of the other lessons stays
        size = scene.size
    scene = replace(scene, size=size)
    if not colours:
        return scene
    _seed("colour", scene.colour if scene.colour in colours else "colour")
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
    kernel = _select(_("Kernel"), "kernel", KERNEL_CHOICES, scene.kernel, labels.kernel_label)
    scene = replace(scene, kernel=kernel)
    if kernel == "random":
        rows, cols = st.columns(2)
        height = _whole(rows, _("Rows"), "kernel_rows", scene.kernel_size[0], *KERNEL_SIZES)
        width = _whole(cols, _("Columns"), "kernel_cols", scene.kernel_size[1], *KERNEL_SIZES)
        seed = _whole(st, _("Seed"), "seed", scene.seed, 0, 999_999)
        return replace(scene, kernel_size=(height, width), seed=seed, divisor=_divisor(scene))
    if kernel == "typed":
        return _typed_bank(scene, number) if bank else _typed_kernel(scene, number)
    return scene


def _channel_controls(scene: Scene) -> Scene:
    pictured = scene.picture not in ("worked", "typed")
    inputs = 1 if scene.picture == "typed" else 3
    if pictured:
        _seed("in_channels", scene.in_channels)
        chosen = st.segmented_control(
            _("Input channels"),
            IN_CHANNELS,
            key="in_channels",
            required=True,
            help=_("Three colours, or besides them three maps that a first layer might make: edges and a blur."),
        )
        scene = replace(scene, in_channels=chosen or scene.in_channels)
        inputs = scene.in_channels
    outputs = _whole(st, _("Output channels, one kernel each"), "out_channels", scene.out_channels, 1, MOST_CHANNELS)
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


def _typed_bank(scene: Scene, number: int) -> Scene:
    """The slices of one kernel as tables; those of the others stay as they are."""
    inputs = {"worked": 3, "typed": 1}.get(scene.picture, scene.in_channels)
    slices = slices_per_kernel(inputs, scene.out_channels, scene.groups)
    outputs = range(scene.out_channels)
    if st.session_state.get("typed_output") not in outputs:
        st.session_state.typed_output = 0
    output = st.selectbox(_("Kernel of output"), outputs, key="typed_output", filter_mode=None)
    matrices = [scene.weights[index % len(scene.weights)] for index in range(slices * scene.out_channels)]
    rows, cols = st.columns(2)
    height = _whole(rows, _("Rows"), "weights_rows", len(matrices[0]), *KERNEL_SIZES)
    width = _whole(cols, _("Columns"), "weights_cols", len(matrices[0][0]), *KERNEL_SIZES)
    matrices = [_resized(matrix, height, width) for matrix in matrices]
    tabs = st.tabs([str(channel) for channel in range(slices)])
    for channel, tab in enumerate(tabs):
        index = output * slices + channel
        with tab:
            matrices[index] = _matrix_input(
                _("Weights"), f"weights_of_{index}", matrices[index], None, number, (height, width)
            )
    return replace(scene, weights=tuple(matrices), divisor=_divisor(scene))


def _resized(matrix: Matrix, height: int, width: int) -> Matrix:
    """The matrix cut or filled up with zeros."""
    resized = np.zeros((height, width))
    known = np.array(matrix, float)[:height, :width]
    resized[: known.shape[0], : known.shape[1]] = known
    return tuple(tuple(row) for row in resized.tolist())


def _typed_kernel(scene: Scene, number: int) -> Scene:
    own = scene.colour == "channels" and scene.picture not in ("worked", "typed")
    matrices = scene.weights if len(scene.weights) == 3 or not own else scene.weights * 3
    if own:
        tabs = st.tabs(labels.channel_labels(3))
        size = (len(matrices[0]), len(matrices[0][0]))
        typed = []
        for channel, (tab, matrix) in enumerate(zip(tabs, matrices, strict=True)):
            with tab:
                sizes = KERNEL_SIZES if channel == 0 else None
                matrix = _matrix_input(
                    _("Weights"), f"weights_{channel}" if channel else "weights", matrix, sizes, number, size
                )
                size = (len(matrix), len(matrix[0]))
                typed.append(matrix)
        weights = tuple(typed)
    else:
        weights = (_matrix_input(_("Weights"), "weights", matrices[0], KERNEL_SIZES, number), *matrices[1:])
        if len({(len(matrix), len(matrix[0])) for matrix in weights}) > 1:
            weights = weights[:1]
    return replace(scene, weights=weights, divisor=_divisor(scene))


def _divisor(scene: Scene) -> float:
    _seed("divisor", float(scene.divisor))
    return st.number_input(
        _("Divisor of the sum"), -float(LARGEST_NUMBER), float(LARGEST_NUMBER), key="divisor", step=1.0, format="%g"
    )


def _odd_control(scene: Scene) -> Scene:
    _seed("odd", scene.odd)
    odd = st.segmented_control(_("Odd kernel f × f, beside the next even one"), ODD_SIDES, key="odd", required=True)
    return replace(scene, odd=odd or scene.odd)


def _geometry_controls(scene: Scene, parts: Sequence[str]) -> Scene:
    st.subheader(_("Geometry"))
    apart = st.session_state.get("apart", _is_apart(scene))
    if "stride" in parts:
        scene = replace(scene, stride=_pair(_("Stride"), "stride", scene.stride, apart, 1, MOST_STRIDE))
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
        mode = _select(_("Padding mode"), "padding_mode", PADDING_MODES, scene.padding_mode, labels.mode_label)
        _apart_toggle(scene)
    return replace(scene, padding_mode=mode)


def _dilation(scene: Scene, apart: bool) -> tuple[int, int]:
    return _pair(_("Dilation"), "dilation", scene.dilation, apart, 1, MOST_DILATION)


def _apart_toggle(scene: Scene) -> None:
    _seed("apart", _is_apart(scene))
    st.toggle(_("Rows and columns apart"), key="apart")


def _padding_controls(scene: Scene, apart: bool) -> str | Sides:
    sides = ((0, 0), (0, 0)) if isinstance(scene.padding, str) else scene.padding
    (top, bottom), (left, right) = sides
    word = scene.padding if isinstance(scene.padding, str) else "number" if top == bottom and left == right else "sides"
    choices = ("valid", "half", "same", "full", "number", "sides")
    choice: str = _select(_("Padding"), "padding", choices, word, labels.padding_label)
    if choice == "number":
        row, col = _pair(_("Pixels of padding"), "padding", (top, left), apart, 0, MOST_PADDING)
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
    top = _whole(first, _("Top"), "padding_top", top, 0, MOST_PADDING)
    bottom = _whole(second, _("Bottom"), "padding_bottom", bottom, 0, MOST_PADDING)
    left = _whole(first, _("Left"), "padding_left", left, 0, MOST_PADDING)
    right = _whole(second, _("Right"), "padding_right", right, 0, MOST_PADDING)
    return (top, bottom), (left, right)


def _after_controls(scene: Scene) -> Scene:
    with st.expander(_("Bias, activation, cells")):
        _seed("bias", float(scene.bias))
        bias = st.number_input(
            _("Bias"), -float(LARGEST_NUMBER), float(LARGEST_NUMBER), key="bias", step=1.0, format="%g"
        )
        activation = _select(
            _("Activation"), "activation", tuple(ACTIVATIONS), scene.activation, labels.activation_label
        )
        _seed("names", scene.cells == "names")
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


def _matrix_input(
    label: str,
    name: str,
    matrix: Matrix,
    sizes: tuple[int, int] | None,
    number: int,
    size: tuple[int, int] | None = None,
) -> Matrix:
    """A table of numbers; with `sizes`, the widgets that change its size stand above it."""
    height, width = size or (len(matrix), len(matrix[0]))
    if sizes:
        rows, cols = st.columns(2)
        height = _whole(rows, _("Rows"), f"{name}_rows", len(matrix), sizes[0], max(sizes[1], len(matrix)))
        width = _whole(cols, _("Columns"), f"{name}_cols", len(matrix[0]), sizes[0], max(sizes[1], len(matrix[0])))
    state, table = st.session_state, f"{name}_table"
    key = f"{name}_{number}_{height}_{width}"
    if key not in state or table not in state:  # an editor starts from the same numbers in each run
        state[table] = np.array(_resized(matrix, height, width))
    edited = st.data_editor(
        state[table],
        key=key,
        hide_index=True,
        column_config={str(col): st.column_config.NumberColumn(str(col), format="%g") for col in range(width)},
        alt=label,
    )
    return tuple(tuple(row) for row in np.array(edited, float).tolist())


def _check_cells(table: str, values: np.ndarray) -> None:
    bad = np.argwhere(~np.isfinite(values) | (np.abs(values) > LARGEST_NUMBER))
    if len(bad):
        row, col = bad[0]
        raise ValueError(
            _("{table}: the cell in row {row}, column {col} needs a number up to {most}; type 0 for none.").format(
                table=table, row=row, col=col, most=number_text(LARGEST_NUMBER)
            )
        )


def _is_apart(scene: Scene) -> bool:
    pairs = [scene.stride, scene.dilation]
    if not isinstance(scene.padding, str):
        (top, bottom), (left, right) = scene.padding
        pairs += [(top, left)] if top == bottom and left == right else []
    return any(row != col for row, col in pairs)


def _pair(label: str, name: str, pair: tuple[int, int], apart: bool, least: int, most: int) -> tuple[int, int]:
    if not apart:
        both = _whole(st, label, f"{name}_row", pair[0], least, most)
        return both, both
    rows, cols = st.columns(2)
    return (
        _whole(rows, _("{setting}, rows").format(setting=label), f"{name}_row", pair[0], least, most),
        _whole(cols, _("{setting}, columns").format(setting=label), f"{name}_col", pair[1], least, most),
    )


def _whole(place: Any, label: str, key: str, value: int, least: int, most: int) -> int:
    _seed(key, value)
    return int(place.number_input(label, least, most, key=key, step=1))


def _select(label: str, key: str, options: tuple[str, ...], value: str, name: Any) -> Any:
    _seed(key, value)
    return st.selectbox(label, options, key=key, format_func=name, filter_mode=None)


def _seed(key: str, value: Any) -> None:
    """A widget starts from the scene, and afterwards from itself."""
    if key not in st.session_state:
        st.session_state[key] = value
