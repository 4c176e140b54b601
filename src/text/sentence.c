/* Sentences by UAX #29, but as news is read: no end behind an abbreviation
 * that never ends one, before a lower-case word, or inside of a number;
 * closing quotes and brackets stay with the sentence they close.
 */
#include "text/token.h"

#include <string.h>

#include "text/class.h"

#define SENTENCE_MOST 1000 /* tokens; what follows begins a new one */
#define LINE_SHORT    60   /* bytes: the end of such a line ends a sentence */

static const char *const terminators[] = {
	".",      "!",      "?",      "\u2026", "\u3002",
	"\uFF01", "\uFF1F", "\uFF0E", "\u061F", "\u06D4",
	"\u0964", "\u203C", "\u2047", "\u2048", "\u2049"};

/* Marks that close what stands before them, when no blank is between. */
static const char *const closers[] = {"\"",     "'",      "''",     ")",
				      "]",      "}",      "\u2019", "\u201D",
				      "\u00BB", "\u00AB", "\u201C", "\u203A",
				      "\u300D", "\u300F", "\u3011", "\uFF09"};

static const char *const openers[] = {
	"\"",     "'",      "``",     "(",      "[",      "{",
	"\u2018", "\u201C", "\u201E", "\u00AB", "\u00BB", "\u201A",
	"\u2039", "\u00BF", "\u00A1", "\u300C", "\u300E"};

static const char *const ordinal_languages[] = {
	"cs", "da", "de", "fi", "hr", "hu", "nb", "no", "sk", "sl", "sr", "tr"};

struct block_scan {
	const struct article *art;
	const struct text_lists *lists;
	uint32_t first, end; /* tokens of the block */
	bool lines;          /* a line's end always ends a sentence */
	bool ordinals;       /* "21." is a number */
};

static struct slice word(const struct block_scan *b, uint32_t i)
{
	return article_slice(b->art, b->art->tokens[i].span);
}

static bool is_one_of(const char *const *list, size_t n, struct slice s)
{
	for (size_t i = 0; i < n; i++) {
		if (slice_equals(s, list[i]))
			return true;
	}
	return false;
}

#define IS(list, slice) is_one_of(list, array_length(list), slice)

static bool is_terminator(struct slice s)
{
	if (s.len > 1 && s.at[0] == '.')
		return s.at[s.len - 1] == '.';
	return IS(terminators, s);
}

static bool is_lower(const struct block_scan *b, uint32_t i)
{
	struct slice s = word(b, i);
	size_t size;

	return text_class_at(s.at, s.len, &size) == CLASS_LOWER;
}

/* May the abbreviation, token i, end a sentence before the word, token j? */
static bool abbreviation_ends(const struct block_scan *b, uint32_t i,
			      uint32_t j)
{
	struct slice s = word(b, i), next = word(b, j);
	uint32_t flags;

	if (map_get(&b->lists->abbreviations, s.at, s.len, &flags)) {
		if (!(flags & ABBREVIATION_ENDS))
			return false;
	} else if (s.len <= 3 && !memchr(s.at, '.', s.len - 1)) {
		return false; /* an initial */
	}
	return text_list_has(&b->lists->starters, next.at, next.len);
}

static bool is_ordinal(const struct block_scan *b, uint32_t i)
{
	const struct token *t = &b->art->tokens[i];

	return b->ordinals && i > b->first && (t->flags & TOKEN_GLUED) &&
	       slice_equals(word(b, i), ".") && (t[-1].flags & TOKEN_NUMBER) &&
	       t[-1].span.end - t[-1].span.start <= 2;
}

/* "on Monday.He said": a blank is missing. */
static bool blank_is_missing(const struct block_scan *b, uint32_t i)
{
	const struct token *t = &b->art->tokens[i];

	return i > b->first && slice_equals(word(b, i), ".") &&
	       (t[0].flags & TOKEN_GLUED) && (t[-1].flags & TOKEN_WORD) &&
	       (t[1].flags & TOKEN_CAPITAL);
}

/* Where the sentence ends whose last word may be token i: behind that token
 * and what closes it; i itself when it does not end there. */
static uint32_t end_behind(const struct block_scan *b, uint32_t i)
{
	const struct token *tokens = b->art->tokens;
	struct slice s = word(b, i);
	bool abbreviated =
		(tokens[i].flags & TOKEN_WORD) && s.at[s.len - 1] == '.';
	bool wide = s.len == 3 && (unsigned char)s.at[0] >= 0xE3 &&
		    (tokens[i].flags & TOKEN_MARK);
	uint32_t next = i + 1, first;

	if (!abbreviated && !is_terminator(s))
		return i;
	while (next < b->end && (tokens[next].flags & TOKEN_GLUED) &&
	       (is_terminator(word(b, next)) || IS(closers, word(b, next))))
		next++;
	if (next == b->end)
		return next;
	if (!wide && (tokens[next].flags & TOKEN_GLUED))
		return next == i + 1 && blank_is_missing(b, i) ? next : i;
	for (first = next; first + 1 < b->end && IS(openers, word(b, first));)
		first++;
	if (is_lower(b, first) || is_ordinal(b, i))
		return i;
	if (abbreviated && next == i + 1 && !abbreviation_ends(b, i, first))
		return i;
	return next;
}

/* Does a line end between token i and the next that ends the sentence? */
static bool line_ends(const struct block_scan *b, uint32_t i)
{
	const char *text = b->art->text;
	uint32_t from = b->art->tokens[i].span.end;
	uint32_t to = b->art->tokens[i + 1].span.start, start = from;

	if (from == to || !memchr(text + from, '\n', to - from))
		return false;
	if (b->lines)
		return true;
	while (start > b->art->tokens[b->first].span.start &&
	       from - start < LINE_SHORT && text[start - 1] != '\n')
		start--;
	return from - start < LINE_SHORT && !is_lower(b, i + 1);
}

void text_sentence_add(struct article *art, uint32_t first, uint32_t end)
{
	struct sentence *s =
		array_add(art->arena, art->sentences, art->n_sentences);

	s->token = first;
	s->n_tokens = end - first;
	s->span = (struct span){art->tokens[first].span.start,
				art->tokens[end - 1].span.end};
	art->tokens[first].flags |= TOKEN_FIRST;
}

void text_sentences(struct article *art, const struct text_lists *lists,
		    uint32_t first, enum block_kind kind)
{
	struct block_scan b = {.art = art,
			       .lists = lists,
			       .first = first,
			       .end = art->n_tokens,
			       .lines = kind == BLOCK_TABLE ||
					kind == BLOCK_PRE ||
					kind == BLOCK_ITEM};
	uint32_t at = first;

	b.ordinals =
		art->language && IS(ordinal_languages, slice_of(art->language));
	for (uint32_t i = first, end; i < b.end; i++) {
		end = end_behind(&b, i);
		if (end == i && (i + 1 == b.end || line_ends(&b, i) ||
				 i - at >= SENTENCE_MOST))
			end = i + 1;
		if (end == i)
			continue;
		text_sentence_add(art, at, end);
		at = end;
		i = end - 1;
	}
}
