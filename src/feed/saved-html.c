/* Lists of links below headings, as Pocket has it. */
#include <string.h>
#include <strings.h>

#include "feed/saved-work.h"
#include "html/xml.h"

static bool is_element(const struct xml_tree *t, uint32_t node,
		       const char *name)
{
	return t->nodes[node].name > XML_ROOT &&
	       strcasecmp(t->names[t->nodes[node].name].local, name) == 0;
}

static void read_link(struct saved_work *w, const struct saved_column *columns,
		      const struct xml_tree *t, uint32_t node,
		      struct slice heading)
{
	saved_begin(w);
	for (; columns->name; columns++) {
		const char *value = xml_attr(t, node, columns->name);

		saved_set(w, columns->field, slice_of(value));
	}
	saved_set(w, SAVED_TITLE, xml_text(t, node));
	saved_set(w, SAVED_STATE, heading);
	saved_end(w);
}

bool saved_html(struct saved_work *w, const struct saved_column *columns,
		struct slice text, struct error *err)
{
	const struct xml_tree *t = xml_parse(w->arena, text);
	struct slice heading = {"", 0};

	for (uint32_t i = 1; i < t->n; i++) {
		if (is_element(t, i, "h1") || is_element(t, i, "h3"))
			heading = slice_trim(xml_text(t, i));
		else if (is_element(t, i, "a") && xml_attr(t, i, "href"))
			read_link(w, columns, t, i, heading);
	}
	return w->n > 0 || error_set(err, "it has no links");
}
