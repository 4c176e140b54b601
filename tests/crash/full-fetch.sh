#!/bin/sh
# A disk that gets full during a fetch and then has room: every item is there
# once, whole.  [RUNS=2] [FIRST=640] [STEP=256] tests/crash/full-fetch.sh (KiB).
#
# The disk is a tmpfs in a mount namespace of its own.
if [ -z "${GAZETTE_INSIDE:-}" ]; then
	[ "$(id -u)" -eq 0 ] && user= || user=-r
	if ! unshare $user -m mount -t tmpfs -o size=64k tmpfs /mnt 2>/dev/null; then
		echo "1..0 # SKIP no disk can be made here: neither root nor user namespaces"
		exit 0
	fi
	GAZETTE_INSIDE=1 exec unshare $user -m sh "$0"
fi
. "${SOURCES:-.}/tests/cli/tap.sh"
cd "$scratch" || exit 99
serve
items=${ITEMS:-150}
mkdir -p config/gazette disk
echo 'set min-free 0' >config/gazette/gazette.conf
export GAZETTE_ARCHIVE="$scratch/disk/archive.db"
export TMPDIR="$scratch/disk" SQLITE_TMPDIR="$scratch/disk"
bad=
was_full=0
i=0

fault() { bad="$bad ${size} KiB: $*;"; }

while [ $i -lt "${RUNS:-2}" ]; do
	size=$((${FIRST:-640} + i * ${STEP:-256}))
	i=$((i + 1))
	mount -t tmpfs -o size=${size}k tmpfs disk || exit 99
	run feed add --unseen "http://127.0.0.1:$plain/large?$items" Large
	[ $status -eq 0 ] || fault "feed add: $(cat err)"
	run fetch
	if [ $status -ne 0 ]; then
		was_full=$((was_full + 1))
		grep -q full err || fault "it is not said: $(cat err)"
	fi
	mount -o remount,size=64m disk
	run check
	[ $status -eq 0 ] || fault "check: $(cat out err)"
	run fetch --force
	[ $status -eq 0 ] || fault "with room: $(cat err)"
	run list --copies
	[ "$(wc -l <out)" -eq "$items" ] || fault "$(wc -l <out) of $items are there"
	[ "$(cut -f1 out | sort -u | wc -l)" -eq "$items" ] || fault "one is there twice"
	run check
	[ $status -eq 0 ] || fault "check in the end: $(cat out err)"
	umount disk
done
ok "$i disks, $was_full of them full: said, whole, and gone on with" is "$bad" ""
ok "the disks were small enough" test "$was_full" -gt 0
cd / # leave it to go away
done_testing
