"""The link: a scene written as parameters of an address, and read back with a message for all that cannot be."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, NamedTuple

from conv.arguments import PADDING_WORDS
from conv.geometry import PADDING_MODES
from conv.ops import ACTIVATIONS, slices_per_kernel
from conv.text import _
from conv.ui.scene import (
    CELLS,
    COLOURS,
    IN_CHANNELS,
    KERNEL_CHOICES,
    KERNEL_SIZES,
    LARGEST_NUMBER,
    MOST_CHANNELS,
    MOST_DILATION,
    MOST_LAYERS,
    MOST_MATRICES,
    MOST_PADDING,
    MOST_PANELS,
    MOST_SHIFT,
    MOST_STRIDE,
    ODD_SIDES,
    PICTURE_SIZES,
    PICTURES,
    TOPICS,
    TYPED_SIZES,
    Matrix,
    Scene,
    Sides,
    input_channels,
    number_text,
)


class Parameter(NamedTuple):
    """How a field is read from a link, and written to it."""

    parse: Callable[[str, str], Any]
    write: Callable[[Any], str]


def scene_from_query(query: Mapping[str, str]) -> tuple[Scene, tuple[str, ...]]:
    """Read a link's parameters.

    Returns:
        The scene, with the default wherever the link says something impossible, and one message for each such place.

    >>> scene, messages = scene_from_query({"stride": "2,1", "padding": "0"})
    >>> scene.stride, messages
    ((2, 1), ())
    """
    values, messages = {}, []
    for name, text in ((_plain(name), _plain(text)) for name, text in query.items()):
        if name not in PARAMETERS:
            messages.append(
                _("The link sets `{name}`, which this page does not know; it is left out.").format(name=name)
            )
            continue
        try:
            values[name] = PARAMETERS[name].parse(name, text)
        except ValueError as error:
            messages.append(_("{reason} The default is used instead.").format(reason=error))
    scene = Scene(**values)
    for name in [name for name in values if not _applies(scene, name)]:
        field, choices = ONLY_FOR[name]
        scene = replace(scene, **{name: DEFAULTS[name]})
        messages.append(
            _("`{name}` is only for the {field} {choices}, not for '{value}'; it is left out.").format(
                name=name, field=field, choices=", ".join(choices), value=getattr(scene, field)
            )
        )
    try:
        slices_per_kernel(input_channels(scene), scene.out_channels, scene.groups)
    except ValueError as error:
        scene = replace(scene, groups=DEFAULTS["groups"])
        messages.append(_("{reason} The default is used instead.").format(reason=error))
    return scene, tuple(messages)


def _applies(scene: Scene, name: str) -> bool:
    if name not in ONLY_FOR:
        return True
    field, choices = ONLY_FOR[name]
    return getattr(scene, field) in choices


def query_from_scene(scene: Scene) -> dict[str, str]:
    """Write a scene as a link's parameters, defaults left out.

    >>> query_from_scene(Scene(stride=(2, 2), padding=((1, 1), (2, 2))))
    {'stride': '2', 'padding': '1,2'}
    """
    return {
        name: parameter.write(getattr(scene, name))
        for name, parameter in PARAMETERS.items()
        if getattr(scene, name) != DEFAULTS[name] and _applies(scene, name)
    }


def _plain(text: str) -> str:
    """A link's text without what a message would show as formatting or as another link."""
    return re.sub(r"[^\w\s.,;/+-]", "?", text).strip()


def matrix_text(matrix: Matrix) -> str:
    """Rows parted by semicolons, cells by commas."""
    return ";".join(",".join(map(number_text, row)) for row in matrix)


def _choice(choices: tuple[str, ...]) -> Parameter:
    def parse(name: str, text: str) -> str:
        if text not in choices:
            raise ValueError(
                _("`{name}` must be one of {choices}, got '{value}'.").format(
                    name=name, choices=", ".join(f"'{choice}'" for choice in choices), value=text
                )
            )
        return text

    return Parameter(parse, str)


def _whole(least: int, most: int) -> Parameter:
    def parse(name: str, text: str) -> int:
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
            raise ValueError(_("`{name}` must be a whole number, got '{value}'.").format(name=name, value=text))
        return _in_range(name, int(text), least, most)

    return Parameter(parse, str)


def _parse_topic(name: str, text: str) -> str:
    """A part of any lesson; the lesson says which it has."""
    if not any(text in topics for topics in TOPICS.values()):
        raise ValueError(_("`{name}` names no part of a lesson, got '{value}'.").format(name=name, value=text))
    return text


def _one_of(numbers: tuple[int, ...]) -> Parameter:
    def parse(name: str, text: str) -> int:
        if text not in map(str, numbers):
            raise ValueError(
                _("`{name}` must be one of {choices}, got '{value}'.").format(
                    name=name, choices=", ".join(map(str, numbers)), value=text
                )
            )
        return int(text)

    return Parameter(parse, str)


def _in_range(name: str, number: Any, least: float, most: float) -> Any:
    if not least <= number <= most:
        raise ValueError(
            _("`{name}` must be from {least} to {most}, got {value}.").format(
                name=name, least=least, most=most, value=number_text(number) if math.isfinite(number) else number
            )
        )
    return number


def _number(name: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise ValueError(_("`{name}` must be a number, got '{value}'.").format(name=name, value=text)) from None
    if math.isnan(number):
        raise ValueError(_("`{name}` must be a number, got '{value}'.").format(name=name, value=text))
    return float(_in_range(name, number, -LARGEST_NUMBER, LARGEST_NUMBER))


def _divisor(name: str, text: str) -> float:
    number = _number(name, text)
    if number == 0:
        raise ValueError(_("`divisor` must not be 0; use 1 to leave the sum of products as it is."))
    return number


def _pair(least: int, most: int) -> Parameter:
    whole = _whole(least, most)

    def parse(name: str, text: str) -> tuple[int, int]:
        parts = text.split(",")
        if len(parts) > 2:
            raise ValueError(
                _("`{name}` must be one whole number or a pair such as 2,1, got '{value}'.").format(
                    name=name, value=text
                )
            )
        numbers = [whole.parse(name, part.strip()) for part in parts]
        return numbers[0], numbers[-1]

    return Parameter(parse, _write_pair)


def _write_pair(pair: tuple[int, int]) -> str:
    return str(pair[0]) if pair[0] == pair[1] else f"{pair[0]},{pair[1]}"


def _parse_padding(name: str, text: str) -> str | Sides:
    if text in PADDING_WORDS:
        return text
    if re.fullmatch(r"[a-z_]+", text):
        return str(_choice(PADDING_WORDS).parse(name, text))
    parts = text.split(",")
    if len(parts) not in (1, 2, 4):
        raise ValueError(
            _(
                "`padding` must be a word, one number, rows and columns such as 2,1, "
                "or top,bottom,left,right, got '{value}'."
            ).format(value=text)
        )
    pixels = [_whole(0, MOST_PADDING).parse(name, part.strip()) for part in parts]
    if len(pixels) == 4:
        return (pixels[0], pixels[1]), (pixels[2], pixels[3])
    return (pixels[0], pixels[0]), (pixels[-1], pixels[-1])


def _write_padding(padding: str | Sides) -> str:
    if isinstance(padding, str):
        return padding
    (top, bottom), (left, right) = padding
    if top == bottom and left == right:
        return _write_pair((top, left))
    return f"{top},{bottom},{left},{right}"


def _parse_matrix(name: str, text: str, sizes: tuple[int, int]) -> Matrix:
    rows = tuple(tuple(_number(name, cell) for cell in row.split(",")) for row in text.split(";"))
    if len({len(row) for row in rows}) > 1:
        raise ValueError(_("`{name}` must have rows of equal length.").format(name=name))
    for length in (len(rows), len(rows[0])):
        _in_range(name, length, *sizes)
    return rows


def _parse_weights(name: str, text: str) -> tuple[Matrix, ...]:
    matrices = tuple(_parse_matrix(name, part, KERNEL_SIZES) for part in text.split("/"))
    if len(matrices) > MOST_MATRICES or len({(len(matrix), len(matrix[0])) for matrix in matrices}) > 1:
        raise ValueError(_("`weights` must be 1 to {most} matrices of the same size.").format(most=MOST_MATRICES))
    return matrices


PARAMETERS: dict[str, Parameter] = {
    "picture": _choice(PICTURES),
    "pixels": Parameter(lambda name, text: _parse_matrix(name, text, TYPED_SIZES), matrix_text),
    "size": _whole(*PICTURE_SIZES),
    "colour": _choice(COLOURS),
    "kernel": _choice(KERNEL_CHOICES),
    "kernel_size": _pair(*KERNEL_SIZES),
    "weights": Parameter(_parse_weights, lambda weights: "/".join(map(matrix_text, weights))),
    "divisor": Parameter(_divisor, number_text),
    "seed": _whole(0, 999_999),
    "stride": _pair(1, MOST_STRIDE),
    "padding": Parameter(_parse_padding, _write_padding),
    "padding_mode": _choice(PADDING_MODES),
    "dilation": _pair(1, MOST_DILATION),
    "bias": Parameter(_number, number_text),
    "activation": _choice(tuple(ACTIVATIONS)),
    "cells": _choice(CELLS),
    "in_channels": _one_of(IN_CHANNELS),
    "out_channels": _whole(1, MOST_CHANNELS),
    "groups": _whole(1, MOST_CHANNELS),
    "shift": _pair(-MOST_SHIFT, MOST_SHIFT),
    "topic": Parameter(_parse_topic, str),
    "layers": _whole(0, MOST_LAYERS),
    "odd": _one_of(ODD_SIDES),
    "panel": _whole(0, MOST_PANELS - 1),
    "step": _whole(0, 10**9),
}
ONLY_FOR = {  # parameters that mean something for some choices only
    "pixels": ("picture", ("typed",)),
    "kernel_size": ("kernel", ("random",)),
    "seed": ("kernel", ("random",)),
    "weights": ("kernel", ("typed",)),
    "divisor": ("kernel", ("typed", "random")),
    "layers": ("topic", ("reasons",)),
    "odd": ("topic", ("centre",)),
    "shift": ("topic", ("shift",)),
}
DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(Scene)}
