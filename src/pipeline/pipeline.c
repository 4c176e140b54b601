/* Two tables tell the program: what is read under data/, and the stages.  A
 * stage sees the article and lists that were read before; no file, clock,
 * network or global. */
#include "pipeline/pipeline.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "article/json.h"
#include "base/array.h"
#include "base/die.h"
#include "base/file.h"
#include "base/utf8.h"
#include "coref/coref.h"
#include "html/url.h"
#include "page/page.h"
#include "quote/quote.h"
#include "tag/tag.h"
#include "text/text.h"

/* Raised when a stage or a table gives other results for some article. */
#define PIPELINE_RULES "2"

const char pipeline_annotated[] =
	"gazette " PACKAGE_VERSION ", rules " PIPELINE_RULES;

/* ---- tables ---- */

#define TABLE_MOST ((size_t)64 << 20)
#define MODEL_FILE "names.model"

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
	const struct pipeline *pl;
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

struct pipeline {
	struct arena arena;
	struct slice tables[TABLES];
	struct slice model; /* MODEL_FILE */
	struct page_lists *page;
	struct text_lists *text;
	struct tagger *tagger;
	struct quote_lists *quote;
	struct coref_lists *coref;
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
	case DOCUMENT_TOKENS:
		if (!utf8_valid(doc.bytes.at, doc.bytes.len))
			return error_set(err, "is not UTF-8");
		r->art = article_new(r->arena);
		article_set_text(r->art, SLICE(""), doc.bytes);
		return true;
	}
	return page_clean(r->arena, r->pl->page, &doc, &r->art, err);
}

static bool run_text(struct run *r, struct error *err)
{
	(void)err;
	if (r->doc->kind == DOCUMENT_TOKENS)
		text_split_given(r->art);
	else
		text_split(r->art, r->pl->text);
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
	quote_find(r->pl->quote, r->art);
	return true;
}

static bool run_coref(struct run *r, struct error *err)
{
	(void)err;
	coref_chain(r->pl->coref, r->art);
	return true;
}

static uint64_t cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (uint64_t)now.tv_sec * UINT64_C(1000000000) +
	       (uint64_t)now.tv_nsec;
}

bool pipeline_run(struct pipeline *pl, struct arena *a,
		  const struct document *doc, enum pipeline_depth depth,
		  struct article **out, struct error *err)
{
	struct run r = {pl, a, doc, NULL};
	uint64_t now, before = cpu_ns();

	for (size_t i = 0; i < STAGES; i++) {
		const struct stage *stage = &stages[i];
		bool is_good;

		if (stage->depth > depth ||
		    (doc->kind == DOCUMENT_TOKENS && !stage->for_tokens))
			continue;
		is_good = stage->run(&r, err);
		now = cpu_ns();
		pl->times[i].cpu_ns += now - before;
		before = now;
		if (!is_good)
			return false;
	}
	if (depth == PIPELINE_ANNOTATE)
		r.art->annotated = pipeline_annotated;
	*out = r.art;
	return true;
}

uint32_t pipeline_times(const struct pipeline *pl,
			const struct pipeline_time **out)
{
	*out = pl->times;
	return STAGES;
}

/* ---- open and close ---- */

static bool read_tables(struct pipeline *pl, const char *data,
			struct error *err)
{
	struct arena *a = &pl->arena;

	for (uint32_t i = 0; i < TABLES; i++) {
		const char *path =
			arena_printf(a, "%s/%s", data, table_files[i]);
		struct slice *table = &pl->tables[i];

		table->at = file_read(a, path, TABLE_MOST, &table->len, err);
		if (!table->at)
			return false;
	}
	return true;
}

static bool map_model(struct pipeline *pl, const char *data, struct error *err)
{
	const char *path = arena_printf(&pl->arena, "%s/%s", data, MODEL_FILE);

	return file_map(path, TABLE_MOST, &pl->model, err);
}

static bool open_texts(struct pipeline *pl, struct error *err)
{
	const struct slice *t = pl->tables;
	struct text_tables text = {
		.abbreviations = t[T_ABBREVIATIONS],
		.languages = t[T_LANGUAGES],
		.countries = t[T_COUNTRIES],
	};

	return page_lists_new(&pl->arena, t[T_BOILERPLATE], t[T_MONTHS],
			      t[T_ORGANISATIONS], &pl->page, err) &&
	       text_lists_new(&pl->arena, &text, &pl->text, err);
}

static bool open_names(struct pipeline *pl, struct error *err)
{
	const struct slice *t = pl->tables;
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
		.model = pl->model,
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

	return tagger_new(&pl->arena, &tag, &pl->tagger, err) &&
	       quote_lists_new(&pl->arena, t[T_REPORTING_VERBS], t[T_ROLES],
			       t[T_SPEECH_WORDS], &pl->quote, err) &&
	       coref_lists_new(&pl->arena, &coref, &pl->coref, err);
}

bool pipeline_open(const char *data, struct pipeline **out, struct error *err)
{
	struct pipeline *pl = calloc(1, sizeof(*pl));

	if (!pl)
		die("out of memory");
	arena_init(&pl->arena);
	for (size_t i = 0; i < STAGES; i++)
		pl->times[i].stage = stages[i].name;
	if (read_tables(pl, data, err) && map_model(pl, data, err) &&
	    open_texts(pl, err) && open_names(pl, err)) {
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
