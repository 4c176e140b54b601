#!/bin/sh
# gazette add with addresses, by what a user sees of it.
. "${SOURCES:-.}/tests/cli/tap.sh"
cd "$scratch" || exit 99
tab=$(printf '\t')
serve
here=http://127.0.0.1:$plain

run add "$here/story" "$here/barred" "$here/missing" "$here/moved" "$here/pdf" \
	"$here/to-forbidden"
ok "each address has its line, in its order" is \
	"$(cut -f1,3 out | sed "s|$here/||" | tr '\t\n' ' |')" \
	"stored story|stored barred|failed missing|stored moved|failed pdf|failed to-forbidden|"
ok "what is not there is said" has out "is not there (HTTP status 404)"
ok "what is no page is said" has out "is no page but application/pdf"
ok "no way leads into the own network" has out "private network"
ok "robots.txt is not for what the user names himself" lacks out robots
run show --json 1
ok "it has its address" has out "\"url\":\"$here/story\""
ok "it has its title" has out '"title":"A bridge for Kolvik"'
run add "$here/story?utm_source=feed#comments"
ok "an address is the same without what follows its reader" has out "known${tab}1"
run add -n "$here/story"
ok "with -n it is looked at all the same" has out "known${tab}1"

curl_linked=$(ldd "$GAZETTE" 2>/dev/null | grep -c libcurl)
ok "gazette itself has no curl" is "$curl_linked" 0
done_testing
