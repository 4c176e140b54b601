"""Given names, surnames and nicknames."""

import csv
import re
import unicodedata

from source import (listed_pairs, plain, read_lines, read_sections,
                    read_words, write_table)


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
