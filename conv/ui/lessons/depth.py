"""Depth: a stack of layers on a picture, what a deep cell sees of it, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from conv.activations import IDLE
from conv.geometry import ConvGeometry
from conv.index_maps import Chain, IndexMap
from conv.networks import (
    NETWORKS,
    PUBLISHED,
    EffectiveField,
    effective_field,
    network_name,
    with_kernels,
)
from conv.operations import Network
from conv.ops import pad2d
from conv.receptive_field import field_sizes, padded_once
from conv.text import _, ngettext
from conv.ui.board import palette
from conv.ui.board.arrangement import Caption, Place, column, flow
from conv.ui.board.board import Board, Operand, Track
from conv.ui.board.panel import Panel
from conv.ui.extras.records import Extra, Text
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.costs import asked_costs
from conv.ui.lessons.hatches import ring
from conv.ui.lessons.panels import inset, picture_look, picture_panels
from conv.ui.lessons.stacks import derive_stacks, lay_stack, stack_means
from conv.ui.saving.code import Computation
from conv.ui.scene.pictures import scene_image
from conv.ui.scene.record import Scene
from conv.ui.words.fields import cost_terms, deep_words, layers_table, recurrences
from conv.ui.words.labels import layer_labels, network_label
from conv.ui.words.numbers import count_text
from conv.ui.words.tables import table_line

MAX_PANELS, MAX_MAPS = 40, 4
PAYS_CHANNELS = 64  # in and out, for which the costs of stacking are compared


@dataclass(frozen=True, slots=True, eq=False)
class Deep:
    """A stack on a picture.

    Attributes:
        image: The picture, shape (C, H, W).
        network: The layers that fit.
        refusal: Why the next one does not, or empty.
        maps: Of each layer as many as are drawn, shape (C, H, W).
        layers: The layers up to each one, as many channels wide as are drawn, for code that gives its maps.
    """

    image: np.ndarray
    network: Network
    refusal: str
    maps: list[np.ndarray]
    layers: list[Computation]


def build(scene: Scene, picture: Picture) -> Content:
    """Every layer's maps in a row from the picture to the last one, and the fields of their cells."""
    deep = run_stack(scene, scene_image(scene, picture.own))
    network, around = deep.network, field_frame(deep.network)
    source = _picture_panel(deep, around, scene)
    layers = [layer_panels(deep, index) for index in range(len(network.operations))]
    tracks = tuple(layer_track(deep, index, around, source.name, layers) for index in range(len(layers)))
    columns = [column(*(Place(panel.name) for panel in panels)) for panels in layers]
    description = _("A picture and the feature maps of {count} layers, one behind the other.").format(count=len(layers))
    chosen = len(layers) - 1 if scene.panel is None else min(scene.panel, len(layers) - 1)
    board = Board(
        (source, *(panel for panels in layers for panel in panels)),
        tracks,
        flow(Place(source.name), *columns),
        description,
        active_track=chosen,
        table=layers_table(network),
    )
    maximum = max(map(len, deep.maps))
    drawn = ngettext(
        "{maximum} map of each layer is drawn; the costs count all channels.",
        "Up to {maximum} maps of each layer are drawn; the costs count all channels.",
        maximum,
    ).format(maximum=maximum)
    return Content(
        board,
        [drawn, *_made_up(scene)],
        [deep.refusal] if deep.refusal else [],
        below=lambda: [*published_fields(), *asked_costs(scene)],
        layers=deep.layers,
    )


def _made_up(scene: Scene) -> list[str]:
    """What is left out of a published network, and made up."""
    name = network_name(scene.stack)
    if not name:
        return []
    return [
        _(
            "Of {network} these are the convolutions and poolings: its dense layers are not in the sums. The kernels "
            "are made up, not trained; sizes, fields and costs are the network’s own."
        ).format(network=network_label(name))
    ]


def build_effective(scene: Scene, picture: Picture) -> Content:
    """What the middle cell of the last layer could see, and how much each pixel acts on it."""
    deep = run_stack(scene, scene_image(scene, picture.own))
    network, around = deep.network, field_frame(deep.network)
    middle = network.output_size[0] // 2, network.output_size[1] // 2
    found = effective_field(network, middle)
    source = _picture_panel(deep, around, scene)
    last = layer_panels(deep, len(network.operations) - 1)[:1]
    layers: list[list[Panel]] = [[] for _layer in network.operations[:-1]] + [last]
    track = layer_track(deep, len(network.operations) - 1, around, source.name, layers)
    track = replace(track, legend=[*track.legend, ("outline", _("theoretical field, and its central half"))])
    strength = _strength_panel(found, around)
    target = replace(last[0], side=0.6)
    description = _("A picture, the strength with which each pixel acts on one deep cell, and the last map.")
    board = Board(
        (source, strength, target),
        (track,),
        flow(Place(source.name), Place(target.name), Place(strength.name)),
        description,
        active_track=0,
    )
    refusals = [deep.refusal] if deep.refusal else []
    return Content(board, [_effective_sentence(found, network, middle)], refusals, layers=deep.layers[-1:])


def build_pays(scene: Scene, picture: Picture) -> Content:
    """One large kernel beside three small ones with the same field, in lock-step, and their costs."""
    image = scene_image(scene, picture.own)
    look = picture_look(scene, image, together=True)
    shape = (1, image.shape[1], image.shape[2])
    stacks = {name: Network(shape, padded_once(NETWORKS[name])) for name in ("one_7x7", "three_3x3")}
    costly = {name: Network((PAYS_CHANNELS, *shape[1:]), NETWORKS[name]) for name in stacks}
    laid = [
        lay_stack(found, image, look, title=network_label(name), prefix=f"walk{number}_")
        for number, (name, found) in enumerate(stacks.items())
    ]
    columns = [
        column(
            Caption(
                (
                    walk.track.title,
                    _("Field {rows} × {cols}").format(rows=found.rows.field_size, cols=found.cols.field_size),
                )
            ),
            flow(Place(walk.inputs[0].name), Place(walk.target.name)),
        )
        for walk, found in zip(laid, stacks.values(), strict=True)
    ]
    description = _("One kernel of 7 × 7 and three layers of 3 × 3 on the same picture.")
    panels = tuple(panel for walk in laid for panel in walk.panels)
    more = derive_stacks(list(stacks.values()), image, laid)
    board = Board(panels, tuple(walk.track for walk in laid), flow(*columns), description, **more)
    layers = [stack_means(found, image) for found in stacks.values()]
    table = pays_table(costly)
    return Content(board, [table], layers=layers)


def ready_scenes() -> dict[str, Scene]:
    """Stacks that are asked for again and again, on a picture of their size."""
    sizes = {"lenet5": 32, "alexnet": 224, "vgg16": 224, "resnet18": 224}
    return {
        network_label(name): Scene(
            picture="digits" if name == "lenet5" else "landscape" if name in sizes else "digits",
            size=sizes.get(name, 28),
            colour="colour" if sizes.get(name) == 224 else "grey",
            stack=layers,
        )
        for name, layers in NETWORKS.items()
    }


def run_stack(scene: Scene, image: np.ndarray) -> Deep:
    """The scene's stack on a picture, as many of its layers as fit.

    Raises:
        Refusal: If not even the first one does.
    """
    channels, height, width = image.shape
    network, refusal = Network.fitting((channels, height, width), scene.stack)
    if refusal:
        refusal = _("{reason} The layers before it are shown.").format(reason=refusal)
    count = len(network.operations)
    drawn = max(1, min(MAX_MAPS, (MAX_PANELS - 1) // count))
    narrow = with_kernels(network.narrowed(drawn), scene.stack_seed)
    pixels = image.astype(np.float32) / (255 if image.dtype == np.uint8 else 1)
    maps = [made[:drawn] for made in narrow.maps(pixels)]
    layers = [Computation(pixels, narrow.first(number)) for number in range(1, count + 1)]
    return Deep(image, network, refusal, maps, layers)


def field_frame(network: Network) -> ConvGeometry:
    """The picture with as much around it as the last layer's fields hang over it: a geometry without windows."""
    sides = []
    for axis, geometry in ((network.rows, network.geometries[0].rows), (network.cols, network.geometries[0].cols)):
        last = axis.field(axis.layers[-1].output_size - 1)[1]
        sides.append((max(0, -axis.start), max(0, last - geometry.size + 1)))
    first = network.geometries[0]
    return ConvGeometry((first.rows.size, first.cols.size), 1, padding=(sides[0], sides[1]))


def layer_panels(deep: Deep, index: int) -> list[Panel]:
    """The maps of a layer that are drawn; the first one has the title."""
    name = layer_labels(deep.network.operations)[index]
    height, width = deep.maps[index].shape[1:]
    title = _("{layer}, map {map}: {height} × {width}")
    return [
        Panel(
            f"layer{index}_{number}",
            values,
            title.format(layer=name, map=number, height=height, width=width),
            short=name,
            heading=number == 0,
            ticks=False,
            side=0.5,
        )
        for number, values in enumerate(deep.maps[index])
    ]


def layer_track(deep: Deep, index: int, around: ConvGeometry, source: str, layers: Sequence[Sequence[Panel]]) -> Track:
    """The walk over a layer's map: its cell's field on the picture and on every map before it."""
    network = deep.network
    upto = network.first(index + 1)
    rows, cols = upto.index_maps(-1)
    frame = [
        IndexMap.windows(axis.padded_size, range(axis.before, axis.before + axis.size), (0,))
        for axis in (around.rows, around.cols)
    ]
    overlays = [
        Operand(source, Chain((frame[0], *rows.index_maps)), Chain((frame[1], *cols.index_maps))),
        Operand(source, *_whole_fields(upto, around), look="span", beam=False),
    ]
    for before in range(index):
        index_maps = upto.index_maps(before)
        overlays += [Operand(panel.name, *index_maps, beam=number == 0) for number, panel in enumerate(layers[before])]
    height, width = upto.output_size
    same = IndexMap.same(height), IndexMap.same(width)
    overlays += [Operand(panel.name, *same, look="cell", beam=False) for panel in layers[index][1:]]
    name = layer_labels(network.operations)[index]
    legend = [("window", _("current cell, and what it reads")), ("span", _("its field without borders"))]
    if around.padded_size != (around.rows.size, around.cols.size):
        legend.append(("padding", _("padding")))
    return Track(
        name,
        layers[index][0].name,
        (height, width),
        overlays=tuple(overlays),
        words=deep_words(name, upto),
        legend=legend,
        notes=(recurrences(network, index), cost_terms(network, index)),
    )


def _whole_fields(network: Network, around: ConvGeometry) -> tuple[IndexMap, IndexMap]:
    """From the frame around the picture to the last layer's cells: whole boxes, whatever the borders."""
    found = []
    for axis, frame in ((network.rows, around.rows), (network.cols, around.cols)):
        first = frame.before + axis.start
        origins = range(first, first + axis.layers[-1].output_size * axis.jump, axis.jump)
        found.append(IndexMap.windows(frame.padded_size, origins, range(axis.field_size)))
    return found[0], found[1]


def _picture_panel(deep: Deep, around: ConvGeometry, scene: Scene) -> Panel:
    typed = scene.picture == "typed"  # the maps of a picture's bytes are scaled
    look = replace(picture_look(scene, deep.image, together=True), names=False, pixels=typed)
    none = IndexMap.whole(around.rows.padded_size, 1), IndexMap.whole(around.cols.padded_size, 1)
    panel = picture_panels(pad2d(deep.image, around), around, look, index_maps=none)[0]
    title = _("Picture {height} × {width}").format(height=deep.image.shape[1], width=deep.image.shape[2])
    return replace(panel, title=title, short=_("Picture"), side=1.5, ticks=False)


def _strength_panel(found: EffectiveField, around: ConvGeometry) -> Panel:
    rows, cols = around.rows, around.cols
    values = np.full(around.padded_size, np.nan, np.float32)
    values[rows.before : rows.before + rows.size, cols.before : cols.before + cols.size] = found.strength
    boxes = [
        (top + rows.before, bottom + rows.before, left + cols.before, right + cols.before)
        for top, bottom, left, right in (found.box, found.half)
    ]
    around_picture = ring((rows.before, cols.before, rows.size, cols.size), rows.padded_size - 1, cols.padded_size - 1)
    more: dict[str, Any] = {"hatches": [("padding", around_picture)]} if around_picture else {}
    return Panel(
        "strength",
        values,
        _("How strongly each pixel acts on the middle cell"),
        short=_("Effective field"),
        scale=palette.COUNTS,
        limits=(0.0, 1.0),
        outlines=boxes,
        side=1.5,
        ticks=False,
        **inset(around),
        **more,
    )


def _effective_sentence(found: EffectiveField, network: Network, middle: tuple[int, int]) -> str:
    return _(
        "Cell {row}, {col} of the last layer: **{share} %** of what acts on it comes from the central half of its "
        "field of {rows} × {cols} (half as high and half as wide), which holds {even} % of its pixels. The map is the "
        "mean of {seeds} stacks with random kernels, activations left out, poolings as means (Luo and others, "
        "arXiv:1701.04128)."
    ).format(
        row=middle[0],
        col=middle[1],
        share=f"{100 * found.share:.0f}",
        even=f"{100 * found.even:.0f}",
        rows=network.rows.field_size,
        cols=network.cols.field_size,
        seeds=16,
    )


def published_fields() -> list[Extra]:
    """Receptive fields that others have published, below a line that says so."""
    return [Text(_("**Receptive fields as others have published them**")), Text(published_table())]


def published_table() -> str:
    """Receptive fields that others have published, beside what the core computes, as Markdown."""
    lines = [
        table_line(_("Network"), _("Layer"), _("Published field"), _("Computed here"), _("Source")),
        "|:--|:--|--:|--:|:--|",
    ]
    for known in PUBLISHED:
        computed = field_sizes(NETWORKS[known.network][: known.layers])[0]
        lines.append(table_line(network_label(known.network), known.layer, known.size, computed, _(known.source)))
    return "\n".join(lines)


def pays_table(stacks: dict[str, Network]) -> str:
    """Costs of the stacks, with as many kernels in every layer as channels come in, as Markdown."""
    lines = [
        table_line(_("Stack"), _("Field"), _("Parameters"), _("Multiply-adds"), _("Activations")),
        "|:--|--:|--:|--:|--:|",
    ]
    for name, network in stacks.items():
        layers = [layer.with_channels(PAYS_CHANNELS) for layer in network.operations if layer.learned]
        wide = Network(network.input_shape, tuple(layers))
        lines.append(
            f"| {network_label(name)} | {wide.rows.field_size} × {wide.cols.field_size} "
            f"| {count_text(wide.cost.parameters)} "
            f"| {count_text(wide.cost.multiply_adds)} "
            f"| {sum(layer.activation != IDLE for layer in layers)} |"
        )
    words = _("With {channels} channels in and out of every layer:").format(channels=PAYS_CHANNELS)
    return words + "\n\n" + "\n".join(lines) + "\n"
