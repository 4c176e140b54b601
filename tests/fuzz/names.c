/* Any bytes as a text to tag: spans stand on code points and in order, names
 * nest and never cross, and nothing that was tagged before changes what is
 * found.
 *
 * The first byte tells how the rest is read: bit 0 with a title line, bit 1
 * tokens that were given, bits 2 and 3 the language.
 */
#include "fuzz.h"

#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "tag/tag.h"
#include "text/text.h"

#define HAS_TITLE 1
#define IS_GIVEN  2
#define NEST_MOST 16

static struct arena all; /* what the target reads once */
static struct text_lists *texts;
static struct tagger *tagger;

static struct slice table(const char *name)
{
	const char *data = getenv("GAZETTE_DATA");
	struct slice s;
	struct error err;

	if (!file_map(arena_printf(&all, "%s/%s", data ? data : "data", name),
		      1 << 26, &s, &err)) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	return s;
}

static void open_lists(void)
{
	struct text_tables t = {0};
	struct tag_tables n = {0};
	struct tagger *lists;
	struct error err;

	arena_init(&all);
	t.abbreviations = table("abbreviations.tsv");
	t.languages = table("languages.tsv");
	t.countries = n.countries = table("known/countries.tsv");
	n.regions = table("known/regions.tsv");
	n.cities = table("known/cities.tsv");
	n.organisations = table("known/organisations.tsv");
	n.people = table("known/people.tsv");
	n.groups = table("known/groups.tsv");
	n.given_names = table("given-names.tsv");
	n.surnames = table("surnames.tsv");
	n.titles = table("titles.tsv");
	n.roles = table("roles.tsv");
	n.places = table("places.tsv");
	n.head_words = table("head-words.tsv");
	n.stop_names = table("stop-names.tsv");
	FUZZ_HOLDS(text_lists_new(&all, &t, &texts, &err) &&
		   tagger_new(&all, &n, &lists, &err) &&
		   tagger_with_model(&all, lists, table("names.model"), &tagger,
				     &err));
}

/* ---- an article of bytes ---- */

/* Given tokens are parted by one blank, sentences by one line end. */
static size_t only_tokens(char *text, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		char c = text[i] == '\t' || text[i] == '\r' ? ' ' : text[i];

		if ((c == ' ' || c == '\n') &&
		    (n == 0 || text[n - 1] == ' ' || text[n - 1] == '\n'))
			continue;
		text[n++] = c;
	}
	return n;
}

static struct article *tagged(struct arena *a, uint8_t how, const char *bytes,
			      size_t size)
{
	static const char *const languages[] = {NULL, "en", "de", "fr"};
	struct article *art = article_new(a);
	struct slice title = {NULL, 0}, body;
	size_t len;
	char *text = utf8_clean(a, bytes, size, &len);

	body = (struct slice){text, len};
	if (how & HAS_TITLE)
		title = slice_cut(&body, '\n');
	if (!body.at)
		body = (struct slice){text + len, 0};
	if (how & IS_GIVEN) {
		title.len = 0;
		body = (struct slice){text, only_tokens(text, len)};
	}
	art->language = languages[how >> 2 & 3];
	article_set_text(art, title, body);
	if (how & IS_GIVEN)
		text_split_given(art);
	else
		text_split(art, texts);
	tag_article(tagger, art);
	return art;
}

/* ---- what holds of it ---- */

static void check_tokens(const struct article *art)
{
	uint32_t end = 0;

	for (uint32_t i = 0; i < art->n_tokens; i++) {
		struct span span = art->tokens[i].span;

		FUZZ_HOLDS(span.start >= end && span.start < span.end);
		FUZZ_HOLDS(utf8_boundary(art->text, art->text_len, span.start));
		FUZZ_HOLDS(utf8_boundary(art->text, art->text_len, span.end));
		end = span.end;
	}
	FUZZ_HOLDS(end <= art->text_len);
}

static void check_mentions(const struct article *art)
{
	uint32_t open[NEST_MOST], n_open = 0, start = 0;

	for (uint32_t i = 0; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];

		FUZZ_HOLDS(m->span.start >= start &&
			   m->span.start < m->span.end &&
			   m->span.end <= art->text_len);
		FUZZ_HOLDS(
			utf8_boundary(art->text, art->text_len, m->span.start));
		FUZZ_HOLDS(
			utf8_boundary(art->text, art->text_len, m->span.end));
		FUZZ_HOLDS(m->type < TYPES && m->confidence <= 100);
		FUZZ_HOLDS(m->of < (int32_t)art->n_mentions);
		start = m->span.start;
		while (n_open && open[n_open - 1] <= start)
			n_open--;
		FUZZ_HOLDS(n_open < NEST_MOST &&
			   (!n_open || m->span.end <= open[n_open - 1]));
		open[n_open++] = m->span.end;
	}
}

static void check_same(const struct article *a, const struct article *b)
{
	FUZZ_HOLDS(a->n_mentions == b->n_mentions);
	for (uint32_t i = 0; i < a->n_mentions; i++) {
		const struct mention *x = &a->mentions[i], *y = &b->mentions[i];

		FUZZ_HOLDS(x->span.start == y->span.start &&
			   x->span.end == y->span.end && x->type == y->type &&
			   x->form == y->form && x->of == y->of &&
			   x->gender == y->gender &&
			   x->confidence == y->confidence);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct article *first, *again;
	struct error err;
	struct arena a;

	if (!tagger)
		open_lists();
	if (size < 2)
		return 0;
	arena_init(&a);
	first = tagged(&a, data[0], bytes + 1, size - 1);
	check_tokens(first);
	check_mentions(first);
	FUZZ_HOLDS(article_check(first, &err));
	tagged(&a, (uint8_t)(data[0] ^ HAS_TITLE), bytes + size / 2,
	       size - size / 2);
	again = tagged(&a, data[0], bytes + 1, size - 1);
	check_same(first, again);
	arena_free(&a);
	return 0;
}
