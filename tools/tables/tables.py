#!/usr/bin/env python3
"""Make the tables under data/ from their sources.

    tables.py COMMAND SOURCE... > TABLE

Every command reads the files named on its command line and writes one table
on standard output; data/README.md lists the command behind each table.  Only
the standard library is used, and the same sources give the same bytes.
"""

import csv
import gzip
import json
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


CYRILLIC = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюяєіїґѓѕјљњќџ", (
    "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n",
    "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "",
    "y", "", "e", "yu", "ya", "ye", "i", "yi", "g", "g", "dz", "j", "lj",
    "nj", "k", "dzh")), ё="yo")


def to_latin(name):
    """Cyrillic letters to Latin ones, as newspapers write Russian names."""
    low = "".join(CYRILLIC.get(c, c) for c in name.lower())
    for old, new in (("iy", "y"), ("yy", "y"), ("yya", "iya"), ("kс", "x")):
        low = low.replace(old, new) if low.endswith(old) else low
    return low[:1].upper() + low[1:] if low != name.lower() else name


def is_name(name):
    """One word of Latin letters, written as a name is."""
    if not re.fullmatch(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name) \
            or len(name) < 2 or not name[0].isupper() or name.isupper() \
            or re.search(r"^[A-Z][a-z]{3,}[A-Z]", name):
        return False
    return all(unicodedata.name(c, "").startswith("LATIN")
               for c in name if c.isalpha())


# Lists of faker whose given names are jokes, or of several words.
PASSED_OVER = {"faker-en_AU_ocker", "faker-en_BORK", "faker-eo", "faker-vi",
               "faker-cy", "faker-base", "faker-dv"}


def dumped_names(path, kind):
    """Yield (source, gender, name) of one kind from `dump.cjs names`."""
    with open(path, encoding="utf-8") as f:
        for line in f:
            source, what, gender, name = line.rstrip("\n").split("\t")
            if what != kind or source in PASSED_OVER:
                continue
            if source in ("faker-tr", "faker-uz_UZ_latin") \
                    and gender == "generic":
                continue
            name = to_latin(unicodedata.normalize("NFC", name.strip()))
            if is_name(name):
                yield source, gender[0], name


def vote(votes):
    """m or f if three quarters of the sources say so, else u."""
    men, women = votes.count("m"), votes.count("f")
    if men > 0 and men >= 3 * women:
        return "m"
    if women > 0 and women >= 3 * men:
        return "f"
    return "u"


def with_plain(table):
    """Add the spelling without marks of every name that has them."""
    for name, value in list(table.items()):
        table.setdefault(plain(name), value)
    return table


def given_names(paths):
    """OWN WORDS STOPS DUMP STDLIB_MALE STDLIB_FEMALE: names with gender."""
    own, words, stops, dump, male, female = paths
    ordinary = read_words(words)
    barred = {i for i, why in listed_pairs(stops)
              if why in ("function", "pronoun", "question", "verb", "headline")}
    votes, said = {}, {}
    for source, gender, name in dumped_names(dump, "first"):
        votes.setdefault(name, set()).add((source, gender))
    for path, gender in ((male, "m"), (female, "f")):
        for name in read_lines(path):
            if is_name(name):
                votes.setdefault(name, set()).add(("stdlib", gender))
    for gender, line in read_sections(own):
        for name in filter(None, (n.strip() for n in line.split(";"))):
            said.setdefault(name, set()).add(gender)
    table = {n: g.pop() if len(g) == 1 else "u" for n, g in said.items()}
    for name, sources in votes.items():
        alone = len({s for s, _ in sources}) == 1
        if name in barred or alone and name.lower() in ordinary:
            continue
        table.setdefault(name, vote([g for _, g in sorted(sources)]))
    write_table(("name", "gender"), sorted(with_plain(table).items()))


def listed_pairs(path):
    """The items of a file of [sections] with their section."""
    for section, line in read_sections(path):
        for item in line.split(";"):
            yield item.strip(), section


def surnames(paths):
    """OWN WORDS STOPS DUMP CENSUS: surnames, those that are words marked."""
    own, words, stops, dump, census = paths
    ordinary = read_words(words)
    barred = {i for i, why in listed_pairs(stops) if why != "adjective"}
    names = {n for _, _, n in dumped_names(dump, "last")}
    names |= {n for n in read_lines(census) if is_name(n)}
    names -= barred
    for line in read_lines(own):
        names |= {n.strip() for n in line.split(";") if n.strip()}
    table = {n: int(n.lower() in ordinary) for n in names}
    write_table(("name", "word"), with_plain(table).items())


# ---------------------------------------------------------------- places

SETTLED = ("PPL", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLA5", "PPLC", "PPLG")
LEAST_PEOPLE = {"PPLA": 30000, "PPLC": 0}
LEAST_OTHERS = 60000
LEAST_WORDS = 400000  # of a city whose name is an ordinary word


def iso_countries(path, fixes):
    """Two-letter codes to the names in countries.tsv."""
    other = equations(fixes["iso"])
    return {code: other.get(name, name) for code, name in read_tsv(path)}


def spellings(name):
    """A GeoNames name with and without marks, half rings left out."""
    name = unicodedata.normalize("NFC", name)
    bare = re.sub("[‘’ʻʼ`´]", "'", name)
    bare = bare.strip("'") if bare.count("'") == 1 else bare
    return {bare, plain(bare), plain(bare.replace("'", ""))}


def city_rows(path, country_of, ordinary):
    """Cities that are large enough, with and without marks."""
    with open(path, encoding="utf-8") as f:
        for line in f:
            name, code, people, kind, _ = line.rstrip("\n").split("\t")
            least = LEAST_PEOPLE.get(kind, LEAST_OTHERS)
            if kind not in SETTLED or int(people) < least:
                continue
            for form in spellings(name):
                if form.lower() in ordinary and int(people) < LEAST_WORDS:
                    continue
                yield form, "city", country_of.get(code, NONE)


def region_rows(path, country_of, fixes, ordinary):
    """First-level divisions, as written and without their kind."""
    skip = {c.strip() for l in fixes["skip"] for c in l.split(";")}
    suffixes = [s.strip() for l in fixes["suffix"] for s in l.split(";")]
    with open(path, encoding="utf-8") as f:
        entries = json.load(f)
    for entry in entries:
        code, name = entry["code"][:2], entry["name"]
        if code in skip or "(" in name:
            continue
        forms = {name}
        for suffix in suffixes:
            if name.lower().endswith(" " + suffix.lower()):
                forms.add(name[:-len(suffix) - 1].strip())
        for form in set().union(*(spellings(f) for f in forms)):
            if len(form) > 2 and form[0].isupper() \
                    and form.lower() not in ordinary \
                    and form not in (c for c in suffixes):
                yield form, "region", country_of.get(code, NONE)


def known_places(path, kind):
    """The safe forms of places in a table of the common form."""
    rows = [r for r in read_tsv(path) if r[2] == "place"]
    home = {r[1]: r[4].split(";")[0] for r in rows if r[0] == r[1]}
    for form, name, _, relation, _ in rows:
        if relation in ("metonym", "abbr") or len(form) < 3:
            continue
        where = name if kind == "country" else home[name]
        yield form, kind, where if where != "ambiguous" else NONE


def flags(paths):
    """What the tables of the common form say of a form: 1 ambiguous, else 0."""
    said = {}
    for path in paths:
        for form, _, what, relation, detail in read_tsv(path):
            if what == "place" and relation in ("name", "capital"):
                said[form] = int(detail.endswith("ambiguous"))
    return said


def own_places(path):
    """places.txt: sections of kind and country."""
    for item, section in listed_pairs(path):
        kind, _, home = section.partition(" ")
        if item:
            yield item, kind, home


def places(paths):
    """OWN FIXES WORDS NAMES ISO CITIES ADMIN1 COUNTRIES KNOWN_CITIES"""
    own, fixes_path, words, names, iso, cities, admin1 = paths[:7]
    fixes = sections_of(fixes_path)
    ordinary = read_words(words)
    given = {row[0] for row in read_tsv(names)}
    country_of = iso_countries(iso, fixes)
    rows = list(known_places(paths[7], "country"))
    rows += known_places(paths[8], "city")
    rows += own_places(own)
    rows += city_rows(cities, country_of, ordinary)
    rows += region_rows(admin1, country_of, fixes, ordinary)
    unsure = {r[0]: int(r[0].lower() in ordinary or r[0] in given)
              for r in rows}
    unsure.update(flags(paths[7:]))
    write_table(("form", "kind", "country", "ambiguous"),
                [row + (unsure[row[0]],) for row in dict.fromkeys(rows)])


COMMANDS = {
    "known": known,
    "lists": lists,
    "kinds": kinds,
    "countries": countries,
    "people": people,
    "reporting": reporting,
    "nicknames": nicknames,
    "given-names": given_names,
    "surnames": surnames,
    "places": places,
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
