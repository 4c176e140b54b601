/* Every folder beside this file: a page, and what an article should be made
 * of it (README.md).  One test a folder; the rows are checked by the table of
 * row kinds, so a stage adds its kinds there. */
#include "../test.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/table.h"
#include "page/page.h"

#define FOLDERS 300

static struct arena lasting;
static struct page_lists *lists;
static const char *sources, *data;

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

/* What a page does not declare, the text stage detects. */
static void row_language(struct checked *c, const struct slice *column)
{
	if (c->art->language)
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

static const struct {
	const char *name;
	void (*check)(struct checked *c, const struct slice *column);
} rows[] = {
	{"title", row_title},         {"byline", row_byline},
	{"published", row_published}, {"source", row_source},
	{"language", row_language},   {"credit", row_credit},
	{"related", row_related},     {"dropped", row_dropped},
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
	if (!page_clean(&a, lists, &doc, &art, &err))
		fail_msg("%s: %s", c.folder, err.text);
	if (!article_check(art, &err))
		fail_msg("%s: %s", c.folder, err.text);
	c.art = art;
	check_text(&a, &c);
	check_rows(&a, &c);
	arena_free(&a);
	assert_int_equal(c.wrong, 0);
}

static struct slice read_table(const char *name)
{
	struct error err;
	struct slice s;
	char *path = arena_printf(&lasting, "%s/%s", data, name);

	s.at = file_read(&lasting, path, 1 << 24, &s.len, &err);
	if (!s.at)
		fprintf(stderr, "%s\n", err.text);
	return s;
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
	data = getenv("GAZETTE_DATA") ? getenv("GAZETTE_DATA") : "data";
	arena_init(&lasting);
	if (!page_lists_new(&lasting, read_table("boilerplate.tsv"),
			    read_table("months.tsv"),
			    read_table("known/organisations.tsv"), &lists,
			    &err)) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	n = find_folders(tests);
	failed = _cmocka_run_group_tests("articles", tests, n, NULL, NULL);
	arena_free(&lasting);
	return n ? failed : 1;
}
