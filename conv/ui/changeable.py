"""What can be changed on a board beside its cells: single numbers in a kernel's heading, and kernels to try."""

from __future__ import annotations

from conv.kernels import KERNELS
from conv.text import _
from conv.ui.board.board import Board
from conv.ui.board.numbers import place_numbers
from conv.ui.board.placement import Placement
from conv.ui.player.data import number_data, preset_data
from conv.ui.player.types import PanelData, PresetData
from conv.ui.scene.edits import scene_numbers
from conv.ui.scene.record import PARAMETERS, Scene
from conv.ui.words.formula import number_text_after
from conv.ui.words.labels import short_kernel_label

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
        for number, place in zip(numbers, place_numbers(panel, placement, texts), strict=True)
    ]


def board_presets(scene: Scene, board: Board) -> list[PresetData]:
    """Known kernels that can be tried on a board: of its kernel's size, on a small picture."""
    own = [panel for panel in board.panels if panel.edits and panel.edits[0] == "weights"]
    if not board.followed or len(own) != 1 or "divisor" not in own[0].numbers:
        return []
    if max(max(panel.shape) for panel in board.panels) > MAX_TRIED:
        return []
    return [
        preset_data(name, short_kernel_label(name), preset, name == scene.kernel)
        for name, preset in KERNELS.items()
        if preset.weights.shape == own[0].shape
    ]
