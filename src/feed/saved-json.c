/* An array of objects, as Wallabag has it. */
#include <stdio.h>
#include <string.h>

#include "feed/saved-work.h"

static struct slice string_of(const json_t *value)
{
	return (struct slice){json_string_value(value),
			      json_string_length(value)};
}

static void set_value(struct saved_work *w, enum saved_field field,
		      const json_t *value)
{
	char number[32];

	if (json_is_string(value)) {
		saved_set(w, field, string_of(value));
	} else if (json_is_true(value)) {
		saved_set(w, field, SLICE("1"));
	} else if (json_is_integer(value)) {
		snprintf(number, sizeof(number), "%lld",
			 (long long)json_integer_value(value));
		saved_set(w, field, slice_of(number));
	}
}

/* Tags and authors are lists of strings; a tag may be an object, too. */
static void set_list(struct saved_work *w, enum saved_field field,
		     const json_t *list)
{
	struct str joined = {0};
	const json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
	{
		const json_t *value = json_is_object(one)
					      ? json_object_get(one, "label")
					      : one;

		if (!json_is_string(value))
			continue;
		if (joined.len)
			str_add_text(&joined, field == SAVED_TAGS ? "|" : ", ");
		str_add_text(&joined, json_string_value(value));
	}
	saved_set(w, field, (struct slice){str_text(&joined), joined.len});
	str_free(&joined);
}

static void set_annotations(struct saved_work *w, const json_t *list)
{
	const json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
	{
		saved_set(w, SAVED_HIGHLIGHT,
			  string_of(json_object_get(one, "quote")));
		saved_set(w, SAVED_COMMENT,
			  string_of(json_object_get(one, "text")));
	}
}

static void read_record(struct saved_work *w,
			const struct saved_column *columns,
			const json_t *record)
{
	saved_begin(w);
	for (; columns->name; columns++) {
		const json_t *value = json_object_get(record, columns->name);

		if (json_is_array(value))
			set_list(w, columns->field, value);
		else
			set_value(w, columns->field, value);
	}
	set_annotations(w, json_object_get(record, "annotations"));
	saved_end(w);
}

bool saved_json(struct saved_work *w, const struct saved_column *columns,
		struct slice text, struct error *err)
{
	json_error_t fault;
	json_t *root = json_loadb(text.at, text.len, 0, &fault);
	const json_t *one;
	size_t i;

	if (!json_is_array(root)) {
		json_decref(root);
		return error_set(err, "it is no array");
	}
	json_array_foreach(root, i, one)
	{
		if (json_is_object(one))
			read_record(w, columns, one);
	}
	json_decref(root);
	return true;
}
