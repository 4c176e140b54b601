/* A sentence that the splitter ended inside a quoted string goes on; one that
 * ends behind a closing mark goes on when what follows is the string's tag
 * ("...?" she asked), and otherwise a new one begins there even where the
 * splitter saw none.
 */
#include "quote/row.h"

#include <string.h>

#define ROW_MOST 400 /* items; no sentence is longer */

struct folding {
	struct sheet *sheet;
	uint32_t token, sentence, string, mention;
	uint32_t part;
};

static bool has_rows(const struct article *art, uint32_t part)
{
	uint8_t kind;

	if (part == 0)
		return true;
	kind = art->blocks[part - 1].kind;
	return kind != BLOCK_TABLE && kind != BLOCK_PRE;
}

static struct span part_span(const struct article *art, uint32_t part)
{
	return part == 0 ? art->title : art->blocks[part - 1].span;
}

/* The outermost name over a place; places come in text order. */
static int32_t name_at(struct folding *f, uint32_t at)
{
	const struct article *art = f->sheet->art;

	while (f->mention < art->n_mentions &&
	       art->mentions[f->mention].span.end <= at)
		f->mention++;
	for (uint32_t i = f->mention; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];

		if (m->span.start > at)
			break;
		if (m->form == FORM_NAME && m->type != TYPE_DATE &&
		    at < m->span.end)
			return (int32_t)i;
	}
	return -1;
}

/* Inside a name "of" and "and" are no words of the sentence. */
static uint32_t classes_in(const struct folding *f, const struct item *it)
{
	const struct mention *m;

	if (it->name < 0)
		return it->word->classes;
	m = &f->sheet->art->mentions[it->name];
	if (it->span.start == m->span.start && m->type == TYPE_GROUP)
		return it->word->classes;
	return it->word->classes & (WORD_ROLE | WORD_TIME);
}

static void item_add_span(struct folding *f, struct span span, uint16_t flags)
{
	struct sheet *s = f->sheet;
	struct item *it = &s->items[s->n_items++];

	it->span = span;
	it->flags = flags;
	it->quoted = -1;
	it->word = quote_word(s->lists, s->tongue, article_slice(s->art, span));
	it->name = name_at(f, span.start);
	it->classes = classes_in(f, it);
	if (span.end - span.start == 1)
		it->sign = s->art->text[span.start];
}

static uint32_t classes_of(const struct folding *f, struct span span)
{
	return quote_word(f->sheet->lists, f->sheet->tongue,
			  article_slice(f->sheet->art, span))
		->classes;
}

/* "dit-elle", "demande-t-il", "a-t-on": a verb and the pronoun that hangs on
 * it are two items; the hyphens are none. */
static bool add_hanging(struct folding *f, const struct token *t)
{
	const char *text = f->sheet->art->text;
	struct span verb = t->span, pronoun = t->span;

	if (f->sheet->tongue == &f->sheet->lists->tongues[0])
		return false;
	while (pronoun.start < pronoun.end && text[pronoun.end - 1] != '-')
		pronoun.end--;
	if (pronoun.end <= verb.start + 1 || pronoun.end == t->span.end)
		return false;
	pronoun = (struct span){pronoun.end, t->span.end};
	verb.end = pronoun.start - 1;
	if (verb.end > verb.start + 2 && !memcmp(text + verb.end - 2, "-t", 2))
		verb.end -= 2;
	if (!(classes_of(f, pronoun) & WORD_PRON) ||
	    !(classes_of(f, verb) & (WORD_SAY | WORD_AUX)))
		return false;
	item_add_span(f, verb, t->flags);
	item_add_span(f, pronoun,
		      (uint16_t)((t->flags & TOKEN_WORD) | TOKEN_GLUED));
	return true;
}

static void item_add_token(struct folding *f, const struct token *t)
{
	if (!add_hanging(f, t))
		item_add_span(f, t->span, t->flags);
}

static void item_add_string(struct folding *f)
{
	struct sheet *s = f->sheet;
	struct item *it = &s->items[s->n_items++];

	it->span = s->strings.at[f->string].outer;
	it->word = &s->lists->words[0];
	it->quoted = (int32_t)f->string;
	it->name = -1;
}

/* The last byte of a string's words, marks and blanks passed over. */
static char string_stop(const struct sheet *s, int32_t string)
{
	struct span words = s->strings.at[string].words;
	char c = words.end > words.start ? s->art->text[words.end - 1] : 0;

	if ((unsigned char)c == 0xA6 && words.end - words.start >= 3 &&
	    !memcmp(s->art->text + words.end - 3, "…", 3))
		return '.';
	return c;
}

static bool is_stop(char c)
{
	return c == '.' || c == '!' || c == '?';
}

/* Does a tag begin at item i: NAME said, she asked, said NAME; short, and
 * with nothing behind it that would be its complement? */
static bool is_tag(const struct sheet *s, uint32_t i, bool is_strict)
{
	uint32_t most = 8;

	if (s->items[i].name >= 0)
		most = 18; /* NAME, apposition, asked */
	for (uint32_t k = i; k < s->n_items && k < i + most; k++) {
		const struct item *it = &s->items[k];

		if (it->quoted >= 0)
			return false;
		if (!item_is(it, WORD_SAY)) {
			if (!item_is_word(it) && it->sign != '.' &&
			    it->sign != ',' && it->sign != '-')
				return false;
			continue;
		}
		if (k + 1 >= s->n_items)
			return true;
		it = &s->items[k + 1];
		if (is_strict)
			return k > i && (it->sign == '.' || it->sign == ',');
		return it->quoted < 0 && it->sign != ':' &&
		       !item_is(it, WORD_THAT | WORD_DET);
	}
	return false;
}

/* Is there a line's end between two items? */
static bool is_line_end(const struct sheet *s, const struct item *before,
			const struct item *it)
{
	return memchr(s->art->text + before->span.end, '\n',
		      it->span.start - before->span.end) != NULL;
}

/* Does a row end before item i, given what the splitter says? */
static bool row_ends(const struct sheet *s, uint32_t first, uint32_t i,
		     bool is_sentence)
{
	const struct item *it = &s->items[i], *before = &s->items[i - 1];
	char stop;

	if (i == first)
		return false;
	if (before->quoted < 0)
		return is_sentence ||
		       (it->quoted >= 0 && is_line_end(s, before, it));
	stop = string_stop(s, before->quoted);
	if (!is_stop(stop))
		return false;
	if (it->quoted >= 0)
		return true;
	if (!item_is_capital(it))
		return false;
	return !is_tag(s, i, stop == '.');
}

static void row_add(struct sheet *s, uint32_t first, uint32_t end,
		    uint32_t part)
{
	const struct article *art = s->art;

	if (end > first)
		*array_add(art->arena, s->rows, s->n_rows) = (struct row){
			.first = first,
			.end = end,
			.part = part,
			.is_title = part == 0 ||
				    art->blocks[part - 1].kind == BLOCK_HEADING,
		};
}

/* Cut the items of a part into rows. */
static void part_rows(struct folding *f, uint32_t from)
{
	struct sheet *s = f->sheet;
	const struct article *art = s->art;
	uint32_t first = from, first_row = s->n_rows;

	for (uint32_t i = from; i < s->n_items; i++) {
		bool is_sentence = false;

		while (f->sentence < art->n_sentences &&
		       art->sentences[f->sentence].span.start <=
			       s->items[i].span.start) {
			is_sentence = true;
			f->sentence++;
		}
		if (i - first >= ROW_MOST ||
		    row_ends(s, first, i, is_sentence)) {
			row_add(s, first, i, f->part);
			first = i;
		}
	}
	row_add(s, first, s->n_items, f->part);
	if (s->n_rows > first_row) {
		s->rows[first_row].is_first = true;
		s->rows[s->n_rows - 1].is_last = true;
	}
}

/* Does the next paragraph open with a mark, so that a string without end goes
 * on there? */
static bool goes_on_behind(const struct article *art, uint32_t at)
{
	static const char *const marks[] = {"\"", "“", "„", "«", "''", "‘"};

	while (at < art->text_len &&
	       (art->text[at] == '\n' || art->text[at] == ' '))
		at++;
	for (size_t i = 0; i < array_length(marks); i++) {
		size_t len = strlen(marks[i]);

		if (art->text_len - at >= len &&
		    !memcmp(art->text + at, marks[i], len))
			return true;
	}
	return false;
}

#define TAG_MOST 7 /* tokens of "NAME said." */

/* A string that never closes ends before the tag that ends its sentence: "We
 * go, Ana Ruiz said." */
static void cut_tag(const struct folding *f, struct quoted *q, bool is_last)
{
	const struct sheet *s = f->sheet;
	const struct article *art = s->art;
	uint32_t i = f->token, end, verb = 0;

	if (q->is_closed || (is_last && goes_on_behind(art, q->outer.end)))
		return;
	while (i < art->n_tokens && art->tokens[i].span.start < q->outer.end)
		i++;
	end = i;
	while (i > f->token && end - i < TAG_MOST) {
		const struct token *t = &art->tokens[--i];
		struct slice w = article_slice(art, t->span);

		if (slice_equals(w, ",")) {
			if (!verb || verb + 3 < end)
				return;
			q->outer.end = t->span.end;
			q->words.end = t->span.end;
			return;
		}
		if (quote_word(s->lists, s->tongue, w)->classes & WORD_CLAUSE)
			verb = i;
		else if (!(t->flags & (TOKEN_CAPITAL | TOKEN_MARK)) && verb)
			return;
	}
}

static void part_items(struct folding *f, struct span part)
{
	struct sheet *s = f->sheet;
	const struct article *art = s->art;

	while (f->token < art->n_tokens &&
	       art->tokens[f->token].span.start < part.start)
		f->token++;
	for (; f->token < art->n_tokens &&
	       art->tokens[f->token].span.start < part.end;
	     f->token++) {
		const struct token *t = &art->tokens[f->token];
		struct quoted *q;

		if (f->string >= s->strings.n ||
		    t->span.end <= s->strings.at[f->string].outer.start) {
			item_add_token(f, t);
			continue;
		}
		q = &s->strings.at[f->string];
		cut_tag(f, q, q->outer.end >= part.end);
		item_add_string(f);
		while (f->token + 1 < art->n_tokens &&
		       art->tokens[f->token + 1].span.start < q->outer.end)
			f->token++;
		f->string++;
	}
	f->string = s->strings.n;
}

void quote_sheet(const struct quote_lists *lists, struct article *art,
		 const bool *is_left_out, struct sheet *sheet)
{
	struct folding f = {.sheet = sheet};
	bool carry = false;
	size_t room;

	*sheet = (struct sheet){.lists = lists,
				.art = art,
				.tongue = quote_tongue(lists, art->language)};
	/* a token is two items at most, and that in other languages only */
	room = art->n_tokens + 1;
	if (sheet->tongue != &lists->tongues[0])
		room *= 2;
	sheet->items = arena_array(art->arena, room, sizeof(*sheet->items));
	for (f.part = 0; f.part <= art->n_blocks; f.part++) {
		struct span part = part_span(art, f.part);
		uint32_t from = sheet->n_items;

		if (is_left_out[f.part] || !has_rows(art, f.part) ||
		    part.start >= part.end)
			continue;
		quote_marks(art->arena, art->text, part, &carry,
			    &sheet->strings);
		part_items(&f, part);
		part_rows(&f, from);
	}
}
