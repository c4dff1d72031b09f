"""What decoding an AVIF picture takes, read from its boxes (ISO 14496-12) and from its AV1 headers (AV1, section 5.5).

The size that such a file claims is not the one that its decoder makes room for: the AV1 stream within has a size of its
own, of up to 65,536 pixels a side, and is scaled to the claimed one after decoding.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

CONTAINERS = {b"meta": 4, b"moov": 0, b"trak": 0, b"mdia": 0, b"minf": 0, b"stbl": 0}  # and bytes before what they hold
SEQUENCE_HEADER, FRAME_HEADER, FRAME = 1, 3, 6
REFERENCES = 8  # frames that a decoder keeps
MAX_BOXES, MAX_PIECES, MAX_UNITS = 1000, 300, 300  # that are looked at: pictures have far fewer


class Stream(NamedTuple):
    """An AV1 stream: its largest frame in pixels, the bytes of a decoded pixel without alpha, and its frames."""

    pixels: int
    pixel_bytes: float
    frames: int


def streams(data: bytes) -> list[Stream]:
    """The AV1 streams that decoding a file's first picture may read, in no order.

    Raises:
        ValueError, IndexError: If the boxes make no sense, or there is more in the file than in any picture.
    """
    pieces = list(islice(_pieces(memoryview(data)), MAX_PIECES + 1))
    if len(pieces) > MAX_PIECES:
        raise ValueError(len(pieces))
    found = [_stream(piece) for piece in pieces]
    return [stream for stream in found if stream is not None]


def _pieces(data: memoryview) -> Iterator[memoryview]:
    """What may be an AV1 stream: the data of each item, and of each track's first picture."""
    boxes = list(islice(_boxes(data), MAX_BOXES + 1))
    if len(boxes) > MAX_BOXES:
        raise ValueError(len(boxes))
    inner = next((box for kind, box in boxes if kind == b"idat"), memoryview(b""))
    for kind, box in boxes:
        if kind == b"iloc":
            yield from _items(box, (data, inner))
    starts = [_first_chunk(box, 4 if kind == b"stco" else 8) for kind, box in boxes if kind in (b"stco", b"co64")]
    sizes = [_first_sample(box) for kind, box in boxes if kind == b"stsz"]
    for start, size in zip(starts, sizes, strict=True):
        yield data[start : start + size]


def _boxes(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Kind and content of all boxes, those within others too."""
    while len(data) >= 8:
        size, head, kind = int.from_bytes(data[:4], "big"), 8, bytes(data[4:8])
        if size == 1:
            size, head = int.from_bytes(data[8:16], "big"), 16
        size = size or len(data)
        if size < head:
            return
        box, data = data[head:size], data[size:]
        yield kind, box
        if kind in CONTAINERS:
            yield from _boxes(box[CONTAINERS[kind] :])


def _first_chunk(box: memoryview, width: int) -> int:
    """Where a track's first chunk starts."""
    fields = Fields(box[8:])
    return fields.number(width)


def _first_sample(box: memoryview) -> int:
    """Bytes of a track's first picture: those of each, or the first of a list."""
    fields = Fields(box[4:])
    same, _count = fields.number(4), fields.number(4)
    return same or fields.number(4)


class Fields:
    """Reads whole numbers, each of a given number of bytes, one after the other."""

    def __init__(self, data: memoryview) -> None:
        self.data = data

    def number(self, width: int) -> int:
        """The next one.

        Raises:
            IndexError: If the data are at their end.
        """
        if len(self.data) < width:
            raise IndexError(width)
        found, self.data = self.data[:width], self.data[width:]
        return int.from_bytes(found, "big")


def _items(box: memoryview, sources: tuple[memoryview, memoryview]) -> Iterator[memoryview]:
    """Data of all items of an item location box, in the file or in the box for their data."""
    fields = Fields(box)
    version = fields.number(4) >> 24
    offset_width, length_width, base_width, index_width = (
        half for byte in (fields.number(1), fields.number(1)) for half in (byte >> 4, byte & 15)
    )
    for _item in range(fields.number(4 if version == 2 else 2)):
        fields.number(4 if version == 2 else 2)
        method = fields.number(2) & 15 if version else 0
        fields.number(2)
        base, extents = fields.number(base_width), []
        for _extent in range(fields.number(2)):
            fields.number(index_width if version else 0)
            extents.append((base + fields.number(offset_width), fields.number(length_width)))
        if extents:
            yield _joined(sources[min(method, 1)], extents)


def _joined(source: memoryview, extents: list[tuple[int, int]]) -> memoryview:
    pieces = [source[start : start + length if length else None] for start, length in extents]
    if len(pieces) == 1:
        return pieces[0]
    if len(pieces) > MAX_PIECES or sum(map(len, pieces)) > len(source):
        raise ValueError(len(pieces))
    return memoryview(b"".join(pieces))


def _stream(data: memoryview) -> Stream | None:
    """The stream that begins there; None where there is no header of one."""
    pixels, pixel_bytes, frames = 0, 0.0, 0
    for number, (kind, unit) in enumerate(_units(data)):
        if number == MAX_UNITS:
            raise ValueError(number)
        if kind == SEQUENCE_HEADER:
            width, height, depth_bytes, planes = _sequence_header(unit)
            pixels, pixel_bytes = max(pixels, width * height), max(pixel_bytes, depth_bytes * planes)
        frames += kind in (FRAME_HEADER, FRAME)
    return Stream(pixels, pixel_bytes, min(max(frames, 1), REFERENCES)) if pixels else None


def _units(data: memoryview) -> Iterator[tuple[int, memoryview]]:
    """Kind and content of the units ("OBUs") one after the other, as far as there are any."""
    while len(data) > 1:
        first = data[0]
        if first & 0b10000001:  # bits that are never set
            return
        start = 2 if first & 4 else 1
        size = len(data) - start
        if first & 2:
            size, start = _leb128(data, start)
        yield (first >> 3) & 15, data[start : start + size]
        data = data[start + size :]


def _leb128(data: memoryview, start: int) -> tuple[int, int]:
    """A number in groups of seven bits, the last ones first, and where it ends."""
    found = 0
    for place in range(8):
        byte = data[start + place] if start + place < len(data) else 0
        found |= (byte & 127) << 7 * place
        if byte < 128:
            return found, start + place + 1
    return found, start + 8


class Bits:
    """Reads bits one after the other; beyond the end they are 0."""

    def __init__(self, data: memoryview) -> None:
        self.text = "".join(f"{byte:08b}" for byte in data[:256])
        self.place = 0

    def number(self, count: int) -> int:
        """The next bits as a whole number."""
        found = self.text[self.place : self.place + count].ljust(count, "0")
        self.place += count
        return int(found or "0", 2)

    def long_number(self) -> int:
        """A number that is preceded by as many zeros as it has bits after its first one ("uvlc")."""
        zeros = 0
        while zeros < 32 and not self.number(1):
            zeros += 1
        return self.number(zeros)


def _sequence_header(data: memoryview) -> tuple[int, int, int, float]:
    """Width and height of the largest frame, bytes of a sample, and samples of a pixel (AV1, section 5.5.1)."""
    bits = Bits(data)
    profile, _still, reduced = bits.number(3), bits.number(1), bits.number(1)
    if reduced:
        bits.number(5)
    else:
        _skip_operating_points(bits)
    width_bits, height_bits = bits.number(4) + 1, bits.number(4) + 1
    width, height = bits.number(width_bits) + 1, bits.number(height_bits) + 1
    _skip_tools(bits, bool(reduced))
    return width, height, 1 + bits.number(1), 1.5 if profile == 0 else 3


def _skip_operating_points(bits: Bits) -> None:
    delay_bits = 0
    if bits.number(1):  # timing
        bits.number(64)
        if bits.number(1):
            bits.long_number()
        if bits.number(1):  # a model of the decoder
            delay_bits = bits.number(5) + 1
            bits.number(42)
    display_delays = bits.number(1)
    for _point in range(bits.number(5) + 1):
        bits.number(12)
        if bits.number(5) > 7:
            bits.number(1)
        if delay_bits and bits.number(1):
            bits.number(2 * delay_bits + 1)
        if display_delays and bits.number(1):
            bits.number(4)


def _skip_tools(bits: Bits, reduced: bool) -> None:
    """From behind the size to the depth."""
    if not reduced and bits.number(1):  # numbers of frames
        bits.number(7)
    bits.number(3)
    if not reduced:
        bits.number(4)
        ordered = bits.number(1)
        if ordered:
            bits.number(2)
        screen = 1 if bits.number(1) else bits.number(1)
        if screen and not bits.number(1):
            bits.number(1)
        if ordered:
            bits.number(3)
    bits.number(3)
