"""Two settings of one lesson on one board, in lock-step, with what differs between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from conv.precision import difference
from conv.text import _, and_then
from conv.ui.board.arrangement import (
    Caption,
    Column,
    Flow,
    Grid,
    Live,
    Node,
    Over,
    Place,
    Row,
    column,
    flow,
)
from conv.ui.board.board import Board, Group, Operand, Recipe, Track
from conv.ui.board.deriving import derive_difference
from conv.ui.board.panel import Panel
from conv.ui.lesson import Content
from conv.ui.lessons.panels import signed_look
from conv.ui.scene.address import UNCOMPARED, address_name, applies
from conv.ui.scene.labels import value_label
from conv.ui.scene.record import PARAMETERS, Scene
from conv.ui.words.numbers import size_text

MAX_WALKS, MAX_PANELS = 2, 9  # of a board, up to either of which two of them are large enough beside each other
STACKED = 3  # differences below each other at most


def can_compare(board: Board) -> bool:
    """Whether a board can stand beside another one: where all its walks go together, and neither becomes too small."""
    return board.active_track is None and (len(board.tracks) <= MAX_WALKS or len(board.panels) <= MAX_PANELS)


def compare(first: Content, second: Content, scenes: tuple[Scene, Scene]) -> Content:
    """The boards of two scenes as one, A and B.

    Args:
        first, second: What the lesson has made of them.
        scenes: The scenes.

    Returns:
        Both; B alone, with the reason, where they cannot stand beside each other.
    """
    if not (can_compare(first.board) and can_compare(second.board)):
        reason = _("This part fills the board by itself, so that A cannot stand beside it; B is shown alone.")
        return replace(second, refusals=[*second.refusals, reason])
    steps = max(content.board.steps for content in (first, second))
    boards = [_renamed(content.board, mark, steps) for content, mark in ((first, "a"), (second, "b"))]
    count = len(boards[0].tracks)
    parts: list[Node] = []
    for number, (board, mark) in enumerate(zip(boards, ("A", "B"), strict=True)):
        parts.append(column(Caption((mark,)), _shifted(board.arrangement, number * count)))
    pairs = _pairs(*boards)
    changes = [_difference(number, pair) for number, pair in enumerate(pairs)]
    seen = [(pair, panel) for pair, panel in zip(pairs, changes, strict=True) if panel is not None]
    known = [panel for _pair, panel in seen]
    derived = [derive_difference(b.panel, a.panel, panel) for (a, b), panel in seen]
    if known:
        parts.append(_stand(known))
    shown = {made.panel.name: panel.name for pair, panel in seen for made in pair}
    tracks = [
        _with_changes(_marked(track, mark), shown)
        for board, mark in zip(boards, ("A", "B"), strict=True)
        for track in board.tracks
    ]
    late = boards[1].waits  # numbers are changed in B
    board = Board(
        (*boards[0].panels, *boards[1].panels, *known),
        tuple(tracks),
        flow(*parts),
        _("Two settings of one lesson, A and B, in lock-step."),
        covered=first.board.covered and second.board.covered,
        derived=(*boards[0].derived, *boards[1].derived, *derived),
        hidden=(*boards[0].hidden, *boards[1].hidden),
        recipes=(*boards[0].recipes, *boards[1].recipes),
        painted=second.board.painted,
        waits=(*late, *(panel.name for (_a, b), panel in seen if b.panel.name in late)),
    )
    unequal = [_unequal(*pair) for pair, panel in zip(pairs, changes, strict=True) if panel is None]
    both = [content.layer(track) for content in (first, second) for track in range(len(content.board.tracks))]
    layers = [layer for layer in both if layer is not None]
    return Content(
        board,
        [_what_differs(scenes), *unequal],
        [*first.refusals, *second.refusals],
        layers=layers if len(layers) == len(both) else (),
        headline=_("A: {a} B: {b}").format(a=first.headline, b=second.headline) if second.headline else "",
    )


def _stand(panels: Sequence[Panel]) -> Node:
    """Differences below each other, or many of them in lines."""
    return (column if len(panels) <= STACKED else flow)(*(Place(panel.name) for panel in panels))


def _marked(track: Track, mark: str) -> Track:
    """A walk that says whose it is, as do the paragraphs below the player."""
    notes = [f"<strong>{mark}</strong>", *track.notes] if track.notes else ()
    title = _("{mark}: {title}").format(mark=mark, title=track.title) if track.title else mark
    return replace(track, title=title, notes=notes)


def differences(first: Scene, second: Scene) -> list[str]:
    """The settings in which two scenes differ, as they are called on screen: "Stride: A 1, B 2".

    Settings that mean nothing in one of them, such as the seed of a preset, are left out.
    """
    found = []
    for name, parameter in PARAMETERS.items():
        values = getattr(first, name), getattr(second, name)
        uncompared = address_name(name) in UNCOMPARED or values[0] == values[1]
        if uncompared or not (_matters(first, name) and _matters(second, name)):
            continue
        a, b = (value_label(name, value) for value in values)
        found.append(_("{setting}: A {a}, B {b}").format(setting=_(parameter.label) or name, a=a, b=b))
    return found


def _matters(scene: Scene, name: str) -> bool:
    """Whether a setting changes anything in a scene: numbers keep their size, and have no colours."""
    return applies(scene, name) and not (name in ("size", "colour") and scene.picture in ("worked", "typed"))


def _what_differs(scenes: tuple[Scene, Scene]) -> str:
    if listed := differences(*scenes):
        return _("What differs: {settings}.").format(settings=and_then(listed))
    return _("A and B are the same so far: change a setting on the left, and B follows.")


def _renamed(board: Board, mark: str, steps: int) -> Board:
    """A board whose panels have names of their own, and values for so many steps where they change."""
    panels = tuple(
        replace(
            _lasting(panel, steps),
            name=f"{mark}_{panel.name}",
            picture=f"{mark}{panel.picture}",
            edits=panel.edits if mark == "b" else None,
            numbers=panel.numbers if mark == "b" else (),
            scaling=replace(panel.shown_scaling, of=tuple(f"{mark}_{name}" for name in panel.shown_scaling.of)),
        )
        for panel in board.panels
    )
    return replace(
        board,
        panels=panels,
        tracks=tuple(_renamed_track(track, mark) for track in board.tracks),
        derived=tuple(_renamed_track(track, mark) for track in board.derived),
        hidden=tuple(replace(panel, name=f"{mark}_{panel.name}") for panel in board.hidden),
        recipes=tuple(_renamed_recipe(recipe, mark) for recipe in board.recipes),
        waits=tuple(f"{mark}_{name}" for name in board.waits),
        arrangement=_mapped(board.arrangement, mark),
        lens="",  # beside another board nothing is magnified, and no divider moves
        divided="",
    )


def _lasting(panel: Panel, steps: int) -> Panel:
    """A panel whose last values stay, where the other board has more steps."""
    if panel.moments is None:
        return panel
    rest = np.repeat(panel.moments[-1:], steps - len(panel.moments), axis=0)
    return replace(panel, moments=np.concatenate([panel.moments, rest]))


def _renamed_recipe(recipe: Recipe, mark: str) -> Recipe:
    source, target, along = (f"{mark}_{name}" for name in (recipe.source, recipe.target, recipe.along))
    return replace(recipe, source=source, target=target, along=along)


def _renamed_track(track: Track, mark: str) -> Track:
    def read(operands: Sequence[Operand]) -> tuple[Operand, ...]:
        return tuple(replace(operand, panel=f"{mark}_{operand.panel}") for operand in operands)

    return replace(
        track,
        target=f"{mark}_{track.target}",
        groups=tuple(Group(group.label, read(group.factors)) for group in track.groups),
        overlays=read(track.overlays),
        reveals=tuple(f"{mark}_{name}" for name in track.reveals),
        stamps=tuple(replace(stamp, lands=read([stamp.lands])[0]) for stamp in track.stamps),
    )


def _mapped(node: Node, mark: str) -> Node:
    if isinstance(node, Place):
        return Place(f"{mark}_{node.panel}")
    if isinstance(node, Over):  # the divider is for one picture; here both stand side by side
        return flow(*(Place(f"{mark}_{place.panel}") for place in (node.under, node.over)))
    if isinstance(node, (Row, Column, Flow)):
        return type(node)(tuple(_mapped(child, mark) for child in node.children))
    if isinstance(node, Grid):
        return Grid(tuple(tuple(cell and _mapped(cell, mark) for cell in cells) for cells in node.rows))
    return node


def _shifted(node: Node, by: int) -> Node:
    """Running numbers belong to tracks further on."""
    if isinstance(node, Live):
        track = node.track + by if isinstance(node.track, int) else (node.track[0] + by, node.track[1])
        return Live(track, node.group)
    if isinstance(node, (Row, Column, Flow)):
        return type(node)(tuple(_shifted(child, by) for child in node.children))
    if isinstance(node, Grid):
        return Grid(tuple(tuple(cell and _shifted(cell, by) for cell in cells) for cells in node.rows))
    return node


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    """A walk and a panel that it makes."""

    track: Track
    panel: Panel


def _pairs(first: Board, second: Board) -> list[tuple[_Made, _Made]]:
    """What the walks of two boards make that belongs together: panels of one name, where some were refused."""
    made = []
    for board in (first, second):
        panels = {panel.name: panel for panel in board.panels}
        pairs = [(track, panels[name]) for track in board.tracks for name in track.made]
        made.append({panel.name[2:]: _Made(track, panel) for track, panel in pairs if not panel.curve})
    return [(made[0][name], made[1][name]) for name in made[0] if name in made[1]]


def _with_changes(track: Track, shown: Mapping[str, str]) -> Track:
    """A walk with panels of differences, by the panels that it makes: known with them."""
    if not track.stamps:
        return replace(track, reveals=(*track.reveals, *(shown[name] for name in track.made if name in shown)))
    more = [
        replace(stamp, lands=replace(stamp.lands, panel=shown[stamp.lands.panel], beam=False), sums=False)
        for stamp in track.stamps
        if stamp.lands.panel in shown
    ]
    return replace(track, stamps=(*track.stamps, *more))


def _difference(number: int, pair: tuple[_Made, _Made]) -> Panel | None:
    """B's map minus A's, where both are of one size."""
    a, b = (made.panel.values for made in pair)
    if a.shape != b.shape or a.ndim != 2:
        return None
    change = difference(a, b, max(_terms(made.track) for made in pair))
    title = _title(pair[1])
    name = _("{title}: B − A").format(title=title) if title else _("Map B − map A")
    short = name if title else _("B − A")
    like = pair[1].panel
    return Panel(
        f"difference_{number}",
        change,
        name,
        short=short,
        bars=like.bars,
        stretch=like.stretch,
        ticks=like.ticks,
        **signed_look(change),
    )


def _title(made: _Made) -> str:
    """What is made, in a word: the walk's title, or the panel's where a walk makes several."""
    return made.track.title if len(made.track.made) == 1 else made.panel.short or made.panel.title


def _terms(track: Track) -> int:
    """How many terms make a cell at most."""
    if not track.groups or track.stamps:
        return track.size[0] * track.size[1]
    rows, cols = track.groups[0].factors[0].cells(track.size[0] // 2, track.size[1] // 2, track.size[1])
    return len(track.groups) * len(rows) * len(cols)


def _unequal(a: _Made, b: _Made) -> str:
    """Why there is no difference of two maps."""
    sizes = {"a": size_text(a.panel.shape), "b": size_text(b.panel.shape)}
    if _title(b):
        return _("{title}: the maps, {a} and {b}, are not of one size.").format(title=_title(b), **sizes)
    return _("The maps, {a} and {b}, are not of one size.").format(**sizes)
