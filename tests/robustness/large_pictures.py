"""Pictures just below the limits: `python -m tests.robustness.large_pictures read FILE` prints what one costs."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from conv.images import MAX_PIXELS, load_image
from tests.robustness.pictures import encode, forget_peak, peak_bytes

HEIGHT, WIDTH = 7000, 7100  # 49.7 megapixels
SMALLER = {"WEBP": 0.55, "animated WEBP": 0.49, "progressive JPEG": 0.8, "turned TIFF": 0.78}
SMALLER |= {
    "AVIF": 0.68,
    "full AVIF": 0.63,
    "AVIF with transparency": 0.62,
    "animated AVIF": 0.63,
}  # of both sides: what costs more is refused

Kind = tuple[Image.Image, str, dict[str, object]]  # picture, format, options


def pictures(share: float) -> dict[str, Callable[[], Kind]]:
    """What makes a picture of each kind."""
    size = round(WIDTH * share), round(HEIGHT * share)
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 256, (70, 71, 3), np.uint8))
    colour = noise.resize(size, Image.Resampling.NEAREST)
    grey = np.asarray(colour.convert("L"))
    quick: dict[str, object] = {"compress_level": 1}
    full: dict[str, object] = {"speed": 10, "subsampling": "4:4:4"}
    turned = Image.Exif()
    turned[0x0112] = 6
    return {
        "16-bit PNG": lambda: (Image.fromarray(grey.astype(np.uint16) * 257), "PNG", quick),
        "RGBA PNG": lambda: (colour.convert("RGBA"), "PNG", quick),
        "32-bit TIFF": lambda: (Image.fromarray(grey.astype(np.int32)), "TIFF", {"compression": "tiff_lzw"}),
        "float TIFF": lambda: (Image.fromarray(np.float32(grey) / 255), "TIFF", {"compression": "tiff_lzw"}),
        "RGB PNG": lambda: (colour, "PNG", quick),
        "grey with transparency PNG": lambda: (colour.convert("LA"), "PNG", quick),
        "palette with transparency PNG": lambda: (colour.convert("P"), "PNG", {**quick, "transparency": 3}),
        "GIF": lambda: (colour.convert("P"), "GIF", {}),
        "BMP": lambda: (colour.convert("P"), "BMP", {}),
        "LZW TIFF": lambda: (colour, "TIFF", {"compression": "tiff_lzw"}),
        "JPEG": lambda: (colour, "JPEG", {}),
        "CMYK JPEG": lambda: (colour.convert("CMYK"), "JPEG", {}),
        "progressive JPEG": lambda: (colour, "JPEG", {"progressive": True, "subsampling": 0}),
        "WEBP": lambda: (colour, "WEBP", {"method": 0}),
        "turned TIFF": lambda: (colour, "TIFF", {"compression": "tiff_lzw", "exif": turned}),
        "AVIF": lambda: (colour, "AVIF", {**full, "subsampling": "4:2:0"}),
        "full AVIF": lambda: (colour, "AVIF", full),
        "AVIF with transparency": lambda: (transparent(colour), "AVIF", {**full, "subsampling": "4:2:0"}),
        "animated AVIF": lambda: (colour, "AVIF", {**full, "save_all": True, "append_images": [colour]}),
        "animated WEBP": lambda: (
            colour,
            "WEBP",
            {"method": 0, "save_all": True, "append_images": [colour.transpose(Image.Transpose.FLIP_TOP_BOTTOM)]},
        ),
    }


def transparent(picture: Image.Image) -> Image.Image:
    """The picture, fading."""
    found = picture.convert("RGBA")
    found.putalpha(Image.linear_gradient("L").resize(picture.size))
    return found


KINDS = tuple(pictures(0.01))


def make(kind: str, path: Path) -> None:
    """A file of that kind."""
    picture, file_format, options = pictures(SMALLER.get(kind, 1.0))[kind]()
    assert picture.width * picture.height <= MAX_PIXELS
    picture.save(path, file_format, **options)


def read(path: Path) -> int:
    """The megabytes that decoding takes at most."""
    warnings.simplefilter("error")
    data = path.read_bytes()
    load_image(encode(Image.new("RGB", (4, 4)), "PNG"))  # Pillow is there
    forget_peak()
    idle = peak_bytes()
    assert max(load_image(data, 1024).shape) == 1024
    return (peak_bytes() - idle) // 2**20


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], Path(sys.argv[3]))
    else:
        print(read(Path(sys.argv[2])))
