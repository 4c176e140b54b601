/* Every folder beside this file: a page, and what an article should be made
 * of it (README.md).  One test a folder; the rows are checked by the table of
 * row kinds, so a stage adds its kinds there. */
#include "../test.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <utf8proc.h>

#include "base/file.h"
#include "base/table.h"
#include "base/utf8.h"
#include "pipeline/pipeline.h"

#define FOLDERS 300

static struct arena lasting;
static struct pipeline *pipeline;
static const char *sources;

struct checked {
	const struct article *art;
	const char *folder;
	int wrong;
};

static void wrong(struct checked *c, const char *format, ...) PRINTF_LIKE(2, 3);

static void wrong(struct checked *c, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fprintf(stderr, "# %s: ", c->folder);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	c->wrong++;
}

static void same(struct checked *c, const char *what, struct slice want,
		 struct slice got)
{
	if (!slice_same(want, got))
		wrong(c, "%s is '%.*s', not '%.*s'", what, (int)got.len,
		      got.at ? got.at : "", (int)want.len, want.at);
}

/* ---- the kinds of rows ---- */

static void row_title(struct checked *c, const struct slice *column)
{
	same(c, "title", column[1], article_slice(c->art, c->art->title));
}

static void row_byline(struct checked *c, const struct slice *column)
{
	same(c, "byline", column[1], slice_of(c->art->byline));
}

static void row_published(struct checked *c, const struct slice *column)
{
	char day[32];
	struct slice got;

	date_write(&c->art->published, day);
	got = slice_of(day);
	if (got.len > column[1].len)
		got.len = column[1].len;
	same(c, "published", column[1], got);
}

static void row_source(struct checked *c, const struct slice *column)
{
	same(c, "source", column[1], slice_of(c->art->source));
}

static void row_language(struct checked *c, const struct slice *column)
{
	same(c, "language", column[1], slice_of(c->art->language));
}

static void row_credit(struct checked *c, const struct slice *column)
{
	for (uint32_t i = 0; i < c->art->n_credit; i++) {
		if (slice_equals(column[1], c->art->credit[i]))
			return;
	}
	wrong(c, "no credit '%.*s'", (int)column[1].len, column[1].at);
}

static void row_related(struct checked *c, const struct slice *column)
{
	for (uint32_t i = 0; i < c->art->n_links; i++) {
		const struct link *l = &c->art->links[i];

		if (l->kind == LINK_RELATED &&
		    slice_equals(column[1], l->title))
			return;
	}
	wrong(c, "no related link '%.*s'", (int)column[1].len, column[1].at);
}

static void row_dropped(struct checked *c, const struct slice *column)
{
	for (uint32_t i = 0; i < c->art->n_dropped; i++) {
		const struct drop *d = &c->art->dropped[i];

		if (strncmp(d->text, column[1].at, column[1].len) == 0 &&
		    (!column[2].len || slice_equals(column[2], d->why)))
			return;
	}
	wrong(c, "'%.*s' was not dropped", (int)column[1].len, column[1].at);
}

/* ---- places in the text ---- */

static bool is_letter(uint32_t rune)
{
	utf8proc_category_t kind = utf8proc_category((utf8proc_int32_t)rune);

	return (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_ME) ||
	       (kind >= UTF8PROC_CATEGORY_ND && kind <= UTF8PROC_CATEGORY_NO);
}

/* Is text[at..at+len) a whole word or words? */
static bool is_whole(struct slice text, size_t at, size_t len)
{
	uint32_t rune;

	if (at > 0) {
		size_t before = utf8_before(text.at, at);

		utf8_get(text.at + before, at - before, &rune);
		if (is_letter(rune))
			return false;
	}
	if (at + len == text.len)
		return true;
	utf8_get(text.at + at + len, text.len - at - len, &rune);
	return !is_letter(rune);
}

/* The n-th place, from `from` on, where words stand whole. */
static bool find_words(const struct article *art, struct span in,
		       struct slice words, uint32_t n, struct span *out)
{
	struct slice text = article_slice(art, in);

	for (size_t at = 0; words.len && at + words.len <= text.len; at++) {
		if (memcmp(text.at + at, words.at, words.len) != 0 ||
		    !is_whole(text, at, words.len) || --n > 0)
			continue;
		out->start = in.start + (uint32_t)at;
		out->end = out->start + (uint32_t)words.len;
		return true;
	}
	return false;
}

/* "Surface" or "Surface@2". */
static bool find_surface(struct checked *c, struct span in,
			 struct slice surface, struct span *out)
{
	uint32_t n = 1;

	if (surface.len > 2 && surface.at[surface.len - 2] == '@') {
		n = (uint32_t)(surface.at[surface.len - 1] - '0');
		surface.len -= 2;
	}
	if (find_words(c->art, in, surface, n, out))
		return true;
	wrong(c, "the text has no '%.*s'", (int)surface.len, surface.at);
	return false;
}

/* "all of it" or "first words … last words". */
static bool find_quoted(struct checked *c, struct slice words, struct span *out)
{
	static const char gap[] = " \xe2\x80\xa6 ";
	const char *cut = memmem(words.at, words.len, gap, strlen(gap));
	struct slice first = words, last = {NULL, 0};
	struct span rest, end;

	if (cut) {
		first.len = (size_t)(cut - words.at);
		last.at = cut + strlen(gap);
		last.len = words.len - first.len - strlen(gap);
	}
	if (!find_words(c->art, c->art->body, first, 1, out))
		goto missing;
	if (!cut)
		return true;
	rest = (struct span){out->end, c->art->text_len};
	if (!find_words(c->art, rest, last, 1, &end))
		goto missing;
	out->end = end.end;
	return true;
missing:
	wrong(c, "the text has no '%.*s'", (int)words.len, words.at);
	return false;
}

/* Without marks, blanks and punctuation at both edges. */
static struct span shaved(const struct article *art, struct span s)
{
	uint32_t rune;

	while (s.start < s.end) {
		size_t n =
			utf8_get(art->text + s.start, s.end - s.start, &rune);

		if (is_letter(rune))
			break;
		s.start += (uint32_t)n;
	}
	while (s.end > s.start) {
		size_t at = utf8_before(art->text, s.end);

		utf8_get(art->text + at, s.end - at, &rune);
		if (is_letter(rune))
			break;
		s.end = (uint32_t)at;
	}
	return s;
}

static bool is_called(const struct article *art, int32_t chain,
		      struct slice name)
{
	const struct chain *found = chain < 0 ? NULL : &art->chains[chain];

	return found && (slice_equals(name, found->name) ||
			 slice_equals(name, found->known));
}

/* ---- rows on names and quotations ---- */

static void check_mention(struct checked *c, struct span in,
			  const struct slice *column)
{
	const struct article *art = c->art;
	struct span at;

	if (!find_surface(c, in, column[1], &at))
		return;
	for (uint32_t i = 0; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];
		const char *type = article_types.at[m->type];

		if (m->span.end == at.end && m->span.start < at.end &&
		    (!type || slice_equals(column[2], type)) &&
		    is_called(art, m->chain, column[3]))
			return;
	}
	wrong(c, "'%.*s' is no mention of %.*s '%.*s'", (int)column[1].len,
	      column[1].at, (int)column[2].len, column[2].at,
	      (int)column[3].len, column[3].at);
}

static void row_mention(struct checked *c, const struct slice *column)
{
	check_mention(c, c->art->body, column);
}

static void row_title_mention(struct checked *c, const struct slice *column)
{
	check_mention(c, c->art->title, column);
}

static bool spans_fit(const struct article *art, int kind, struct span want,
		      const struct quote *q)
{
	struct span got = shaved(art, q->span);
	bool same_span;

	want = shaved(art, want);
	same_span = got.start == want.start && got.end == want.end;
	if (kind == QUOTE_DIRECT)
		return same_span && q->kind == QUOTE_DIRECT;
	if (kind == QUOTE_MIXED)
		return (same_span && q->kind != QUOTE_INDIRECT) ||
		       (q->kind == QUOTE_MIXED && got.start <= want.start &&
			got.end >= want.end);
	if (strncmp(art->text + got.start, "that ", 5) == 0)
		got.start += 5;
	return q->kind == QUOTE_INDIRECT && got.end == want.end &&
	       got.start == want.start;
}

static bool speaker_fits(struct checked *c, const struct quote *q,
			 const struct slice *column)
{
	struct span at;

	if (slice_equals(column[3], "-"))
		return q->speaker.start == q->speaker.end;
	return find_surface(c, c->art->body, column[3], &at) &&
	       q->speaker.start < at.end && at.start < q->speaker.end &&
	       is_called(c->art, q->chain, column[4]);
}

static void row_quote(struct checked *c, const struct slice *column)
{
	int kind = names_find(&article_quote_kinds, column[2]);
	const struct quote *q = NULL;
	struct span want;

	if (!find_quoted(c, column[1], &want))
		return;
	for (uint32_t i = 0; i < c->art->n_quotes; i++) {
		q = &c->art->quotes[i];
		if (!spans_fit(c->art, kind, want, q))
			continue;
		if (!speaker_fits(c, q, column))
			wrong(c, "'%.*s' is not said by %.*s, %.*s",
			      (int)column[1].len, column[1].at,
			      (int)column[3].len, column[3].at,
			      (int)column[4].len, column[4].at);
		return;
	}
	wrong(c, "'%.*s' is no %.*s quotation", (int)column[1].len,
	      column[1].at, (int)column[2].len, column[2].at);
}

static const struct {
	const char *name;
	void (*check)(struct checked *c, const struct slice *column);
} rows[] = {
	{"title", row_title},         {"byline", row_byline},
	{"published", row_published}, {"source", row_source},
	{"language", row_language},   {"credit", row_credit},
	{"related", row_related},     {"dropped", row_dropped},
	{"mention", row_mention},     {"title-mention", row_title_mention},
	{"quote", row_quote},
};

/* ---- a folder ---- */

static struct slice read_file(struct arena *a, const char *folder,
			      const char *name)
{
	struct error err;
	char *path = arena_printf(a, "%s/tests/articles/%s/%s", sources, folder,
				  name);
	struct slice s = {NULL, 0};

	s.at = file_read(a, path, 1 << 24, &s.len, &err);
	return s;
}

static void check_text(struct arena *a, struct checked *c)
{
	struct slice want = slice_trim(read_file(a, c->folder, "text"));
	struct slice got = article_slice(c->art, c->art->body);
	size_t at = 0;

	while (at < want.len && at < got.len && want.at[at] == got.at[at])
		at++;
	if (at < want.len || at < got.len)
		wrong(c, "text differs at byte %zu: '%.60s', not '%.60s'", at,
		      got.at + at, want.at + at);
}

static void check_rows(struct arena *a, struct checked *c)
{
	struct slice bytes = read_file(a, c->folder, "expect.tsv");
	struct slice column[TABLE_COLUMNS];
	struct table t;

	table_init(&t, bytes.at, bytes.len);
	while (table_row(&t, column)) {
		for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
			if (slice_equals(column[0], rows[i].name))
				rows[i].check(c, column);
		}
	}
}

static void check_folder(void **state)
{
	struct checked c = {.folder = *state};
	struct document doc = {0};
	struct article *art;
	struct slice url;
	struct error err;
	struct arena a;

	arena_init(&a);
	doc.bytes = read_file(&a, c.folder, "page.html");
	if (!doc.bytes.at)
		doc.bytes = read_file(&a, c.folder, "page.txt");
	assert_non_null(doc.bytes.at);
	url = slice_trim(read_file(&a, c.folder, "url"));
	if (url.len)
		doc.url = arena_copy(&a, url.at, url.len);
	if (!pipeline_run(pipeline, &a, &doc, PIPELINE_ANNOTATE, &art, &err))
		fail_msg("%s: %s", c.folder, err.text);
	if (!article_check(art, &err))
		fail_msg("%s: %s", c.folder, err.text);
	c.art = art;
	check_text(&a, &c);
	check_rows(&a, &c);
	arena_free(&a);
	assert_int_equal(c.wrong, 0);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct CMUnitTest *)a)->name,
		      ((const struct CMUnitTest *)b)->name);
}

static size_t find_folders(struct CMUnitTest tests[FOLDERS])
{
	DIR *dir =
		opendir(arena_printf(&lasting, "%s/tests/articles", sources));
	struct dirent *entry;
	size_t n = 0;

	while (dir && n < FOLDERS && (entry = readdir(dir))) {
		char *name = arena_string(&lasting, entry->d_name);

		if (!read_file(&lasting, name, "expect.tsv").at)
			continue;
		tests[n++] = (struct CMUnitTest){name, check_folder, NULL, NULL,
						 name};
	}
	if (dir)
		closedir(dir);
	qsort(tests, n, sizeof(tests[0]), by_name);
	return n;
}

int main(void)
{
	static struct CMUnitTest tests[FOLDERS];
	struct error err;
	size_t n;
	int failed;

	sources = getenv("SOURCES") ? getenv("SOURCES") : ".";
	arena_init(&lasting);
	if (!pipeline_open(getenv("GAZETTE_DATA"), &pipeline, &err)) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	n = find_folders(tests);
	failed = _cmocka_run_group_tests("articles", tests, n, NULL, NULL);
	pipeline_close(pipeline);
	arena_free(&lasting);
	return n ? failed : 1;
}
