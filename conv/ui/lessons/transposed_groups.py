"""Transposed convolution of several channels: which outputs each input stamps on, and with which kernel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from conv.kernels import flip_kernel
from conv.operations import TransposedConvolution
from conv.steps import walks
from conv.text import _
from conv.transposed import insert_zeros, transposed_weight
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.channels import bank_board, bank_look
from conv.ui.lessons.transposed import drawn_geometry, inserted_zeros, layer_arguments, shared_sentence
from conv.ui.saving.code import computation
from conv.ui.scene.pictures import channel_image, scene_bank
from conv.ui.scene.record import Scene


def build_groups(scene: Scene, picture: Picture) -> Content:
    """Zeros between the pixels of every channel, and a flipped kernel from each input to each output of its group."""
    image, labels, byte_pixels = channel_image(scene, picture.own)
    bank, divisor = scene_bank(scene, len(image))
    weight = transposed_weight(bank, scene.groups)
    arguments = layer_arguments(scene)
    geometry = drawn_geometry(image, bank, max(len(bank), len(image)), **arguments)
    spread = insert_zeros(image, geometry)
    found = walks(spread, flip_kernel(bank), divisor=divisor, dilation=scene.dilation, groups=scene.groups)
    look = replace(bank_look(scene, byte_pixels), weights=False, pixels=False)  # they stand flipped, and spread
    board = bank_board(found, spread, labels, look)
    between = inserted_zeros(geometry)
    inputs = {f"input_{channel}" for channel in range(len(image))} | {"input"}
    panels = tuple(
        replace(panel, hatches=[("padding", between)]) if panel.name in inputs and between else panel
        for panel in board.panels
    )
    legend = [("padding", _("inserted zeros"))] if between else []
    tracks = tuple(replace(track, legend=[*track.legend, *legend]) for track in board.tracks)
    layer = TransposedConvolution.of(weight, **arguments, groups=scene.groups, divisor=divisor)
    expected = layer.apply(image)
    maps = np.stack([walk.feature_map for walk in found])
    sentence = _(
        "Weight **{inputs} × {each} × {height} × {width}**: input channels × outputs of a group × rows and columns of "
        "the kernels, which are shown flipped. Groups: {groups}. {equal} of {cells} cells equal those of the stamps."
    ).format(
        inputs=weight.shape[0],
        each=weight.shape[1],
        height=weight.shape[2],
        width=weight.shape[3],
        groups=scene.groups,
        equal=int(np.isclose(maps, expected, rtol=1e-12, atol=1e-12).sum()),
        cells=expected.size,
    )
    board = replace(board, panels=panels, tracks=tracks)
    return Content(board, [sentence, shared_sentence(geometry)], layers=[computation(image, layer)])


def grouped_scenes() -> dict[str, Scene]:
    """One group, a group for each channel, and what lies in between."""
    small = Scene(picture="landscape", size=10, kernel="random", stride=(2, 2), activation="none")
    return {
        _("Three channels, one output"): replace(small, out_channels=1),
        _("Three groups: each channel alone"): replace(small, out_channels=3, groups=3),
        _("Six channels in two groups"): replace(small, in_channels=6, out_channels=2, groups=2),
    }
