/* The program's tables as mdoc, for the man pages: man-tables
 * commands|keys|actions|options|styles.
 *
 * tools/man.sh puts what this prints between the marks of man/ and make check
 * holds it against them, so that help, keys and man pages say the same words.
 */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/str.h"
#include "cli/cli.h"
#include "conf/options.h"
#include "ui/keys.h"
#include "ui/style.h"

#define LINE 72

/* One word; what mdoc would take for its own is escaped.  Returns the cells. */
static size_t put_word(struct slice word, bool begins_line)
{
	if (begins_line && word.len && strchr(".'", word.at[0]))
		fputs("\\&", stdout);
	for (size_t i = 0; i < word.len; i++) {
		if (word.at[i] == '\\')
			fputs("\\e", stdout);
		else if (word.at[i] == '-')
			fputs("\\-", stdout);
		else
			putchar(word.at[i]);
	}
	return word.len;
}

/* Text as lines: a sentence begins a new one, as mdoc asks. */
static void put_text(struct slice text, bool stops)
{
	size_t column = 0;
	char last = '.';

	while (text.at) {
		struct slice word = slice_cut(&text, ' ');

		if (word.len == 0)
			continue;
		if (column &&
		    (column + word.len > LINE || strchr(".!?", last))) {
			putchar('\n');
			column = 0;
		} else if (column) {
			putchar(' ');
		}
		column += put_word(word, column == 0) + 1;
		last = word.at[word.len - 1];
	}
	puts(stops && last != '.' ? "." : "");
}

/* Paragraphs: single line ends are blanks, double ones part. */
static void put_paragraphs(const char *text)
{
	struct str line = {0};

	for (; *text; text++) {
		if (text[0] == '\n' && text[1] == '\n') {
			put_text((struct slice){line.at, line.len}, true);
			puts(".Pp");
			str_clear(&line);
			text++;
		} else {
			str_add_char(&line, *text == '\n' ? ' ' : *text);
		}
	}
	put_text((struct slice){line.at, line.len}, true);
	str_free(&line);
}

static void put_option(const struct cli_option *o)
{
	printf(".It Fl \\-%s", o->name);
	if (o->value)
		printf("%s Ar %s", o->value[0] == '[' ? " Ns" : "", o->value);
	if (o->letter)
		printf(" , Fl %c", o->letter);
	putchar('\n');
	put_text(slice_of(o->text), true);
}

static void put_command(const struct command *c)
{
	printf(".Ss %s\n.Nm\n.Cm %s\n", c->name, c->name);
	if (c->options)
		puts(".Op Ar OPTION ...");
	if (*c->operands)
		printf(".Ar %s\n", c->operands);
	puts(".Pp");
	put_text(slice_of(c->text), true);
	if (c->more) {
		puts(".Pp");
		put_paragraphs(c->more);
	}
	if (!c->options)
		return;
	puts(".Bl -tag -width Ds");
	for (const struct cli_option *o = c->options; o->name; o++)
		put_option(o);
	puts(".El");
}

static void commands(void)
{
	for (uint32_t i = 0; i < cli_n_commands; i++)
		put_command(cli_commands[i]);
}

/* The bindings of one place; those of one command in one row. */
static void put_keys(const struct keys *keys, uint8_t where, struct arena *a)
{
	bool *done = arena_array(a, keys->n, sizeof(*done));

	printf(".Ss Keys: %s\n.Bl -tag -width Ds\n", keys_where(where));
	for (uint32_t i = 0; i < keys->n; i++) {
		const struct binding *b = &keys->at[i];

		if (b->where != where || done[i])
			continue;
		fputs(".It Ic", stdout);
		for (uint32_t k = i; k < keys->n; k++) {
			const struct binding *other = &keys->at[k];

			if (other->where != where ||
			    strcmp(other->command, b->command) != 0 ||
			    strcmp(keys_help(other), keys_help(b)) != 0)
				continue;
			done[k] = true;
			fputs(k > i ? " , Ic \"\\&" : " \"\\&", stdout);
			put_word(slice_of(keys_text(a, other)), false);
			putchar('"');
		}
		putchar('\n');
		put_text(slice_of(keys_help(b)), true);
	}
	puts(".El");
}

static void keys(void)
{
	struct arena a;
	struct keys table;

	arena_init(&a);
	keys_init(&table, &a);
	for (uint8_t where = 0; where < WHERES; where++) {
		bool any = false;

		for (uint32_t i = 0; i < table.n; i++)
			any = any || table.at[i].where == where;
		if (any)
			put_keys(&table, where, &a);
	}
	arena_free(&a);
}

static void actions(void)
{
	puts(".Bl -tag -width Ds");
	for (uint32_t i = 0; i < ACTIONS; i++) {
		printf(".It Ic %s", ui_actions[i].name);
		if (*ui_actions[i].arguments)
			printf(" Ar %s", ui_actions[i].arguments);
		putchar('\n');
		put_text(slice_of(ui_actions[i].help), true);
	}
	puts(".El");
}

static void put_default(const struct conf_option *o)
{
	switch (o->type) {
	case CONF_NUMBER:
		printf("From %lld to %lld%s%s, %lld unless set.\n",
		       (long long)o->low, (long long)o->high,
		       o->unit ? " " : "", o->unit ? o->unit : "",
		       (long long)o->number);
		break;
	case CONF_FLAG:
		printf("On or off, %s unless set.\n", o->number ? "on" : "off");
		break;
	case CONF_CHOICE:
		printf("One of %s; %s unless set.\n", o->choices, o->value);
		break;
	default:
		if (o->value && *o->value)
			printf("Unless set:\n.Ql %s .\n", o->value);
	}
}

static void options(void)
{
	puts(".Bl -tag -width Ds");
	for (uint32_t i = 0; i < CONF_OPTIONS; i++) {
		printf(".It Ic %s\n", conf_options[i].name);
		put_text(slice_of(conf_options[i].text), true);
		put_default(&conf_options[i]);
	}
	puts(".El");
}

static void put_styles(void)
{
	puts(".Bl -tag -width message -compact");
	for (int i = 0; i < STYLES; i++) {
		printf(".It Cm %s\n", style_name((enum style)i));
		put_text(slice_of(style_help((enum style)i)), true);
	}
	puts(".El");
}

static const struct {
	const char *name;
	void (*print)(void);
} tables[] = {
	{"commands", commands}, {"keys", keys},         {"actions", actions},
	{"options", options},   {"styles", put_styles},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; argc == 2 && i < array_length(tables); i++) {
		if (strcmp(argv[1], tables[i].name) == 0) {
			tables[i].print();
			return fflush(stdout) ? 3 : 0;
		}
	}
	fprintf(stderr, "usage: man-tables commands|keys|actions|options\n");
	return 2;
}
