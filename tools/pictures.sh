#!/bin/sh
# The pictures of README.md, made of the sample paper as the reader shows it:
# pictures.sh FOLDER, or make pictures
#
# The same program and the same paper give the same bytes, within a year: days
# are said without the year that it is.
set -eu
sources=${SOURCES:-.}
picture=$(dirname "$GAZETTE")/tools/picture
mkdir -p "$1"
out=$(cd "$1" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
export XDG_CONFIG_HOME="$scratch/config" XDG_DATA_HOME="$scratch/data" \
	XDG_STATE_HOME="$scratch/state" LC_ALL=C.UTF-8 TZ=UTC
unset NO_COLOR GAZETTE_ARCHIVE || true
mkdir -p "$XDG_CONFIG_HOME/gazette" "$XDG_DATA_HOME" "$XDG_STATE_HOME"
"$GAZETTE" add "$sources/data/sample" >/dev/null 2>&1 || [ $? = 1 ]

# shoot NAME THEME COLSxROWS KEYS: each from the beginning
shoot() {
	rm -rf "$XDG_DATA_HOME/gazette/reader.db"* "$XDG_STATE_HOME/gazette"
	echo "set theme $2" >"$XDG_CONFIG_HOME/gazette/gazette.conf"
	light=
	[ "$2" = light ] && light=--light
	"$picture" $light "$3" "$4" "$GAZETTE" >"$out/$1.svg"
}

shoot article dark 80x24 "Enter Tab Tab Tab Tab Tab Tab Tab Tab Tab"
shoot panes light 160x42 "Enter Tab Tab Tab Tab Tab Tab Tab Tab Tab"
shoot name dark 80x24 "v n Enter"
shoot quotes dark 80x24 "v q"
shoot search light 80x16 "\\ f l o o d Space n a m e : V a l d e k"
