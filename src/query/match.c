/* Where a text shows why it matches: the sentence with most of what was asked
 * for.  Words of the text are folded as the index folds them; most are told
 * apart from those that are wanted by their first letter. */
#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "query/looks.h"

#define LOOKS_MOST 24u
#define WORD_MOST  64u /* bytes of a word that may be wanted */

/* ---- what is looked for ---- */

static void add_look(struct query_looks *to, const char *word, bool is_prefix)
{
	if (to->n < LOOKS_MOST && *word)
		to->at[to->n++] =
			(struct query_look){word, strlen(word), is_prefix};
}

/* The words of the folded text; of a name, those that say something. */
static void add_words(struct arena *a, struct query_looks *to, char *words,
		      bool is_prefix, bool is_name)
{
	struct slice rest = slice_of(words);

	while (rest.at) {
		struct slice word = slice_cut(&rest, ' ');

		if (!is_name || word.len > 2)
			add_look(to, arena_copy(a, word.at, word.len),
				 is_prefix && !rest.at);
	}
}

static void add_names(struct store *st, struct arena *a, struct query_looks *to,
		      const struct query_node *node)
{
	for (uint32_t i = 0; i < node->n_entity && i < 3; i++) {
		struct entity_row *e;
		struct error ignored;

		if (store_entity_get(st, a, node->entity[i], &e, &ignored) && e)
			add_words(a, to,
				  store_words(a, e->name, strlen(e->name)),
				  false, true);
	}
}

static void collect(struct store *st, struct arena *a, struct query_looks *to,
		    const struct query_node *node)
{
	if (node->kind == QUERY_NOT)
		return;
	if (node->kind == QUERY_WORDS)
		add_words(a, to, store_words(a, node->text, strlen(node->text)),
			  node->is_prefix, false);
	add_names(st, a, to, node);
	for (uint32_t i = 0; i < node->n_kid; i++)
		collect(st, a, to, node->kid[i]);
}

void query_looks_find(struct store *st, struct arena *a,
		      const struct query_node *tree, struct query_looks *out)
{
	*out = (struct query_looks){
		arena_array(a, LOOKS_MOST, sizeof(*out->at)), 0};
	collect(st, a, out, tree);
}

/* ---- one word of the text ---- */

static bool is_letter(uint32_t rune)
{
	utf8proc_category_t c;

	if (rune < 0x80)
		return (rune >= '0' && rune <= '9') ||
		       ((rune | 0x20) >= 'a' && (rune | 0x20) <= 'z');
	c = utf8proc_category((utf8proc_int32_t)rune);
	return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_NO;
}

static bool may_begin(const struct query_looks *looks, char first)
{
	if ((unsigned char)first >= 0x80)
		return true;
	if (first >= 'A' && first <= 'Z')
		first |= 0x20;
	for (uint32_t i = 0; i < looks->n; i++) {
		if (looks->at[i].word[0] == first)
			return true;
	}
	return false;
}

/* Han and kana: a run is many words, kept as pairs that overlap. */
static bool is_wide(const char *text)
{
	return (unsigned char)*text >= 0xE2;
}

static bool is_like(const struct query_look *look, const char *folded)
{
	if (is_wide(look->word))
		return strstr(folded, look->word) != NULL;
	return strncmp(folded, look->word, look->len) == 0 &&
	       (look->is_prefix || !folded[look->len]);
}

/* Which of them the word is, -1 none. */
static int find_look(const struct query_looks *looks, struct arena *a,
		     struct slice word)
{
	size_t most = is_wide(word.at) ? 16 * WORD_MOST : WORD_MOST;
	const char *folded;

	if (word.len > most || !may_begin(looks, word.at[0]))
		return -1;
	folded = store_words(a, word.at, word.len);
	for (uint32_t i = 0; i < looks->n; i++) {
		if (is_like(&looks->at[i], folded))
			return (int)i;
	}
	return -1;
}

/* ---- sentences ---- */

static bool is_closing(const char *at, size_t len)
{
	return len && (*at == '"' || *at == ')' || *at == '\'' ||
		       (unsigned char)*at >= 0x80);
}

/* The end of the sentence that `at` lies in: behind its point and the marks
 * that close it, or before the end of its line. */
static uint32_t sentence_end(struct slice text, uint32_t at)
{
	for (; at < text.len && text.at[at] != '\n'; at++) {
		uint32_t end = at + 1;
		uint32_t rune;

		if (text.at[at] != '.' && text.at[at] != '!' &&
		    text.at[at] != '?')
			continue;
		while (end < text.len &&
		       is_closing(text.at + end, text.len - end)) {
			end += (uint32_t)utf8_get(text.at + end, text.len - end,
						  &rune);
			if (is_letter(rune))
				break;
		}
		if (end >= text.len || text.at[end] == ' ' ||
		    text.at[end] == '\n')
			return end;
	}
	return at;
}

struct finder {
	const struct query_looks *looks;
	struct slice text;
	struct arena arena; /* of folded words */
	struct query_match now, best;
	uint32_t had, best_had; /* bits: which are in the sentence */
};

static uint32_t count(uint32_t bits)
{
	uint32_t n = 0;

	for (; bits; bits &= bits - 1)
		n++;
	return n;
}

static void end_sentence(struct finder *f, uint32_t end, uint32_t next)
{
	f->now.sentence.end = end;
	if (count(f->had) > count(f->best_had)) {
		f->best = f->now;
		f->best_had = f->had;
	}
	f->now = (struct query_match){.sentence = {next, next}};
	f->had = 0;
}

static void take_word(struct finder *f, uint32_t start, uint32_t end)
{
	int look = find_look(f->looks, &f->arena,
			     (struct slice){f->text.at + start, end - start});

	if (look < 0)
		return;
	f->had |= 1u << look;
	if (f->now.n < MATCH_SPANS)
		f->now.at[f->now.n++] = (struct span){start, end};
}

static uint32_t word_end(struct slice text, uint32_t at, uint32_t end)
{
	while (at < end) {
		uint32_t rune;
		size_t n = utf8_get(text.at + at, end - at, &rune);

		if (!is_letter(rune))
			break;
		at += (uint32_t)n;
	}
	return at;
}

/* Words are runs of letters. */
static void take_words(struct finder *f, uint32_t at, uint32_t end)
{
	while (at < end) {
		uint32_t to = word_end(f->text, at, end), rune;

		if (to > at)
			take_word(f, at, to);
		else
			to += (uint32_t)utf8_get(f->text.at + to, end - to,
						 &rune);
		at = to;
	}
}

bool query_looks_match(const struct query_looks *looks, struct slice text,
		       struct query_match *out)
{
	struct finder f = {.looks = looks, .text = text};
	uint32_t at = 0;

	arena_init(&f.arena);
	while (at < text.len && count(f.best_had) < looks->n) {
		uint32_t end, next;

		while (at < text.len &&
		       (text.at[at] == ' ' || text.at[at] == '\n'))
			at++;
		end = next = sentence_end(text, at);
		f.now.sentence.start = at;
		take_words(&f, at, end);
		if (next == at)
			next++;
		end_sentence(&f, end, next);
		at = next;
	}
	arena_free(&f.arena);
	*out = f.best;
	return f.best_had != 0;
}
