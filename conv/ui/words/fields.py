"""Receptive fields in words: the recurrences with the numbers put in, what is said of a deep cell, and the table."""

from __future__ import annotations

from html import escape
from typing import Any

from conv.activations import IDLE
from conv.networks import network_name
from conv.operations import Network
from conv.text import _, all_forms, and_then, ngettext
from conv.ui.words.labels import activation_label, layer_labels
from conv.ui.words.numbers import count_text, signed


def recurrences(network: Network, index: int) -> str:
    """Jump, field and start of a layer out of those before it (Araujo, Norris, Sim, Distill 2019), as HTML."""
    before, axis = network.rows.upto(index), network.rows.layers[index]
    after = network.rows.upto(index + 1)
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
    return and_then(lines)


def cost_terms(network: Network, index: int) -> str:
    """Parameters and multiply-adds of a layer, term by term, as HTML."""
    operation, shape, cost = network.operations[index], network.shapes[index], network.costs[index]
    weight = operation.parameter_shapes(shape).get("weight")
    if weight is None:
        return _("This layer learns nothing: no parameters and no multiply-adds.")
    numbers = {
        "o": weight[0],
        "c": weight[1],
        "kh": weight[2],
        "kw": weight[3],
        "h": network.shapes[index + 1][1],
        "w": network.shapes[index + 1][2],
        "p": count_text(cost.parameters),
        "m": count_text(cost.multiply_adds),
    }
    return _(
        "parameters = {o} × {c} × {kh} × {kw} + {o} = <b>{p}</b>; "
        "multiply-adds = {o} × {c} × {kh} × {kw} × {h} × {w} = <b>{m}</b>"
    ).format(**numbers)


def deep_words(name: str, network: Network) -> dict[str, Any]:
    """What is said of a cell of a layer, the last one of a network."""
    field = {"rows": network.rows.field_size, "cols": network.cols.field_size}

    def reads(count: int) -> str:
        return ngettext(
            "Cell {{row}}, {{col}} of {layer} reads {{count}} pixel of the picture, {{own_rows}} and {{own_cols}}",
            "Cell {{row}}, {{col}} of {layer} reads {{count}} pixels of the picture, {{own_rows}} and {{own_cols}}",
            count,
        ).format(layer=name)

    def reaches(count: int) -> str:
        return ngettext("{{count}} cell of {layer} sees it.", "{{count}} cells of {layer} see it.", count).format(
            layer=name
        )

    return {
        "window": all_forms(reads),
        "own": all_forms(reads),
        "outside": "",
        "reduced": "",
        "post": [],
        "hangs": _("its field of {rows} × {cols} hangs over the border, where padding is zero").format(**field),
        "reaches": all_forms(reaches),
        "row_end": "",
    }


def layers_table(network: Network) -> str:
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
    names = layer_labels(network.operations)
    for index, name in enumerate(names):
        cells = _cells(name, network.first(index + 1))
        lines.append(
            f'<tr data-track="{index}">' + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>"
        )
    totals = count_text(network.cost.parameters), count_text(network.cost.multiply_adds)
    together = "".join(f"<td>{total}</td>" for total in totals)
    label = _("Total, without dense layers") if network_name(network.operations) else _("Total")
    lines.append(f'<tr><td colspan="{len(heads) - 2}">{escape(label)}</td>{together}</tr>')
    return f"<table>{''.join(lines)}</table>"


def _cells(name: str, network: Network) -> list[Any]:
    """What stands in the line of the last layer."""
    rows, cols, cost = network.rows, network.cols, network.costs[-1]
    activation = network.operations[-1].activation
    if activation != IDLE:
        name = _("{layer}, {activation}").format(layer=name, activation=activation_label(activation))
    channels, height, width = network.output_shape
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
        count_text(cost.parameters),
        count_text(cost.multiply_adds),
    ]
