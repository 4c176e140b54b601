"""places.tsv: the gazetteer of places."""

import json
import re
import unicodedata

from source import (NONE, equations, listed_pairs, plain, read_tsv,
                    read_words, sections_of, write_table)

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
