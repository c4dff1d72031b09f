"""One palette for all lessons, safe for colour-blind readers, on light and dark pages alike."""

from __future__ import annotations

import numpy as np

ACCENT = "#d6006c"  # the window and the current cell
PICKED = "#00735c"  # of the ring around a term that decides alone
CURVE = "#00735c"  # of a line through numbers
BAR, BAR_GROUND = "#7fb2dd", "#eceef3"  # of a bar and beside it, each under black numbers
HALO = "#ffffff"  # around the accent, so that it stands out on any picture
REACH = "rgba(214, 0, 108, 0.30)"  # what a cell that is pointed at reaches
BEAM = "rgba(214, 0, 108, 0.13)"  # from the window over the kernel to the cell
COVER = "#c9ccd4"  # cells not computed yet, where the player cannot draw its own look
GRID = "#8f959e"  # lines between cells and around a panel, seen against black and white cells
HATCHES = {  # look: (line, ground): each line lies on a light one, so that it is seen on any grey
    "padding": ("#5a2fd6", "rgba(112, 72, 232, 0.14)"),
    "unread": ("#c2410c", "rgba(232, 89, 12, 0.12)"),
    "border": ("#5a2fd6", "rgba(112, 72, 232, 0.14)"),
}
PATTERNS = {"padding": "/", "unread": "x", "border": "/"}

Scale = tuple[tuple[float, str], ...]
GREY: Scale = ((0, "#000000"), (1, "#ffffff"))
SIGNED: Scale = ((0, "#1c5aa6"), (0.25, "#7fb2dd"), (0.5, "#f7f7f7"), (0.75, "#f3b175"), (1, "#a84f00"))
COUNTS: Scale = ((0, "#fdf6e3"), (0.5, "#5ab4ac"), (1, "#00443c"))  # how often something is read
CHANNELS: tuple[Scale, ...] = (
    ((0, "#000000"), (1, "#ff5a5a")),
    ((0, "#000000"), (1, "#4fd66b")),
    ((0, "#000000"), (1, "#6aa5ff")),
)


def colours(values: np.ndarray, scale: Scale, limits: tuple[float, float]) -> np.ndarray:
    """What a scale makes of values: shape (..., 3), from 0 to 255.

    >>> colours(np.array([0.5]), GREY, (0, 1)).tolist()
    [[127.5, 127.5, 127.5]]
    """
    low, high = limits
    share = np.clip((values - low) / (high - low), 0, 1)
    stops = [stop for stop, _colour in scale]
    rgb = np.array([[int(colour[place : place + 2], 16) for place in (1, 3, 5)] for _stop, colour in scale])
    return np.stack([np.interp(share, stops, channel) for channel in rgb.T], axis=-1)


def css(rgb: np.ndarray) -> np.ndarray:
    """Each colour, shape (..., 3), as a style sheet writes it.

    >>> css(np.array([[255.0, 127.5, 0]])).tolist()
    ['#ff8000']
    """
    red, green, blue = np.moveaxis(np.asarray(rgb).round().astype(int), -1, 0)
    return np.vectorize(lambda r, g, b: f"#{r:02x}{g:02x}{b:02x}", otypes=[str])(red, green, blue)


def ink(rgb: np.ndarray) -> np.ndarray:
    """Black or white for each colour, shape (..., 3), whichever has more contrast: at least 4.6 to 1 on any ground.

    Relative luminance as in WCAG 2.2: black where it is above 0.179.

    >>> ink(np.array([[255.0, 255, 255], [0, 0, 0]])).tolist()
    ['#000', '#fff']
    """
    part = np.asarray(rgb) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return np.where(linear @ np.array([0.2126, 0.7152, 0.0722]) > 0.179, "#000", "#fff")
