#include "archive.h"

#include <string.h>

#include "article/key.h"
#include "base/array.h"
#include "base/file.h"
#include "store/feeds.h"

struct maker {
	struct arena *arena;
	struct article *art;
	struct str body;
};

static int32_t find_chain(struct maker *m, struct slice name, uint8_t type)
{
	struct article *art = m->art;

	for (uint32_t i = 0; i < art->n_chains; i++) {
		if (slice_equals(name, art->chains[i].name)) {
			if (type)
				art->chains[i].type = type;
			return (int32_t)i;
		}
	}
	array_add(m->arena, art->chains, art->n_chains);
	art->chains[art->n_chains - 1].name =
		arena_copy(m->arena, name.at, name.len);
	art->chains[art->n_chains - 1].type = type;
	return (int32_t)art->n_chains - 1;
}

static uint8_t type_of(char c)
{
	switch (c) {
	case 'P':
		return TYPE_PERSON;
	case 'O':
		return TYPE_ORG;
	case 'L':
		return TYPE_PLACE;
	case 'G':
		return TYPE_GROUP;
	case 'E':
		return TYPE_EVENT;
	default:
		return TYPE_UNKNOWN;
	}
}

static uint8_t form_of(char c)
{
	return c == 'p'   ? FORM_PRONOUN
	       : c == 'r' ? FORM_ROLE
	       : c == 'n' ? FORM_NOMINAL
			  : FORM_NAME;
}

/* Spans are kept as of the body until its start is known. */
static void add_mention(struct maker *m, struct slice mark, uint32_t start)
{
	struct mention *new =
		array_add(m->arena, m->art->mentions, m->art->n_mentions);
	struct slice name = {mark.at + 2, mark.len - 2};

	new->span = (struct span){start, (uint32_t)m->body.len};
	new->form = form_of(mark.at[0]);
	new->of = -1;
	new->chain = find_chain(m, name, type_of(mark.at[0]));
	new->type = m->art->chains[new->chain].type;
	m->art->chains[new->chain].mentions++;
}

static void add_link(struct maker *m, struct slice mark, uint32_t start)
{
	struct link *new = array_add(m->arena, m->art->links, m->art->n_links);

	new->span = (struct span){start, (uint32_t)m->body.len};
	new->kind = LINK_INLINE;
	new->url = arena_copy(m->arena, mark.at + 1, mark.len - 1);
}

static void add_quote(struct maker *m, struct slice mark, uint32_t start)
{
	struct quote *new =
		array_add(m->arena, m->art->quotes, m->art->n_quotes);

	new->kind = mark.at[0] == '~'   ? QUOTE_INDIRECT
		    : mark.at[0] == '+' ? QUOTE_MIXED
					: QUOTE_DIRECT;
	if (new->kind != QUOTE_DIRECT) {
		mark.at++;
		mark.len--;
	}
	new->confidence = 90;
	if (mark.at[0] == '?') {
		new->confidence = 50;
		mark.at++;
		mark.len--;
	}
	new->span = (struct span){start, (uint32_t)m->body.len};
	new->mention = -1;
	new->chain = find_chain(m, mark, TYPE_UNKNOWN);
}

/* Copy marked text to the body; marks nest. */
static void add_text(struct maker *m, struct slice text)
{
	struct {
		struct slice mark;
		uint32_t start;
		char close;
	} open[8];
	uint32_t n = 0;

	for (size_t at = 0; at < text.len; at++) {
		char c = text.at[at];
		const char *bar;

		if ((c == '[' || c == '{') && n < 8) {
			bar = memchr(text.at + at, '|', text.len - at);
			open[n].mark.at = text.at + at + 1;
			open[n].mark.len = (size_t)(bar - open[n].mark.at);
			open[n].close = c == '[' ? ']' : '}';
			open[n++].start = (uint32_t)m->body.len;
			at = (size_t)(bar - text.at);
		} else if (n > 0 && c == open[n - 1].close) {
			n--;
			if (c == ']' && *open[n].mark.at == '@')
				add_link(m, open[n].mark, open[n].start);
			else if (c == ']')
				add_mention(m, open[n].mark, open[n].start);
			else
				add_quote(m, open[n].mark, open[n].start);
		} else {
			str_add_char(&m->body, c);
		}
	}
}

static void add_block(struct maker *m, struct slice text)
{
	struct block *b;
	struct slice rest = text;
	uint8_t kind = BLOCK_PARAGRAPH;

	if (m->body.len > 0)
		str_add_text(&m->body, "\n\n");
	b = array_add(m->arena, m->art->blocks, m->art->n_blocks);
	b->span.start = (uint32_t)m->body.len;
	if (text.at[0] == '#' || text.at[0] == '-' || text.at[0] == '>') {
		kind = text.at[0] == '#'   ? BLOCK_HEADING
		       : text.at[0] == '-' ? BLOCK_ITEM
					   : BLOCK_BLOCKQUOTE;
		rest = (struct slice){text.at + 2, text.len - 2};
	} else if (memchr(text.at, '\t', text.len)) {
		kind = BLOCK_TABLE;
	}
	if (kind == BLOCK_TABLE) {
		add_text(m, rest);
	} else {
		/* lines of one paragraph are one line */
		char *line = arena_copy(m->arena, rest.at, rest.len);

		for (size_t i = 0; i < rest.len; i++)
			line[i] = line[i] == '\n' ? ' ' : line[i];
		add_text(m, (struct slice){line, rest.len});
	}
	b->span.end = (uint32_t)m->body.len;
	b->kind = kind;
	b->level = 1;
}

static void shift(struct maker *m)
{
	uint32_t by = m->art->body.start;

	for (uint32_t i = 0; i < m->art->n_mentions; i++) {
		m->art->mentions[i].span.start += by;
		m->art->mentions[i].span.end += by;
	}
	for (uint32_t i = 0; i < m->art->n_quotes; i++) {
		m->art->quotes[i].span.start += by;
		m->art->quotes[i].span.end += by;
	}
	for (uint32_t i = 0; i < m->art->n_links; i++) {
		m->art->links[i].span.start += by;
		m->art->links[i].span.end += by;
	}
	for (uint32_t i = 0; i < m->art->n_blocks; i++) {
		m->art->blocks[i].span.start += by;
		m->art->blocks[i].span.end += by;
	}
}

static struct slice cut_at(struct slice *rest, const char *mark)
{
	const char *end = memmem(rest->at, rest->len, mark, strlen(mark));
	struct slice part = *rest;

	if (!end) {
		*rest = (struct slice){NULL, 0};
		return part;
	}
	part.len = (size_t)(end - part.at);
	rest->at = end + strlen(mark);
	rest->len -= part.len + strlen(mark);
	return part;
}

static bool put(struct store *st, const struct known *known, struct slice text,
		struct error *err)
{
	struct arena a;
	struct maker m = {.arena = &a};
	struct slice head, line, title = {"", 0};
	enum store_how how;
	int64_t id;
	bool done;

	arena_init(&a);
	m.art = article_new(&a);
	head = cut_at(&text, "\n\n");
	title = slice_cut(&head, '\n');
	if (slice_equals(title, "-")) /* none */
		title = (struct slice){"", 0};
	line = slice_cut(&head, '\n');
	m.art->source = arena_copy(&a, line.at, line.len);
	date_read_iso(head.at, head.len, &m.art->published);
	while (text.at) {
		line = slice_trim(cut_at(&text, "\n\n"));
		if (line.len > 0)
			add_block(&m, line);
	}
	article_set_text(m.art, title,
			 (struct slice){str_text(&m.body), m.body.len});
	shift(&m);
	article_sort_mentions(m.art);
	article_key_set(m.art);
	done = article_check(m.art, err) &&
	       store_article_put(st, known, m.art, NULL, &how, &id, err);
	str_free(&m.body);
	arena_free(&a);
	return done;
}

/* ---- sources ---- */

#define HOUR 3600

static const struct {
	const char *url, *name, *error;
	int64_t tried, next; /* seconds from `now` */
} feeds[] = {
	{"https://courier.example/feed", "Fell Courier", NULL, -20 * 60,
	 40 * 60},
	{"https://agency.example/all", "Northern Press Agency", NULL, -3 * HOUR,
	 -HOUR},
	{"https://harbour.example/rss", "Harbour Board",
	 "is not there (HTTP status 404)", -5 * HOUR, 3 * HOUR},
	{"https://corvant.example/news", "Corvant Town Council", NULL, 0, 0},
};

bool archive_subscribe(struct store *st, int64_t now, struct error *err)
{
	for (size_t i = 0; i < array_length(feeds); i++) {
		const struct feed_spec spec = {.url = feeds[i].url,
					       .name = feeds[i].name};
		const struct feed_outcome outcome = {
			.at = now + feeds[i].tried,
			.is_good = !feeds[i].error,
			.error = feeds[i].error,
			.next_fetch = now + feeds[i].next,
		};
		enum store_how how;
		int64_t id;

		if (!store_feed_add(st, &spec, &how, &id, err))
			return false;
		if (feeds[i].tried &&
		    !store_feed_fetched(st, id, &outcome, err))
			return false;
	}
	return true;
}

bool archive_make(struct store *st, const char *file, struct error *err)
{
	struct arena a;
	struct slice all;
	struct known *known;
	bool done = false;

	arena_init(&a);
	all.at = file_read(&a, file, 1 << 20, &all.len, err);
	if (!all.at || !known_new(&a, NULL, 0, &known, err) ||
	    !store_batch_begin(st, err))
		goto out;
	while (all.at) {
		if (!put(st, known, slice_trim(cut_at(&all, "\n====\n")), err))
			goto out;
	}
	done = store_batch_commit(st, err);
out:
	arena_free(&a);
	return done;
}
