"""Receptive fields in words: the recurrences with the numbers put in, what is said of a deep cell, and the table."""

from __future__ import annotations

from html import escape
from typing import Any

from conv.costs import LayerShape
from conv.networks import network_name
from conv.receptive_field import Layer, Stack
from conv.text import _
from conv.ui.words.labels import activation_label, layer_labels
from conv.ui.words.numbers import count_text, signed


def recurrences(stack: Stack, index: int) -> str:
    """Jump, field and start of a layer out of those before it (Araujo, Norris, Sim, Distill 2019), as HTML."""
    before, axis = stack.rows.upto(index), stack.rows.layers[index]
    after = stack.rows.upto(index + 1)
    lines = [
        _("jump = {before} × stride {stride} = <b>{after}</b>").format(
            before=before.jump, stride=axis.stride, after=after.jump
        ),
        _("field = {before} + (span {span} − 1) × {jump} = <b>{after}</b>").format(
            before=before.field_size, span=axis.effective_kernel_size, jump=before.jump, after=after.field_size
        ),
        _("start = {before} − padding {padding} × {jump} = <b>{after}</b>").format(
            before=signed(before.start), padding=axis.before, jump=before.jump, after=signed(after.start)
        ),
    ]
    return "; ".join(lines)


def cost_terms(stack: Stack, index: int, in_channels: int) -> str:
    """Parameters and multiply-adds of a layer, term by term, as HTML."""
    shape = stack.shapes(in_channels)[index]
    if shape is None:
        return _("Pooling learns nothing: no parameters and no multiply-adds.")
    rows, cols = shape.geometry.rows, shape.geometry.cols
    numbers = {
        "o": shape.out_channels,
        "c": shape.in_channels,
        "kh": rows.kernel_size,
        "kw": cols.kernel_size,
        "h": rows.output_size,
        "w": cols.output_size,
        "p": count_text(shape.convolution.parameters),
        "m": count_text(shape.convolution.multiply_adds),
    }
    return _(
        "parameters = {o} × {c} × {kh} × {kw} + {o} = <b>{p}</b>; "
        "multiply-adds = {o} × {c} × {kh} × {kw} × {h} × {w} = <b>{m}</b>"
    ).format(**numbers)


def deep_words(name: str, stack: Stack) -> dict[str, Any]:
    """What is said of a cell of a layer, the last one of a stack."""
    field = {"rows": stack.rows.field_size, "cols": stack.cols.field_size}
    return {
        "window": _("Cell {{row}}, {{col}} of {layer} reads {{count}} pixels").format(layer=name),
        "own": _("of the picture, {rows} and {cols}"),
        "plain": _("of the picture, {rows} and {cols}"),
        "outside": "",
        "reduced": "",
        "post": [],
        "hangs": _("its field of {rows} × {cols} hangs over the border, where padding is zero").format(**field),
        "reaches": _("{{count}} cells of {layer} see it.").format(layer=name),
        "row_end": "",
    }


def layers_table(stack: Stack, in_channels: int) -> str:
    """A line for each layer, with its sizes, its field and its costs; lines are marked for the player."""
    heads = [
        _("Layer"),
        _("Output"),
        _("Kernel"),
        _("Stride"),
        _("Padding"),
        _("Dilation"),
        _("Jump"),
        _("Field"),
        _("Start"),
        _("Parameters"),
        _("Multiply-adds"),
    ]
    lines = ["<tr>" + "".join(f"<th>{escape(head)}</th>" for head in heads) + "</tr>"]
    channels, names = in_channels, layer_labels(stack.layers)
    for index, (layer, shape) in enumerate(zip(stack.layers, stack.shapes(in_channels), strict=True)):
        channels = layer.out_channels if layer.learned else channels
        cells = _cells(names[index], stack.first(index + 1), layer, shape, channels)
        lines.append(
            f'<tr data-track="{index}">' + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>"
        )
    shapes = [shape.convolution for shape in stack.shapes(in_channels) if shape is not None]
    totals = [
        count_text(sum(cost.parameters for cost in shapes)),
        count_text(sum(cost.multiply_adds for cost in shapes)),
    ]
    together = "".join(f"<td>{total}</td>" for total in totals)
    label = _("Together, without dense layers") if network_name(stack.layers) else _("Together")
    lines.append(f'<tr><td colspan="{len(heads) - 2}">{escape(label)}</td>{together}</tr>')
    return f"<table>{''.join(lines)}</table>"


def _cells(name: str, stack: Stack, layer: Layer, shape: LayerShape | None, channels: int) -> list[Any]:
    rows, cols = stack.rows, stack.cols
    if layer.activation != "none":
        name = _("{layer}, {activation}").format(layer=name, activation=activation_label(layer.activation))
    costs = ("0", "0")
    if shape is not None:
        costs = count_text(shape.convolution.parameters), count_text(shape.convolution.multiply_adds)
    height, width = stack.output_size
    return [
        name,
        f"{channels} × {height} × {width}",
        f"{rows.layers[-1].kernel_size} × {cols.layers[-1].kernel_size}",
        rows.layers[-1].stride,
        rows.layers[-1].before,
        rows.layers[-1].dilation,
        rows.jump,
        f"{rows.field_size} × {cols.field_size}",
        signed(rows.start),
        *costs,
    ]
