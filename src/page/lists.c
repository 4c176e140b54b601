#include "page/lists.h"

#include <jansson.h>
#include <string.h>

#include "base/array.h"
#include "base/table.h"
#include "html/decode.h"
#include "page/fold.h"

static const struct {
	const char *word, *why;
} kinds[PAGE_KINDS] = {
	[PAGE_NONE] = {"", ""},
#define KIND(name, word, why) [PAGE_##name] = {word, why},
#include "page/kinds.def"
#undef KIND
	[PAGE_CONTENT] = {"content", ""}, [PAGE_NEUTRAL] = {"neutral", ""},
	[PAGE_PAPER] = {"paper", ""},     [PAGE_JOB] = {"job", ""},
	[PAGE_CHANGED] = {"changed", ""}, [PAGE_FIRST] = {"first", ""},
};

static const char *const hows[PAGE_HOWS] = {
	[PAGE_CLASS] = "class",     [PAGE_ROLE] = "role",
	[PAGE_NAME] = "name",       [PAGE_IS] = "is",
	[PAGE_STARTS] = "starts",   [PAGE_ENDS] = "ends",
	[PAGE_HAS] = "has",         [PAGE_LABEL] = "label",
	[PAGE_SECTION] = "section", [PAGE_TAIL] = "tail",
	[PAGE_PART] = "part",
};

const char *page_why(enum page_kind kind)
{
	return kinds[kind].why;
}

static int kind_find(struct slice word)
{
	for (int i = 1; i < PAGE_KINDS; i++) {
		if (slice_equals(word, kinds[i].word))
			return i;
	}
	return -1;
}

static int how_find(struct slice word)
{
	for (int i = 0; i < PAGE_HOWS; i++) {
		if (slice_equals(word, hows[i]))
			return i;
	}
	return -1;
}

static struct slice folded(struct arena *a, struct slice text)
{
	size_t room = text.len * 3 + 16, len;
	char small[512], *out = small;

	if (room > sizeof(small))
		out = arena_alloc(a, room);
	len = page_fold(text, out, room);
	return (struct slice){arena_copy(a, out, len), len};
}

/* The first word, or the first sign where it begins with none. */
static struct slice first_word(struct slice s)
{
	size_t n = 0;

	while (n < s.len && page_is_word(s.at[n]))
		n++;
	return (struct slice){s.at, n || !s.len ? n : 1};
}

static struct slice last_word(struct slice s)
{
	size_t n = 0;

	while (n < s.len && page_is_word(s.at[s.len - 1 - n]))
		n++;
	if (!n && s.len)
		n = 1;
	return (struct slice){s.at + s.len - n, n};
}

static void phrase_add(struct arena *a, struct page_lists *l, struct slice text,
		       int kind, int how)
{
	struct map *map = how == PAGE_ENDS ? &l->by_end : &l->by_word;
	struct slice word =
		how == PAGE_ENDS ? last_word(text) : first_word(text);
	struct page_phrase *p = array_add(a, l->phrases, l->n_phrases);
	bool is_new;
	uint32_t *first = map_put(map, word.at, word.len, &is_new);

	*p = (struct page_phrase){text, (uint8_t)kind, (uint8_t)how, *first};
	*first = l->n_phrases;
}

static bool read_boilerplate(struct arena *a, struct page_lists *l,
			     struct slice bytes, struct error *err)
{
	struct map *marks[PAGE_HOWS] = {[PAGE_CLASS] = &l->by_class,
					[PAGE_ROLE] = &l->by_role,
					[PAGE_NAME] = &l->by_name};
	struct slice column[TABLE_COLUMNS];
	struct table t;
	bool is_new;

	table_init(&t, bytes.at, bytes.len);
	while (table_row(&t, column)) {
		int kind = kind_find(column[1]), how = how_find(column[2]);
		struct slice text = folded(a, column[3]);

		if (kind < 0 || how < 0 || !text.len)
			return error_set(err,
					 "line %u of the boilerplate is not "
					 "language, kind, how, phrase",
					 t.line);
		if (marks[how])
			*map_put(marks[how], text.at, text.len, &is_new) =
				(uint32_t)kind;
		else if (how == PAGE_PART)
			*array_add(a, l->parts, l->n_parts) =
				(struct page_phrase){.text = text,
						     .kind = (uint8_t)kind,
						     .how = PAGE_PART};
		else
			phrase_add(a, l, text, kind, how);
	}
	return true;
}

static bool read_months(struct arena *a, struct page_lists *l,
			struct slice bytes, struct error *err)
{
	struct slice column[TABLE_COLUMNS];
	struct table t;
	bool is_new;

	table_init(&t, bytes.at, bytes.len);
	while (table_row(&t, column)) {
		uint32_t month = 0;
		struct slice text = folded(a, column[2]);

		for (size_t i = 0; i < column[1].len && i < 2; i++)
			month = month * 10 + (uint32_t)(column[1].at[i] - '0');
		if (month < 1 || month > 12 || !text.len)
			return error_set(err,
					 "line %u of the months is not "
					 "language, number, month",
					 t.line);
		*map_put(&l->months, text.at, text.len, &is_new) = month;
	}
	return true;
}

static void read_agencies(struct arena *a, struct page_lists *l,
			  struct slice bytes)
{
	struct slice column[TABLE_COLUMNS];
	struct table t;
	bool is_new;

	table_init(&t, bytes.at, bytes.len);
	while (table_row(&t, column)) {
		struct slice text;

		if (!slice_equals(column[3], "agency"))
			continue;
		text = folded(a, column[0]);
		*map_put(&l->agencies, text.at, text.len, &is_new) =
			l->n_agency_names;
		*array_add(a, l->agency_names, l->n_agency_names) =
			arena_copy(a, column[1].at, column[1].len);
	}
}

void page_prepare(void)
{
	html_prepare();
	json_object_seed(0);
}

bool page_lists_new(struct arena *a, struct slice boilerplate,
		    struct slice months, struct slice organisations,
		    struct page_lists **out, struct error *err)
{
	struct page_lists *l = arena_alloc(a, sizeof(*l));

	map_init(&l->by_word, a);
	map_init(&l->by_end, a);
	map_init(&l->by_class, a);
	map_init(&l->by_role, a);
	map_init(&l->by_name, a);
	map_init(&l->months, a);
	map_init(&l->agencies, a);
	if (!read_boilerplate(a, l, boilerplate, err) ||
	    !read_months(a, l, months, err))
		return false;
	read_agencies(a, l, organisations);
	l->phrases =
		array_settle(a, l->phrases, l->n_phrases, sizeof(*l->phrases));
	*out = l;
	return true;
}

/* ---- phrases in a line ---- */

static bool is_label_mark(struct slice line, size_t at)
{
	while (at < line.len && line.at[at] == ' ')
		at++;
	return at == line.len || strchr(":|>-*/", line.at[at]) != NULL;
}

/* Does the whole line say no more than the phrase? */
static bool is_rest_empty(struct slice line, size_t at)
{
	for (; at < line.len; at++) {
		if (page_is_word(line.at[at]))
			return false;
	}
	return true;
}

static bool holds(const struct page_phrase *p, struct slice line, size_t at)
{
	size_t end = at + p->text.len;

	if (end > line.len || memcmp(line.at + at, p->text.at, p->text.len))
		return false;
	if (end < line.len && page_is_word(line.at[end]) &&
	    page_is_word(line.at[end - 1]) &&
	    (unsigned char)line.at[end] < 0x80)
		return false;
	switch (p->how) {
	case PAGE_IS:
	case PAGE_SECTION:
	case PAGE_TAIL:
		return is_rest_empty(line, end);
	case PAGE_LABEL:
		return is_label_mark(line, end);
	default:
		return true;
	}
}

/* The longest counts; of two the one for the whole line. */
static bool is_better(const struct page_phrase *p,
		      const struct page_phrase *best)
{
	return !best || p->text.len > best->text.len ||
	       (p->text.len == best->text.len && p->how == PAGE_SECTION &&
		best->how == PAGE_STARTS);
}

static const struct page_phrase *find_at(const struct page_lists *l,
					 struct slice line, size_t at,
					 unsigned wanted,
					 const struct page_phrase *best)
{
	struct slice word =
		first_word((struct slice){line.at + at, line.len - at});
	uint32_t i;

	if (!map_get(&l->by_word, word.at, word.len, &i))
		return best;
	for (; i; i = l->phrases[i - 1].next) {
		const struct page_phrase *p = &l->phrases[i - 1];

		if ((wanted >> p->how & 1) && holds(p, line, at) &&
		    is_better(p, best))
			best = p;
	}
	return best;
}

static const struct page_phrase *find_end(const struct page_lists *l,
					  struct slice line)
{
	struct slice word;
	uint32_t i;

	while (line.len && !page_is_word(line.at[line.len - 1]))
		line.len--;
	word = last_word(line);
	if (!line.len || !map_get(&l->by_end, word.at, word.len, &i))
		return NULL;
	for (; i; i = l->phrases[i - 1].next) {
		const struct page_phrase *p = &l->phrases[i - 1];

		if (p->text.len <= line.len &&
		    holds(p, line, line.len - p->text.len))
			return p;
	}
	return NULL;
}

/* "12 Comments", "1.2K shares" */
#define WHOLE (1u << PAGE_IS | 1u << PAGE_SECTION | 1u << PAGE_TAIL)

static size_t behind_number(struct slice line, size_t at)
{
	size_t from = at;

	while (at < line.len && line.at[at] >= '0' && line.at[at] <= '9')
		at++;
	while (at > from && at < line.len && !page_is_word(line.at[at]))
		at++;
	return at;
}

const struct page_phrase *page_lists_find(const struct page_lists *lists,
					  struct slice line, unsigned wanted)
{
	unsigned has = wanted & 1u << PAGE_HAS;
	const struct page_phrase *best;
	size_t at = 0;

	while (at < line.len && strchr("*-+>|\"'([ ", line.at[at]))
		at++;
	best = find_at(lists, line, at, wanted & ~has, NULL);
	if (!best)
		best = find_at(lists, line, behind_number(line, at),
			       wanted & WHOLE, NULL);
	if (!best && wanted & 1u << PAGE_ENDS)
		best = find_end(lists, line);
	if (best || !has)
		return best;
	while (at < line.len) {
		best = find_at(lists, line, at, has, best);
		while (at < line.len && page_is_word(line.at[at]))
			at++;
		while (at < line.len && !page_is_word(line.at[at]))
			at++;
	}
	return best;
}

bool page_lists_has_part(const struct page_lists *lists, struct slice folded,
			 enum page_kind kind)
{
	for (uint32_t i = 0; i < lists->n_parts; i++) {
		const struct page_phrase *p = &lists->parts[i];

		if (p->kind == kind &&
		    memmem(folded.at, folded.len, p->text.at, p->text.len))
			return true;
	}
	return false;
}

/* Is the first word of a name that the table knows of this kind? */
static bool has_word(const struct page_lists *lists, struct slice name,
		     enum page_kind wanted)
{
	char folded[200];
	size_t n = page_fold(name, folded, sizeof(folded));

	for (size_t i = 0, end; i < n; i = end + 1) {
		uint32_t kind;

		for (end = i; end < n && page_is_word(folded[end]);)
			end++;
		if (map_get(&lists->by_name, folded + i, end - i, &kind))
			return kind == wanted;
	}
	return false;
}

bool page_lists_is_paper(const struct page_lists *lists, struct slice name)
{
	return has_word(lists, name, PAGE_PAPER);
}

bool page_lists_is_job(const struct page_lists *lists, struct slice name)
{
	return has_word(lists, name, PAGE_JOB);
}
/* ---- words of a class ---- */

#define WORDS_MOST 48

static bool is_small_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_alnum(char c)
{
	return is_small_letter(c) || (c >= '0' && c <= '9');
}

/* Take the next word: letters between anything else, camelCase parted.  Short
 * ones beside a digit are pieces of a made-up name ("ad" in "20ad7"): empty. */
static struct slice take_word(struct slice *rest, const char *start)
{
	struct slice word;
	const char *end = rest->at + rest->len;
	size_t n = 0;

	while (rest->len && !is_small_letter(*rest->at)) {
		rest->at++;
		rest->len--;
	}
	word.at = rest->at;
	while (n < rest->len && is_small_letter(rest->at[n])) {
		if (n && rest->at[n] < 'a' && rest->at[n - 1] >= 'a')
			break;
		n++;
	}
	word.len = n;
	rest->at += n;
	rest->len -= n;
	if (n <= 3 && ((word.at > start && is_alnum(word.at[-1]) &&
			!is_small_letter(word.at[-1])) ||
		       (rest->at < end && is_alnum(*rest->at) &&
			!is_small_letter(*rest->at))))
		word.len = 0;
	return word;
}

/* Words in small letters, each followed by a blank, in one buffer; so two
 * words beside each other are a piece of it too. */
struct words {
	char text[512];
	uint16_t at[WORDS_MOST + 1];
	uint32_t n;
};

static void words_read(struct words *w, struct slice value)
{
	const char *start = value.at;
	size_t used = 0;

	w->n = 0;
	while (value.len && w->n < WORDS_MOST) {
		struct slice word = take_word(&value, start);

		if (!word.len)
			continue;
		if (used + word.len + 1 >= sizeof(w->text))
			break;
		w->at[w->n++] = (uint16_t)used;
		for (size_t i = 0; i < word.len; i++)
			w->text[used++] = (char)(word.at[i] | 0x20);
		w->text[used++] = ' ';
	}
	w->at[w->n] = (uint16_t)used;
}

/* The first n words from i on, if the lists have them. */
static bool words_get(const struct page_lists *l, const struct words *w,
		      uint32_t i, uint32_t n, uint32_t *kind)
{
	return i + n <= w->n &&
	       map_get(&l->by_class, w->text + w->at[i],
		       (size_t)(w->at[i + n] - w->at[i] - 1), kind);
}

enum page_kind page_lists_class(const struct page_lists *lists,
				struct slice value)
{
	struct words w;
	uint32_t kind = PAGE_NONE, found;

	words_read(&w, value);
	for (uint32_t i = 0; i < w.n; i++) {
		if (words_get(lists, &w, i, 2, &found)) {
			if (found == PAGE_CONTENT)
				return PAGE_CONTENT;
			if (found != PAGE_NEUTRAL)
				return (enum page_kind)found;
			i++;
		} else if (words_get(lists, &w, i, 1, &found) &&
			   kind == PAGE_NONE) {
			kind = found;
		}
	}
	return (enum page_kind)kind;
}
