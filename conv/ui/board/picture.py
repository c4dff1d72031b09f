"""The board as pixels, drawn by Pillow from the same placement as the screen: still pictures and frames of a film."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import streamlit
from PIL import Image, ImageDraw, ImageFont

from conv.ui.board import palette
from conv.ui.board.board import Board
from conv.ui.board.curves import curve_points
from conv.ui.board.figure import LINES_FROM
from conv.ui.board.frame import Shape, frame
from conv.ui.board.marks import rectangle
from conv.ui.board.panel import Box, Panel
from conv.ui.board.panel_pictures import BAR_PIXELS, bar_picture
from conv.ui.board.placement import Placement, Spot
from conv.ui.board.texts import board_texts

PAGE, TEXT = "#ffffff", "#31333f"
COVER, COVER_DOT = (232, 234, 240), (176, 181, 192)
BEAM_FILL, BEAM_LINE = (214, 0, 108, 26), (214, 0, 108, 70)
PATTERN = 7  # board units from one line of a hatch to the next
MARGIN = 8  # board units around the board
DIM = 0.72  # how much of the cover's colour lies over what a cell does not read


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
        """The board at a step, RGB; beams, ring and sums are those of one track."""
        picture = self.still.copy()
        if self.board.changes:
            picture = BoardPicture(self.board.at(step), self.placement, self.scale).still
        draw = ImageDraw.Draw(picture, "RGBA")
        for shape in frame(self.board, self.placement, step, track):
            self._shape(picture, draw, shape)
        return picture

    def _shape(self, picture: Image.Image, draw: ImageDraw.ImageDraw, shape: Shape) -> None:
        if shape.look == "beam":
            corners = [self._point(x, y) for x, y in pairs(shape.numbers)]
            draw.polygon(corners, fill=BEAM_FILL, outline=BEAM_LINE)
        elif shape.look in ("dot", "picked"):
            self._round(draw, shape)
        elif shape.look in ("sum", "live"):
            self._text(draw, shape)
        else:
            self._area(picture, draw, shape)

    def _area(self, picture: Image.Image, draw: ImageDraw.ImageDraw, shape: Shape) -> None:
        box = self._pixels(shape.numbers[:4])
        if shape.look == "cover":
            self._cover(picture, box)
        elif shape.look == "dim":
            self._dim(picture, box, self._pixels(shape.numbers[4:]))
        elif shape.look == "fine":
            draw.rectangle(box, fill=palette.ACCENT)
        else:
            self._frame(draw, box, 2 if shape.look == "span" else 3)

    def _round(self, draw: ImageDraw.ImageDraw, shape: Shape) -> None:
        x, y, radius = shape.numbers
        (left, top), (right, bottom) = self._point(x - radius, y - radius), self._point(x + radius, y + radius)
        if shape.look == "dot":
            draw.ellipse((left, top, right, bottom), fill=palette.ACCENT, outline=palette.HALO, width=self._width(1))
        else:
            draw.ellipse((left, top, right, bottom), outline=palette.HALO, width=self._width(3))
            draw.ellipse((left, top, right, bottom), outline=palette.PICKED, width=self._width(1.5))

    def _text(self, draw: ImageDraw.ImageDraw, shape: Shape) -> None:
        x, y, size = shape.numbers
        font = text_font(max(6, round(size * self.scale)), shape.look == "live")
        draw.text(self._point(x, y), shape.text, fill=TEXT, font=font, anchor="mm")

    def _dim(self, picture: Image.Image, box: tuple[int, int, int, int], hole: tuple[int, int, int, int]) -> None:
        """Pale all of a box but a hole in it."""
        left, top, right, bottom = box
        kept = picture.crop((hole[0], hole[1], hole[2] + 1, hole[3] + 1))
        pale = Image.blend(
            picture.crop((left, top, right + 1, bottom + 1)),
            Image.new("RGB", (right + 1 - left, bottom + 1 - top), COVER),
            DIM,
        )
        picture.paste(pale, (left, top))
        picture.paste(kept, hole[:2])

    def rectangle(self, panel: str, box: Box) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of a box of cells, in pixels; right and bottom are the last ones inside.

        A box of cells that are smaller than a pixel has one pixel.
        """
        return self._pixels(rectangle(self.placement.spots[panel], box))

    def _pixels(self, numbers: Sequence[float]) -> tuple[int, int, int, int]:
        left, top, right, bottom = numbers
        (x, y), (u, v) = self._point(left, top), self._point(right, bottom)
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
            if panel.curve:
                points = [self._point(x, y) for x, y in curve_points(panel, self.placement.spots[panel.name])]
                draw.line(points, fill=palette.CURVE, width=self._width(2))
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
        if panel.bars:
            across = np.arange(xs[-1] - xs[0]) * BAR_PIXELS // (xs[-1] - xs[0])
        colours = (bar_picture if panel.bars else panel_colours)(panel)[np.ix_(down, across)]
        seen = colours.shape[1] // 2 if panel.name == self.board.divided else 0  # right of its divider
        pixels[ys[0] : ys[-1], xs[0] + seen : xs[-1]] = colours[:, seen:]
        for look, boxes in panel.hatches:
            for box in boxes:
                self._hatch(pixels, look, self.rectangle(panel.name, box))
        line = palette_rgb(palette.GRID)
        each = min(spot.dx, spot.dy) >= LINES_FROM and not panel.curve
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

    def _width(self, units: float) -> int:
        return max(1, round(units * self.scale))


def pairs(numbers: Sequence[float]) -> Iterator[tuple[float, float]]:
    """x and y, one after the other."""
    return zip(numbers[::2], numbers[1::2], strict=True)


def panel_colours(panel: Panel) -> np.ndarray:
    """The colour of each cell, shape (H, W, 3), uint8; a cell without a value has the page's."""
    if panel.values.ndim == 3:
        return panel.values.astype(np.uint8)
    empty = np.isnan(panel.values) | panel.curve
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
    for file in page_fonts():
        try:
            font = ImageFont.truetype(file, size)
            font.set_variation_by_name("Bold" if bold else "Regular")
        except OSError:
            continue
        return font
    return ImageFont.load_default(size)


def page_fonts() -> Sequence[Path]:
    """Files of the page's own font, which comes with Streamlit."""
    return sorted((Path(streamlit.__file__).parent / "static" / "static" / "media").glob("SourceSansVF-Upright*"))
