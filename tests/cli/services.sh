#!/bin/sh
# Moving in from services where people saved articles: their exports.
. "${SOURCES:-.}/tests/cli/tap.sh"
cd "$scratch" || exit 99
tab=$(printf '\t')
serve
here=http://127.0.0.1:$plain
count() { # QUERY: how many articles match
	"$GAZETTE" list --copies -- "$@" 2>/dev/null | wc -l | tr -d ' '
}

python3 - "$here" <<'PYTHON'
import csv, json, sys

here = sys.argv[1]
text = ("<p>The harbour master of Kolvik, Lucian Halder, said on Monday that "
        "boat number %d had come in before the tide turned.</p>"
        "<script>no()</script>")
rows = [{"id": i, "is_archived": i % 2, "is_starred": int(i == 1),
         "tags": ["coast", {"label": "a, b"}], "title": "Boat %d" % i,
         "url": "https://ostrel.example/%d?utm_source=x" % i,
         "content": text % i, "created_at": "2023-04-01T12:00:00+0200",
         "published_at": "2023-03-05T10:00:00+00:00",
         "published_by": ["Ada Brenn"], "domain_name": "ostrel.example",
         "annotations": [{"quote": "before the tide", "text": "really?"}]
         if i == 0 else []} for i in range(3)]
rows.append({"title": "away", "url": here + "/story", "content":
             "wallabag can't retrieve contents for this article."})
rows.append({"title": "bad \x1b[2J", "url": "javascript:alert(1)"})
json.dump(rows, open("wallabag.json", "w"))
# 1,000 more, in many parts
json.dump([{"title": "Net %d" % i, "url": "https://nets.example/%d" % i,
            "content": "<p>" + "Net %d, \"mended\\ [{, on the quay. " % i * 9
            + "</p>"} for i in range(1000)], open("many.json", "w"))

def table(path, head, *lines):
    with open(path, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(head.split(","))
        out.writerows(lines)

table("pocket.csv", "title,url,time_added,tags,status",
      ["A bridge, \"new\"\nin Kolvik", here + "/story", "1650000000", "x|y",
       "archive"],
      [here + "/missing", here + "/missing", "1650000001", "", "unread"],
      ["file", "file:///etc/passwd", "1", "", "unread"])
open("pocket.html", "w").write(
    "<!DOCTYPE html><html><head><meta http-equiv=\"Content-Type\" content="
    "\"text/html\"><title>Pocket Export</title></head><body><h1>Unread</h1>"
    "<ul><li><a href=\"%s/missing?a\" time_added=\"1650000002\" tags=\"q,r\">"
    "See &amp; sea</a></li></ul><h1>Read Archive</h1><ul><li><a href="
    "\"exec:rm\" time_added=\"1\" tags=\"\">x</a></li></ul></body></html>"
    % here)
table("instapaper.csv", "URL,Title,Selection,Folder,Timestamp,Tags",
      [here + "/story", "A bridge", "marked words", "Starred", "1650000003",
       "[\"one\",\"two\"]"],
      [here + "/missing?b", "Bread", "", "Recipes", "1650000004", "[]"])
table("readwise.csv", "Title,URL,ID,Document tags,Saved date,Reading progress,"
      "Location,Seen",
      ["Eff", here + "/missing?c", "1", "['a', 'b']",
       "2023-04-01 12:00:00+00:00", "1.0", "later", "True"])
line = "The keeper %d of the lighthouse had seen nothing on the night itself."
table("marks.csv", "Highlight,Book Title,Book Author,Note,Location,"
      "Highlighted at,Document tags",
      [line % 1, "The Light", "Ada Brenn", "my <b> note", "1", "2023-04-01",
       "sea"],
      [line % 2, "The Light", "Ada Brenn", "", "2", "2023-04-01", ""],
      [line % 3, "The Nets", "", "", "3", "", ""])
table("other.csv", "no,such,head", [1, 2, 3])
open("empty.csv", "w")
open("huge.csv", "w").write("title,url\n\"" + "x" * (40 << 20))
open("deep.json", "w").write("[" * 100000)
PYTHON

# ---- Wallabag ----
run import wallabag -n wallabag.json
ok "-n counts what would come" has out "articles${tab}4${tab}stored"
ok "and stores nothing" test ! -e "$GAZETTE_ARCHIVE"
run import wallabag wallabag.json
ok "Wallabag's articles come in" has out "articles${tab}4${tab}stored"
ok "what names no page is refused" is "$status$(cat err)" "1gazette: cannot take 'bad [2J': 'javascript:alert(1)' is no http(s) address"
ok "what was archived is read" is "$(count is:read)" 1
ok "stars are stars, tags are tags" is "$(count is:starred) $(count tag:coast) $(count 'tag:"a, b"')" "1 3 3"
run show --json 1
ok "annotations are a note" has out '"note":"> before the tide\nreally?"'
ok "it has its day, author and source" is "$(grep -c '"source":"ostrel.example".*"byline":"Ada Brenn","published":"2023-03-05' out)" 1
ok "the address is without what counts readers" has out '"url":"https://ostrel.example/0"'
ok "what it could not get was fetched" is "$(count 'title:"A bridge for Kolvik"')" 1
ok "they are saved, not news" is "$(count is:saved) $(count is:unread)" "4 0"
"$GAZETTE" list --json >one 2>/dev/null
run import wallabag wallabag.json
ok "a second run knows all" has out "articles${tab}4${tab}known"
"$GAZETTE" list --json >two 2>/dev/null
ok "and changes nothing" cmp -s one two
run import wallabag many.json
ok "a long export is read in parts" has out "articles${tab}1000${tab}stored"

# ---- the others ----
run import pocket pocket.csv
ok "Pocket's lists come in" has out "articles${tab}1${tab}stored"
ok "what is there is known" has out "articles${tab}1${tab}known"
ok "and gets its tags" is "$(count tag:x tag:y is:read)" 1
ok "what is not to be had is kept without text" has out "articles${tab}1${tab}of these not to be had"
ok "its reason is said" has err "is not there (HTTP status 404)"
ok "files are refused" has err "'file:///etc/passwd' is no http(s) address"
run import pocket pocket.html
ok "its HTML, too" is "$(count 'title:"See & sea"' tag:q tag:r)" 1
ok "programs are refused" has err "'exec:rm' is no http(s) address"
run import instapaper instapaper.csv
ok "Instapaper's folders are tags" is "$(count tag:Recipes)" 1
ok "its stars are stars" is "$(count is:starred tag:one tag:two)" 1
run import readwise readwise.csv
ok "Readwise's tags are tags" is "$(count tag:a tag:b is:read)" 1
run import readwise marks.csv
ok "highlights are a text each book" has out "articles${tab}2${tab}stored"
id=$("$GAZETTE" list 'title:"The Light"' | cut -f1)
run show --plain "$id"
ok "with all of them" is "$(grep -c 'keeper [12] of' out)" 2
ok "and what was noted" has out "my <b> note"
run check
ok "the archive is whole" is "$status" 0

# ---- what is none ----
run import pocket other.csv
ok "another table is none" is "$status$(cat err)" "3gazette: cannot import 'other.csv': is no CSV or HTML of Pocket's"
run import instapaper empty.csv
ok "an empty file is no crash" test "$status" -le 3
run import pocket huge.csv
ok "a record that never ends is refused" has err "a record is larger than 32 MB"
run import wallabag deep.json
ok "so is what is nested beyond reason" is "$status" 3
run import pocket none.csv
ok "what is not there is said" has err "cannot import 'none.csv'"
run import delicious x
ok "an unknown service is wrong use" is "$status" 2
done_testing
