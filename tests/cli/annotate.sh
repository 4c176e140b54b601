#!/bin/sh
# gazette annotate, by what a user sees of it.
. "${SOURCES:-.}/tests/cli/tap.sh"
cd "$scratch" || exit 99
tab=$(printf '\t')

i=0
while [ $i -lt 40 ]; do
	i=$((i + 1))
	printf '{"id": "a%d", "title": "Number %d", "text": "\\"We will build it,\\" said Dagny Morrow, the mayor of Kolvik, on day %d. Morrow left."}\n' $i $i $i
done >many.jsonl
feed many.jsonl annotate
ok "it answers each line, in order" is "$(sed 's/.*"ref":"\(a[0-9]*\)".*/\1/' out | tr '\n' ' ')" "$(seq -f 'a%g' 40 | tr '\n' ' ')"
ok "it is done" is "$status" 0
ok "it finds names" has out '"name":"Dagny Morrow"'
ok "it finds quotations" has out '"kind":"direct"'
run annotate --jobs 2 many.jsonl
cp out two
run annotate --jobs 1 many.jsonl
ok "the number of workers changes nothing" cmp out two
ok "it stores nothing" test ! -e "$GAZETTE_ARCHIVE"

printf '{"id": "1", "text": "a"}\n{"id": 2, "text": 5}\n\nno json\n{"id": "4", "text": "b"}\n[1]\n' >bad.jsonl
run annotate bad.jsonl
ok "bad lines are skipped" lines out 2
ok "bad lines are named by number" has err "bad.jsonl:2:"
ok "blank lines count" has err "bad.jsonl:4:"
ok "its status is 1" is "$status" 1
run annotate none.jsonl
ok "a file that is not there cannot be annotated" is "$status" 3

printf '{"text": "x \\u00e9 Ab cd", "mentions": [{"start": 4, "end": 6, "type": "org"}]}\n' >given.jsonl
run annotate --mentions given given.jsonl
ok "given mentions are taken" has out '"start":4,"end":6,"type":"org"'
printf '{"text": "x", "mentions": [{"start": 0, "end": 9}]}\n' >outside.jsonl
run annotate --mentions given outside.jsonl
ok "a mention outside the text is refused" has err "outside the text"

printf '%s\n' '-DOCSTART- -X- O O' '' 'Dagny NNP B-PER' 'Morrow NNP I-PER' 'visited VBD O' 'Germany NNP B-LOC' '. . O' '' 'Morrow NNP' 'left VBD' '. .' '' '-DOCSTART- -X-' '' 'Yes UH' >a.conll
run annotate --format conll a.conll
ok "a line out for each token in" lines out 15
ok "tokens are as they came" is "$(cut -f1 out | tr '\n' '|')" "-DOCSTART-||Dagny|Morrow|visited|Germany|.||Morrow|left|.||-DOCSTART-||Yes|"
ok "names are tagged" is "$(sed -n 3,6p out | cut -f2 | tr '\n' ' ')" "B-PER I-PER O B-LOC "
printf 'caf\351\tx\nA B\tx\n\tx\n' >odd.conll
run annotate --format conll odd.conll
ok "odd tokens keep their lines" lines out 3
ok "odd tokens are no failure" is "$status" 0
run annotate --format xml
ok "an unknown format is wrong use" is "$status" 2
run annotate --mentions mine
ok "unknown mentions are wrong use" is "$status" 2
printf '' >nothing
feed nothing annotate
ok "nothing in, nothing out, done" is "$status$(cat out)" 0
done_testing
