# Reports that share people and places, as news does.  Sourced.
# reports N >in.jsonl: N of them, a second each about, the same every time

reports() {
	awk -v n="$1" 'BEGIN {
		split("Dagny Morrow,Lucian Halder,Ines Harrow,Anders Lund,Vera Ostrander,Tomas Brek,Sanna Kolvik", people, ",")
		split("Kolvik,Ostrel,Port Halder,Brekholm,Lundvik", places, ",")
		srand(7)
		for (i = 1; i <= n; i++) {
			a = people[1 + int(rand() * 7)]; b = people[1 + int(rand() * 7)]
			p = places[1 + int(rand() * 5)]; last = a
			sub(/.* /, "", last)
			text = ""
			for (k = 0; k < 6; k++)
				text = text sprintf("%s met %s in %s on day %d of talk %d. Mr %s said he would pay %d crowns. ", a, b, p, i * 7 + k, i * 31 + k, last, i * 97 + k * 13)
			printf "{\"url\": \"https://example.org/%d\", \"published\": \"2024-%02d-%02d\", \"title\": \"Talks %d in %s\", \"text\": \"%s\"}\n", i, 1 + i % 12, 1 + i % 28, i, p, text
		}
	}'
}

# the ids of all articles of the archive, copies too, sorted for comm
stored() { "$GAZETTE" list --json --copies 2>/dev/null | sed 's/.*"id": *\([0-9]*\).*/\1/' | sort; }
addresses() { "$GAZETTE" list --json --copies | sed 's/.*"url": *"\([^"]*\)".*/\1/'; }

# told FILE: the ids that an add said are stored
told() { awk -F'\t' '$1 == "stored" || $1 == "known" { print $2 }' "$1" | sort; }

# lost FILE: how many articles that an add reported are not there
lost() {
	told "$1" >told.ids
	stored >there.ids
	comm -23 told.ids there.ids | wc -l | tr -d ' '
}

# chance SALT LOW HIGH: a number, the same for one SEED
chance() {
	awk -v s="${SEED:-1}" -v k="$1" -v low="$2" -v high="$3" 'BEGIN {
		srand(s * 100003 + k); rand()
		printf "%.3f", low + rand() * (high - low)
	}'
}

# Does the program have a command?
knows() { "$GAZETTE" "$1" --help >/dev/null 2>&1; }

fresh() { rm -f archive.db* originals.db*; }
