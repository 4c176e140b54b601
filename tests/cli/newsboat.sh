#!/bin/sh
# Moving in from newsboat, by what a user sees of it.
. "${SOURCES:-.}/tests/cli/tap.sh"
cd "$scratch" || exit 99
tab=$(printf '\t')
command -v python3 >/dev/null || {
	echo "1..0 # SKIP python3 is not there"
	exit 0
}
count() { # QUERY: how many articles match
	"$GAZETTE" list --copies -- "$@" 2>/dev/null | wc -l | tr -d ' '
}

mkdir -p nb old bad "$HOME"
cat >nb/urls <<'URLS'
# feeds of Ostrel
http://post.kolvik.example/rss coast "daily news" "~The Post"
http://wire.example/f !
"exec:tide --rss"
"filter:trim:http://a.example/"
file:///etc/passwd
"query:Unread:unread = \"yes\" and age < 9000"
"query:Odd:unread_count > \"3\""
"query:On the Coast:tags # \"coast\""
URLS
cat >nb/config <<'CONFIG'
# settings
auto-reload yes
bind-key j down
bind-key ^D pagedown articlelist
bind-key F1 help
bind-key x exec
bind gg everywhere home -- "top\nbind all q pipe rm"
unbind-key C
browser "firefox '%u'"
macro y set browser "mpv %u" ; open-in-browser ; set browser "w3m" -- "watch"
macro s set browser "echo %u | xclip" ; open-in-browser
macro t toggle-article-read ; next-unread
ignore-article "*" "title =~ \"sponsored\""
ignore-article "http://wire.example/f" "author =~ \"nobody\""
ignore-article "*" "title =~ \"^Ad:\""
CONFIG
python3 - nb/cache.db old/cache.db <<'PYTHON'
import sqlite3, sys

def text(i):
    return ("<p>The harbour master of Kolvik, Lucian Halder, said on day %d "
            "that boat number %d had come in before the tide turned.</p>"
            % (i, i * 7))

new = sqlite3.connect(sys.argv[1])
new.executescript("""
CREATE TABLE rss_feed(rssurl PRIMARY KEY, url, title, lastmodified, etag);
CREATE TABLE rss_item(id INTEGER PRIMARY KEY, guid, title, author, url,
  feedurl, pubDate, content, unread, enclosure_url, enclosure_type, enqueued,
  flags, deleted DEFAULT 0, base DEFAULT '', content_mime_type DEFAULT '');
INSERT INTO rss_feed(rssurl, url, title) VALUES
  ('http://post.kolvik.example/rss', 'http://post.kolvik.example/', 'Post'),
  ('http://wire.example/f', 'http://wire.example/', 'Wire');
""")
rows = [("g%d" % i, "Boat %d" % i, "Ada Brenn",
         "http://post.kolvik.example/%d" % i,
         "http://post.kolvik.example/rss", 1700000000 + i, text(i),
         i % 2, "s" if i == 4 else "", i == 9) for i in range(1, 10)]
# two that share an address, one without, one of a feed that is gone, one empty
rows += [("w1", "Wire one", "", "http://wire.example/all",
          "http://wire.example/f", 1700000100, text(21), 1, None, 0),
         ("w2", "Wire two", "", "http://wire.example/all",
          "http://wire.example/f", 1700000200, text(22), 0, "aB", 0),
         ("w3", "Wire three", "", "", "http://wire.example/f", 0, text(23), 1,
          "", 0),
         ("x1", "Gone \x1b[2J", "", "http://gone.example/1",
          "http://gone.example/f", 1, text(24), 0, "", 0),
         ("x2", "", "", "http://gone.example/2", "http://gone.example/f", 1,
          "", 0, "", 0)]
new.executemany("INSERT INTO rss_item(guid, title, author, url, feedurl, "
                "pubDate, content, unread, flags, deleted) "
                "VALUES(?,?,?,?,?,?,?,?,?,?)", rows)
new.commit()

old = sqlite3.connect(sys.argv[2])  # of an early version
old.executescript("""
CREATE TABLE rss_feed(rssurl, url, title);
CREATE TABLE rss_item(id INTEGER PRIMARY KEY, guid, title, author, url,
  feedurl, pubDate, content, unread);
""")
old.execute("INSERT INTO rss_item VALUES(7, 'o', 'Old boat', '', "
            "'http://old.example/1', 'http://old.example/f', 1, ?, 0)",
            (text(5),))
old.commit()
PYTHON

# ---- only looking ----
mkdir -p "$XDG_CONFIG_HOME/gazette"
echo "set width 60" >"$XDG_CONFIG_HOME/gazette/gazette.conf"
run import newsboat nb -n
ok "-n names what would come" has out "articles${tab}13${tab}stored"
ok "and what would not" has out "articles${tab}1${tab}deleted there: not taken"
ok "and stores nothing" test ! -e "$GAZETTE_ARCHIVE"
ok "and shows what it would set" has out "macro t toggle-article-read ; next-unread${tab}bind all \", t\" toggle-read ; next"
ok "but sets nothing" is "$(cat "$XDG_CONFIG_HOME/gazette/gazette.conf")" "set width 60"

# ---- moving in ----
run import newsboat nb
ok "what was refused makes status 1" is "$status" 1
ok "feeds are added" has out "added${tab}1${tab}http://post.kolvik.example/rss${tab}The Post"
ok "programs are refused with a line for cron" has out "0 * * * * tide --rss | gazette add --as feed -"
ok "filters, too" has out "curl -s 'http://a.example/' | trim | gazette add"
ok "and files" has err "refused 'file:///etc/passwd'"
ok "a query feed is a saved view" has out "saved${tab}-${tab}@Unread${tab}is:unread since:9000d"
ok "tags stand for their sources" has out "saved${tab}-${tab}@On-the-Coast${tab}(source:\"Post\")"
ok "what cannot be said is not taken" has out "a query cannot ask for 'unread_count'"
ok "articles are stored" has out "articles${tab}12${tab}stored"
ok "empty ones have failed" has out "articles${tab}1${tab}failed"
ok "deleted ones are told" has out "articles${tab}1${tab}deleted there: not taken"
ok "settings that are not taken are told" has out "settings${tab}1${tab}auto-reload: not taken"
conf=$XDG_CONFIG_HOME/gazette/gazette.conf
grep -v '^#' "$conf" >conf.out
ok "keys, macros and the browser go into the configuration" is "$(cat conf.out)" 'set width 60

bind all j down
bind articles Ctrl-d page-down
unbind all C
set browser "firefox %s"
bind all ", y" browser mpv %s -- watch
bind all ", t" toggle-read ; next'
ok "and the user is told where" has out "added${tab}-${tab}$conf${tab}6 lines at its end"
ok "operations that are not there are told" has out "bind-key x exec${tab}not taken: gazette has no 'exec'"
ok "keys, too" has out "not taken: gazette has no key 'F1'"
ok "a line that would begin another is not taken" has out "not taken: it has a line end in it"
ok "a shell's lines are not" has out "is for a shell, and gazette runs none"
ok "so are rules that cannot be said" has err "refused 'ignore-article title =~ \"^Ad:\"'"
ok "all are there" is "$(count)" 12
ok "what was read is read" is "$(count is:read)" 6
ok "what was not is unread" is "$(count is:unread)" 6
ok "flags are tags" is "$(count tag:s) $(count tag:a) $(count tag:B)" "1 1 1"
ok "the view finds them" is "$(count @Unread)" 6
ok "the other, too" is "$(count @On-the-Coast)" 8
ok "dates are the feed's" is "$(count on:2023-11-14)" 10
ok "names in them are found" is "$(count 'name:"Lucian Halder"')" 12
ok "a feed's tag finds what it brought" is "$(count feed:coast) $(count 'feed:"The Post"') $(count -- -feed:#1)" "8 8 4"
run feed list --json '#1'
ok "articles belong to their feed" has out '"articles":8'
ok "and its unread ones are counted" has out '"unread":4'
ok "it has its tags" has out '"daily news"'
run feed list --json '#2'
ok "a hidden feed is tagged so" has out '"hidden"'
run rule list
ok "ignored articles are rules" has out 'title:"sponsored"'
ok "of one feed, too" has out 'source:"Wire" (author:"nobody")'
run check
ok "the archive is whole" is "$status" 0

# ---- again ----
"$GAZETTE" list --json >one 2>/dev/null
run import newsboat nb
ok "a second run knows all" has out "articles${tab}12${tab}known"
ok "and stores none" lacks out "stored"
ok "it saves no view again" has out "known${tab}-${tab}@Unread"
"$GAZETTE" list --json >two 2>/dev/null
run rule list
ok "no rule is there twice" lines out 2
ok "nothing has changed" cmp -s one two
grep -v '^#' "$conf" | cmp -s - conf.out
ok "nor has the configuration" is "$?" 0

# ---- other places, other caches ----
mkdir -p "$HOME/.newsboat"
cp old/cache.db "$HOME/.newsboat/"
run import newsboat
ok "a cache of an early version comes in, from where it lies" is "$status$(cat out)" "0articles${tab}1${tab}stored
articles${tab}1${tab}read"
cp nb/urls bad/urls
head -c 5000 /dev/zero >bad/cache.db
run import newsboat bad
ok "what is no database is said" has err "cannot import 'bad/cache.db': is no database"
ok "its list comes in all the same" has out "known${tab}1"
head -c 6000 nb/cache.db >bad/cache.db
run import newsboat bad
ok "half a cache is no crash" test "$status" -le 3
python3 -c 'import sqlite3
d = sqlite3.connect("other.db"); d.execute("CREATE TABLE t(a)")'
mv other.db bad/cache.db
run import newsboat bad
ok "nor another database" has err "is no cache of newsboat's"
run import newsboat nowhere
ok "an empty place is said" is "$status" 3
run check
ok "the archive is still whole" is "$status" 0

# ---- a real newsboat ----
command -v newsboat >/dev/null || {
	done_testing
	exit 0
}
serve
mkdir -p real
echo "http://127.0.0.1:$plain/feed coast \"~Courier\"" >real/urls
: >real/config
TERM=xterm timeout 20 newsboat -u real/urls -c real/cache.db -C real/config \
	-x reload >/dev/null 2>&1 </dev/null
export GAZETTE_ARCHIVE="$scratch/real.db"
run import newsboat real
ok "what a newsboat has fetched comes in" has out "articles${tab}3${tab}stored"
run fetch
ok "gazette's own fetch finds it known" is "$(count)" 3
done_testing
