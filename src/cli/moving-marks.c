#include "cli/moving-marks.h"

#include "base/array.h"

struct mark {
	int64_t id;
	bool is_new, is_read, is_starred;
	const char **tags, *note;
	uint32_t n_tags;
};

void marks_add(struct marks *ms, int64_t id, const struct moved_item *item,
	       bool is_new)
{
	struct arena *a = &ms->arena;
	struct mark *k;

	if (!item->is_read && !item->is_starred && !item->n_tags && !item->note)
		return;
	k = array_add(a, ms->at, ms->n);
	*k = (struct mark){
		.id = id,
		.is_new = is_new,
		.is_read = item->is_read,
		.is_starred = item->is_starred,
		.tags = arena_array(a, item->n_tags + 1, sizeof(*k->tags)),
		.n_tags = item->n_tags,
		.note = arena_string(a, item->note),
	};
	for (uint32_t i = 0; i < item->n_tags; i++)
		k->tags[i] = arena_string(a, item->tags[i]);
}

static bool set_tags(struct store *st, const struct mark *k, struct error *err)
{
	for (uint32_t i = 0; i < k->n_tags; i++) {
		if (!store_tag_set(st, k->id, k->tags[i], true, err))
			return false;
	}
	return true;
}

/* A note that is there is the user's: it stays. */
static bool set_note(struct marks *ms, struct store *st, const struct mark *k,
		     uint32_t *noted, struct error *err)
{
	struct article *art;

	if (!k->note)
		return true;
	if (!store_article_get(st, &ms->arena, k->id, &art, err))
		return false;
	if (!art || art->note)
		return true;
	(*noted)++;
	return store_note_set(st, k->id, k->note, err);
}

static bool set_one(struct marks *ms, struct store *st, const struct mark *k,
		    uint32_t *count, struct error *err)
{
	if (k->is_new) {
		count[MOVING_READ] += k->is_read;
		count[MOVING_STARRED] += k->is_starred;
		count[MOVING_TAGGED] += k->n_tags > 0;
	}
	return (!k->is_read || store_read_set(st, k->id, true, err)) &&
	       (!k->is_starred || store_starred_set(st, k->id, true, err)) &&
	       set_tags(st, k, err) &&
	       set_note(ms, st, k, &count[MOVING_NOTED], err);
}

bool marks_set(struct marks *ms, struct store *st, uint32_t *count,
	       struct error *err)
{
	bool is_good = true;

	if (!ms->n)
		return true;
	if (!store_reading_begin(st, err))
		return false;
	for (uint32_t i = 0; i < ms->n && is_good; i++)
		is_good = set_one(ms, st, &ms->at[i], count, err);
	if (is_good)
		is_good = store_reading_commit(st, err);
	else
		store_reading_rollback(st);
	arena_reset(&ms->arena);
	ms->at = NULL;
	ms->n = 0;
	return is_good || error_note(err, "cannot keep what was read");
}
