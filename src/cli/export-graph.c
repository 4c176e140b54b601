/* Names and the articles they share, as a graph.
 *
 * The query is walked twice: once to count in how many of its articles each
 * entity is, then, for the N most written about, in how many two of them are.
 * Copies count once.  Memory is N^2 / 2 numbers and a count an entity.
 *
 * Source: GraphML 1.0 (Brandes and others, 2002); the DOT language of
 * graphviz; strength: Salton's cosine, shared / sqrt(a * b).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/out.h"
#include "cli/export.h"

struct vertex {
	int64_t entity;
	uint32_t articles;
	const char *name, *type;
};

struct graph {
	struct export *e;
	struct arena *arena;
	struct vertex *at;
	uint32_t n;
	struct map places; /* entity to place in at */
	uint32_t *shared;  /* [n * (n - 1) / 2]; NULL while counting */
	bool failed;
};

static uint32_t place_of(uint32_t low, uint32_t high)
{
	return high * (high - 1) / 2 + low;
}

/* ---- counting ---- */

static void count_name(struct graph *g, int64_t entity)
{
	bool is_new;
	uint32_t place;

	if (!map_get(&g->places, (const char *)&entity, sizeof(entity),
		     &place)) {
		char *key = arena_copy(g->arena, (const char *)&entity,
				       sizeof(entity));

		place = g->n;
		array_add(g->arena, g->at, g->n)->entity = entity;
		*map_put(&g->places, key, sizeof(entity), &is_new) = place;
	}
	g->at[place].articles++;
}

static int by_place(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return (a > b) - (a < b);
}

static void count_pairs(struct graph *g, struct arena *a,
			const struct naming *names, uint32_t n)
{
	uint32_t *in = arena_array(a, n, sizeof(*in)), n_in = 0;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t place;

		if (map_get(&g->places, (const char *)&names[i].entity,
			    sizeof(names[i].entity), &place))
			in[n_in++] = place;
	}
	if (n_in)
		qsort(in, n_in, sizeof(*in), by_place);
	for (uint32_t i = 0; i < n_in; i++) {
		for (uint32_t k = i + 1; k < n_in; k++)
			g->shared[place_of(in[i], in[k])]++;
	}
}

static bool count_article(struct graph *g, int64_t docid)
{
	struct naming *names;
	struct arena a;
	uint32_t n;
	bool done;

	arena_init(&a);
	done = store_article_names(g->e->cli->store, &a, docid, &names, &n,
				   &g->e->err);
	if (done && g->shared) {
		count_pairs(g, &a, names, n);
	} else if (done) {
		for (uint32_t i = 0; i < n; i++)
			count_name(g, names[i].entity);
	}
	arena_free(&a);
	return done;
}

static bool count_page(void *self, struct arena *a,
		       const struct article_rows *rows)
{
	struct graph *g = self;

	(void)a;
	for (uint32_t i = 0; i < rows->n && !g->failed; i++)
		g->failed = !count_article(g, rows->at[i].docid);
	return !g->failed;
}

static int walk(struct graph *g)
{
	struct cli_walk walk = {.page = count_page, .self = g};
	struct query *q;
	int status = cli_query_open(g->e->cli, cli_query(g->e->cli), &q);

	if (status)
		return status;
	status = cli_walk_query(q, &walk);
	query_close(q);
	return g->failed ? cli_fail(CLI_FAILED, &g->e->err) : status;
}

/* ---- the most written about ---- */

static int by_articles(const void *left, const void *right)
{
	const struct vertex *a = left, *b = right;

	if (a->articles != b->articles)
		return a->articles > b->articles ? -1 : 1;
	return (a->entity > b->entity) - (a->entity < b->entity);
}

static bool name_vertex(struct graph *g, struct vertex *v)
{
	struct entity_row *row;

	if (!store_entity_get(g->e->cli->store, g->arena, v->entity, &row,
			      &g->e->err))
		return false;
	v->name = row ? row->name : "";
	v->type = row && article_types.at[row->type]
			  ? article_types.at[row->type]
			  : "unknown";
	return true;
}

static bool choose(struct graph *g)
{
	bool is_new;

	if (g->n)
		qsort(g->at, g->n, sizeof(*g->at), by_articles);
	g->n = g->n < g->e->names ? g->n : g->e->names;
	map_init(&g->places, g->arena);
	for (uint32_t i = 0; i < g->n; i++) {
		*map_put(&g->places, (const char *)&g->at[i].entity,
			 sizeof(g->at[i].entity), &is_new) = i;
		if (!name_vertex(g, &g->at[i]))
			return false;
	}
	g->shared = arena_array(g->arena, place_of(0, g->n + 1),
				sizeof(*g->shared));
	return true;
}

static double strength(const struct graph *g, uint32_t low, uint32_t high)
{
	return g->shared[place_of(low, high)] /
	       sqrt((double)g->at[low].articles * g->at[high].articles);
}

/* ---- GraphML ---- */

static void put_xml(const char *text)
{
	struct str out = {0};

	str_add_xml(&out, slice_of(text));
	out_text(stdout, str_text(&out), out.len, true);
	str_free(&out);
}

static void graphml_head(void)
{
	out_printf(stdout,
		   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		   "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
		   "<key id=\"name\" for=\"node\" attr.name=\"label\" "
		   "attr.type=\"string\"/>\n"
		   "<key id=\"type\" for=\"node\" attr.name=\"type\" "
		   "attr.type=\"string\"/>\n"
		   "<key id=\"articles\" for=\"node\" attr.name=\"articles\" "
		   "attr.type=\"int\"/>\n"
		   "<key id=\"weight\" for=\"edge\" attr.name=\"weight\" "
		   "attr.type=\"int\"/>\n"
		   "<key id=\"strength\" for=\"edge\" attr.name=\"strength\" "
		   "attr.type=\"double\"/>\n"
		   "<graph id=\"gazette\" edgedefault=\"undirected\">\n");
}

static void graphml_vertex(const struct vertex *v)
{
	out_printf(stdout, "<node id=\"e%lld\"><data key=\"name\">",
		   (long long)v->entity);
	put_xml(v->name);
	out_printf(stdout,
		   "</data><data key=\"type\">%s</data>"
		   "<data key=\"articles\">%u</data></node>\n",
		   v->type, v->articles);
}

static void graphml_edge(const struct vertex *v, const struct vertex *w,
			 uint32_t weight, double how)
{
	out_printf(stdout,
		   "<edge source=\"e%lld\" target=\"e%lld\">"
		   "<data key=\"weight\">%u</data>"
		   "<data key=\"strength\">%.3f</data></edge>\n",
		   (long long)v->entity, (long long)w->entity, weight, how);
}

/* ---- DOT ---- */

static void dot_vertex(const struct vertex *v)
{
	struct str out = {0};

	for (const char *c = v->name; *c; c++) {
		if (*c == '"' || *c == '\\')
			str_add_char(&out, '\\');
		str_add_char(&out, *c);
	}
	out_printf(stdout, "\te%lld [label=\"", (long long)v->entity);
	out_text(stdout, str_text(&out), out.len, true);
	out_printf(stdout, "\", type=\"%s\", articles=%u];\n", v->type,
		   v->articles);
	str_free(&out);
}

static void dot_edge(const struct vertex *v, const struct vertex *w,
		     uint32_t weight, double how)
{
	out_printf(stdout,
		   "\te%lld -- e%lld [weight=%u, strength=%.3f, "
		   "penwidth=%.2f];\n",
		   (long long)v->entity, (long long)w->entity, weight, how,
		   .5 + 4 * how);
}

static void dot_head(void)
{
	out_printf(stdout, "graph gazette {\n\tnode [shape=box];\n");
}

/* ---- the whole ---- */

struct writer {
	void (*head)(void);
	void (*vertex)(const struct vertex *v);
	void (*edge)(const struct vertex *v, const struct vertex *w,
		     uint32_t weight, double how);
	const char *end;
};

static void put_graph(const struct graph *g, const struct writer *to)
{
	to->head();
	for (uint32_t i = 0; i < g->n; i++)
		to->vertex(&g->at[i]);
	for (uint32_t k = 1; k < g->n; k++) {
		for (uint32_t i = 0; i < k; i++) {
			uint32_t weight = g->shared[place_of(i, k)];

			if (weight)
				to->edge(&g->at[i], &g->at[k], weight,
					 strength(g, i, k));
		}
		if (!cli_more())
			return;
	}
	out_printf(stdout, "%s", to->end);
}

static int run_graph(struct export *e, const struct writer *to)
{
	struct arena a;
	struct graph g = {.e = e, .arena = &a};
	int status;

	arena_init(&a);
	map_init(&g.places, &a);
	store_read_begin(e->cli->store);
	status = walk(&g);
	if (!status && !choose(&g))
		status = cli_fail(CLI_FAILED, &e->err);
	else if (!status)
		status = walk(&g);
	store_read_end(e->cli->store);
	if (!status)
		put_graph(&g, to);
	arena_free(&a);
	return status;
}

static int graphml(struct export *e)
{
	static const struct writer writer = {graphml_head, graphml_vertex,
					     graphml_edge,
					     "</graph>\n</graphml>\n"};

	return run_graph(e, &writer);
}

static int dot(struct export *e)
{
	static const struct writer writer = {dot_head, dot_vertex, dot_edge,
					     "}\n"};

	return run_graph(e, &writer);
}

const struct export_format export_graphml = {
	.name = "graphml",
	.text = "names and how many articles they share",
	.graph = graphml,
};

const struct export_format export_dot = {
	.name = "dot",
	.text = "the same for graphviz",
	.graph = dot,
};
