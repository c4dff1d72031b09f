"""Pictures as files' bytes."""

import io
import struct

import numpy as np

QUARTERS = np.array([[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [255, 255, 255]]], np.uint8).repeat(8, 0).repeat(8, 1)


def encode(picture, file_format, **options):
    stream = io.BytesIO()
    picture.save(stream, file_format, **options)
    return stream.getvalue()


def box(kind, *parts):
    content = b"".join(parts)
    return struct.pack(">I", 8 + len(content)) + kind + content


def brands(*names):
    return box(b"ftyp", names[0], bytes(4), *names)


FILM = 320, 240


def film_flags(folder):
    """Flags of a Chromium whose camera shows a drawn film, which is written into a folder."""
    film = folder / "film.y4m"
    draw_film(film)
    return ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]


def draw_film(file):
    """A bright disc that moves over a slope from dark to light, 30 pictures a second."""
    width, height = FILM
    rows, cols = np.mgrid[:height, :width]
    with file.open("wb") as film:
        film.write(f"YUV4MPEG2 W{width} H{height} F30:1 Ip A1:1 C420jpeg\n".encode())
        for picture in range(40):
            light = (40 + cols // 2).astype(np.uint8)
            light[(cols - 40 - 6 * picture) ** 2 + (rows - 120) ** 2 < 40**2] = 250
            film.write(b"FRAME\n" + light.tobytes() + bytes([128]) * (width * height // 2))
