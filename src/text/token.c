/* Words by UAX #29, but as news is read:
 *
 * - a point stays with an abbreviation ("Mr.", "U.S.", "J.", "a.m.");
 * - an address (URL, e-mail, @name, #tag) and a number are one token;
 * - the possessive is a token of its own ("Israel" "'s", "states" "'");
 * - compounds with a hyphen are one token ("Thomas-Greenfield", "al-Qaida"),
 *   but what is only joined to a name is not: "Israel" "-" "US", "Tel" ...
 *   "-led", "-based", "pro-" and the like (tables below);
 * - French and Italian elision parts ("l’" "Élysée");
 * - Han, Hiragana, Thai and such: every letter is a token, as in UAX #29.
 *
 * One pass, no memory but the token array.
 */
#include "text/token.h"

#include <string.h>

#include "text/class.h"

/* Behind a name and a hyphen these are words of their own. */
static const char *const tails[] = {
	"affiliated", "aligned",    "allied",   "area",      "backed",
	"based",      "born",       "bound",    "brokered",  "built",
	"chaired",    "controlled", "designed", "dominated", "drafted",
	"educated",   "era",        "flagged",  "funded",    "held",
	"hosted",     "imposed",    "inspired", "language",  "led",
	"linked",     "listed",     "made",     "majority",  "mediated",
	"occupied",   "only",       "operated", "organised", "organized",
	"owned",      "produced",   "proposed", "ranked",    "registered",
	"related",    "run",        "speaking", "sponsored", "style",
	"supported",  "trained",    "wide"};

/* Before a hyphen and a capital these are. */
static const char *const heads[] = {"anti",  "cross", "early", "ex",  "former",
				    "intra", "inter", "late",  "mid", "neo",
				    "non",   "post",  "pre",   "pro", "then",
				    "trans", "un",    "semi",  "all", "self"};

/* Elided words of French, Italian and Catalan. */
static const char *const elided[] = {
	"all",   "c",      "d", "dall", "dell", "j",      "jusqu",
	"l",     "lorsqu", "m", "n",    "nell", "puisqu", "qu",
	"quell", "quest",  "s", "sull", "t",    "un"};

struct scan {
	struct article *art;
	const struct text_lists *lists;
	uint32_t at, end;
	uint32_t last; /* where the token before ended; glued when == start */
	bool elides;
};

struct look {
	enum text_class class;
	size_t size; /* 0 at the end */
};

static struct look look(const struct scan *s, uint32_t at)
{
	struct look l = {CLASS_BLANK, 0};

	if (at < s->end)
		l.class =
			text_class_at(s->art->text + at, s->end - at, &l.size);
	return l;
}

uint16_t text_token_flags(const char *text, size_t len)
{
	uint32_t upper = 0, lower = 0, letters = 0, digits = 0;
	uint16_t flags = 0;
	size_t size;

	for (size_t at = 0; at < len; at += size) {
		enum text_class c = text_class_at(text + at, len - at, &size);

		upper += c == CLASS_UPPER;
		lower += c == CLASS_LOWER;
		letters += c == CLASS_LETTER || c == CLASS_ALONE;
		digits += c == CLASS_DIGIT;
		if (at == 0 && c == CLASS_UPPER)
			flags |= TOKEN_CAPITAL;
	}
	if (upper >= 2 && lower == 0)
		flags |= TOKEN_CAPITALS;
	if (upper + lower + letters > 0)
		return flags | TOKEN_WORD;
	return flags | (digits ? TOKEN_NUMBER : TOKEN_MARK);
}

static void emit(struct scan *s, uint32_t start, uint32_t end)
{
	struct article *art = s->art;
	struct token *t = array_add(art->arena, art->tokens, art->n_tokens);

	t->span = (struct span){start, end};
	t->flags = text_token_flags(art->text + start, end - start);
	if (s->last == start)
		t->flags |= TOKEN_GLUED;
	s->last = end;
}

static bool is_one_of(const char *const *list, size_t n, const char *word,
		      size_t len)
{
	for (size_t i = 0; i < n; i++) {
		if (strlen(list[i]) == len && memcmp(list[i], word, len) == 0)
			return true;
	}
	return false;
}

/* Bytes of an apostrophe or a hyphen at text[0..len), 0 none. */
static size_t apostrophe(const char *text, size_t len)
{
	if (len && text[0] == '\'')
		return 1;
	return len >= 3 && memcmp(text, "\u2019", 3) == 0 ? 3 : 0;
}

static size_t hyphen(const char *text, size_t len)
{
	if (len && text[0] == '-')
		return 1;
	return len >= 3 && (memcmp(text, "\u2010", 3) == 0 ||
			    memcmp(text, "\u2011", 3) == 0)
		       ? 3
		       : 0;
}

/* ---- what may stand inside of a word ---- */

static bool point_joins(const struct scan *s, uint32_t start, uint32_t at,
			struct look before, struct look after)
{
	struct look behind;

	if (before.class == CLASS_DIGIT || after.class == CLASS_DIGIT)
		return before.class == after.class;
	if (!text_class_is_letter(before.class) ||
	    !text_class_is_letter(after.class) || before.class == CLASS_ALONE ||
	    after.class == CLASS_ALONE)
		return false;
	/* "on Monday.He said": a blank is missing */
	if (before.class != CLASS_LOWER || after.class != CLASS_UPPER ||
	    at - start < 3)
		return true;
	behind = look(s, at + 1 + (uint32_t)after.size);
	return behind.class == CLASS_UPPER;
}

/* A thousand: "1,500" and "1,00,000", but not "21,2024". */
static bool comma_joins(const struct scan *s, uint32_t at, struct look before)
{
	uint32_t digits = 0;

	if (before.class != CLASS_DIGIT)
		return false;
	while (look(s, at + 1 + digits).class == CLASS_DIGIT && digits < 4)
		digits++;
	return digits == 3 ||
	       (digits == 2 && at + 3 < s->end && s->art->text[at + 3] == ',');
}

/* Bytes of what joins the word at both sides, 0 when it ends here. */
static size_t joiner(const struct scan *s, uint32_t start, uint32_t at,
		     struct look before)
{
	const char *text = s->art->text + at;
	size_t left = s->end - at, size;
	struct look after;

	if ((size = apostrophe(text, left)) > 0) {
		after = look(s, at + (uint32_t)size);
		return text_class_is_letter(before.class) &&
				       text_class_is_letter(after.class)
			       ? size
			       : 0;
	}
	if ((size = hyphen(text, left)) > 0) {
		after = look(s, at + (uint32_t)size);
		return after.class != CLASS_ALONE &&
				       (text_class_is_letter(after.class) ||
					after.class == CLASS_DIGIT)
			       ? size
			       : 0;
	}
	after = look(s, at + 1);
	switch (*text) {
	case '.':
		return point_joins(s, start, at, before, after);
	case ',':
		return comma_joins(s, at, before);
	case ':':
		return before.class == CLASS_DIGIT &&
		       after.class == CLASS_DIGIT;
	case '&':
		return before.class == CLASS_UPPER &&
		       after.class == CLASS_UPPER;
	case '_':
		return 1;
	case '@':
		return text_class_is_letter(after.class) ||
		       after.class == CLASS_DIGIT;
	}
	return 0;
}

/* The end of the word that starts at start. */
static uint32_t word_end(const struct scan *s, uint32_t start)
{
	struct look before = look(s, start), now;
	uint32_t at = start + (uint32_t)before.size;
	size_t size;

	for (;;) {
		now = look(s, at);
		if (now.class == CLASS_EXTEND) {
			at += (uint32_t)now.size;
			continue;
		}
		if (before.class == CLASS_ALONE || now.class == CLASS_ALONE)
			return at;
		if (text_class_is_letter(now.class) ||
		    now.class == CLASS_DIGIT) {
			before = now;
			at += (uint32_t)now.size;
			continue;
		}
		if (now.class != CLASS_MARK)
			return at;
		size = joiner(s, start, at, before);
		if (size == 0)
			return at;
		at += (uint32_t)size;
		before.class = CLASS_MARK;
	}
}

/* ---- abbreviations ---- */

/* "U.S", "a.m", "Ph.D": parts of one to three letters, one of them single. */
static bool is_acronym(const char *word, size_t len)
{
	size_t part = 0, points = 0;
	bool single = false, more = false;

	for (size_t i = 0; i <= len; i++) {
		if (i < len && word[i] != '.') {
			if ((unsigned char)word[i] < 0x80 &&
			    !((word[i] | 0x20) >= 'a' &&
			      (word[i] | 0x20) <= 'z'))
				return false;
			part += ((unsigned char)word[i] & 0xC0) != 0x80;
			continue;
		}
		single |= part == 1;
		more |= part > 3;
		points += i < len;
		part = 0;
	}
	return points > 0 && single && !more;
}

static bool is_initial(const char *word, size_t len)
{
	size_t size;

	return text_class_at(word, len, &size) == CLASS_UPPER && size == len &&
	       !(len == 1 && *word == 'I');
}

static bool takes_point(const struct scan *s, uint32_t start, uint32_t end)
{
	const char *word = s->art->text + start;
	uint32_t flags, at = end + 1;

	if (end >= s->end || s->art->text[end] != '.' ||
	    (at < s->end && s->art->text[at] == '.'))
		return false;
	if (is_acronym(word, end - start) || is_initial(word, end - start))
		return true;
	if (!map_get(&s->lists->abbreviations, word, at - start, &flags))
		return false;
	if (!(flags & ABBREVIATION_NUMBER))
		return true;
	while (at < s->end && look(s, at).class == CLASS_BLANK)
		at += (uint32_t)look(s, at).size;
	return look(s, at).class == CLASS_DIGIT;
}

/* ---- words that are several tokens ---- */

static bool is_capital(const char *word, size_t len)
{
	size_t size;

	return len && text_class_at(word, len, &size) == CLASS_UPPER;
}

static bool is_compound(const struct scan *s, const char *word, size_t len)
{
	return text_list_has(&s->lists->compounds, word, len);
}

/* Does the hyphen between a[0..n) and b[0..m) part two words? */
static bool hyphen_parts(const struct scan *s, const char *a, size_t n,
			 const char *b, size_t m)
{
	if (is_capital(b, m)) {
		if (is_one_of(heads, array_length(heads), a, n))
			return true;
		return is_compound(s, a, n) && is_compound(s, b, m);
	}
	if (!is_capital(a, n))
		return false;
	return is_one_of(tails, array_length(tails), b, m) ||
	       is_compound(s, a, n);
}

/* The end of the part of a compound that starts at start. */
static uint32_t part_end(const struct scan *s, uint32_t start, uint32_t end)
{
	uint32_t at = start;

	while (at < end && !hyphen(s->art->text + at, end - at))
		at++;
	return at;
}

static void emit_compound(struct scan *s, uint32_t start, uint32_t end)
{
	const char *text = s->art->text;
	uint32_t a = start, a_end = part_end(s, start, end);

	while (a_end < end) {
		uint32_t h = (uint32_t)hyphen(text + a_end, end - a_end);
		uint32_t b = a_end + h, b_end = part_end(s, b, end);

		if (b_end > b &&
		    hyphen_parts(s, text + a, a_end - a, text + b, b_end - b)) {
			emit(s, start, a_end);
			emit(s, a_end, b);
			start = b;
		}
		a = b;
		a_end = b_end;
	}
	emit(s, start, end);
}

/* The bytes of a possessive ending: 's, ’s, 'S. */
static uint32_t possessive(const char *word, size_t len)
{
	if (len < 3 || (word[len - 1] != 's' && word[len - 1] != 'S'))
		return 0;
	if (word[len - 2] == '\'')
		return 2;
	return len > 4 && memcmp(word + len - 4, "\u2019", 3) == 0 ? 4 : 0;
}

/* The bytes of an elided word with its apostrophe: "l’", "dell'". */
static uint32_t elision(const char *word, size_t len)
{
	char lower[8];
	size_t n = 0, a;

	while (n < len && n < sizeof(lower) && (unsigned char)word[n] < 0x80 &&
	       word[n] != '\'') {
		lower[n] = (char)(word[n] | 0x20);
		n++;
	}
	a = n < len ? apostrophe(word + n, len - n) : 0;
	if (!a || !is_one_of(elided, array_length(elided), lower, n))
		return 0;
	return (uint32_t)(n + a);
}

static void emit_word(struct scan *s, uint32_t start, uint32_t end)
{
	const char *text = s->art->text;
	uint32_t tail = possessive(text + start, end - start), cut;

	if (s->elides && (cut = elision(text + start, end - start)) > 0 &&
	    cut < end - start) {
		emit(s, start, start + cut);
		start += cut;
		tail = 0;
	}
	emit_compound(s, start, end - tail);
	if (tail)
		emit(s, end - tail, end);
}

/* ---- addresses and marks ---- */

static uint32_t address_end(const struct scan *s, uint32_t start)
{
	const char *text = s->art->text + start;
	size_t left = s->end - start;
	uint32_t at = start;

	if (!(left > 8 && (memcmp(text, "http://", 7) == 0 ||
			   memcmp(text, "https://", 8) == 0)) &&
	    !(left > 4 && memcmp(text, "www.", 4) == 0))
		return start;
	for (struct look l; (l = look(s, at)).size; at += (uint32_t)l.size) {
		if (l.class == CLASS_BLANK ||
		    (l.size == 1 && strchr("<>\"|`", s->art->text[at])) ||
		    (l.size > 1 && l.class == CLASS_MARK))
			break;
	}
	while (at > start && strchr(".,;:!?)]}'", s->art->text[at - 1]))
		at--;
	return at;
}

/* "--", "...", "''", "===": a run of one mark is one token. */
static uint32_t mark_end(const struct scan *s, uint32_t start)
{
	uint32_t at = start + (uint32_t)look(s, start).size;
	char c = s->art->text[start];

	if (strchr("-.'`_=*#~", c)) {
		while (at < s->end && s->art->text[at] == c)
			at++;
	}
	while (look(s, at).class == CLASS_EXTEND)
		at += (uint32_t)look(s, at).size;
	return at;
}

static bool is_handle(const struct scan *s, uint32_t at)
{
	char c = s->art->text[at];

	return (c == '@' || c == '#') &&
	       text_class_is_letter(look(s, at + 1).class);
}

static void scan_word(struct scan *s)
{
	uint32_t start = s->at, end = address_end(s, start);

	if (end > start) {
		emit(s, start, end);
		s->at = end;
		return;
	}
	end = word_end(s, start);
	s->at = end;
	if (takes_point(s, start, end))
		emit_compound(s, start, s->at = end + 1);
	else
		emit_word(s, start, end);
}

void text_tokens(struct article *art, const struct text_lists *lists,
		 struct span piece)
{
	struct scan s = {.art = art,
			 .lists = lists,
			 .at = piece.start,
			 .end = piece.end,
			 .last = UINT32_MAX};

	s.elides = art->language && (strcmp(art->language, "fr") == 0 ||
				     strcmp(art->language, "it") == 0 ||
				     strcmp(art->language, "ca") == 0);
	while (s.at < s.end) {
		struct look l = look(&s, s.at);
		uint32_t start = s.at;

		if (l.class == CLASS_BLANK) {
			s.at += (uint32_t)l.size;
		} else if (text_class_is_letter(l.class) ||
			   l.class == CLASS_DIGIT) {
			scan_word(&s);
		} else if (is_handle(&s, start)) {
			s.at = word_end(&s, start + 1);
			emit(&s, start, s.at);
		} else {
			s.at = mark_end(&s, start);
			emit(&s, start, s.at);
		}
	}
}
