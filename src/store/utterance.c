/* One utterance, printed by many papers: the same words, however they are
 * spelt and marked. */
#include <string.h>

#include "base/fold.h"
#include "base/hash.h"
#include "store/inside.h"

/* Fewer words may be anybody's: "Yes, of course." */
#define WORDS_LEAST 5

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       (unsigned char)c >= 0xC3;
}

int64_t store_utterance(struct arena *a, struct slice words)
{
	size_t len, used = 0, n = 0;
	char *text = fold_text(a, words.at, words.len, &len);
	int64_t hash;

	for (size_t i = 0; i < len;) {
		size_t from = i;

		/* signs above ASCII: quotation marks, dashes, dots */
		if ((unsigned char)text[i] == 0xE2 && i + 2 < len &&
		    (unsigned char)text[i + 1] == 0x80) {
			i += 3;
			continue;
		}
		while (i < len && is_word(text[i]) &&
		       (unsigned char)text[i] != 0xE2)
			text[used++] = text[i++];
		if (i == from && (unsigned char)text[i] >= 0x80)
			text[used++] = text[i];
		if (i == from) {
			i++;
			continue;
		}
		text[used++] = ' ';
		n++;
	}
	if (n < WORDS_LEAST)
		return 0;
	hash = (int64_t)hash_bytes(text, used, 0);
	return hash ? hash : 1;
}

void index_utterance(struct store *st, const struct article *art, uint32_t n,
		     const struct place *at, int sign)
{
	const struct quote *q = &art->quotes[n];
	int64_t hash;

	if (q->kind == QUOTE_INDIRECT)
		return;
	hash = store_utterance(art->arena, article_slice(art, q->span));
	if (!hash)
		return;
	if (sign > 0)
		sql_do(&st->sql, SQL_UTTERANCE_PUT,
		       BIND(INT(hash), INT(at->docid)));
	else
		sql_do(&st->sql, SQL_UTTERANCE_DELETE,
		       BIND(INT(hash), INT(at->docid)));
}

uint32_t index_witnesses(struct store *st, int64_t utterance)
{
	int64_t n = utterance ? sql_number(&st->sql, SQL_UTTERANCES,
					   BIND(INT(utterance)), 0)
			      : 0;

	return n > 1 ? (uint32_t)(n - 1) : 0;
}
