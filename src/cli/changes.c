/* Paragraphs that changed, what is gone as [-words-] and what is new as
 * {+words+}, in colour on a terminal; those that did not are counted. */
#include "cli/changes.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/diff.h"
#include "base/out.h"
#include "cli/print.h"

static const struct {
	const char *colour, *begins, *ends, *json;
} looks[] = {
	[DIFF_SAME] = {"", "", "", "same"},
	[DIFF_GONE] = {"\033[31m", "[-", "-]", "gone"},
	[DIFF_NEW] = {"\033[32m", "{+", "+}", "new"},
};

struct changes {
	struct cli *cli;
	struct arena *arena;
	int64_t id;
	struct version_rows versions;
	const struct version_row *from, *to;
	struct diff_piece *pieces;
	uint32_t n_pieces;
	struct str paragraph; /* not printed yet: it may be all the same */
	bool has_change;
	uint32_t unchanged; /* paragraphs since the last one that was printed */
};

static const char *time_of(struct arena *a, int64_t time, bool is_json)
{
	time_t t = (time_t)time;
	char text[32];
	struct tm tm;

	if (is_json && gmtime_r(&t, &tm) &&
	    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm))
		return arena_string(a, text);
	if (localtime_r(&t, &tm) &&
	    strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm))
		return arena_string(a, text);
	return "?";
}

/* ---- text ---- */

static void print_unchanged(struct changes *c)
{
	if (c->unchanged)
		out_printf(stdout, "(%u paragraph%s unchanged)\n\n",
			   c->unchanged, c->unchanged == 1 ? "" : "s");
	c->unchanged = 0;
}

/* Colours are ours, the words are not: they go out apart. */
static void print_paragraph(struct changes *c)
{
	struct slice rest = {c->paragraph.at, c->paragraph.len};

	while (rest.len) {
		const char *sign = memchr(rest.at, '\033', rest.len);
		size_t plain = sign ? (size_t)(sign - rest.at) : rest.len;
		struct slice colour;

		out_text(stdout, rest.at, plain, false);
		rest.at += plain;
		rest.len -= plain;
		if (!rest.len)
			break;
		colour = slice_cut(&rest, 'm');
		fwrite(colour.at, 1, colour.len + 1, stdout);
	}
}

static void end_paragraph(struct changes *c)
{
	if (c->has_change) {
		print_unchanged(c);
		print_paragraph(c);
		fputs("\n\n", stdout);
	} else if (c->paragraph.len) {
		c->unchanged++;
	}
	str_clear(&c->paragraph);
	c->has_change = false;
}

/* Where the blanks at the end of a piece begin. */
static size_t word_end(struct slice s)
{
	while (s.len && strchr(" \n\t", s.at[s.len - 1]))
		s.len--;
	return s.len;
}

static void add_clean(struct str *out, struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		str_add_char(out, s.at[i] == '\033' ? '?' : s.at[i]);
}

static void add_change(struct changes *c, const struct diff_piece *piece,
		       bool before_new)
{
	struct slice words = {piece->text.at, word_end(piece->text)};
	bool has_colour = c->cli->has_colour;

	c->has_change = true;
	str_add_text(&c->paragraph, has_colour ? looks[piece->what].colour
					       : looks[piece->what].begins);
	add_clean(&c->paragraph, words);
	str_add_text(&c->paragraph,
		     has_colour ? "\033[0m" : looks[piece->what].ends);
	/* "[-three-]{+two+} hours": the blanks once, behind both */
	if (before_new && has_colour)
		str_add_char(&c->paragraph, ' ');
	else if (!before_new)
		str_add(&c->paragraph, words.at + words.len,
			piece->text.len - words.len);
}

static void add_same(struct changes *c, struct slice text)
{
	size_t start = 0;
	const char *gap;

	while (start < text.len &&
	       (gap = memmem(text.at + start, text.len - start, "\n\n", 2))) {
		size_t end = (size_t)(gap - text.at);

		add_clean(&c->paragraph,
			  (struct slice){text.at + start, end - start});
		end_paragraph(c);
		start = end + 2;
	}
	add_clean(&c->paragraph,
		  (struct slice){text.at + start, text.len - start});
}

/* A change that ends a paragraph ends it here as well. */
static void end_changed(struct changes *c)
{
	struct str *p = &c->paragraph;

	if (p->len < 2 || memcmp(p->at + p->len - 2, "\n\n", 2) != 0)
		return;
	p->len -= 2;
	end_paragraph(c);
}

static void print_text(struct changes *c)
{
	for (uint32_t i = 0; i < c->n_pieces; i++) {
		const struct diff_piece *piece = &c->pieces[i];

		if (piece->what == DIFF_SAME) {
			add_same(c, piece->text);
			continue;
		}
		add_change(c, piece,
			   piece->what == DIFF_GONE && i + 1 < c->n_pieces &&
				   c->pieces[i + 1].what == DIFF_NEW);
		end_changed(c);
	}
	end_paragraph(c);
	print_unchanged(c);
}

static void print_head(const struct changes *c)
{
	out_printf(stdout, "article %lld: version %lld of %s, now %lld of %s",
		   (long long)c->id, (long long)c->from->n,
		   time_of(c->arena, c->from->from, false), (long long)c->to->n,
		   time_of(c->arena, c->to->from, false));
	if (c->versions.n > 2)
		out_printf(stdout, "; %u versions", c->versions.n);
	fputs("\n\n", stdout);
}

/* ---- JSON ---- */

static json_t *version_json(struct arena *a, const struct version_row *v)
{
	return json_pack("{s:I, s:s}", "version", (json_int_t)v->n, "seen",
			 time_of(a, v->from, true));
}

static void print_json(const struct changes *c)
{
	json_t *pieces = json_array();

	for (uint32_t i = 0; i < c->n_pieces; i++) {
		const struct diff_piece *p = &c->pieces[i];

		json_array_append_new(pieces,
				      json_pack("{s:s, s:s%}", "what",
						looks[p->what].json, "text",
						p->text.at, p->text.len));
	}
	cli_json(json_pack("{s:I, s:o, s:o, s:o}", "id", (json_int_t)c->id,
			   "from", version_json(c->arena, c->from), "to",
			   version_json(c->arena, c->to), "changes", pieces));
}

/* ---- which ---- */

static bool find_versions(struct changes *c, int64_t since)
{
	uint32_t n = c->versions.n;

	c->to = &c->versions.at[n - 1];
	if (!since)
		c->from = n > 1 ? c->to - 1 : NULL;
	for (uint32_t i = 0; since && i + 1 < n; i++) {
		if (c->versions.at[i].n == since)
			c->from = &c->versions.at[i];
	}
	return c->from != NULL;
}

static int say_none(const struct changes *c, int64_t since, bool as_json)
{
	if (!since && as_json)
		return CLI_DONE;
	if (!since) {
		out_printf(stdout, "article %lld has one version only\n",
			   (long long)c->id);
		return CLI_DONE;
	}
	out_message("article %lld has no earlier version %lld, only %u to %u",
		    (long long)c->id, (long long)since,
		    c->versions.n > 1 ? 1 : 0, c->versions.n - 1);
	return CLI_USAGE;
}

int changes_print(struct cli *cli, struct arena *a, int64_t id, int64_t since,
		  bool as_json)
{
	struct changes c = {.cli = cli, .arena = a, .id = id};
	struct slice from, to;
	struct error err;

	if (!store_versions_of(cli->store, a, id, &c.versions, &err))
		return cli_fail(CLI_FAILED, &err);
	if (!c.versions.n) {
		out_message("there is no article %lld", (long long)id);
		return CLI_USAGE;
	}
	if (!find_versions(&c, since))
		return say_none(&c, since, as_json);
	if (!store_version_text(cli->store, a, id, c.from->n, &from, &err) ||
	    !store_version_text(cli->store, a, id, c.to->n, &to, &err))
		return cli_fail(CLI_FAILED, &err);
	diff_texts(a, from, to, &c.pieces, &c.n_pieces);
	if (as_json) {
		print_json(&c);
	} else {
		print_head(&c);
		print_text(&c);
	}
	str_free(&c.paragraph);
	return CLI_DONE;
}
