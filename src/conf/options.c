#include "conf/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "conf/line.h"

const struct conf_option conf_options[CONF_OPTIONS] = {
	[CONF_WIDTH] = {.name = "width",
			.type = CONF_NUMBER,
			.low = 20,
			.high = 200,
			.number = 66,
			.unit = "columns",
			.text = "The text of an article is no wider than "
				"this."},
	[CONF_MARKS] = {.name = "marks",
			.type = CONF_TEXT,
			.value = "person,org,place",
			.text = "The kinds of names that are marked in a "
				"text, parted by commas: person org place "
				"group event work misc."},
	[CONF_CARD] = {.name = "card",
		       .type = CONF_FLAG,
		       .number = 1,
		       .text = "Keep a card of the focused name below the "
			       "text."},
	[CONF_MARGIN] = {.name = "margin",
			 .type = CONF_FLAG,
			 .number = 1,
			 .text = "Name who speaks in the right margin, from "
				 "78 columns on."},
	[CONF_OVERLAP] = {.name = "overlap",
			  .type = CONF_NUMBER,
			  .low = 0,
			  .high = 10,
			  .number = 1,
			  .unit = "lines",
			  .text = "Lines of the page before that a page "
				  "repeats."},
	[CONF_HISTORY] = {.name = "history",
			  .type = CONF_NUMBER,
			  .low = 10,
			  .high = 10000,
			  .number = 500,
			  .unit = "places",
			  .text = "How many visited places are remembered."},
	[CONF_RELATED] = {.name = "related",
			  .type = CONF_NUMBER,
			  .low = 0,
			  .high = 40,
			  .number = 10,
			  .unit = "articles",
			  .text = "How many related articles the index of an "
				  "article lists."},
	[CONF_SPEECH] = {.name = "speech",
			 .type = CONF_FLAG,
			 .text = "For screen readers and braille: one pane, "
				 "no bars, rules or columns, days in words, "
				 "who speaks before each quotation."},
	[CONF_MOUSE] = {.name = "mouse",
			.type = CONF_FLAG,
			.text = "Take clicks and the wheel; the terminal's "
				"own copying then needs Shift."},
	[CONF_BIDI] = {.name = "bidi",
		       .type = CONF_FLAG,
		       .text = "Put right-to-left text in its order, for "
			       "terminals that do not do it themselves."},
	[CONF_THEME] = {.name = "theme",
			.type = CONF_CHOICE,
			.choices = "terminal dark light contrast",
			.value = "terminal",
			.text = "The colours: the terminal's own eight, those "
				"of a theme for dark or for light backgrounds, "
				"or none but its two, with nothing dim. What "
				"color has set stays."},
	[CONF_BROWSER] = {.name = "browser",
			  .type = CONF_TEXT,
			  .value = "",
			  .text = "The program that o opens addresses with, "
				  "and its arguments; %s stands for the "
				  "address, which else comes last. Nothing: "
				  "$BROWSER, or xdg-open."},
	[CONF_FETCH_EVERY] = {.name = "fetch-every",
			      .type = CONF_NUMBER,
			      .low = 5,
			      .high = 10080,
			      .number = 60,
			      .unit = "minutes",
			      .text = "A feed is asked again after so long, "
				      "later if its host asks for that."},
	[CONF_FETCH_PER_HOST] = {.name = "fetch-per-host",
				 .type = CONF_NUMBER,
				 .low = 1,
				 .high = 16,
				 .number = 4,
				 .unit = "requests",
				 .text = "Ask one host for no more things at "
					 "once."},
	[CONF_FETCH_TIMEOUT] = {.name = "fetch-timeout",
				.type = CONF_NUMBER,
				.low = 5,
				.high = 600,
				.number = 60,
				.unit = "seconds",
				.text = "Give up on an answer that is not "
					"whole by then."},
	[CONF_KEEP_ORIGINALS] =
		{.name = "keep-originals",
		 .type = CONF_AGE,
		 .value = "all",
		 .text = "How long pages are kept as they came, so that a "
			 "better cleaner can be run over them again: all, "
			 "none, or a time such as 90d, 12w or 2y; gc takes "
			 "the older ones away."},
	[CONF_MIN_FREE] =
		{.name = "min-free",
		 .type = CONF_SIZE,
		 .value = "0",
		 .text = "Take nothing in while less than this is free on "
			 "the archive's disk: a size such as 500M or 1G."},
};

void conf_init(struct conf *conf)
{
	struct error ignored;

	memset(conf, 0, sizeof(*conf));
	for (uint32_t i = 0; i < CONF_OPTIONS; i++) {
		conf->number[i] = conf_options[i].number;
		if (conf_options[i].value)
			(void)!conf_set(conf, conf_options[i].name,
					conf_options[i].value, &ignored);
	}
}

static bool set_number(struct conf *conf, uint32_t i, const char *value,
		       struct error *err)
{
	const struct conf_option *o = &conf_options[i];
	char *end;
	long long n = strtoll(value, &end, 10);

	if (end == value || *end || n < o->low || n > o->high)
		return error_set(
			err,
			"'%s' takes a number from %lld to %lld%s%s, not '%s'",
			o->name, (long long)o->low, (long long)o->high,
			o->unit ? " " : "", o->unit ? o->unit : "", value);
	conf->number[i] = n;
	return true;
}

static bool set_flag(struct conf *conf, uint32_t i, const char *value,
		     struct error *err)
{
	if (!*value || strcmp(value, "on") == 0)
		conf->number[i] = 1;
	else if (strcmp(value, "off") == 0)
		conf->number[i] = 0;
	else
		return error_set(err, "'%s' is on or off, not '%s'",
				 conf_options[i].name, value);
	return true;
}

/* A number with a unit behind it; false when it is none. */
static bool read_unit(const char *value, const char *units,
		      const int64_t *worth, int64_t *out)
{
	const char *at = value, *unit;
	int64_t n = 0;

	for (; *at >= '0' && *at <= '9'; at++) {
		if (n > INT64_MAX / 10 - 1)
			return false;
		n = n * 10 + (*at - '0');
	}
	if (at == value)
		return false;
	unit = *at ? strchr(units, *at) : NULL;
	if (!unit || at[1] || (n && n > INT64_MAX / worth[unit - units]))
		return false;
	*out = n * worth[unit - units];
	return true;
}

static bool read_size(const char *value, int64_t *out)
{
	static const int64_t worth[] = {1 << 10, 1 << 20, 1 << 30,
					INT64_C(1) << 40};

	if (strcmp(value, "0") == 0) {
		*out = 0;
		return true;
	}
	return read_unit(value, "KMGT", worth, out);
}

static bool read_age(const char *value, int64_t *out)
{
	static const int64_t worth[] = {DATE_DAY, 7 * DATE_DAY, 30 * DATE_DAY,
					365 * DATE_DAY};

	if (strcmp(value, "all") != 0 && strcmp(value, "none") != 0)
		return read_unit(value, "dwmy", worth, out) && *out > 0;
	*out = value[0] == 'a' ? CONF_ALL : 0;
	return true;
}

static bool set_measure(struct conf *conf, uint32_t i, const char *value,
			struct error *err)
{
	const struct conf_option *o = &conf_options[i];
	bool is_size = o->type == CONF_SIZE;
	int64_t n;

	if (!(is_size ? read_size(value, &n) : read_age(value, &n)))
		return error_set(err, "'%s' takes %s, not '%s'", o->name,
				 is_size ? "a size such as 500M or 1G, or 0"
					 : "all, none or a time such as 90d",
				 value);
	conf->number[i] = n;
	return true;
}

int conf_find(const char *name)
{
	for (uint32_t i = 0; i < CONF_OPTIONS; i++) {
		if (strcmp(conf_options[i].name, name) == 0)
			return (int)i;
	}
	return -1;
}

static bool set_choice(struct conf *conf, uint32_t i, const char *value,
		       struct error *err)
{
	const struct conf_option *o = &conf_options[i];
	struct slice rest = slice_of(o->choices);

	for (int64_t n = 0; rest.at; n++) {
		if (!slice_equals(slice_cut(&rest, ' '), value))
			continue;
		conf->number[i] = n;
		return true;
	}
	return error_set(err, "'%s' is one of %s, not '%s'", o->name,
			 o->choices, value);
}

bool conf_set(struct conf *conf, const char *name, const char *value,
	      struct error *err)
{
	for (uint32_t i = 0; i < CONF_OPTIONS; i++) {
		if (strcmp(conf_options[i].name, name) != 0)
			continue;
		if (conf_options[i].type == CONF_NUMBER)
			return set_number(conf, i, value, err);
		if (conf_options[i].type == CONF_FLAG)
			return set_flag(conf, i, value, err);
		if (strlen(value) >= sizeof(conf->text[i]))
			return error_set(err, "the value of '%s' is too long",
					 name);
		if (conf_options[i].type == CONF_CHOICE
			    ? !set_choice(conf, i, value, err)
			    : conf_options[i].type != CONF_TEXT &&
				      !set_measure(conf, i, value, err))
			return false;
		snprintf(conf->text[i], sizeof(conf->text[i]), "%s", value);
		return true;
	}
	return error_set(err, "there is no option '%s'", name);
}

const char *conf_value(struct arena *a, const struct conf *conf, uint32_t i)
{
	if (conf_options[i].type == CONF_NUMBER)
		return arena_printf(a, "%lld", (long long)conf->number[i]);
	if (conf_options[i].type == CONF_FLAG)
		return conf->number[i] ? "on" : "off";
	return conf->text[i];
}

static const char *default_of(struct arena *a, uint32_t i)
{
	struct conf fresh;

	conf_init(&fresh);
	return arena_string(a, conf_value(a, &fresh, i));
}

/* The flag that NAME without its first bytes names, or -1. */
static int flag_behind(const char *name, const char *start)
{
	size_t n = strlen(start);
	int which = strncmp(name, start, n) == 0 ? conf_find(name + n) : -1;

	return which >= 0 && conf_options[which].type == CONF_FLAG ? which : -1;
}

/* NAME!, NAME&, noNAME, invNAME. */
static bool assign_short(struct arena *a, struct conf *conf, const char *word,
			 struct error *err)
{
	size_t n = strlen(word);
	char last = n ? word[n - 1] : '\0';
	const char *name = arena_copy(a, word, last ? n - 1 : 0);
	int which = conf_find(name);

	if (which >= 0 && last == '&')
		return conf_set(conf, name, default_of(a, (uint32_t)which),
				err);
	if (which < 0 || last != '!')
		which = flag_behind(word, "inv");
	if (which >= 0 && conf_options[which].type == CONF_FLAG) {
		conf->number[which] = !conf->number[which];
		return true;
	}
	if (which >= 0)
		return error_set(err, "'%s' is not on or off", name);
	which = flag_behind(word, "no");
	return conf_set(conf, which < 0 ? word : conf_options[which].name,
			which < 0 ? "" : "off", err);
}

bool conf_assign(struct conf *conf, const char *const *words, uint32_t n,
		 struct error *err)
{
	struct arena a;
	bool done;
	const char *is = strchr(words[0], '=');

	arena_init(&a);
	if (is)
		done = conf_set(
			conf, arena_copy(&a, words[0], (size_t)(is - words[0])),
			is + 1, err);
	else if (n > 1)
		done = conf_set(conf, words[0], words[1], err);
	else
		done = assign_short(&a, conf, words[0], err);
	arena_free(&a);
	return done;
}

/* ---- the files ---- */

struct load {
	struct conf *conf;
	void (*complain)(void *self, const char *what);
	void *self;
};

static bool run_set(void *self, struct slice line, struct error *err)
{
	struct load *load = self;
	const char *words[CONF_WORDS];
	struct slice rest = line, first;
	struct arena a;
	uint32_t n;
	bool done;

	/* other lines, and what is wrong with them, are the reader's */
	if (!conf_word(&rest, &first, err) || !slice_equals(first, "set"))
		return true;
	arena_init(&a);
	done = conf_words(&a, rest, words, &n, err) &&
	       (n == 0 || conf_assign(load->conf, words, n, err));
	arena_free(&a);
	return done;
}

static void pass_on(void *self, const char *what)
{
	struct load *load = self;

	load->complain(load->self, what);
}

bool conf_load(struct conf *conf, const char *user_file,
	       void (*complain)(void *self, const char *what), void *self,
	       struct error *err)
{
	struct load load = {conf, complain, self};

	return conf_read(CONF_SYSTEM_FILE, run_set, pass_on, &load, err) &&
	       conf_read(user_file, run_set, pass_on, &load, err);
}
