#!/bin/sh
# gazette fetch, by what a user sees of it.
. "${SOURCES:-.}/tests/cli/tap.sh"
cd "$scratch" || exit 99
tab=$(printf '\t')
serve
here=http://127.0.0.1:$plain

count() { # QUERY: how many articles match
	"$GAZETTE" list --copies -- "$@" 2>/dev/null | wc -l | tr -d ' '
}

run fetch
ok "without feeds there is nothing to do" is "$status$(cat out err)" 0

run feed add "$here/story"
ok "a page without a feed cannot be added" is "$status" 3
ok "and why is said" has err "its page names none"
run feed add --unseen "$here/story"
ok "but unseen" is "$status" 0
run feed remove "$here/story"
run feed add "$here/missing"
ok "what cannot be had now is added all the same" has err "is not there (HTTP status 404)"
run feed remove "$here/missing"
run feed add "$here/two-feeds"
ok "of several feeds the first is added" has out "$here/feed"
ok "and the others are named" has err "$here/growing  Growing"
run feed remove "$here/feed"
run feed add "$here/site" Courier --tag harbour
ok "a site's feed is found" has out "$here/feed"
ok "and restored with its name" is "$status$(cut -f1 out)" 0restored
run fetch
ok "what it has is fetched" is "$(cat out)" "Courier${tab}3 new"
ok "and that is done" is "$status" 0
ok "what feeds bring is unread" is "$(count is:unread)" 3
ok "the dates are the feed's" is "$(count on:2024-02-02)" 1
ok "names in it are found" is "$(count 'said:"Lucian Halder"')" 3
run fetch
ok "what was fetched is not due yet" is "$status$(cat out err)" 0
run fetch --force --json
ok "unchanged is told by its host" has out '"result":"unchanged"'
ok "and when it is due" has out '"next_fetch":'

run feed add "$here/resent" Resent
run fetch Resent
ok "what another feed brought is known" lacks out new
run fetch --json Resent
ok "the same body is not read again" has out '"result":"unchanged"'

run feed add --unseen "$here/growing" Growing
run fetch Growing
run fetch Growing --json
ok "only what is new in a feed is read" has out '"stored":1,"updated":0,"known":1'

run feed add "$here/teasers" Teasers
run fetch Teasers --json
ok "each item's page is asked for" has out '"pages":3'
ok "what is barred or not there is counted" has out '"pages_failed":2'
ok "the page's text stands for a teaser" is "$(count 'harbour "new bridge"')" 1
ok "where there is no page the feed's words stay" is "$(count '"nobody may fetch"')" 1
run fetch Teasers --json
ok "and is not asked for again" has out '"result":"unchanged"'

run feed add "$here/inward" Inward
run fetch Inward
ok "no item leads into the own network" has out "1 of 1 pages not to be had"

run feed add --unseen "$here/moody-feed" Moody
run fetch -q Moody
ok "a feed that begins to fail is named" has err "'Moody' its host is too busy"
ok "the run worked all the same" is "$status" 0
run fetch --strict Moody
ok "and answers again" has out "Moody${tab}1 new, answers again"
run fetch --strict Moody
ok "with --strict a failure is one" is "$status" 3
run fetch -q
ok "quiet says nothing where nothing changes" is "$(cat out err)" ""

run feed list --failing --csv
ok "what fails is listed with why and until when" has out ',its host is too busy (HTTP status 503),20'
run feed add --unseen "$here/gone" Gone
run fetch Gone
ok "what is gone is said to be" has err "gone for good"
run fetch --force --json
ok "and never asked for again" lacks out '"name":"Gone"'

run feed add --unseen "$here/moved-feed" Moved
run fetch Moved --json
ok "what moved for good is noted" has out "\"moved\":\"$here/feed\""

run fetch nothing-like-it
ok "a feed that is not there is wrong use" is "$status" 2
ok "and named" has err "there is no feed 'nothing-like-it'"

# two at once; then killed in the middle
run feed add "$here/large?120" Large
"$GAZETTE" fetch Large >one 2>&1 &
first=$!
"$GAZETTE" fetch Large >two 2>&1
wait "$first"
ok "of two fetches one does the work" is "$(cat one two)" "Large${tab}120 new"
run feed add "$here/large?${LARGE:-400}" Larger
for pause in ${PAUSES:-0.2 0.5}; do
	"$GAZETTE" fetch Larger >/dev/null 2>&1 &
	killed=$!
	sleep "$pause"
	kill -9 "$killed" 2>/dev/null
	wait "$killed" 2>/dev/null
	"$GAZETTE" check >check.out 2>&1 || cat check.out >>faults
done
ok "killed in the middle the archive is whole" [ ! -s faults ]
run fetch Larger
ok "what the killed left over is fetched" is "$status" 0
ok "nothing is there twice" is "$(count title:harbour source:Large)" "${LARGE:-400}"
run check
ok "and the archive is whole" is "$status" 0
done_testing
