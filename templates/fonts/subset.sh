#!/bin/sh
# Makes the fonts in this directory from their published releases. Needs npm, apt-get, dpkg and
# fonttools (pip install fonttools). Run it again only to take a newer release.
#
# Each face becomes four small files, so that a sheet carries no more than it prints:
#   FACE.ttf         ASCII and the punctuation of the sheet: nearly every sheet needs only these
#   FACE-latin.ttf   Latin-1 and Latin Extended-A
#   FACE-more.ttf    every other letter that a name may have: Vietnamese, rarer Latin
#   FACE.kern        kerning between ASCII characters: left, right, thousandths of an em
#
# Spectral: SIL Open Font License, no reserved font name. DejaVu: Bitstream Vera licence, which
# forbids only the names "Bitstream" and "Vera" for changed fonts.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm pack --silent @expo-google-fonts/spectral@0.4.1 >/dev/null
tar xzf expo-google-fonts-spectral-0.4.1.tgz
apt-get download fonts-dejavu-core fonts-dejavu-extra >/dev/null
for deb in *.deb; do dpkg -x "$deb" deb; done
dejavu=deb/usr/share/fonts/truetype/dejavu

cp package/LICENSE_FONT "$here/LICENSE-Spectral.txt"
cp deb/usr/share/doc/fonts-dejavu-core/copyright "$here/LICENSE-DejaVu.txt"

python3 - "$here" \
  serif-regular=package/400Regular/Spectral_400Regular.ttf \
  serif-bold=package/600SemiBold/Spectral_600SemiBold.ttf \
  serif-italic=package/400Regular_Italic/Spectral_400Regular_Italic.ttf \
  sans-regular=$dejavu/DejaVuSansCondensed.ttf \
  sans-bold=$dejavu/DejaVuSansCondensed-Bold.ttf \
  sans-italic=$dejavu/DejaVuSansCondensed-Oblique.ttf <<'PY'
import sys
from fontTools import subset
from fontTools.ttLib import TTFont

ASCII = list(range(0x20, 0x7F))
SHEET = [0xA0, 0xB7, 0xD7, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026]
LATIN = [*range(0xA1, 0x180)]
MORE = [*range(0x1A0, 0x1A2), *range(0x1AF, 0x1B1), *range(0x1CD, 0x1DD),
        *range(0x218, 0x21C), 0x2BB, 0x2BC, *range(0x1E00, 0x1F00), 0x2010, 0x2011, 0x201A, 0x201E, 0x20AC, 0x2122]


def write(source, codes, target):
    font = TTFont(source)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.glyph_names = False
    options.notdef_outline = True
    options.legacy_kern = False
    options.drop_tables += ["FFTM", "GDEF", "GPOS", "GSUB", "MATH", "STAT", "gasp", "kern", "prep", "fpgm", "cvt "]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    font["cmap"].tables = [t for t in font["cmap"].tables if (t.platformID, t.platEncID) == (3, 1)]
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(target)


def pairs(source):
    """Kerning of the GPOS feature `kern` between ASCII characters, flattened."""
    font = TTFont(source)
    cmap, em = font.getBestCmap(), font["head"].unitsPerEm
    gpos = font["GPOS"].table
    wanted = {i for f in gpos.FeatureList.FeatureRecord if f.FeatureTag == "kern" for i in f.Feature.LookupListIndex}
    names = {cmap[c]: c for c in ASCII}
    found = {}
    for index in sorted(wanted):
        seen = {}
        for table in gpos.LookupList.Lookup[index].SubTable:
            table = getattr(table, "ExtSubTable", table)
            if table.LookupType != 2:
                continue
            for left in set(table.Coverage.glyphs) & set(names):
                if table.Format == 1:
                    rows = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
                    values = {r.SecondGlyph: r.Value1.XAdvance if r.Value1 and hasattr(r.Value1, "XAdvance") else 0 for r in rows if r.SecondGlyph in names}
                else:
                    row = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)].Class2Record
                    values = {}
                    for right in names:
                        value = row[table.ClassDef2.classDefs.get(right, 0)].Value1
                        values[right] = getattr(value, "XAdvance", 0) if value else 0
                for right, advance in values.items():
                    seen.setdefault((left, right), advance)
        for pair, advance in seen.items():
            found[pair] = found.get(pair, 0) + advance
    lines = []
    for (left, right), advance in found.items():
        thousandths = round(advance * 1000 / em)
        if abs(thousandths) >= 8:
            lines.append((names[left], names[right], thousandths))
    return "".join(f"{chr(a)}{chr(b)} {n}\n" for a, b, n in sorted(lines))


here = sys.argv[1]
for argument in sys.argv[2:]:
    face, source = argument.split("=")
    have = set(TTFont(source).getBestCmap())
    write(source, ASCII + SHEET, f"{here}/{face}.ttf")
    write(source, [c for c in LATIN if c in have and c not in SHEET], f"{here}/{face}-latin.ttf")
    write(source, [c for c in MORE if c in have], f"{here}/{face}-more.ttf")
    open(f"{here}/{face}.kern", "w").write(pairs(source))
PY
