#!/bin/sh
# Several processes on one archive: two adds of the same articles, and one who
# reads.
. "${SOURCES:-.}/tests/cli/tap.sh"
. "${SOURCES:-.}/tests/crash/reports.sh"
cd "$scratch" || exit 99
articles=240

reports $articles >in.jsonl

"$GAZETTE" add in.jsonl >one 2>one.err &
one=$!
"$GAZETTE" add in.jsonl >two 2>two.err &
two=$!
: >reader.err
reads=0
while kill -0 $one 2>/dev/null || kill -0 $two 2>/dev/null; do
	[ -f archive.db ] || continue
	for words in "list --limit 20" "names --limit 20" "quotes --limit 20"; do
		timeout 20 "$GAZETTE" $words >/dev/null 2>read.err ||
			grep -v "is no archive" read.err >>reader.err
	done
	reads=$((reads + 1))
done
wait $one; one_status=$?
wait $two; two_status=$?
ok "two adds of the same articles: both are done" is "$one_status $two_status" "0 0"
ok "neither complains" is "$(cat one.err two.err)" ""
ok "every article is stored by one and known to the other" is \
	"$(cat one two | cut -f1 | sort | uniq -c | awk '{ printf "%s %s;", $1, $2 }')" \
	"$articles known;$articles stored;"
ok "nothing is there twice" is "$(addresses | sort | uniq -d | wc -l | tr -d ' ')" 0
ok "everything is there" is "$(stored | wc -l | tr -d ' ')" $articles
ok "who reads meanwhile is never refused" is "$(cat reader.err)" ""
run check
ok "the archive is whole" is "$status" 0

done_testing
