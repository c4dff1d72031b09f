"""Pictures of every kind, and what can happen to a file on its way: `python -m tests.robustness.pictures COUNT SEED`.

Every file gives a picture or one of the documented messages, whatever was done to it. The process may use 512 MB more
than it has when the first file is read; what needs more fails with a MemoryError, which is no documented message.
"""

from __future__ import annotations

import io
import resource
import struct
import sys
import time
import warnings
import zlib
from collections import Counter
from pathlib import Path

import numpy as np
from PIL import Image

from conv.images import load_image
from conv.refusal import Refusal

MAX_SECONDS, MAX_MEMORY = 1.0, 512 * 2**20
MESSAGES = {
    "no picture": "This file is not a picture that can be read",
    "damaged": "This picture is damaged or cut off",
    "too large": "This picture unpacks to",
    "too costly": "Unpacking this picture would take",
    "HEIC": "This is a HEIC picture",
}
LARGE_NUMBERS = [0, 1, 2, 255, 256, 32767, 32768, 65535, 2**16, 2**24, 2**31 - 1, 2**31, 2**32 - 1]


def encode(picture: Image.Image, file_format: str, **options: object) -> bytes:
    """A picture as a file's bytes."""
    stream = io.BytesIO()
    picture.save(stream, file_format, **options)
    return stream.getvalue()


def sound_files(rng: np.random.Generator) -> dict[str, bytes]:
    """A file of every kind that a visitor may have, by what it is."""
    colour = Image.fromarray(rng.integers(0, 256, (30, 40, 3), np.uint8))
    smooth = Image.linear_gradient("L").resize((300, 200)).convert("RGB")
    clear = colour.convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    deep = Image.fromarray(rng.integers(0, 65536, (20, 30), np.uint16))
    whole = Image.fromarray(rng.integers(0, 2**31 - 1, (20, 30), np.int32))
    fractions = Image.fromarray(rng.random((20, 30), np.float32))
    frames = [Image.fromarray(rng.integers(0, 256, (16, 16, 3), np.uint8)) for _frame in range(3)]
    palette = colour.quantize(16)
    files = {}
    for file_format in ("PNG", "JPEG", "WEBP", "GIF", "BMP", "DIB", "TIFF", "AVIF"):
        files[f"{file_format} colour"] = encode(colour, file_format)
        files[f"{file_format} smooth"] = encode(smooth, file_format)
        if file_format != "JPEG":  # it has at most 65,535 rows, and the others have no limit here
            thin = (1, 16000) if file_format in ("WEBP", "AVIF") else (1, 60000)
            files[f"{file_format} 1 x 60000"] = encode(Image.new("RGB", thin, "teal"), file_format)
    for orientation in (2, 3, 5, 6, 8):
        exif = Image.Exif()
        exif[0x0112] = orientation
        files[f"JPEG turned {orientation}"] = encode(colour, "JPEG", exif=exif)
        files[f"PNG turned {orientation}"] = encode(palette, "PNG", exif=exif)
        for file_format in ("WEBP", "TIFF", "AVIF"):
            files[f"{file_format} turned {orientation}"] = encode(colour, file_format, exif=exif)
    files["JPEG progressive"] = encode(smooth, "JPEG", progressive=True)
    files["JPEG CMYK"] = encode(colour.convert("CMYK"), "JPEG")
    files["JPEG grey"] = encode(smooth.convert("L"), "JPEG")
    files["TIFF CMYK"] = encode(colour.convert("CMYK"), "TIFF")
    files["TIFF YCbCr"] = encode(colour.convert("YCbCr"), "TIFF")
    files["TIFF 32-bit"], files["TIFF fractions"] = encode(whole, "TIFF"), encode(fractions, "TIFF")
    for compression in ("tiff_lzw", "tiff_deflate", "packbits", "jpeg"):
        files[f"TIFF {compression}"] = encode(smooth, "TIFF", compression=compression)
    files["TIFF group4"] = encode(smooth.convert("1"), "TIFF", compression="group4")
    files["TIFF pages"] = encode(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    for file_format in ("PNG", "TIFF"):
        files[f"{file_format} 16-bit"] = encode(deep, file_format)
        files[f"{file_format} one bit"] = encode(smooth.convert("1"), file_format)
        files[f"{file_format} grey with transparency"] = encode(clear.convert("LA"), file_format)
    for file_format in ("PNG", "WEBP", "TIFF", "AVIF"):
        files[f"{file_format} transparency"] = encode(clear, file_format)
    for file_format in ("PNG", "GIF"):
        files[f"{file_format} palette"] = encode(palette, file_format)
        files[f"{file_format} palette with transparency"] = encode(palette, file_format, transparency=3)
    files["PNG palette with alpha"] = encode(palette, "PNG", transparency=bytes(range(0, 256, 16)))
    files["PNG key colour"] = encode(colour, "PNG", transparency=(0, 0, 0))
    for file_format in ("GIF", "WEBP", "PNG", "AVIF"):
        files[f"{file_format} animated"] = encode(frames[0], file_format, save_all=True, append_images=frames[1:])
    files["AVIF grey"], files["AVIF 4:4:4"] = encode(smooth.convert("L"), "AVIF"), encode(colour, "AVIF", quality=100)
    files["WEBP lossless"] = encode(colour, "WEBP", lossless=True)
    files["BMP palette"], files["BMP grey"] = encode(palette, "BMP"), encode(smooth.convert("L"), "BMP")
    return files | claims()


def claims() -> dict[str, bytes]:
    """Files whose headers claim more than there is, and bombs."""
    found = {}
    for width, height in ((60_000, 60_000), (7_000, 7_000), (2**31 - 1, 1), (0, 5), (1, 49_000_000)):
        for depth, colour in ((1, 0), (8, 2), (16, 6), (8, 3)):
            found[f"PNG claims {width} x {height}, {depth} bits of type {colour}"] = png(width, height, depth, colour)
    zeros = zlib.compress(bytes(50_000_000), 9)
    found["PNG bomb of pixels"] = png(8, 8, 8, 2, zeros)
    for kind, head in ((b"iCCP", b"x\0\0"), (b"zTXt", b"x\0\0"), (b"iTXt", b"x\0\1\0\0\0")):
        found[f"PNG bomb of {kind.decode()}"] = png(8, 8, 8, 2, extra=chunk(kind, head + zeros))
    gif = bytearray(encode(Image.new("P", (8, 8)), "GIF"))
    gif[6:10] = struct.pack("<HH", 65535, 700)
    found["GIF claims 65535 x 700"] = bytes(gif)
    bmp = bytearray(encode(Image.new("RGB", (8, 8)), "BMP"))
    bmp[18:26] = struct.pack("<ii", 7000, -7000)
    found["BMP claims 7000 x -7000"] = bytes(bmp)
    avif = encode(Image.new("RGB", (4000, 3000), "teal"), "AVIF", speed=10)
    place = avif.index(b"ispe") + 8  # the size of the picture, not of the stream within
    for width, height in ((10, 10), (7000, 7000), (1, 2**31 - 1)):
        found[f"AVIF claims {width} x {height}"] = avif[:place] + struct.pack(">II", width, height) + avif[place + 8 :]
    return found


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG with a right checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, depth: int, colour: int, pixels: bytes = b"", extra: bytes = b"") -> bytes:
    """A PNG that claims what it likes."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    palette = chunk(b"PLTE", bytes(768)) if colour == 3 else b""
    body = chunk(b"IDAT", pixels or zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + header + palette + extra + body + chunk(b"IEND", b"")


def mutated(data: bytes, others: list[bytes], rng: np.random.Generator) -> bytes:
    """A file to which one to four things have happened."""
    found = bytearray(data)
    for _happening in range(rng.integers(1, 4)):
        place = int(rng.integers(0, max(1, len(found))))
        if rng.random() < 0.25:
            place = min(place, int(rng.integers(0, 64)))  # headers say more than pixels
        kind = rng.integers(0, 10)
        if kind <= 2:  # some bits
            for position in rng.integers(place, place + 40, rng.integers(1, 6)):
                if position < len(found):
                    found[position] ^= 1 << int(rng.integers(0, 8))
        elif kind == 3:  # cut off
            del found[place:]
        elif kind == 4:  # a number, of two or four bytes, that is quite another one
            number, order = int(rng.choice(LARGE_NUMBERS)), str(rng.choice(["big", "little"]))
            length = int(rng.choice([2, 4]))
            found[place : place + length] = (number % 2 ** (8 * length)).to_bytes(length, order)
        elif kind == 5:  # a piece is missing, or comes twice
            end = place + int(rng.integers(1, 200))
            found[place:end] = found[place:end] * int(rng.choice([0, 2]))
        elif kind == 6:  # a piece of noise
            found[place:place] = rng.bytes(int(rng.integers(1, 300)))
        elif kind == 7:  # the head of another file, or its tail
            other = others[int(rng.integers(0, len(others)))]
            middle = int(rng.integers(0, max(1, min(len(other), 2000))))
            found = bytearray(other[:middle]) + found[place:] if rng.random() < 0.5 else found[:place] + other[middle:]
        elif kind == 8:  # zeros
            found[place : place + 100] = bytes(len(found[place : place + 100]))
        else:
            found = with_checksums(found)
    return bytes(found)


def with_checksums(data: bytearray) -> bytearray:
    """A PNG whose checksums are right again, so that what happened to it goes deeper."""
    position = 8
    while data[:4] == b"\x89PNG" and position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        end = position + 8 + length
        if end + 4 > len(data):
            break
        data[end : end + 4] = struct.pack(">I", zlib.crc32(data[position + 4 : end]))
        position = end + 4
    return data


def outcome(data: bytes) -> str:
    """What becomes of a file: "picture", or the name of its message.

    Raises:
        AssertionError, StopIteration: If it is neither.
    """
    try:
        pixels = load_image(data, 1024)
    except Refusal as error:
        refused = str(error)
        return next(name for name, text in MESSAGES.items() if refused.startswith(text))
    assert pixels.dtype == np.uint8
    assert pixels.shape[0] == 3
    assert 1 <= min(pixels.shape[1:]) <= max(pixels.shape[1:]) <= 1024, pixels.shape
    return "picture"


def peak_bytes() -> int:
    """The most memory that this process has held since `forget_peak`."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def forget_peak() -> None:
    """Begin anew with what is held now."""
    Path("/proc/self/clear_refs").write_text("5")


def limit_memory(more: int) -> int:
    """Let this process take so many bytes more than it has; what it holds now."""
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + more, -1))
    forget_peak()
    return peak_bytes()


def main(count: int, seed: int) -> None:
    """Read so many damaged files after all sound ones, and print what became of them."""
    rng = np.random.default_rng(seed)
    sound = sound_files(rng)
    files = list(sound.values())
    warnings.simplefilter("ignore")  # what Pillow remarks on damaged files
    load_image(files[0])
    idle = limit_memory(MAX_MEMORY)
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for number in range(len(files) + count):
        name = list(sound)[number % len(files)]
        data = sound[name] if number < len(files) else mutated(sound[name], files, rng)
        began = time.process_time()
        try:
            found = outcome(data)
        except BaseException:
            print(f"File {number} of seed {seed}, once {name}:", data[:2000].hex(), file=sys.stderr)
            raise
        took = time.process_time() - began
        assert took <= MAX_SECONDS, f"file {number}, once {name}: {took:.2f} s"
        slowest = max(slowest, took)
        if number < len(files) and "claims" not in name and "bomb" not in name:
            assert found == "picture", f"{name}: {found}"
        outcomes[found] += number >= len(files)
    print(
        f"{len(files)} sound files and claims, {count} damaged ones: {dict(outcomes)}; slowest {slowest:.2f} s, "
        f"{(peak_bytes() - idle) / 2**20:.0f} MB more at most"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
