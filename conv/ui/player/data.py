"""What the player is given: values, places, index maps and words."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np

from conv.index_maps import Chain, IndexMap
from conv.kernels import Kernel
from conv.operations import BIAS, GRADIENT, PIXEL, WEIGHT
from conv.reductions import POST_KINDS, PostOperation
from conv.text import language
from conv.ui.board.board import Board, Operand, Track
from conv.ui.board.deriving import slope_name
from conv.ui.board.facts import reduced_numbers
from conv.ui.board.figure import compact
from conv.ui.board.numbers import NumberPlace
from conv.ui.board.palette import GREY, SIGNED, Scale
from conv.ui.board.panel import Panel
from conv.ui.board.placement import Placement
from conv.ui.board.texts import MAX_NUMBERS, board_words, moment_size
from conv.ui.player.types import (
    BoardData,
    ChainData,
    DerivedData,
    EditsData,
    EditsState,
    GroupData,
    HiddenData,
    IndexMapData,
    Look,
    NoteTerm,
    OperandData,
    Packed,
    PanelData,
    PlayerData,
    PostData,
    PresetData,
    RecipeData,
    RecipeName,
    Role,
    Rule,
    ScalingData,
    StepWords,
    TrackData,
)
from conv.ui.words.narration import player_words, post_words

NO_EDITS = {"taken": 0, "undo": False, "redo": False, "alone": True}  # of a page without a server
EDITED = {"pixels": PIXEL, "wanted": GRADIENT}  # roles of numbers that no walk reads; both are painted
# Of reductions, and what is done next, that the browser computes: those of reductions.js.
KNOWN_KINDS = ("dot", "sum", "mean", "max", "norm", "difference", "softmax")
FUNCTIONS = ("none", "relu", "sigmoid", "tanh", "leaky_relu", "clip")
KNOWN_POST = ("divided", "bias", *FUNCTIONS, *map(slope_name, FUNCTIONS))


class IndexMaps:
    """IndexMaps, each one once: they are spoken of by their number."""

    def __init__(self) -> None:
        self.numbers: dict[IndexMap | Chain, int] = {}

    def number(self, index_map: IndexMap | Chain) -> int:
        """The number of an index map; those of a chain have smaller ones."""
        if isinstance(index_map, Chain):
            for part in index_map.index_maps:
                self.number(part)
        return self.numbers.setdefault(index_map, len(self.numbers))

    def data(self) -> list[IndexMapData | ChainData]:
        """All of them, by number."""
        return [
            ChainData(chain=[self.numbers[part] for part in index_map.index_maps])
            if isinstance(index_map, Chain)
            else cast(IndexMapData, index_map.data)
            for index_map in self.numbers
        ]


def board_data(board: Board, placement: Placement, mark: str) -> BoardData:
    """A board and its placement.

    Args:
        board: What is shown.
        placement: Where.
        mark: The figure's `layout.meta`, by which the player knows that it is drawn.
    """
    index_maps = IndexMaps()
    scales: dict[Scale, int] = {}
    roles = _roles(board.tracks)
    made_there = {track.target for track in board.tracks if _is_known(track)}
    panels = [
        _panel_data(
            panel if panel.name in made_there else replace(panel, values_on_server=False),
            placement,
            index_maps,
            roles,
            scales,
        )
        for panel in board.panels
    ]
    tracks = [_track_data(board, track, index_maps) for track in board.tracks]
    derived = [_derived_data(track, index_maps) for track in board.derived]
    return {
        "mark": mark,
        "activeTrack": board.active_track,
        "covers": board.covers,
        "lens": board.lens,
        "divided": board.divided,
        "table": board.table,
        "width": placement.width,
        "height": placement.height,
        "panels": panels,
        "scales": [list(scale) for scale in scales],
        "tracks": tracks,
        "derived": derived,
        "hidden": _hidden_data(board),
        "recipes": [
            RecipeData(
                name=cast(RecipeName, recipe.name),
                source=recipe.source,
                target=recipe.target,
                times=recipe.times,
                along=recipe.along,
            )
            for recipe in board.recipes
        ],
        "painted": board.painted,
        "waits": list(board.waits),
        "indexMaps": index_maps.data(),
        "live": [
            {"track": track, "group": group, "x": text.x, "y": text.y, "size": text.size}
            for (track, group), text in placement.live.items()
        ],
        "words": [
            (round(word.x, 1), round(word.y, 1), word.text, word.size, word.bold)
            for word in board_words(board, placement)
        ],
    }


def player_data(
    board: BoardData,
    *,
    start: int | None,
    panel: int | None,
    arrival: int,
    room: str,
    address: Mapping[str, str],
    rewrites: bool = False,
    names: bool = False,
    movable: bool = False,
    moved: str = "",
    below: int = 0,
    scrolls: bool = False,
    edits: Mapping[str, Any] | None = None,
    numbers: Sequence[PanelData] = (),
    presets: Sequence[PresetData] = (),
    camera: bool = False,
    quiz: int = 0,
    visit: str = "",
) -> PlayerData:
    """All that the player is given.

    Args:
        board: As `board_data` makes it.
        start: Step shown first; without one the player plays by itself, where the reader has not asked for less motion.
        panel: Track whose arithmetic is shown first, or None for one that has a cell at every step.
        arrival: Changes when `start` and `panel` are to be obeyed again, such as when another address was opened.
        room: Name of the room in which the board is placed.
        address: The scene's parameters, complete but for the step and the panel.
        rewrites: On arrival the player writes them in place of those of the address that led here.
        names: Show names of cells instead of their values.
        movable: The picture can be dragged, which the server is told.
        moved: How far the picture was moved, in words.
        below: Height in pixels that is left for what stands below the player.
        camera: A camera's pictures can run through the walks.
        scrolls: On a phone the board may be higher than the screen.
        quiz: Seed of the questions that are asked, 0 for none.
        visit: By which the server knows this visit; after a lost connection another server has another one.
        numbers: Single numbers that can be changed, as `number_data` makes them.
        presets: Known kernels that can be tried, as `kernel_data` and `activation_data` make them.
        edits: The last change of numbers that was taken, and whether there is one to undo or redo.
    """
    return {
        "board": board,
        "arrival": arrival,
        "room": room,
        "address": dict(address),
        "rewrites": rewrites,
        "start": start,
        "panel": panel,
        "names": names,
        "movable": movable,
        "moved": moved,
        "below": below,
        "camera": camera,
        "scrolls": scrolls,
        "quiz": quiz,
        "visit": visit,
        "edits": cast(EditsState, dict(edits or NO_EDITS)),
        "numbers": list(numbers),
        "presets": list(presets),
        "language": language(),
        "words": player_words(),
    }


def _roles(tracks: Sequence[Track]) -> dict[str, Role]:
    """What the numbers of panels are, by their names: as the terms say it."""
    found: dict[str, Role] = {}
    for track in tracks:
        for operand in track.operands:
            if operand.role:
                found.setdefault(operand.panel, cast(Role, operand.role))
    return found


def _panel_data(
    panel: Panel, placement: Placement, index_maps: IndexMaps, roles: Mapping[str, Role], scales: dict[Scale, int]
) -> PanelData:
    spot = placement.spots[panel.name]
    height, width = panel.shape
    values = panel.values if panel.values.ndim == 3 else compact(panel.values)
    data: PanelData = {
        "name": panel.name,
        "title": panel.title,
        "rows": height,
        "cols": width,
        "x": spot.x,
        "y": spot.y,
        "dx": spot.dx,
        "dy": spot.dy,
        "values": None if panel.values_on_server else _packed(values),
    }
    if panel.moments is not None:
        data["moments"] = _packed(compact(panel.moments))
        big = panel.shape[0] * panel.shape[1] > MAX_NUMBERS
        data["lettering"] = 0.0 if big else moment_size(panel, spot)
    if panel.values.ndim == 2 and not panel.curve:
        data["scaling"] = _scaling_data(panel, scales)
    if panel.bars:
        data["bars"] = True
    if panel.numbers:
        data["takes"] = list(panel.numbers)
    if panel.letter:
        data["letter"] = panel.letter
    if panel.hatches:
        data["hatched"] = [box for _look, boxes in panel.hatches for box in boxes]
    if panel.edits is not None:
        name, index = panel.edits
        role = roles.get(panel.name, cast(Role, EDITED.get(name, WEIGHT)))
        data["edits"] = EditsData(name=name, index=index, role=role)
    if panel.inset is not None and panel.sources is not None:
        data["picture"] = panel.picture
        data["inset"] = panel.inset
        data["sources"] = [index_maps.number(index_map) for index_map in panel.sources]
        data["valueSentences"] = panel.value_sentences
    return data


def _scaling_data(panel: Panel, scales: dict[Scale, int]) -> ScalingData:
    low, high = panel.shown_limits
    scaling = panel.shown_scaling
    return {
        "low": low,
        "high": high,
        "scale": scales.setdefault(panel.scale or GREY, len(scales)),
        "signed": scales.setdefault(panel.scale or SIGNED, len(scales)),
        "rule": cast(Rule, scaling.rule),
        "of": list(scaling.of),
    }


def _packed(values: np.ndarray) -> Packed:
    order = values.astype(values.dtype.newbyteorder("<"), copy=False)
    return {"dtype": order.dtype.str[1:], "bdata": b64encode(order.tobytes()).decode()}


def number_data(
    name: str, title: str, value: float, place: NumberPlace, *, operation: str, zero: bool, together: str
) -> PanelData:
    """A number that stands by itself, as a panel of one cell."""
    kind = POST_KINDS[operation]
    post = cast(PostData, post_words(PostOperation(operation, value), "{value}"))
    edits = EditsData(name=name, index=0, role=cast(Role, BIAS))
    return {
        "name": f"number_{name}",
        "title": title,
        "rows": 1,
        "cols": 1,
        "x": place.x,
        "y": place.y,
        "dx": place.width,
        "dy": place.height,
        "values": _packed(np.array([[value]], float)),
        "edits": edits,
        "number": {
            "sign": kind.sign,
            "shown": place.shown,
            "together": together,
            "zero": zero,
            "post": post,
            "idle": kind.idle,
        },
    }


def kernel_data(name: str, label: str, preset: Kernel, chosen: bool) -> PresetData:
    """A known kernel that can be tried."""
    weights, post = preset.weights.tolist(), _post_data(PostOperation("divided", preset.divisor))
    return {"kind": "kernel", "name": name, "label": label, "weights": weights, "post": post, "chosen": chosen}


def activation_data(name: str, label: str, chosen: bool) -> PresetData:
    """A function of the sums that can be tried."""
    post = _post_data(PostOperation("activation", name))
    return {"kind": "activation", "name": name, "label": label, "weights": [], "post": post, "chosen": chosen}


def _post_data(operation: PostOperation) -> PostData | None:
    return None if operation.value == operation.kind.idle else cast(PostData, post_words(operation))


def _is_known(track: Track) -> bool:
    """Whether the browser can compute its numbers."""
    if track.reduction is None:
        return True
    post = {operation["name"] for operation in track.words.get("post", ())}
    return track.reduction.kind in KNOWN_KINDS and post <= set(KNOWN_POST)


def _operand_data(operand: Operand, index_maps: IndexMaps) -> OperandData:
    return {
        "panel": operand.panel,
        "rows": index_maps.number(operand.rows),
        "cols": index_maps.number(operand.cols),
        "channel": operand.channel,
        "byStep": operand.by_step,
        "role": cast(Role, operand.role),
        "look": cast(Look, operand.look),
        "beam": operand.beam,
    }


def _groups_data(track: Track, index_maps: IndexMaps) -> list[GroupData]:
    return [
        {"label": group.label, "factors": [_operand_data(factor, index_maps) for factor in group.factors]}
        for group in track.groups
    ]


def _hidden_data(board: Board) -> list[HiddenData]:
    made = {*(track.target for track in board.derived), *(recipe.target for recipe in board.recipes)}
    found = []
    for panel in board.hidden:
        data = HiddenData(name=panel.name, rows=panel.shape[0], cols=panel.shape[1])
        found.append(data if panel.name in made else data | {"values": _packed(compact(panel.values))})
    return found


def _derived_data(track: Track, index_maps: IndexMaps) -> DerivedData:
    assert track.reduction is not None
    return {
        "target": track.target,
        "height": track.size[0],
        "width": track.size[1],
        "groups": _groups_data(track, index_maps),
        "kind": track.reduction.kind,
        "post": track.words["post"],
    }


def _track_data(board: Board, track: Track, index_maps: IndexMaps) -> TrackData:
    kind = track.reduction.kind if track.reduction else None
    data: TrackData = {
        "title": track.title,
        "target": track.target,
        "height": track.size[0],
        "width": track.size[1],
        "pace": track.pace,
        "groups": _groups_data(track, index_maps),
        "overlays": [_operand_data(overlay, index_maps) for overlay in track.overlays],
        "kind": kind,
        "words": cast(StepWords, dict(track.words)),
        "formulas": track.formulas,
        "legend": list(track.legend),
        "notes": list(track.notes),
        "terms": cast(dict[str, NoteTerm], dict(track.terms)),
        "dot": track.dot,
        "corner": track.corner,
        "stamps": [
            {"lands": _operand_data(stamp.lands, index_maps), "group": stamp.group, "sums": stamp.sums}
            for stamp in track.stamps
        ],
        "reveals": track.reveals,
        "sizeTerms": track.size_terms,
    }
    if not _is_known(track):
        data["numbers"] = _packed(reduced_numbers(board, track))
    return data
