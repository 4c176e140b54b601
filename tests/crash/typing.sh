#!/bin/sh
# Somebody types in the reader while an add writes and two command lines read:
# [SECONDS_=20] [SEED=1] [MOST_MS=50] tests/crash/typing.sh, or make typing
. "${SOURCES:-.}/tests/cli/tap.sh"
. "${SOURCES:-.}/tests/crash/reports.sh"
cd "$scratch" || exit 99
seconds=${SECONDS_:-20}
typing=$(dirname "$GAZETTE")/tests/crash/typing
export TERM=xterm-256color
reports 300 >first.jsonl
run add first.jsonl
ok "there is an archive" is "$status" 0

# ends when the reader of its pipe is gone, or all is read
reports $((seconds * 2000)) | "$GAZETTE" add --jobs 1 --as jsonl - >said 2>said.err &
writer=$!
for command in "list --limit 50 halder" "names --limit 20" "quotes --limit 20" "related 17"; do
	echo "$command"
done >commands
ask() {
	while [ ! -f over ]; do
		while read -r command; do
			# shellcheck disable=SC2086
			timeout 20 "$GAZETTE" $command >/dev/null 2>>"$1" </dev/null
		done <commands
		sleep 0.1
	done
}
ask one.err & one=$!
ask two.err & two=$!
"$typing" "$seconds" "${SEED:-1}" "${MOST_MS:-50}" "$GAZETTE" >typed 2>typed.err
status=$?
: >over
kill $writer 2>/dev/null
wait $writer 2>/dev/null
wait $one $two
sed 's/^/# /' typed typed.err
ok "a key is drawn in ${MOST_MS:-50} ms, and nothing is ever locked" is "$status" 0
ok "the command lines are never refused" is "$(cat one.err two.err)" ""
ok "the add never complains" is "$(cat said.err)" ""
echo "# $(grep -c '^stored' said) articles were stored meanwhile"
ok "all is there that was said to be stored" is "$(lost said)" 0
run check
ok "the archive is whole" is "$status" 0
done_testing
