"""What the player is given of a board: panels, places, index maps and walks."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

import numpy as np

from conv.index_maps import Chain, IndexMap
from conv.operations import GRADIENT, PIXEL, WEIGHT
from conv.ui.board.board import Board, Operand, Track
from conv.ui.board.deriving import slope_name
from conv.ui.board.facts import reduced_numbers
from conv.ui.board.figure import compact
from conv.ui.board.palette import GREY, SIGNED, Scale
from conv.ui.board.panel import Panel
from conv.ui.board.placement import Placement
from conv.ui.board.texts import MAX_NUMBERS, board_words, moment_size
from conv.ui.player.types import (
    BoardData,
    ChainData,
    DerivedData,
    EditsData,
    GroupData,
    HiddenData,
    IndexMapData,
    Look,
    NoteTerm,
    OperandData,
    Packed,
    PanelData,
    RecipeData,
    RecipeName,
    Role,
    Rule,
    ScalingData,
    StepWords,
    TrackData,
)

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
        "values": None if panel.values_on_server else packed(values),
    }
    if panel.moments is not None:
        data["moments"] = packed(compact(panel.moments))
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


def packed(values: np.ndarray) -> Packed:
    order = values.astype(values.dtype.newbyteorder("<"), copy=False)
    return {"dtype": order.dtype.str[1:], "bdata": b64encode(order.tobytes()).decode()}


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
        found.append(data if panel.name in made else data | {"values": packed(compact(panel.values))})
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
        data["numbers"] = packed(reduced_numbers(board, track))
    return data
