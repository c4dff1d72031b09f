"""Pictures from files: formats, modes, orientation, transparency, sizes."""

import numpy as np
import pytest
from PIL import Image

from conv.images import FORMATS, load_image
from tests.picture_files import QUARTERS, encode


def corners(pixels):
    """Red, green, blue of the four quarters' centres: upper left, upper right, lower left, lower right."""
    height, width = pixels.shape[1:]
    rows, cols = (height // 4, 3 * height // 4), (width // 4, 3 * width // 4)
    return np.array([pixels[:, row, col] for row in rows for col in cols], int)


def assert_quarters(pixels, order=(0, 1, 2, 3)):
    expected = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]])[list(order)]
    np.testing.assert_allclose(corners(pixels), expected, atol=6)


LOSSLESS = {"JPEG": {"quality": 100, "subsampling": 0}, "WEBP": {"lossless": True, "method": 0}}
LOSSLESS["AVIF"] = {"quality": 100, "subsampling": "4:4:4", "speed": 10}


@pytest.mark.parametrize("file_format", FORMATS)
def test_formats(file_format):
    options = LOSSLESS.get(file_format, {})
    pixels = load_image(encode(Image.fromarray(QUARTERS), file_format, **options))
    assert pixels.shape == (3, 16, 16)
    assert pixels.dtype == np.uint8
    assert_quarters(pixels)


TURNED = {  # which corner of the stored picture is seen upper left, upper right, lower left, lower right
    1: (0, 1, 2, 3),
    2: (1, 0, 3, 2),
    3: (3, 2, 1, 0),
    4: (2, 3, 0, 1),
    5: (0, 2, 1, 3),
    6: (2, 0, 3, 1),
    7: (3, 1, 2, 0),
    8: (1, 3, 0, 2),
}


TURNABLE = {  # a file of each kind that may say how it is turned, and of each way in which its pixels are made small
    "JPEG": ("RGB", LOSSLESS["JPEG"]),
    "grey JPEG": ("L", {"quality": 100}),
    "PNG": ("RGB", {}),
    "palette PNG": ("P", {}),
    "transparent PNG": ("RGBA", {}),
    "WEBP": ("RGB", LOSSLESS["WEBP"]),
    "transparent WEBP": ("RGBA", LOSSLESS["WEBP"]),
    "AVIF": ("RGB", LOSSLESS["AVIF"]),
    "transparent AVIF": ("RGBA", LOSSLESS["AVIF"]),
    "TIFF": ("RGB", {}),
    "palette TIFF": ("P", {}),
    "transparent TIFF": ("RGBA", {}),
    "LZW TIFF": ("RGB", {"compression": "tiff_lzw"}),
    "deflate TIFF": ("RGBA", {"compression": "tiff_deflate"}),
}


@pytest.mark.parametrize("orientation", TURNED)
@pytest.mark.parametrize("kind", TURNABLE)
def test_a_picture_stands_as_its_file_says(kind, orientation):
    mode, options = TURNABLE[kind]
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = Image.fromarray(QUARTERS).resize((480, 320), Image.Resampling.NEAREST)
    data = encode(stored.convert(mode), kind.split()[-1], exif=exif, **options)
    order = list(TURNED[orientation])
    for size in (480, 100, 12):
        pixels = load_image(data, size)
        short = round(size * 2 / 3)
        assert pixels.shape == (3, size, short) if orientation >= 5 else (3, short, size)
        if mode == "L":
            np.testing.assert_allclose(corners(pixels)[:, 0], np.array([76, 150, 29, 255])[order], atol=6)
        else:
            assert_quarters(pixels, order)


def test_orientation_in_a_packet_of_words_counts_once():
    """XMP may say it too, and both are the same fact."""
    exif = Image.Exif()
    exif[0x0112] = 6
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf tiff:Orientation="6"/></x:xmpmeta>'
    for options in ({"exif": exif}, {"xmp": xmp}, {"exif": exif, "xmp": xmp}):
        data = encode(Image.fromarray(QUARTERS), "JPEG", **LOSSLESS["JPEG"], **options)
        assert_quarters(load_image(data), TURNED[6])


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
@pytest.mark.parametrize("size", [512, 8])
def test_transparency_lies_on_white(mode, size):
    layer = Image.new("RGBA", (16, 16), (0, 0, 0, 0))
    layer.paste((0, 0, 0, 255), (0, 0, 8, 16))
    picture = layer.quantize(4) if mode == "P" else layer.convert(mode)
    pixels = load_image(encode(picture, "PNG"), size)
    np.testing.assert_allclose(corners(pixels)[:, 0], [0, 255, 0, 255], atol=2)


def test_half_transparent_red_is_pink():
    pixels = load_image(encode(Image.new("RGBA", (2, 2), (255, 0, 0, 51)), "PNG"))
    np.testing.assert_array_equal(pixels[:, 0, 0], [255, 204, 204])  # 255 - 255 * 51 / 255


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "YCbCr"])
def test_modes(mode):
    file_format = "TIFF" if mode in ("CMYK", "YCbCr") else "PNG"
    pixels = load_image(encode(Image.new("RGB", (4, 4), "white").convert(mode), file_format))
    np.testing.assert_array_equal(pixels, np.full((3, 4, 4), 255))


def test_cmyk_jpeg():
    pixels = load_image(encode(Image.fromarray(QUARTERS).convert("CMYK"), "JPEG", quality=100, subsampling=0), 8)
    np.testing.assert_allclose(corners(pixels), [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]], atol=12)


@pytest.mark.parametrize("file_format", ["PNG", "TIFF"])
def test_sixteen_bits_are_scaled_not_cut_off(file_format):
    ramp = np.array([[0, 257 * 100, 257 * 200, 65535]], np.uint16)
    pixels = load_image(encode(Image.fromarray(ramp), file_format))
    np.testing.assert_array_equal(pixels[0], [[0, 100, 200, 255]])


def test_a_dark_sixteen_bit_picture_stays_dark():
    pixels = load_image(encode(Image.fromarray(np.array([[0, 1, 300]], np.uint16)), "PNG"))
    np.testing.assert_array_equal(pixels[0], [[0, 0, 1]])


def test_fractions_are_scaled():
    pixels = load_image(encode(Image.fromarray(np.array([[0, 0.2, 1]], np.float32)), "TIFF"))
    np.testing.assert_array_equal(pixels[0], [[0, 51, 255]])


def test_an_animation_shows_its_first_frame():
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    pixels = load_image(encode(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    np.testing.assert_array_equal(pixels[:, 0, 0], [255, 0, 0])


def test_long_side_and_proportions():
    data = encode(Image.new("RGB", (3000, 1500), "red"), "JPEG")
    assert load_image(data).shape == (3, 256, 512)
    assert load_image(encode(Image.new("RGB", (3, 2000)), "PNG")).shape == (3, 512, 1)
    assert load_image(encode(Image.new("RGB", (1, 1)), "PNG")).shape == (3, 1, 1)
