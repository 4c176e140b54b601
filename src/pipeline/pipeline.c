/* Two tables tell the program: what is read under data/, and the stages.  A
 * stage sees the article and lists that were read before; no file, clock,
 * network or global. */
#include "pipeline/pipeline.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "article/json.h"
#include "base/array.h"
#include "base/die.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/image.h"
#include "base/utf8.h"
#include "coref/coref.h"
#include "feed/feed.h"
#include "feed/list.h"
#include "feed/saved.h"
#include "html/tree.h"
#include "html/url.h"
#include "page/page.h"
#include "pipeline/items.h"
#include "pipeline/mail.h"
#include "pipeline/stamp.h"
#include "quote/quote.h"
#include "tag/tag.h"
#include "text/text.h"

/* Raised when a stage or a table gives other results for some article. */
#define PIPELINE_RULES "3"

const char pipeline_annotated[] =
	"gazette " PACKAGE_VERSION ", rules " PIPELINE_RULES;

const char *pipeline_parser(void)
{
	return html_library;
}

/* ---- tables ---- */

#define TABLE_MOST  ((size_t)64 << 20)
#define MODEL_FILE  "names.model"
#define IMAGE_FILE  "tables.image"
#define IMAGE_SLACK 60 /* seconds in which files are installed */

enum table_name {
	T_ABBREVIATIONS,
	T_BOILERPLATE,
	T_CITIES,
	T_COUNTRIES,
	T_GIVEN_NAMES,
	T_GROUPS,
	T_HEAD_WORDS,
	T_LANGUAGES,
	T_MONTHS,
	T_NICKNAMES,
	T_ORGANISATIONS,
	T_PEOPLE,
	T_PLACES,
	T_REGIONS,
	T_REPORTING_VERBS,
	T_ROLES,
	T_SPEECH_WORDS,
	T_STOP_NAMES,
	T_SURNAMES,
	T_TITLES,
	TABLES
};

static const char *const table_files[TABLES] = {
	[T_ABBREVIATIONS] = "abbreviations.tsv",
	[T_BOILERPLATE] = "boilerplate.tsv",
	[T_CITIES] = "known/cities.tsv",
	[T_COUNTRIES] = "known/countries.tsv",
	[T_GIVEN_NAMES] = "given-names.tsv",
	[T_GROUPS] = "known/groups.tsv",
	[T_HEAD_WORDS] = "head-words.tsv",
	[T_LANGUAGES] = "languages.tsv",
	[T_MONTHS] = "months.tsv",
	[T_NICKNAMES] = "nicknames.tsv",
	[T_ORGANISATIONS] = "known/organisations.tsv",
	[T_PEOPLE] = "known/people.tsv",
	[T_PLACES] = "places.tsv",
	[T_REGIONS] = "known/regions.tsv",
	[T_REPORTING_VERBS] = "reporting-verbs.tsv",
	[T_ROLES] = "roles.tsv",
	[T_SPEECH_WORDS] = "speech-words.tsv",
	[T_STOP_NAMES] = "stop-names.tsv",
	[T_SURNAMES] = "surnames.tsv",
	[T_TITLES] = "titles.tsv",
};

/* ---- stages ---- */

struct run {
	struct pipeline *pl;
	struct arena *arena;
	const struct document *doc;
	struct article *art;
};

struct stage {
	const char *name;
	uint8_t depth;   /* enum pipeline_depth: from which on it runs */
	bool for_tokens; /* for tokens that are given, too */
	bool (*run)(struct run *r, struct error *err);
};

static bool run_page(struct run *r, struct error *err);
static bool run_text(struct run *r, struct error *err);
static bool run_tag(struct run *r, struct error *err);
static bool run_quote(struct run *r, struct error *err);
static bool run_coref(struct run *r, struct error *err);

static const struct stage stages[] = {
	{"page", PIPELINE_CLEAN, true, run_page},  /* bytes    -> text */
	{"text", PIPELINE_CLEAN, true, run_text},  /* text     -> tokens */
	{"tag", PIPELINE_ANNOTATE, true, run_tag}, /* tokens   -> mentions */
	{"quote", PIPELINE_ANNOTATE, false, run_quote}, /* mentions -> quotes */
	{"coref", PIPELINE_ANNOTATE, false, run_coref}, /* mentions -> chains */
};

#define STAGES array_length(stages)

/* What the stages know beforehand. */
struct known {
	struct page_lists *page;
	struct text_lists *text;
	struct tagger *names; /* without the model */
	struct quote_lists *quote;
	struct coref_lists *coref;
};

struct pipeline {
	struct arena arena;
	const struct known *known;
	struct tagger *tagger; /* with it */
	struct pipeline_time times[STAGES];
};

/* What came with the bytes may be a file's name in any encoding: a record is
 * UTF-8. */
static void clean_words(struct arena *a, struct document *doc)
{
	const char **words[] = {&doc->url,    &doc->file,   &doc->title,
				&doc->byline, &doc->source, &doc->summary};

	for (size_t i = 0; i < array_length(words); i++) {
		const char *text = *words[i];
		size_t len = text ? strlen(text) : 0;

		if (text && !utf8_valid(text, len))
			*words[i] = utf8_clean(a, text, len, &len);
	}
}

/* A document as one article's text: parsed, read or taken as it is. */
static bool run_page(struct run *r, struct error *err)
{
	struct document doc = *r->doc;

	clean_words(r->arena, &doc);
	if (doc.kind == DOCUMENT_AUTO)
		doc.kind = (uint8_t)page_sniff(&doc);
	switch (doc.kind) {
	case DOCUMENT_JSON:
		if (!article_json_read(r->arena, doc.bytes, doc.mentions_given,
				       &r->art, err))
			return false;
		r->art->file = arena_string(r->arena, doc.file);
		if (r->art->url)
			r->art->url = html_url_normal(r->arena, r->art->url);
		return true;
	case DOCUMENT_MAIL:
		return mail_article(r->arena, r->pl->known->page, &doc, &r->art,
				    err);
	case DOCUMENT_TOKENS:
		if (!utf8_valid(doc.bytes.at, doc.bytes.len))
			return error_set(err, "is not UTF-8");
		r->art = article_new(r->arena);
		article_set_text(r->art, SLICE(""), doc.bytes);
		return true;
	}
	return page_clean(r->arena, r->pl->known->page, &doc, &r->art, err);
}

static bool run_text(struct run *r, struct error *err)
{
	(void)err;
	if (r->doc->kind == DOCUMENT_TOKENS)
		text_split_given(r->art);
	else
		text_split(r->art, r->pl->known->text);
	return true;
}

static bool run_tag(struct run *r, struct error *err)
{
	(void)err;
	tag_article(r->pl->tagger, r->art);
	return true;
}

static bool run_quote(struct run *r, struct error *err)
{
	(void)err;
	quote_find(r->pl->known->quote, r->art);
	return true;
}

static bool run_coref(struct run *r, struct error *err)
{
	(void)err;
	coref_chain(r->pl->known->coref, r->art);
	return true;
}

static uint64_t cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (uint64_t)now.tv_sec * UINT64_C(1000000000) +
	       (uint64_t)now.tv_nsec;
}

/* The stages from number `first` on. */
static bool run_stages(struct run *r, size_t first, enum pipeline_depth depth,
		       struct error *err)
{
	uint64_t now, before = cpu_ns();

	for (size_t i = first; i < STAGES; i++) {
		const struct stage *stage = &stages[i];
		bool is_good;

		if (stage->depth > depth ||
		    (r->doc->kind == DOCUMENT_TOKENS && !stage->for_tokens))
			continue;
		is_good = stage->run(r, err);
		now = cpu_ns();
		r->pl->times[i].cpu_ns += now - before;
		before = now;
		if (!is_good)
			return false;
	}
	if (depth >= PIPELINE_ANNOTATE)
		r->art->annotated = pipeline_annotated;
	return true;
}

bool pipeline_run(struct pipeline *pl, struct arena *a,
		  const struct document *doc, enum pipeline_depth depth,
		  struct article **out, struct error *err)
{
	struct run r = {pl, a, doc, NULL};

	if (!run_stages(&r, 0, depth, err))
		return false;
	*out = r.art;
	return true;
}

/* ---- feeds ---- */

static bool read_feed(const struct document *doc, struct arena *a,
		      struct feed **out, struct error *err)
{
	return feed_parse_new(a, doc->bytes, doc->charset, doc->url, doc->known,
			      out, err);
}

/* One item, in an arena that ends with it. */
static bool give_item(struct pipeline *pl, const struct items *it, uint32_t n,
		      enum pipeline_depth depth,
		      const struct pipeline_sink *sink, bool *is_empty)
{
	uint64_t before = cpu_ns();
	struct error unfit;
	struct arena a;
	struct run r = {pl, &a, it->doc, NULL};
	bool goes_on = true;

	arena_init(&a);
	*is_empty = !items_article(it, n, &a, pl->known->page, &r.art, &unfit);
	pl->times[0].cpu_ns += cpu_ns() - before;
	if (!*is_empty && run_stages(&r, 1, depth, &unfit))
		goes_on = sink->article(sink->self, r.art);
	arena_free(&a);
	return goes_on;
}

static void done_with(struct str *items, uint64_t raw)
{
	for (unsigned i = 0; i < 8; i++)
		str_add_char(items, (char)(raw >> 8 * i));
}

static void give_items(struct pipeline *pl, struct arena *a,
		       const struct feed *feed, const struct document *doc,
		       enum pipeline_depth depth,
		       const struct pipeline_sink *sink)
{
	struct document_head head;
	struct str done = {0};
	bool goes_on = true, is_empty;
	struct items it;

	items_init(&it, a, feed, doc);
	items_head(&it, a, &head);
	/* the last item is the oldest: numbers grow with time */
	for (uint32_t i = feed->n_entries; i-- > 0;) {
		if (feed->entries[i].is_known) {
			head.n_known++;
		} else {
			if (!goes_on)
				continue;
			goes_on = give_item(pl, &it, i, depth, sink, &is_empty);
			head.n_empty += is_empty;
			if (!is_empty)
				continue;
		}
		done_with(&done, feed->entries[i].raw);
	}
	head.items = (struct slice){str_text(&done), done.len};
	sink->head(sink->self, &head);
	str_free(&done);
}

static bool give_feed(struct pipeline *pl, struct arena *a,
		      const struct document *doc, enum pipeline_depth depth,
		      const struct pipeline_sink *sink, struct error *err)
{
	uint64_t before = cpu_ns();
	struct feed *feed;
	bool is_good = read_feed(doc, a, &feed, err);

	pl->times[0].cpu_ns += cpu_ns() - before;
	if (is_good)
		give_items(pl, a, feed, doc, depth, sink);
	return is_good;
}

static bool give_parsed(struct arena *a, const struct document *doc,
			const struct pipeline_sink *sink, struct error *err)
{
	struct str words = {0};
	struct feed *feed;

	if (!read_feed(doc, a, &feed, err))
		return false;
	feed_json(feed, doc->file, &words);
	sink->words(sink->self, (struct slice){words.at, words.len});
	str_free(&words);
	return true;
}

static bool give_list(struct arena *a, const struct document *doc,
		      const struct pipeline_sink *sink, struct error *err)
{
	struct str words = {0};
	struct feed_list list;

	if (doc->kind == DOCUMENT_SITE)
		feed_discover(a, doc->bytes, doc->charset, doc->url, &list);
	else if (!feed_list_parse(a, doc->bytes, doc->charset, &list, err))
		return false;
	feed_list_json(&list, &words);
	sink->words(sink->self, (struct slice){words.at, words.len});
	str_free(&words);
	return true;
}

static bool give_saved(struct arena *a, const struct document *doc,
		       const struct pipeline_sink *sink, struct error *err)
{
	struct str words = {0};
	bool is_good = saved_parse(a, doc->source ? doc->source : "",
				   doc->bytes, &words, err);

	if (is_good)
		sink->words(sink->self, (struct slice){words.at, words.len});
	str_free(&words);
	return is_good;
}

bool pipeline_give(struct pipeline *pl, struct arena *a,
		   const struct document *doc, enum pipeline_depth depth,
		   const struct pipeline_sink *sink, struct error *err)
{
	struct article *art;

	switch (doc->kind) {
	case DOCUMENT_FEED:
		return give_feed(pl, a, doc, depth, sink, err);
	case DOCUMENT_FEED_PARSE:
		return give_parsed(a, doc, sink, err);
	case DOCUMENT_OPML:
	case DOCUMENT_SITE:
		return give_list(a, doc, sink, err);
	case DOCUMENT_SAVED:
		return give_saved(a, doc, sink, err);
	}
	if (!pipeline_run(pl, a, doc, depth, &art, err))
		return false;
	sink->article(sink->self, art);
	return true;
}

uint32_t pipeline_times(const struct pipeline *pl,
			const struct pipeline_time **out)
{
	*out = pl->times;
	return STAGES;
}

/* ---- what is known, from tables ---- */

/* Do the lists point into the table?  If one does without standing here, the
 * image is refused when it is made. */
static bool is_kept(uint32_t table)
{
	return table == T_CITIES || table == T_COUNTRIES || table == T_GROUPS ||
	       table == T_ORGANISATIONS || table == T_PEOPLE ||
	       table == T_ROLES;
}

static bool read_tables(struct arena *kept, struct arena *passing,
			const char *data, struct slice tables[TABLES],
			struct error *err)
{
	for (uint32_t i = 0; i < TABLES; i++) {
		const char *path =
			arena_printf(passing, "%s/%s", data, table_files[i]);
		struct slice *table = &tables[i];

		table->at = file_read(is_kept(i) ? kept : passing, path,
				      TABLE_MOST, &table->len, err);
		if (!table->at)
			return false;
	}
	return true;
}

static bool make_texts(struct known *known, struct arena *a,
		       const struct slice *t, struct error *err)
{
	struct text_tables text = {
		.abbreviations = t[T_ABBREVIATIONS],
		.languages = t[T_LANGUAGES],
		.countries = t[T_COUNTRIES],
	};

	return page_lists_new(a, t[T_BOILERPLATE], t[T_MONTHS],
			      t[T_ORGANISATIONS], &known->page, err) &&
	       text_lists_new(a, &text, &known->text, err);
}

static bool make_names(struct known *known, struct arena *a,
		       const struct slice *t, struct error *err)
{
	struct tag_tables tag = {
		.countries = t[T_COUNTRIES],
		.regions = t[T_REGIONS],
		.cities = t[T_CITIES],
		.organisations = t[T_ORGANISATIONS],
		.people = t[T_PEOPLE],
		.groups = t[T_GROUPS],
		.given_names = t[T_GIVEN_NAMES],
		.surnames = t[T_SURNAMES],
		.titles = t[T_TITLES],
		.roles = t[T_ROLES],
		.places = t[T_PLACES],
		.head_words = t[T_HEAD_WORDS],
		.stop_names = t[T_STOP_NAMES],
	};
	struct coref_tables coref = {
		.countries = t[T_COUNTRIES],
		.cities = t[T_CITIES],
		.organisations = t[T_ORGANISATIONS],
		.people = t[T_PEOPLE],
		.groups = t[T_GROUPS],
		.given_names = t[T_GIVEN_NAMES],
		.titles = t[T_TITLES],
		.roles = t[T_ROLES],
		.nicknames = t[T_NICKNAMES],
	};

	return tagger_new(a, &tag, &known->names, err) &&
	       quote_lists_new(a, t[T_REPORTING_VERBS], t[T_ROLES],
			       t[T_SPEECH_WORDS], &known->quote, err) &&
	       coref_lists_new(a, &coref, &known->coref, err);
}

/* An image_maker; self: the path of the data folder. */
static bool make_known(void *self, struct arena *a, void **root,
		       struct error *err)
{
	struct slice tables[TABLES];
	struct arena passing;
	struct known *known = arena_alloc(a, sizeof(*known));
	bool is_good;

	arena_init(&passing);
	is_good = read_tables(a, &passing, self, tables, err) &&
		  make_texts(known, a, tables, err) &&
		  make_names(known, a, tables, err);
	arena_free(&passing);
	*root = known;
	return is_good;
}

/* ---- and from their image ---- */

/* What program and which tables an image is of; *newest: of the tables.
 * 0 when a table is missing. */
static uint64_t stamp_of(struct arena *a, const char *data, time_t *newest)
{
	uint64_t stamp = PIPELINE_STAMP;

	*newest = 0;
	for (uint32_t i = 0; i < TABLES; i++) {
		uint64_t size;
		struct stat st;

		if (stat(arena_printf(a, "%s/%s", data, table_files[i]), &st) !=
		    0)
			return 0;
		size = (uint64_t)st.st_size;
		stamp = hash_bytes(&size, sizeof(size), stamp);
		if (st.st_mtime > *newest)
			*newest = st.st_mtime;
	}
	return stamp ? stamp : 1;
}

/* An image that is older than a table may say other things than it. */
static const struct known *map_image(const char *path, uint64_t stamp,
				     time_t newest)
{
	struct stat st;

	if (stat(path, &st) != 0 || st.st_mtime + IMAGE_SLACK < newest)
		return NULL;
	return image_map(path, stamp);
}

/* Beside the tables, or below the program while it is in its build folder. */
static const struct known *find_image(struct arena *a, const char *data)
{
	char program[4096];
	ssize_t n = readlink("/proc/self/exe", program, sizeof(program));
	const struct known *known;
	time_t newest;
	uint64_t stamp = stamp_of(a, data, &newest);

	if (!stamp)
		return NULL;
	known = map_image(arena_printf(a, "%s/" IMAGE_FILE, data), stamp,
			  newest);
	while (n > 0 && program[n - 1] != '/')
		n--;
	if (known || n <= 0)
		return known;
	return map_image(
		arena_printf(a, "%.*sdata/" IMAGE_FILE, (int)n, program), stamp,
		newest);
}

bool pipeline_write_image(const char *data, const char *path, struct error *err)
{
	struct arena a;
	time_t newest;
	bool is_good;

	arena_init(&a);
	is_good = image_write(path, make_known, arena_string(&a, data),
			      stamp_of(&a, data, &newest), err);
	arena_free(&a);
	return is_good;
}

/* ---- open and close ---- */

static bool open_known(struct pipeline *pl, const char *data, struct error *err)
{
	struct arena *a = &pl->arena;
	void *root;

	pl->known = find_image(a, data);
	if (pl->known)
		return true;
	if (!make_known(arena_string(a, data), a, &root, err))
		return false;
	pl->known = root;
	return true;
}

static bool open_tagger(struct pipeline *pl, const char *data,
			struct error *err)
{
	const char *path = arena_printf(&pl->arena, "%s/" MODEL_FILE, data);
	struct slice model;

	return file_map(path, TABLE_MOST, &model, err) &&
	       tagger_with_model(&pl->arena, pl->known->names, model,
				 &pl->tagger, err);
}

void pipeline_prepare_pages(void)
{
	page_prepare();
}

bool pipeline_open(const char *data, struct pipeline **out, struct error *err)
{
	struct pipeline *pl = calloc(1, sizeof(*pl));

	if (!pl)
		die("out of memory");
	arena_init(&pl->arena);
	for (size_t i = 0; i < STAGES; i++)
		pl->times[i].stage = stages[i].name;
	if (open_known(pl, data, err) && open_tagger(pl, data, err)) {
		*out = pl;
		return true;
	}
	pipeline_close(pl);
	return error_note(err, "cannot load what is known");
}

void pipeline_close(struct pipeline *pl)
{
	if (pl) {
		arena_free(&pl->arena);
		free(pl);
	}
}
