"""Typed numbers: tables for pictures and kernels, and what a table can hold and they cannot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from conv.ops import slices_per_kernel
from conv.text import _
from conv.ui.controls.widgets import Widgets
from conv.ui.scene.kinds import LARGEST_NUMBER, Matrix
from conv.ui.scene.record import KERNEL_SIZES, PARAMETERS, Scene, input_channels
from conv.ui.scene.session import this_visit
from conv.ui.words.labels import channel_labels
from conv.ui.words.numbers import number_text

EDITABLE_SIZES = (1, 16)  # a larger typed picture can come with a link, and is shown, but not edited by hand


def typed_kernel(scene: Scene, widget_epoch: str) -> Scene:
    """The weights of one kernel, or of three for a picture in channels; further matrices stay as they are."""
    own = 3 if scene.colour == "channels" and scene.picture not in ("worked", "typed") else 1
    matrices = list(scene.weights if len(scene.weights) >= own else scene.weights[:1] * own)
    tabs = st.tabs(channel_labels(3)) if own == 3 else [st.container()]
    with tabs[0]:
        height, width = _sizes("weights", matrices[0], KERNEL_SIZES, widget_epoch)
    matrices = [resized(matrix, height, width) for matrix in matrices]
    for channel, tab in enumerate(tabs):
        with tab:
            name = f"weights_{channel}" if channel else "weights"
            matrices[channel] = _table(_("Weights"), name, matrices[channel], widget_epoch)
    return _with_weights(scene, matrices, widget_epoch)


def typed_bank(scene: Scene, widget_epoch: str) -> Scene:
    """The slices of one kernel of several; those of the others, and further matrices, stay as they are."""
    slices = slices_per_kernel(input_channels(scene), scene.out_channels, scene.groups)
    outputs, key = range(scene.out_channels), f"typed_output_{scene.out_channels}"
    output = st.selectbox(_("Kernel for output"), outputs, key=key, filter_mode=None)
    count = max(slices * scene.out_channels, len(scene.weights))
    matrices = [scene.weights[index % len(scene.weights)] for index in range(count)]
    height, width = _sizes("weights", matrices[0], KERNEL_SIZES, widget_epoch)
    matrices = [resized(matrix, height, width) for matrix in matrices]
    for channel, tab in enumerate(st.tabs([str(channel) for channel in range(slices)])):
        index = output * slices + channel
        with tab:
            matrices[index] = _table(_("Weights"), f"weights_of_{index}", matrices[index], widget_epoch)
    return _with_weights(scene, matrices, widget_epoch)


def typed_matrix(scene: Scene, name: str, widget_epoch: str) -> Scene:
    """The numbers of a setting that is one matrix, such as a typed picture."""
    matrix = getattr(scene, name)
    height, width = _sizes(name, matrix, EDITABLE_SIZES, widget_epoch)
    edited: Any = _table(_(PARAMETERS[name].label), name, resized(matrix, height, width), widget_epoch)
    return replace(scene, **{name: edited})


def resized(matrix: Matrix, height: int, width: int) -> Matrix:
    """The matrix cut, or filled up with zeros."""
    if (len(matrix), len(matrix[0])) == (height, width):
        return matrix
    values = np.zeros((height, width))
    known = np.array(matrix, float)[:height, :width]
    values[: known.shape[0], : known.shape[1]] = known
    return tuple(tuple(row) for row in values.tolist())


def _with_weights(scene: Scene, matrices: list[Matrix], widget_epoch: str) -> Scene:
    """The scene with these weights; where nothing was changed, with its own, which may be fewer and repeat."""
    same = all(matrix == scene.weights[index % len(scene.weights)] for index, matrix in enumerate(matrices))
    return replace(
        scene,
        weights=scene.weights if same else tuple(matrices),
        divisor=Widgets(scene, widget_epoch).number_of("divisor"),
    )


def _sizes(name: str, matrix: Matrix, sizes: tuple[int, int], widget_epoch: str) -> tuple[int, int]:
    """Widgets for rows and columns; a larger matrix can come with a link, and keeps its size."""
    rows, cols = st.columns(2)
    minimum, maximum = sizes
    whole = Widgets(Scene(), widget_epoch).whole
    return (
        whole(_("Rows"), f"{name}_rows", len(matrix), (minimum, max(maximum, len(matrix))), place=rows),
        whole(_("Columns"), f"{name}_cols", len(matrix[0]), (minimum, max(maximum, len(matrix[0]))), place=cols),
    )


def _table(label: str, name: str, matrix: Matrix, widget_epoch: str) -> Matrix:
    """A table of numbers; `widget_epoch` is the arrival's, with which it starts again.

    Where a cell is empty or too large, the page says so, and the matrix stays as it was.
    """
    visit = this_visit()
    height, width = len(matrix), len(matrix[0])
    changes = visit.edits.changes[name.partition("_")[0]]
    key = f"{name}_{widget_epoch}_{changes}_{height}_{width}"
    if key not in st.session_state or name not in visit.tables:  # an editor starts from the same numbers in each run
        visit.tables[name] = np.array(matrix, float)
    edited = st.data_editor(
        visit.tables[name],
        key=key,
        hide_index=True,
        column_config={str(col): st.column_config.NumberColumn(str(col), format="%g") for col in range(width)},
        alt=label,
    )
    values = np.array(edited, float)
    bad = np.argwhere(~np.isfinite(values) | (np.abs(values) > LARGEST_NUMBER))
    if not len(bad):
        return tuple(tuple(row) for row in values.tolist())
    row, col = bad[0]
    visit.edits.refusal = _(
        "{table}: the cell in row {row}, column {col} needs a number up to {maximum}; type 0 for none. Until then the "
        "old numbers are kept."
    ).format(table=label, row=row, col=col, maximum=number_text(LARGEST_NUMBER))
    return matrix
