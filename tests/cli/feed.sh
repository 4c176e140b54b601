#!/bin/sh
# Subscriptions and feed files, by what a user sees of them.
. "${SOURCES:-.}/tests/cli/tap.sh"
cd "$scratch" || exit 99
tab=$(printf '\t')
feeds=${SOURCES:-$OLDPWD}/tests/feeds

# ---- add, list ----
run feed add --unseen post.kolvik.example/rss "The Post" --tag coast -t "daily news"
ok "an address without http is one" is "$status$(cat out)" "0added${tab}1${tab}https://post.kolvik.example/rss"
run feed add --unseen https://wire.example/f --pages off
run feed add --unseen https://post.kolvik.example/rss
ok "what is there is known" is "$(cut -f1,2 out)" "known${tab}1"
run feed add --unseen https://post.kolvik.example/rss "Another Name" --tag river
ok "and keeps its name, which is said" has err "it keeps its name"
ok "tags are added" has err "its tags are now: coast, daily news, river"
run feed list 1
ok "a bare number means one" is "$(cut -f2 out)" "The Post"
run feed list
ok "feeds are listed by name" is "$(cut -f1 out | tr '\n' ' ')" "2 1 "
run feed list coast
ok "a tag means all that have it" is "$(cut -f2 out)" "The Post"
run feed list --json '#2'
ok "a number means one" has out '"url":"https://wire.example/f"'
ok "JSON has its pages" has out '"pages":"off"'
run feed list --csv
ok "CSV has its tags in one cell" has out '"coast, daily news, river"'
run feed list nobody
ok "a name that nothing has is said" is "$status" 2

# ---- what is refused ----
for bad in 'exec:touch pwned' '|touch pwned' 'filter:touch:http://a.example/' 'file:///etc/passwd' 'foo' ''; do
	run feed add --unseen "$bad"
	ok "no feed: $bad" is "$status" 2
done
run feed add --unseen http://a.example/ --pages maybe
ok "pages are auto, on or off" is "$status" 2
ok "nothing ran" test ! -e pwned

# ---- remove and back ----
run feed remove "the post"
ok "a feed is removed by its name" is "$status$(cut -f1,2 out)" "0removed${tab}1"
ok "and it is said how it comes back" has err "gazette feed add https://post.kolvik.example/rss"
run feed list
ok "it is not listed" is "$(wc -l <out | tr -d ' ')" 1
run feed add --unseen https://post.kolvik.example/rss
ok "it comes back" is "$(cut -f1,2 out)" "restored${tab}1"
run feed list '#1'
ok "with its tags" has out "coast, daily news, river"

# ---- export and import ----
run feed export --text
ok "as lines" has out 'https://post.kolvik.example/rss "~The Post" coast "daily news" river'
run feed export
cp out list.opml
ok "as OPML" has out 'xmlUrl="https://wire.example/f"'
GAZETTE_ARCHIVE=$scratch/two.db run import opml list.opml
ok "a list is taken in" is "$status$(cut -f1 out | tr '\n' ' ')" "0added added "
GAZETTE_ARCHIVE=$scratch/two.db run feed list
cut -f2,5,7 out | sort >two
run feed list
cut -f2,5,7 out | sort >one
ok "with names and tags" cmp -s one two
cat >hostile.opml <<'OPML'
<opml version="1.0"><body><outline text="A &amp; B"><outline text="Deep">
<outline text="x" xmlUrl="exec:touch pwned"/><outline xmlUrl="|touch pwned"/>
<outline xmlUrl="http://f.example/" filtercmd="touch pwned"/>
<outline text="Two" xmlUrl="http://two.example/f"/></outline></outline>
<outline text="Bare & broken" xmlUrl="http://bare.example/?a=1&b=2">
OPML
run import -n opml hostile.opml
ok "-n only says" is "$status$(grep -c '^added' out)" "12"
run import opml hostile.opml
ok "programs are refused by name" is "$(grep -c '^refused.*program' out)" 3
ok "the rest is taken" is "$status$(grep -c '^added' out)" "12"
run feed list '#3'
ok "folders are tags" has out "A & B, Deep"
ok "nothing ran of it" test ! -e pwned
echo "no list" >none.opml
run import opml none.opml
ok "what is no list is said" is "$status$(grep -c 'no list of feeds' err)" "31"

# ---- edit ----
editor() {
	printf '#!/bin/sh\n%s\n' "$1" >editor
	chmod +x editor
}
export EDITOR="$scratch/editor --wait"
editor 'cp "$2" seen; sed -i -e "/wire/d" -e "s/coast/sea/" -e "\$a https://new.example/ \"~A \\\\\"new\\\\\" one\" pages=on" "$2"'
run feed edit
ok "the editor sees a line a feed" has seen '1 https://post.kolvik.example/rss "~The Post" coast "daily news" river'
ok "what was done is said" has err "1 added, 1 changed, 1 removed"
run feed list --json "https://new.example/"
ok "a line without a number is a new feed" has out '"name":"A \"new\" one"'
run feed list '#1'
ok "tags were changed" has out "daily news, river, sea"
editor 'echo "9 exec:touch pwned" >>"$2"; echo "https://x.example/ \"open" >>"$2"; sed -i 1,6d "$2"'
run feed edit
ok "faults are named with their lines" is "$status$(grep -c '^gazette: line [0-9]*:' err)" "22"
ok "and nothing is changed" is "$("$GAZETTE" feed list | wc -l | tr -d ' ')" 4
editor 'exit 3'
run feed edit
ok "an editor that fails changes nothing" is "$status" 3
EDITOR='$(touch pwned); touch' run feed edit
ok "no shell reads \$EDITOR" test ! -e pwned

# ---- feed files ----
run feed-parse "$feeds/rss20.xml" "$feeds/nothing.xml"
ok "feed-parse gives a line a file" is "$status$(wc -l <out | tr -d ' ')" "12"
ok "an error is one" has out '"error":"is no feed"'
run add "$feeds/rss20.xml"
ok "a feed file gives its items" is "$status$(cut -f1 out | tr '\n' ' ')" "0stored stored "
run list 'is:unread'
ok "they are born unread" is "$(wc -l <out | tr -d ' ')" 2
run show --json 2
ok "what was given stands in the article" has out '"byline":"Ines Arvel","published":"2024-03-04T09:30:00Z"'
ok "enclosures are links" has out '"kind":"enclosure"'
ok "comments are, too" has out '"kind":"comments"'
run add --as feed "$feeds/rss20.xml"
ok "they are known again" is "$(cut -f1 out | tr '\n' ' ')" "known known "
run add "$feeds/json11.json"
ok "so is a JSON Feed" is "$(cut -f1 out | tr '\n' ' ')" "stored stored "
run check
ok "the archive is whole" is "$status" 0
done_testing
