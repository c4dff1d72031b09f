"""Draw the sample pictures: `python assets/samples/draw.py` writes them beside itself, the same bytes every time."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIDE = 504  # 18 times 28: at the default working size every cell of the checkerboard is whole
FOLDER = Path(__file__).parent


def blank(colour=(16, 18, 24)):
    picture = Image.new("RGB", (SIDE, SIDE), colour)
    return picture, ImageDraw.Draw(picture)


def digits():
    """A handwritten-looking 2 and 5, white on black."""
    picture, draw = blank((0, 0, 0))
    pen = {"fill": (255, 255, 255), "width": 38}
    draw.arc((50, 90, 220, 260), 170, 30, **pen)
    draw.line([(214, 215), (60, 395), (238, 395)], joint="curve", **pen)
    draw.line([(430, 108), (312, 108), (300, 240)], joint="curve", **pen)
    draw.arc((266, 215, 452, 400), 235, 150, **pen)
    return picture.filter(ImageFilter.GaussianBlur(5))


def shapes():
    """A disc, a square, a triangle and a ring in grey levels."""
    picture, draw = blank((30, 30, 30))
    draw.ellipse((50, 50, 220, 220), fill=(235, 235, 235))
    draw.rectangle((290, 60, 450, 220), fill=(150, 150, 150))
    draw.polygon([(135, 280), (230, 450), (40, 450)], fill=(190, 190, 190))
    draw.ellipse((285, 285, 455, 455), outline=(245, 245, 245), width=36)
    return picture


def edges():
    """Rays at twelve angles: every direction of edge at once."""
    rows, cols = np.mgrid[:SIDE, :SIDE] - (SIDE - 1) / 2
    angle = np.degrees(np.arctan2(rows, cols)) % 360
    bright = np.where((angle // 30).astype(int) % 2, 225, 35)
    return Image.fromarray(np.repeat(bright[:, :, None], 3, axis=2).astype(np.uint8))


def checkerboard():
    """Seven by seven squares."""
    rows, cols = np.mgrid[:SIDE, :SIDE] // (SIDE // 7)
    bright = np.where((rows + cols) % 2, 240, 20)
    return Image.fromarray(np.repeat(bright[:, :, None], 3, axis=2).astype(np.uint8))


def gradient():
    """Dark at the upper left, bright at the lower right."""
    rows, cols = np.mgrid[:SIDE, :SIDE]
    bright = (rows + cols) * 255 // (2 * SIDE - 2)
    return Image.fromarray(np.repeat(bright[:, :, None], 3, axis=2).astype(np.uint8))


def texture(rng, cells):
    """Smooth noise between -1 and 1, with features about SIDE / cells pixels wide."""
    noise = Image.fromarray(rng.uniform(-1, 1, (cells, cells)).astype(np.float32))
    return np.asarray(noise.resize((SIDE, SIDE), Image.Resampling.BICUBIC))


def landscape():
    """A small colour scene: sky with clouds, hills, a red house, grass with grain."""
    rng = np.random.default_rng(7)
    rows, cols = np.mgrid[:SIDE, :SIDE] / SIDE
    clouds = np.clip(texture(rng, 5) * 0.6 + texture(rng, 12) * 0.4, 0, 1)[:, :, None]
    sky = np.array([90, 150, 225]) + rows[:, :, None] * np.array([150, 110, 25])
    scene = sky * (1 - clouds) + 250 * clouds
    for base, height, colour in ((0.52, 0.07, (70, 110, 120)), (0.62, 0.05, (60, 125, 70))):
        ridge = base + height * np.sin(cols * 7 + base * 20) + 0.02 * texture(rng, 10)
        grain = 1 + 0.12 * texture(rng, 60)[:, :, None]
        scene = np.where((rows > ridge)[:, :, None], np.array(colour) * grain, scene)
    grass = np.array([105, 150, 55]) * (1 + 0.25 * texture(rng, 30) + 0.2 * texture(rng, 126))[:, :, None]
    scene = np.where((rows > 0.74)[:, :, None], grass, scene)
    picture = Image.fromarray(np.clip(scene, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((290, 280, 420, 400), fill=(200, 60, 45))
    draw.polygon([(272, 284), (355, 205), (438, 284)], fill=(95, 60, 55))
    draw.rectangle((315, 310, 350, 345), fill=(250, 225, 130))
    draw.rectangle((370, 330, 400, 400), fill=(80, 50, 40))
    draw.ellipse((60, 45, 130, 115), fill=(255, 232, 120))
    draw.rectangle((112, 330, 128, 400), fill=(85, 60, 45))
    draw.ellipse((70, 230, 172, 345), fill=(40, 105, 50))
    return picture


if __name__ == "__main__":
    for draw_sample in (digits, shapes, edges, checkerboard, gradient, landscape):
        draw_sample().save(FOLDER / f"{draw_sample.__name__}.png", optimize=True)
