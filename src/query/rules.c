/* Saved views that may be saved, and rules that act on what comes in. */
#include <string.h>

#include "query/tree.h"

/* ---- saved views ---- */

struct checker {
	struct store *store;
	struct arena *arena;
	const char *name; /* of the view that is to be saved; NULL: none */
	int64_t now;
	uint32_t views;
	struct error *err;
};

static bool check_tree(struct checker *c, const struct query_node *node,
		       struct query_fault *fault);

/* A view inside: it is there, is understood, and does not lead back. */
static bool check_view(struct checker *c, const struct query_node *node)
{
	struct query_fault inside;
	struct query_node *tree;
	const char *text;

	if (c->name && strcmp(node->text, c->name) == 0)
		return error_set(c->err, "'@%s' would lead back to itself",
				 c->name);
	if (!store_view_get(c->store, c->arena, node->text, &text, c->err))
		return false;
	if (!text)
		return error_set(c->err, "no view is saved as '@%s'",
				 node->text);
	if (++c->views > QUERY_VIEWS)
		return error_set(c->err, "more than %u saved views in one",
				 QUERY_VIEWS);
	if (!query_parse(c->arena, text, c->now, &tree, &inside, c->err) ||
	    !check_tree(c, tree, &inside))
		return error_note(c->err, "in the saved view '@%s' (%s)",
				  node->text, text);
	return true;
}

/* As deep as QUERY_DEPTH and QUERY_VIEWS let it be. */
static bool check_tree(struct checker *c, const struct query_node *node,
		       struct query_fault *fault)
{
	if (node->kind == QUERY_VIEW && !check_view(c, node)) {
		fault->start = node->at.start;
		fault->end = node->at.end;
		return false;
	}
	for (uint32_t i = 0; i < node->n_kid; i++) {
		if (!check_tree(c, node->kid[i], fault))
			return false;
	}
	return true;
}

/* Is "@name" the view of that name, and nothing else? */
static bool is_name(struct arena *a, const char *name, int64_t now)
{
	struct query_fault fault;
	struct query_node *tree;
	struct error ignored;

	return query_parse(a, arena_printf(a, "@%s", name), now, &tree, &fault,
			   &ignored) &&
	       tree->kind == QUERY_VIEW && strcmp(tree->text, name) == 0;
}

bool query_view_check(struct store *st, struct arena *a, const char *name,
		      const char *text, int64_t now, const char **notes,
		      struct query_fault *fault, struct error *err)
{
	struct checker c = {
		.store = st, .arena = a, .name = name, .now = now, .err = err};
	struct query_fault later;
	struct query_node *tree;
	struct error unbound;
	const char *found;

	*notes = NULL;
	*fault = (struct query_fault){0, 0};
	if (name && !is_name(a, name, now))
		return error_set(err,
				 "'%s' cannot be the name of a view: it is one "
				 "word, without brackets and quotation marks",
				 name);
	if (!query_parse(a, text, now, &tree, fault, err) ||
	    !check_tree(&c, tree, fault))
		return false;
	if (!query_bind(st, a, tree, now, &found, &later, &unbound))
		*notes = arena_string(a, unbound.text);
	return true;
}

static bool uses_view(const struct query_node *node, const char *name)
{
	if (node->kind == QUERY_VIEW)
		return strcmp(node->text, name) == 0;
	for (uint32_t i = 0; i < node->n_kid; i++) {
		if (uses_view(node->kid[i], name))
			return true;
	}
	return false;
}

bool query_uses_view(const char *text, const char *name, int64_t now)
{
	struct query_fault fault;
	struct query_node *tree;
	struct error ignored;
	struct arena a;
	bool uses;

	arena_init(&a);
	uses = query_parse(&a, text, now, &tree, &fault, &ignored) &&
	       uses_view(tree, name);
	arena_free(&a);
	return uses;
}

/* ---- rules ---- */

bool query_rule_is_done(const struct rule *rule, const struct article_row *row)
{
	const struct article *art = row->art;

	switch ((enum rule_kind)rule->kind) {
	case RULE_HIDE:
		return row->is_hidden;
	case RULE_READ:
		return art->is_read;
	case RULE_STAR:
		return art->is_starred;
	case RULE_TAG:
		for (uint32_t i = 0; i < art->n_tags; i++) {
			if (strcmp(art->tags[i], rule->tag) == 0)
				return true;
		}
		return false;
	case RULE_KINDS:
		break;
	}
	return false;
}

/* The articles that a rule is for. */
static uint32_t choose(struct query *q, struct store *st, const int64_t *ids,
		       uint32_t n, int64_t *out)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < n; i++) {
		int64_t docid = store_docid(st, ids[i]);

		if (docid && query_matches(q, docid))
			out[count++] = ids[i];
	}
	return count;
}

static bool act(struct store *st, struct arena *a, const struct rule *rule,
		const int64_t *ids, uint32_t n, int64_t now, struct error *err)
{
	int64_t *chosen = arena_array(a, n, sizeof(*chosen));
	struct query_fault fault;
	const char *notes;
	struct error ignored;
	uint32_t changed, n_chosen;
	struct query *q;

	if (!query_open(st, a, rule->query, now, &q, &notes, &fault, &ignored))
		return true;
	n_chosen = choose(q, st, ids, n, chosen);
	query_close(q);
	return n_chosen == 0 ||
	       store_rule_do(st, rule, chosen, n_chosen, &changed, err);
}

bool query_rules_act(struct store *st, const int64_t *ids, uint32_t n,
		     int64_t now, struct error *err)
{
	struct rule *rules;
	struct arena a;
	uint32_t n_rules;
	bool done = true;

	if (n == 0)
		return true;
	arena_init(&a);
	done = store_rules(st, &a, &rules, &n_rules, err);
	for (uint32_t i = 0; done && i < n_rules; i++)
		done = act(st, &a, &rules[i], ids, n, now, err);
	arena_free(&a);
	return done;
}
