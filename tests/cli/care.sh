#!/bin/sh
# What keeps an archive well: remove, gc, backup, status, check --repair,
# reannotate, by what a user sees of them.
. "${SOURCES:-.}/tests/cli/tap.sh"
cd "$scratch" || exit 99
tab=$(printf '\t')

text() { # FILE TITLE SENTENCE
	printf '%s\n\n%s The mayor of Kolvik, Dagny Morrow, spoke to reporters on Tuesday about the harbour.\n' "$2" "$3" >"$1"
}
mkdir in
text in/a.txt "A bridge for Kolvik" "The town wants a bridge."
text in/b.txt "A second bridge" "Ostrel wants one as well, said Lucian Halder."
text in/c.txt "The ferry is late" "It came three hours late from Ostrel."
run add in

# ---- remove ----

run remove -n bridge
ok "-n counts what would go" has out "2 articles would be removed: 2 added by hand"
ok "and lists it" lines out 3
run list
ok "and removes nothing" lines out 3
run remove 1
ok "a number alone is no article's: it is said how to mean it" is "$status$(grep -c "'id:1'" err)" 21
run list id:1
ok "an article is found by its number" is "$(cut -f1 out)" 1
run remove bridge
ok "remove says how many went" is "$status $(cat out)" "0 2 articles removed"
run list
ok "they are in no list" lines out 1
run show 1
ok "they are not shown" is "$status" 2
run add in
ok "they do not come again" is "$(cut -f1,4 out | tr '\t\n' ' |')" "known it was removed|known it was removed|known|"
run remove --undo -n
ok "--undo -n says what would come back" has out "2 articles would come back"
run remove --undo
ok "--undo brings them back" is "$status $(cut -d, -f1 out)" "0 2 articles came back"
run list
ok "they are in the lists again" lines out 3
run show 1
ok "under their numbers" has out "A bridge for Kolvik"
run remove --undo
ok "nothing is left to undo" has out "nothing was removed"
run remove nonsuch
ok "nothing found is done" is "$status $(cat out)" "0 nothing found, nothing removed"
run remove
ok "no query is wrong use" is "$status" 2
run remove --undo bridge
ok "--undo with a query is wrong use" is "$status" 2
run remove "(("
ok "a query that is none is wrong use" is "$status" 2
run check
ok "the archive is whole" is "$status" 0

# ---- status ----

run status
ok "status is done" is "$status" 0
for word in path archive texts originals reader articles names quotations \
	feeds 'last fetch' schema model; do
	ok "it tells $word" has out "$word"
done
ok "it counts articles" has out "articles   3, and 0 copies; 0 unread"
run status --json
ok "--json is one object" lines out 1
ok "with bytes by part" has out '"parts":{"'
ok "and what fails" has out '"failing":[]'

# ---- backup ----

run backup copy.db
ok "backup says what it made" has out "in 'copy.db', whole"
run --archive copy.db list
ok "a backup is an archive" lines out 3
run backup copy.db
ok "a file that is there is not replaced" is "$status $(cat err)" \
	"3 gazette: 'copy.db' is there already; --force replaces it"
run backup --force copy.db
ok "but by --force" is "$status" 0
mkdir tmp
TMPDIR=$scratch/tmp run backup -
cp out piped.db
run --archive piped.db check
ok "a backup to standard output is an archive" is "$status" 0
ok "nothing of it stays elsewhere" is "$(ls "$scratch"/tmp)" ""
run backup --part reader reader.db
ok "the reading state can be copied" is "$status" 0
run backup --part dreams x.db
ok "an unknown part is wrong use" is "$status" 2
run backup no/such/folder/x.db
ok "a folder that is not there is said to be" has err "no/such/folder"

# ---- gc ----

run remove ferry
run gc
ok "gc says what went" has out "1 removed articles"
run remove --undo
ok "behind gc nothing is left to undo" has out "nothing was removed"
run add in/c.txt
ok "and it may come again" is "$(cut -f1,2 out)" "stored${tab}4"
run check
ok "the archive is whole behind gc" is "$status" 0

run check --repair
ok "a whole archive is left alone" is "$status $(sed 's/.*: //' out)" "0 whole"

# ---- versions ----

add_url() { # SENTENCE
	printf '<html><head><title>Ferry</title></head><body><article><h1>Ferry</h1><p>The mayor of Kolvik, Dagny Morrow, spoke to reporters on Tuesday about the harbour.</p><p>%s</p></article></body></html>\n' "$1" >f.html
	run add --url https://example.org/ferry f.html
}
add_url "The ferry from Ostrel came three hours late on Monday, with forty people on board."
id=$(cut -f2 out)
run show --diff "$id"
ok "one version has no difference" has out "has one version only"
add_url "The ferry from Ostrel came two hours late on Monday, with forty people on board."
ok "another text at its address is an update" is "$(cut -f1,2 out)" "updated${tab}$id"
run show --diff "$id"
ok "--diff shows what changed, in words" has out "came [-three-]{+two+} hours late"
ok "with the versions" has out "article $id: version 1 of "
ok "and not what did not" has out "(2 paragraphs unchanged)"
run show --diff=1 --json "$id"
ok "--diff --json is one object" lines out 1
ok "of pieces" has out '{"what":"gone","text":"three "},{"what":"new","text":"two "}'
run show --diff=2 "$id"
ok "a version that is none is wrong use" is "$status" 2
run show --diff --original "$id"
ok "--diff goes with --json alone" is "$status" 2
run show --json "$id"
ok "the newest is what the article says" has out "two hours late"

# ---- reannotate ----

run show --json 1 2 3 4 "$id"
mv out before
run reannotate -n
ok "reannotate -n counts" has out "articles would be annotated again"
run reannotate
ok "reannotate is done" is "$status" 0
ok "where nothing changed nothing is won or lost" has out \
	"0 articles changed, 4 did not, 0 failed; names: 0 won, 0 lost; quotations: 0 won, 0 lost; 0 new texts"
run show --json 1 2 3 4 "$id"
ok "and the articles are what they were" cmp before out
run reannotate bridge
ok "a query narrows it" has out "0 articles changed, 2 did not"
run reannotate "(("
ok "a query that is none is wrong use" is "$status" 2
run check
ok "the archive is whole behind it" is "$status" 0

# ---- places ----

run --archive typo/dir/x.db add d.txt
ok "a folder that is not there is not made" is "$status $([ -e typo ] || echo none)" "3 none"
ok "it is said" has err "there is no folder 'typo/dir'"
mkdir kept
run --archive kept/x.db add in/a.txt
ok "in one that is there an archive is made" has out "stored"
for url in 'not a url' ftp://example.org/ https:///x http:// 'https://a b/'; do
	run add --url "$url" in/a.txt
	ok "--url '$url' is wrong use" is "$status" 2
done
run add --timing in/a.txt
ok "--timing tells all that was used" grep -q '^all  *[0-9.]* ms' err
(
	unset HOME XDG_DATA_HOME XDG_CONFIG_HOME XDG_STATE_HOME
	timeout 20 "$GAZETTE" list >out 2>err
	echo $? >status
)
ok "without HOME one line says what is missing" is "$(cat status) $(cat err)" \
	"3 gazette: neither XDG_DATA_HOME nor HOME is set"

# ---- options ----

mkdir -p "$XDG_CONFIG_HOME/gazette"
echo 'set min-free 1000000T' >"$XDG_CONFIG_HOME/gazette/gazette.conf"
text d.txt "One more" "Another one."
run add d.txt
ok "a disk with less than min-free takes nothing in" is "$status" 3
ok "it says so in one line" lines err 1
ok "and what to do" has err "min-free"
echo 'set keep-originals none' >"$XDG_CONFIG_HOME/gazette/gazette.conf"
run add d.txt
ok "with room it is stored" has out stored
run show --original "$(cut -f2 out)"
ok "keep-originals none keeps none" is "$status" 3
rm "$XDG_CONFIG_HOME/gazette/gazette.conf"

done_testing
