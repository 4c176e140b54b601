#!/bin/sh
# A disk that gets full during an add, larger by a step from run to run, and
# then has room: [RUNS=3] [FIRST=1024] [STEP=512] tests/crash/full.sh (KiB).
#
# The disk is a tmpfs in a mount namespace of its own.
sizes_from=${FIRST:-1024}
if [ -z "${GAZETTE_INSIDE:-}" ]; then
	[ "$(id -u)" -eq 0 ] && user= || user=-r
	if ! unshare $user -m mount -t tmpfs -o size=64k tmpfs /mnt 2>/dev/null; then
		echo "1..0 # SKIP no disk can be made here: neither root nor user namespaces"
		exit 0
	fi
	GAZETTE_INSIDE=1 exec unshare $user -m sh "$0"
fi
. "${SOURCES:-.}/tests/cli/tap.sh"
. "${SOURCES:-.}/tests/crash/reports.sh"
cd "$scratch" || exit 99
articles=${ARTICLES:-500}
reports "$articles" >in.jsonl
mkdir -p config/gazette disk
echo 'set min-free 0' >config/gazette/gazette.conf
export GAZETTE_ARCHIVE="$scratch/disk/archive.db"
export TMPDIR="$scratch/disk" SQLITE_TMPDIR="$scratch/disk"
bad=
was_full=0
run=0

fault() { bad="$bad ${size} KiB: $*;"; }

while [ $run -lt "${RUNS:-3}" ]; do
	size=$((sizes_from + run * ${STEP:-512}))
	run=$((run + 1))
	mount -t tmpfs -o size=${size}k tmpfs disk || exit 99
	timeout 120 "$GAZETTE" add --jobs 1 in.jsonl >said 2>said.err </dev/null
	status=$?
	if [ $status -ne 0 ]; then
		was_full=$((was_full + 1))
		grep -q 'full' said.err || fault "it is not said: $(cat said.err)"
		[ $status -eq 3 ] || [ $status -eq 1 ] || fault "status $status"
	fi
	mount -o remount,size=64m disk
	run check
	if [ $status -eq 3 ] && [ ! -s said ]; then
		: # full before the tables were made
	elif [ $status -ne 0 ]; then
		fault "check: $(cat out err)"
	fi
	missing=$(lost said)
	[ "$missing" -eq 0 ] || fault "$missing lost"
	timeout 120 "$GAZETTE" add --jobs 1 in.jsonl >again 2>again.err </dev/null ||
		fault "with room: $(cat again.err)"
	[ "$(stored | wc -l)" -eq "$articles" ] || fault "not all is there in the end"
	run check
	[ $status -eq 0 ] || fault "check in the end: $(cat out err)"
	umount disk
done
ok "$run disks, $was_full of them full: said, whole, and gone on with" is "$bad" ""
ok "the disks were small enough" test "$was_full" -gt 0
cd / # leave it to go away
done_testing
