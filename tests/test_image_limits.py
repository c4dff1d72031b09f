"""Files that are refused: what is no picture, damaged, or would take too much."""

import io
import re
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, features

from conv.avif import Stream, streams
from conv.images import FORMATS, MAX_BYTES, fit_image, load_image, to_grey
from conv.refusal import Refusal
from tests.picture_files import QUARTERS, box, brands, encode


@pytest.mark.parametrize("data", [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"%PDF-1.4"])
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(Refusal, match="not a picture that can be read"):
        load_image(data)


@pytest.mark.parametrize(
    "names",
    [(b"heic",), (b"mif1", b"heic"), (b"heix",), (b"msf1", b"hevc"), (b"mif1",), (b"heim",), (b"hevx", b"mif1")],
)
def test_a_heic_picture_is_named_with_the_way_to_a_jpeg(names):
    with pytest.raises(Refusal, match="HEIC picture.*export it as JPEG.*Settings, Camera, Formats, Most Compatible"):
        load_image(brands(*names) + bytes(500))


@pytest.mark.parametrize("names", [(b"isom", b"mp42"), (b"qt  ",), (b"M4A ",)])
def test_a_film_is_not_called_a_picture(names):
    with pytest.raises(Refusal, match="not a picture that can be read; use a PNG, JPEG, WebP, AVIF"):
        load_image(brands(*names) + bytes(500))


def test_avif_is_read_where_pillow_can_and_refused_by_name_where_not(monkeypatch):
    data = encode(Image.fromarray(QUARTERS), "AVIF")
    assert load_image(data).shape == (3, 16, 16)
    renamed = data.replace(b"ftypavif", b"ftypmif1", 1)
    assert load_image(renamed).shape == (3, 16, 16)
    monkeypatch.setattr(features, "check", lambda feature: False)
    for same in (data, renamed):
        with pytest.raises(Refusal, match="AVIF picture, which the Pillow installed here cannot read; save it as"):
            load_image(same)
    assert load_image(encode(Image.fromarray(QUARTERS), "PNG")).shape == (3, 16, 16)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
@pytest.mark.parametrize(("sampling", "planes"), [("4:2:0", 1.5), ("4:4:4", 3)])
@pytest.mark.parametrize("size", [(40, 30), (3, 700), (1025, 257)])
def test_an_avif_s_streams_are_found(mode, sampling, planes, size):
    picture = Image.new("RGB", size, "teal").convert(mode)
    if mode == "RGBA":
        picture.putalpha(Image.linear_gradient("L").resize(size))
    found = streams(encode(picture, "AVIF", subsampling=sampling))
    width, height = size
    colour = Stream(width * height, planes, 1)
    assert colour in found
    assert found.count(Stream(width * height, 1.5, 1)) >= (mode == "RGBA")


def test_an_animated_avif_s_streams_are_found():
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue", "green")]
    data = encode(frames[0], "AVIF", save_all=True, append_images=frames[1:])
    assert streams(data) == [Stream(1200, 1.5, 1)] * 2  # the item, and the first picture of the track
    np.testing.assert_allclose(load_image(data)[:, 5, 5], [255, 0, 0], atol=4)


def sequence_header(width, height):
    """Written from the AV1 specification, 5.5.1: a profile 0 stream with a timing, a model and two operating points."""
    bits = "000001" + f"{1:032b}{25:032b}" + "1" + "001011"  # one number, long: 00101 is 4
    bits += "00111" + f"{9:032b}" + "0000100011" + "100001"  # delays of 8 bits; delays at first; two points
    for level in ("00100", "01000"):
        bits += "0" * 12 + level + ("1" if level == "01000" else "") + "1" + "1" * 8 + "0" * 8 + "1" + "10110"
    bits += "11111111" + f"{width - 1:016b}{height - 1:016b}"
    bits += "10010001" + "101" + "1010" + "111" + "0101" + "110" + "111" + "1"  # tools, and 10 bits
    bits += "1"
    content = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    return b"\x0a" + bytes([len(content)]) + content


@pytest.mark.parametrize("size", [(60_000, 50_000), (1, 2), (65_536, 65_536)])
def test_a_long_header_of_a_stream_is_read_to_its_depth(size):
    header = sequence_header(*size)
    location = struct.pack(">IBBHHHHII", 0, 0x44, 0x00, 1, 1, 0, 1, 8, len(header))
    data = box(b"mdat", header) + box(b"meta", bytes(4), box(b"iloc", location))
    assert streams(data) == [Stream(size[0] * size[1], 3.0, 1)]  # 1.5 samples of two bytes


def test_an_avif_is_charged_for_the_stream_within_not_for_what_it_claims(monkeypatch):
    """The decoder makes room for the stream's own frames, and scales them to the claimed size then."""
    data = encode(Image.new("RGB", (1500, 1125), "teal"), "AVIF", speed=10, subsampling="4:4:4")
    places = [found.start() for found in re.finditer(b"ispe", data)]
    small = bytearray(data)
    for place in places:
        small[place + 8 : place + 16] = struct.pack(">II", 10, 10)
    assert Image.open(io.BytesIO(small)).size == (10, 10)
    monkeypatch.setattr("PIL.AvifImagePlugin.AvifImageFile.load", None)  # decoding would now fail
    for costly in (data, bytes(small)):
        monkeypatch.setattr("conv.images.MAX_BYTES", 5_000_000)  # three samples for each pixel are 5.06 million
        with pytest.raises(Refusal, match="Unpacking this picture would take .* MB of memory"):
            load_image(costly)


def test_an_avif_without_a_stream_or_with_too_many_boxes_is_refused_undecoded(monkeypatch):
    monkeypatch.setattr("PIL.AvifImagePlugin.AvifImageFile.load", None)
    data = encode(Image.new("RGB", (8, 8), "teal"), "AVIF")
    for changed in (data.replace(b"iloc", b"free"), data + 2000 * box(b"free")):
        with pytest.raises(Refusal, match="This "):
            load_image(changed)


def test_a_tiff_that_is_turned_is_charged_twice(monkeypatch):
    """Pillow turns it at full size, so that it is there twice."""
    monkeypatch.setattr("conv.images.MAX_BYTES", MAX_BYTES // 16)
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = Image.new("RGB", (1400, 1500))  # 8.4 MB, and 12 are allowed
    assert load_image(encode(picture, "TIFF", compression="packbits")).shape == (3, 512, 478)
    with pytest.raises(Refusal, match="Unpacking this picture would take 17 MB"):
        load_image(encode(picture, "TIFF", compression="packbits", exif=exif))
    assert load_image(encode(picture, "PNG", exif=exif)).shape == (3, 478, 512)


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_cut_off_file_is_refused(file_format):
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    data = encode(Image.fromarray(noise), file_format)
    with pytest.raises(Refusal, match="damaged or cut off"):
        load_image(data[: len(data) // 2])
    assert load_image(data).shape == (3, 64, 64)


def test_too_many_pixels_are_refused_without_decoding(monkeypatch):
    data = encode(Image.new("1", (10_000, 5_001)), "PNG")
    monkeypatch.setattr(Image.Image, "convert", None)  # decoding or converting would now fail
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", None)
    with pytest.raises(Refusal, match="unpacks to 50.1 megapixels"):
        load_image(data)


def test_a_decompression_bomb_is_refused():
    data = bytearray(encode(Image.new("1", (8, 8)), "PNG"))
    data[16:24] = (60_000).to_bytes(4, "big") * 2  # the header now claims 3600 megapixels
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    with pytest.raises(Refusal, match="more than 50 megapixels"):
        load_image(bytes(data))


@settings(max_examples=100)
@given(
    st.sampled_from(FORMATS),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=12),
)
def test_damaged_files_give_a_picture_or_a_message(file_format, damages):
    data = bytearray(encode(Image.fromarray(QUARTERS), file_format))
    for place, value in damages:
        data[int(place * len(data))] = value
    try:
        outcome = load_image(bytes(data)).dtype.name
    except Refusal as error:
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
