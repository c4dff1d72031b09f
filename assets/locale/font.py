"""Cuts a font for pictures in a language to the characters of its catalogue: `python assets/locale/font.py zh PACKAGE`.

PACKAGE is the folder of a variable font as the npm registry has it, in pieces by ranges of characters, such as that of
`npm pack @fontsource-variable/noto-sans-sc`; its licence goes beside the font.
"""

import re
import sys
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from conv.catalogue import LOCALE_FOLDER, PLACE, read_catalogue

WEIGHTS = {"regular": 400, "bold": 700}
ALWAYS = "".join(map(chr, range(32, 127))) + "·×÷−±≈≤≥…–—“”‘’°½∞→←↑↓"
NEEDLESS = ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "STAT", "avar", "HVAR", "MVAR", "DSIG"]


def catalogue_characters(language: str) -> set[str]:
    """All characters of a language's catalogue, and those that numbers need."""
    text = (LOCALE_FOLDER / PLACE.format(language)).read_text(encoding="utf-8")
    return set(ALWAYS).union(*read_catalogue(language, text).messages.values())


def cut(pieces: list[Path], characters: set[str], weight: int, to: Path) -> None:
    """Write a font of one weight with those of the characters that the pieces have."""
    wanted = {ord(each) for each in characters}
    with TemporaryDirectory() as folder:
        parts = []
        for number, piece in enumerate(pieces):
            font = TTFont(piece)
            own = wanted & set(font.getBestCmap())
            if not own:
                continue
            wanted -= own
            options = subset.Options(drop_tables=[*subset.Options().drop_tables, *NEEDLESS], notdef_outline=True)
            cutter = subset.Subsetter(options)
            cutter.populate(unicodes=own)
            cutter.subset(font)
            font = instantiateVariableFont(font, {"wght": weight})
            font.flavor = None
            font.save(part := Path(folder) / f"{number}.ttf")
            parts.append(str(part))
        merged = Merger().merge(parts)
        merged["head"].modified = merged["head"].created  # the same input gives the same file
        merged.recalcTimestamp = False
        merged.save(to)


if __name__ == "__main__":
    language, package = sys.argv[1], Path(sys.argv[2])
    found = catalogue_characters(language)
    files = sorted((package / "files").glob("*-wght-normal.woff2"), key=lambda file: re.split(r"(\d+)", file.name))
    for name, weight in WEIGHTS.items():
        cut(files, found, weight, LOCALE_FOLDER / language / f"{name}.ttf")
    copy(package / "LICENSE", LOCALE_FOLDER / language / "OFL.txt")
