#!/bin/sh
# Moving in from a newsboat that has run: its own files, not ours made like them.
. "${SOURCES:-.}/tests/cli/tap.sh"
cd "$scratch" || exit 99
tab=$(printf '\t')
command -v newsboat >/dev/null && command -v python3 >/dev/null || {
	echo "1..0 # SKIP newsboat or python3 is not there"
	exit 0
}
count() { # QUERY: how many articles match
	"$GAZETTE" list --copies -- "$@" 2>/dev/null | wc -l | tr -d ' '
}

# Two feeds on 127.0.0.1; the server ends with its standard input.
cat >server.py <<'PYTHON'
import http.server, sys, threading

def feed(name, n):
    items = "".join(
        "<item><title>%s %d</title><link>http://%s.example/%d</link><guid>"
        "%s-%d</guid><pubDate>Mon, %02d Apr 2024 10:00:00 +0000</pubDate>"
        "<author>ada@%s.example (Ada Brenn)</author><description>&lt;p&gt;The "
        "harbour master of Kolvik, Lucian Halder, said that boat number %d "
        "had come in before the tide turned, and that nobody was hurt."
        "&lt;/p&gt;</description></item>"
        % (name, i, name.lower(), i, name, i, i, name.lower(), i)
        for i in range(1, n + 1))
    return ("<rss version='2.0'><channel><title>%s</title><link>http://%s."
            "example/</link><description>x</description>%s</channel></rss>"
            % (name, name.lower(), items)).encode()

class Site(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass
    def do_GET(self):
        body = feed("Post" if "post" in self.path else "Wire", 6)
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

server = http.server.HTTPServer(("127.0.0.1", 0), Site)
print(server.server_port, flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
PYTHON
mkfifo hold
python3 server.py <hold >port &
exec 9>hold
for _ in 1 2 3 4 5 6 7 8 9 10; do
	[ -s port ] && break
	sleep 0.2
done
here=http://127.0.0.1:$(cat port)
unset http_proxy all_proxy

mkdir nb
cat >nb/urls <<URLS
$here/post coast "~The Post"
$here/wire
"query:New ones:unread = \"yes\""
URLS
echo 'bind-key ^D pagedown' >nb/config
boat() {
	timeout 30 newsboat -u nb/urls -c nb/cache.db -C nb/config "$@"
}
HOME=$scratch boat -x reload >/dev/null 2>&1
printf 'Post-1\nPost-2\nWire-6\n' >read
HOME=$scratch boat -I read >/dev/null 2>&1
python3 - <<'PYTHON'
import sqlite3
db = sqlite3.connect("nb/cache.db")
db.execute("UPDATE rss_item SET flags = 's' WHERE guid = 'Post-2'")
db.commit()
PYTHON
HOME=$scratch boat -x print-unread >unread 2>&1
ok "newsboat has made its files" has unread "9 unread articles"

run import newsboat nb
ok "all of it comes in" is "$status" 0
ok "its feeds" has out "added${tab}1${tab}$here/post${tab}The Post"
ok "its articles" has out "articles${tab}12${tab}stored"
ok "what it has read is read" is "$(count is:read)" 3
ok "what it has not is unread" is "$(count is:unread) $(count @New-ones)" "9 9"
ok "its flags are tags" is "$(count tag:s)" 1
ok "articles have their day and author" is "$(count on:2024-04-06)" 2
"$GAZETTE" list --json >one
run fetch
ok "fetching then brings nothing twice" is "$status $(count)" "0 12"
run import newsboat nb
ok "a second run changes nothing" has out "articles${tab}12${tab}known"
"$GAZETTE" list --json >two
ok "nor does it touch an article" cmp -s one two
done_testing
