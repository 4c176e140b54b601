/* A document is what stands between two -DOCSTART- lines.  Its tokens become
 * a text in which they are parted by blanks; a mention of that text becomes
 * the tags of the tokens it covers.  Every line that comes in goes out, in
 * its place. */
#include "cli/conll.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/out.h"
#include "base/utf8.h"
#include "cli/print.h"
#include "import/reader.h"

#define LINE_MOST ((size_t)1 << 16)
/* A document that is longer is cut at the end of a sentence. */
#define DOCUMENT_MOST ((size_t)4 << 20)

struct token_line {
	struct slice token;  /* as it came; empty: a blank line */
	uint32_t start, end; /* in the document's text */
};

struct conll_document {
	struct token_line *lines;
	uint32_t n_lines;
	const char *failure; /* what stopped the reading behind it, or NULL */
};

struct conll {
	char *const *operands;
	int n_operands, at;
	struct reader *reader;
	bool has_start; /* a -DOCSTART- line waits to be first */
	uint32_t n, n_failed;
};

/* ---- reading ---- */

static struct slice first_column(struct slice line)
{
	struct slice rest = line;

	if (line.len && line.at[line.len - 1] == '\r')
		rest.len--;
	if (rest.len && memchr(rest.at, '\t', rest.len))
		return slice_cut(&rest, '\t');
	return slice_cut(&rest, ' ');
}

static bool is_start(struct slice token)
{
	return slice_equals(token, "-DOCSTART-");
}

/* The token as it may stand in a text: clean, without blanks, never empty. */
static void add_token(struct arena *a, struct str *text, struct slice token)
{
	size_t len;
	char *clean = utf8_clean(a, token.at, token.len, &len);

	for (size_t i = 0; i < len; i++) {
		if (strchr(" \t\n", clean[i]))
			clean[i] = '_';
	}
	str_add_text(text, len ? clean : "_");
}

static void add_line(struct arena *a, struct conll_document *doc,
		     struct str *text, struct slice token)
{
	struct token_line *line = array_add(a, doc->lines, doc->n_lines);

	line->token = token;
	if (token.len == 0) {
		if (text->len && text->at[text->len - 1] == ' ')
			text->at[text->len - 1] = '\n';
		return;
	}
	if (is_start(token))
		return;
	line->start = (uint32_t)text->len;
	add_token(a, text, token);
	line->end = (uint32_t)text->len;
	str_add_char(text, ' ');
}

/* Lines up to the next document; false: none is left. */
static bool read_document(struct conll *c, struct arena *a,
			  struct conll_document *doc, struct str *text)
{
	struct error err;

	for (;;) {
		struct slice line, token;
		enum reader_line got =
			reader_line(c->reader, a, LINE_MOST, &line, &err);

		if (got == READER_TOO_LONG)
			error_set(&err, "a line is too long");
		if (got != READER_LINE) {
			if (got != READER_END)
				doc->failure = arena_string(a, err.text);
			return doc->n_lines || doc->failure;
		}
		token = first_column(line);
		if (is_start(token) && doc->n_lines) {
			c->has_start = true;
			return true;
		}
		add_line(a, doc, text, token);
		if (token.len == 0 && text->len > DOCUMENT_MOST)
			return true;
	}
}

static bool next_reader(struct conll *c, struct stream_item *item)
{
	struct error err;

	reader_close(c->reader);
	c->reader = NULL;
	if (c->at == c->n_operands)
		return false;
	item->in.input = c->operands[c->at++];
	if (!reader_open(item->in.input, &c->reader, &err)) {
		item->in.what = IMPORT_FAILURE;
		item->in.reason = arena_string(&item->arena, err.text);
	}
	return true;
}

static bool conll_next(void *self, struct stream_item *item)
{
	struct conll *c = self;
	struct arena *a = &item->arena;
	struct conll_document *doc = arena_alloc(a, sizeof(*doc));
	struct str text = {0};

	item->own = doc;
	for (;;) {
		if (!c->reader && !next_reader(c, item))
			return false;
		if (!c->reader)
			return true; /* it could not be opened */
		if (c->has_start)
			add_line(a, doc, &text, SLICE("-DOCSTART-"));
		c->has_start = false;
		if (read_document(c, a, doc, &text))
			break;
		reader_close(c->reader);
		c->reader = NULL;
	}
	item->in.input = c->operands[c->at - 1];
	item->in.what = IMPORT_DOCUMENT;
	item->in.doc.kind = DOCUMENT_TOKENS;
	if (text.len)
		text.len--; /* what parts nothing */
	item->in.doc.bytes =
		(struct slice){arena_copy(a, text.at, text.len), text.len};
	if (doc->failure) {
		reader_close(c->reader);
		c->reader = NULL;
	}
	str_free(&text);
	return true;
}

/* ---- printing ---- */

static const char *const tags[TYPES] = {
	[TYPE_UNKNOWN] = "MISC", [TYPE_PERSON] = "PER", [TYPE_ORG] = "ORG",
	[TYPE_PLACE] = "LOC",    [TYPE_GROUP] = "MISC", [TYPE_EVENT] = "MISC",
	[TYPE_WORK] = "MISC",    [TYPE_MISC] = "MISC", /* a date has none */
};

/* The next outermost name that ends behind `at`; n_mentions: none. */
static uint32_t next_name(const struct article *art, uint32_t i, uint32_t at)
{
	for (; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];

		if (m->form == FORM_NAME && tags[m->type] && m->span.end > at)
			break;
	}
	return i;
}

static void print_tag(const struct article *art, const struct token_line *line,
		      uint32_t *name)
{
	uint32_t at = art->body.start + line->start;
	const struct mention *m;

	*name = next_name(art, *name, at);
	m = &art->mentions[*name];
	if (*name == art->n_mentions ||
	    m->span.start >= art->body.start + line->end)
		fputs("O\n", stdout);
	else
		printf("%c-%s\n", m->span.start >= at ? 'B' : 'I',
		       tags[m->type]);
}

static void print_document(const struct conll_document *doc,
			   const struct article *art)
{
	uint32_t name = 0;

	for (uint32_t i = 0; i < doc->n_lines; i++) {
		const struct token_line *line = &doc->lines[i];

		if (line->token.len) {
			out_text(stdout, line->token.at, line->token.len, true);
			fputc('\t', stdout);
		}
		if (line->token.len == 0)
			fputc('\n', stdout);
		else if (line->end > line->start && art)
			print_tag(art, line, &name);
		else
			fputs("O\n", stdout);
	}
}

static bool conll_done(void *self, struct stream_item **at, uint32_t n,
		       bool at_end, struct error *err)
{
	struct conll *c = self;

	(void)at_end;
	for (uint32_t i = 0; i < n; i++) {
		const struct conll_document *doc = at[i]->own;
		const char *reason = at[i]->reason;

		if (!reason)
			reason = doc->failure;
		print_document(doc, at[i]->n_arts ? at[i]->arts[0] : NULL);
		c->n++;
		if (reason) {
			c->n_failed++;
			out_message("%s: %s", at[i]->in.input, reason);
		}
	}
	return cli_more() || out_flush(err);
}

int conll_annotate(struct cli *cli, struct worker_pool *pool)
{
	char input[] = "-", *standard[] = {input};
	struct conll c = {
		.operands = cli->n_operands ? cli->operands : standard,
		.n_operands = cli->n_operands ? cli->n_operands : 1,
	};
	struct stream stream = {
		.pool = pool,
		.self = &c,
		.next = conll_next,
		.done = conll_done,
	};
	struct error err;
	bool is_good = stream_run(&stream, &err);

	reader_close(c.reader);
	if (!is_good)
		return cli_fail(CLI_FAILED, &err);
	if (cli_flag(cli, "timing"))
		stream_print_times(pool, c.n);
	return c.n_failed == 0    ? CLI_DONE
	       : c.n_failed < c.n ? CLI_PART
				  : CLI_FAILED;
}
