"""Draw the cards' pictures and the icon: `python assets/cards/draw.py` writes them, the same bytes every time."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageColor, ImageDraw

FOLDER = Path(__file__).parent
WIDTH, HEIGHT, SCALE = 300, 150, 3
GROUND, INK, ACCENT, LINE = "#f4f5f8", "#1d2733", "#d6006c", "#8f959e"
PADDING, UNREAD = "#b9a8f0", "#f0b692"
RED, GREEN, BLUE = "#ff5a5a", "#4fd66b", "#6aa5ff"
WORKED = np.array([[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]])


class Card:
    """A picture in units of which `SCALE` pixels are one, drawn large and made small for smooth edges."""

    def __init__(self):
        self.picture = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), GROUND)
        self.draw = ImageDraw.Draw(self.picture)

    def box(self, x, y, width, height, fill=None, line=LINE, thick=1):
        corners = [round(part * SCALE) for part in (x, y, x + width, y + height)]
        self.draw.rectangle(corners, fill=fill, outline=line, width=round(thick * SCALE))

    def grid(self, x, y, cell, colours):
        for row, line in enumerate(colours):
            for col, colour in enumerate(line):
                self.box(x + col * cell, y + row * cell, cell, cell, colour, thick=0.5)

    def mark(self, x, y, width, height):
        self.box(x - 1, y - 1, width + 2, height + 2, line="white", thick=4)
        self.box(x, y, width, height, line=ACCENT, thick=2.5)

    def beam(self, *points):
        layer = Image.new("L", self.picture.size)
        ImageDraw.Draw(layer).polygon([(x * SCALE, y * SCALE) for x, y in points], fill=46)
        self.picture.paste(ACCENT, mask=layer)

    def save(self, name):
        """The ground is clear, so that a card lies on light and dark pages alike."""
        painted = (np.asarray(self.picture) != ImageColor.getrgb(GROUND)).any(axis=2)
        self.picture.putalpha(Image.fromarray(painted.astype(np.uint8) * 255))
        self.picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(FOLDER / f"{name}.png", optimize=True)


def shades(values, low="black", high="white"):
    return [[high if value else low for value in row] for row in values]


def backward():
    """A gradient lands on the pixels of its window, and a loss goes down."""
    card = Card()
    blue, orange, plain = "#7fb2dd", "#f3b175", "#f7f7f7"
    card.grid(
        20, 25, 20, [[orange, plain, plain, plain, blue], [orange, orange, plain, blue, plain]] + [[GROUND] * 5] * 3
    )
    card.beam((80, 45), (200, 45), (200, 70), (80, 105))
    card.grid(175, 20, 25, [[orange, plain, blue], ["#a84f00", orange, plain], [plain, blue, orange]])
    card.mark(20, 45, 60, 60)
    card.mark(200, 45, 25, 25)
    points = [(160 + 3 * x, 138 - 34 * 0.9**x) for x in range(40)]
    card.draw.line([(x * SCALE, y * SCALE) for x, y in points], fill="#00735c", width=3 * SCALE)
    card.save("backward")


def step():
    """A window, its kernel, its cell."""
    card = Card()
    card.grid(20, 25, 20, shades(WORKED))
    card.beam((100, 45), (150, 45), (150, 105), (100, 105))
    card.beam((210, 45), (240, 55), (240, 80), (210, 105))
    card.grid(150, 45, 20, shades([[1, 0, 1], [0, 1, 0], [1, 0, 1]], "#f7f7f7", "#f3b175"))
    card.grid(215, 30, 25, [["#fff", "#bbb", "#fff"], ["#888", "#fff", GROUND], [GROUND] * 3])
    card.mark(40, 45, 60, 60)
    card.mark(240, 55, 25, 25)
    card.save("step")


def padding():
    """Rings of padding around one picture."""
    card = Card()
    for ring, x in ((0, 20), (1, 95), (2, 190)):
        size = 5 + 2 * ring
        colours = np.full((size, size), PADDING, object)
        colours[ring : ring + 5, ring : ring + 5] = np.where(WORKED, "white", "black")
        card.grid(x, 75 - 5 * size, 10, colours.tolist())
        card.mark(x, 75 - 5 * size, 30, 30)
    card.save("padding")


def stride():
    """Windows two apart, and what they leave unread."""
    card = Card()
    colours = np.full((6, 12), "#33414f", object)
    colours[::2, ::2] = "#4c5d6e"
    colours[:, 11], colours[5] = UNREAD, UNREAD
    card.grid(30, 15, 20, colours.tolist())
    for col in range(0, 9, 4):
        card.mark(30 + 20 * col, 15, 60, 60)
    for row in (0, 4):
        for col in range(0, 9, 4):
            x, y = (35 + 20 * col) * SCALE, (20 + 20 * row) * SCALE
            card.draw.ellipse((x, y, x + 8 * SCALE, y + 8 * SCALE), fill="white", outline=ACCENT, width=SCALE)
    card.save("stride")


def channels():
    """Three channels, their slices, one map."""
    card = Card()
    for channel, colour in enumerate((RED, GREEN, BLUE)):
        y = 8 + 46 * channel
        card.grid(30, y, 8, shades(np.roll(WORKED, channel, axis=1), "black", colour))
        card.beam((70, y), (120, y + 5), (120, y + 35), (70, y + 40))
        card.beam((150, y + 5), (215, 62), (215, 82), (150, y + 35))
        card.grid(120, y + 5, 10, shades(np.roll(WORKED[:3, 1:4], channel, axis=0), "#7fb2dd", "#f3b175"))
    card.grid(205, 45, 20, [["#888", "#ddd", "#555"], ["#eee", "#bbb", "#999"], ["#444", "#fff", "#777"]])
    card.mark(225, 65, 20, 20)
    card.save("channels")


def sharing():
    """The same weights in every row of a matrix."""
    card = Card()
    colours = [["#ffffff"] * 25 for _row in range(9)]
    for row in range(9):
        top, left = divmod(row, 3)
        for tap in (0, 2, 6, 10, 12):
            colours[row][top * 5 + left + tap] = "#f3b175"
    card.grid(25, 30, 10, colours)
    card.mark(25, 70, 250, 10)
    card.save("sharing")


def pooling():
    """Each window becomes its largest pixel."""
    card = Card()
    values = np.array([[1, 3, 2, 1, 4, 2], [2, 9, 1, 6, 1, 5], [7, 1, 3, 2, 8, 1], [2, 4, 1, 5, 2, 3]])
    largest = values.reshape(2, 2, 3, 2).max(axis=(1, 3))
    card.grid(20, 25, 25, greys(values))
    card.beam((120, 25), (210, 45), (210, 75), (120, 75))
    card.grid(180, 45, 30, greys(largest))
    for row in range(2):
        for col in range(3):
            card.box(20 + 50 * col, 25 + 50 * row, 50, 50, line="white", thick=2)
    card.mark(70, 25, 50, 50)
    card.mark(210, 45, 30, 30)
    card.save("pooling")


def greys(values):
    return [
        [f"#{round(25 * value):02x}{round(25 * value):02x}{round(25 * value):02x}" for value in row] for row in values
    ]


def depth():
    """A deep cell's field, larger on every earlier layer."""
    card = Card()
    rng = np.random.default_rng(3)
    for size, cell, x in ((12, 10, 15), (8, 10, 150), (4, 10, 245)):
        top = 75 - size * cell / 2
        card.grid(x, top, cell, greys(rng.integers(2, 10, (size, size))))
    for (x, top, side), (x2, top2, side2) in (((45, 45, 70), (170, 55, 40)), ((170, 55, 40), (265, 75, 10))):
        card.beam((x + side, top), (x2, top2), (x2, top2 + side2), (x + side, top + side))
        card.mark(x, top, side, side)
    card.mark(265, 75, 10, 10)
    card.save("depth")


def transposed():
    """A pixel stamps the kernel onto a larger output."""
    card = Card()
    card.grid(25, 45, 20, greys(np.array([[2, 5, 8], [4, 9, 3], [7, 2, 6]])))
    card.beam((65, 65), (150, 15), (150, 135), (65, 85))
    output = np.array([[(row + 1) * (col + 2) % 9 + 1 for col in range(7)] for row in range(7)])
    card.grid(165, 12, 18, greys(output))
    card.mark(45, 65, 20, 20)
    card.mark(201, 48, 54, 54)
    card.save("transposed")


def kernels():
    """One picture, and what several kernels make of it."""
    card = Card()
    rows, cols = np.mgrid[0:8, 0:8]
    disc = ((rows - 3.5) ** 2 + (cols - 3.5) ** 2 < 9) * 7.0 + 2
    card.grid(15, 43, 8, greys(disc))
    blur = (disc + np.roll(disc, 1, 0) + np.roll(disc, 1, 1) + np.roll(disc, -1, 0) + np.roll(disc, -1, 1)) / 5
    edges = [np.abs(disc - np.roll(disc, 1, axis)) + 1 for axis in (0, 1)]
    for place, values in enumerate((blur, 10 - disc, *edges)):
        card.grid(115 + 90 * (place % 2), 12 + 68 * (place // 2), 7, greys(values))
    card.mark(31, 59, 24, 24)
    card.save("kernels")


def network():
    """A digit, its maps, and the bars of its scores."""
    card = Card()
    seven = [line.ljust(7) for line in ("", " #####", "    #", "   #", "   #", "  #", "")]
    card.grid(16, 33, 12, [["white" if cell == "#" else "black" for cell in line] for line in seven])
    for row, (first, second) in enumerate(((1, 3), (2, 5), (0, 4))):
        shown = [[INK if (line * 3 + place + first) % second else "#cfd4dc" for place in range(4)] for line in range(4)]
        card.grid(128, 18 + 40 * row, 8, shown)
    card.beam((64, 45), (128, 18), (128, 50), (64, 69))
    card.mark(40, 45, 24, 24)
    for row, share in enumerate((0.1, 0.25, 0.05, 1.0, 0.15, 0.3)):
        card.box(190, 20 + 19 * row, 92, 14, "#eceef3", thick=0.5)
        card.box(190, 20 + 19 * row, 92 * share, 14, "#7fb2dd", thick=0.5)
    card.mark(190, 77, 92, 14)
    card.save("network")


def icon():
    """The browser tab's picture: a window on a grid."""
    picture = Image.new("RGBA", (64, 64))
    draw = ImageDraw.Draw(picture)
    for row in range(3):
        for col in range(3):
            dark = (row + col) % 2
            draw.rectangle((4 + 19 * col, 4 + 19 * row, 20 + 19 * col, 20 + 19 * row), fill=INK if dark else "#cfd4dc")
    draw.rounded_rectangle((22, 22, 61, 61), radius=4, outline="white", width=9)
    draw.rounded_rectangle((24, 24, 59, 59), radius=3, outline=ACCENT, width=6)
    picture.save(FOLDER.parent / "icon.png", optimize=True)


if __name__ == "__main__":
    lessons = step, padding, stride, channels, sharing, pooling, depth, transposed, kernels, backward, network
    for draw_picture in (*lessons, icon):
        draw_picture()
