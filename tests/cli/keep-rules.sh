#!/bin/sh
# Rules of what is kept, by what a user sees of them.
. "${SOURCES:-.}/tests/cli/tap.sh"
cd "$scratch" || exit 99
tab=$(printf '\t')
count() { # QUERY: how many articles match
	"$GAZETTE" list --copies -- "$@" 2>/dev/null | wc -l | tr -d ' '
}

i=0
while [ $i -lt 10 ]; do
	day=$(date -u -d "$((i * 20)) days ago" +%Y-%m-%d)
	source=Wire
	[ $((i % 2)) -eq 0 ] && source=Post
	echo "{\"text\": \"The harbour master of Kolvik said on Monday that boat number $i had come in.\", \"title\": \"Boat $i\", \"url\": \"https://a.example/$i\", \"source\": \"$source\", \"published\": \"$day\"}"
	i=$((i + 1))
done >boats.jsonl
run add boats.jsonl
run rule star 'title:"boat 9"'
run rule tag memento 'title:"boat 8"'
run rule run

# ---- tried before it acts ----
run rule keep 90d -n kolvik
ok "by age: what is older would go" is "$(cut -f3 out | tr '\n' ' ')" "Boat 5 Boat 6 Boat 7 "
ok "but what is starred or tagged" has err "3 articles would be removed; 2 beyond 90d stay"
run rule keep --try 2 source:Wire
ok "by number: what is behind the newest would go" is "$(cut -f3 out | tr '\n' ' ')" "Boat 5 Boat 7 "
run rule list
ok "trying keeps no rule" lacks out keep
ok "and takes nothing" is "$(count)" 10

# ---- acting ----
run rule keep 90d kolvik
ok "what would go is shown before it is kept" has out "Boat 7"
ok "nothing goes then" is "$(count)" 10
run rule list --json
ok "the rule stands in the list" has out '{"rule":3,"does":"keep","amount":"90d","query":"kolvik"}'
run rule run -n 3
ok "it can be tried later, too" is "$(wc -l <out | tr -d ' ') $(count)" "3 10"
run rule run 3
ok "it removes" is "$(cat out)" "3${tab}removed${tab}3 articles"
ok "and spares the starred and tagged" is "$(count 'title:"boat 9"') $(count 'title:"boat 8"') $(count)" "1 1 7"
run add boats.jsonl
ok "what it removed stays away" is "$(count)" 7
run remove --undo
ok "until it is brought back" is "$(count)" 10
run fetch
ok "it acts without a feed to be fetched, too, and is told" is "$status $(count)" "0 7"
run rule undo 3
ok "undo names the way back" has err "gazette remove --undo"
run rule remove 3
ok "it is removed by its number" has err "rule 3 was: keep 90d kolvik"
run check
ok "the archive is whole" is "$status" 0

# ---- what is none ----
run rule keep 90x kolvik
ok "an amount that is none is refused" is "$status" 2
run rule keep 0 kolvik
ok "so is none at all" is "$status" 2
run rule keep 90d
ok "and a rule without a query" is "$status" 2
run rule keep 90d 'foo:'
ok "and one with a query that is none" is "$status" 2
done_testing
