/* A query's tree as text, for tests and for a reader in doubt. */
#include "query/tree.h"

static const char *const kind_words[QUERY_KINDS] = {
	[QUERY_ALL] = "all",       [QUERY_AND] = "and",
	[QUERY_OR] = "or",         [QUERY_NOT] = "not",
	[QUERY_WORDS] = "title",   [QUERY_AUTHOR] = "author",
	[QUERY_SOURCE] = "source", [QUERY_FEED] = "feed",
	[QUERY_TAG] = "tag",       [QUERY_NAME] = "name",
	[QUERY_SAID] = "said",     [QUERY_ABOUT] = "about",
	[QUERY_IS] = "is",         [QUERY_DAYS] = "days",
	[QUERY_NEAR] = "near",     [QUERY_ID] = "id",
	[QUERY_VIEW] = "view",
};

static void print_day(int32_t day, struct str *out)
{
	struct when when = {.time = day * DATE_DAY, .kind = WHEN_DAY};
	char text[32];

	date_write(&when, text);
	str_add_text(out, text);
}

static void print_words(const struct query_node *node, struct str *out)
{
	str_add_text(out, node->is_phrase ? "\"" : "");
	str_add_text(out, node->text);
	str_add_text(out, node->is_phrase ? "\"" : "");
	str_add_text(out, node->is_prefix ? "*" : "");
}

static void print_leaf(const struct query_node *node, struct str *out)
{
	switch (node->kind) {
	case QUERY_ALL:
		break;
	case QUERY_WORDS:
		str_add_char(out, ' ');
		print_words(node, out);
		break;
	case QUERY_IS:
		str_printf(out, " %s", query_states.at[node->state]);
		break;
	case QUERY_NEAR:
	case QUERY_ID:
		str_printf(out, " %lld", (long long)node->id);
		break;
	case QUERY_DAYS:
		str_add_char(out, ' ');
		if (node->first != DAY_FIRST)
			print_day(node->first, out);
		str_add_text(out, "..");
		if (node->last != DAY_LAST)
			print_day(node->last, out);
		break;
	default:
		str_printf(out, " %s", node->text);
	}
}

/* As deep as brackets may stand inside each other, and their NOTs. */
void query_print(const struct query_node *node, struct str *out)
{
	if (node->kind == QUERY_WORDS && !node->title_only) {
		print_words(node, out);
		return;
	}
	str_printf(out, "(%s", kind_words[node->kind]);
	if (node->n_kid == 0)
		print_leaf(node, out);
	for (uint32_t i = 0; i < node->n_kid; i++) {
		str_add_char(out, ' ');
		query_print(node->kid[i], out);
	}
	str_add_char(out, ')');
}
