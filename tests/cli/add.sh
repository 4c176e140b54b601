#!/bin/sh
# gazette add, by what a user sees of it.
. "${SOURCES:-.}/tests/cli/tap.sh"
cd "$scratch" || exit 99
tab=$(printf '\t')

page() { # NAME TITLE SENTENCE
	printf '<!DOCTYPE html><html><head><title>%s</title></head><body><article><h1>%s</h1><p>%s The mayor of Kolvik, Dagny Morrow, spoke to reporters on Tuesday about the harbour and the new bridge across the river.</p><p>"We will build it," Morrow said. The council votes in May, and the works are to begin in the autumn of next year.</p></article></body></html>\n' "$2" "$2" "$3" >"$1"
}

mkdir in
page in/a.html "A bridge for Kolvik" "The town wants a bridge."
page in/b.html "A second bridge for Kolvik" "The town wants another bridge."
printf 'Harbour opens again\n\nThe harbour of Kolvik opened again on Monday, said the mayor, Dagny Morrow, after a week of storms that had kept every ship outside.\n' >in/c.txt
printf '{"id": "x1", "title": "First line", "text": "Dagny Morrow met Lucian Halder in Kolvik on Friday."}\nrubbish\n{"title": "no text"}\n{"id": "x4", "title": "Fourth line", "text": "Lucian Halder met Dagny Morrow in Ostrel."}\n' >in/d.jsonl
echo picture >in/e.jpg
mkdir in/a_files
page in/a_files/advert.html "An advertisement" "Buy this."
echo secret >in/.hidden.html

run add in
ok "it says one line an input, in their order" is "$(cut -f1,3 out | tr '\t\n' ' |')" \
	"stored in/a.html|stored in/b.html|stored in/c.txt|stored in/d.jsonl:1|failed in/d.jsonl:2|failed in/d.jsonl:3|stored in/d.jsonl:4|"
ok "some failed: its status is 1" is "$status" 1
ok "a failed line has its reason" has out "failed${tab}-${tab}in/d.jsonl:3${tab}it has no"
ok "failures are named on standard error" has err "in/d.jsonl:2"
ok "what it passed over is one line" has err "1 file of kinds that are not read (.jpg 1)"
ok "numbers count from 1" is "$(awk -F'\t' '$1 == "stored" { print $2 }' out | tr '\n' ' ')" "1 2 3 4 5 "
run check
ok "the archive is whole" is "$status" 0

run add in/a.html in/b.html in/c.txt
ok "what is there is known, with its number" is "$(cut -f1,2 out | tr '\t\n' ' |')" "known 1|known 2|known 3|"
ok "known is done" is "$status" 0

run add --url https://example.org/bridge in/a.html
ok "an address makes it another article" has out "stored"
page in/a2.html "A bridge for Kolvik" "The town no longer wants a bridge, it said."
run add --url https://example.org/bridge in/a2.html
ok "another text at the address is an update of it" is "$(cut -f1,2 out)" "updated${tab}6"

: >empty.txt
head -c 3000 /dev/urandom >binary.html
printf '\0\1\2\3%2000s' x >>binary.html
head -c 104857600 /dev/zero | tr '\0' 'a' >large.txt
mkdir shut && chmod 0 shut
printf 'x' >locked.txt && chmod 0 locked.txt
page good.html "The good one" "It is stored."
printf '%%PDF-1.4\n1 0 obj\n' >paper.pdf
printf '#!/bin/sh\nset -e\n' >edit
printf 'a,b\n1,2\n' >table.csv
run add paper.pdf edit table.csv
ok "what is no article by its bytes has a reason" is "$(head -2 out | cut -f4 | tr '\n' ',')" "is a PDF,is a script,"
ok "or by its name" has out "is no article by its name"
run add empty.txt binary.html large.txt none.html good.html
ok "bad inputs fail, the rest is stored" is "$(cut -f1 out | tr '\n' ' ')" "failed failed failed failed stored "
ok "an empty file is said to be" has out "empty.txt${tab}is empty"
ok "a binary file has a reason" grep -q "binary.html${tab}." out
ok "100 MB of text are too much" has out "large.txt${tab}is larger than 32 MB"
ok "a missing file is said to be" has out "none.html${tab}cannot be read: No such file"
ok "their status is 1" is "$status" 1
if [ "$(id -u)" -ne 0 ]; then
	run add shut locked.txt
	ok "a folder without permission has a line" has out "shut${tab}cannot be opened: Permission denied"
	ok "a file without permission has a line" has out "locked.txt${tab}cannot be read: Permission denied"
	ok "nothing could be done: its status is 3" is "$status" 3
fi

run add none.html
ok "when all failed its status is 3" is "$status" 3
run add
ok "no operand is wrong use" is "$status" 2
run add --as word a
ok "an unknown kind is wrong use" is "$status" 2
run add --jobs 0 in
ok "no workers are wrong use" is "$status" 2
run add --url https://example.org/ in/a.html in/b.html
ok "one address for two pages is wrong use" is "$status" 2

latin=$(printf 'caf\351.html')
page "$latin" "A name from before UTF-8" "It is stored all the same."
run add "$latin"
ok "a file's name need not be UTF-8" is "$(cut -f1 out)" "stored"

feed in/c.txt add -
ok "standard input is read" is "$(cut -f1,3 out)" "known${tab}-"
feed in/d.jsonl add --jobs 1 -
ok "JSON Lines are told on standard input" is "$(cut -f1,3 out | tr '\t\n' ' |')" "known -:1|failed -:2|failed -:3|known -:4|"

cp in/c.txt "new
line.txt"
run add "new
line.txt"
ok "a name with a line end cannot make a line" lines out 1

gzip -c in/a.html >packed.html.gz
run add packed.html.gz
ok "gzip is unpacked" is "$(cut -f1,2 out)" "known${tab}1"

GAZETTE_ARCHIVE="$scratch/dry/archive.db" run add -n in
ok "-n says what it would do" is "$(cut -f1 out | sort | uniq -c | tr -s ' ' | tr '\n' ' ')" " 2 failed  6 stored "
ok "-n makes no archive" test ! -e "$scratch/dry"
run add -n in/a.html good.html in/a2.html
ok "-n knows what is there" is "$(cut -f1,2 out | tr '\t\n' ' |')" "known 1|known 7|stored -|"

run add --timing --progress jsonl in/a.html
ok "--timing names the stages" has err "coref"
ok "--progress reports for programs" has err '"known": 1'

printf '{"title": "Given", "text": "Ab cd Ef", "mentions": [{"start": 6, "end": 8, "type": "person"}]}\n' >given.jsonl
run add --mentions given given.jsonl
ok "given mentions are taken" is "$(cut -f1 out)" "stored"
run check
ok "the archive is still whole" is "$status" 0
done_testing
