#!/bin/sh
# man.sh MAN-TABLES PAGE: print the page with the program's tables between its
# marks ('.\" table NAME' to '.\" end') as the program has them now.
set -eu

awk -v tables="$1" '
/^\.\\" table / {
	print
	command = tables " " $3
	while ((command | getline line) > 0)
		print line
	if (close(command) != 0)
		exit 1
	inside = 1
	next
}
/^\.\\" end/ { inside = 0 }
!inside
' "$2"
