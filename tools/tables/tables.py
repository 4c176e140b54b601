#!/usr/bin/env python3
"""Make the tables under data/ from their sources.

    tables.py COMMAND SOURCE... > TABLE

Every command reads the files named on its command line and writes one table
on standard output; data/README.md lists the command behind each table.  Only
the standard library is used, and the same sources give the same bytes.
"""

import csv
import gzip
import re
import sys
import unicodedata

KNOWN = ("form", "canonical", "type", "relation", "detail")
NONE = "-"


# ---------------------------------------------------------------- output

def write_table(columns, rows):
    """Print a header and the rows, each once, in byte order."""
    lines = set()
    for row in rows:
        cells = [str(c) for c in row]
        if not all(cells) or cells[0] == NONE:
            raise SystemExit("empty cell: %r" % (row,))
        if len(cells) != len(columns):
            raise SystemExit("row with %d cells: %r" % (len(cells), row))
        if any("\t" in c or "\n" in c for c in cells):
            raise SystemExit("tab or line end inside a cell: %r" % (row,))
        lines.add("\t".join(cells).encode("utf-8"))
    out = sys.stdout.buffer
    out.write(("#" + "\t".join(columns) + "\n").encode("utf-8"))
    for line in sorted(lines):
        out.write(line + b"\n")


# ---------------------------------------------------------------- input

def read_lines(path):
    """Yield the lines of a text file without comments and blank lines."""
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.strip()
            if line and not line.startswith("#"):
                yield unicodedata.normalize("NFC", line)


def read_tsv(path):
    """Yield the rows of a TSV file as lists, without its header."""
    with open(path, encoding="utf-8") as f:
        for line in f:
            if not line.startswith("#") and line.strip():
                line = unicodedata.normalize("NFC", line.rstrip("\n"))
                yield line.split("\t")


def read_words(path):
    """The lower-case entries of a word list, one a line (or gzipped)."""
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as f:
        return {w.strip() for w in f if w[:1].islower() and "'" not in w}


def read_sections(path):
    """Yield (section, line) of a file whose sections begin with [name]."""
    section = ""
    for line in read_lines(path):
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1].strip()
        else:
            yield section, line


def fold(text):
    """Lower case without marks, to compare spellings."""
    text = unicodedata.normalize("NFKD", text)
    return "".join(c for c in text if not unicodedata.combining(c)).casefold()


def plain(text):
    """The same letters without marks, as wires without accents write it."""
    extra = {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D",
             "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "ı": "i"}
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return "".join(extra.get(c, c) for c in text)


# ---------------------------------------------------------------- known/

def detail_of(*items):
    """Join what is there; `ambiguous` stands last."""
    return ";".join(i for i in items if i) or NONE


def parse_entity(line, kind, relation, place):
    """One line of our own notation to rows of the common form.

        Canonical! @ Country | relation form; form!; form | relation form

    `!` marks a form that must not merge by itself.
    """
    parts = [p.strip() for p in line.split(" | ")]
    name, _, country = parts[0].partition(" @ ")
    country = country.strip() or place
    flag = "ambiguous" if name.endswith("!") else ""
    name = name.rstrip("!").strip()
    rows = [(name, name, kind, relation, detail_of(country, flag))]
    for part in parts[1:]:
        rel, _, forms = part.partition(" ")
        for form in forms.split(";"):
            form = form.strip()
            flag = "ambiguous" if form.endswith("!") else ""
            form = form.rstrip("!").strip()
            form = form[4:] if form.startswith("the ") else form
            if not form:
                raise SystemExit("empty form: %r" % line)
            group = "group" if rel == "demonym" else kind
            rows.append((form, name, group, rel, detail_of(flag)))
    return rows


def read_entities(path):
    """Read a file in our notation; `%key value` lines set the defaults."""
    state = {"type": "place", "relation": "name", "place": ""}
    for line in read_lines(path):
        if line.startswith("%"):
            key, _, value = line[1:].partition(" ")
            state[key] = value.strip()
            if key == "relation" and not value:
                state[key] = "name"
            continue
        yield from parse_entity(line, state["type"], state["relation"],
                                state["place"])


def once(rows):
    """One row a (form, canonical, type): the first one said wins."""
    seen = {}
    for row in rows:
        seen.setdefault(row[:3], row)
    return list(seen.values())


def known(paths):
    """OWN...: rows from files in our notation."""
    rows = []
    for path in paths:
        rows += read_entities(path)
    write_table(KNOWN, once(rows))


def sections_of(path):
    """A file of [sections] as lists of lines by section."""
    found = {}
    for section, line in read_sections(path):
        found.setdefault(section, []).append(line)
    return found


def equations(lines):
    """`left = right` lines as a dict."""
    return dict(line.split(" = ", 1) for line in lines)


def person_forms(said):
    """`canonical; spelling; ... ~ surname; ...` to its two lists."""
    full, _, bare = said.partition(" ~ ")
    return ([n.strip() for n in full.split(";")],
            [b.strip() for b in bare.split(";") if b.strip()])


def person_rows(names, shorts):
    """Rows for a person's name, spellings and bare surnames."""
    who = names[0]
    yield (who, who, "person", "name", NONE)
    for name in names[1:]:
        yield (name, who, "person", "alias", NONE)
        yield (plain(name), who, "person", "alias", NONE)
    yield (plain(who), who, "person", "alias", NONE)
    for short in shorts:
        yield (short, who, "person", "short", "ambiguous")


def people(paths):
    """FIXES COUNTRY_FIXES SEED_LEADERS ASOF: people in office on that day."""
    fixes_path, country_path, seed, asof = paths
    fixes = sections_of(fixes_path)
    names = equations(fixes["name"])
    titles = equations(fixes["title"])
    offices = equations(fixes["office"])
    missing = equations(fixes["missing"])
    parents = {p.strip() for l in fixes["parent"] for p in l.split(";")}
    rename = equations(sections_of(country_path)["rename"])
    gone = read_renames(country_path)["drop"]
    rows, held = [], []
    for name, surname, country, role, title in read_tsv(seed):
        if country in gone or role == "chief of state" and country in parents:
            continue
        if not name:
            said = missing["%s %s %s" % (surname, country, title)]
        else:
            said = names.get(name, name)
        title = titles.get(title, title)
        if name in offices:
            title = offices[name].split("; ")[1]
        forms, shorts = person_forms(said)
        rows += person_rows(forms, shorts)
        body = rename.get(country, country)
        held.append((forms[0], forms[0], "person", "office",
                     "|".join((body, title, asof))))
    write_table(KNOWN, once(rows) + held)


def read_renames(path):
    """Read `drop`, `rename` and `ambiguous` lists: what to mend in a seed."""
    fixes = {"drop": set(), "rename": {}, "ambiguous": set(), "keep": set()}
    for section, line in read_sections(path):
        if section == "rename":
            old, new = line.split(" = ")
            fixes["rename"][old] = new
        elif section in fixes:
            fixes[section] |= {f.strip() for f in line.split(";")}
    return fixes


def seed_rows(path, fixes, wanted):
    """Rows of the seed aliases whose relation is wanted, mended."""
    for alias, canonical, _, relation, source, unsure in read_tsv(path):
        if source != "factbook" or relation not in wanted:
            continue
        name = fixes["rename"].get(canonical, canonical)
        if relation == "name":
            alias = name
        if alias in fixes["drop"] or name in fixes["drop"]:
            continue
        if alias == name and relation != "name":
            continue
        unsure = unsure == "1" or alias in fixes["ambiguous"]
        kind = "group" if relation == "demonym" else "place"
        yield (alias, name, kind, relation,
               detail_of("ambiguous" if unsure else ""))
        if plain(alias) != alias:
            yield (plain(alias), name, kind, relation,
                   detail_of("ambiguous" if unsure else ""))


def countries(paths):
    """OWN FIXES SEED_ALIASES: countries; our own rows come first."""
    own, fixes_path, seed = paths
    fixes = read_renames(fixes_path)
    wanted = ("name", "long", "short", "local", "former", "abbr", "demonym")
    rows = list(read_entities(own))
    rows += seed_rows(seed, fixes, wanted)
    write_table(KNOWN, once(rows))


# ---------------------------------------------------------------- lists

def listed(sources, key):
    """Items of [sections] with the section's words; the first of a key wins."""
    seen = {}
    for path in sources:
        for section, line in read_sections(path):
            for item in line.split(";"):
                row = (item.strip(), *section.split())
                seen.setdefault(row[:key], row)
    return [row for row in seen.values() if row[0]]


def lists(paths):
    """COLUMNS SOURCE...: a section's words fill the columns of its items."""
    write_table(tuple(paths[0].split(",")), listed(paths[1:], 1))


def kinds(paths):
    """COLUMNS SOURCE...: the same, an item may stand under several kinds."""
    write_table(tuple(paths[0].split(",")), listed(paths[1:], 2))


# ---------------------------------------------------------------- verbs

COUNTS = ("count", "direct", "mixed", "indirect")
VOWELS = "aeiou"


def regular(lemma, double):
    """Third person, past and gerund of a regular verb."""
    stem = lemma + lemma[-1] if double else lemma
    if lemma.endswith("e"):
        ing = lemma[:-1] + "ing"
        if lemma.endswith(("ee", "oe", "ye")):
            ing = lemma + "ing"
        return lemma + "s", lemma + "d", ing
    if lemma.endswith("y") and lemma[-2] not in VOWELS:
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    if lemma.endswith(("s", "sh", "ch", "x", "z")):
        return lemma + "es", stem + "ed", stem + "ing"
    return lemma + "s", stem + "ed", stem + "ing"


def inflect(entry):
    """Yield (form, part of speech) of one entry of verbs.txt."""
    word, _, odd = entry.partition("[")
    lemma, _, mark = word.strip().partition(" ")
    third, past, ing = regular(lemma, mark == "2")
    forms = [third, past, past, ing]
    for i, form in enumerate(odd.rstrip("]").split()):
        if form != "-":
            forms[i] = form
    yield lemma, lemma, "verb"
    for form in forms[:3]:
        yield form, lemma, "verb"
    yield forms[3], lemma, "gerund"
    if mark == "2" and lemma.endswith("l"):
        yield lemma + "ed", lemma, "verb"
        yield lemma + "ing", lemma, "gerund"


def verb_forms(verbs, extra):
    """All forms we know of, the first that names a form wins."""
    known_forms = {}
    for line in read_lines(verbs):
        for entry in line.split(";"):
            for form, lemma, pos in inflect(entry.strip()):
                known_forms.setdefault(form, (lemma, pos))
    for section, line in read_sections(extra):
        lemma, pos = section.split()
        for form in line.split(";"):
            own = lemma if pos == "prep" else form.strip()
            known_forms.setdefault(form.strip(), (own, pos))
    return known_forms


def unknown_form(form, pos):
    """Lemma and part of speech of a counted form that no list has."""
    if pos == "verb" and form.endswith("ing"):
        pos = "gerund"
    return form, pos if pos in ("verb", "gerund", "noun", "prep") else "noun"


def reporting(paths):
    """VERBS EXTRA COUNTS: forms of saying with how often they were met."""
    verbs, extra, counted = paths
    known_forms = verb_forms(verbs, extra)
    counts = {}
    with open(counted, encoding="utf-8") as f:
        for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            form = row["form"]
            known_forms.setdefault(form, unknown_form(form, row["pos"]))
            counts[form] = [int(row[c]) for c in COUNTS] + [
                "%.2f" % float(row["speaker_after_cue"])]
    rows = []
    for form, (lemma, pos) in known_forms.items():
        rows.append((form, lemma, pos, *counts.get(form, [0, 0, 0, 0, "0.00"])))
    write_table(("form", "lemma", "pos", *COUNTS, "after"), rows)


# ---------------------------------------------------------------- names

def nicknames(paths):
    """NICKNAMES_CSV: a given name and what its bearers are called."""
    rows = []
    with open(paths[0], encoding="utf-8") as f:
        for name, _, nickname in csv.reader(f):
            if name != "name1" and name != nickname:
                rows.append((name.strip(), nickname.strip()))
    write_table(("name", "nickname"), rows)


COMMANDS = {
    "known": known,
    "lists": lists,
    "kinds": kinds,
    "countries": countries,
    "people": people,
    "reporting": reporting,
    "nicknames": nicknames,
}


def main(argv):
    if len(argv) < 3 or argv[1] not in COMMANDS:
        print(__doc__.strip(), file=sys.stderr)
        for name, run in sorted(COMMANDS.items()):
            print("    %-14s %s" % (name, run.__doc__.splitlines()[0]),
                  file=sys.stderr)
        return 2
    COMMANDS[argv[1]](argv[2:])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
