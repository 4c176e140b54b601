/* Words to a tree, by levels of brackets on a stack of fixed depth.
 *
 *	query = and { "OR" and } ;  and = { not } ;
 *	not = { "-" | "NOT" } ( "(" query ")" | term ) ;
 *	term = [ field ":" ] ( word [ "*" ] | '"' phrase '"' [ "*" ] ) ;
 *
 * A level holds the alternatives that are complete, the one being read and
 * whether the next term is to be negated.  Words without a letter or digit
 * ("&", a dash) are passed over: the archive holds none of them.
 */
#include "query/tree.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"

static const char *const state_names[STATES] = {
	[STATE_READ] = "read",           [STATE_UNREAD] = "unread",
	[STATE_STARRED] = "starred",     [STATE_SAVED] = "saved",
	[STATE_DUPLICATE] = "duplicate", [STATE_UNDATED] = "undated",
	[STATE_FAILED] = "failed",       [STATE_STALE] = "stale",
	[STATE_HIDDEN] = "hidden",
};

const struct names query_states = {state_names, STATES};

struct level {
	struct query_node *either; /* OR of what is complete, or NULL */
	struct query_node *all;    /* AND being read, or NULL */
	uint32_t open;             /* where its bracket stands */
	uint32_t or_at;            /* where its last OR stands */
	uint32_t not_at;           /* where "-" or NOT stands */
	bool has_or, has_not, is_negated;
};

struct parser {
	struct arena *arena;
	const char *text;
	uint32_t len, at, n_terms;
	int64_t now;
	struct level level[QUERY_DEPTH + 1];
	uint32_t depth;
	bool saw_any; /* a word, even one that was passed over */
	struct query_fault *fault;
	struct error *err;
};

static bool fail(struct parser *p, uint32_t start, uint32_t end,
		 const char *format, ...) PRINTF_LIKE(4, 5);

static bool fail(struct parser *p, uint32_t start, uint32_t end,
		 const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(p->err->text, sizeof(p->err->text), format, args);
	va_end(args);
	p->fault->start = start;
	p->fault->end = end > start ? end : start + 1;
	return false;
}

/* ---- what stands at a byte ---- */

static bool has_bytes(const struct parser *p, uint32_t at, const char *bytes)
{
	size_t n = strlen(bytes);

	return p->len - at >= n && memcmp(p->text + at, bytes, n) == 0;
}

static uint32_t blank_at(const struct parser *p, uint32_t at)
{
	if (at < p->len && strchr(" \t\n\r\f\v", p->text[at]))
		return 1;
	return has_bytes(p, at, "\xc2\xa0") ? 2 : 0;
}

static uint32_t mark_at(const struct parser *p, uint32_t at)
{
	static const char *const marks[] = {"\"",           "\xe2\x80\x9c",
					    "\xe2\x80\x9d", "\xe2\x80\x9e",
					    "\xc2\xab",     "\xc2\xbb"};

	for (size_t i = 0; i < array_length(marks); i++) {
		if (has_bytes(p, at, marks[i]))
			return (uint32_t)strlen(marks[i]);
	}
	return 0;
}

static bool bracket_at(const struct parser *p, uint32_t at)
{
	return at < p->len && (p->text[at] == '(' || p->text[at] == ')');
}

static bool is_over(const struct parser *p, uint32_t at)
{
	return at >= p->len || blank_at(p, at) || bracket_at(p, at);
}

/* The end of the word at `at`. */
static uint32_t word_end(const struct parser *p, uint32_t at)
{
	while (!is_over(p, at) && !mark_at(p, at))
		at++;
	return at;
}

static bool is_letter(uint32_t rune)
{
	utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)rune);

	return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) ||
	       (c >= UTF8PROC_CATEGORY_ND && c <= UTF8PROC_CATEGORY_NO);
}

/* The letters and digits of the last word of text. */
static uint32_t last_letters(struct slice text)
{
	uint32_t count = 0, rune;
	bool is_new = false;

	for (size_t at = 0; at < text.len;) {
		at += utf8_get(text.at + at, text.len - at, &rune);
		if (!is_letter(rune)) {
			is_new = count > 0;
			continue;
		}
		count = is_new ? 1 : count + 1;
		if (rune >= 0x2E80) /* one Han letter says as much */
			count += 2;
		is_new = false;
	}
	return count;
}

/* ---- building ---- */

static struct query_node *node_new(struct parser *p, uint8_t kind,
				   uint32_t start, uint32_t end)
{
	struct query_node *node = arena_alloc(p->arena, sizeof(*node));

	node->kind = kind;
	node->at = (struct span){start, end};
	return node;
}

static struct query_node *join(struct parser *p, struct query_node *to,
			       uint8_t kind, struct query_node *node)
{
	if (!to)
		to = node_new(p, kind, node->at.start, node->at.end);
	*array_add(p->arena, to->kid, to->n_kid) = node;
	to->at.end = node->at.end;
	return to;
}

static struct query_node *sole(struct query_node *node)
{
	return node && node->n_kid == 1 ? node->kid[0] : node;
}

static void add(struct parser *p, struct query_node *node)
{
	struct level *level = &p->level[p->depth];

	if (level->is_negated) {
		struct query_node *negated =
			node_new(p, QUERY_NOT, level->not_at, node->at.end);

		*array_add(p->arena, negated->kid, negated->n_kid) = node;
		node = negated;
	}
	level->is_negated = level->has_not = level->has_or = false;
	level->all = join(p, level->all, QUERY_AND, node);
}

/* ---- levels ---- */

static void take_not(struct parser *p, uint32_t width)
{
	struct level *level = &p->level[p->depth];

	if (!level->has_not)
		level->not_at = p->at;
	level->has_not = true;
	level->is_negated = !level->is_negated;
	p->at += width;
}

static bool take_or(struct parser *p)
{
	struct level *level = &p->level[p->depth];

	if (level->has_not)
		return fail(p, p->at, p->at + 2,
			    "something must stand between NOT and OR");
	if (!level->all)
		return fail(p, p->at, p->at + 2,
			    "OR wants something before it");
	level->either = join(p, level->either, QUERY_OR, sole(level->all));
	level->all = NULL;
	level->has_or = true;
	level->or_at = p->at;
	p->at += 2;
	return true;
}

/* Fills *out: the level's tree. */
static bool level_close(struct parser *p, struct query_node **out)
{
	struct level *level = &p->level[p->depth];

	*out = sole(level->all);
	if (level->has_not)
		return fail(p, level->not_at, level->not_at + 1,
			    "it is not said what should not be there");
	if (level->has_or)
		return fail(p, level->or_at, level->or_at + 2,
			    "OR wants something behind it");
	if (level->either)
		*out = join(p, level->either, QUERY_OR, *out);
	return true;
}

static bool open_bracket(struct parser *p)
{
	if (p->depth == QUERY_DEPTH)
		return fail(p, p->at, p->at + 1,
			    "more than %u brackets stand inside each other",
			    QUERY_DEPTH);
	p->depth++;
	p->level[p->depth] = (struct level){.open = p->at};
	p->at++;
	return true;
}

static bool close_bracket(struct parser *p)
{
	struct level *level = &p->level[p->depth];
	struct query_node *node;

	if (p->depth == 0)
		return fail(p, p->at, p->at + 1, "this bracket closes nothing");
	if (!level->all && !level->either && !level->has_not)
		return fail(p, level->open, p->at + 1,
			    "nothing stands between the brackets");
	if (!level_close(p, &node))
		return false;
	p->depth--;
	p->at++;
	add(p, node);
	return true;
}

/* ---- terms ---- */

/* What a term asks for: the bytes, and the whole with field and marks. */
struct value {
	struct slice text;
	struct span at;
	bool is_quoted, has_star;
};

/* Read the word or the phrase at `at`. */
static bool read_value(struct parser *p, uint32_t at, struct value *out)
{
	uint32_t mark = mark_at(p, at), end;

	*out = (struct value){.at = {p->at, 0}};
	if (mark == 0) {
		end = word_end(p, at);
		out->text = (struct slice){p->text + at, end - at};
		out->at.end = end;
		return true;
	}
	out->is_quoted = true;
	for (end = at + mark; end < p->len && !mark_at(p, end);)
		end++;
	if (end >= p->len)
		return fail(p, at, at + mark,
			    "this quotation mark is never "
			    "closed");
	out->text = slice_trim(
		(struct slice){p->text + at + mark, end - at - mark});
	out->at.end = end + mark_at(p, end);
	if (out->at.end < p->len && p->text[out->at.end] == '*') {
		out->has_star = true;
		out->at.end++;
	}
	return true;
}

static bool take_words(struct parser *p, struct value *v,
		       struct query_node *node)
{
	struct slice text = v->text;

	while (text.len && text.at[text.len - 1] == '*') {
		text.len--;
		v->has_star = true;
	}
	if (text.len && memchr(text.at, '*', text.len))
		return fail(p, v->at.start, v->at.end,
			    "'*' can only stand at the end of a word");
	if (v->has_star && last_letters(text) < 3)
		return fail(p, v->at.start, v->at.end,
			    "a beginning needs at least three letters "
			    "before its '*'");
	node->is_prefix = v->has_star;
	node->is_phrase = v->is_quoted;
	node->text = arena_copy(p->arena, text.at, text.len);
	return true;
}

static bool take_title(struct parser *p, struct value *v,
		       struct query_node *node)
{
	node->title_only = true;
	return take_words(p, v, node);
}

static bool take_text(struct parser *p, struct value *v,
		      struct query_node *node)
{
	node->text = arena_copy(p->arena, v->text.at, v->text.len);
	return true;
}

static bool take_state(struct parser *p, struct value *v,
		       struct query_node *node)
{
	int state = names_find(&query_states, v->text);

	if (state < 0)
		return fail(p, v->at.start, v->at.end,
			    "is: knows read, unread, starred, saved, "
			    "duplicate, undated, failed, stale, hidden");
	node->state = (uint8_t)state;
	return true;
}

static bool take_id(struct parser *p, struct value *v, struct query_node *node)
{
	struct slice text = v->text;

	if (text.len && text.at[0] == '#') {
		text.at++;
		text.len--;
	}
	for (size_t i = 0; i < text.len && i < 18; i++) {
		if (text.at[i] < '0' || text.at[i] > '9')
			text.len = 0;
		else
			node->id = node->id * 10 + (text.at[i] - '0');
	}
	if (text.len == 0 || text.len > 18 || node->id == 0)
		return fail(p, v->at.start, v->at.end,
			    "%s: wants the number of an article",
			    node->kind == QUERY_ID ? "id" : "near");
	return true;
}

static bool take_date(struct parser *p, const struct value *v, int32_t *first,
		      int32_t *last)
{
	if (query_days(v->text, p->now, first, last))
		return true;
	return fail(p, v->at.start, v->at.end,
		    "'%.*s' is no date; dates are 2024-03-21, 2024-03, 2024, "
		    "today, yesterday, 3d, 2w, 1m, 1y",
		    (int)v->text.len, v->text.at);
}

static bool take_since(struct parser *p, struct value *v,
		       struct query_node *node)
{
	int32_t last;

	node->last = DAY_LAST;
	return take_date(p, v, &node->first, &last);
}

static bool take_until(struct parser *p, struct value *v,
		       struct query_node *node)
{
	int32_t first;

	node->first = DAY_FIRST;
	return take_date(p, v, &first, &node->last);
}

static bool take_on(struct parser *p, struct value *v, struct query_node *node)
{
	return take_date(p, v, &node->first, &node->last);
}

static const struct field {
	const char *name;
	uint8_t kind;
	bool (*take)(struct parser *p, struct value *v,
		     struct query_node *node);
	const char *wants;
} fields[] = {
	{"title", QUERY_WORDS, take_title, "a word of the title"},
	{"author", QUERY_AUTHOR, take_text, "a name of the byline"},
	{"source", QUERY_SOURCE, take_text, "the name of a source"},
	{"feed", QUERY_FEED, take_text, "a feed's name, #number or tag"},
	{"tag", QUERY_TAG, take_text, "a tag"},
	{"name", QUERY_NAME, take_text, "a name or its #number"},
	{"said", QUERY_SAID, take_text, "a name or its #number"},
	{"about", QUERY_ABOUT, take_text, "a name or its #number"},
	{"is", QUERY_IS, take_state, "a state"},
	{"since", QUERY_DAYS, take_since, "a date"},
	{"until", QUERY_DAYS, take_until, "a date"},
	{"on", QUERY_DAYS, take_on, "a date"},
	{"near", QUERY_NEAR, take_id, "the number of an article"},
	{"id", QUERY_ID, take_id, "the number of an article"},
};

const char *query_key(uint32_t i)
{
	return i < array_length(fields) ? fields[i].name : NULL;
}

const char *query_key_wants(uint32_t i)
{
	return i < array_length(fields) ? fields[i].wants : NULL;
}

const char *query_state(uint32_t i)
{
	return i < STATES ? state_names[i] : NULL;
}

/* The field that the word at p->at begins with; *behind is the byte after its
 * colon, 0 when it begins with none. */
static bool read_field(struct parser *p, const struct field **out,
		       uint32_t *behind)
{
	uint32_t end = p->at;
	struct slice name;

	*out = NULL;
	*behind = 0;
	while (end < p->len && ((p->text[end] >= 'a' && p->text[end] <= 'z') ||
				(p->text[end] >= 'A' && p->text[end] <= 'Z')))
		end++;
	if (end == p->at || end >= p->len || p->text[end] != ':')
		return true;
	name = (struct slice){p->text + p->at, end - p->at};
	for (size_t i = 0; i < array_length(fields); i++) {
		if (slice_equals(name, fields[i].name))
			*out = &fields[i];
	}
	if (*out)
		*behind = end + 1;
	else if (end + 1 == p->len ||
		 (!is_over(p, end + 1) && p->text[end + 1] != '/'))
		return fail(p, p->at, end + 1,
			    "there is no field '%.*s:'; fields are title, "
			    "author, source, feed, tag, name, said, about, is, "
			    "since, until, on, near, id",
			    (int)name.len, name.at);
	return true;
}

static bool take_field(struct parser *p, const struct field *field,
		       uint32_t behind)
{
	struct query_node *node;
	struct value v;

	if (behind >= p->len || blank_at(p, behind) || bracket_at(p, behind))
		return fail(p, p->at, behind, "%s: wants %s behind it",
			    field->name, field->wants);
	if (!read_value(p, behind, &v))
		return false;
	if (last_letters(v.text) == 0)
		return fail(p, p->at, v.at.end, "%s: wants %s behind it",
			    field->name, field->wants);
	if (field->kind != QUERY_WORDS &&
	    (v.has_star || v.text.at[v.text.len - 1] == '*'))
		return fail(p, v.at.end - 1, v.at.end,
			    "'*' does not go with %s:", field->name);
	node = node_new(p, field->kind, v.at.start, v.at.end);
	if (!field->take(p, &v, node))
		return false;
	p->at = v.at.end;
	add(p, node);
	return true;
}

static bool take_view(struct parser *p)
{
	struct query_node *node;
	uint32_t end = word_end(p, p->at);

	node = node_new(p, QUERY_VIEW, p->at, end);
	node->text = arena_copy(p->arena, p->text + p->at + 1, end - p->at - 1);
	p->at = end;
	add(p, node);
	return true;
}

static bool take_term(struct parser *p)
{
	const struct field *field;
	struct query_node *node;
	uint32_t behind;
	struct value v;

	if (++p->n_terms > QUERY_TERMS)
		return fail(p, p->at, p->len, "more than %u words",
			    QUERY_TERMS);
	if (p->text[p->at] == '@' && word_end(p, p->at) > p->at + 1)
		return take_view(p);
	if (!read_field(p, &field, &behind))
		return false;
	if (field)
		return take_field(p, field, behind);
	if (!read_value(p, p->at, &v))
		return false;
	node = node_new(p, QUERY_WORDS, v.at.start, v.at.end);
	if (!take_words(p, &v, node))
		return false;
	p->at = v.at.end;
	p->saw_any = true;
	if (last_letters(v.text) > 0)
		add(p, node);
	else if (p->level[p->depth].has_not)
		return fail(p, v.at.start, v.at.end,
			    "there is no letter or digit to look for");
	return true;
}

/* ---- the whole ---- */

/* Is the word at p->at this operator? */
static bool operator_at(const struct parser *p, const char *word)
{
	uint32_t end = p->at + (uint32_t)strlen(word);

	return has_bytes(p, p->at, word) &&
	       (is_over(p, end) || mark_at(p, end));
}

/* Does "-" at p->at negate?  Dashes that stand alone do not. */
static bool minus_at(const struct parser *p)
{
	uint32_t end = p->at;

	while (end < p->len && p->text[end] == '-')
		end++;
	return end > p->at && end < p->len && !blank_at(p, end) &&
	       p->text[end] != ')';
}

static bool take_next(struct parser *p)
{
	if (p->text[p->at] == '(')
		return open_bracket(p);
	if (p->text[p->at] == ')')
		return close_bracket(p);
	if (operator_at(p, "OR"))
		return take_or(p);
	if (operator_at(p, "AND")) {
		p->at += 3;
		return true;
	}
	if (operator_at(p, "NOT")) {
		take_not(p, 3);
		return true;
	}
	if (minus_at(p)) {
		take_not(p, 1);
		return true;
	}
	return take_term(p);
}

static bool check_utf8(struct parser *p)
{
	for (uint32_t at = 0; at < p->len;) {
		uint32_t rune;
		size_t n = utf8_get(p->text + at, p->len - at, &rune);

		if (n == 1 && rune == UTF8_BAD)
			return fail(p, at, at + 1, "this is not UTF-8");
		at += (uint32_t)n;
	}
	return true;
}

static bool finish(struct parser *p, struct query_node **out)
{
	const struct level *level = &p->level[p->depth];

	if (p->depth)
		return fail(p, level->open, level->open + 1,
			    "this bracket is never closed");
	if (!level->all && !level->either && !level->has_not) {
		if (p->saw_any)
			return fail(p, 0, p->len,
				    "there is no letter or digit to look for");
		*out = node_new(p, QUERY_ALL, 0, 0);
		return true;
	}
	return level_close(p, out);
}

bool query_parse(struct arena *a, const char *text, int64_t now,
		 struct query_node **out, struct query_fault *fault,
		 struct error *err)
{
	size_t len = strlen(text);
	struct parser p = {.arena = a,
			   .text = text,
			   .now = now,
			   .fault = fault,
			   .err = err};
	uint32_t blank;

	*fault = (struct query_fault){0, 0};
	if (len > UINT16_MAX)
		return error_set(err, "the query is too long");
	p.len = (uint32_t)len;
	if (!check_utf8(&p))
		return false;
	while (p.at < p.len) {
		if ((blank = blank_at(&p, p.at)) > 0)
			p.at += blank;
		else if (!take_next(&p))
			return false;
	}
	return finish(&p, out);
}
