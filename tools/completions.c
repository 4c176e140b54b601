/* Completion for shells from the program's tables: completions bash|zsh|fish.
 *
 * What can follow a command is read from its table entry: options, words that
 * stand in small letters among its operands ("list | remove"), and by the
 * capital words what kind of thing is wanted.
 */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/str.h"
#include "cli/cli.h"
#include "query/query.h"

/* What a capital word asks for, and the shell function that finds it. */
static const struct kind {
	const char *word, *finds;
} kinds[] = {
	{"NAME", "names"},    {"FROM", "names"},   {"INTO", "names"},
	{"PATH", "files"},    {"FILE", "files"},   {"DIR", "files"},
	{"QUERY", "queries"}, {"PREFIX", "names"}, {"FEED", "feeds"},
};

/* Call put for each word of "save NAME QUERY | list", marks parted. */
static void each_word(const char *text,
		      void (*put)(struct slice word, void *self), void *self)
{
	static const char marks[] = " |[].,-:\n";

	while (*text) {
		size_t n = strcspn(text, marks);

		if (n)
			put((struct slice){text, n}, self);
		text += n;
		text += strspn(text, marks);
	}
}

static bool is_small(struct slice word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (word.at[i] < 'a' || word.at[i] > 'z')
			return false;
	}
	return true;
}

static void add_small(struct slice word, void *self)
{
	if (is_small(word))
		str_printf(self, " %.*s", (int)word.len, word.at);
}

static void add_kind(struct slice word, void *self)
{
	struct str *to = self;

	for (size_t i = 0; i < array_length(kinds); i++) {
		if (slice_equals(word, kinds[i].word) &&
		    !strstr(str_text(to), kinds[i].finds))
			str_printf(to, " %s", kinds[i].finds);
	}
}

/* ---- what is the same for every shell ---- */

struct told {
	struct str words, finds; /* each " one two" */
};

/* Of operands or of an option's value. */
static void tell(const char *text, struct told *out)
{
	*out = (struct told){0};
	if (text) {
		each_word(text, add_small, &out->words);
		each_word(text, add_kind, &out->finds);
	}
}

static void told_free(struct told *t)
{
	str_free(&t->words);
	str_free(&t->finds);
}

/* A text inside '...' of a shell. */
static void put_quoted(const char *text)
{
	putchar('\'');
	for (; *text; text++) {
		if (*text == '\'')
			fputs("'\\''", stdout);
		else
			putchar(*text == '\n' ? ' ' : *text);
	}
	putchar('\'');
}

static void put_query_keys(void)
{
	for (uint32_t i = 0; query_key(i); i++)
		printf(" %s:", query_key(i));
}

/* ---- bash and zsh: one function over two tables ---- */

static void put_options_case(void)
{
	puts("_gazette_options() { # COMMAND: its options");
	puts("\tcase $1 in");
	for (uint32_t i = 0; i < cli_n_commands; i++) {
		const struct command *c = cli_commands[i];

		printf("\t%s) echo '", c->name);
		for (const struct cli_option *o = c->options; o && o->name; o++)
			printf("--%s ", o->name);
		puts("' ;;");
	}
	puts("\tesac\n\techo '--archive --help'\n}\n");
}

static void put_finds(const char *pattern, const char *text)
{
	struct told told;

	tell(text, &told);
	if (told.words.len || told.finds.len)
		printf("\t%s) echo '%s /%s' ;;\n", pattern,
		       str_text(&told.words), str_text(&told.finds));
	told_free(&told);
}

static void put_operands_case(void)
{
	struct str pattern = {0};

	puts("# COMMAND [OPTION]: the words that can follow, then kinds of "
	     "things");
	puts("_gazette_operands() {\n\tcase $1,$2 in");
	for (uint32_t i = 0; i < cli_n_commands; i++) {
		const struct command *c = cli_commands[i];

		str_clear(&pattern);
		str_printf(&pattern, "%s,", c->name);
		put_finds(str_text(&pattern), c->operands);
		for (const struct cli_option *o = c->options; o && o->name;
		     o++) {
			str_clear(&pattern);
			str_printf(&pattern, "%s,--%s", c->name, o->name);
			put_finds(str_text(&pattern), o->value);
		}
	}
	puts("\t*,--archive) echo '/ files' ;;\n\tesac\n}\n");
	str_free(&pattern);
}

/* Options that take a value: the word behind them is none of the command's. */
static void put_values_case(void)
{
	puts("_gazette_takes() { # OPTION: does it take a value?");
	printf("\tcase $1 in\n\t--archive");
	for (uint32_t i = 0; i < cli_n_commands; i++) {
		const struct cli_option *o = cli_commands[i]->options;

		for (; o && o->name; o++) {
			if (o->value && o->value[0] != '[')
				printf("|--%s", o->name);
		}
	}
	puts(") return 0 ;;\n\tesac\n\treturn 1\n}\n");
}

static void put_finders(void)
{
	puts("# KIND BEGINNING: things of that kind, one a line\n"
	     "_gazette_find() {\n"
	     "\tcase $1 in\n"
	     "\tnames) \"${gazette_program:-gazette}\" names --limit 50 -- "
	     "\"$2\" "
	     "2>/dev/null | cut -f2 ;;\n"
	     "\tfeeds) \"${gazette_program:-gazette}\" feed list 2>/dev/null | "
	     "cut -f2,5 | tr '\\t' '\\n' | sed 's/, /\\n/g; /^$/d' | sort -u "
	     ";;");
	fputs("\tqueries) printf '%s\\n'", stdout);
	put_query_keys();
	puts("\n\t\t\"${gazette_program:-gazette}\" view list 2>/dev/null | "
	     "sed 's/^/@/; s/\t.*//' ;;\n\tesac\n}\n");
}

static void put_commands(void)
{
	fputs("_gazette_commands='", stdout);
	for (uint32_t i = 0; i < cli_n_commands; i++)
		printf("%s ", cli_commands[i]->name);
	puts("'\n");
}

static void put_tables(void)
{
	put_commands();
	put_options_case();
	put_values_case();
	put_operands_case();
	put_finders();
}

static void put_bash(void)
{
	puts("# gazette(1): completion for bash, made from its tables\n");
	put_tables();
	puts("_gazette_lines() { # the lines of standard input that begin so\n"
	     "\tlocal line\n"
	     "\twhile IFS= read -r line; do\n"
	     "\t\t[[ ${line,,} == \"${1,,}\"* ]] &&\n"
	     "\t\t\tCOMPREPLY+=(\"$(printf %q \"$line\")\")\n"
	     "\tdone\n}\n\n"
	     "_gazette() {\n"
	     "\tlocal current=$2 before=$3 command= option= i said kind\n"
	     "\tCOMPREPLY=()\n"
	     "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	     "\t\tcase ${COMP_WORDS[i]} in\n"
	     "\t\t-*) _gazette_takes \"${COMP_WORDS[i]}\" && i=$((i + 1)) ;;\n"
	     "\t\t*) command=${COMP_WORDS[i]}; break ;;\n"
	     "\t\tesac\n\tdone\n"
	     "\t_gazette_takes \"$before\" && option=$before\n"
	     "\tif [[ -z $option && $current == -* ]]; then\n"
	     "\t\tCOMPREPLY=($(compgen -W \"$(_gazette_options \"$command\")\" "
	     "-- \"$current\"))\n"
	     "\t\treturn\n\tfi\n"
	     "\tif [[ -z $option && -z $command ]]; then\n"
	     "\t\tCOMPREPLY=($(compgen -W \"$_gazette_commands\" -- "
	     "\"$current\"))\n"
	     "\t\treturn\n\tfi\n"
	     "\tsaid=$(_gazette_operands \"$command\" \"$option\")\n"
	     "\tCOMPREPLY=($(compgen -W \"${said%%/*}\" -- \"$current\"))\n"
	     "\tfor kind in ${said#*/}; do\n"
	     "\t\tif [[ $kind == files ]]; then\n"
	     "\t\t\tcompopt -o filenames 2>/dev/null\n"
	     "\t\t\tCOMPREPLY+=($(compgen -f -- \"$current\"))\n"
	     "\t\telse\n"
	     "\t\t\t_gazette_lines \"$current\" < <(_gazette_find \"$kind\" "
	     "\"$current\")\n"
	     "\t\tfi\n\tdone\n"
	     "\t[[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *: ]] &&\n"
	     "\t\tcompopt -o nospace 2>/dev/null\n"
	     "\treturn 0\n}\n"
	     "complete -F _gazette gazette");
}

static void put_zsh(void)
{
	puts("#compdef gazette\n"
	     "# gazette(1): completion for zsh, made from its tables\n");
	put_tables();
	puts("_gazette() {\n"
	     "\tlocal current=${words[CURRENT]} before=${words[CURRENT-1]}\n"
	     "\tlocal command= option= said kind i\n"
	     "\tfor ((i = 2; i < CURRENT; i++)); do\n"
	     "\t\tcase ${words[i]} in\n"
	     "\t\t(-*) _gazette_takes ${words[i]} && i=$((i + 1)) ;;\n"
	     "\t\t(*) command=${words[i]}; break ;;\n"
	     "\t\tesac\n\tdone\n"
	     "\t_gazette_takes $before && option=$before\n"
	     "\tif [[ -z $option && $current == -* ]]; then\n"
	     "\t\tcompadd -- ${=$(_gazette_options $command)}\n"
	     "\t\treturn\n\tfi\n"
	     "\tif [[ -z $option && -z $command ]]; then\n"
	     "\t\tcompadd -- ${=_gazette_commands}\n"
	     "\t\treturn\n\tfi\n"
	     "\tsaid=$(_gazette_operands \"$command\" \"$option\")\n"
	     "\tcompadd -- ${=said%%/*}\n"
	     "\tfor kind in ${=said#*/}; do\n"
	     "\t\tif [[ $kind == files ]]; then\n"
	     "\t\t\t_files\n"
	     "\t\telse\n"
	     "\t\t\tcompadd -M 'm:{a-z}={A-Z}' -- "
	     "\"${(@f)$(_gazette_find $kind $current)}\"\n"
	     "\t\tfi\n\tdone\n}\n"
	     "_gazette \"$@\"");
}

/* ---- fish: a line for each thing ---- */

static void put_fish_option(const char *command, const struct cli_option *o)
{
	struct told told;

	printf("complete -c gazette -n '__fish_seen_subcommand_from %s' -l %s",
	       command, o->name);
	if (o->letter)
		printf(" -s %c", o->letter);
	fputs(" -d ", stdout);
	put_quoted(o->text);
	tell(o->value, &told);
	if (told.words.len || told.finds.len)
		printf(" -xa '%s%s'", str_text(&told.words),
		       strstr(str_text(&told.finds), "names")
			       ? " (_gazette_find names (commandline -ct))"
			       : "");
	else if (o->value && o->value[0] != '[')
		fputs(" -r", stdout);
	putchar('\n');
	told_free(&told);
}

static void put_fish_operands(const struct command *c)
{
	struct told told;

	tell(c->operands, &told);
	for (size_t i = 0; i < array_length(kinds); i++) {
		if (!strstr(str_text(&told.finds), kinds[i].finds) ||
		    strcmp(kinds[i].finds, "files") == 0)
			continue;
		if (i && strstr(kinds[i - 1].finds, kinds[i].finds))
			continue;
		printf("complete -c gazette -n '__fish_seen_subcommand_from "
		       "%s' "
		       "-fa '(_gazette_find %s (commandline -ct))'\n",
		       c->name, kinds[i].finds);
	}
	if (told.words.len)
		printf("complete -c gazette -n '__fish_seen_subcommand_from "
		       "%s' "
		       "-fa '%s'\n",
		       c->name, str_text(&told.words) + 1);
	told_free(&told);
}

static void put_fish(void)
{
	puts("# gazette(1): completion for fish, made from its tables\n\n"
	     "function _gazette_find\n"
	     "\tswitch $argv[1]\n"
	     "\tcase names\n"
	     "\t\tgazette names --limit 50 -- $argv[2] 2>/dev/null | cut -f2\n"
	     "\tcase feeds\n"
	     "\t\tgazette feed list 2>/dev/null | cut -f2,5 | "
	     "tr '\\t' '\\n' | sed 's/, /\\n/g; /^$/d' | sort -u\n"
	     "\tcase queries");
	fputs("\t\tprintf '%s\\n'", stdout);
	put_query_keys();
	puts("\n\t\tgazette view list 2>/dev/null | sed 's/^/@/; s/\\t.*//'\n"
	     "\tend\nend\n");
	for (uint32_t i = 0; i < cli_n_commands; i++) {
		const struct command *c = cli_commands[i];

		printf("complete -c gazette -n __fish_use_subcommand -fa %s "
		       "-d ",
		       c->name);
		put_quoted(c->text);
		putchar('\n');
		for (const struct cli_option *o = c->options; o && o->name; o++)
			put_fish_option(c->name, o);
		put_fish_operands(c);
	}
	puts("complete -c gazette -l archive -rF -d 'use this archive'");
}

static const struct {
	const char *name;
	void (*put)(void);
} shells[] = {{"bash", put_bash}, {"zsh", put_zsh}, {"fish", put_fish}};

int main(int argc, char **argv)
{
	for (size_t i = 0; argc == 2 && i < array_length(shells); i++) {
		if (strcmp(argv[1], shells[i].name) == 0) {
			shells[i].put();
			return 0;
		}
	}
	fputs("usage: completions bash|zsh|fish\n", stderr);
	return 2;
}
