"""Kernels on a picture: all presets at once, one again and again, separable ones in two passes, and Gabor kernels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from conv.activations import ACTIVATIONS, IDLE
from conv.geometry import ConvGeometry
from conv.index_maps import IndexMap
from conv.kernels import KERNELS, gabor_kernel, separate
from conv.ops import pad2d
from conv.steps import Walk, walk
from conv.text import _, listed
from conv.ui.board.arrangement import Caption, Live, Node, Over, Place, column, flow, row
from conv.ui.board.board import Board, Group, Recipe, Track
from conv.ui.board.panel import Panel, Scaling
from conv.ui.extras.records import Button, Buttons
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.boards import one_board
from conv.ui.lessons.panels import Look, kernel_panels, lay_walk, map_panel, picture_look, picture_panels, walk_track
from conv.ui.lessons.step import activation_sentence
from conv.ui.saving.code import Computation, walked
from conv.ui.scene.pictures import scene_image, scene_kernel
from conv.ui.scene.record import SIDE_BY_SIDE, Scene
from conv.ui.words.labels import kernel_label, short_kernel_label
from conv.ui.words.numbers import count_text


def build_gallery(scene: Scene, picture: Picture) -> Content:
    """Every preset's map of one picture, in lock-step."""
    image = _grey(scene, picture)
    look = replace(picture_look(scene, image), numbers=("divisor",))
    frame = ConvGeometry((image.shape[1], image.shape[2]), 5, padding=2, padding_mode="replicate")
    source = replace(picture_panels(pad2d(image, frame), frame, look)[0], side=1.3)
    values_on_server = max(image.shape) > SIDE_BY_SIDE
    panels: list[Panel] = [source]
    tracks: list[Track] = []
    places: list[Node] = []
    layers: list[Computation] = []
    for number, (name, preset) in enumerate(KERNELS.items()):
        picture.progress(number / len(KERNELS))
        found = _preset_walk(image, preset.weights, preset.divisor, scene)
        kernel = kernel_panels(found, replace(look, weights=False), prefix=f"{name}_", ticks=False)[0]
        kernel = replace(kernel, side=0.25, heading=False)
        label = kernel_label(name)
        target = replace(
            map_panel(found, look, name=name, ticks=False),
            title=label,
            short=short_kernel_label(name),
            side=0.6,
            values_on_server=values_on_server,
        )
        if values_on_server:  # of a large picture there are many, and the figure needs no more digits
            target = replace(target, values=target.values.astype(np.float32))
        panels += [kernel, target]
        tracks.append(_framed_track(found, source, kernel, target, frame, label))
        places.append(row(Place(target.name), Place(kernel.name)))
        layers.append(walked([found]))
    board = Board(
        tuple(panels),
        tuple(tracks),
        flow(column(Place(source.name), Live((0, len(tracks)), None)), flow(*places)),
        _("One picture and the maps that {count} kernels make of it.").format(count=len(tracks)),
        covered=False,
        lens=source.name,
    )
    return Content(board, [_scale_sentence(scene)], below=_choices, layers=layers)


def build_large(scene: Scene, picture: Picture) -> Content:
    """One kernel's map over the picture, to be compared with a divider."""
    image = _grey(scene, picture)
    weights, divisor = scene_kernel(replace(scene, colour="grey"), 1)
    found = _preset_walk(image, weights[0], divisor, scene)
    look = replace(picture_look(scene, image), numbers=("divisor", "activation"))
    source = picture_panels(found.padded, found.geometry, look)[0]
    values_on_server = max(image.shape) > SIDE_BY_SIDE
    target = replace(map_panel(found, look), heading=False, values_on_server=values_on_server)
    kernel = replace(kernel_panels(found, look)[0], side=0.35)
    title = _("Picture and map {height} × {width}").format(**_size(target))
    source = replace(source, title=title, short=title)
    track = walk_track(found, [source], [kernel], target.name, title=kernel_label(scene.kernel))
    board = Board(
        (source, target, kernel),
        (track,),
        flow(Over(Place(source.name), Place(target.name), _corner(source)), column(Place(kernel.name), Live(0, None))),
        _("A picture left of a divider, and its map on the right."),
        covered=False,
        lens=source.name,
        divided=target.name,
    )
    sentences = [_clipped_sentence(found)] if _gives_bytes(scene) else [_scale_sentence(scene)]
    return Content(board, sentences, layers=[walked([found])])


def build_again(scene: Scene, picture: Picture) -> Content:
    """One kernel, applied to its own output so many times; the last application is walked."""
    image = _grey(scene, picture)
    weights, divisor = scene_kernel(replace(scene, colour="grey"), 1)
    current = np.asarray(image, float)
    for _time in range(scene.times - 1):
        current = _preset_walk(current, weights[0], divisor, scene).feature_map[None]
    found = _preset_walk(current, weights[0], divisor, scene)
    look = picture_look(scene, image) if scene.times == 1 else Look(weights=True)
    laid = lay_walk(found, replace(look, numbers=("divisor", "activation")))
    board = one_board(laid)
    sentences = []
    if scene.times > 1:
        title = _("The picture {height} × {width}").format(height=image.shape[1], width=image.shape[2])
        limits = (0.0, 255.0) if image.dtype == np.uint8 else None
        first = Panel("first", image[0], title, short=_("Picture"), limits=limits, side=0.7)
        arrangement = flow(Place("first"), board.arrangement)
        again = Recipe("repeated", "first", laid.target.name, scene.times)
        board = replace(board, panels=(*board.panels, first), arrangement=arrangement, recipes=(again,))
        sentences.append(
            _("The kernel has been applied {times} times; what it reads now is its own map.").format(times=scene.times)
        )
    if scene.activation != "none":
        sentences.append(activation_sentence(found, scene.activation))
    return Content(board, sentences, layers=[walked([found])])


def build_passes(scene: Scene, picture: Picture) -> Content:
    """A separable kernel at once, and as a column and a row one behind the other."""
    image = _grey(scene, picture)
    weights, divisor = scene_kernel(replace(scene, colour="grey"), 1)
    kernel = np.asarray(weights[0])
    found = separate(kernel.astype(int)) if np.array_equal(kernel, np.round(kernel)) else None
    look = replace(picture_look(scene, image), numbers=("divisor",))
    once = walk(image, kernel[None], divisor=divisor)
    whole = lay_walk(once, look, title=_("At once"), prefix="whole_")
    if found is None:
        names = listed(kernel_label(name) for name, preset in KERNELS.items() if separate(preset.weights))
        sentence = _("This kernel is not separable: its rows are no multiples of one row. These are: {names}.")
        return Content(one_board(whole), [sentence.format(names=names)], layers=[walked([once])])
    first = walk(image, found[0][None, :, None])
    second = walk(first.feature_map[None], found[1][None, None, :], divisor=divisor)
    look = replace(look, weights=False)
    down = lay_walk(first, look, title=_("First the column"), prefix="column_")
    middle = replace(down.target, title=_("After the column {height} × {width}").format(**_size(down.target)))
    across = kernel_panels(second, look, prefix="row_")
    target = map_panel(second, look, name="row_map", scaling=Scaling(""))
    track = walk_track(second, [middle], across, target.name, title=_("Then the row"))
    passed = (*down.kernels, middle, *across, target)
    lines = [
        column(Caption((name,)), row(*(Place(panel.name) for panel in panels)))
        for name, panels in ((whole.track.title, (*whole.kernels, whole.target)), (_("In two passes"), passed))
    ]
    tracks = (whole.track, replace(down.track, groups=_operands_from(down.track, whole.inputs[0])), track)
    panels = (*whole.panels, *passed)
    description = _("A separable kernel at once, and as two passes.")
    arrangement = flow(Place(whole.inputs[0].name), column(*lines))
    board = Board(panels, tracks, arrangement, description, waits=tuple(panel.name for panel in passed))
    equal = int(np.isclose(second.feature_map, whole.target.values).sum())
    sentence = _(
        "Separable: **{height} × {width} = {all}** products a cell become **{height} + {width} = {few}**. {equal} of "
        "{cells} cells agree."
    ).format(
        height=kernel.shape[0],
        width=kernel.shape[1],
        all=kernel.size,
        few=sum(kernel.shape),
        equal=count_text(equal),
        cells=count_text(whole.target.values.size),
    )
    passes = ((image, once), (image, first), (first.feature_map[None], second))
    return Content(board, [sentence], layers=[walked([each]) for pixels, each in passes])


def build_gabor(scene: Scene, picture: Picture) -> Content:
    """A kernel that answers to stripes of one direction and width."""
    image = _grey(scene, picture)
    size, angle, wavelength, width = scene.gabor
    kernel = gabor_kernel(size, angle, wavelength, width)
    found = walk(image, kernel[None], padding="half", padding_mode="replicate", activation=_clip(scene))
    board = one_board(lay_walk(found, replace(picture_look(scene, image), weights=False)))
    layer = walked([found])
    sentence = _("Stripes {wavelength} pixels apart, turned by {angle} degrees, give the largest numbers.").format(
        wavelength=wavelength, angle=angle
    )
    return Content(board, [sentence], layers=[layer])


def ready_scenes() -> dict[str, Scene]:
    """What is asked for again and again."""
    photo = Scene(picture="landscape", size=64)
    return {
        _("A blur, ten times"): replace(photo, kernel="box_blur", activation="none", times=10, topic="again"),
        _("Sharpen, three times, clipped"): replace(photo, kernel="sharpen", activation="clip", times=3, topic="again"),
    }


def _choices() -> list[Buttons]:
    """A button for each preset that shows it large."""
    buttons = [
        Button(kernel_label(name), f"large_{name}", "zoom_in", {"kernel": name, "topic": "large"}) for name in KERNELS
    ]
    return [Buttons(buttons, "choices")]


def _clipped_sentence(found: Walk) -> str:
    below, above = int(np.count_nonzero(found.totals < 0)), int(np.count_nonzero(found.totals > 255))
    return _(
        "Clipped to 0–255, as an image editor shows them: **{below}** negative cells are black, and **{above}** above "
        "255 are white, of {cells}."
    ).format(below=count_text(below), above=count_text(above), cells=count_text(found.totals.size))


def _grey(scene: Scene, picture: Picture) -> np.ndarray:
    return scene_image(replace(scene, colour="grey"), picture.own)


def _gives_bytes(scene: Scene) -> bool:
    return ACTIVATIONS[scene.activation].gives_bytes


def _clip(scene: Scene) -> str:
    return scene.activation if _gives_bytes(scene) else IDLE


def _preset_walk(image: np.ndarray, weights: np.ndarray, divisor: float, scene: Scene) -> Walk:
    """A kernel over a picture whose size stays, with its border repeated, as image editors do."""
    return walk(
        image, weights[None], divisor=divisor, padding="half", padding_mode="replicate", activation=scene.activation
    )


def _framed_track(found: Walk, source: Panel, kernel: Panel, target: Panel, frame: ConvGeometry, title: str) -> Track:
    """The walk of a kernel on a picture that is padded for a larger one."""
    track = walk_track(found, [source], [kernel], target.name, title=title)
    index_maps = []
    for axis, around in ((found.geometry.rows, frame.rows), (found.geometry.cols, frame.cols)):
        first = around.before - axis.before
        index_maps.append(
            IndexMap.windows(around.padded_size, range(first, first + axis.output_size), axis.tap_offsets)
        )
    (group,) = track.groups
    pixels, weights = group.factors
    framed = replace(pixels, panel=source.name, rows=index_maps[0], cols=index_maps[1])
    return replace(track, groups=(Group(group.label, (framed, weights)),))


def _operands_from(track: Track, source: Panel) -> tuple[Group, ...]:
    """A track's groups with another panel of the same picture."""
    first = track.groups[0]
    return (Group(first.label, (replace(first.factors[0], panel=source.name), *first.factors[1:])),)


def _corner(panel: Panel) -> tuple[int, int]:
    """Where the picture begins in a padded panel."""
    assert panel.inset is not None
    return panel.inset[0], panel.inset[1]


def _size(panel: Panel) -> dict[str, int]:
    return {"height": panel.shape[0], "width": panel.shape[1]}


def _scale_sentence(scene: Scene) -> str:
    if _gives_bytes(scene):
        return _("Clipped to 0–255, as an image editor shows them: what was negative is black.")
    return _("Signed maps are orange above zero and blue below. The activation Clip shows bytes, as an editor does.")
