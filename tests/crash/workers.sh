#!/bin/sh
# Workers that are killed at any moment: the page they were at fails, no other,
# and the run goes on: [KILLS=4] [SEED=1] tests/crash/workers.sh
. "${SOURCES:-.}/tests/cli/tap.sh"
. "${SOURCES:-.}/tests/crash/reports.sh"
cd "$scratch" || exit 99
articles=${ARTICLES:-400}
kills=${KILLS:-4}
reports "$articles" >in.jsonl

# the children of the add that are workers
workers() {
	for p in /proc/[0-9]*; do
		{ read -r _ _ _ parent _ <"$p/stat"; } 2>/dev/null || continue
		[ "$parent" = "$1" ] && echo "${p#/proc/}"
	done
}

"$GAZETTE" add --jobs 2 in.jsonl >said 2>said.err &
pid=$!
killed=0
k=0
while [ $killed -lt "$kills" ] && kill -0 $pid 2>/dev/null; do
	k=$((k + 1))
	sleep "$(chance $k 0.01 0.15)"
	victim=$(workers $pid | awk -v k="$k" '{ a[NR] = $1 } END { if (NR) print a[1 + k % NR] }')
	[ -n "$victim" ] && kill -9 "$victim" 2>/dev/null && killed=$((killed + 1))
done
wait $pid
status=$?
stored=$(grep -c '^stored' said)
failed=$(grep -c '^failed' said)
ok "every input has its line, with $killed workers killed" is "$((stored + failed))" "$articles"
ok "at most what the killed were at has failed ($failed)" test "$failed" -le "$killed"
ok "the status tells" is "$status" "$([ "$failed" -gt 0 ] && echo 1 || echo 0)"
ok "each failure has its reason" is "$(grep '^failed' said | grep -vc 'killed\|died\|ended\|lost')" 0
ok "all is there that was said to be stored" is "$(lost said)" 0
run check
ok "the archive is whole" is "$status" 0
run add in.jsonl
ok "what failed is stored when it comes again" is "$status $(stored | wc -l | tr -d ' ')" "0 $articles"
done_testing
