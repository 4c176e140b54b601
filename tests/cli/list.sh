#!/bin/sh
# list, search, show, export and check, by what a user sees of them.
. "${SOURCES:-.}/tests/cli/tap.sh"
. "${SOURCES:-.}/tests/cli/paper.sh"
cd "$scratch" || exit 99
tab=$(printf '\t')
ids() { cut -f1 out | tr '\n' ' '; }

# ---- list ----
run list
ok "articles come newest first, copies folded" is "$(ids)" "5 4 3 2 1 "
ok "a line is number, day, title and source" has out "4${tab}2026-03-20${tab}Halder and Morrow agree${tab}The Tide"
ok "an unknown day is a dash" has out "5${tab}-${tab}Nothing at all happened${tab}"
run list --copies
ok "copies are listed when asked for" lines out 6
run list is:duplicate
ok "is:duplicate finds the copy" is "$(ids)" "6 "
run list --limit 2
ok "a limit is kept" is "$(ids)" "5 4 "

while read -r want query; do
	run list -- "$query"
	ok "list $query" is "$(ids | tr -d ' ')" "${want#-}"
done <<'END'
421 harbour
21 "harbour strike" OR "dockers in kolvik"
421 kolvik -bridge
32 ferry
2 title:week
431 source:courier OR source:tide -"second week"
1 author:holt
421 name:"Dagny Morrow"
3 said:"Berta Senn"
4 said:"Dagny Morrow" about:"Lucian Halder" -telephone
- said:"Berta Senn" about:"Lucian Halder"
43 since:2026-03-01 -is:undated
21 until:2026-02
1 on:2026-02-10
5 is:undated
5432 -"walked out"
- is:unread
54321 is:saved
421 harb*
- nothingofthekind
END

run list "harbour (strike"
ok "a query that is not understood is wrong use" is "$status" 2
ok "and the place is shown" has err "        ^"
run list -trump
ok "a query that looks like an option is wrong use" is "$status" 2
ok "and what to do is said" has err "there is no option '-t'; put -- before a query that begins with '-'"
run show -t 1
ok "where no query is wanted it is not said" lacks err "query"
run list name:Nobodyatall
ok "an unknown name is wrong use" is "$status" 2
run list @morning
ok "an unknown view is wrong use" is "$status" 2
run list nothingofthekind
ok "nothing found is done" is "$status" 0

# ---- keys ----
run list --json --limit 2
ok "JSON has an object a line" lines out 2
ok "it has neither text nor spans" lacks out '"mentions"'
ok "it has the key to go on" has out '"after":'
key=$(sed -n '2s/.*"after":\([-0-9]*\).*/\1/p' out)
run list --after "$key"
ok "a list goes on behind a key" is "$(ids)" "3 2 1 "
run list --csv --limit 1 "on:2026-02-10"
ok "CSV has its names first" is "$(head -n 1 out)" "id,published,title,source,byline,language,url,key"
ok "and a line a row" lines out 2
run list --csv --json
ok "CSV and JSON at once are wrong use" is "$status" 2

# ---- search ----
run search ferry bridge
ok "search finds the best" is "$(ids)" "3 "
run search --sort new harbour
ok "search sorts by time when asked" is "$(ids)" "4 2 1 "
run search bridge OR ferry
ok "the best stands first" is "$(ids | cut -c1)" "3"
run search
ok "search without a query is wrong use" is "$status" 2
run search --sort old x
ok "an unknown order is wrong use" is "$status" 2

# ---- show ----
run show 1
ok "a text has its title first" is "$(head -n 1 out)" "Dockers walk out in Kolvik"
ok "a paragraph is one line" has out '"We will not go back for less," Dagny Morrow said. She leads the union of harbour workers.'
ok "elsewhere than on a terminal there are no marks" lacks out "$(printf '\033')"
run show --json 1
ok "the object has what came in as its id" has out '"ref":"p1"'
ok "and the speaker by name" has out '"name":"Dagny Morrow"'
run show --plain 1 3
ok "several are shown" has out "A bridge for Ostrel"
run show --original 1
ok "the original is the line that came" has out '{"id":"p1","title":"Dockers walk out in Kolvik"'
run show 1 99
ok "an unknown number is wrong use" is "$status" 2
ok "and nothing is shown" lines out 0
run show one
ok "no number is wrong use" is "$status" 2
run show --json --plain 1
ok "two ways at once are wrong use" is "$status" 2

# ---- no title ----
cat >bare.jsonl <<'END'
{"text":"A quarry fell in on Monday, and\nnobody was hurt, said the mayor of the village that lies above it and has no other work."}
{"text":"Short."}
END
feed bare.jsonl add --as jsonl -
run list quarry
ok "what has no title is called by its first words" is "$(cut -f3 out)" "A quarry fell in on Monday, and nobody was hurt, said the mayor of the village…"
run list short
ok "a few words stand whole" is "$(cut -f3 out)" "Short."
run remove quarry
run remove short

# ---- help ----
wide=$(for c in "" $("$GAZETTE" --help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p'); do
	"$GAZETTE" $c --help | awk -v c="$c" 'length($0) > 80 { print c ": " $0 }'
done)
ok "help fits 80 columns" is "$wide" ""
run -V
ok "-V is --version" is "$status$(grep -c '^gazette ' out)" "01"
run list -h
ok "-h is --help" has out "usage: gazette list"

# ---- export, check ----
run export
ok "export has copies too" lines out 6
ok "and what they copy" has out '"duplicate_of":2'
run export "on:2026-03-01"
ok "export takes a query" lines out 1
run export --format vinyl
ok "an unknown format is wrong use" is "$status" 2
run check
ok "the archive is whole" has out "whole"
ok "a copy is counted" has out "6 articles, "
ok "its status is 0" is "$status" 0

"$GAZETTE" export 2>err | head -n 1 >out
ok "who stops reading ends it quietly" lines err 0
run --archive none.db list
ok "no archive could not be read" is "$status" 3
mkdir folder
run --archive folder list
ok "a folder is no archive" has err "'folder' is a folder"
ok "its status is 3" is "$status" 3
done_testing
