"""The sidebar: the scene's parameters in groups, the advanced ones folded away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from conv.images import MAX_MEGABYTES
from conv.text import _, listed
from conv.ui.controls.backward import learn_controls, nudge_controls, upstream_controls
from conv.ui.controls.network import evidence_controls
from conv.ui.controls.pooling import pool_controls
from conv.ui.controls.sizes import size_control
from conv.ui.controls.tables import EDITABLE_SIZES, typed_bank, typed_kernel, typed_matrix
from conv.ui.controls.widgets import Widgets
from conv.ui.scene.edits import visit_edits
from conv.ui.scene.kinds import Choice, Matrix, Sides
from conv.ui.scene.own import own_picture, take_back, take_picture
from conv.ui.scene.pictures import scene_bank, scene_image, scene_kernel
from conv.ui.scene.record import (
    COLOURS,
    GABOR,
    KERNEL_SIZES,
    MAX_CHANNELS,
    MAX_PADDING,
    PARAMETERS,
    Scene,
    input_channels,
    scene_sides,
)
from conv.ui.words import labels

PADDINGS = ("valid", "half", "same", "full", "number", "sides")


def scene_controls(
    scene: Scene,
    widget_epoch: int,
    groups: Sequence[str],
    colours: Sequence[str] = COLOURS,
    largest: int | None = None,
    sized: bool = True,
    opening: Scene | None = None,
) -> Scene:
    """Draw the sidebar and read it.

    Args:
        scene: Where the widgets start from.
        widget_epoch: The arrival's.
        groups: Groups besides the picture: "kernel" or "channels", "odd", "stride", "padding" or "sides", "mode",
            "dilation" (unfolded), "output", "times", "gabor", "pool", or "windows" for poolings of every kind,
            "stack", "upstream" or "target", "nudge", "learn", "evidence", "after". Settings of other groups stay as
            they are.
        colours: Ways to show a colour picture.
        largest: Pixels on the long side up to which the part draws a picture, or None for any.
        sized: Whether the picture's working size can be chosen.
        opening: The scene with which the part opens: what differs from it in a folded group is said below the group.
    """
    with st.sidebar:
        scene = _picture_controls(scene, _renewed("pixels", widget_epoch), colours, largest, sized)
        if "kernel" in groups or "channels" in groups:
            scene = _kernel_controls(scene, _renewed("weights", widget_epoch), bank="channels" in groups)
        if "odd" in groups:
            kind = PARAMETERS["odd"].kind
            assert isinstance(kind, Choice)
            scene = replace(scene, odd=Widgets(scene, widget_epoch).switch("odd", kind.options, scene.odd))
        if "stride" in groups or "dilation" in groups:
            scene = _geometry_controls(scene, widget_epoch, groups, opening or Scene())
        if "pool" in groups or "windows" in groups:
            scene = pool_controls(scene, widget_epoch, kinds="pool" in groups)
        if "times" in groups:
            scene = replace(scene, times=Widgets(scene, widget_epoch).whole_of("times"))
        if "gabor" in groups:
            scene = _gabor_controls(scene, widget_epoch)
        if "stack" in groups:
            scene = replace(scene, stack_seed=Widgets(scene, widget_epoch).whole_of("stack_seed"))
        if "upstream" in groups or "target" in groups:
            scene = upstream_controls(scene, _renewed("gradient", widget_epoch), kinds="upstream" in groups)
        if "nudge" in groups:
            scene = nudge_controls(scene, widget_epoch)
        if "learn" in groups:
            scene = learn_controls(scene, widget_epoch)
        if "evidence" in groups:
            scene = evidence_controls(scene, widget_epoch)
        if "after" in groups:
            scene = _after_controls(scene, widget_epoch, opening or Scene())
    return scene


def _renewed(name: str, widget_epoch: int) -> str:
    """A name for widgets that start again with each arrival, and when their numbers were changed on the board."""
    return f"{widget_epoch}.{visit_edits().renewed[name]}"


def _picture_controls(
    scene: Scene, widget_epoch: str, colours: Sequence[str], largest: int | None, sized: bool
) -> Scene:
    st.subheader(_("Picture"))
    widgets = Widgets(scene, widget_epoch)
    before, scene = scene.picture, replace(scene, picture=widgets.select("picture"))
    if scene.picture == "upload":
        _take(scene.picture, _upload())
    elif scene.picture == "camera":
        _take(scene.picture, st.camera_input(_("A photo from this device’s camera"), key="camera_photo"))
    elif scene.picture == "typed":
        return typed_matrix(scene if before == "typed" else _shown_pixels(scene, before), "pixels", widget_epoch)
    elif scene.picture == "drawn":
        scene = replace(scene, digit=widgets.select("digit"))
    if scene.picture == "worked" or not sized:
        return scene
    scene = replace(scene, size=size_control(scene, widget_epoch, largest))
    if not colours:
        return scene
    coloured = scene.picture == "landscape"  # it opens in colour, whatever the grey pictures before it were
    if coloured and before != scene.picture and scene.colour == "grey":
        scene = replace(scene, colour="colour")
    start = scene.colour if scene.colour in colours else "colour"
    key = "colour_landscape" if coloured else "colour"
    colour = widgets.switch("colour", colours, start, labels.colour_label, key=key, width="stretch")
    return scene if colour == start else replace(scene, colour=colour)


def _kernel_controls(scene: Scene, widget_epoch: str, bank: bool) -> Scene:
    st.subheader(_("Kernels") if bank else _("Kernel"))
    if bank:
        scene = _channel_controls(scene, widget_epoch)
    widgets = Widgets(scene, widget_epoch)
    kernel = widgets.select("kernel")
    if kernel == "typed" and scene.kernel != "typed":
        scene = _shown_bank(scene) if bank else _shown_kernel(scene)
    scene = replace(scene, kernel=kernel)
    if kernel == "random":
        rows, cols = st.columns(2)
        height = widgets.whole(_("Rows"), "kernel_rows", scene.kernel_size[0], KERNEL_SIZES, place=rows)
        width = widgets.whole(_("Columns"), "kernel_cols", scene.kernel_size[1], KERNEL_SIZES, place=cols)
        seed, divisor = widgets.whole_of("seed"), widgets.number_of("divisor")
        return replace(scene, kernel_size=(height, width), seed=seed, divisor=divisor)
    if kernel == "typed":
        return typed_bank(scene, widget_epoch) if bank else typed_kernel(scene, widget_epoch)
    return scene


def _shown_pixels(scene: Scene, picture: str) -> Scene:
    """The scene with the picture that it showed as typed numbers, few enough for a table: typing starts from them."""
    small = replace(scene, picture=picture, size=min(scene.size, EDITABLE_SIZES[1]), colour="grey")
    return replace(scene, pixels=_matrices(scene_image(small, own_picture(small)))[0])


def _shown_kernel(scene: Scene) -> Scene:
    """The scene with the kernel that it shows as typed weights, so that typing starts from them."""
    weights, divisor = scene_kernel(scene, 3 if scene.colour == "channels" else 1)
    return replace(scene, weights=_matrices(weights), divisor=divisor)


def _shown_bank(scene: Scene) -> Scene:
    """The same with the kernels of the channels lesson."""
    bank, divisor = scene_bank(scene, input_channels(scene))
    return replace(scene, weights=_matrices(bank.reshape(-1, *bank.shape[2:])), divisor=divisor)


def _matrices(values: np.ndarray) -> tuple[Matrix, ...]:
    return tuple(tuple(map(tuple, matrix)) for matrix in values.astype(float).tolist())


def _channel_controls(scene: Scene, widget_epoch: str) -> Scene:
    widgets = Widgets(scene, widget_epoch)
    if scene.picture not in ("worked", "typed"):
        kind = PARAMETERS["in_channels"].kind
        assert isinstance(kind, Choice)
        scene = replace(scene, in_channels=widgets.switch("in_channels", kind.options, scene.in_channels))
    inputs = input_channels(scene)
    outputs = widgets.whole_of("out_channels")
    st.caption(_("From 1 to {maximum} kernels, as many as the board can show.").format(maximum=MAX_CHANNELS))
    choices = [groups for groups in range(1, MAX_CHANNELS + 1) if inputs % groups == 0 and outputs % groups == 0]
    groups = Widgets(scene, widget_epoch).switch(
        "groups", choices, scene.groups, lambda found: labels.group_label(found, inputs)
    )
    return replace(scene, out_channels=outputs, groups=groups if groups in choices else 1)


def _geometry_controls(scene: Scene, widget_epoch: int, groups: Sequence[str], opening: Scene) -> Scene:
    st.subheader(_("Geometry"))
    widgets = Widgets(scene, widget_epoch)
    apart = bool(st.session_state.get(widgets.key("apart"), _is_apart(scene)))
    if "stride" in groups:
        scene = replace(scene, stride=widgets.pair("stride", apart))
    if "dilation" in groups:
        scene = replace(scene, dilation=widgets.pair("dilation", apart))
    if "sides" in groups:
        scene = replace(scene, padding=_side_controls(scene, widgets))
    elif "padding" in groups:
        scene = replace(scene, padding=_padding_controls(scene, widgets, apart))
    if "output" in groups:
        scene = replace(scene, output_padding=widgets.pair("output_padding", apart))
    if "mode" not in groups:
        _apart_toggle(scene, widgets)
        return scene
    folded = "dilation" not in groups
    title = _("Dilation, padding mode, axes") if folded else _("Padding mode, axes")
    with widgets.folded(title, "more_geometry") as more:
        if not more.open:
            _say_changed(scene, opening, [*(["dilation"] if folded else []), "padding_mode"])
            return scene
        if folded:
            scene = replace(scene, dilation=widgets.pair("dilation", apart))
        scene = replace(scene, padding_mode=widgets.select("padding_mode"))
        _apart_toggle(scene, widgets)
    return scene


def _say_changed(scene: Scene, opening: Scene, names: Sequence[str]) -> None:
    """Say below a folded group which of its settings are not those with which the part opens."""
    changed = [_(PARAMETERS[name].label) for name in names if getattr(scene, name) != getattr(opening, name)]
    if changed:
        st.sidebar.caption(_("Changed here: {settings}.").format(settings=listed(changed)))


def _apart_toggle(scene: Scene, widgets: Widgets) -> None:
    label = _("Set rows and columns separately")
    st.toggle(label, _is_apart(scene), key=widgets.key("apart"), persist_state="page")


def _padding_controls(scene: Scene, widgets: Widgets, apart: bool) -> str | Sides:
    sides = ((0, 0), (0, 0)) if isinstance(scene.padding, str) else scene.padding
    (top, bottom), (left, right) = sides
    word = scene.padding if isinstance(scene.padding, str) else "number" if top == bottom and left == right else "sides"
    choice: str = widgets.choose(_(PARAMETERS["padding"].label), "padding", PADDINGS, word, labels.padding_label)
    if choice == "number":
        row, col = widgets.pair("padding", apart, (top, left), _("Pixels of padding"))
        return (row, row), (col, col)
    return _sides_inputs(sides, widgets) if choice == "sides" else choice


def _side_controls(scene: Scene, widgets: Widgets) -> str | Sides:
    """Padding per side; a word stays until a side is changed."""
    st.caption(_("Padding per side"))
    sides = _sides_inputs(scene_sides(scene), widgets)
    return scene.padding if sides == scene_sides(scene) else sides


def _sides_inputs(sides: Sides, widgets: Widgets) -> Sides:
    first, second = st.columns(2)
    (top, bottom), (left, right) = sides
    limits = (0, MAX_PADDING)
    top = widgets.whole(_("Top"), "padding_top", top, limits, place=first)
    bottom = widgets.whole(_("Bottom"), "padding_bottom", bottom, limits, place=second)
    left = widgets.whole(_("Left"), "padding_left", left, limits, place=first)
    right = widgets.whole(_("Right"), "padding_right", right, limits, place=second)
    return (top, bottom), (left, right)


def _after_controls(scene: Scene, widget_epoch: int, opening: Scene) -> Scene:
    widgets = Widgets(scene, widget_epoch)
    with widgets.folded(_("Bias, activation, cells"), "after") as more:
        if not more.open:
            _say_changed(scene, opening, ["bias", "activation", "shows", "cells"])
            return scene
        bias = Widgets(scene, _renewed("bias", widget_epoch)).number_of("bias")
        activation = Widgets(scene, _renewed("bias", widget_epoch)).select("activation")
        sums = activation != "none" and st.toggle(
            _(PARAMETERS["shows"].label),
            scene.shows == "sum",
            key=widgets.key("sums"),
            help=_(PARAMETERS["shows"].help),
        )
        names = st.toggle(
            _(PARAMETERS["cells"].label),
            scene.cells == "names",
            key=widgets.key("names"),
            help=_(PARAMETERS["cells"].help),
        )
    cells, shows = "names" if names else "values", "sum" if sums else "output"
    return replace(scene, bias=bias, activation=activation, cells=cells, shows=shows)


def _gabor_controls(scene: Scene, widget_epoch: int) -> Scene:
    st.subheader(_("Gabor kernel"))
    widgets = Widgets(scene, widget_epoch)
    labels = (_("Cells on a side (odd)"), _("Angle in degrees"), _("Wavelength in cells"), _("Width in cells"))
    names = ("gabor_size", "gabor_angle", "gabor_wavelength", "gabor_width")
    chosen = [
        widgets.whole(label, name, value, limits)
        for label, name, value, limits in zip(labels, names, scene.gabor, GABOR, strict=True)
    ]
    return replace(scene, gabor=tuple(chosen))


def _upload() -> Any:
    """A file of any name: its content decides, and a refusal says what it is."""
    file = st.file_uploader(_("A picture from this device"), key="upload_file", max_upload_size=MAX_MEGABYTES)
    words = _("JPEG, PNG, WebP, AVIF, GIF, BMP or TIFF, up to {maximum} MB and 50 megapixels.")
    st.caption(words.format(maximum=MAX_MEGABYTES))
    return file


def _take(source: str, file: Any) -> None:
    if file is None:
        take_back(source)
    else:
        take_picture(source, file.file_id, file)


def _is_apart(scene: Scene) -> bool:
    pairs = [scene.stride, scene.dilation]
    if not isinstance(scene.padding, str):
        (top, bottom), (left, right) = scene.padding
        pairs += [(top, left)] if top == bottom and left == right else []
    return any(row != col for row, col in pairs)
