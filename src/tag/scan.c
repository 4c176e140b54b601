/* What is known of each token before anything is decided. */
#include "tag/scan.h"

#include <string.h>

#include "text/class.h"

struct slice scan_word(const struct scan *s, uint32_t i)
{
	return article_slice(s->art, s->art->tokens[i].span);
}

bool scan_is(const struct scan *s, uint32_t i, const char *word)
{
	return slice_equals(scan_word(s, i), word);
}

bool scan_is_one(const struct scan *s, uint32_t i, const char *const *list)
{
	struct slice w = scan_word(s, i);

	for (; *list; list++) {
		if (strlen(*list) == w.len &&
		    (w.at[0] | 0x20) == ((*list)[0] | 0x20) &&
		    memcmp(w.at + 1, *list + 1, w.len - 1) == 0)
			return true;
	}
	return false;
}

static struct piece piece_at(const struct scan *s, uint32_t i, bool is_lower)
{
	const struct mark *m = &s->marks[i];

	return (struct piece){is_lower ? m->lower : m->hash, m->power,
			      m->begins_word, m->ends_word};
}

struct piece scan_piece(const struct scan *s, uint32_t first, uint32_t end,
			bool is_lower)
{
	struct piece p = piece_at(s, first, is_lower);

	for (uint32_t i = first + 1; i < end; i++)
		p = tag_piece_join(p, piece_at(s, i, is_lower));
	return p;
}

uint32_t scan_match(const struct scan *s, uint32_t i, uint32_t end,
		    bool is_lower, uint32_t flags, uint16_t types,
		    const struct facts **found)
{
	const struct mark *m = &s->marks[i];
	const struct facts *f = is_lower ? m->lower_facts : m->facts;
	struct piece p = piece_at(s, i, is_lower);
	uint32_t n = 0;

	*found = NULL;
	for (uint32_t at = i + 1; f; at++) {
		if ((f->flags & flags) || (f->types & types)) {
			*found = f;
			n = at - i;
		}
		if (!(f->flags & FACT_MORE) || at == end)
			break;
		p = tag_piece_join(p, piece_at(s, at, is_lower));
		f = tag_index_find(&s->tagger->index, p, is_lower);
	}
	return n;
}

int32_t tag_mention(struct scan *s, uint32_t first, uint32_t end,
		    enum type type, enum form form)
{
	struct article *art = s->art;
	struct mention *m =
		array_add(art->arena, art->mentions, art->n_mentions);

	m->span = (struct span){art->tokens[first].span.start,
				art->tokens[end - 1].span.end};
	m->type = (uint8_t)type;
	m->form = (uint8_t)form;
	m->chain = m->of = -1;
	return (int32_t)art->n_mentions - 1;
}

/* ---- marks ---- */

static void mark_token(struct scan *s, uint32_t i)
{
	struct mark *m = &s->marks[i];
	struct slice w = scan_word(s, i);
	struct piece p = tag_piece(w.at, w.len, SPELLING_EXACT);

	m->hash = m->lower = p.hash;
	m->power = p.power;
	m->begins_word = p.begins_word;
	m->ends_word = p.ends_word;
	if (!(scan_flags(s, i) & TOKEN_WORD))
		return;
	if (scan_flags(s, i) & (TOKEN_CAPITAL | TOKEN_CAPITALS))
		m->lower = tag_piece(w.at, w.len, SPELLING_LOWER).hash;
	m->facts = tag_index_find(&s->tagger->index, p, false);
	p.hash = m->lower;
	m->lower_facts = tag_index_find(&s->tagger->index, p, true);
}

/* In a line of capitals "GAZA" is looked up as "Gaza". */
static void mark_shouted(struct scan *s, uint32_t i)
{
	struct mark *m = &s->marks[i];
	struct slice w = scan_word(s, i);
	struct piece p;

	if (!(scan_flags(s, i) & TOKEN_CAPITALS) ||
	    (m->facts && (m->facts->types || w.len <= 3)))
		return;
	p = tag_piece(w.at, w.len, SPELLING_TITLE);
	m->hash = p.hash;
	m->facts = tag_index_find(&s->tagger->index, p, false);
}

/* Does who writes the sentence leave out capitals?  Then its first word has
 * none, whatever names and mentions of users stand before it. */
static bool is_careless(const struct scan *s, const struct sentence *st)
{
	uint32_t end = st->token + st->n_tokens;

	for (uint32_t i = st->token; i < end && !s->careful; i++) {
		struct slice w = scan_word(s, i);
		size_t size;

		if (!text_class_is_letter(text_class_at(w.at, w.len, &size)) ||
		    (w.len > 4 && memcmp(w.at, "http", 4) == 0))
			continue;
		return !(scan_flags(s, i) & SCAN_CAPITAL);
	}
	return false;
}

/* There "emma" is looked up as "Emma". */
static void mark_careless(struct scan *s, uint32_t i, enum care care)
{
	struct mark *m = &s->marks[i];
	struct slice w = scan_word(s, i);
	struct piece p;

	m->care = (uint8_t)care;
	if (m->facts || !(scan_flags(s, i) & TOKEN_WORD) ||
	    (scan_flags(s, i) & SCAN_CAPITAL))
		return;
	p = tag_piece(w.at, w.len, SPELLING_TITLE);
	m->hash = p.hash;
	m->facts = tag_index_find(&s->tagger->index, p, false);
}

static bool in_title(const struct article *art, uint32_t token)
{
	return art->tokens[token].span.end <= art->title.end;
}

static enum regime regime_of(const struct scan *s, const struct sentence *st)
{
	uint32_t words = 0, shouted = 0, longer = 0, titled = 0;
	uint32_t end = st->token + st->n_tokens;

	for (uint32_t i = st->token; i < end; i++) {
		uint16_t flags = scan_flags(s, i);

		if (!(flags & TOKEN_WORD))
			continue;
		words++;
		shouted += (flags & TOKEN_CAPITALS) != 0;
		if (scan_word(s, i).len < 4)
			continue;
		longer++;
		titled += (flags & TOKEN_CAPITAL) != 0;
	}
	if (words >= 3 && shouted * 10 >= words * 8)
		return REGIME_SHOUT;
	if (words >= 4 && longer >= 3 && titled * 10 >= longer * 9 &&
	    (in_title(s->art, st->token) || !scan_is(s, end - 1, ".")))
		return REGIME_TITLED;
	return REGIME_PLAIN;
}

/* ---- what the article shows of its words ---- */

static struct seen *seen_slot(const struct scan *s, uint64_t key)
{
	uint32_t i;

	key += key == 0;
	i = (uint32_t)(key >> 32) & (s->n_seen - 1);
	while (s->seen[i].key && s->seen[i].key != key)
		i = (i + 1) & (s->n_seen - 1);
	return &s->seen[i];
}

/* What stands before a capital word. */
static void see_before(const struct scan *s, struct seen *seen, uint32_t i)
{
	const struct facts *lower = s->marks[i].lower_facts;

	seen->after_title |= scan_has(s, i, FACT_TITLE) ||
			     (lower && (lower->flags & FACT_ROLE));
	seen->after_given |= scan_has(s, i, FACT_GIVEN);
}

static void see_capitals(struct scan *s)
{
	const struct article *art = s->art;
	uint32_t n = 0;

	for (uint32_t i = 0; i < art->n_tokens; i++)
		n += (art->tokens[i].flags & SCAN_CAPITAL) != 0;
	s->n_seen = 16;
	while (s->n_seen < n * 2)
		s->n_seen *= 2;
	s->seen = arena_array(art->arena, s->n_seen, sizeof(*s->seen));
	for (uint32_t i = 0; i < art->n_tokens; i++) {
		struct mark *m = &s->marks[i];

		if (!(art->tokens[i].flags & SCAN_CAPITAL))
			continue;
		m->seen = seen_slot(s, m->lower);
		m->seen->key = m->lower + (m->lower == 0);
		m->seen->capital += m->regime == REGIME_PLAIN &&
				    !(art->tokens[i].flags & TOKEN_FIRST) &&
				    (art->tokens[i - 1].flags & TOKEN_WORD);
		if (!(art->tokens[i].flags & TOKEN_FIRST))
			see_before(s, m->seen, i - 1);
	}
}

static void see_one_lower(struct seen *seen)
{
	if (seen->key)
		seen->lower++;
}

static void see_lower(struct scan *s)
{
	for (uint32_t i = 0; i < s->art->n_tokens; i++) {
		uint16_t flags = s->art->tokens[i].flags;

		if (!(flags & SCAN_CAPITAL) && (flags & TOKEN_WORD))
			see_one_lower(seen_slot(s, s->marks[i].lower));
	}
}

/* One word in fifty of the article is of sport, or in a hundred and fifty. */
static uint8_t sport_of(const struct scan *s)
{
	uint32_t n = s->art->n_tokens, words = 0;

	for (uint32_t i = 0; i < n; i++)
		words += scan_has(s, i, FACT_SPORT);
	if (words >= 3 && words >= n / 50)
		return 2;
	return words >= 2 && words >= n / 150;
}

/* Who leaves out capitals in one sentence of eight does so in others. */
static enum care care_of(const struct scan *s)
{
	const struct article *art = s->art;
	uint32_t n = 0;

	for (uint32_t i = 0; i < art->n_sentences; i++)
		n += is_careless(s, &art->sentences[i]);
	return n >= 3 && n >= art->n_sentences / 8 ? CARE_LITTLE : CARE_TAKEN;
}

static void mark_sentence(struct scan *s, const struct sentence *st,
			  enum care care)
{
	enum regime regime = regime_of(s, st);

	if (is_careless(s, st))
		care = CARE_NONE;
	for (uint32_t i = st->token; i < st->token + st->n_tokens; i++) {
		s->marks[i].regime = (uint8_t)regime;
		if (regime == REGIME_SHOUT)
			mark_shouted(s, i);
		if (care != CARE_TAKEN)
			mark_careless(s, i, care);
	}
}

void tag_scan(struct scan *s, const struct tagger *tagger, struct article *art)
{
	enum care care;

	memset(s, 0, sizeof(*s));
	s->tagger = tagger;
	s->art = art;
	s->careful = art->language && strcmp(art->language, "en") != 0;
	s->is_german = art->language && (strcmp(art->language, "de") == 0 ||
					 strcmp(art->language, "lb") == 0);
	s->marks = arena_array(art->arena, art->n_tokens, sizeof(*s->marks));
	for (uint32_t i = 0; i < art->n_tokens; i++)
		mark_token(s, i);
	care = care_of(s);
	for (uint32_t i = 0; i < art->n_sentences; i++)
		mark_sentence(s, &art->sentences[i], care);
	s->sport = sport_of(s);
	see_capitals(s);
	see_lower(s);
	for (uint32_t i = 0; i < art->n_sentences; i++)
		tag_see_beside(s, &art->sentences[i]);
}
