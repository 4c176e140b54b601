#!/bin/sh
# The user's word, by what a user sees of it.
. "${SOURCES:-.}/tests/cli/tap.sh"
. "${SOURCES:-.}/tests/cli/paper.sh"
cd "$scratch" || exit 99
tab=$(printf '\t')
number() { # NAME: its #number
	"$GAZETTE" names --csv "$1" 2>/dev/null | sed -n '2s/,.*//p'
}
whole() { "$GAZETTE" check | grep -q ": whole$"; }
objects() { # what an archive tells of itself, but for times and numbers
	"$GAZETTE" --archive "$1" export | sed 's/"added":"[^"]*"//;s/"modified":"[^"]*"//'
	"$GAZETTE" --archive "$1" names --json
	"$GAZETTE" --archive "$1" quotes --json
}

objects archive.db >before

# ---- merge and undo ----
run merge -n "Berta Senn" "Dagny Morrow"
ok "a dry run counts" grep -q "^1 article, .* mentions, 2 quotations${tab}would merge Berta Senn into Dagny Morrow$" out
cut -f1 out >counts
objects archive.db >after
ok "and changes nothing" cmp before after
run merge -n --json "Berta Senn" Ostrel
ok "a person and a place are told to be of two kinds" has err "'Berta Senn' is a person and 'Ostrel' a place"
run merge "Berta Senn" "Dagny Morrow"
ok "what happens is what was counted" is "$(cut -f1 out)" "$(cat counts)"
ok "it has a number" has out "edit 1: merge Berta Senn into Dagny Morrow"
run name "Berta Senn"
ok "the merged name leads to the other" has out "Dagny Morrow"
run names --json Dagny
ok "which has the articles of both" has out '"articles":4'
run name "Dagny Morrow" --why
ok "the reason says that it was merged" has out "new as Berta Senn, merged"
ok "and by which edit" grep -q "^edit 1${tab}.*${tab}merge Berta Senn into Dagny Morrow$" out
run merge "Berta Senn" "Dagny Morrow"
ok "twice is refused" is "$status" 2
printf 'Berta Senn speaks\n\nBerta Senn opened the harbour in Kolvik, and the boats sailed out.\n' >senn.txt
run add senn.txt
run names --json Dagny
ok "new articles follow the merge" has out '"articles":5'
ok "the archive is whole" whole
run undo -n
ok "an undo can be counted first" has out "would undo merge Berta Senn into Dagny Morrow"
run undo
run names --json Senn
ok "undone, the name has its articles and those that came since" has out '"articles":2'
run undo 2
ok "and is called what it does" has out ": again merge Berta Senn into Dagny Morrow"
run names --json Dagny
ok "an undo can be undone" has out '"articles":5'
run undo
"$GAZETTE" remove "title:speaks" >/dev/null
"$GAZETTE" gc >/dev/null 2>&1

# ---- the others ----
run split Kolvik --article 4
run hide Kolvik
ok "two of a name are named with their numbers" grep -q "^  #[0-9]*${tab}Kolvik${tab}place" err
ok "which is wrong use" is "$status" 2
run undo
objects archive.db >before
run rename "Dagny Morrow" "Dagny Morrow of Kolvik"
ok "a name is renamed" has out "rename Dagny Morrow to Dagny Morrow of Kolvik"
run name "Dagny Morrow of Kolvik"
ok "and found by the new" is "$status" 0
run name "Dagny Morrow"
ok "and the old" is "$status" 0
run retype Kolvik org
run names --type org
ok "a kind is set" has out "Kolvik"
run retype Kolvik colour
ok "an unknown kind is wrong use" is "$status" 2
run hide Ostrel
run name Ostrel
ok "the page of a hidden name says that it is" has out " · hidden"
run names
ok "a hidden name is not listed" lacks out "${tab}Ostrel${tab}"
run split "Lucian Halder" --article 1 --as "Jan Halder"
ok "an article's is split off" has out "1 article, "
run names --json "Jan Halder"
ok "under its own name" has out '"articles":1'
run split "Lucian Halder" --written Halder -n
ok "a form is split off" has out "would split Halder off Lucian Halder where written Halder"
run split "Lucian Halder" --in "agreement" --as "Jan Halder"
ok "articles of a query go to one that is there" has out "make Jan Halder what is Lucian Halder in 1 article"
run split "Lucian Halder"
ok "split wants to know what" is "$status" 2
run split "Lucian Halder" --written Nothing
ok "nothing written so is refused" is "$status" 2
run apart "Lucian Halder" "Jan Halder"
ok "what was split is apart already" is "$status" 2
run apart "Lucian Halder" "Berta Senn"
ok "two are kept apart" is "$status" 0
run speaker 1:80 "Berta Senn"
ok "no quotation at a place is refused" is "$status" 2
start=$("$GAZETTE" quotes --json --by "Berta Senn" | sed -n '1s/^{"start":\([0-9]*\).*/\1/p')
run speaker "3:$start" "Lucian Halder"
run quotes --by "Lucian Halder"
ok "a quotation has another speaker" has out "It is a good day for Ostrel,"
run speaker "3:$start" none
run quotes --by "Lucian Halder"
ok "or none" lacks out "It is a good day for Ostrel,"
run mention 3:0 none
ok "a word is no name" has out "Ostrel is no name there"
run mention 4:title:0 "Berta Senn"
ok "a mention in the title is another's" has out "make Halder there Berta Senn"
run mention 1:6x none
ok "what is no place is wrong use" is "$status" 2
run date 5 2026-01-02
run list on:2026-01-02
ok "an article is of another day" has out "Nothing at all happened"
run date 5 yesterday
ok "what is no day is wrong use" is "$status" 2
run hide Nobody
ok "nobody is wrong use" is "$status" 2
run merge Morrow Nobody
ok "and in a merge" is "$status" 2
ok "the archive is whole after all" whole
run edits
ok "the log has the newest first" grep -q "date an article 2026-01-02" out
objects archive.db >after
while "$GAZETTE" undo >/dev/null 2>&1; do :; done
objects archive.db >now
ok "all undone, it is as it was" cmp before now
ok "and whole" whole
for i in $("$GAZETTE" edits | cut -f1,5 | sed -n "s/${tab}undo .*//p" | sort -rn | head -n 11); do
	"$GAZETTE" undo "$i" >/dev/null
done
objects archive.db >now
ok "all done again, as it was before" cmp after now

# ---- logs of others ----
run edits --json
cp out log.jsonl
ok "the log is JSON Lines" lines log.jsonl "$(grep -c '^{"edit":' log.jsonl)"
GAZETTE_ARCHIVE="$scratch/other.db"
export GAZETTE_ARCHIVE
run edits import log.jsonl
ok "there is no archive to take a log" is "$status" 3
feed "$scratch/paper.jsonl" add --as jsonl --jobs 1 -
run edits import log.jsonl
ok "another archive takes it in" has out " applied, 0 known already, "
objects other.db | sed 's/"entity":[0-9]*//g;s/"rank":[0-9]*//g' | sort >theirs
objects archive.db | sed 's/"entity":[0-9]*//g;s/"rank":[0-9]*//g' | sort >ours
ok "and says what ours says" cmp ours theirs
run edits import log.jsonl
ok "once more is nothing" has out "0 applied, "
GAZETTE_ARCHIVE="$scratch/late.db"
printf '{"id":"x","text":"A first article of nobody at all."}\n' >first.jsonl
feed first.jsonl add --as jsonl -
run edits import log.jsonl
ok "a log waits for its names and articles" grep -q " [1-9][0-9]* wait for names" out
feed "$scratch/paper.jsonl" add --as jsonl --jobs 1 -
run names --json "Dagny Morrow of Kolvik"
ok "and holds when they come" has out '"name":"Dagny Morrow of Kolvik"'
run check
ok "in a whole archive" has out ": whole"
printf 'no\n{"at":"x"}\n' >broken
run edits import broken
ok "broken lines are named" has err "line 2: no entry of a log of corrections"
ok "and the status tells" is "$status" 1

# ---- what one knows oneself ----
GAZETTE_ARCHIVE="$scratch/known.db"
mkdir -p "$XDG_CONFIG_HOME/gazette/known"
printf '# mine\nthe crane king%sLucian Halder%sperson%salias%s-\n' "$tab" "$tab" "$tab" "$tab" >"$XDG_CONFIG_HOME/gazette/known.tsv"
printf 'Kolvik%sKolvik Town%splace%sname%s-\n' "$tab" "$tab" "$tab" "$tab" >"$XDG_CONFIG_HOME/gazette/known/places.tsv"
feed "$scratch/paper.jsonl" add --as jsonl --jobs 1 -
run name Kolvik
ok "a user's own table names what it knows" has out "Kolvik Town"
printf 'broken line\n' >"$XDG_CONFIG_HOME/gazette/known.tsv"
feed "$scratch/paper.jsonl" add --as jsonl --jobs 1 -
ok "a broken one is named" grep -q "gazette/known.tsv': line 1 of a table of known names is broken" err
ok "and nothing is taken in" is "$status" 3
rm -r "$XDG_CONFIG_HOME/gazette"

# ---- who may not ----
GAZETTE_ARCHIVE="$scratch/shut/archive.db"
mkdir shut && cp archive.db shut/ && chmod 444 shut/archive.db && chmod 555 shut
if [ "$(id -u)" -ne 0 ]; then
	run hide Kolvik
	ok "an archive that may only be read is not corrected" is "$status" 3
fi
done_testing
