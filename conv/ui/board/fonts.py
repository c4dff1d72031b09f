"""The letters of pictures: the page's own font, and for what that one lacks the font of the language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import streamlit
from PIL import ImageDraw, ImageFont

from conv.catalogue import LOCALE_FOLDER

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
NO_CHARACTER = "\uffff"  # of which a font draws the box that it has for all that it lacks


def write(
    draw: ImageDraw.ImageDraw, point: tuple[float, float], text: str, size: int, *, bold: bool = False, **look: Any
) -> None:
    """Write a line of text around a point, as Pillow's anchor "mm" does; more arguments are Pillow's."""
    font = text_font(size, bold)
    runs = [(font, text)] if text.isascii() else _runs(text, size, bold)
    if len(runs) == 1:
        draw.text(point, runs[0][1], font=runs[0][0], anchor="mm", **look)
        return
    ascent, descent = font.getmetrics() if isinstance(font, ImageFont.FreeTypeFont) else (size, 0)
    x = point[0] - sum(own.getlength(part) for own, part in runs) / 2
    for own, part in runs:
        draw.text((x, point[1] + (ascent - descent) / 2), part, font=own, anchor="ls", **look)
        x += own.getlength(part)


@lru_cache(maxsize=256)
def text_font(size: int, bold: bool = False) -> Font:
    """The page's own font; Pillow's where it cannot be read."""
    for file in page_fonts():
        try:
            font = ImageFont.truetype(file, size)
            font.set_variation_by_name("Bold" if bold else "Regular")
        except OSError:
            continue
        return font
    return ImageFont.load_default(size)


def language_fonts() -> dict[str, Path]:
    """Files of the fonts that languages bring along, "regular.ttf" and "bold.ttf" of each, by their folder's name."""
    return {file.parent.name: file for file in sorted(LOCALE_FOLDER.glob("*/regular.ttf"))}


@lru_cache(maxsize=256)
def _language_font(language: str, size: int, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(language_fonts()[language].with_name("bold.ttf" if bold else "regular.ttf"), size)


@lru_cache(maxsize=4096)
def has_character(language: str, character: str) -> bool:
    """Whether a language's font has a character; that of an empty name is the page's own."""
    font = _language_font(language, 20, False) if language else text_font(20)
    drawn, lacking = font.getmask(character), font.getmask(NO_CHARACTER)
    return character.isspace() or (drawn.size, bytes(drawn)) != (lacking.size, bytes(lacking))


@lru_cache(maxsize=1024)
def _runs(text: str, size: int, bold: bool) -> list[tuple[Font, str]]:
    """Parts of a text, each with the font that has its characters: where none has, it is the page's."""
    names = ("", *language_fonts())
    owners = [next((name for name in names if has_character(name, each)), "") for each in text]
    parts = groupby(zip(owners, text, strict=True), key=lambda pair: pair[0])
    return [
        (_language_font(name, size, bold) if name else text_font(size, bold), "".join(each for _name, each in pairs))
        for name, pairs in parts
    ]


def page_fonts() -> Sequence[Path]:
    """Files of the page's own font, which comes with Streamlit."""
    return sorted((Path(streamlit.__file__).parent / "static" / "static" / "media").glob("SourceSansVF-Upright*"))
