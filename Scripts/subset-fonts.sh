#!/bin/sh
# Makes the small web fonts in Public/fonts from the fonts of the operating system, and puts their licences beside them.
#
# The results are committed, so this runs only when a font is renewed. It needs:
#   apt-get install fonts-vollkorn fonts-inter-variable
#   pip install fonttools brotli          (in a virtual environment; PYTHON names its interpreter)
#
# What is kept: Latin-1, the rest of Windows-1252, dashes, spaces, arrows, minus, comparison signs; kerning, ligatures,
# lining and tabular figures. Other letters come from the reader's own fonts. Inter keeps its weight axis, 400 to 700.
set -eu
cd "$(dirname "$0")/.."

python=${PYTHON:-python3}
fonts=${FONTS:-/usr/share/fonts/truetype}
documents=${DOCUMENTS:-/usr/share/doc}
target=Public/fonts
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

letters=U+0020-007E,U+00A0-00FF,U+0152,U+0153,U+0160,U+0161,U+0178,U+017D,U+017E,U+0192,U+02C6,U+02DC
marks=U+2009-200B,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2032,U+2033,U+2039,U+203A
signs=U+20AC,U+2116,U+2122,U+2190-2193,U+2212,U+2215,U+2248,U+2264,U+2265
features=kern,liga,calt,ccmp,locl,mark,mkmk,lnum,pnum,tnum,case

subset() {
    "$python" -m fontTools.subset "$1" --output-file="$target/$2" --flavor=woff2 \
        --unicodes="$letters,$marks,$signs" --layout-features="$features" --no-hinting --desubroutinize \
        --name-IDs=0,1,2,3,4,5,6,13,14 --name-languages=0x409 --notdef-outline
}

# The licence as Debian records it, without the packaging's own terms.
licence() {
    "$python" - "$1" "$2" <<'PYTHON'
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
copyright = re.search(r"Copyright: (.*?)\nLicense:", text, re.S).group(1)
body = re.search(r"^License: (?:SIL-)?OFL-1\.1\n((?: .*\n|\n(?= ))+)", text, re.M).group(1)
lines = ["" if line.strip() == "." else line[1:] for line in body.splitlines()]
holders = "\n".join("Copyright " + line.strip() for line in copyright.splitlines())
head = "" if "OPEN FONT LICENSE Version 1.1" in body else "SIL OPEN FONT LICENSE Version 1.1 - 26 February 2007\n\n"
open(sys.argv[2], "w", encoding="utf-8").write(holders + "\n\n" + head + "\n".join(lines).strip() + "\n")
PYTHON
}

mkdir -p "$target"
"$python" -m fontTools.varLib.instancer "$fonts/inter-vf/Inter-roman.var.ttf" wght=400:700 -q -o "$work/inter.ttf"
subset "$work/inter.ttf" inter.woff2
subset "$fonts/vollkorn/Vollkorn-Regular.ttf" vollkorn-regular.woff2
subset "$fonts/vollkorn/Vollkorn-SemiBold.ttf" vollkorn-semibold.woff2
licence "$documents/fonts-inter-variable/copyright" "$target/inter-OFL.txt"
licence "$documents/fonts-vollkorn/copyright" "$target/vollkorn-OFL.txt"
ls -l "$target"
