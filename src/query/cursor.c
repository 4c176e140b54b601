/* Compiling a tree, and the leapfrog over its leaves.
 *
 * Each cursor gives, for a docid, the largest one below that may match.  Leaves
 * are walks of the store; AND lets the smallest of them lead and moves it to
 * wherever another one goes on (zig-zag); OR takes the largest.  What walks
 * cannot tell (NOT, days, states) stands in the way of nothing: its `next` is
 * the docid right below, which need not exist, so that it never leads (is_real)
 * and its rows are looked at in the end (is_exact).  Docids fall from call to
 * call; a walk that is asked to go back is opened again.
 */
#include "query/cursor.h"
#include "store/feeds.h"

enum cursor_kind {
	CURSOR_AND,
	CURSOR_OR,
	CURSOR_NOT,
	CURSOR_WALK,
	CURSOR_QUOTES,
	CURSOR_SET,
	CURSOR_RANGE,
	CURSOR_ROW,
};

struct cursor {
	uint8_t kind;        /* enum cursor_kind */
	bool is_real;        /* gives only docids of articles */
	bool is_exact;       /* no row need be looked at */
	int64_t size;        /* about how many docids it gives */
	struct cursor **kid; /* [n_kid]; AND: who leads comes first */
	uint32_t n_kid;

	/* WALK, QUOTES: nothing between found and below */
	struct walk_spec spec;
	struct store_walk *walk;
	struct quote_spec quotes;
	int64_t below, found;

	const struct query_node *node; /* SET, RANGE, ROW */
	int64_t oldest, newest;        /* RANGE */
};

/* A day in any zone, and docids moved down to a free second. */
#define RANGE_SLACK (2 * DATE_DAY)

/* About how many articles somebody is quoted on; only an order is needed. */
#define QUOTES_SIZE 1000

/* ---- compiling ---- */

static struct cursor *add(struct cursors *set, struct cursor *to, uint8_t kind)
{
	struct cursor *c = arena_alloc(set->arena, sizeof(*c));

	c->kind = kind;
	if (to)
		*array_add(set->arena, to->kid, to->n_kid) = c;
	return c;
}

static bool open_walk(struct cursors *set, struct cursor *c)
{
	store_walk_close(c->walk);
	c->walk = NULL;
	c->below = INT64_MAX;
	c->found = INT64_MAX;
	if (!store_walk_open(set->store, &c->spec, &c->walk, &set->err))
		set->failed = true;
	return !set->failed;
}

static struct cursor *new_walk(struct cursors *set, struct cursor *to,
			       const struct walk_spec *spec)
{
	struct cursor *c = add(set, to, CURSOR_WALK);

	c->spec = *spec;
	c->is_real = c->is_exact = true;
	if (open_walk(set, c))
		c->size = store_walk_size(c->walk);
	return c;
}

static struct cursor *new_all(struct cursors *set, struct cursor *to)
{
	return new_walk(set, to, &(struct walk_spec){.kind = WALK_ALL});
}

static struct cursor *new_quotes(struct cursors *set, struct cursor *to,
				 int64_t by, int64_t about)
{
	struct cursor *c = add(set, to, CURSOR_QUOTES);

	c->quotes = (struct quote_spec){.with_hidden = true,
					.by = by,
					.about = about,
					.kind = -1,
					.limit = 1,
					.from_quote = INT64_MAX,
					.with_copies = true};
	c->is_real = c->is_exact = true;
	c->size = QUOTES_SIZE;
	c->below = c->found = INT64_MAX;
	return c;
}

/* The walks of all entities that a name may mean. */
static void new_names(struct cursors *set, struct cursor *to,
		      const struct query_node *node)
{
	struct walk_spec spec = {
		.kind = node->kind == QUERY_SAID ? WALK_SAID : WALK_ENTITY};

	for (uint32_t i = 0; i < node->n_entity; i++) {
		spec.entity = node->entity[i];
		if (node->kind == QUERY_ABOUT)
			new_quotes(set, to, 0, node->entity[i]);
		else
			new_walk(set, to, &spec);
	}
}

static void new_range(struct cursor *c, const struct query_node *node)
{
	c->kind = CURSOR_RANGE;
	c->oldest = node->first * DATE_DAY - RANGE_SLACK;
	c->newest = node->last == DAY_LAST
			    ? INT64_MAX - 1
			    : (node->last + 1) * DATE_DAY + RANGE_SLACK;
}

/* Close an OR over what was added to it. */
static void sum_up(struct cursor *c)
{
	c->is_real = c->is_exact = true;
	for (uint32_t i = 0; i < c->n_kid; i++) {
		c->is_real &= c->kid[i]->is_real;
		c->is_exact &= c->kid[i]->is_exact;
		c->size += c->kid[i]->size;
	}
}

static void new_leaf(struct cursors *set, struct cursor *to,
		     const struct query_node *node)
{
	struct walk_spec spec = {.kind = WALK_WORDS,
				 .words = node->text,
				 .text = node->text,
				 .is_prefix = node->is_prefix,
				 .title_only = node->title_only};
	struct cursor *c;

	switch (node->kind) {
	case QUERY_ALL:
		new_all(set, to);
		return;
	case QUERY_SOURCE:
		spec.kind = WALK_SOURCE;
		new_walk(set, to, &spec);
		return;
	case QUERY_WORDS:
		new_walk(set, to, &spec);
		return;
	case QUERY_NAME:
	case QUERY_SAID:
	case QUERY_ABOUT:
		c = add(set, to, CURSOR_OR);
		new_names(set, c, node);
		sum_up(c);
		return;
	default:
		break;
	}
	c = add(set, to, CURSOR_ROW);
	c->node = node;
	if (node->kind == QUERY_DAYS)
		new_range(c, node);
	if (node->kind == QUERY_NEAR || node->kind == QUERY_ID) {
		c->kind = CURSOR_SET;
		c->is_real = c->is_exact = true;
		c->size = node->n_docid;
	}
}

static void compile(struct cursors *set, struct cursor *to,
		    const struct query_node *node);

/* said: and about: beside each other speak of one quotation. */
static bool join_quotes(struct cursors *set, struct cursor *to,
			const struct query_node *node)
{
	const struct query_node *said, *about;
	bool joined = false;

	for (uint32_t i = 0; i < node->n_kid * node->n_kid; i++) {
		struct cursor *c;

		said = node->kid[i / node->n_kid];
		about = node->kid[i % node->n_kid];
		if (said->kind != QUERY_SAID || about->kind != QUERY_ABOUT)
			continue;
		c = add(set, to, CURSOR_OR);
		for (uint32_t k = 0; k < said->n_entity * about->n_entity; k++)
			new_quotes(set, c, said->entity[k / about->n_entity],
				   about->entity[k % about->n_entity]);
		sum_up(c);
		joined = true;
	}
	return joined;
}

/* Is a to be asked before b?  Real ones with the fewest docids lead. */
static bool comes_before(const struct cursor *a, const struct cursor *b)
{
	if (a->is_real != b->is_real)
		return a->is_real;
	return a->size < b->size;
}

static void sort_kids(struct cursor *c)
{
	for (uint32_t i = 1; i < c->n_kid; i++) {
		struct cursor *kid = c->kid[i];
		uint32_t at = i;

		for (; at > 0 && comes_before(kid, c->kid[at - 1]); at--)
			c->kid[at] = c->kid[at - 1];
		c->kid[at] = kid;
	}
}

/* Close an AND over what was added to it: somebody must lead. */
static void line_up(struct cursors *set, struct cursor *c)
{
	c->is_exact = true;
	for (uint32_t i = 0; i < c->n_kid; i++) {
		c->is_real |= c->kid[i]->is_real;
		c->is_exact &= c->kid[i]->is_exact;
	}
	if (!c->is_real)
		new_all(set, c);
	c->is_real = true;
	sort_kids(c);
	c->size = c->kid[0]->size;
}

static void compile_and(struct cursors *set, struct cursor *c,
			const struct query_node *node)
{
	bool joined = join_quotes(set, c, node);

	for (uint32_t i = 0; i < node->n_kid; i++) {
		uint8_t kind = node->kid[i]->kind;

		if (!joined || (kind != QUERY_SAID && kind != QUERY_ABOUT))
			compile(set, c, node->kid[i]);
	}
	line_up(set, c);
}

/* As deep as QUERY_DEPTH and QUERY_VIEWS let it be. */
static void compile(struct cursors *set, struct cursor *to,
		    const struct query_node *node)
{
	struct cursor *c;

	switch (node->kind) {
	case QUERY_AND:
		compile_and(set, add(set, to, CURSOR_AND), node);
		return;
	case QUERY_VIEW:
		compile(set, to, node->kid[0]);
		return;
	case QUERY_OR:
		c = add(set, to, CURSOR_OR);
		for (uint32_t i = 0; i < node->n_kid; i++)
			compile(set, c, node->kid[i]);
		sum_up(c);
		return;
	case QUERY_NOT:
		c = add(set, to, CURSOR_NOT);
		compile(set, c, node->kid[0]);
		c->is_exact = c->kid[0]->is_exact;
		return;
	default:
		new_leaf(set, to, node);
	}
}

struct cursor *cursor_new(struct cursors *set, const struct query_node *tree)
{
	struct cursor *c = add(set, NULL, CURSOR_AND);

	compile(set, c, tree);
	line_up(set, c);
	if (!set->failed)
		return c;
	cursor_close(c);
	return NULL;
}

void cursor_close(struct cursor *c)
{
	if (!c)
		return;
	for (uint32_t i = 0; i < c->n_kid; i++)
		cursor_close(c->kid[i]);
	store_walk_close(c->walk);
	c->walk = NULL;
}

bool cursor_is_exact(const struct cursor *c)
{
	return c->is_exact;
}

/* ---- leaves ---- */

static int64_t find_quote(struct cursors *set, struct cursor *c, int64_t below)
{
	struct quote_rows rows;
	int64_t docid = 0;

	c->quotes.from = below == INT64_MAX ? 0 : below ? below : 1;
	if (!store_quotes(set->store, &set->scratch, &c->quotes, &rows,
			  &set->err))
		set->failed = true;
	else if (rows.n)
		docid = rows.at[0].docid;
	arena_reset(&set->scratch);
	return docid;
}

static int64_t next_found(struct cursors *set, struct cursor *c, int64_t below)
{
	if (set->failed)
		return 0;
	if (below <= c->below && c->found < below)
		return c->found;
	set->steps++;
	if (c->kind == CURSOR_QUOTES)
		c->found = find_quote(set, c, below);
	else if (below <= c->below || open_walk(set, c))
		c->found = store_walk_next(c->walk, below);
	c->below = below;
	return set->failed ? 0 : c->found;
}

/* The largest of a list, newest first, that is below. */
static int64_t next_of_set(const struct query_node *node, int64_t below)
{
	uint32_t low = 0, high = node->n_docid;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (node->docid[middle] >= below)
			low = middle + 1;
		else
			high = middle;
	}
	return low < node->n_docid ? node->docid[low] : 0;
}

/* The second before; 0 is none: no article has it. */
static int64_t right_below(int64_t below)
{
	return below == 1 ? -1 : below - 1;
}

static int64_t next_in_range(const struct cursor *c, int64_t below)
{
	int64_t docid = below <= c->newest ? right_below(below)
					   : right_below(c->newest + 1);

	return docid >= c->oldest ? docid : 0;
}

/* ---- together ---- */

static bool may_match(struct cursors *set, struct cursor *c, int64_t docid);

static int64_t next_of_and(struct cursors *set, struct cursor *c, int64_t below)
{
	int64_t docid = cursor_next(set, c->kid[0], below);

	for (uint32_t i = 1; i < c->n_kid && docid && !set->is_stopped;) {
		int64_t other = cursor_next(set, c->kid[i], docid + 1);

		if (set->is_stopped || other == 0)
			return other;
		i++;
		if (other == docid)
			continue;
		if (set->steps > set->most_steps) {
			set->is_stopped = true;
			return other == -1 ? 1 : other + 1;
		}
		docid = cursor_next(set, c->kid[0], other + 1);
		i = 1;
	}
	return docid;
}

static int64_t next_of_or(struct cursors *set, struct cursor *c, int64_t below)
{
	bool is_stopped = false;
	int64_t newest = 0;

	for (uint32_t i = 0; i < c->n_kid; i++) {
		int64_t docid = cursor_next(set, c->kid[i], below);

		if (docid == 0)
			continue;
		if (newest == 0 || docid > newest ||
		    (docid == newest && !set->is_stopped)) {
			newest = docid;
			is_stopped = set->is_stopped;
		}
	}
	set->is_stopped = is_stopped;
	return newest;
}

/* One step down at most: who leads comes back to ask for where he stands. */
static int64_t next_of_not(struct cursors *set, struct cursor *c, int64_t below)
{
	int64_t docid = right_below(below);

	if (c->is_exact && may_match(set, c->kid[0], docid))
		docid = right_below(docid);
	set->is_stopped = false;
	return docid;
}

int64_t cursor_next(struct cursors *set, struct cursor *c, int64_t below)
{
	set->is_stopped = false;
	switch ((enum cursor_kind)c->kind) {
	case CURSOR_AND:
		return next_of_and(set, c, below);
	case CURSOR_OR:
		return next_of_or(set, c, below);
	case CURSOR_NOT:
		return next_of_not(set, c, below);
	case CURSOR_SET:
		return next_of_set(c->node, below);
	case CURSOR_RANGE:
		return next_in_range(c, below);
	case CURSOR_ROW:
		return right_below(below);
	default:
		return next_found(set, c, below);
	}
}

/* ---- one article ---- */

/* Does an article match, as far as docids tell? */
static bool may_match(struct cursors *set, struct cursor *c, int64_t docid)
{
	bool is_and = c->kind == CURSOR_AND;

	switch ((enum cursor_kind)c->kind) {
	case CURSOR_AND:
	case CURSOR_OR:
		for (uint32_t i = 0; i < c->n_kid; i++) {
			if (may_match(set, c->kid[i], docid) != is_and)
				return !is_and;
		}
		return is_and;
	case CURSOR_NOT:
		return !c->is_exact || !may_match(set, c->kid[0], docid);
	default:
		return cursor_next(set, c, docid + 1) == docid;
	}
}

/* A candidate of an AND has passed its exact kids already: their walks are
 * further on by now. */
static bool row_matches(struct cursors *set, struct cursor *c, int64_t docid,
			const struct article_row *row, bool is_candidate)
{
	bool is_and = c->kind == CURSOR_AND;

	if (c->is_exact)
		return is_candidate || may_match(set, c, docid);
	switch ((enum cursor_kind)c->kind) {
	case CURSOR_AND:
	case CURSOR_OR:
		for (uint32_t i = 0; i < c->n_kid; i++) {
			if (row_matches(set, c->kid[i], docid, row,
					is_and && is_candidate) != is_and)
				return !is_and;
		}
		return is_and;
	case CURSOR_NOT:
		return !row_matches(set, c->kid[0], docid, row, false);
	default:
		break;
	}
	if (c->node->kind == QUERY_FEED)
		return store_feed_brought(set->store, row->art->id,
					  c->node->entity, c->node->n_entity);
	return query_row_passes(c->node, row);
}

bool cursor_accepts(struct cursors *set, struct cursor *c,
		    const struct article_row *row)
{
	bool matches = row_matches(set, c, row->docid, row, true);

	set->is_stopped = false;
	return matches;
}

bool cursor_matches(struct cursors *set, struct cursor *c, int64_t docid,
		    const struct article_row *row)
{
	bool matches = row ? row_matches(set, c, docid, row, false)
			   : may_match(set, c, docid);

	set->is_stopped = false;
	return matches;
}
