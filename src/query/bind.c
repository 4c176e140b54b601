/* What a query asks for by name, looked up once. */
#include "query/tree.h"
#include "store/feeds.h"

#include <stdlib.h>

#define NAMES_SHOWN 6u
#define NEAR_ROWS   50u

struct binder {
	struct store *store;
	struct arena *arena;
	int64_t now;
	uint32_t views; /* looked up so far: they may name each other */
	struct str notes;
	struct query_fault *fault;
	struct error *err;
};

static bool fault_at(struct binder *b, const struct query_node *node)
{
	b->fault->start = node->at.start;
	b->fault->end = node->at.end;
	return false;
}

static void note_line(struct binder *b)
{
	if (b->notes.len)
		str_add_char(&b->notes, '\n');
}

static void list_names(const struct entity_rows *rows, struct str *out)
{
	for (uint32_t i = 0; i < rows->n && i < NAMES_SHOWN; i++)
		str_printf(out, "%s#%lld %s", i ? ", " : "",
			   (long long)rows->at[i].id, rows->at[i].name);
	if (rows->n > NAMES_SHOWN)
		str_printf(out, " and %u more", rows->n - NAMES_SHOWN);
}

/* Nobody has the name: say who is called nearly so. */
static bool no_such_name(struct binder *b, const struct query_node *node)
{
	struct entity_rows rows;
	struct str like = {0};

	if (!store_entities_named(b->store, b->arena, node->text, true, &rows,
				  b->err))
		return false;
	list_names(&rows, &like);
	error_set(b->err, "nobody and nothing is called '%s'%s%s", node->text,
		  rows.n ? "; like it: " : "", str_text(&like));
	str_free(&like);
	return fault_at(b, node);
}

static bool bind_name(struct binder *b, struct query_node *node)
{
	struct entity_rows rows;

	if (!store_entities_named(b->store, b->arena, node->text, false, &rows,
				  b->err))
		return false;
	if (rows.n == 0)
		return no_such_name(b, node);
	node->entity = arena_array(b->arena, rows.n, sizeof(*node->entity));
	for (uint32_t i = 0; i < rows.n; i++)
		node->entity[node->n_entity++] = rows.at[i].id;
	if (rows.n == 1)
		return true;
	note_line(b);
	str_printf(&b->notes, "'%s' takes all %u of that name: ", node->text,
		   rows.n);
	list_names(&rows, &b->notes);
	return true;
}

static int newer_first(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return (a < b) - (a > b);
}

/* The article itself, or those near it. */
static bool bind_near(struct binder *b, struct query_node *node)
{
	struct related_row *rows;
	uint32_t n;

	if (!store_docid(b->store, node->id)) {
		error_set(b->err, "there is no article %lld",
			  (long long)node->id);
		return fault_at(b, node);
	}
	if (node->kind == QUERY_ID) {
		*array_add(b->arena, node->docid, node->n_docid) =
			store_docid(b->store, node->id);
		return true;
	}
	if (!query_related_all(b->store, b->arena, node->id, NEAR_ROWS, &rows,
			       &n, b->err))
		return false;
	node->docid = arena_array(b->arena, n, sizeof(*node->docid));
	for (uint32_t i = 0; i < n; i++)
		node->docid[node->n_docid++] = rows[i].row.docid;
	if (n)
		qsort(node->docid, n, sizeof(*node->docid), newer_first);
	return true;
}

static bool bind_state(struct binder *b, const struct query_node *node)
{
	struct store_counts counts;

	if (node->state != STATE_FAILED)
		return true;
	if (!store_counts(b->store, &counts, b->err))
		return false;
	note_line(b);
	str_printf(&b->notes,
		   "what failed is no article: %lld inputs failed so far",
		   (long long)counts.failed);
	return true;
}

static bool bind_node(struct binder *b, struct query_node *node);

/* A saved view stands for its query. */
static bool bind_view(struct binder *b, struct query_node *node)
{
	const char *text = NULL;
	struct query_node *tree;

	if (!store_view_get(b->store, b->arena, node->text, &text, b->err))
		return false;
	if (!text) {
		error_set(b->err, "no view is saved as '@%s'", node->text);
		return fault_at(b, node);
	}
	if (++b->views > QUERY_VIEWS) {
		error_set(b->err,
			  "'@%s' leads back to itself, or to more than %u "
			  "saved views",
			  node->text, QUERY_VIEWS);
		return fault_at(b, node);
	}
	if (!query_parse(b->arena, text, b->now, &tree, b->fault, b->err) ||
	    !bind_node(b, tree)) {
		error_note(b->err, "in the saved view '@%s' (%s)", node->text,
			   text);
		return fault_at(b, node);
	}
	*array_add(b->arena, node->kid, node->n_kid) = tree;
	return true;
}

/* Feeds by number, address, name, or all that have a tag. */
static bool bind_feed(struct binder *b, struct query_node *node)
{
	struct feed_rows rows;

	if (!store_feeds_named(b->store, b->arena, node->text, &rows, b->err))
		return false;
	if (!rows.n) {
		error_set(b->err, "no feed is called or tagged '%s'",
			  node->text);
		return fault_at(b, node);
	}
	for (uint32_t i = 0; i < rows.n; i++)
		*array_add(b->arena, node->entity, node->n_entity) =
			rows.at[i].id;
	return true;
}

static bool bind_leaf(struct binder *b, struct query_node *node)
{
	switch (node->kind) {
	case QUERY_NAME:
	case QUERY_SAID:
	case QUERY_ABOUT:
		return bind_name(b, node);
	case QUERY_NEAR:
	case QUERY_ID:
		return bind_near(b, node);
	case QUERY_FEED:
		return bind_feed(b, node);
	case QUERY_IS:
		return bind_state(b, node);
	case QUERY_VIEW:
		return bind_view(b, node);
	default:
		return true;
	}
}

/* As deep as QUERY_DEPTH and QUERY_VIEWS let it be. */
static bool bind_node(struct binder *b, struct query_node *node)
{
	uint32_t n = node->n_kid;

	if (n == 0)
		return bind_leaf(b, node);
	for (uint32_t i = 0; i < n; i++) {
		if (!bind_node(b, node->kid[i]))
			return false;
	}
	return true;
}

bool query_bind(struct store *st, struct arena *a, struct query_node *tree,
		int64_t now, const char **notes, struct query_fault *fault,
		struct error *err)
{
	struct binder b = {.store = st,
			   .arena = a,
			   .now = now,
			   .fault = fault,
			   .err = err};
	bool done = bind_node(&b, tree);

	*notes = b.notes.len ? arena_string(a, b.notes.at) : NULL;
	str_free(&b.notes);
	return done;
}
