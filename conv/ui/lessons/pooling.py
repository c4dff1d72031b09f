"""Pooling: how a picture becomes smaller, what each kind keeps, and what a small shift does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from conv.index_maps import IndexMap, runs
from conv.operations import Convolution
from conv.operations.operation import kind_adjective
from conv.reductions import KINDS
from conv.refusal import Refusal
from conv.shifts import equal_cells, shift2d
from conv.steps import Walk
from conv.text import _, all_forms, beside, ngettext
from conv.ui.board import palette
from conv.ui.board.arrangement import Caption, Live, Node, Place, Sign, column, flow, row
from conv.ui.board.board import Board, Recipe, Track
from conv.ui.board.deriving import derive_difference, derive_places, numbered
from conv.ui.board.laying import lay_track
from conv.ui.board.panel import Panel, Scaling, value_limits
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.hatches import crossed, ring
from conv.ui.lessons.moves import move_buttons
from conv.ui.lessons.panels import kernel_panels, map_panel, picture_look, signed_look, walk_track
from conv.ui.lessons.pool_scenes import grey_picture, most_pixels, pooled_kinds, pooled_walk, strided_walk
from conv.ui.saving.code import Computation, walked
from conv.ui.scene.record import MAX_PAINTED, SIDE_BY_SIDE, Scene
from conv.ui.words.labels import pool_label
from conv.ui.words.numbers import count_text, short_text
from conv.ui.words.shifts import shift_name
from conv.ui.words.tables import table_line

CHANNELS = 64  # in and out, for which the costs are compared


def build(scene: Scene, picture: Picture) -> Content:
    """One pooling of the picture; a maximum with the pixels that it lets through."""
    image = grey_picture(scene, picture)
    found = pooled_walk(scene, image[0])
    source = picture_panel(found, scene, image)
    target = pooled_panel(found, "map")
    track = pool_track(found, source, target)
    panels: list[Panel] = [source, target]
    places: list[Node] = [Place("input"), row(Sign("→"), column(Place("map"), Live(0, 0)))]
    wins = found.wins
    if wins is not None and max(image.shape) <= SIDE_BY_SIDE:  # smaller cells than pixels make false patterns
        panels.append(survivors_panel(wins))
        places.append(Place("survivors"))
    recipes = (Recipe("wins", "map", "survivors"),) if len(panels) > 2 else ()
    description = _("{input}, {map}.").format(input=source.title, map=target.title)
    board = Board(tuple(panels), (track,), flow(*places), description, recipes=recipes)
    layer = walked([found])
    return Content(board, _sentences(found), layers=[layer])


def build_beside(scene: Scene, picture: Picture) -> Content:
    """Every kind of pooling and a strided convolution, over the same windows in lock-step."""
    image = grey_picture(scene, picture)
    walks, missing = pooled_kinds(scene, image[0])
    if not walks:
        raise Refusal(" ".join(missing[:1]))
    first = next(iter(walks.values()))
    source = replace(picture_panel(first, scene, image, zeros=True), side=1.7)
    panels: list[Panel] = [source]
    tracks: list[Track] = []
    places: list[Node] = []
    for kind, found in walks.items():
        target = pooled_panel(found, kind)
        places.append(column(Place(kind), Live(len(tracks), 0)))
        panels.append(target)
        tracks.append(pool_track(found, source, target))
    strided = None if 0 not in scene.adaptive else strided_walk(scene, image)
    if isinstance(strided, Walk):
        look = replace(picture_look(scene, image), weights=False, numbers=())
        kernel = kernel_panels(strided, look, prefix="conv_", ticks=False)[0]
        target = map_panel(strided, look, name="conv_map", ticks=False)
        target = replace(target, title=_("Strided convolution {height} × {width}").format(**_size(target)))
        target = replace(target, short=_("Convolution"))
        places.append(column(Place("conv_map"), Live(len(tracks), 0)))
        places.append(Place(kernel.name))
        tracks.append(walk_track(strided, [source], [kernel], "conv_map", title=_("Strided convolution")))
        panels += [kernel, target]
    elif isinstance(strided, str):
        missing.append(strided)
    description = _("One picture, and what poolings and a strided convolution of the same windows make of it.")
    board = Board(tuple(panels), tuple(tracks), flow(Place("input"), flow(*places)), description)
    table = kinds_table(image[0], walks, strided if isinstance(strided, Walk) else None)
    layers: list[Computation] = [walked([found]) for found in walks.values()]
    if isinstance(strided, Walk):
        layers.append(walked([strided]))
    return Content(board, [*missing, table], layers=layers)


def build_shift(scene: Scene, picture: Picture) -> Content:
    """A picture and the same picture shifted, pooled, and what differs."""
    image = grey_picture(scene, picture)
    moved = shift2d(image, *scene.shift)
    found = [pooled_walk(scene, pixels[0]) for pixels in (image, moved)]
    titles = [_("The picture"), _("Shifted: {shift}").format(shift=shift_name(*scene.shift))]
    limits = value_limits(np.stack([each.feature_map for each in found]))
    scaling = Scaling("own", ("map_0", "map_1"))
    panels: list[Panel] = []
    tracks: list[Track] = []
    lines: list[Node] = []
    for number, (each, title) in enumerate(zip(found, titles, strict=True)):
        source = picture_panel(each, scene, image, name=f"input_{number}")
        if number:  # a copy of the other one
            scale = Scaling("like", ("input_0",))
            source = replace(source, edits=None, limits=panels[0].shown_limits, scaling=scale)
        target = pooled_panel(each, f"map_{number}", limits=limits, scaling=scaling, side=0.7)
        panels += [source, target]
        tracks.append(pool_track(each, source, target, title=title))
        lines.append(column(Caption((title,)), flow(Place(source.name), column(Place(target.name), Live(number, 0)))))
    change = found[1].feature_map - found[0].feature_map
    panels.append(Panel("difference", change, _("Difference of the maps"), side=0.7, **signed_look(change)))
    description = _("A picture and the same picture shifted by a pixel, both pooled, and the difference.")
    own, first, other, last, difference = panels
    derived = (
        derive_places(own, other, _shifted_places(own, scene.shift)),
        derive_difference(last, first, difference),
    )
    arrangement = flow(*lines, Place("difference"))
    board = Board(tuple(panels), tuple(tracks), arrangement, description, derived=derived)
    layers = [walked([each]) for pixels, each in zip((image, moved), found, strict=True)]
    return Content(board, [_shift_sentence(scene, image, moved, found)], above=[move_buttons(scene)], layers=layers)


def _shifted_places(panel: Panel, shift: tuple[int, int]) -> np.ndarray:
    """Where the pixels of the shifted picture stand in the other one, whose padding nobody reads."""
    places = np.zeros(panel.shape, int)
    assert panel.inset is not None
    top, left, height, width = panel.inset
    inside = slice(top, top + height), slice(left, left + width)
    places[inside] = shift2d(numbered(panel.shape)[inside], *shift)
    return places


def ready_scenes() -> dict[str, Scene]:
    """Poolings that networks use."""
    photo = Scene(picture="landscape", size=14)
    return {
        _("Max 3 × 3, stride 2, padding 1 (ResNet)"): replace(
            photo, pool_size=(3, 3), pool_stride=(2, 2), pool_padding=(1, 1)
        ),
        _("Global average: one number a map"): replace(photo, pool="average", adaptive=(1, 1)),
        _("Adaptive: 14 pixels to 5 cells"): replace(photo, pool="average", adaptive=(5, 5)),
    }


def picture_panel(found: Walk, scene: Scene, image: np.ndarray, *, name: str = "input", zeros: bool = False) -> Panel:
    """The padded picture; `zeros` shows padding as zeros that some of several walks read."""
    rows, cols = found.geometry.rows, found.geometry.cols
    padded, pixels = found.padded[0], found.terms[0].factors[0]
    height, width = padded.shape
    inset = (rows.padding, cols.padding, rows.size, cols.size)
    unread = crossed(
        [place for place in pixels.rows.unread if 0 <= place - rows.padding < rows.size],
        [place for place in pixels.cols.unread if 0 <= place - cols.padding < cols.size],
        height - 1,
        width - 1,
    )
    hatches = {"padding": ring(inset, height - 1, width - 1), "unread": [] if zeros else unread}
    framed = _("Input {rows} × {cols}, padded {height} × {width}")
    title = framed if rows.padding or cols.padding else _("Input {height} × {width}")
    look = picture_look(scene, image)
    return Panel(
        name,
        np.nan_to_num(padded) if zeros else padded,
        title.format(rows=rows.size, cols=cols.size, height=height, width=width),
        limits=(0.0, 255.0) if look.byte_pixels else None,
        hatches=[(look, boxes) for look, boxes in hatches.items() if boxes],
        inset=inset,
        sources=(rows.pixel_map, cols.pixel_map),
        edits=("pixels", 0) if max(rows.size, cols.size) <= MAX_PAINTED else None,
    )


def pooled_panel(found: Walk, name: str, **more: Any) -> Panel:
    """The pooled map."""
    height, width = found.feature_map.shape
    kind = kind_adjective(type(found.operation))
    title = _("{kind} pooling {height} × {width}").format(kind=kind, height=height, width=width)
    short = _("{kind} {height} × {width}").format(kind=kind, height=height, width=width)
    return Panel(name, found.feature_map, title, short=short, **more)


def survivors_panel(wins: np.ndarray) -> Panel:
    """In how many windows each pixel is the largest, shape (H, W)."""
    height, width = wins.shape
    lost = [
        (place, place, first, last)
        for place, line in enumerate(wins == 0)
        for first, last in runs(np.flatnonzero(line).tolist())
    ]
    title = _("Survivors: windows won, from 0 to {maximum}").format(maximum=wins.max())
    return Panel(
        "survivors",
        wins,
        title,
        short=_("Survivors"),
        scale=palette.COUNTS,
        hatches=[("unread", lost)] if lost and wins.size <= 400 else [],
        inset=(0, 0, height, width),
        sources=(IndexMap.same(height), IndexMap.same(width)),
        value_sentences=(
            _("It is the largest of no window: pooling loses it."),
            all_forms(
                lambda count: ngettext(
                    "It is the largest of one window: it survives.",
                    "It is the largest of {count} windows: it survives.",
                    count,
                )
            ),
        ),
    )


def pool_track(found: Walk, source: Panel, target: Panel, *, title: str = "") -> Track:
    """The walk of a pooling's windows."""
    decides = found.wins is not None
    legend = {"window": _("window and current cell"), "cover": _("not computed yet")}
    if decides:
        legend["picked"] = _("the largest pixel of the window")
    if any(name == "padding" for name, _boxes in source.hatches):
        counts = not np.isnan(found.padded).any()
        legend["padding"] = _("padding, which counts as zeros") if counts else _("padding, which is not read")
    if any(name == "unread" for name, _boxes in source.hatches) or decides:
        legend["unread"] = _("read by no window, or largest of none")
    title = title or _("{kind} pooling").format(kind=kind_adjective(type(found.operation)))
    return lay_track(found.operation, found.shape, [source], target.name, title=title, legend=list(legend.items()))


def kinds_table(image: np.ndarray, walks: dict[str, Walk], strided: Walk[Convolution] | None) -> str:
    """What each map keeps of the picture, and what it costs, as Markdown."""
    lines = [
        table_line(
            _("Map"), _("Cells"), _("Smallest"), _("Mean"), _("Largest"), _("Learned parameters"), _("Work for a cell")
        ),
        "|:--|--:|--:|--:|--:|--:|:--|",
        _map_line(_("The picture itself"), image, "", ""),
    ]
    for kind, found in walks.items():
        work = KINDS[found.reduction.kind].work(most_pixels(found))
        lines.append(_map_line(_("{kind} pooling").format(kind=pool_label(kind)), found.feature_map, "0", work))
    if strided is not None:
        layer = replace(strided.operation, learns_bias=False)
        wide = replace(layer, out_channels=CHANNELS, learns_bias=True)
        many = wide.cost((CHANNELS, *strided.shape[1:])).parameters
        learnt = _("{one}; {many} from {channels} to {channels} channels").format(
            one=count_text(layer.cost(strided.shape).parameters), many=count_text(many), channels=CHANNELS
        )
        work = KINDS[strided.reduction.kind].work(layer.taps(strided.shape))
        lines.append(_map_line(_("Strided convolution"), strided.feature_map, learnt, work))
    return "\n" + "\n".join(lines) + "\n"


def _map_line(name: str, values: np.ndarray, learnt: str, work: str) -> str:
    numbers = [short_text(float(number)) for number in (values.min(), values.mean(), values.max())]
    return f"| {name} | {count_text(values.size)} | {' | '.join(numbers)} | {learnt} | {work} |"


def _sentences(found: Walk) -> list[str]:
    pixels, cells = found.geometry.rows.size * found.geometry.cols.size, found.feature_map.size
    sentence = ngettext("{pixels} pixels become {cells} cell.", "{pixels} pixels become {cells} cells.", cells)
    sentences = [sentence.format(pixels=count_text(pixels), cells=count_text(cells))]
    wins = found.wins
    if wins is not None:
        survivors = int(np.count_nonzero(wins))
        sentences.append(
            _("**{survivors}** of {pixels} pixels survive: each is the largest of a window ({share} %).").format(
                survivors=count_text(survivors),
                pixels=count_text(pixels),
                share=f"{100 * survivors / pixels:.0f}",
            )
        )
    return [beside(sentences)]


def _shift_sentence(scene: Scene, image: np.ndarray, moved: np.ndarray, found: Sequence[Walk]) -> str:
    first, second = (each.feature_map for each in found)
    pixels, cells = equal_cells(image[0].astype(float), moved[0].astype(float)), equal_cells(first, second)
    if cells == first.size:
        verdict = _("{kind} pooling does not notice this shift.")
    elif cells * image[0].size > pixels * first.size:
        verdict = _("{kind} pooling hides a part of this shift, not all of it.")
    else:
        verdict = _("{kind} pooling hides nothing of this shift.")
    counts = _(
        "The shift leaves **{pixels}** of {all_pixels} pixels of the picture as they were, and **{cells}** of "
        "{all_cells} cells of the map."
    ).format(
        pixels=count_text(pixels),
        all_pixels=count_text(image[0].size),
        cells=count_text(cells),
        all_cells=count_text(first.size),
    )
    return f"{counts} {verdict.format(kind=pool_label(scene.pool))}"


def _size(panel: Panel) -> dict[str, int]:
    return {"height": panel.shape[0], "width": panel.shape[1]}
