"""The layers of which a stack can be built on the page: their letters in an address, and their settings."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from conv.operations import AveragePooling, Convolution, MaxPooling, Operation
from conv.refusal import Refusal
from conv.text import _

LAYERS: dict[str, type[Convolution | MaxPooling | AveragePooling]] = {
    "c": Convolution,
    "m": MaxPooling,
    "a": AveragePooling,
}
LAYER_KINDS = {layer.name: layer for layer in LAYERS.values()}
LAYER_LETTERS = {"s": "stride", "p": "padding", "d": "dilation", "o": "out_channels"}
LAYER_DEFAULTS = {"stride": 1, "padding": 0, "dilation": 1, "out_channels": 1, "activation": "none"}


def make_layer(kind: str, kernel_size: int, **settings: Any) -> Operation:
    """A layer with the settings that its kind has.

    Args:
        kind: One of `LAYER_KINDS`.
        kernel_size: The same for rows and columns.
        settings: Those of `LAYER_DEFAULTS`; what is left out has its default.

    Raises:
        Refusal: If an average has a dilation.

    >>> make_layer("max", 2, stride=2, out_channels=4)
    MaxPooling(kernel_size=2, stride=2, padding=0, ceil_mode=False, dilation=1)
    """
    layer = LAYER_KINDS[kind]
    known = LAYER_DEFAULTS | settings
    own = layer_fields(kind)
    if "dilation" not in own and known["dilation"] != 1:
        raise Refusal(_("`dilation` is only for convolution and max pooling; use 1 for an average."))
    kept: dict[str, Any] = {name: value for name, value in known.items() if name in own}
    return layer(kernel_size, **kept)


def layer_fields(kind: str) -> set[str]:
    """Names of the settings that a kind of layer has.

    >>> "dilation" in layer_fields("max"), "dilation" in layer_fields("average")
    (True, False)
    """
    return {field.name for field in fields(LAYER_KINDS[kind])}


def layer_settings(layer: Operation) -> dict[str, Any]:
    """Kind, kernel size and all settings of a layer; those that its kind does not have are the defaults."""
    own = {field.name: getattr(layer, field.name) for field in fields(layer)}  # type: ignore[arg-type]
    settings = {name: own.get(name, default) for name, default in LAYER_DEFAULTS.items()}
    return {"kind": layer.name, "kernel_size": own["kernel_size"], **settings}
