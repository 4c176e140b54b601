"""Lists of words: roles, titles, head words, verbs of saying."""

import csv

from source import read_lines, read_sections, write_table


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
