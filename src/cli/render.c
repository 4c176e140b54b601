/* Drawn as the reader draws it: text at most 66 columns wide behind a margin
 * of three, names marked by kind, quotations by a bar.  Every byte of the text
 * has a mark; a line is printed in runs of one mark. */
#include "cli/render.h"

#include <stdio.h>
#include <string.h>

#include "base/out.h"
#include "base/width.h"

#define TEXT_MOST      66u
#define MARGIN         3u
#define SPEAKER_ROOM   9u /* columns behind the text for a speaker */
#define WORDS_A_MINUTE 230u

enum mark {
	MARK_NONE,
	MARK_PERSON,
	MARK_PLACE,
	MARK_ORG,
	MARK_HEADING,
	MARK_DIM,
	MARK_BAR,
	MARKS
};

static const struct {
	const char *colour, *mono; /* SGR parameters */
} looks[MARKS] = {
	[MARK_PERSON] = {"1;4;36", "1;4"}, [MARK_PLACE] = {"3;4;32", "3;4"},
	[MARK_ORG] = {"4;35", "4"},        [MARK_HEADING] = {"1", "1"},
	[MARK_DIM] = {"2", "2"},           [MARK_BAR] = {"33", ""},
};

struct render {
	struct arena *arena;
	const struct article *art;
	uint32_t width; /* of the text */
	bool has_colour, has_speakers;
	uint8_t *mark;              /* [text_len], enum mark */
	const struct quote *spoken; /* whose speaker was printed last */
};

/* ---- what is marked ---- */

static uint8_t mark_of(const struct mention *m)
{
	if (m->form != FORM_NAME)
		return MARK_NONE;
	switch (m->type) {
	case TYPE_PERSON:
		return MARK_PERSON;
	case TYPE_PLACE:
		return MARK_PLACE;
	case TYPE_ORG:
		return MARK_ORG;
	default:
		return MARK_NONE;
	}
}

/* Inner names lie inside their outer ones and have the last word. */
static void mark_names(struct render *r)
{
	const struct article *art = r->art;

	r->mark = arena_alloc(r->arena, art->text_len + 1);
	for (uint32_t i = 0; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];
		uint8_t mark = mark_of(m);

		if (mark)
			memset(r->mark + m->span.start, mark,
			       m->span.end - m->span.start);
	}
}

/* The quotation that reaches into a span; with words said before one that is
 * only reported. */
static const struct quote *quote_in(const struct article *art, struct span span)
{
	const struct quote *found = NULL;

	for (uint32_t i = 0; i < art->n_quotes; i++) {
		const struct quote *q = &art->quotes[i];

		if (q->span.start >= span.end || q->span.end <= span.start)
			continue;
		if (!found || (found->kind == QUOTE_INDIRECT &&
			       q->kind != QUOTE_INDIRECT))
			found = q;
	}
	return found;
}

/* The speaker in a word or so: the last word of a person's name. */
static const char *speaker_of(const struct render *r, const struct quote *q)
{
	const struct chain *chain;
	const char *name, *last;

	if (q->chain < 0)
		return NULL;
	if (!article_is_sure(q))
		return "uncertain";
	chain = &r->art->chains[q->chain];
	name = chain->entity_name ? chain->entity_name : chain->name;
	last = name ? strrchr(name, ' ') : NULL;
	return last && chain->type == TYPE_PERSON ? last + 1 : name;
}

/* ---- lines ---- */

static void look(const struct render *r, uint8_t mark)
{
	const char *sgr = r->has_colour ? looks[mark].colour : looks[mark].mono;

	if (sgr && *sgr)
		printf("\033[0;%sm", sgr);
	else
		fputs("\033[0m", stdout);
}

static void print_marked(const struct render *r, const char *text, uint8_t mark)
{
	if (mark != MARK_NONE)
		look(r, mark);
	out_text(stdout, text, strlen(text), true);
	if (mark != MARK_NONE)
		fputs("\033[0m", stdout);
}

/* text[span) with its marks, over a mark of its own. */
static void print_span(const struct render *r, struct span span, uint8_t mark)
{
	uint8_t now = MARK_NONE;

	for (uint32_t at = span.start; at < span.end;) {
		uint8_t next = r->mark[at] ? r->mark[at] : mark;
		uint32_t end = at;

		while (end < span.end &&
		       (r->mark[end] ? r->mark[end] : mark) == next)
			end++;
		if (next != now)
			look(r, next);
		now = next;
		out_text(stdout, r->art->text + at, end - at, true);
		at = end;
	}
	if (now != MARK_NONE)
		fputs("\033[0m", stdout);
}

static void print_speaker(struct render *r, const struct quote *q,
			  uint32_t used)
{
	const char *name = q != r->spoken ? speaker_of(r, q) : NULL;
	size_t cells;

	r->spoken = q;
	if (!name || !r->has_speakers)
		return;
	printf("%*s", (int)(r->width - used + 2), "");
	cells = cell_fit(name, strlen(name), SPEAKER_ROOM, NULL);
	print_marked(r, arena_copy(r->arena, name, cells), MARK_BAR);
}

static void print_margin(const struct render *r, const struct quote *q,
			 const char *lead)
{
	if (!q) {
		printf("   %s", lead);
		return;
	}
	putchar(' ');
	print_marked(r, q->kind == QUOTE_INDIRECT ? "┊" : "┃", MARK_BAR);
	printf(" %s", lead);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* The end of the line that begins at `at`: the last blank that leaves it
 * within width, else as many clusters as fit. */
static uint32_t line_end(const struct article *art, uint32_t at, uint32_t end,
			 uint32_t width, uint32_t *used)
{
	size_t cells, n = cell_fit(art->text + at, end - at, width, &cells);
	const char *lf = memchr(art->text + at, '\n', n);
	uint32_t stop = at + (uint32_t)n;

	if (lf)
		stop = (uint32_t)(lf - art->text);
	else if (stop < end && !is_blank(art->text[stop]))
		while (stop > at && !is_blank(art->text[stop - 1]))
			stop--;
	if (stop == at) /* a word longer than a line */
		stop = at + (n ? (uint32_t)n
			       : cell_next(art->text + at, end - at).len);
	while (stop > at && is_blank(art->text[stop - 1]))
		stop--;
	*used = (uint32_t)cell_text(art->text + at, stop - at);
	return stop;
}

static uint32_t pass_blanks(const struct article *art, uint32_t at,
			    uint32_t end)
{
	while (at < end && is_blank(art->text[at]))
		at++;
	return at;
}

/* A paragraph; lead stands before its first line, blanks before the others. */
static void print_wrapped(struct render *r, struct span span, uint8_t mark,
			  const char *lead)
{
	uint32_t indent = (uint32_t)cell_text(lead, strlen(lead));
	uint32_t at = pass_blanks(r->art, span.start, span.end);
	char blanks[16] = "";

	memset(blanks, ' ', indent);
	blanks[indent] = '\0';
	while (at < span.end) {
		uint32_t used, end = line_end(r->art, at, span.end,
					      r->width - indent, &used);
		const struct quote *q =
			quote_in(r->art, (struct span){at, end});

		print_margin(r, q, lead);
		print_span(r, (struct span){at, end}, mark);
		if (q)
			print_speaker(r, q, used + indent);
		putchar('\n');
		at = pass_blanks(r->art, end, span.end);
		lead = blanks;
	}
}

/* Lines as they are: a table, verse, code. */
static void print_lines(struct render *r, struct span span)
{
	struct slice rest = article_slice(r->art, span), line;

	while (rest.at) {
		line = slice_cut(&rest, '\n');
		fputs("   ", stdout);
		out_text(stdout, line.at, line.len, false);
		putchar('\n');
	}
}

static void print_block(struct render *r, const struct block *b)
{
	switch ((enum block_kind)b->kind) {
	case BLOCK_HEADING:
		print_wrapped(r, b->span, MARK_HEADING, "");
		break;
	case BLOCK_ITEM:
		print_wrapped(r, b->span, MARK_NONE, "• ");
		break;
	case BLOCK_BLOCKQUOTE:
		print_wrapped(r, b->span, MARK_NONE, "  ");
		break;
	case BLOCK_PRE:
	case BLOCK_TABLE:
		print_lines(r, b->span);
		break;
	default:
		print_wrapped(r, b->span, MARK_NONE, "");
	}
}

/* ---- the whole ---- */

static uint32_t count_words(struct slice text)
{
	uint32_t n = 0;

	for (size_t i = 0; i < text.len; i++)
		n += !is_blank(text.at[i]) &&
		     (i + 1 == text.len || is_blank(text.at[i + 1]));
	return n;
}

static void add_part(struct str *line, const char *part)
{
	if (!part || !*part)
		return;
	if (line->len)
		str_add_text(line, " · ");
	str_add_text(line, part);
}

/* "AFP · Al Jazeera · By Ana Lund · 2024-03-21 · 3 min" */
static const char *origin_line(struct arena *a, const struct article *art)
{
	uint32_t words = count_words(article_slice(art, art->body));
	struct str line = {0};
	const char *text;
	char date[32];

	if (art->n_credit == 0)
		add_part(&line, art->source);
	for (uint32_t i = 0; i < art->n_credit; i++)
		add_part(&line, art->credit[i]);
	add_part(&line, art->byline);
	date_write(&art->published, date);
	add_part(&line, date);
	add_part(&line, arena_printf(a, "%u min", words / WORDS_A_MINUTE + 1));
	text = arena_string(a, str_text(&line));
	str_free(&line);
	return text;
}

void render_plain(struct arena *a, const struct article *art)
{
	struct slice title = article_slice(art, art->title);
	struct slice body = article_slice(art, art->body);

	if (title.len) {
		out_text(stdout, title.at, title.len, true);
		fputs("\n", stdout);
	}
	out_printf(stdout, "%s\n", origin_line(a, art));
	if (art->url)
		out_printf(stdout, "%s\n", art->url);
	putchar('\n');
	out_text(stdout, body.at, body.len, false);
	putchar('\n');
}

void render_marked(struct arena *a, const struct article *art, uint32_t width,
		   bool has_colour)
{
	struct render r = {.arena = a, .art = art, .has_colour = has_colour};

	r.width =
		width < TEXT_MOST + MARGIN + 1 ? width - MARGIN - 1 : TEXT_MOST;
	r.has_speakers = width >= TEXT_MOST + MARGIN + SPEAKER_ROOM;
	mark_names(&r);
	print_wrapped(&r, art->title, MARK_HEADING, "");
	fputs("   ", stdout);
	print_marked(&r, origin_line(a, art), MARK_DIM);
	putchar('\n');
	if (art->url) {
		fputs("   ", stdout);
		print_marked(&r, art->url, MARK_DIM);
		putchar('\n');
	}
	for (uint32_t i = 0; i < art->n_blocks; i++) {
		if (i == 0 || art->blocks[i].kind != BLOCK_ITEM ||
		    art->blocks[i - 1].kind != BLOCK_ITEM)
			putchar('\n');
		print_block(&r, &art->blocks[i]);
	}
}

void render_dropped(const struct article *art)
{
	for (uint32_t i = 0; i < art->n_dropped; i++) {
		const struct drop *d = &art->dropped[i];

		out_printf(stdout, "%s\t", d->why);
		out_text(stdout, d->text, strlen(d->text), true);
		putchar('\n');
	}
}
