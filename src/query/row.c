/* What only an article's row tells. */
#include <string.h>

#include "base/fold.h"
#include "query/cursor.h"

/* Does folded words of `in` hold those of `text` from some word's beginning
 * on? */
static bool holds_words(const char *in, const char *text)
{
	struct arena a;
	const char *all, *part, *at;
	bool found = false;

	if (!in)
		return false;
	arena_init(&a);
	all = fold_text(&a, in, strlen(in), NULL);
	part = fold_text(&a, text, strlen(text), NULL);
	for (at = all; !found && (at = strstr(at, part)) != NULL; at++)
		found = at == all || strchr(" -.,;(/\"'", at[-1]);
	arena_free(&a);
	return found;
}

static bool has_tag(const struct article *art, const char *tag)
{
	struct arena a;
	bool found = false;
	const char *wanted;

	if (art->n_tags == 0)
		return false;
	arena_init(&a);
	wanted = fold_text(&a, tag, strlen(tag), NULL);
	for (uint32_t i = 0; i < art->n_tags && !found; i++)
		found = strcmp(fold_text(&a, art->tags[i], strlen(art->tags[i]),
					 NULL),
			       wanted) == 0;
	arena_free(&a);
	return found;
}

/* The day that lists show: of publication, else of its place in time. */
static int64_t day_of(const struct article_row *row)
{
	struct when when = {.time = row->docid, .kind = WHEN_SECOND};

	return date_day_of(row->art->published.kind ? &row->art->published
						    : &when);
}

/* An article is of another version of the program than this one. */
static bool is_stale(const struct article *art)
{
	static const char now[] = "gazette " PACKAGE_VERSION;

	return !art->annotated ||
	       strncmp(art->annotated, now, sizeof(now) - 1) != 0;
}

static bool is_in_state(uint8_t state, const struct article_row *row)
{
	const struct article *art = row->art;

	switch ((enum query_state)state) {
	case STATE_READ:
		return art->is_read;
	case STATE_UNREAD:
		return !art->is_read && !row->is_saved;
	case STATE_STARRED:
		return art->is_starred;
	case STATE_SAVED:
		return row->is_saved;
	case STATE_DUPLICATE:
		return art->duplicate_of != 0;
	case STATE_UNDATED:
		return art->published.kind == WHEN_NONE;
	case STATE_STALE:
		return is_stale(art);
	case STATE_HIDDEN:
		return row->is_hidden;
	case STATE_FAILED: /* what failed is no article */
	case STATES:
		break;
	}
	return false;
}

bool query_row_passes(const struct query_node *node,
		      const struct article_row *row)
{
	switch (node->kind) {
	case QUERY_AUTHOR:
		return holds_words(row->art->byline, node->text);
	case QUERY_SOURCE:
		return holds_words(row->art->source, node->text);
	case QUERY_TAG:
		return has_tag(row->art, node->text);
	case QUERY_IS:
		return is_in_state(node->state, row);
	case QUERY_DAYS:
		return day_of(row) >= node->first && day_of(row) <= node->last;
	default:
		return true;
	}
}
