#!/bin/sh
# Several processes on one archive, and adds that are killed at any moment:
# [KILLS=3] [SEED=1] tests/cli/crowd.sh
#
# A hundred moments: KILLS=100, four minutes.
. "${SOURCES:-.}/tests/cli/tap.sh"
cd "$scratch" || exit 99
articles=240

# Reports that share people and places, as news does.
awk -v n=$articles 'BEGIN {
	split("Dagny Morrow,Lucian Halder,Ines Harrow,Anders Lund,Vera Ostrander,Tomas Brek,Sanna Kolvik", people, ",")
	split("Kolvik,Ostrel,Port Halder,Brekholm,Lundvik", places, ",")
	srand(7)
	for (i = 1; i <= n; i++) {
		a = people[1 + int(rand() * 7)]; b = people[1 + int(rand() * 7)]
		p = places[1 + int(rand() * 5)]; last = a
		sub(/.* /, "", last)
		text = ""
		for (k = 0; k < 6; k++)
			text = text sprintf("%s met %s in %s on day %d of talk %d. Mr %s said he would pay %d crowns. ", a, b, p, i * 7 + k, i * 31 + k, last, i * 97 + k * 13)
		printf "{\"url\": \"https://example.org/%d\", \"published\": \"2024-%02d-%02d\", \"title\": \"Talks %d in %s\", \"text\": \"%s\"}\n", i, 1 + i % 12, 1 + i % 28, i, p, text
	}
}' >in.jsonl

stored() { "$GAZETTE" list --json --copies | sed 's/.*"id": *\([0-9]*\).*/\1/' | sort -n; }
addresses() { "$GAZETTE" list --json --copies | sed 's/.*"url": *"\([^"]*\)".*/\1/'; }

# ---- two writers, one reader ----

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

# ---- killed ----

kills=${KILLS:-3}
bad=
k=0
rm -f archive.db* originals.db*
while [ $k -lt "$kills" ]; do
	k=$((k + 1))
	[ -f archive.db ] && [ "$(stored | wc -l)" -eq $articles ] &&
		rm -f archive.db* originals.db*
	"$GAZETTE" add in.jsonl >said 2>/dev/null &
	pid=$!
	sleep "$(awk -v s="${SEED:-1}" -v k=$k 'BEGIN { srand(s * 1000 + k); printf "%.3f", 0.02 + rand() * 0.5 }')"
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	[ -f archive.db ] || continue
	run check
	# killed before the tables were made, it is an empty file
	[ $status -eq 3 ] && [ ! -s said ] && continue
	[ $status -eq 0 ] || bad="$bad kill $k: $(cat out err);"
	awk -F'\t' '$1 == "stored" || $1 == "known" { print $2 }' said | sort -n >told
	stored >there
	lost=$(sort told >told.s; sort there >there.s; comm -23 told.s there.s | wc -l)
	[ "$lost" -eq 0 ] || bad="$bad kill $k: $lost lost;"
done
ok "killed $kills times: always whole, and all there that was said to be stored" is "$bad" ""
run add in.jsonl
ok "what the killed left over is added" is "$status" 0
ok "nothing is there twice then" is "$(addresses | sort | uniq -c | awk '$1 > 1' | wc -l | tr -d ' ') $(stored | wc -l | tr -d ' ')" "0 $articles"
run check
ok "and the archive is whole" is "$status" 0
done_testing
