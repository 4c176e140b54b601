"""Tables of the common form: known/*.tsv."""

from source import (KNOWN, NONE, equations, plain, read_lines, read_sections,
                    read_tsv, sections_of, write_table)


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
