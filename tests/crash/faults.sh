#!/bin/sh
# The N-th write, sync or rename fails, N from 1 until none does:
# [STRIDE=61] [ERRORS="EIO ENOSPC"] tests/crash/faults.sh
#
# STRIDE=1 tries every one, in some minutes.
. "${SOURCES:-.}/tests/cli/tap.sh"
. "${SOURCES:-.}/tests/crash/reports.sh"
shim=$(dirname "$GAZETTE")/tests/crash/fault.so
if [ ! -f "$shim" ] || ! LD_PRELOAD=$shim "$GAZETTE" list --help >/dev/null 2>&1; then
	echo "1..0 # SKIP the shim cannot be loaded here"
	exit 0
fi
cd "$scratch" || exit 99
reports 12 >in.jsonl
head -n 5 in.jsonl >first.jsonl
run add first.jsonl
mkdir base
cp archive.db originals.db base

# faulty N ERROR EVER: an add with a disk that fails
faulty() {
	rm -f mark
	FAULT_AT=$1 FAULT_ERROR=$2 FAULT_MARK=$scratch/mark LD_PRELOAD=$shim \
		${3:+env FAULT_EVER=1} timeout 60 "$GAZETTE" add --jobs 1 in.jsonl \
		>said 2>said.err </dev/null
}

fault() { bad="$bad $scene $error $at: $*;"; }

# after: what must hold whatever failed
after() {
	[ $status -lt 124 ] || fault "ended by $status"
	[ $status -eq 0 ] || [ -s said.err ] || grep -q '^failed' said ||
		fault "nothing is said"
	run check
	if [ $status -eq 3 ] && [ ! -s said ] && [ $scene = fresh ]; then
		: # it failed before there were tables
	elif [ $status -ne 0 ]; then
		fault "check: $(cat out err)"
	fi
	missing=$(lost said 2>/dev/null)
	[ "$missing" -eq 0 ] || fault "$missing lost"
	run add in.jsonl
	[ $status -eq 0 ] || fault "afterwards: $(cat err)"
	[ "$(stored | wc -l)" -eq 12 ] || fault "not all there in the end"
	run check
	[ $status -eq 0 ] || fault "check in the end: $(cat out err)"
}

for scene in fresh grown; do
	bad=
	tried=0
	for error in ${ERRORS:-EIO ENOSPC}; do
		at=1
		while :; do
			fresh
			[ $scene = fresh ] || cp base/*.db .
			faulty $at $error "$([ $((at % 2)) -eq 0 ] && echo ever)"
			status=$?
			[ -f mark ] || break
			tried=$((tried + 1))
			after
			at=$((at + ${STRIDE:-61}))
		done
		[ $status -eq 0 ] || fault "without a fault: $(cat said.err)"
	done
	ok "$scene: $tried faults, nothing lost that was said to be stored" is "$bad" ""
done
done_testing
