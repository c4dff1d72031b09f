"""Bytes to pixels: decodes, checks and resizes pictures; the only module that knows Pillow."""

from __future__ import annotations

import math
import struct
import zlib
from io import BytesIO

import numpy as np
from PIL import ExifTags, Image, ImageOps

from conv.text import _

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
MOST_PIXELS = 50_000_000
DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    ArithmeticError,
    struct.error,
    zlib.error,
)


def load_image(data: bytes, size: int = 512) -> np.ndarray:
    """Decode a picture and shrink it to a working size.

    EXIF rotation is applied, transparency lies on white, palette, grey, 16-bit and CMYK pictures become RGB, of an
    animation the first frame is taken. A JPEG is decoded at a fraction of its size where that is enough.

    Args:
        data: The bytes of a PNG, JPEG, WebP, GIF, BMP or TIFF file.
        size: Longest side of the result in pixels at most; a smaller picture keeps its size.

    Returns:
        Shape (3, H, W), uint8, red, green and blue from 0 to 255.

    Raises:
        ValueError: If the data are no such picture, are cut off, or unpack to more than 50 megapixels.
    """
    picture = _open(data)
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise ValueError(_too_large(width * height))
    try:
        ratio = size / max(width, height)
        if ratio < 1:  # a box of the picture's own proportions, so that a JPEG is decoded as small as possible
            box = (max(1, round(width * ratio)), max(1, round(height * ratio)))
            if picture.mode not in ("RGB", "L", "CMYK") or picture.has_transparency_data:
                picture = _as_rgb(picture)
            picture.thumbnail(box)
        pixels = np.asarray(ImageOps.exif_transpose(_as_rgb(picture)))
    except DAMAGED:
        raise ValueError(_damaged()) from None
    return np.ascontiguousarray(pixels.transpose(2, 0, 1))


def fit_image(image: np.ndarray, size: int) -> np.ndarray:
    """Resize an image so that its long side is `size`.

    Shrinking averages pixels; growing repeats them, so that no detail is made up.

    Args:
        image: Shape (C, H, W) with 1 or 3 channels, uint8.
        size: Long side of the result in pixels, at least 1.

    Returns:
        Shape (C, H', W'), uint8, with max(H', W') = size and the proportions kept.

    >>> fit_image(np.zeros((3, 40, 20), np.uint8), 10).shape
    (3, 10, 5)
    """
    height, width = fitted_size(image.shape[1:], size)
    if (height, width) == image.shape[1:]:
        return image
    method = Image.Resampling.BOX if size < max(image.shape[1:]) else Image.Resampling.NEAREST
    channels = [np.asarray(Image.fromarray(channel).resize((width, height), method)) for channel in image]
    return np.stack(channels)


def fitted_size(image_size: tuple[int, ...], size: int) -> tuple[int, int]:
    """(H, W) of an image of the given (H, W) after its long side is made `size`, at least 1 pixel each.

    >>> fitted_size((40, 21), 10)
    (10, 5)
    """
    height, width = image_size
    ratio = size / max(height, width)
    return max(1, round(height * ratio)), max(1, round(width * ratio))


def to_grey(image: np.ndarray) -> np.ndarray:
    """Brightness of a colour image, 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601), rounded.

    Args:
        image: Shape (3, H, W), uint8.

    Returns:
        Shape (1, H, W), uint8.

    >>> to_grey(np.full((3, 1, 1), 200, np.uint8)).tolist()
    [[[200]]]
    """
    shares = np.array([299, 587, 114], np.uint32)[:, None, None]
    thousandths = (image * shares).sum(axis=0, keepdims=True, dtype=np.uint32)
    return ((thousandths + 500) // 1000).astype(np.uint8)


def _open(data: bytes) -> Image.Image:
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:
        raise ValueError(_too_large(None)) from None
    except DAMAGED:
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":  # a WebP picture is read whole when it is opened
            raise ValueError(_damaged()) from None
        raise ValueError(
            _("This file is not a picture that can be read; use a PNG, JPEG, WebP, GIF, BMP or TIFF file.")
        ) from None


def _damaged() -> str:
    return _("This picture is damaged or cut off: its file ends or breaks before the last pixel; save it again.")


def _too_large(pixels: int | None) -> str:
    if pixels is None:
        return _("This picture unpacks to more than 50 megapixels, the most allowed; make it smaller first.")
    return _(
        "This picture unpacks to {megapixels} megapixels, and the most allowed is 50; make it smaller first."
    ).format(megapixels=math.ceil(pixels / 1e5) / 10)


def _as_rgb(picture: Image.Image) -> Image.Image:
    """RGB with transparency on white; the EXIF orientation stays with the picture."""
    orientation = Image.Exif()
    orientation[ExifTags.Base.Orientation] = picture.getexif().get(ExifTags.Base.Orientation, 1)
    if picture.mode.startswith("I") or picture.mode == "F":
        picture = Image.fromarray(_eight_bit(np.asarray(picture, np.float64), fractions=picture.mode == "F"))
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    picture = picture.convert("RGB")
    picture.info["exif"] = orientation.tobytes()
    return picture


def _eight_bit(values: np.ndarray, fractions: bool) -> np.ndarray:
    """Scale 16-bit whole numbers or fractions from 0 to 1 to bytes; Pillow's own conversion would cut them off."""
    scale = 255 if fractions and np.nanmax(values, initial=0) <= 1 else 1 / 257
    return np.nan_to_num(np.clip(values * scale, 0, 255)).round().astype(np.uint8)
