#!/bin/sh
# The man pages say of commands, options, keys and settings just what the
# program's own tables say.  Prints TAP.
set -u
tables=$(dirname "$GAZETTE")/tools/man-tables
pages='gazette.1 gazette.conf.5'

set -- $pages
echo "1..$#"
n=0
for page in $pages; do
	n=$((n + 1))
	if sh "$SOURCES/tools/man.sh" "$tables" "$SOURCES/man/$page" |
		cmp -s - "$SOURCES/man/$page"; then
		echo "ok $n - $page says what the tables say"
	else
		echo "not ok $n - $page says what the tables say"
		echo "# make update-man"
		sh "$SOURCES/tools/man.sh" "$tables" "$SOURCES/man/$page" |
			diff - "$SOURCES/man/$page" | head -n 20 | sed 's/^/# /'
	fi
done
