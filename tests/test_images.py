"""Pictures of every kind a person uploads, and files that are none."""

import io
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from conv.images import fit_image, load_image, to_grey

QUARTERS = np.array([[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [255, 255, 255]]], np.uint8).repeat(8, 0).repeat(8, 1)


def encode(picture, file_format, **options):
    stream = io.BytesIO()
    picture.save(stream, file_format, **options)
    return stream.getvalue()


def corners(pixels):
    """Red, green, blue of the four quarters' centres: upper left, upper right, lower left, lower right."""
    height, width = pixels.shape[1:]
    rows, cols = (height // 4, 3 * height // 4), (width // 4, 3 * width // 4)
    return np.array([pixels[:, row, col] for row in rows for col in cols], int)


def assert_quarters(pixels, order=(0, 1, 2, 3)):
    expected = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]])[list(order)]
    np.testing.assert_allclose(corners(pixels), expected, atol=6)


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_formats(file_format):
    options = {"quality": 100} if file_format in ("JPEG", "WEBP") else {}
    if file_format == "JPEG":
        options["subsampling"] = 0
    pixels = load_image(encode(Image.fromarray(QUARTERS), file_format, **options))
    assert pixels.shape == (3, 16, 16)
    assert pixels.dtype == np.uint8
    assert_quarters(pixels)


@pytest.mark.parametrize(
    ("orientation", "order"),
    [(1, (0, 1, 2, 3)), (2, (1, 0, 3, 2)), (3, (3, 2, 1, 0)), (6, (2, 0, 3, 1)), (8, (1, 3, 0, 2))],
)
@pytest.mark.parametrize("file_format", ["JPEG", "PNG"])
def test_exif_rotation_is_applied(orientation, order, file_format):
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = Image.fromarray(QUARTERS).convert("P" if file_format == "PNG" else "RGB")
    options = {"quality": 100, "subsampling": 0} if file_format == "JPEG" else {}
    for size in (512, 8):
        assert_quarters(load_image(encode(picture, file_format, exif=exif, **options), size), order)


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


@pytest.mark.parametrize("data", [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"%PDF-1.4"])
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(ValueError, match="not a picture that can be read"):
        load_image(data)


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_a_cut_off_file_is_refused(file_format):
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    data = encode(Image.fromarray(noise), file_format)
    with pytest.raises(ValueError, match="damaged or cut off"):
        load_image(data[: len(data) // 2])
    assert load_image(data).shape == (3, 64, 64)


def test_too_many_pixels_are_refused_without_decoding(monkeypatch):
    data = encode(Image.new("1", (10_000, 5_001)), "PNG")
    monkeypatch.setattr(Image.Image, "convert", None)  # decoding or converting would now fail
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", None)
    with pytest.raises(ValueError, match="unpacks to 50.1 megapixels"):
        load_image(data)


def test_a_decompression_bomb_is_refused():
    data = bytearray(encode(Image.new("1", (8, 8)), "PNG"))
    data[16:24] = (60_000).to_bytes(4, "big") * 2  # the header now claims 3600 megapixels
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    with pytest.raises(ValueError, match="more than 50 megapixels"):
        load_image(bytes(data))


@settings(max_examples=300)
@given(
    st.sampled_from(["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"]),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=12),
)
def test_damaged_files_give_a_picture_or_a_message(file_format, damages):
    data = bytearray(encode(Image.fromarray(QUARTERS), file_format))
    for place, value in damages:
        data[int(place * len(data))] = value
    try:
        outcome = load_image(bytes(data)).dtype.name
    except ValueError as error:
        outcome = str(error)[:5]
    assert outcome in ("uint8", "This ")


def test_shrinking_averages_and_growing_repeats():
    image = np.array([[[0, 100], [50, 250]]], np.uint8)
    np.testing.assert_array_equal(fit_image(image, 1), [[[100]]])  # (0 + 100 + 50 + 250) / 4
    np.testing.assert_array_equal(fit_image(image, 4), image.repeat(2, 1).repeat(2, 2))
    assert fit_image(np.zeros((1, 1000, 3), np.uint8), 28).shape == (1, 28, 1)


def test_grey_by_hand():
    colours = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]], np.uint8).T[:, None]
    np.testing.assert_array_equal(to_grey(colours), [[[76, 150, 29, 255]]])  # 0.299, 0.587, 0.114 of 255, rounded
