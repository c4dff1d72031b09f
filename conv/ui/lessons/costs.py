"""What a layer costs, in numbers, bars and connections, beside layers that share less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from conv.costs import Cost
from conv.layer_costs import fully_connected_cost, locally_connected_cost, separable
from conv.operations import Convolution, Shape
from conv.ops import group_channels
from conv.refusal import Refusal
from conv.steps import Walk
from conv.text import _
from conv.ui.board import palette
from conv.ui.extras.records import Columns, Drawing, Extra, Folded, Heading, Note, NumberInputs, Refused, Text
from conv.ui.scene.record import ASKED, Scene
from conv.ui.words.numbers import count_text


def sharing_costs(walks: Sequence[Walk[Convolution]]) -> list[Extra]:
    """Connections, factors and costs of the layer on the stage.

    Args:
        walks: One for each kernel.
    """
    layer, shape = walks[0].operation, walks[0].shape
    in_channels, groups = shape[0], layer.groups
    alt = _("{count} connections from {inputs} input to {outputs} output channels.").format(
        count=len(walks) * in_channels // groups, inputs=in_channels, outputs=len(walks)
    )
    diagram = Drawing(connections_svg(in_channels, len(walks), groups), _("Inputs to outputs"), alt)
    return [
        Heading(_("What sharing saves on this picture")),
        Columns([[diagram], [Text(cost_sentences(layer, shape))]], [1, 3]),
        Text(cost_table(layer_costs(layer, shape))),
        Note(_("Each block more is about three times as many.")),
    ]


def asked_costs(scene: Scene) -> list[Extra]:
    """Any layer's costs, without drawing it."""
    labels = (_("Channels in"), _("Kernels (channels out)"), _("Kernel size"), _("Picture, pixels a side"), _("Groups"))
    inputs, outputs, size, picture, groups = scene.asked
    shape = (inputs, picture, picture)
    found: list[Extra]
    try:
        layer = Convolution(size, padding="half", out_channels=outputs, groups=groups)
        layer.output_shape(shape)
    except Refusal as error:
        found = [Refused(str(error))]
    else:
        sentences = cost_sentences(layer, shape), separable_sentences(layer, shape)
        found = [Note(_("With stride 1 and half padding.")), *map(Text, sentences)]
    fields = NumberInputs("asked", labels, ASKED, scene.asked)
    return [Folded(_("What would another layer cost?"), "layer_cost", [fields, *found], scene.asked != Scene().asked)]


def separable_sentences(layer: Convolution, shape: Shape) -> str:
    """A depthwise-separable layer beside the ordinary one, both halves term by term, and the ratio, as Markdown."""
    rows, cols = layer.geometry(shape).rows, layer.geometry(shape).cols
    ordinary, split = replace(layer, groups=1).cost(shape), separable(layer, shape)
    (first, second), both = split.costs, split.cost
    numbers = {
        "c": shape[0],
        "o": layer.out_channels,
        "kh": rows.kernel_size,
        "kw": cols.kernel_size,
        "h": rows.output_size,
        "w": cols.output_size,
        "p1": count_text(first.parameters),
        "p2": count_text(second.parameters),
        "p": count_text(both.parameters),
        "m1": count_text(first.multiply_adds),
        "m2": count_text(second.multiply_adds),
        "m": count_text(both.multiply_adds),
        "ordinary_p": count_text(ordinary.parameters),
        "ordinary_m": count_text(ordinary.multiply_adds),
        "ratio": f"{both.multiply_adds / ordinary.multiply_adds:.3g}",
        "ratio_p": f"{both.parameters / ordinary.parameters:.3g}",
    }
    sentences = [
        _("**Depthwise-separable:** one {kh} × {kw} kernel a channel, then {o} kernels of 1 × 1 over all channels."),
        _("Parameters ({c} × {kh} × {kw} + {c} = {p1}) + ({c} × {o} + {o} = {p2}) = **{p}**; ordinary {ordinary_p}."),
        _(
            "Multiply-adds ({c} × {kh} × {kw} × {h} × {w} = {m1}) + ({c} × {o} × {h} × {w} = {m2}) = **{m}**; "
            "ordinary {ordinary_m}."
        ),
        _(
            "**Ratio** of the multiply-adds: 1 / {o} + 1 / ({kh} × {kw}) = **{ratio}**; of the parameters, with their "
            "biases: {ratio_p}."
        ),
    ]
    return "  \n".join(sentence.format(**numbers) for sentence in sentences)


def layer_costs(layer: Convolution, shape: Shape) -> dict[str, Cost]:
    """The layer's cost beside those of others with the same inputs and outputs, by their name."""
    ordinary = replace(layer, groups=1)
    costs = {_("Convolution"): ordinary.cost(shape)}
    if layer.groups > 1:
        costs[_("In {groups} groups").format(groups=layer.groups)] = layer.cost(shape)
    if shape[0] > 1:
        costs[_("Depthwise-separable")] = separable(layer, shape).cost
    costs[_("Locally connected, not shared")] = locally_connected_cost(ordinary, shape)
    costs[_("Dense")] = fully_connected_cost(ordinary, shape)
    return costs


def cost_sentences(layer: Convolution, shape: Shape) -> str:
    """Each factor named, with this layer's numbers, as Markdown."""
    rows, cols = layer.geometry(shape).rows, layer.geometry(shape).cols
    own, local, dense = layer.cost(shape), locally_connected_cost(layer, shape), fully_connected_cost(layer, shape)
    numbers = {
        "out": layer.out_channels,
        "inputs": shape[0],
        "groups": layer.groups,
        "kh": rows.kernel_size,
        "kw": cols.kernel_size,
        "h": rows.output_size,
        "w": cols.output_size,
        "parameters": count_text(own.parameters),
        "products": count_text(own.multiply_adds),
        "local": count_text(local.parameters),
        "local_times": _times(local.parameters / own.parameters),
        "dense": count_text(dense.parameters),
        "dense_times": _times(dense.parameters / own.parameters),
    }
    sentences = [
        _("**Parameters:** C_out × (C_in / groups) × K_h × K_w + C_out"),
        _("= {out} × ({inputs} / {groups}) × {kh} × {kw} + {out} = **{parameters}**"),
        "",
        _("**Multiply-adds:** C_out × (C_in / groups) × K_h × K_w × H_out × W_out"),
        _("= {out} × ({inputs} / {groups}) × {kh} × {kw} × {h} × {w} = **{products}**"),
        "",
        _("With weights of its own in every place, the layer would learn {local} numbers: {local_times} as many."),
        _("A dense layer would learn {dense} numbers: {dense_times} as many."),
    ]
    return "  \n".join(sentence.format(**numbers) for sentence in sentences).replace("_", "\\_")


def cost_table(costs: dict[str, Cost]) -> str:
    """A line for each layer, with bars on a logarithmic scale, as Markdown."""
    heads = _("Layer"), _("Parameters"), _("as a bar"), _("Multiply-adds"), _("as a bar")
    lines = [f"| {' | '.join(heads)} |", "|:--|--:|:--|--:|:--|"]
    for name, cost in costs.items():
        lines.append(
            f"| {name} | {count_text(cost.parameters)} | {_bar(cost.parameters)} "
            f"| {count_text(cost.multiply_adds)} | {_bar(cost.multiply_adds)} |"
        )
    return "\n".join(lines)


def _bar(number: int) -> str:
    """Two blocks for each factor of ten."""
    return "▇" * round(2 * np.log10(max(number, 1)))


def connections_svg(in_channels: int, out_channels: int, groups: int) -> str:
    """Input channels on the left, output channels on the right, and a line for each kernel slice between them."""
    left, right = _spread(in_channels), _spread(out_channels)
    lines = "".join(
        f"M12,{left[channel]:g}L188,{right[output]:g}"
        for output, (first, last) in enumerate(group_channels(in_channels, out_channels, groups))
        for channel in range(first, last)
    )
    dots = [(12, y, palette.HALO) for y in left] + [(188, y, palette.ACCENT) for y in right]
    circles = "".join(f'<circle cx="{x}" cy="{y:g}" r="8" fill="{fill}"/>' for x, y, fill in dots)
    return (
        '<svg viewBox="0 0 200 220" width="200" height="220" stroke-width="2">'
        f'<path d="{lines}" stroke="{palette.GRID}"/><g stroke="{palette.ACCENT}">{circles}</g></svg>'
    )


def _spread(count: int) -> list[float]:
    """Heights of so many dots, from the upper edge to the lower one."""
    return [110.0] if count == 1 else [12 + 196 * number / (count - 1) for number in range(count)]


def _times(ratio: float) -> str:
    return _("{ratio} times").format(ratio=f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}")
