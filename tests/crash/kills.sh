#!/bin/sh
# An add that is killed at any moment, re-tagging and a backup beside it, which
# are killed too, every other time: [KILLS=3] [SEED=1] tests/crash/kills.sh
. "${SOURCES:-.}/tests/cli/tap.sh"
. "${SOURCES:-.}/tests/crash/reports.sh"
cd "$scratch" || exit 99
articles=240
kills=${KILLS:-3}
reports $articles >in.jsonl
bad=
said=0
backups=0
retagged=0
k=0

fault() { bad="$bad kill $k: $*;"; }

# beside DELAY COMMAND...: run it a little later; its pid is in $beside
beside() {
	delay=$1
	shift
	( sleep "$delay"; exec "$GAZETTE" "$@" ) >"$1.out" 2>"$1.err" &
	beside="$beside $!"
}

# A backup that was finished is an archive.
check_backup() {
	grep -q . backup.done 2>/dev/null || return 0
	# there was none yet, or one without its tables
	grep -q 'is no archive' backup.err && return 0
	[ "$(cat backup.done)" -eq 0 ] || { fault "backup: $(cat backup.err)"; return; }
	backups=$((backups + 1))
	"$GAZETTE" --archive "$scratch/copy/archive.db" check >backup.check 2>&1 ||
		fault "the backup is not whole: $(cat backup.check)"
}

while [ $k -lt "$kills" ]; do
	k=$((k + 1))
	beside=
	[ -f archive.db ] && [ "$(stored | wc -l)" -eq $articles ] && fresh
	rm -rf copy backup.done
	mkdir copy
	"$GAZETTE" add --jobs 1 in.jsonl >said 2>said.err &
	pid=$!
	if [ -f archive.db ]; then
		knows reannotate && beside "$(chance $k.1 0 .2)" reannotate
		if knows backup; then
			( sleep "$(chance $k.2 0 .2)"
			"$GAZETTE" backup copy/archive.db >backup.out 2>backup.err
			echo $? >backup.done ) &
			backup=$!
		fi
	fi
	sleep "$(chance $k 0.02 0.6)"
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	for other in $beside; do
		[ $((k % 2)) -eq 0 ] && kill -9 "$other" 2>/dev/null
		wait "$other" 2>/dev/null
		status=$?
		retagged=$((retagged + (status == 0)))
		[ $status -eq 0 ] || [ $status -eq 137 ] ||
			grep -q 'is no archive' reannotate.err ||
			fault "reannotate, $status: $(cat reannotate.err)"
	done
	[ -n "${backup:-}" ] && wait "$backup"
	[ -f archive.db ] || continue
	run check
	# killed before the tables were made, it is an empty file
	[ $status -eq 3 ] && [ ! -s said ] && continue
	[ $status -eq 0 ] || fault "$(cat out err)"
	said=$((said + $(told said | wc -l)))
	missing=$(lost said)
	[ "$missing" -eq 0 ] || fault "$missing lost"
	check_backup
	backup=
done
ok "killed $kills times: always whole, and all $said there that were said to be stored" is "$bad" ""
run add in.jsonl
ok "what the killed left over is added" is "$status" 0
ok "nothing is there twice then" is "$(addresses | sort | uniq -d | wc -l | tr -d ' ') $(stored | wc -l | tr -d ' ')" "0 $articles"
run check
ok "and the archive is whole" is "$status" 0
echo "# meanwhile $backups backups were finished, each whole, and $retagged re-taggings"
done_testing
