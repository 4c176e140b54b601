#!/usr/bin/env python3
"""Make the tables under data/ from their sources.

    tables.py COMMAND SOURCE... > TABLE

Every command reads the files named on its command line and writes one table
on standard output; data/README.md lists the command behind each table.  Only
the standard library is used, and the same sources give the same bytes.
"""

import sys

from known import countries, known, people
from names import given_names, nicknames, surnames
from places import places
from words import kinds, lists, reporting

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
