#!/bin/sh
# names, name, quotes and related, by what a user sees of them.
. "${SOURCES:-.}/tests/cli/tap.sh"
. "${SOURCES:-.}/tests/cli/paper.sh"
cd "$scratch" || exit 99
tab=$(printf '\t')
second() { cut -f2 out | tr '\n' '|'; }
number() { # NAME: its #number
	"$GAZETTE" names --csv "$1" 2>/dev/null | sed -n '2s/,.*//p'
}

# ---- names ----
run names
ok "who is most written about comes first" is "$(head -n 3 out | cut -f4 | sort -u)" "3"
ok "a line has number, name, kind and counts" grep -q "^#[0-9]*${tab}Dagny Morrow${tab}person${tab}3${tab}" out
run names mor
ok "a beginning of any word is enough" is "$(second)" "Dagny Morrow|"
run names d mor
ok "of several words each is one" is "$(second)" "Dagny Morrow|"
run names "mor d"
ok "in any order" is "$(second)" "Dagny Morrow|"
run names d hal
ok "and all have to be there" is "$(second)" ""
run names --type place
ok "kinds are told apart" lacks out "Morrow"
ok "places are places" has out "Kolvik"
run names --type colour
ok "an unknown kind is wrong use" is "$status" 2
run names --in bridge
ok "names of a query are those of its articles" has out "Berta Senn"
ok "and no others" lacks out "Morrow"
run names --in "name:\"Lucian Halder\"" --json Dagny
ok "they are counted there" has out '"name":"Dagny Morrow","type":"person","articles":3'
run names zzz
ok "nobody is done" is "$status" 0

# ---- name ----
run name Dagny Morrow
ok "a name has its forms" grep -q '^written .*Dagny Morrow [0-9]' out
ok "its quotations" has out "We will not go back for less,"
ok "its articles" has out "ARTICLES 3"
ok "and its company" grep -q "Lucian Halder" out
run name "$(number Halder)"
ok "a number is a name" has out "Lucian Halder"
run name Nobody Atall
ok "an unknown name is wrong use" is "$status" 2
run name --json Dagny Morrow
ok "the object has forms, days and company" has out '"appearances":['
run name --csv Dagny Morrow
ok "CSV is its articles" lines out 4
run name Dagny Morrow --with "Lucian Halder"
ok "the sentences that hold both" has out "Dagny Morrow and Lucian Halder signed an agreement"
ok "and no others" lacks out "go back for less"
run name Dagny Morrow --why
ok "what put a form there" grep -q "^Morrow${tab}" out

# ---- quotes ----
run quotes --by "Dagny Morrow" --kind direct
ok "what somebody said, newest first" is "$(cut -f5 out | head -n 1)" "It is not what we asked for,"
ok "and nobody else" lacks out "Nobody has called"
run quotes --by "Dagny Morrow" --about "Lucian Halder" --kind direct
ok "by and about hold of one quotation" is "$(cut -f1,5 out)" "4${tab}Lucian Halder knows it."
run quotes --by "Berta Senn" --about "Lucian Halder"
ok "none is done" is "$status$(cat out)" "0"
run quotes --csv --by "Dagny Morrow" --kind direct
ok "what one needs to cite is there" grep -q '^article,published,kind,name,text,source,speaker,cue,confidence,entity,title,url,file,byline,sentence,key' out
ok "with the key" grep -q ',[0-9a-f]\{32\}' out
run quotes bridge
ok "quotations of a query" is "$(cut -f1 out | sort -u)" "3"
run quotes --json --by "Lucian Halder" --kind direct
ok "an object has sentence and offsets" has out '"sentence":'
ok "offsets lead to the words" is "$(sed -n '1s/^{"start":\([0-9]*\).*/\1/p' out)" "58"
key=$("$GAZETTE" quotes --json --limit 1 | sed -n 's/.*"after":"\([^"]*\)".*/\1/p')
run quotes
cp out all
run quotes --after "$key"
ok "quotations go on behind a key" is "$(cat out)" "$(tail -n +2 all)"
run quotes --kind loud
ok "an unknown kind is wrong use" is "$status" 2
run quotes --min-confidence 2
ok "more than sure is wrong use" is "$status" 2
run quotes --by Nobody
ok "an unknown speaker is wrong use" is "$status" 2
run quotes --since 2100-01-01
ok "nothing is said since a day to come" is "$(cat out)" ""
run quotes --by "Dagny Morrow" --since 1990-01-01 --kind direct
ok "what was said since a day has a name's words" has out "Dagny Morrow"
run quotes --since someday
ok "a day that is none is wrong use" is "$status" 2

# ---- related ----
run related 1
ok "what belongs together is found" grep -q "^4${tab}" out
ok "with the names that are the reason" grep -q "^2${tab}.*Morrow.* · 7 days$" out
ok "copies are folded" is "$(grep -c "Second week" out)" "1"
ok "what has next to nothing to do with it is left out" is "$(cut -f1 out | grep -c "^5$")" 0
run related --json 1
ok "an object has score, reason and names" grep -q '"score":.*"reason":.*"names":\[{"entity":' out
ok "and the reference" grep -q '"id":4,"ref":"p4","title":' out
printf 'Halder and Morrow again\n\nDagny Morrow and Lucian Halder met in Kolvik, and the harbour was as it had been before the strike.\n' >again.txt
run add again.txt
run related --json 1
ok "which is null where there is none" grep -q '"id":7,"ref":null,"title":' out
run story 2
ok "a story runs on in time" is "$(cut -f1 out | tr '\n' ' ')" "1 2 7 "
ok "with the article itself" grep -q "^2${tab}.*the article itself" out
ok "and why the others" grep -q "^7${tab}.*Morrow" out
run story --json 2
ok "as objects" has out '"published":"2026-02-17T09:30:00Z"'
run story --csv 5
ok "nothing else is a story of one" lines out 2
run story 99
ok "of an unknown article is wrong use" is "$status" 2
run related 99
ok "an unknown number is wrong use" is "$status" 2
run list near:1
ok "near: finds the same" grep -q "^4${tab}" out

# ---- one utterance, several papers ----
words='“The bridge will be open before the winter comes,” said Hedda Quist.'
for i in 1 2 3; do
	case $i in
	1) first='It rained in Corvant all day and the reporters who had come to the hearing by train had brought no hats, so the clerk lent them the hats of the councillors.' ;;
	2) first='The heating of the town hall in Ostrel has failed since autumn, and a stove from the museum of ferries was lit for the guests, who thanked the museum.' ;;
	3) first='Forty people from Hessel, some with dogs, stood in the corridor and sang until the doors were opened, and then they did not want to go in any more.' ;;
	esac
	printf '{"url":"https://p%d.example/%d","title":"Title %d","source":"Paper %d","published":"2026-03-2%d","text":"%s\\n\\n%s “No.”"}\n' \
		$i $i $i $i $i "$first" "$words"
done >papers.jsonl
GAZETTE_ARCHIVE=$scratch/papers.db
export GAZETTE_ARCHIVE
run add --as jsonl papers.jsonl
run quotes --kind direct
ok "an utterance is listed once, by the newest" is "$(grep -c 'before the winter' out)" "1"
ok "with the number of its other witnesses" has out "+2 Paper 3"
ok "a word or two are anybody's" is "$(grep -c 'No\.' out)" "3"
run quotes --kind direct --copies
ok "all of them are there to be had" is "$(grep -c 'before the winter' out)" "3"
run quotes --json --limit 1
ok "an object counts the others" has out '"witnesses":2'
unset GAZETTE_ARCHIVE
# ---- look-alikes ----
printf 'A look-alike\n\nD\320\260gny Morrow was not there, said D\320\260gny Morrow of Kolvik.\n' >alike.txt
run add alike.txt
run name "$("$GAZETTE" names --csv | sed -n "s/^\(#[0-9]*\),$(printf 'D\320\260gny') .*/\1/p")" --why
ok "letters of two scripts are kept apart and said" has out "letters of two scripts"
# ---- more than a page ----
i=0
while [ $i -lt 300 ]; do
	i=$((i + 1))
	printf '{"title": "Day %d", "date": "2025-01-01", "text": "Ship number %d lies in Kolvik. \\"Ship %d stays until its crew of %d is paid,\\" Dagny Morrow said on day %d of the harbour strike."}\n' $i $i $i $i $i
done >many.jsonl
run add many.jsonl
run quotes
ok "all quotations are listed, page by page" [ "$status" -eq 0 ]
ok "each once" is "$(grep -c "until its crew" out)" 300
done_testing
