#!/bin/sh
# Does every folder include only what tests/layers.txt lets it?
# Prints TAP, one test a folder.
set -u
cd "${SOURCES:-.}" || exit 1

rules=$(grep -v '^#' tests/layers.txt | grep -c .)
echo "1..$((rules + 1))"
n=0
grep -v '^#' tests/layers.txt | grep . | while read -r folder allowed; do
	n=$((n + 1))
	may="$folder $allowed"
	[ "$folder" = base ] && may=base
	bad=$(find "src/$folder" -name '*.[ch]' 2>/dev/null | sort |
		xargs -r grep -n '^#include "' |
		awk -v may=" $may " '
		{
			match($0, /#include "[^"\/]*\//)
			to = substr($0, RSTART + 10, RLENGTH - 11)
			if (RSTART && index(may, " " to " ") == 0) print
		}')
	if [ -z "$bad" ]; then
		echo "ok $n - $folder includes only $may"
	else
		echo "not ok $n - $folder includes only $may"
		echo "$bad" | sed 's/^/# /'
	fi
done

# curses in term.c alone, SQLite in store/ alone, libxml2 in html/ alone
bad=$(grep -rnE '#include <(n?curses|term)\.h>' src --include='*.[ch]' | grep -v '^src/ui/term.c:'
	grep -rn '#include <fribidi' src --include='*.[ch]' | grep -v '^src/ui/bidi.c:'
	grep -rn '#include <sqlite3' src --include='*.[ch]' | grep -vE '^src/(store|import)/'
	grep -rn '#include <libxml/' src --include='*.[ch]' | grep -vE '^src/(html|feed)/')
if [ -z "$bad" ]; then
	echo "ok $((rules + 1)) - each library has one door"
else
	echo "not ok $((rules + 1)) - each library has one door"
	echo "$bad" | sed 's/^/# /'
fi
