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
	{ times; echo; echo; } >"$folder/cpu"
	g add --timing --as jsonl "$folder/articles.jsonl" \
		>"$folder/added" 2>"$folder/timing"
	took=$(($(date +%s) - start))
	{ times; echo; echo; } >>"$folder/cpu"
	stored=$(grep -c '^stored' "$folder/added")
	echo "$stored stored in $took s: $((stored / (took ? took : 1))) a second"
	sed 's/^/  /' "$folder/timing"
	# all processes: the clocks of stages are coarse on some machines
	awk -v n="$stored" 'NR % 4 == 2 {
		split($1, user, /[ms]/); split($2, sys, /[ms]/)
		cpu = 60 * (user[1] + sys[1]) + user[2] + sys[2] - cpu
	} END {
		printf "  read to index %.3f ms CPU an article  budget 1\n", 1000 * cpu / n
	}' "$folder/cpu"
	rm "$folder/articles.jsonl"
	: >"$folder/made-$articles"
fi
ls -l "$folder" | awk '/\.db$/ { printf "%-46s %9.1f MiB\n", $9, $5 / 1048576 }'

# the value of a key in the last line of JSON Lines
value() {
	tail -n 1 | sed "s/.*\"$1\": *\"*\([^,\"}]*\).*/\1/"
}

# a name that stands in very many articles, one in the middle, one beside the
# first; a word that stands in few articles
common=$(g names --limit 1 --type person --json | value entity)
middle=$(g names --limit 500 --type person --json | value entity)
place=$(g names --limit 1 --type place --json | value entity)
prefix=$(g names --limit 1 --type person --json | value name | cut -c 1-2)
newest=$(g list --limit 1 --json | value id)
rare=$(g show --plain "$newest" | tr -cs 'a-z' '\n' |
	awk 'length($0) > length(most) { most = $0 } END { print most }')

row "first list" "15 ms" "$GAZETTE" list --limit 50
row "open an article" "5 ms" "$GAZETTE" show "$newest"
row "every article on X, common" "5 ms" "$GAZETTE" list --limit 50 "name:#$common"
row "every article on X, middling" "5 ms" "$GAZETTE" list --limit 50 "name:#$middle"
row "who X is, with the company it keeps, common" "5 ms" "$GAZETTE" name "#$common"
row "who X is, with the company it keeps, middling" "5 ms" "$GAZETTE" name "#$middle"
row "what X said" "5 ms" "$GAZETTE" quotes --limit 50 --by "#$common"
row "X with Y: the sentences" "20 ms" "$GAZETTE" name "#$common" --limit 50 --with "#$place"
row "names that begin with '$prefix'" "5 ms" "$GAZETTE" names --limit 50 "$prefix"
row "full text: an absent word" "5 ms" "$GAZETTE" list --limit 50 xyzzyx
row "full text: a rare word" "5 ms" "$GAZETTE" list --limit 50 "$rare"
row "full text: a common word" "20 ms" "$GAZETTE" list --limit 50 the
row "full text: two common words" "20 ms" "$GAZETTE" list --limit 50 the of
row "full text: a prefix" "20 ms" "$GAZETTE" list --limit 50 'cou*'
row "full text: a common word, best first" "-" "$GAZETTE" search --limit 50 the
row "full text: a rare word, best first" "-" "$GAZETTE" search --limit 50 "$rare"
row "related articles" "20 ms" "$GAZETTE" related "$newest"
