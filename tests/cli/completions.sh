#!/bin/sh
# Completion for shells: the files are made from the tables, and bash runs them.
. "${SOURCES:-.}/tests/cli/tap.sh"
cd "$scratch" || exit 99
made=$(dirname "$GAZETTE")/completions

command -v bash >/dev/null || {
	echo "1..0 # SKIP bash is not there"
	exit 0
}
printf '{"title": "One", "text": "Dagny Morrow met Lucian Halder in Kolvik on Friday. Morrow said she was glad."}\n' >a.jsonl
run add a.jsonl

# complete WORD... : what bash offers for the last word
complete() {
	gazette_program=$GAZETTE bash -c '
		. "$0"
		COMP_WORDS=("$@")
		COMP_CWORD=$(($# - 1))
		compopt() { :; }
		_gazette gazette "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
		printf "%s\n" "${COMPREPLY[@]}"
	' "$made/gazette" "$@" >out 2>err
}

complete gazette an
ok "commands" is "$(cat out)" annotate
complete gazette name --w
ok "options of the command" has out --with
complete gazette name Dag
ok "names of the archive, fit for the shell" has out "Dagny\\ Morrow"
complete gazette name dag
ok "in any case" has out "Dagny\\ Morrow"
complete gazette list sa
ok "keys of queries" has out said:
complete gazette --archive "$GAZETTE_ARCHIVE" names --type ''
ok "an option with a value before the command is passed over" lacks out annotate
complete gazette add a.j
ok "files" is "$(cat out)" a.jsonl
complete gazette view re
ok "words that a command takes" has out remove
ok "bash complains of nothing" lines err 0

ok "the file for bash can be read" bash -n "$made/gazette"
if command -v zsh >/dev/null; then
	ok "the file for zsh can be read" zsh -n "$made/_gazette"
fi
if command -v fish >/dev/null; then
	ok "the file for fish can be read" fish -n "$made/gazette.fish"
fi
ok "the file for zsh knows the commands" grep -q annotate "$made/_gazette"
ok "the file for fish knows the commands" grep -q "fa annotate" "$made/gazette.fish"
done_testing
