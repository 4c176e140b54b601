#!/bin/sh
# Folders that are watched, by what a user sees of it.
. "${SOURCES:-.}/tests/cli/tap.sh"
cd "$scratch" || exit 99
tab=$(printf '\t')

# page FILE WORD: written elsewhere an hour ago, and moved to its place whole
page() {
	printf 'Boat %s\n\nThe harbour master of Kolvik, Lucian Halder, said on Monday that boat %s had come in before the tide turned. Nobody was hurt.\n' \
		"$2" "$2" >page.tmp
	touch -d '1 hour ago' page.tmp
	mv page.tmp "$1"
}
# until_out TEXT: wait for it, six seconds at most
until_out() {
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		grep -qF -- "$1" out && return 0
		sleep 0.3
	done
	return 1
}
watch() {
	timeout 60 "$GAZETTE" add --watch folder >out 2>err </dev/null &
	watcher=$!
}
# leave SIGNAL: ends the watcher, not the timeout around it
leave() {
	kill "-$1" "$(cat /proc/$watcher/task/$watcher/children)"
	wait "$watcher"
	status=$?
}

mkdir folder
page folder/one.txt one
watch
ok "what is there comes in" until_out "stored${tab}1${tab}folder/one.txt"
page folder/two.txt two
ok "so does what comes" until_out "stored${tab}2${tab}folder/two.txt"
mkdir folder/new
page folder/new/three.txt three
ok "and what comes into a folder that is new" until_out "stored${tab}3${tab}folder/new/three.txt"
leave TERM
ok "a signal ends it, all being well" is "$status" 0
ok "each came once" is "$(wc -l <out | tr -d ' ')" 3

page folder/four.txt four
watch
ok "what came meanwhile is taken in at the next start" until_out "stored${tab}4${tab}folder/four.txt"
leave INT
ok "what was there is known" is "$status $(grep -c ^known out)" "0 3"
run check
ok "the archive is whole" is "$status" 0

run add --watch -
ok "a pipe cannot be watched" is "$status" 2
run add --watch -n folder
ok "nor can one only look" is "$status" 2
done_testing
