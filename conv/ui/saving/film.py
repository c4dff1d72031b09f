"""A walk as an animated GIF: every frame is the board at a step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO

import numpy as np
from PIL import Image

from conv.text import _
from conv.ui.board.picture import BoardPicture

MOST_FRAMES = 2000
MOST_BYTES = 60_000_000
TRIED = 5  # frames out of which the palette and the file's size are found
COLOURS = 256


def film(
    picture: BoardPicture,
    steps: Sequence[int],
    *,
    track: int = 0,
    per_second: float = 5,
    progress: Callable[[float], object] = lambda share: None,
) -> bytes:
    """A GIF that loops for ever.

    Flat cells keep their exact colours: the film has one palette of the colours that occur most, and nothing is
    dithered.

    Args:
        picture: Draws the board.
        steps: Which steps, in order.
        track: Whose beams and numbers are drawn.
        per_second: Frames a second, 1 to 50.
        progress: Called with the share that is done.

    Raises:
        ValueError: If it would have more than 2,000 frames, or more than 60 MB.
    """
    if len(steps) > MOST_FRAMES:
        raise ValueError(
            _("The film would have {frames} frames, and the most is {most}; choose fewer steps.").format(
                frames=f"{len(steps):,}", most=f"{MOST_FRAMES:,}"
            )
        )
    tried = [steps[place] for place in np.linspace(0, len(steps) - 1, TRIED).round().astype(int)]
    colours = Palette([picture.at(step, track) for step in tried])
    middle = len(steps) // 2
    alone, run = (
        len(_encoded((colours.reduced(picture.at(step, track)) for step in steps[middle : middle + count]), per_second))
        for count in (1, TRIED)
    )
    estimate = alone + (run - alone) / max(1, len(steps[middle : middle + TRIED]) - 1) * (len(steps) - 1)
    if estimate > MOST_BYTES:
        raise ValueError(
            _("The film would have about {size} MB, and the most is {most}; choose a smaller size.").format(
                size=f"{estimate / 1e6:.0f}", most=MOST_BYTES // 1_000_000
            )
        )

    def frames() -> Iterator[Image.Image]:
        for number, step in enumerate(steps):
            progress(number / len(steps))
            yield colours.reduced(picture.at(step, track))

    return _encoded(frames(), per_second)


def _encoded(frames: Iterator[Image.Image], per_second: float) -> bytes:
    packed = BytesIO()
    first = next(frames)
    duration = round(1000 / min(max(per_second, 1), 50))
    first.save(packed, "GIF", save_all=True, append_images=frames, duration=duration, loop=0, optimize=False)
    return packed.getvalue()


class Palette:
    """The colours that occur most, and for every other one the nearest of them."""

    def __init__(self, pictures: Sequence[Image.Image]) -> None:
        found, counts = np.unique(np.concatenate([_packed(each).ravel() for each in pictures]), return_counts=True)
        most = found[np.argsort(-counts, kind="stable")][:COLOURS]
        self.rgb = _unpacked(most)
        self.known = np.full(1 << 24, -1, np.int16)
        self.known[most] = np.arange(len(most))

    def reduced(self, picture: Image.Image) -> Image.Image:
        """The picture in these colours."""
        packed = _packed(picture)
        numbers = self.known[packed]
        if (numbers < 0).any():
            new = np.unique(packed[numbers < 0])
            for part in np.array_split(new, len(new) // 4096 + 1):
                far = ((_unpacked(part)[:, None].astype(int) - self.rgb[None]) ** 2).sum(axis=2)
                self.known[part] = far.argmin(axis=1)
            numbers = self.known[packed]
        found = Image.fromarray(numbers.astype(np.uint8), "P")
        found.putpalette(self.rgb.tobytes())
        return found


def _packed(picture: Image.Image) -> np.ndarray:
    pixels = np.asarray(picture).astype(np.uint32)
    return pixels[..., 0] << 16 | pixels[..., 1] << 8 | pixels[..., 2]


def _unpacked(packed: np.ndarray) -> np.ndarray:
    return np.stack([packed >> 16, packed >> 8 & 255, packed & 255], axis=-1).astype(np.uint8)
