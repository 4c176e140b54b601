#include "corpus.h"

#include <string.h>

#include "base/file.h"
#include "tag/majority.h"
#include "tag/sequence.h"
#include "text/class.h"
#include "text/text.h"

#define FILE_MOST     (1u << 30)
#define SENTENCES_DOC 40 /* where a file does not part its documents */

uint32_t corpus_random(uint64_t *state, uint32_t below)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (uint32_t)((*state >> 32) * below >> 32);
}

/* ---- one document ---- */

struct builder {
	struct corpus *corpus;
	struct str text;
	uint8_t *gold; /* of the tokens so far; grown by doubling */
	uint32_t n, room, sentences;
	bool is_silver;
};

static uint8_t tag_of(struct slice tag)
{
	static const char *const kinds[] = {"PER", "ORG", "LOC", "MISC"};
	struct slice kind;

	if (tag.len == 0 || tag.at[0] == 'O')
		return MODEL_O;
	if (tag.at[0] == '?')
		return GOLD_O_OR_MISC;
	if (tag.at[0] == '*')
		return GOLD_ANY;
	kind = (struct slice){tag.at + 2, tag.len < 2 ? 0 : tag.len - 2};
	for (uint8_t k = 0; k < array_length(kinds); k++) {
		if (slice_equals(kind, kinds[k]))
			return (uint8_t)(1 + 2 * k + (tag.at[0] != 'B'));
	}
	return MODEL_O;
}

static void add_token(struct builder *b, struct slice word, uint8_t tag)
{
	struct arena *a = b->corpus->arena;

	if (b->n == b->room) {
		uint8_t *larger = arena_alloc(a, b->room ? b->room * 2 : 1024);

		if (b->n)
			memcpy(larger, b->gold, b->n);
		b->gold = larger;
		b->room = b->room ? b->room * 2 : 1024;
	}
	b->gold[b->n++] = tag;
	if (b->text.len && b->text.at[b->text.len - 1] != '\n')
		str_add_char(&b->text, ' ');
	/* a blank inside of a token would part it */
	for (size_t i = 0; i < word.len; i++)
		str_add_char(&b->text, word.at[i] == ' ' ? '_' : word.at[i]);
}

static void end_sentence(struct builder *b)
{
	if (b->text.len && b->text.at[b->text.len - 1] != '\n') {
		str_add_char(&b->text, '\n');
		b->sentences++;
	}
}

static void end_document(struct builder *b)
{
	struct corpus *c = b->corpus;
	struct document *d;

	end_sentence(b);
	if (b->n == 0)
		return;
	d = array_add(c->arena, c->documents, c->n_documents);
	d->art = article_new(c->arena);
	d->art->language = "en";
	article_set_text(d->art, (struct slice){NULL, 0},
			 (struct slice){b->text.at, b->text.len});
	text_split_given(d->art);
	if (d->art->n_tokens != b->n) {
		c->n_documents--;
	} else {
		tag_scan(&d->scan, c->tagger, d->art);
		d->senses = feature_senses(&d->scan, c->model);
		d->gold = b->gold;
		d->found = arena_alloc(c->arena, b->n);
		d->is_silver = b->is_silver;
		c->tokens += b->n;
	}
	str_clear(&b->text);
	b->gold = NULL;
	b->n = b->room = b->sentences = 0;
}

static bool is_start(struct slice line)
{
	return line.len >= 10 && memcmp(line.at, "-DOCSTART-", 10) == 0;
}

bool corpus_read(struct corpus *c, const char *path, bool is_silver,
		 struct error *err)
{
	struct builder b = {.corpus = c, .is_silver = is_silver};
	struct slice rest, line, word;
	bool is_parted = false;

	rest.at = file_read(c->arena, path, FILE_MOST, &rest.len, err);
	if (!rest.at)
		return false;
	while (rest.at && rest.len) {
		line = slice_cut(&rest, '\n');
		if (line.len == 0) {
			end_sentence(&b);
			if (!is_parted && b.sentences >= SENTENCES_DOC)
				end_document(&b);
			continue;
		}
		if (is_start(line)) {
			end_document(&b);
			is_parted = true;
			continue;
		}
		word = slice_cut(&line, '\t');
		if (word.len && line.at)
			add_token(&b, word, tag_of(slice_cut(&line, '\t')));
	}
	end_document(&b);
	str_free(&b.text);
	return true;
}

/* ---- copies in other cases ---- */

static const char *const small[] = {"a",  "an", "the", "of",  "in",  "on",
				    "at", "to", "for", "and", "or",  "but",
				    "by", "as", "is",  "are", "was", "with",
				    "be", "up", "it",  "its", "not", "from"};

static bool is_small(struct slice w)
{
	for (size_t i = 0; i < array_length(small); i++) {
		if (slice_equals(w, small[i]))
			return true;
	}
	return false;
}

/* ASCII is enough: the copies teach what capitals are worth. */
static struct slice recased(struct slice w, bool all, char room[64])
{
	if (w.len >= 64)
		return w;
	memcpy(room, w.at, w.len);
	for (size_t i = 0; i < (all ? w.len : 1); i++) {
		if (room[i] >= 'a' && room[i] <= 'z')
			room[i] = (char)(room[i] - 'a' + 'A');
	}
	return (struct slice){room, w.len};
}

static void copy_sentence(struct builder *b, const struct document *d,
			  const struct sentence *st, bool all)
{
	char room[64];
	uint32_t n = st->n_tokens;
	struct slice last = scan_word(&d->scan, st->token + n - 1);

	n -= last.at[0] == '.';
	for (uint32_t i = st->token; i < st->token + n; i++) {
		struct slice w = scan_word(&d->scan, i);
		bool keep = !all && i > st->token && is_small(w);

		add_token(b, keep ? w : recased(w, all, room), d->gold[i]);
	}
	end_sentence(b);
}

static bool has_name(const struct document *d, const struct sentence *st)
{
	for (uint32_t i = st->token; i < st->token + st->n_tokens; i++) {
		if (d->gold[i] != MODEL_O && d->gold[i] < MODEL_TAGS)
			return true;
	}
	return false;
}

void corpus_add_cases(struct corpus *c, uint32_t first, uint32_t end,
		      uint32_t percent)
{
	struct builder b = {.corpus = c};
	uint64_t random = 7919;

	for (uint32_t n = first; n < end; n++) {
		/* the array moves when documents are added */
		struct document d = c->documents[n];

		for (uint32_t k = 0; k < d.art->n_sentences; k++) {
			const struct sentence *st = &d.art->sentences[k];

			if (st->n_tokens < 3 || st->n_tokens > 30 ||
			    corpus_random(&random, 100) >= percent ||
			    !has_name(&d, st))
				continue;
			copy_sentence(&b, &d, st,
				      corpus_random(&random, 2) == 0);
			if (b.sentences >= SENTENCES_DOC)
				end_document(&b);
		}
	}
	end_document(&b);
	str_free(&b.text);
}

/* ---- agreement ---- */

static bool is_other(uint8_t tag)
{
	return tag == MODEL_O || sequence_kind(tag) == 4;
}

static bool ends_before(const uint8_t *tags, uint32_t i, uint32_t n)
{
	return i == n || tags[i] == MODEL_O || sequence_begins(tags[i]);
}

/* The name of a that begins at i: is it in b too?  Fills *end. */
static bool is_shared(const uint8_t *a, const uint8_t *b, uint32_t i,
		      uint32_t n, uint32_t *end)
{
	uint32_t at = i + 1;

	while (!ends_before(a, at, n))
		at++;
	*end = at;
	for (uint32_t k = i; k < at; k++) {
		if (a[k] != b[k])
			return false;
	}
	return ends_before(b, at, n);
}

static void mark_differences(const uint8_t *a, const uint8_t *b, uint32_t n,
			     bool *differs)
{
	for (uint32_t i = 0, end; i < n; i++) {
		if (is_other(a[i]) || !sequence_begins(a[i]))
			continue;
		if (is_shared(a, b, i, n, &end))
			continue;
		for (uint32_t k = i; k < end; k++)
			differs[k] = true;
	}
}

static void agree_sentence(struct document *d, const struct sentence *st,
			   bool *differs)
{
	uint8_t *gold = d->gold + st->token, *found = d->found + st->token;
	uint32_t n = st->n_tokens, bad = 0;

	memset(differs, 0, n);
	mark_differences(gold, found, n, differs);
	mark_differences(found, gold, n, differs);
	for (uint32_t i = 0; i < n; i++)
		bad += differs[i];
	for (uint32_t i = 0; i < n; i++) {
		if (i > 0 && differs[i - 1] && found[i] != MODEL_O &&
		    !sequence_begins(found[i]))
			differs[i] = true;
		gold[i] = differs[i] || bad * 2 > n ? GOLD_ANY : found[i];
	}
}

void corpus_agree(struct corpus *c)
{
	for (uint32_t n = 0; n < c->n_documents; n++) {
		struct document *d = &c->documents[n];
		bool *differs;

		if (!d->is_silver)
			continue;
		differs = arena_alloc(c->arena, d->art->n_tokens);
		for (uint32_t k = 0; k < d->art->n_sentences; k++)
			agree_sentence(d, &d->art->sentences[k], differs);
	}
}

void corpus_majorities(struct document *d)
{
	tag_count_kinds(&d->scan, d->found);
	tag_majorities(&d->scan, d->senses);
}

void corpus_forget(struct document *d)
{
	for (uint32_t i = 0; i < d->art->n_tokens; i++)
		d->senses[i].majority = 0;
}
