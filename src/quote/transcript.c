/* A label is a name of at most five words, with a capital or in capitals,
 * before a colon at the start of a paragraph.  One such line is a heading or a
 * warning; a name that comes again is somebody who speaks.
 */
#include "quote/transcript.h"

#include <string.h>

#include "base/map.h"

#define LABEL_WORDS 5
#define LABEL_MOST  60 /* bytes */
#define SURE_TURN   95
#define SURE_FOLLOW 70 /* a paragraph without label inside a transcript */

static bool is_upper(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || c >= 0xC3;
}

/* The label that begins a paragraph, without its colon; empty: none. */
static struct span label_of(const struct article *art, struct span part)
{
	struct span label = {part.start, part.start}, none = {0, 0};
	uint32_t words = 0, capitals = 0;
	bool inside = false;

	for (uint32_t i = part.start; i < part.end; i++) {
		unsigned char c = (unsigned char)art->text[i];

		if (i - part.start > LABEL_MOST)
			return none;
		if (c == ':') {
			label.end = i;
			break;
		}
		if (strchr("\n?!;\"()", c) || (c >= '0' && c <= '9'))
			return none;
		if (c == ' ') {
			inside = false;
		} else if (!inside) {
			inside = true;
			words++;
			capitals += is_upper(c);
		}
	}
	if (label.end == label.start || label.end + 2 >= part.end ||
	    art->text[label.end + 1] != ' ' || words > LABEL_WORDS ||
	    !is_upper((unsigned char)art->text[part.start]) ||
	    capitals * 2 < words + 1)
		return none;
	return label;
}

struct labels {
	struct map seen; /* label -> turns */
	struct span *of; /* [n_blocks], empty: none */
	uint32_t n_turns, n_again;
};

static void labels_count(const struct article *art, struct labels *labels)
{
	map_init(&labels->seen, art->arena);
	labels->of =
		arena_array(art->arena, art->n_blocks + 1, sizeof(*labels->of));
	for (uint32_t i = 0; i < art->n_blocks; i++) {
		struct slice label;
		bool is_new;
		uint32_t *n;

		if (art->blocks[i].kind != BLOCK_PARAGRAPH)
			continue;
		labels->of[i] = label_of(art, art->blocks[i].span);
		label = article_slice(art, labels->of[i]);
		if (!label.len)
			continue;
		n = map_put(&labels->seen, label.at, label.len, &is_new);
		labels->n_again += *n > 0;
		++*n;
		labels->n_turns++;
	}
}

/* Of a label: does it come again?  Others may come once where most paragraphs
 * have one, and elsewhere when they are names of people. */
static bool is_voice(const struct article *art, const struct labels *labels,
		     uint32_t i)
{
	struct slice label = article_slice(art, labels->of[i]);
	uint32_t n = 0;

	if (!label.len)
		return false;
	map_get(&labels->seen, label.at, label.len, &n);
	if (n > 1 || labels->n_turns * 2 >= art->n_blocks)
		return true;
	for (uint32_t k = 0; k < art->n_mentions; k++) {
		const struct mention *m = &art->mentions[k];

		if (m->span.start > labels->of[i].start)
			break;
		if (m->form == FORM_NAME && m->type == TYPE_PERSON &&
		    m->span.end >= labels->of[i].end)
			return true;
	}
	return false;
}

bool quote_transcript(const struct article *art, bool *is_turn,
		      struct said_list *out, uint32_t *n_groups)
{
	struct labels labels = {0};
	struct said turn = {.kind = QUOTE_DIRECT};
	bool is_open = false, is_mostly;

	labels_count(art, &labels);
	if (labels.n_turns < 3 || labels.n_again == 0)
		return false;
	is_mostly = labels.n_turns * 2 >= art->n_blocks;
	for (uint32_t i = 0; i < art->n_blocks; i++) {
		const struct block *b = &art->blocks[i];

		if (is_voice(art, &labels, i)) {
			turn.speaker = labels.of[i];
			if (turn.speaker.end == turn.speaker.start + 1)
				turn.speaker.end =
					turn.speaker.start; /* Q, A */
			turn.span.start = labels.of[i].end + 2;
			turn.group = (*n_groups)++;
			turn.confidence = SURE_TURN;
			is_open = is_mostly;
		} else if (is_open && b->kind == BLOCK_PARAGRAPH) {
			turn.span.start = b->span.start;
			turn.confidence = SURE_FOLLOW;
		} else {
			is_open = false;
			continue;
		}
		turn.span.end = b->span.end;
		is_turn[i + 1] = true;
		*array_add(art->arena, out->at, out->n) = turn;
	}
	return true;
}
