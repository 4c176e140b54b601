#!/bin/sh
# gazette doctor, and what every command answers.
. "${SOURCES:-.}/tests/cli/tap.sh"

run doctor
ok "it works without an archive" is "$status" 0
for word in gazette program data model archive schema cage locale terminal \
	libraries libxml2; do
	ok "it names $word" has out "$word"
done
run --version
ok "--version is one line" lines out 1
run --help
ok "--help is done" is "$status" 0
for command in $(sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p' "$scratch/out"); do
	run "$command" --help
	ok "$command --help says its use" has out "usage: gazette $command"
done
run nonsense
ok "an unknown command is wrong use" is "$status" 2
run add --nonsense x
ok "an unknown option is wrong use" is "$status" 2
done_testing
