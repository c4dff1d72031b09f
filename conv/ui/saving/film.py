"""A walk as an animated GIF: every frame is the board at a step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO

import numpy as np
from PIL import Image

from conv.refusal import Refusal
from conv.text import _
from conv.ui.board.picture import BoardPicture
from conv.ui.words.numbers import count_text

MAX_FRAMES = 2000
MAX_BYTES = 60_000_000
TRIED = 5  # frames out of which the palette is found
TRIED_PIXELS = 2_000_000  # of the pairs of neighbouring frames out of which the file's size is found
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
        Refusal: If it would have more than 2,000 frames, or more than 60 MB.
    """
    if len(steps) > MAX_FRAMES:
        raise Refusal(
            _(
                "The animation would have {frames} frames, and at most {maximum} are allowed; choose fewer steps."
            ).format(frames=count_text(len(steps)), maximum=count_text(MAX_FRAMES))
        )
    colours = _palette(picture, steps, track)
    estimate = _estimate(picture, steps, track, colours)
    if estimate > MAX_BYTES:
        raise Refusal(
            _(
                "The animation would have about {size} MB, and at most {maximum} MB are allowed; choose a smaller size."
            ).format(size=f"{estimate / 1e6:.0f}", maximum=MAX_BYTES // 1_000_000)
        )

    def frames() -> Iterator[Image.Image]:
        for number, step in enumerate(steps):
            progress(number / len(steps))
            yield colours.reduced(picture.at(step, track))

    return _encoded(frames(), per_second)


def film_bytes(picture: BoardPicture, steps: Sequence[int], *, track: int = 0) -> float:
    """About how many bytes the film of these steps has, however many they are; arguments as in `film`."""
    return _estimate(picture, steps, track, _palette(picture, steps, track))


def _palette(picture: BoardPicture, steps: Sequence[int], track: int) -> Palette:
    tried = [steps[place] for place in np.linspace(0, len(steps) - 1, TRIED).round().astype(int)]
    return Palette([picture.at(step, track) for step in tried])


def _estimate(picture: BoardPicture, steps: Sequence[int], track: int, colours: Palette) -> float:
    """The first frame, and for each other one what it adds; where a row begins that is more than within one."""

    def frame(place: int) -> Image.Image:
        return colours.reduced(picture.at(steps[place], track))

    def added(place: int) -> int:
        before = frame(place - 1)
        return len(_encoded(iter((before, frame(place))), 1)) - len(_encoded(iter((before,)), 1))

    total = float(len(_encoded(iter((frame(0),)), 1)))
    pairs, width = max(4, TRIED_PIXELS // (picture.size[0] * picture.size[1])), picture.board.grid[1]
    for begins in (False, True):
        places = [place for place in range(1, len(steps)) if (steps[place] % width == 0) is begins]
        tried = _spread(places, max(2, round(pairs * len(places) / len(steps))))
        total += len(places) * sum(map(added, tried)) / max(1, len(tried))
    return total


def _spread(places: Sequence[int], count: int) -> list[int]:
    """So many of the places, one by chance out of each part, so that they keep no time with rows; or all of them."""
    parts = np.array_split(places, max(1, min(count, len(places))))
    chance = np.random.default_rng(0)
    return [int(chance.choice(part)) for part in parts if len(part)]


def _encoded(frames: Iterator[Image.Image], per_second: float) -> bytes:
    packed = BytesIO()
    first = next(frames)
    duration = round(1000 / min(max(per_second, 1), 50))
    plain = {"optimize": False, "interlace": 0}  # as Pillow writes each frame of several
    first.save(packed, "GIF", save_all=True, append_images=frames, duration=duration, loop=0, **plain)
    return packed.getvalue()


class Palette:
    """The colours that occur most, and for every other one the nearest of them."""

    def __init__(self, pictures: Sequence[Image.Image]) -> None:
        found, counts = np.unique(np.concatenate([_packed(each).ravel() for each in pictures]), return_counts=True)
        maximum = found[np.argsort(-counts, kind="stable")][:COLOURS]
        self.rgb = _unpacked(maximum)
        self.known = np.full(1 << 24, -1, np.int16)
        self.known[maximum] = np.arange(len(maximum))

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
