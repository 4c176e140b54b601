#!/bin/sh
# gazette clean, by what a user sees of it.
. "${SOURCES:-.}/tests/cli/tap.sh"
articles=${SOURCES:-.}/tests/articles
cd "$scratch" || exit 99
case $articles in /*) ;; *) articles=$OLDPWD/$articles ;; esac
tab=$(printf '\t')

cat >page.html <<'HTML'
<!DOCTYPE html><html lang="en"><head><title>A bridge for Kolvik - The Ostrel Post</title>
<meta property="og:title" content="A bridge for Kolvik">
<meta property="article:published_time" content="2026-03-04T10:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/s">Sport</a></nav><article><h1>A bridge for Kolvik</h1>
<p>The town of Kolvik wants a new bridge across the river, its mayor, Dagny Morrow, said on Tuesday to reporters at the harbour.</p>
<p>The council votes in May, and the works are to begin in the autumn of next year if the money is found by then, she said.</p>
</article><section id="comments"><h3>Leave a Reply</h3><form><p>Your email address will not be published.</p></form></section></body></html>
HTML

run clean page.html
ok "it prints title, blank line, body" is "$(head -n 3 out | cut -c1-30 | tr '\n' '|')" "A bridge for Kolvik||The town of Kolvik wants a new|"
ok "it drops what is no article" lacks out "Leave a Reply"
ok "it is done" is "$status" 0
run clean --explain page.html
ok "--explain names what was dropped" has out "Leave a Reply"
run clean --json --url https://example.org/bridge page.html
ok "--json has the article object" has out '"title":"A bridge for Kolvik"'
ok "it has the day" has out '"published":"2026-03-04T10:00:00Z"'
ok "it has the address" has out '"url":"https://example.org/bridge"'
ok "it has the hash of the original" grep -q '"sha256":"[0-9a-f]\{64\}"' out
ok "it is one line" lines out 1

feed page.html clean -
ok "it reads standard input" has out "wants a new bridge"
run clean none.html
ok "a missing file cannot be cleaned" is "$status" 3
ok "and is named" has err "cannot clean 'none.html'"
: >empty
run clean empty
ok "an empty file is said to be" has err "is empty"
run clean
ok "no file is wrong use" is "$status" 2
run clean a b
ok "two files are wrong use" is "$status" 2
run clean --as pdf page.html
ok "an unknown kind is wrong use" is "$status" 2

gzip -c page.html >page.html.gz
printf 'page.html\thttps://example.org/a\npage.html.gz\t\nnone.html\t\npage.html\n\n' >list
feed list clean --batch
ok "--batch prints an object for each line" lines out 4
ok "in their order" is "$(sed 's/.*"path":"\([^"]*\)".*/\1/' out | tr '\n' ' ')" "page.html page.html.gz none.html page.html "
ok "gzip is unpacked" is "$(grep -c '"title":"A bridge for Kolvik"' out)" 3
ok "what cannot be read has an error" has out '"error":"cannot be read: No such file or directory"'
ok "one failed: its status is 1" is "$status" 1
run clean --batch page.html
ok "--batch with a file is wrong use" is "$status" 2

# every folder of tests/articles, through the program
good=0 all=0
for text in "$articles"/*/text; do
	folder=${text%/text}
	for page in "$folder"/page.*; do :; done
	all=$((all + 1))
	timeout 60 "$GAZETTE" clean --url "$(cat "$folder/url" 2>/dev/null)" "$page" >out 2>err &&
		good=$((good + 1))
done
ok "every test article can be cleaned" is "$good" "$all"

# nothing a page says may reach a terminal as a command
printf '<html><body><article><h1>Esc \033]0;x\007 title</h1><p>Some \033[31mred\033[0m text of the article that is long enough to be kept, with \302\233 and more words in it.</p><p>A second paragraph stands here, so that the page is an article and no menu at all.</p></article></body></html>' >esc.html
run clean esc.html
ok "no escape comes out" sh -c '! grep -q "$(printf "\\033")" out'
done_testing
