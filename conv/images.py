"""Bytes to pixels: decodes, checks and resizes pictures; the only module that knows Pillow."""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO

import numpy as np
from PIL import (
    AvifImagePlugin,
    ExifTags,
    Image,
    ImageFile,
    ImageOps,
    JpegImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
    features,
)

from conv.avif import streams
from conv.refusal import Refusal
from conv.text import _

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "DIB", "TIFF", "AVIF")
AVIF_BRANDS = {b"avif", b"avis"}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"mif2", b"msf1"}
MAX_MEGABYTES = 64  # of a file
MAX_PIXELS = 50_000_000
MAX_BYTES = 250_000_000  # that a picture may take up while it is decoded
MODE_BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "I;16L": 2, "I;16N": 2}  # others take 4 for each pixel
AVIF_BYTES = 2  # for each pixel that its decoder takes besides
ROW_BYTES = 16  # that Pillow keeps besides for each row
STRIP_PIXELS = 1_000_000  # converted at a time
AvifImagePlugin.DEFAULT_MAX_THREADS = 2  # each takes memory of its own
DAMAGED = (
    OSError,
    RuntimeError,  # of the AVIF decoder
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
    """Decode a picture and shrink it to a working size, with at most 300 MB more memory than the file takes.

    It stands as its file says (orientation), transparency lies on white, palette, grey, 16-bit and CMYK pictures become
    RGB, of an animation the first frame is taken. A JPEG is decoded at a fraction of its size where that is enough.

    Args:
        data: The bytes of a PNG, JPEG, WebP, AVIF, GIF, BMP or TIFF file.
        size: Longest side of the result in pixels at most; a smaller picture keeps its size.

    Returns:
        Shape (3, H, W), uint8, red, green and blue from 0 to 255.

    Raises:
        Refusal: If the data are no such picture, are cut off, have more than 64 MB, or unpack to more than
            50 megapixels or 250 MB.
    """
    if len(data) > MAX_MEGABYTES * 2**20:
        raise Refusal(
            _("This file is {size} MB large, and at most {maximum} MB are allowed; make it smaller first.").format(
                size=math.ceil(len(data) / 2**20), maximum=MAX_MEGABYTES
            )
        )
    _refuse_known_kinds(data)
    picture = _open(data)
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise Refusal(_too_large(width * height))
    try:
        rows, cols = fitted_size((height, width), min(size, max(width, height)))
        picture.draft(None, (2 * cols, 2 * rows))  # a JPEG is decoded as small as possible
        cost = _decoding_bytes(picture, width * height, data)
        if cost <= MAX_BYTES:
            pixels = _decoded(picture, cols, rows)
    except DAMAGED:
        raise Refusal(_damaged()) from None
    if cost > MAX_BYTES:
        raise Refusal(_too_costly(cost))
    return np.ascontiguousarray(pixels.transpose(2, 0, 1))


def _decoded(picture: ImageFile.ImageFile, width: int, height: int) -> np.ndarray:
    """Its pixels upright, shape (H, W, 3); the size, which is not larger, is that before turning."""
    picture.load()  # which itself turns a TIFF picture, whose size is said as turned, and takes its orientation away
    orientation = Image.Exif()
    orientation[ExifTags.Base.Orientation] = picture.getexif().get(ExifTags.Base.Orientation, 1)
    small = _small_rgb(picture, width, height)
    small.info["exif"] = orientation.tobytes()
    return np.asarray(ImageOps.exif_transpose(small))


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


def _brands(data: bytes) -> set[bytes]:
    """What a file of boxes (ISO 14496-12) says that it is; nothing for other files."""
    if data[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(data[:4], "big"), 256)
    return {data[8:12], *(data[start : start + 4] for start in range(16, end, 4))}


def _refuse_known_kinds(data: bytes) -> None:
    """Refuse by its name a picture of a kind that is common, and cannot be read."""
    brands = _brands(data)
    if brands & AVIF_BRANDS:
        if not features.check("avif"):
            raise Refusal(
                _("This is an AVIF picture, which the Pillow installed here cannot read; save it as JPEG or PNG first.")
            )
    elif brands & HEIC_BRANDS:
        raise Refusal(
            _(
                "This is a HEIC picture, which cannot be read here; export it as JPEG first. For new photos, choose on "
                "an iPhone: Settings, Camera, Formats, Most Compatible."
            )
        )


def _open(data: bytes) -> ImageFile.ImageFile:
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:
        raise Refusal(_too_large(None)) from None
    except DAMAGED:
        if data[8:12] == b"WEBP" or _brands(data) & AVIF_BRANDS:  # such a picture is read whole when it is opened
            raise Refusal(_damaged()) from None
        raise Refusal(
            _("This file is not a picture that can be read; use a PNG, JPEG, WebP, AVIF, GIF, BMP or TIFF file.")
        ) from None


def _damaged() -> str:
    return _("This picture is damaged or cut off: its file ends or breaks before the last pixel; save it again.")


def _too_large(pixels: int | None) -> str:
    if pixels is None:
        return _("This picture unpacks to more than 50 megapixels, the most allowed; make it smaller first.")
    return _(
        "This picture unpacks to {megapixels} megapixels, and the most allowed is 50; make it smaller first."
    ).format(megapixels=math.ceil(pixels / 1e5) / 10)


def _too_costly(cost: int) -> str:
    return _(
        "Unpacking this picture would take {cost} MB of memory, and at most {maximum} MB are allowed; make it smaller, "
        "or save it as an ordinary JPEG or PNG first."
    ).format(cost=math.ceil(cost / 1e6), maximum=MAX_BYTES // 10**6)


def _decoding_bytes(picture: ImageFile.ImageFile, pixels: int, data: bytes) -> int:
    """Memory that decoding takes: the picture as Pillow keeps it, and what its format's decoder holds besides.

    Args:
        picture: Opened, not loaded; a JPEG with the size at which it will be decoded.
        pixels: Of the picture itself.
        data: The file.
    """
    width, height = picture.size
    kept = height * (width * MODE_BYTES.get(picture.mode, 4) + ROW_BYTES)
    if isinstance(picture, JpegImagePlugin.JpegImageFile) and picture.info.get("progressive"):
        areas = [across * down for _name, across, down, _table in picture.layer]
        return kept + 2 * pixels * sum(areas) // max(areas)  # all coefficients, two bytes each, at full size
    if isinstance(picture, WebPImagePlugin.WebPImageFile):
        return kept + (16 if picture.is_animated else 12) * pixels  # its decoder's canvases
    if isinstance(picture, AvifImagePlugin.AvifImageFile):
        return kept + _avif_bytes(picture, pixels, data)
    if isinstance(picture, TiffImagePlugin.TiffImageFile):
        return _tiff_bytes(picture, kept)
    return kept


def _tiff_bytes(picture: TiffImagePlugin.TiffImageFile, kept: int) -> int:
    """The picture, twice while Pillow turns it, or once with a strip of it."""
    tags = picture.tag_v2
    width, height = tags[TiffImagePlugin.IMAGEWIDTH], tags[TiffImagePlugin.IMAGELENGTH]  # before it is turned
    rows, bits = tags.get(TiffImagePlugin.ROWSPERSTRIP, height), sum(tags.get(TiffImagePlugin.BITSPERSAMPLE, (8,)))
    strip = min(int(rows), height) * width * bits // 8 if picture.info.get("compression") != "raw" else 0
    turned = picture.getexif().get(ExifTags.Base.Orientation, 1) != 1
    return kept + max(strip, kept if turned else 0)


def _avif_bytes(picture: AvifImagePlugin.AvifImageFile, pixels: int, data: bytes) -> int:
    """What the AV1 stream unpacks to, which may have another size than the file claims, and its pixels as bytes."""
    found = streams(data)
    largest = max(stream.pixels for stream in found)
    samples = max(stream.pixel_bytes for stream in found)
    held = samples * max(stream.frames for stream in found) + (samples / 1.5 if picture.mode == "RGBA" else 0)
    planes = largest if largest == pixels else largest + pixels
    return math.ceil(held * planes + (len(picture.getbands()) + AVIF_BYTES) * pixels)


def _small_rgb(picture: Image.Image, width: int, height: int) -> Image.Image:
    """RGB with transparency on white, at a size that is not larger; converted and reduced strip by strip.

    Colour, grey and CMYK pictures without transparency are reduced as they are, and converted then.
    """
    if picture.mode in ("RGB", "L", "CMYK") and not picture.has_transparency_data:
        picture.thumbnail((width, height))
        return _as_rgb(picture, 1)
    scale = _scale(picture)
    across, down = (max(1, int(own / wanted / 2)) for own, wanted in zip(picture.size, (width, height), strict=True))
    reduced = Image.new("RGB", (-(-picture.width // across), -(-picture.height // down)))
    for top, strip in _strips(picture, down):
        reduced.paste(_as_rgb(strip, scale).reduce((across, down)), (0, top // down))
    box = (0, 0, picture.width / across, picture.height / down)
    return reduced if reduced.size == (width, height) else reduced.resize((width, height), box=box)


def _strips(picture: Image.Image, multiple: int) -> Iterator[tuple[int, Image.Image]]:
    """(first row, its rows) from top to bottom; so many rows at a time that the number is a multiple."""
    picture.load()
    rows = max(1, STRIP_PIXELS // (picture.width * multiple)) * multiple
    for top in range(0, picture.height, rows):
        yield top, picture.crop((0, top, picture.width, min(top + rows, picture.height)))


def _as_rgb(picture: Image.Image, scale: float) -> Image.Image:
    """RGB with transparency on white; `scale` makes numbers that are no bytes into such."""
    if _is_deep(picture):  # Pillow's own conversion would cut them off
        values = np.asarray(picture, np.float64) * scale
        picture = Image.fromarray(np.nan_to_num(np.clip(values, 0, 255)).round().astype(np.uint8))
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    return picture.convert("RGB")


def _scale(picture: Image.Image) -> float:
    """What makes 16-bit whole numbers, or fractions from 0 to 1, into bytes."""
    if picture.mode == "F":
        largest = max(np.nanmax(np.asarray(strip), initial=0) for _top, strip in _strips(picture, 1))
        return 255 if largest <= 1 else 1 / 257
    return 1 / 257


def _is_deep(picture: Image.Image) -> bool:
    return picture.mode.startswith("I") or picture.mode == "F"
