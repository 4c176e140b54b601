/* What an entry of the log says, in words. */
#include "store/edit-inside.h"

static const char *name_in(const json_t *what, const char *role)
{
	const json_t *value = json_object_get(what, role);
	const char *name = json_string_value(json_object_get(value, "name"));

	return name ? name : json_string_value(value);
}

static const char *some(const char *text)
{
	return text ? text : "none";
}

static const char *merge_words(struct arena *a, const json_t *what)
{
	const json_t *list = json_object_get(what, "from"), *item;
	const char *text = "merge ";
	size_t i;

	json_array_foreach(list, i, item)
	{
		const char *name =
			json_string_value(json_object_get(item, "name"));

		text = arena_printf(a, "%s%s%s", text, i ? ", " : "",
				    some(name));
	}
	return arena_printf(a, "%s into %s", text, some(name_in(what, "into")));
}

static const char *split_words(struct arena *a, const json_t *what)
{
	const char *written = name_in(what, "written");
	size_t n = json_array_size(json_object_get(what, "articles"));
	bool is_new = json_is_true(
		json_object_get(json_object_get(what, "as"), "new"));
	const char *text = arena_printf(
		a, is_new ? "split %s off %s" : "make %s what is %s",
		some(name_in(what, "as")), some(name_in(what, "name")));

	if (written)
		text = arena_printf(a, "%s where written %s", text, written);
	if (n)
		text = arena_printf(a, "%s in %zu article%s", text, n,
				    n == 1 ? "" : "s");
	return text;
}

const char *edit_words(struct arena *a, uint8_t kind, const char *what)
{
	json_t *object = json_loads(what, 0, NULL);
	const char *name = some(name_in(object, "name"));
	const char *to = some(name_in(object, "to"));
	const char *written = some(name_in(object, "written"));
	const char *words = edit_kinds.at[kind < EDIT_KINDS ? kind : 0];

	switch (kind) {
	case EDIT_MERGE:
		words = merge_words(a, object);
		break;
	case EDIT_SPLIT:
		words = split_words(a, object);
		break;
	case EDIT_APART:
		words = arena_printf(a, "keep %s and %s apart", name,
				     some(name_in(object, "other")));
		break;
	case EDIT_RENAME:
		words = arena_printf(a, "rename %s to %s", name, to);
		break;
	case EDIT_RETYPE:
		words = arena_printf(a, "make the kind of %s %s", name, to);
		break;
	case EDIT_HIDE:
		words = arena_printf(a, "hide %s", name);
		break;
	case EDIT_SPEAKER:
		words = arena_printf(a, "make %s the speaker of \"%s\"", to,
				     written);
		break;
	case EDIT_MENTION:
		words = name_in(object, "to")
				? arena_printf(a, "make %s there %s", written,
					       to)
				: arena_printf(a, "%s is no name there",
					       written);
		break;
	case EDIT_DATE:
		words = arena_printf(a, "date an article %s", to);
		break;
	default:
		break;
	}
	words = arena_string(a, words);
	json_decref(object);
	return words;
}
