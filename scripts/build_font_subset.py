"""Cut the Chinese font of the PDF documents out of Noto Sans CJK SC.

Usage: python scripts/build_font_subset.py NotoSansCJK-Regular.ttc

Needs fonttools. PDF documents are written with TrueType outlines, so the cubic curves of the
source are redrawn as quadratic ones. The result is a Modified Version under the SIL Open Font
License 1.1 and carries a name of its own.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "src/tallystick/io/documents/fonts/tallystick-sans-sc.ttf"
FAMILY = "Noto Sans CJK SC"
NAME = "Tallystick Sans SC"
NO_HINTING = (
    "maxTwilightPoints",
    "maxStorage",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxStackElements",
    "maxSizeOfInstructions",
    "maxComponentElements",
)
MAX_ERROR = 1.0  # of the 1,000 units of the em
FIRST_PRINTED = 0x20
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180)]
SIGNS = {ord(one) for one in "‐‑–—‘’“”•…₂−≤≥□"}
CHINESE_SIGNS = [*range(0x3000, 0x3018), *range(0xFF01, 0xFF5F)]


def gb2312() -> set[int]:
    """The hanzi of GB 2312, levels 1 and 2, and its punctuation."""
    found = set()
    for row in (1, *range(16, 88)):
        for cell in range(1, 95):
            try:
                found.add(ord(bytes([0xA0 + row, 0xA0 + cell]).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def printed() -> set[int]:
    """Every character of our own words and of the law data."""
    files = [*ROOT.glob("src/**/*.py"), *ROOT.glob("src/tallystick/law/data/**/*.*")]
    return {ord(one) for path in files for one in path.read_text(encoding="utf-8")}


def cut(font: TTFont, characters: Iterable[int]) -> None:
    options = subset.Options()
    options.layout_features = []
    options.name_IDs = [0, 13, 14]
    options.notdef_outline = True
    options.drop_tables += ["VORG", "vhea", "vmtx", "GPOS", "GSUB", "BASE", "GDEF"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[one for one in characters if one >= FIRST_PRINTED])
    cutter.subset(font)


def redraw(font: TTFont) -> None:
    """Replace the cubic outlines by quadratic ones."""
    order, glyphs = font.getGlyphOrder(), font.getGlyphSet()
    drawn: dict[str, Any] = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        drawn[name] = pen.glyph()
    table = font["glyf"] = newTable("glyf")
    table.glyphOrder, table.glyphs = order, drawn
    font["loca"] = newTable("loca")
    del font["CFF "]
    largest = font["maxp"]
    largest.tableVersion = 0x00010000
    for name in NO_HINTING:
        setattr(largest, name, 0)
    largest.maxZones = 1
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"


def rename(font: TTFont) -> None:
    postscript = NAME.replace(" ", "") + "-Regular"
    for number, text in {1: NAME, 2: "Regular", 4: NAME, 6: postscript}.items():
        font["name"].setName(text, number, 3, 1, 0x409)


def main(source: str) -> None:
    fonts = TTCollection(source).fonts
    font = next(one for one in fonts if one["name"].getDebugName(1) == FAMILY)
    known = set(font.getBestCmap())
    cut(font, known & {*LATIN, *SIGNS, *CHINESE_SIGNS, *gb2312(), *printed()})
    redraw(font)
    rename(font)
    font.save(TARGET)
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes, {len(font.getBestCmap())} characters")


if __name__ == "__main__":
    main(sys.argv[1])
