"""The board as pixels, drawn by Pillow from the same placement as the screen: still pictures and frames of a film."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
import streamlit
from PIL import Image, ImageDraw, ImageFont

from conv.reductions import KINDS
from conv.ui.board import palette
from conv.ui.board.arrangement import meant_track
from conv.ui.board.board import Board, Box, Panel
from conv.ui.board.facts import cell_facts
from conv.ui.board.figure import LINES_FROM
from conv.ui.board.marks import beams, marks
from conv.ui.board.placement import Placement, Spot
from conv.ui.board.texts import board_texts
from conv.ui.words.numbers import equals_sign, shown_text

PAGE, TEXT = "#ffffff", "#31333f"
COVER, COVER_DOT = (232, 234, 240), (176, 181, 192)
BEAM_FILL, BEAM_LINE = (214, 0, 108, 26), (214, 0, 108, 70)
PATTERN = 7  # board units from one line of a hatch to the next
MARGIN = 8  # board units around the board
FRAMED_FROM = 8  # size of a cell from which each tap apart has a frame, as in board.js


class BoardPicture:
    """Draws a board at its steps.

    Args:
        board: What is shown.
        placement: Where.
        scale: Pixels for each board unit.
    """

    def __init__(self, board: Board, placement: Placement, scale: float = 1.0) -> None:
        self.board = board
        self.placement = placement
        self.scale = scale
        self.still = self._still()

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self.still.size

    def at(self, step: int, track: int = 0) -> Image.Image:
        """The board at a step, RGB; beams and running numbers are those of one track."""
        picture = self.still.copy()
        draw = ImageDraw.Draw(picture, "RGBA")
        found = marks(self.board, step)
        for panel, boxes in found["cover"].items():
            for box in boxes:
                self._cover(picture, self.rectangle(panel, box))
        walker = self.board.tracks[track]
        for beam in beams(self.board, self.placement, walker, step):
            draw.polygon([self._point(x, y) for x, y in beam], fill=BEAM_FILL, outline=BEAM_LINE)
        for look, width in (("span", 2), ("window", 3), ("cell", 3)):
            for panel, boxes in found[look].items():
                spot = self.placement.spots[panel]
                fine = look == "window" and len(boxes) > 1 and min(spot.dx, spot.dy) < FRAMED_FROM
                for box in boxes:
                    if fine:  # taps that are too small and close for frames
                        draw.rectangle(self.rectangle(panel, box), fill=palette.ACCENT)
                    else:
                        self._frame(draw, self.rectangle(panel, box), width)
        self._numbers(draw, step, track)
        return picture

    def rectangle(self, panel: str, box: Box) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of a box of cells, in pixels; right and bottom are the last ones inside.

        A box of cells that are smaller than a pixel has one pixel.
        """
        top, bottom, left, right = box
        spot = self.placement.spots[panel]
        x, y = self._point(spot.x + left * spot.dx, spot.y + top * spot.dy)
        u, v = self._point(spot.x + (right + 1) * spot.dx, spot.y + (bottom + 1) * spot.dy)
        return x, y, max(x, u - 1), max(y, v - 1)

    def _point(self, x: float, y: float) -> tuple[int, int]:
        return round((x + MARGIN) * self.scale), round((y + MARGIN) * self.scale)

    def _still(self) -> Image.Image:
        """All that does not move."""
        size = self._point(self.placement.width + MARGIN, self.placement.height + MARGIN)
        pixels = np.full((size[1], size[0], 3), 255, np.uint8)
        for panel in self.board.panels:
            self._panel(pixels, panel, self.placement.spots[panel.name])
        picture = Image.fromarray(pixels)
        draw = ImageDraw.Draw(picture)
        for panel in self.board.panels:
            for box in panel.outlines:
                draw.rectangle(self.rectangle(panel.name, box), outline=palette.ACCENT, width=self._width(1.5))
        for word in board_texts(self.board, self.placement):
            font = text_font(max(6, round(word.size * self.scale)), word.bold)
            text = word.text.replace("⌊", "floor(").replace("⌋", ")")  # which the font does not have
            draw.text(
                self._point(word.x, word.y),
                text,
                fill=word.colour or TEXT,
                font=font,
                anchor="mm",
                stroke_width=self._width(word.size / 8) if word.ground else 0,
                stroke_fill=word.ground or None,
            )
        return picture

    def _panel(self, pixels: np.ndarray, panel: Panel, spot: Spot) -> None:
        rows, cols = panel.shape
        ys = [self._point(0, spot.y + row * spot.dy)[1] for row in range(rows + 1)]
        xs = [self._point(spot.x + col * spot.dx, 0)[0] for col in range(cols + 1)]
        down = np.repeat(np.arange(rows), np.diff(ys))
        across = np.repeat(np.arange(cols), np.diff(xs))
        pixels[ys[0] : ys[-1], xs[0] : xs[-1]] = panel_colours(panel)[np.ix_(down, across)]
        for look, boxes in panel.hatches:
            for box in boxes:
                self._hatch(pixels, look, self.rectangle(panel.name, box))
        line = palette_rgb(palette.GRID)
        each = min(spot.dx, spot.dy) >= LINES_FROM
        for y in ys if each else (ys[0], ys[-1]):
            pixels[y, xs[0] : xs[-1] + 1] = line
        for x in xs if each else (xs[0], xs[-1]):
            pixels[ys[0] : ys[-1] + 1, x] = line

    def _hatch(self, pixels: np.ndarray, look: str, rectangle: tuple[int, int, int, int]) -> None:
        left, top, right, bottom = rectangle
        y, x = np.mgrid[top : bottom + 1, left : right + 1]
        step, width = max(4, round(PATTERN * self.scale)), max(1, round(self.scale))
        lines = (x + y) % step < width
        if palette.PATTERNS[look] == "x":
            lines |= (x - y) % step < width
        pixels[top : bottom + 1, left : right + 1][lines] = palette_rgb(palette.HATCHES[look][0])

    def _cover(self, picture: Image.Image, rectangle: tuple[int, int, int, int]) -> None:
        left, top, right, bottom = rectangle
        y, x = np.mgrid[top : bottom + 1, left : right + 1]
        ground = np.empty((*y.shape, 3), np.uint8)
        ground[:] = COVER
        step, width = max(5, round(10 * self.scale)), max(1, round(2 * self.scale))
        ground[(x % step < width) & (y % step < width)] = COVER_DOT
        picture.paste(Image.fromarray(ground), (left, top))

    def _frame(self, draw: ImageDraw.ImageDraw, rectangle: tuple[int, int, int, int], width: float) -> None:
        line, halo = self._width(width), self._width(1.5)
        left, top, right, bottom = rectangle
        around = (left - halo, top - halo, right + halo, bottom + halo)
        draw.rectangle(around, outline=palette.HALO, width=line + 2 * halo)
        draw.rectangle(rectangle, outline=palette.ACCENT, width=line)

    def _numbers(self, draw: ImageDraw.ImageDraw, step: int, track: int) -> None:
        """The running numbers beside the kernels."""
        row, col = divmod(step, self.board.grid[1])
        for (place, group), text in self.placement.live.items():
            walker = self.board.tracks[meant_track(place, track)]
            here = row // walker.pace, col // walker.pace
            if walker.reduction is None or here[0] >= walker.size[0] or here[1] >= walker.size[1]:
                continue
            facts = cell_facts(self.board, walker, *here)
            if group is None or group < len(facts.sums):
                number = facts.numbers[0] if group is None else facts.sums[group]
                sign = KINDS[walker.reduction.kind].sign
                font = text_font(max(6, round(text.size * self.scale)), True)
                words = f"{sign} {equals_sign(number)} {shown_text(number)}"
                draw.text(self._point(text.x, text.y), words, fill=TEXT, font=font, anchor="mm")

    def _width(self, units: float) -> int:
        return max(1, round(units * self.scale))


def panel_colours(panel: Panel) -> np.ndarray:
    """The colour of each cell, shape (H, W, 3), uint8; a cell without a value has the page's."""
    if panel.values.ndim == 3:
        return panel.values.astype(np.uint8)
    empty = np.isnan(panel.values)
    low = panel.shown_limits[0]
    colours = palette.colours(np.where(empty, low, panel.values), panel.shown_scale, panel.shown_limits)
    found = colours.round().astype(np.uint8)
    found[empty] = palette_rgb(PAGE)
    return found


def palette_rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of "#rrggbb"."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue


@lru_cache(maxsize=64)
def text_font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The page's own font; Pillow's where it cannot be read."""
    for file in _fonts():
        try:
            font = ImageFont.truetype(file, size)
            font.set_variation_by_name("Bold" if bold else "Regular")
        except OSError:
            continue
        return font
    return ImageFont.load_default(size)


def _fonts() -> Iterable[Path]:
    return sorted((Path(streamlit.__file__).parent / "static" / "static" / "media").glob("SourceSansVF-Upright*"))
