"""What all the table makers share: reading sources, writing tables."""

import gzip
import re
import sys
import unicodedata

KNOWN = ("form", "canonical", "type", "relation", "detail")
NONE = "-"


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


def plain(text):
    """The same letters without marks, as wires without accents write it."""
    extra = {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D",
             "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "ı": "i"}
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return "".join(extra.get(c, c) for c in text)


def sections_of(path):
    """A file of [sections] as lists of lines by section."""
    found = {}
    for section, line in read_sections(path):
        found.setdefault(section, []).append(line)
    return found


def equations(lines):
    """`left = right` lines as a dict."""
    return dict(line.split(" = ", 1) for line in lines)


def listed_pairs(path):
    """The items of a file of [sections] with their section."""
    for section, line in read_sections(path):
        for item in line.split(";"):
            yield item.strip(), section
