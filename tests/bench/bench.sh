#!/bin/sh
# The budgets of the archive and the reader, measured: make bench
# [ARTICLES=100000] [WORDS=450] [KEEP=folder].
#
# CPU of whole processes, the median of nine runs after one to warm up.  With
# KEEP the archive is made there once and used again.
set -eu

articles=${ARTICLES:-100000}
words=${WORDS:-450}
runs=9
here=$(pwd)/tests/bench
folder=${KEEP:-$(mktemp -d)}
[ -n "${KEEP:-}" ] || trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder"
XDG_DATA_HOME=$folder/data XDG_STATE_HOME=$folder/state
GAZETTE_ARCHIVE=$folder/archive.db
export XDG_DATA_HOME XDG_STATE_HOME GAZETTE_ARCHIVE

g() {
	"$GAZETTE" "$@"
}

row() {
	label=$1 budget=$2
	shift 2
	"$here/measure" "$label" "$budget" $runs "$@"
}

if [ ! -f "$folder/made-$articles" ]; then
	echo "making an archive of $articles articles of about $words words"
	"$here/generate" "$articles" "$words" >"$folder/articles.jsonl"
	start=$(date +%s)
	g add --as jsonl "$folder/articles.jsonl" >"$folder/added"
	took=$(($(date +%s) - start))
	stored=$(grep -c '^stored' "$folder/added")
	echo "$stored stored in $took s: $((stored / (took ? took : 1))) a second"
	rm "$folder/articles.jsonl"
	: >"$folder/made-$articles"
fi
ls -l "$folder" | awk '/\.db$/ { printf "%-46s %9.1f MiB\n", $9, $5 / 1048576 }'

# a name that stands in very many articles, one in the middle, a rare word
common=$(g names --limit 1 --type person --json | sed 's/.*"entity": *\([0-9]*\).*/\1/')
middle=$(g names --limit 500 --type person --json | tail -n 1 | sed 's/.*"entity": *\([0-9]*\).*/\1/')
newest=$(g list --limit 1 --json | sed 's/.*"id": *\([0-9]*\).*/\1/')

row "first list" "15 ms" "$GAZETTE" list --limit 50
row "open an article" "5 ms" "$GAZETTE" show "$newest"
row "every article on X, common" "5 ms" "$GAZETTE" list --limit 50 "name:#$common"
row "every article on X, middling" "5 ms" "$GAZETTE" list --limit 50 "name:#$middle"
row "who X is" "5 ms" "$GAZETTE" name "#$common"
row "what X said" "5 ms" "$GAZETTE" quotes --limit 50 --by "#$common"
row "full text: an absent word" "5 ms" "$GAZETTE" list --limit 50 xyzzyx
row "full text: a common word" "20 ms" "$GAZETTE" list --limit 50 the
row "full text: a common word, best first" "-" "$GAZETTE" search --limit 50 the
row "related articles" "20 ms" "$GAZETTE" related "$newest"
