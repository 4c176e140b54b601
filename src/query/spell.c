/* Names that were spelled by ear: what nobody is called and no article holds is
 * taken for the name that sounds or looks like it. */
#include <string.h>

#include "query/tree.h"

struct speller {
	struct store *store;
	struct arena *arena;
	const char *text;
	uint32_t done; /* bytes of the text that are in `out` or passed over */
	struct str out, notes;
	struct error *err;
};

/* Does any article hold the words? */
static bool is_written(struct speller *s, const struct query_node *node)
{
	const struct walk_spec spec = {.kind = WALK_WORDS,
				       .words = node->text,
				       .is_prefix = node->is_prefix};
	struct store_walk *walk;
	bool found;

	/* whoever cannot look says so when the query is opened */
	if (!*store_words(s->arena, node->text, strlen(node->text)) ||
	    !store_walk_open(s->store, &spec, &walk, s->err))
		return true;
	found = store_walk_next(walk, INT64_MAX) != 0;
	store_walk_close(walk);
	return found;
}

/* Fills *out: who is meant, NULL when it is right as it is or nobody is. */
static bool find_name(struct speller *s, const struct query_node *node,
		      struct entity_row **out)
{
	bool is_name = node->kind != QUERY_WORDS;
	struct entity_rows rows;

	*out = NULL;
	if (!is_name && (node->title_only || is_written(s, node)))
		return true;
	if (!store_entities_named(s->store, s->arena, node->text, false, &rows,
				  s->err))
		return false;
	if (rows.n)
		return true;
	if (is_name && !store_entities_typed(s->store, s->arena, node->text, 1,
					     &rows, s->err))
		return false;
	if (!rows.n && !store_entities_named(s->store, s->arena, node->text,
					     true, &rows, s->err))
		return false;
	*out = rows.n ? &rows.at[0] : NULL;
	return true;
}

static const char *key_of(uint8_t kind)
{
	return kind == QUERY_SAID    ? "said"
	       : kind == QUERY_ABOUT ? "about"
				     : "name";
}

static void replace(struct speller *s, const struct query_node *node,
		    const struct entity_row *name)
{
	str_add(&s->out, s->text + s->done, node->at.start - s->done);
	str_add_text(&s->out, key_of(node->kind));
	if (strpbrk(name->name, "\"*"))
		str_printf(&s->out, ":#%lld", (long long)name->id);
	else
		str_printf(&s->out, ":\"%s\"", name->name);
	s->done = node->at.end;
	str_printf(&s->notes, "%s'%s' is nowhere: taken for %s",
		   s->notes.len ? "; " : "", node->text, name->name);
}

/* As deep as QUERY_DEPTH lets it be.  What is not wanted is left alone. */
static bool mend(struct speller *s, const struct query_node *node)
{
	bool may_be_name =
		node->kind == QUERY_WORDS || node->kind == QUERY_NAME ||
		node->kind == QUERY_SAID || node->kind == QUERY_ABOUT;
	struct entity_row *name = NULL;

	if (node->kind == QUERY_NOT)
		return true;
	for (uint32_t i = 0; i < node->n_kid; i++) {
		if (!mend(s, node->kid[i]))
			return false;
	}
	if (may_be_name && !find_name(s, node, &name))
		return false;
	if (name)
		replace(s, node, name);
	return true;
}

bool query_spell(struct store *st, struct arena *a, const char *text,
		 int64_t now, const char **out, const char **notes,
		 struct error *err)
{
	struct speller s = {.store = st, .arena = a, .text = text, .err = err};
	struct query_fault fault;
	struct query_node *tree;
	struct error ignored;
	bool done = true;

	*out = *notes = NULL;
	if (!query_parse(a, text, now, &tree, &fault, &ignored))
		return true;
	done = mend(&s, tree);
	if (done && s.done) {
		str_add_text(&s.out, text + s.done);
		*out = arena_string(a, str_text(&s.out));
		*notes = arena_string(a, str_text(&s.notes));
	}
	str_free(&s.out);
	str_free(&s.notes);
	return done;
}
