#!/bin/sh
# Saved views and rules, by what a user sees of them.
. "${SOURCES:-.}/tests/cli/tap.sh"
. "${SOURCES:-.}/tests/cli/paper.sh"
cd "$scratch" || exit 99
tab=$(printf '\t')
ids() { cut -f1 out | tr '\n' ' '; }

# ---- views ----
run view save talks 'halder morrow'
ok "a query is saved" is "$status$(cat out err)" "0"
run view save late @talks since:2026-03-02
run view list
ok "views are listed by name" is "$(tr '\n' ' ' <out)" "late${tab}@talks since:2026-03-02 talks${tab}halder morrow "
run view list --json
ok "as JSON as well" has out '{"name":"talks","query":"halder morrow"}'
run list halder morrow
cp out want
run list @talks
ok "a view finds what its query finds" cmp -s out want
run view save talks 'halder OR' @late
ok "a view that leads back to itself is refused" is "$status" 2
ok "and it is said where" has err "'@talks' would lead back to itself"
run view save talks 'halder morrow (week'
ok "so is one that cannot be understood" is "$status" 2
run view save talks '"halder" morrow'
ok "what a view was is said when it changes" has err "'@talks' was: halder morrow"
run view remove talks
ok "a view that another uses stays" is "$status$(grep -c "'@late' uses it" err)" "21"
run view remove @late
run view remove talks
ok "without it, it goes" is "$status" 0
run view remove talks
ok "one that is not there is said" is "$status$(cat err)" "2gazette: no view is saved as '@talks'"

# ---- rules ----
run rule hide kolvik --try
ok "--try says what a rule would touch" has err "articles would be hidden"
tried=$(wc -l <out | tr -d ' ')
run rule list
ok "and keeps nothing" lines out 0
run rule hide kolvik
ok "a rule is kept under a number" is "$(cut -f1,2 out)" "1${tab}hide"
run list kolvik
ok "it does nothing to what is here" is "$(wc -l <out | tr -d ' ')" 3
run rule run 1
ok "until it is told to" is "$(cat out)" "1${tab}hidden${tab}$tried articles"
run list kolvik
ok "what is hidden is in no list" lines out 0
run list is:hidden --copies
ok "but found when asked for" lines out "$tried"
run quotes kolvik
ok "nor is who is quoted there" lines out 0
run rule unhide kolvik
ok "what is hidden is shown when that is asked for" is "$(cat out)" "no longer hidden${tab}$tried articles"
run rule run 1
run rule undo 1
ok "all that a rule did can be taken back" is "$(cat out)" "1${tab}no longer hidden${tab}$tried articles"
run list kolvik
ok "then it is there again" lines out 3
run rule remove 1
ok "a rule is removed, and what it was is said" is "$status$(cat err)" "0gazette: rule 1 was: hide kolvik"
run rule remove 1
ok "a rule that is not there is said" is "$status" 2
run rule hide 'foo:'
ok "a rule with a field that is none is refused" is "$status" 2
run rule tag 'to read' ferry
run rule star 'name:"Dagny Morrow"'
printf '%s\n' '{"url": "https://example.org/new", "title": "Ferry", "text": "Dagny Morrow took the ferry to Ostrel on Monday morning, said the harbour master."}' >new.jsonl
run add new.jsonl
new=$(cut -f2 out)
run show --json "$new"
ok "rules act on what comes in" is "$(grep -c '"tags":\["to read"\]' out)$(grep -c '"starred":true' out)" 11
run list tag:\"to read\"
ok "and it is found by its tag" is "$(ids)" "$new "
run rule tag ''
ok "a tag needs a name" is "$status" 2
run rule star
ok "a rule needs a query" is "$status" 2
run rule hide ''
ok "an empty one would hide everything" is "$status" 2
run rule frobnicate x
ok "what a rule can do is said" is "$status" 2
run rule read '(x'
ok "a rule that cannot be understood is refused" is "$status" 2
done_testing
