"""What can be changed on a board beside its cells: single numbers in a kernel's heading, and what can be tried."""

from __future__ import annotations

from conv.activations import ACTIVATIONS
from conv.kernels import KERNELS
from conv.text import _
from conv.ui.board.board import Board
from conv.ui.board.numbers import place_numbers
from conv.ui.board.placement import Placement
from conv.ui.player.data import activation_data, kernel_data, number_data
from conv.ui.player.types import PanelData, PresetData
from conv.ui.scene.edits import scene_numbers
from conv.ui.scene.record import PARAMETERS, Scene
from conv.ui.words.formula import number_text_after
from conv.ui.words.labels import activation_label, short_kernel_label

FUNCTION = "activation"  # parameter of the scene
MAX_TRIED = 72  # cells on the long side of a board's panels up to which kernels are tried: 64 pixels and their padding


def board_numbers(scene: Scene, board: Board, placement: Placement) -> list[PanelData]:
    """The scene's single numbers that can be changed on a board."""
    panel = next((panel for panel in board.panels if panel.edits and panel.numbers), None)
    if panel is None:
        return []
    numbers = scene_numbers(scene, panel.numbers)
    texts = [number_text_after(number.sign, number.value) for number in numbers]
    return [
        number_data(
            number.name,
            _(PARAMETERS[number.name].label),
            number.value,
            place,
            operation=number.operation,
            zero=number.zero,
            together=number.together,
        )
        for number, place in zip(numbers, place_numbers(panel, board.panels, placement, texts), strict=True)
    ]


def board_presets(scene: Scene, board: Board) -> list[PresetData]:
    """What can be tried on the board of a small picture: known kernels of its kernel's size, and activations."""
    own = [panel for panel in board.panels if panel.edits and panel.edits[0] == "weights"]
    small = max(max(panel.shape) for panel in board.panels) <= MAX_TRIED
    if not (board.followed and small and own):
        return []
    found = []
    if len(own) == 1 and "divisor" in own[0].numbers:
        found += [
            kernel_data(name, short_kernel_label(name), preset, name == scene.kernel)
            for name, preset in KERNELS.items()
            if preset.weights.shape == own[0].shape
        ]
    if FUNCTION in own[0].numbers and scene.shows == "output":
        found += [activation_data(name, activation_label(name), name == scene.activation) for name in ACTIVATIONS]
    return found
