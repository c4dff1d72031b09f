"""The layers of a stack as a table: add, remove, reorder, and change each setting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from conv.activations import ACTIVATIONS
from conv.operations import Operation
from conv.operations.operation import kind_title
from conv.text import _
from conv.ui.scene.kinds import LAYER_LIMITS
from conv.ui.scene.layers import LAYER_DEFAULTS, LAYER_KINDS, layer_fields, layer_settings, make_layer
from conv.ui.scene.record import MAX_LAYERS, Scene
from conv.ui.scene.session import this_visit
from conv.ui.scene.visit import change_scene, open_scene
from conv.ui.words.labels import activation_label, layer_labels

NEW = make_layer("conv", 3, padding=1, out_channels=4, activation="relu")
FIRST = layer_settings(NEW)
COLUMNS = ("kind", *LAYER_LIMITS, "activation")


def stack_editor(scene: Scene, widget_epoch: int) -> None:
    """Draw the table and the buttons beside it.

    Args:
        scene: Whose stack it is.
        widget_epoch: The arrival's, with which the table starts again.
    """
    st.header(_("Change the layers"), anchor=False)
    st.caption(_("Type into the cells; the last row adds a layer, and a selected row can be deleted."))
    key, visit = f"stack_{widget_epoch}", this_visit()
    if visit.stack[0] != key:  # an editor starts from the same lines in each run
        visit.stack = (key, scene.stack)
    st.data_editor(
        _frame(visit.stack[1]),
        key=key,
        num_rows="dynamic",
        hide_index=True,
        column_config=_columns(),
        on_change=_take_edits,
        args=(key,),
        alt=_("Layers"),
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        names = layer_labels(scene.stack)
        place = st.selectbox(
            _("Layer"), range(len(names)), key=f"stack_place_{widget_epoch}", format_func=names.__getitem__, width=200
        )
        for name, icon, layers in _changes(scene.stack, place):
            st.button(
                name,
                icon=f":material/{icon}:",
                key=f"stack_{icon}",
                disabled=not 1 <= len(layers) <= MAX_LAYERS or layers == scene.stack,
                on_click=open_scene,
                args=(replace(scene, stack=layers),),
            )


def edited_layers(layers: Sequence[Operation], edits: Mapping[str, Any]) -> tuple[Operation, ...]:
    """Layers after the edits of a table, as Streamlit's data editor tells them; what was emptied keeps its default,
    numbers out of range become the nearest in it, and of too many lines the first ones stay.

    >>> layers = [make_layer("max", 3), make_layer("conv", 5)]
    >>> edited_layers(layers, {"edited_rows": {0: {"stride": 2}}, "deleted_rows": [1], "added_rows": []})
    (MaxPooling(kernel_size=3, stride=2, padding=0, ceil_mode=False, dilation=1),)
    """
    changed = {int(place): values for place, values in edits.get("edited_rows", {}).items()}
    kept = [
        _changed(layer, changed.get(place, {}))
        for place, layer in enumerate(layers)
        if place not in edits.get("deleted_rows", [])
    ]
    added = [_changed(NEW, values) for values in edits.get("added_rows", [])]
    return tuple([*kept, *added][:MAX_LAYERS]) or (NEW,)


def _changed(layer: Operation, values: Mapping[str, Any]) -> Operation:
    known = {name: value for name, value in values.items() if name in COLUMNS and value is not None}
    for name, (minimum, maximum) in LAYER_LIMITS.items():
        if name in known:
            known[name] = int(min(max(known[name], minimum), maximum))
    settings = layer_settings(layer) | known
    if "dilation" not in layer_fields(settings["kind"]):
        settings["dilation"] = LAYER_DEFAULTS["dilation"]
    return make_layer(**settings)


def _take_edits(key: str) -> None:
    visit, changes = this_visit(), st.session_state[key]
    layers, added = visit.stack[1], changes.get("added_rows", [])
    change_scene(replace(visit.scene, stack=edited_layers(layers, changes)))
    if len(layers) + len(added) - len(changes.get("deleted_rows", [])) > MAX_LAYERS:
        visit.edits.refusal = _(
            "A stack has at most {maximum} layers; the first {maximum} of the table are shown."
        ).format(maximum=MAX_LAYERS)


def _changes(layers: tuple[Operation, ...], place: int) -> list[tuple[str, str, tuple[Operation, ...]]]:
    """What the buttons do to a layer: (name, icon, layers afterwards)."""

    def moved(to: int) -> tuple[Operation, ...]:
        rest = [*layers[:place], *layers[place + 1 :]]
        return (*rest[:to], layers[place], *rest[to:]) if 0 <= to < len(layers) else layers

    return [
        (_("Move up"), "arrow_upward", moved(place - 1)),
        (_("Move down"), "arrow_downward", moved(place + 1)),
        (_("Duplicate"), "content_copy", (*layers[: place + 1], *layers[place:])),
        (_("Remove"), "delete", (*layers[:place], *layers[place + 1 :])),
    ]


def _frame(layers: Sequence[Operation]) -> pd.DataFrame:
    return pd.DataFrame([layer_settings(layer) for layer in layers], columns=list(COLUMNS))


def _columns() -> dict[str, Any]:
    labels = {
        "kernel_size": _("Kernel"),
        "stride": _("Stride"),
        "padding": _("Padding"),
        "dilation": _("Dilation"),
        "out_channels": _("Kernels (channels out)"),
    }
    numbers = {
        name: st.column_config.NumberColumn(
            label, min_value=LAYER_LIMITS[name][0], max_value=LAYER_LIMITS[name][1], step=1, default=FIRST[name]
        )
        for name, label in labels.items()
    }
    kinds = st.column_config.SelectboxColumn(
        _("Kind"),
        options=list(LAYER_KINDS),
        format_func=lambda kind: kind_title(LAYER_KINDS[str(kind)]),
        default=FIRST["kind"],
        required=True,
    )
    activations = st.column_config.SelectboxColumn(
        _("Activation"),
        options=list(ACTIVATIONS),
        format_func=lambda name: activation_label(str(name)),
        default=FIRST["activation"],
        required=True,
    )
    return {"kind": kinds, **numbers, "activation": activations}
