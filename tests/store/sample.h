/* Archives and articles for the tests of the store. */
#ifndef GAZETTE_TESTS_SAMPLE_H
#define GAZETTE_TESTS_SAMPLE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "article/key.h"
#include "store/store.h"

/* 21 March 2024, 09:00 UTC */
#define SAMPLE_TIME INT64_C(1711011600)

/* A folder of its own with the paths of an archive in it. */
struct sample {
	char folder[64], archive[96], reader[96];
	struct store_paths paths;
	struct arena arena;
	struct known *known;
	struct store *st;
};

static const char sample_known[] = "Egypt\tEgypt\tplace\tname\t-\n"
				   "Egyptian\tEgypt\tgroup\tdemonym\t-\n"
				   "U.S.\tUnited States\tplace\tabbr\t-\n"
				   "US\tUnited States\tplace\tabbr\t-\n";

#define HELPER __attribute__((unused)) static

#define must(call)                                                             \
	do {                                                                   \
		struct error must_err = {{0}};                                 \
		struct error *err = &must_err;                                 \
		if (!(call))                                                   \
			fail_msg("%s: %s", #call, must_err.text);              \
	} while (0)

HELPER void sample_open(struct sample *s, enum store_mode mode)
{
	must(store_open(&s->paths, mode, &s->st, err));
}

static void sample_new(struct sample *s)
{
	struct slice table = SLICE(sample_known);

	memset(s, 0, sizeof(*s));
	strcpy(s->folder, "/tmp/gazette-store-XXXXXX");
	assert_non_null(mkdtemp(s->folder));
	snprintf(s->archive, sizeof(s->archive), "%s/archive.db", s->folder);
	snprintf(s->reader, sizeof(s->reader), "%s/reader.db", s->folder);
	s->paths = (struct store_paths){.archive = s->archive,
					.reader = s->reader};
	arena_init(&s->arena);
	must(known_new(&s->arena, &table, 1, &s->known, err));
	sample_open(s, STORE_WRITE);
}

static void sample_free(struct sample *s)
{
	static const char *const files[] = {"archive.db", "originals.db",
					    "reader.db"};
	static const char *const ends[] = {"", "-wal", "-shm"};
	char path[128];

	store_close(s->st);
	for (size_t i = 0; i < 3; i++) {
		for (size_t k = 0; k < 3; k++) {
			snprintf(path, sizeof(path), "%s/%s%s", s->folder,
				 files[i], ends[k]);
			unlink(path);
		}
	}
	rmdir(s->folder);
	arena_free(&s->arena);
}

/* Text with marks to an article: "{0:Anna Lund}" is a mention of chain 0,
 * "{0~she}" one by pronoun, "<0:We will.>" a direct quotation of chain 0. */
HELPER struct article *sample_article(struct arena *a, const char *title,
				      const char *marked)
{
	struct article *art = article_new(a);
	struct str text = {0};
	size_t base = strlen(title) ? strlen(title) + 2 : 0;
	int32_t open_mention = -1, open_quote = -1;

	for (const char *at = marked; *at; at++) {
		uint32_t here = (uint32_t)(base + text.len);

		if (*at == '{') {
			struct mention *m =
				array_add(a, art->mentions, art->n_mentions);

			m->chain = at[1] - '0';
			m->of = -1;
			m->form = at[2] == '~' ? FORM_PRONOUN : FORM_NAME;
			m->span.start = here;
			open_mention = (int32_t)art->n_mentions - 1;
			at += 2;
		} else if (*at == '}') {
			art->mentions[open_mention].span.end = here;
		} else if (*at == '<') {
			struct quote *q =
				array_add(a, art->quotes, art->n_quotes);

			q->chain = at[1] == '?' ? -1 : at[1] - '0';
			q->mention = -1;
			q->confidence = 90;
			q->span.start = here;
			open_quote = (int32_t)art->n_quotes - 1;
			at += 2;
		} else if (*at == '>') {
			art->quotes[open_quote].span.end = here;
		} else {
			str_add_char(&text, *at);
		}
	}
	article_set_text(art, slice_of(title),
			 (struct slice){text.at, text.len});
	str_free(&text);
	for (uint32_t i = 0; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];
		struct slice s = article_slice(art, m->span);

		while (art->n_chains <= (uint32_t)m->chain)
			array_add(a, art->chains, art->n_chains);
		art->chains[m->chain].mentions++;
		if (m->form == FORM_NAME && !art->chains[m->chain].name)
			art->chains[m->chain].name = arena_copy(a, s.at, s.len);
	}
	return art;
}

/* Store marked text under an address; published n hours after SAMPLE_TIME. */
HELPER int64_t sample_put(struct sample *s, const char *url, int hours,
			  const char *title, const char *marked,
			  enum store_how expected)
{
	struct article *art = sample_article(&s->arena, title, marked);
	enum store_how how;
	int64_t id;

	art->url = url;
	art->published =
		(struct when){SAMPLE_TIME + hours * 3600, 0, WHEN_SECOND};
	article_key_set(art);
	must(store_article_put(s->st, s->known, art, NULL, &how, &id, err));
	assert_int_equal(how, expected);
	return id;
}

static void sample_fault(void *self, const char *fault)
{
	(void)self;
	print_error("fault: %s\n", fault);
}

/* The archive proves whole. */
HELPER void sample_check(struct sample *s)
{
	struct store_checked checked;

	must(store_check(s->st, sample_fault, NULL, &checked, err));
	assert_int_equal(checked.faults, 0);
}

/* The only entity that a name means. */
HELPER struct entity_row sample_entity(struct sample *s, const char *name)
{
	struct entity_rows rows;

	must(store_entities_named(s->st, &s->arena, name, false, &rows, err));
	if (rows.n != 1)
		fail_msg("'%s' means %u", name, rows.n);
	return rows.at[0];
}

#endif
