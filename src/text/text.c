/* Title and body to blocks, sentences and tokens. */
#include "text/text.h"

#include <string.h>

#include "text/class.h"
#include "text/token.h"

static void add_block(struct article *art, uint32_t start, uint32_t end)
{
	struct block *b;

	while (end > start && strchr(" \t\n\r", art->text[end - 1]))
		end--;
	while (start < end && strchr(" \t\n\r", art->text[start]))
		start++;
	if (start == end)
		return;
	b = array_add(art->arena, art->blocks, art->n_blocks);
	b->span = (struct span){start, end};
	b->kind = BLOCK_PARAGRAPH;
}

/* Is the line that starts at `at` empty but for blanks? */
static bool is_blank_line(const struct article *art, uint32_t at, uint32_t *end)
{
	while (at < art->body.end && strchr(" \t\r", art->text[at]))
		at++;
	*end = at + 1;
	return at < art->body.end && art->text[at] == '\n';
}

/* Paragraphs parted by blank lines. */
static void make_blocks(struct article *art)
{
	uint32_t start = art->body.start, end;

	for (uint32_t at = start; at < art->body.end; at++) {
		if (art->text[at] != '\n' || !is_blank_line(art, at + 1, &end))
			continue;
		add_block(art, start, at);
		while (is_blank_line(art, end, &at))
			end = at;
		start = end;
		at = end - 1;
	}
	add_block(art, start, art->body.end);
}

static void split_piece(struct article *art, const struct text_lists *lists,
			uint32_t start, uint32_t end, enum block_kind kind)
{
	uint32_t first = art->n_tokens;

	text_tokens(art, lists, (struct span){start, end});
	text_sentences(art, lists, first, kind);
}

void text_split(struct article *art, const struct text_lists *lists)
{
	uint32_t at;

	if (art->n_blocks == 0)
		make_blocks(art);
	if (!art->language)
		art->language =
			text_language(lists, art->text + art->body.start,
				      art->body.end - art->body.start);
	split_piece(art, lists, art->title.start, art->title.end,
		    BLOCK_HEADING);
	at = art->body.start;
	for (uint32_t i = 0; i < art->n_blocks; i++) {
		const struct block *b = &art->blocks[i];

		if (b->span.end <= at)
			continue;
		if (b->span.start > at) {
			split_piece(art, lists, at, b->span.start,
				    BLOCK_PARAGRAPH);
			at = b->span.start;
		}
		split_piece(art, lists, at, b->span.end, b->kind);
		at = b->span.end;
	}
	split_piece(art, lists, at, art->body.end, BLOCK_PARAGRAPH);
}

static void given_token(struct article *art, uint32_t start, uint32_t end)
{
	struct token *t = array_add(art->arena, art->tokens, art->n_tokens);

	t->span = (struct span){start, end};
	t->flags = text_token_flags(art->text + start, end - start);
}

void text_split_given(struct article *art)
{
	uint32_t first = art->n_tokens, start = 0;

	for (uint32_t at = 0; at <= art->text_len; at++) {
		char c = at < art->text_len ? art->text[at] : '\n';

		if (c != ' ' && c != '\n')
			continue;
		if (at > start)
			given_token(art, start, at);
		start = at + 1;
		if (c == '\n' && art->n_tokens > first) {
			text_sentence_add(art, first, art->n_tokens);
			first = art->n_tokens;
		}
	}
}
