"""Make the font of the charts, `bot/presentation/charts/font.otf`, again from its source.

    python scripts/make_chart_font.py FILE

`FILE` is `NotoSansCJK-Regular.ttc`, as Debian's package `fonts-noto-cjk` installs it into
`/usr/share/fonts/opentype/noto`. Kept of its simplified Chinese face are the characters of GB 2312
(simplified Chinese, kana, Greek, Cyrillic), the common ones of Big5 (traditional Chinese) and
Latin letters. Same source, same contents.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

TARGET = Path(__file__).parent.parent / "bot" / "presentation" / "charts" / "font.otf"
FACE = "Noto Sans CJK SC"
_FAMILY_NAME = 1

# The rows of GB 2312 in their EUC encoding; of Big5 the symbols and the 5,401 common characters.
_GB2312 = (range(0xA1, 0xF8), range(0xA1, 0xFF))
_BIG5 = (range(0xA1, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
_LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x180))
_PUNCTUATION = range(0x2010, 0x2040)


def main() -> None:
    """Write the font."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path, help="NotoSansCJK-Regular.ttc")
    arguments = parser.parse_args()
    wanted = {*_LATIN, *_PUNCTUATION, *encoded("gb2312", *_GB2312), *encoded("big5", *_BIG5)}
    font = face(arguments.source)
    reduce_to(font, wanted)
    font.save(TARGET)
    print(f"{TARGET.name}: {len(font.getBestCmap())} characters, {TARGET.stat().st_size} bytes")


def encoded(encoding: str, first: range, second: range | tuple[int, ...]) -> set[int]:
    """Return the code points that a double-byte encoding has in some of its rows."""
    found = (
        bytes([high, low]).decode(encoding, errors="ignore") for high in first for low in second
    )
    return {ord(character) for character in found if len(character) == 1}


def face(path: Path) -> TTFont:
    """Open the simplified Chinese face of the collection."""
    for font in TTCollection(path).fonts:
        if font["name"].getDebugName(_FAMILY_NAME) == FACE:
            return font
    raise SystemExit(f"{path}: no face {FACE!r}")


def reduce_to(font: TTFont, wanted: set[int]) -> None:
    """Take away everything but the outlines of some characters."""
    options = subset.Options(
        layout_features=[], hinting=False, notdef_outline=True, recalc_timestamp=False
    )
    options.name_IDs = ["*"]
    options.drop_tables += ["VORG", "vhea", "vmtx", "DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)


if __name__ == "__main__":
    main()
