#!/bin/sh
# The formats of export, each read back by a reader that is not ours.
. "${SOURCES:-.}/tests/cli/tap.sh"
. "${SOURCES:-.}/tests/cli/paper.sh"
cd "$scratch" || exit 99

# reads SENTENCE SCRIPT: a Python program that asserts, of what stands in out
reads() {
	if command -v python3 >/dev/null; then
		ok "$1" python3 -c "$2"
	else
		n=$((n + 1))
		echo "ok $n - $1 # SKIP python3 is not there"
	fi
}

# ---- an article of awkward parts ----
cat >odd.jsonl <<'END'
{"id":"odd","title":"5 <b>stars</b> & \"more\" for *Kolvik*","source":"Kolvik Courier","byline":"Mira Holt, Bo van Ray and Kolvik Courier","date":"2026-04-01","url":"https://courier.example/odd?a=1&b=(2)","text":"# not a heading\n\n1. not a list\n\n+ nor this, said Berta Senn of _Ostrel_.\n\n\"Two lines\nof <words> 👍🏽,\" said Dagny Morrow."}
END
feed odd.jsonl add --as jsonl -

# ---- csl ----
run export --format csl
ok "csl is done" is "$status" 0
reads "csl is a list of items with their days" '
import json
items = json.load(open("out"))
assert len(items) == 7, len(items)
one = [i for i in items if i["title"].startswith("Dockers")][0]
assert one["type"] == "article-newspaper" and one["URL"] == "https://courier.example/1"
assert one["issued"] == {"date-parts": [[2026, 2, 10]]}
assert one["author"] == [{"family": "Holt", "given": "Mira"}]
assert one["container-title"] == "Kolvik Courier" and len(one["archive_location"]) == 32
odd = [i for i in items if i["title"].startswith("5 <b>")][0]
assert odd["author"] == [{"family": "Holt", "given": "Mira"}, {"family": "Ray", "given": "Bo van"},
	{"literal": "Kolvik Courier"}], odd["author"]
bare = [i for i in items if i["title"].startswith("Nothing")][0]
assert bare["type"] == "document" and "issued" not in bare
assert len({i["id"] for i in items}) == 7'
run export --format csl zzzz
reads "csl of nothing is an empty list" 'import json; assert json.load(open("out")) == []'

# ---- markdown ----
run export --format markdown "title:stars"
ok "markdown is done" is "$status" 0
ok "what would be a heading is text" has out '\# not a heading'
ok "what would be a list is text" has out '1\. not a list'
ok "marks of emphasis are text" has out '\_Ostrel\_'
ok "elements are text" has out '\<words\>'
ok "its quotations follow" has out '- **Dagny Morrow**: “Two lines of \<words\> 👍🏽,”'
reads "its head is YAML that JSON reads" '
import json
head = open("out", encoding="utf-8").read().split("---\n")[1]
rows = dict(line.split(": ", 1) for line in head.strip().split("\n"))
assert json.loads(rows["title"]) == "5 <b>stars</b> & \"more\" for *Kolvik*"
assert json.loads(rows["date"]) == "2026-04-01"
assert "Dagny Morrow" in json.loads(rows["names"])'
if command -v cmark >/dev/null; then
	run export --format markdown "title:stars"
	awk '/^---$/ && heads < 2 { heads++; next } heads == 2' out >body.md
	cmark -t xml body.md >out 2>&1
	reads "another reader of Markdown finds its paragraphs and quotations" '
import xml.etree.ElementTree as tree
ns = "{http://commonmark.org/xml/1.0}"
root = tree.parse("out").getroot()
kinds = [e.tag.replace(ns, "") for e in root]
words = "".join(root.itertext())
assert "list" in kinds and kinds.count("paragraph") >= 2, kinds
for piece in ("# not a heading", "1. not a list", "_Ostrel_", "<words>"):
	assert piece in words, (piece, words)
assert not root.findall(".//" + ns + "html_block")'
else
	n=$((n + 1))
	echo "ok $n - another reader of Markdown # SKIP cmark is not there"
fi
run export --format markdown --output notes
ok "a folder gets a file an article" is "$(ls notes | wc -l | tr -d ' ')" 7
ok "named by day, title and number" is "$(ls notes | grep -c '^2026-03-01-a-bridge-for-ostrel-[0-9]*[.]md$')" 1
run export --format markdown --output odd.jsonl
ok "a folder that is a file is an error" is "$status" 3

# ---- web annotation ----
run export >all.jsonl
cp out all.jsonl
run export --format webannotation
ok "webannotation is done" is "$status" 0
reads "its selectors find their words in the texts" '
import json
texts = {}
for line in open("all.jsonl", encoding="utf-8"):
	a = json.loads(line)
	texts[a["url"] or "urn:gazette:article:" + a["key"]] = a["text"]
page = json.load(open("out", encoding="utf-8"))
assert page["@context"] == "http://www.w3.org/ns/anno.jsonld" and page["type"] == "AnnotationPage"
assert len({i["id"] for i in page["items"]}) == len(page["items"]) > 20
for i in page["items"]:
	quote, place = i["target"]["selector"]
	text = texts[i["target"]["source"]]
	assert text[place["start"]:place["end"]] == quote["exact"], i
	assert quote["prefix"] + quote["exact"] + quote["suffix"] in text, i
said = [i for i in page["items"] if i["motivation"] == "classifying"]
assert any(b["value"] == "Dagny Morrow" for i in said for b in i["body"])'

# ---- brat ----
run export --format brat
ok "brat wants a folder" is "$status" 2
run export --format brat --output brat
ok "brat is done" is "$status" 0
reads "its offsets find their words in the texts" '
import glob, re
seen = 0
for path in glob.glob("brat/*.ann"):
	text = open(path[:-3] + "txt", encoding="utf-8", newline="").read()
	known = set()
	for line in open(path, encoding="utf-8", newline="\n"):
		kind, rest = line.rstrip("\n").split("\t", 1)
		if kind[0] == "T":
			head, words = rest.split("\t")
			places = head.split(" ", 1)[1].split(";")
			pieces = [text[int(s):int(e)] for s, e in (p.split(" ") for p in places)]
			assert " ".join(pieces) == words, (path, line)
			assert not any("\n" in p for p in pieces)
			known.add(kind)
			seen += 1
		for t in re.findall(r"\bT\d+", rest) if kind[0] in "ARN*" else ():
			assert t in known, (path, line)
assert len(glob.glob("brat/*.txt")) == 7 and seen > 40, seen'
ok "with its own configuration" has brat/annotation.conf '[entities]'

# ---- graphs ----
run export --format graphml
reads "graphml is a graph of names that share articles" '
import xml.etree.ElementTree as et
ns = {"g": "http://graphml.graphdrawing.org/xmlns"}
graph = et.parse("out").getroot().find("g:graph", ns)
value = lambda it, key: [d.text for d in it.findall("g:data", ns) if d.get("key") == key][0]
name = {v.get("id"): value(v, "name") for v in graph.findall("g:node", ns)}
count = {value(v, "name"): int(value(v, "articles")) for v in graph.findall("g:node", ns)}
edge = {frozenset((name[e.get("source")], name[e.get("target")])): int(value(e, "weight")) for e in graph.findall("g:edge", ns)}
assert count["Dagny Morrow"] == 4 and count["Lucian Halder"] == 3, count
assert edge[frozenset(("Dagny Morrow", "Lucian Halder"))] == 3
assert frozenset(("Berta Senn", "Lucian Halder")) not in edge'
run export --format graphml --names 2
reads "--names bounds it" '
import re; assert len(re.findall("<node ", open("out").read())) == 2'
run export --format dot title:strike
if command -v dot >/dev/null; then
	ok "graphviz reads dot" dot -Tcanon -o canon out
	ok "and keeps its weights" grep -q 'weight=' canon
else
	for what in "graphviz reads dot" "and keeps its weights"; do
		n=$((n + 1))
		echo "ok $n - $what # SKIP dot of graphviz is not there"
	done
fi
run export --format dot zzzz
ok "an empty graph is one" is "$(tail -n 1 out)" "}"
run export --format dot --limit 3
ok "a graph has no --limit" is "$status" 2
run export --names 3
ok "jsonl has no --names" is "$status" 2
run export --output folder
ok "jsonl has no --output" is "$status" 2
done_testing
