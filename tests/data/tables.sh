#!/bin/sh
# Every table under data/ keeps the form that data/README.md promises.
# tables.sh [DATA-DIR]; the folder is else $GAZETTE_DATA, else ../../data
# beside this script.  Prints TAP; status 0 only if every line is ok.

LC_ALL=C
export LC_ALL

here=$(dirname "$0")
data=${1:-${GAZETTE_DATA:-${srcdir:+$srcdir/data}}}
data=${data:-$here/../../data}

tests=0
failed=0

# result STATUS NAME DETAIL: one line of TAP, the detail as a comment
result() {
	tests=$((tests + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $tests - $2"
		return
	fi
	failed=$((failed + 1))
	echo "not ok $tests - $2"
	printf '%s\n' "$3" | head -n 5 | sed 's/^/# /'
}

# check NAME AWK-PROGRAM FILE: a rule holds if the program prints nothing
check() {
	said=$(awk -F'\t' "$2" "$3" 2>&1)
	test -z "$said"
	result $? "$1" "$said"
}

# table FILE COLUMNS LEAST KEY RULE: what all tables share, then RULE, an
# awk condition that is true of a wrong line; KEY is what stands only once
table() {
	file=$data/$1
	if [ ! -r "$file" ]; then
		result 1 "$1 can be read" "$file"
		return
	fi
	n=$(echo "$2" | wc -w)
	head=$(echo "#$2" | tr ' ' '\t')
	said=$(head -n 1 "$file")
	test "$said" = "$head"
	result $? "$1 names its columns" "$said"
	check "$1 has $n cells a line, none empty" \
		"NF != $n { print NR \": \" \$0; next }
		{ for (i = 1; i <= NF; i++)
			if (\$i ~ /^[ ]|[ ]\$|\r|^\$/) { print NR \": \" \$0 } }" "$file"
	said=$(sed 1d "$file" | sort -c 2>&1)
	test -z "$said"
	result $? "$1 is sorted by bytes" "$said"
	check "$1 says each thing once" \
		"NR > 1 && seen[$4]++ { print NR \": \" \$0 }" "$file"
	check "$1 has only known values" "NR > 1 && ($5) { print NR \": \" \$0 }" \
		"$file"
	check "$1 has at least $3 rows" \
		"END { if (NR - 1 < $3) print NR - 1 }" "$file"
}

# known FILE LEAST: a table of the common form
known() {
	table "known/$1" "form canonical type relation detail" "$2" \
		'$1 FS $2 FS $3 ($4 == "office" ? $5 : "")' \
		'$3 !~ /^(person|org|place|group)$/ ||
		 $4 !~ /^(name|short|long|local|former|abbr|alias|demonym|capital|metonym|agency|office)$/ ||
		 ($4 ~ /^(name|capital)$/ && $1 != $2) ||
		 ($4 == "demonym" && $3 != "group") ||
		 ($4 == "office" && $5 !~ /^[^|]+[|][^|]+[|][0-9][0-9][0-9][0-9](-[0-9][0-9])?$/) ||
		 ($4 == "capital" && $5 == "-")'
	check "known/$1 gives every canonical its own row" '
		NR > 1 && $1 == $2 { own[$2] = 1 }
		NR > 1 { all[$2] = $0 }
		END { for (c in all) if (!(c in own)) print all[c] }' \
		"$data/known/$1"
}

# countries of cities, regions and offices are names in countries.tsv
known_countries() {
	said=$(awk -F'\t' '
		FNR == 1 { file++; next }
		file == 1 && $4 == "name" { country[$2] = 1; next }
		file > 1 && ($4 == "name" || $4 == "capital" || $4 == "agency") &&
		$1 == $2 && $5 != "-" && $5 != "ambiguous" {
			split($5, part, ";")
			if (!(part[1] in country)) print FILENAME ": " $0
		}
		file > 1 && $4 == "office" {
			split($5, part, "|")
			if (!(part[1] in country)) print FILENAME ": " $0
		}' "$data/known/countries.tsv" "$data/known/cities.tsv" \
		"$data/known/regions.tsv" "$data/known/organisations.tsv" \
		"$data/known/people.tsv" 2>&1)
	test -z "$said"
	result $? "every country named as detail is in countries.tsv" "$said"
}

known countries.tsv 1500
known cities.tsv 1000
known regions.tsv 600
known organisations.tsv 4000
known people.tsv 700
known groups.tsv 350
known_countries
table given-names.tsv "name gender" 5000 '$1' '$2 !~ /^[mfu]$/'
table surnames.tsv "name word" 5000 '$1' '$2 !~ /^[01]$/'
table titles.tsv "form gender class" 150 '$1' '$2 !~ /^[mf-]$/ ||
	$3 !~ /^(honorific|military|political|religious|academic|royal|judicial|police|sport)$/'
table roles.tsv "noun class gender" 900 '$1' '$3 !~ /^[mf-]$/ ||
	$2 !~ /^(official|politician|military|police|legal|business|sport|arts|academic|religious|media|medical|activist|crime|family|other)$/'
table places.tsv "form kind country ambiguous" 5000 '$1 FS $2 FS $3' \
	'$2 !~ /^(country|region|city|water|land|continent|area)$/ || $4 !~ /^[01]$/'
table head-words.tsv "word type position" 300 '$1 FS $2' \
	'$2 !~ /^(org|place|event|work)$/ || $3 !~ /^(first|last|any|noun)$/'
table reporting-verbs.tsv \
	"form lemma pos count direct mixed indirect after" 800 '$1' \
	'$3 !~ /^(verb|gerund|noun|prep)$/ ||
	 $4 !~ /^[0-9]+$/ || $4 != $5 + $6 + $7 || $8 !~ /^[01][.][0-9][0-9]$/'
table speech-words.tsv "language form class" 500 '$0' \
	'$1 !~ /^[a-z][a-z]$/ ||
	 $3 !~ /^(verb|call|aux|be|det|pron|poss|prep|conj|sub|rel|that|adv|time|role|media|mute|work|thing)$/'
table boilerplate.tsv "language kind how phrase" 3000 \
	'$1 FS $2 FS $3 FS $4' \
	'$1 !~ /^([a-z][a-z]|-)$/ ||
	 $3 !~ /^(class|role|is|starts|ends|has|label|name|section|tail|part)$/'
table months.tsv "language number month" 500 '$0' \
	'$1 !~ /^[a-z][a-z]$/ || $2 < 1 || $2 > 12'
table abbreviations.tsv "form kind ends" 300 '$1' '$3 !~ /^[01]$/ ||
	$2 !~ /^(title|month|place|company|general|latin)$/'
table nicknames.tsv "name nickname" 2000 '$1 FS $2' '$1 == $2'
table stop-names.tsv "word why" 500 '$1' \
	'$2 !~ /^(function|pronoun|starter|weekday|month|number|question|headline|time|adverb|verb|noun|adjective|german|town)$/'

said=$(find "$data" -name '*.tsv' ! -path '*/sample/*' -size +600k)
test -z "$said"
result $? "no table is over 600 KB" "$said"

echo "1..$tests"
test "$failed" -eq 0
