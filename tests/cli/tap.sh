# What the shell tests share: TAP, and a folder of their own that goes with
# them.  Sourced, not run.  $GAZETTE is the program.

n=0
scratch=$(mktemp -d "${TMPDIR:-/tmp}/gazette-test-XXXXXX") || exit 99
trap 'chmod -R u+rwx "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
export GAZETTE_ARCHIVE="$scratch/archive.db"
export HOME="$scratch/home" XDG_DATA_HOME="$scratch/data" \
	XDG_CONFIG_HOME="$scratch/config" XDG_STATE_HOME="$scratch/state"
unset NO_COLOR

# ok SENTENCE COMMAND... : the command's status tells
ok() {
	sentence=$1
	shift
	n=$((n + 1))
	if "$@" >"$scratch/ok.out" 2>&1; then
		echo "ok $n - $sentence"
	else
		echo "not ok $n - $sentence"
		sed 's/^/# /' "$scratch/ok.out"
		[ -f "$scratch/out" ] && head -n 5 "$scratch/out" | sed 's/^/# out: /'
		[ -f "$scratch/err" ] && head -n 5 "$scratch/err" | sed 's/^/# err: /'
	fi
}

# run ARGS... : gazette, bounded; leaves $status, out and err
run() {
	timeout 120 "$GAZETTE" "$@" >"$scratch/out" 2>"$scratch/err" </dev/null
	status=$?
}

# feed FILE ARGS... : the same with standard input
feed() {
	input=$1
	shift
	timeout 120 "$GAZETTE" "$@" >"$scratch/out" 2>"$scratch/err" <"$input"
	status=$?
}

# serve [FOLDER]: the server of tests/fetch, which ends with this script; sets
# $plain, $forbidden and $moody, the ports of its hosts
serve() {
	command -v python3 >/dev/null || {
		echo "1..0 # SKIP python3 is not there"
		exit 0
	}
	mkfifo "$scratch/hold"
	python3 "${SOURCES:-.}/tests/fetch/server.py" "$@" \
		<"$scratch/hold" >"$scratch/ports" &
	exec 9>"$scratch/hold"
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		[ -s "$scratch/ports" ] && break
		sleep 0.2
	done
	read -r plain forbidden moody _ <"$scratch/ports" || exit 99
	unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY
	export plain forbidden moody
}

is() { [ "$1" = "$2" ] || { echo "'$1' is not '$2'"; return 1; }; }
has() { grep -qF -- "$2" "$scratch/$1" || { echo "$1 has no '$2'"; return 1; }; }
lacks() { ! grep -qF -- "$2" "$scratch/$1" || { echo "$1 has '$2'"; return 1; }; }
lines() { is "$(wc -l <"$scratch/$1" | tr -d ' ')" "$2"; }

done_testing() { echo "1..$n"; }
