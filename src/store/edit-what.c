/* An entry of the log as it is kept: JSON by names and article keys.
 *
 * A name is written with its kind and the key of an article that names it,
 * which tells two of one name apart.  Beside it stands which row it is here,
 * so that what was renamed since is found at once; elsewhere it is looked up.
 */
#include <stdio.h>
#include <string.h>

#include "store/edit-inside.h"

#define KIND_NAMES                                                             \
	"merge", "split", "apart", "rename", "retype", "hide", "speaker",      \
		"mention", "date", "undo"

static const char *const kinds_at[] = {KIND_NAMES};
const struct names edit_kinds = {kinds_at, (uint8_t)array_length(kinds_at)};

/* How the names of each kind are called; the last of MERGE is "into". */
static const char *const roles[EDIT_KINDS][2] = {
	[EDIT_MERGE] = {"from", "into"},  [EDIT_SPLIT] = {"name", "as"},
	[EDIT_APART] = {"name", "other"}, [EDIT_RENAME] = {"name", NULL},
	[EDIT_RETYPE] = {"name", NULL},   [EDIT_HIDE] = {"name", NULL},
	[EDIT_SPEAKER] = {"to", NULL},    [EDIT_MENTION] = {"to", NULL},
};

const char *edit_key_text(struct arena *a, const struct edit_key *key)
{
	char *hex = arena_alloc(a, 33);

	for (size_t i = 0; i < sizeof(key->at); i++)
		snprintf(hex + 2 * i, 3, "%02x", key->at[i]);
	return hex;
}

bool edit_key_read(const char *hex, struct edit_key *out)
{
	static const char digits[] = "0123456789abcdef";

	if (!hex || strlen(hex) != 32)
		return false;
	for (size_t i = 0; i < 32; i++) {
		const char *digit = strchr(digits, hex[i]);

		if (!digit)
			return false;
		out->at[i / 2] =
			(uint8_t)(out->at[i / 2] << 4 | (digit - digits));
	}
	return true;
}

int64_t edit_docid(struct store *st, const struct edit_key *key)
{
	return sql_number(&st->sql, SQL_ARTICLE_BY_UID,
			  BIND(BLOB(key->at, sizeof(key->at))), 0);
}

bool store_edit_key(struct store *st, int64_t id, struct edit_key *out)
{
	struct error ignored;
	bool is_saved, found = key_of(st, id, out->at, &is_saved);

	return sql_ok(&st->sql, &ignored) && found;
}

/* ---- names ---- */

/* The key of the newest article that names an entity, "" for none. */
static const char *witness_of(struct store *st, struct arena *a, int64_t entity)
{
	struct edit_key key;
	int64_t docid =
		sql_number(&st->sql, SQL_APPEARANCES_DOWN,
			   BIND(INT(entity), INT(INT64_MAX), INT(1)), 0);

	if (!docid || !store_edit_key(st, store_id(st, docid), &key))
		return "";
	return edit_key_text(a, &key);
}

static json_t *name_object(struct store *st, struct arena *a, int64_t entity,
			   json_t *here)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_ENTITY_STATE, BIND(INT(entity)));
	const char *witness = "";
	json_t *to = json_object(), *row;
	struct edit_key uid = {{0}};

	if (sql_row(&st->sql, stmt)) {
		int type = sqlite3_column_int(stmt, 1);
		const char *shown = type > 0 && type < TYPES
					    ? article_types.at[type]
					    : NULL;
		struct slice bytes = sql_get_blob(stmt, 6);

		if (bytes.len == sizeof(uid.at))
			memcpy(uid.at, bytes.at, bytes.len);
		json_object_set_new(to, "name",
				    json_string(sql_get_text(a, stmt, 0)));
		json_object_set_new(to, "type",
				    shown ? json_string(shown) : json_null());
		sql_end(stmt);
		witness = witness_of(st, a, entity);
	}
	if (*witness)
		json_object_set_new(to, "article", json_string(witness));
	row = json_array();
	json_array_append_new(row, json_integer(entity));
	json_array_append_new(row, json_string(edit_key_text(a, &uid)));
	json_array_append_new(here, row);
	return to;
}

/* The entity that stands in a row here, if it is the same still. */
static int64_t entity_here(struct store *st, const json_t *row)
{
	int64_t id = json_integer_value(json_array_get(row, 0));
	const char *hex = json_string_value(json_array_get(row, 1));
	struct edit_key uid = {{0}};
	sqlite3_stmt *stmt;
	bool is_same;

	if (!id || !edit_key_read(hex, &uid))
		return 0;
	stmt = sql_begin(&st->sql, SQL_ENTITY_STATE, BIND(INT(id)));
	if (!sql_row(&st->sql, stmt))
		return 0;
	is_same = slice_same(
		sql_get_blob(stmt, 6),
		(struct slice){(const char *)uid.at, sizeof(uid.at)});
	sql_end(stmt);
	return is_same ? id : 0;
}

/* Does the article name the entity, or one merged into it? */
static bool is_named_by(struct store *st, struct arena *a, const char *hex,
			int64_t entity)
{
	struct edit_key key = {{0}};
	int64_t docid = edit_key_read(hex, &key) ? edit_docid(st, &key) : 0;
	int64_t *members;
	uint32_t n = docid ? names_members(st, a, entity, &members) : 0;

	while (n > 0) {
		if (sql_number(&st->sql, SQL_APPEARANCE,
			       BIND(INT(members[--n]), INT(docid)), 0))
			return true;
	}
	return false;
}

/* How well an entity is what a name object says; 0: not at all. */
static int fit_of(struct store *st, struct arena *a, const json_t *object,
		  const struct candidate *c)
{
	const char *name = json_string_value(json_object_get(object, "name"));
	const char *type = json_string_value(json_object_get(object, "type"));
	const char *article =
		json_string_value(json_object_get(object, "article"));
	const char *own = article_types.at[c->type];
	int fit = 1;

	if (!strcmp(c->name, name))
		fit += 8;
	if (article && is_named_by(st, a, article, c->entity))
		fit += 4;
	if (type && own && !strcmp(type, own))
		fit += 2;
	return fit;
}

#define FOUND_MOST 64

/* The entity that a name object means; 0: it is not here. */
static int64_t entity_named(struct store *st, struct arena *a,
			    const json_t *object)
{
	const char *name = json_string_value(json_object_get(object, "name"));
	const char *folded = resolve_fold(a, name, strlen(name));
	struct candidate found[FOUND_MOST];
	uint32_t n = st->names.by_name(st, a, folded, found, FOUND_MOST);
	int64_t best = 0;
	int most = 0;

	for (uint32_t i = 0; i < n; i++) {
		int fit = fit_of(st, a, object, &found[i]);

		if (fit <= most)
			continue;
		most = fit;
		best = found[i].member ? found[i].member : found[i].entity;
	}
	return best;
}

/* Is there one other of the new name already? */
static int64_t taker_of(struct store *st, struct arena *a, const char *name,
			int64_t of)
{
	const char *folded = resolve_fold(a, name, strlen(name));
	struct candidate found[FOUND_MOST];
	uint32_t n = st->names.by_name(st, a, folded, found, FOUND_MOST);
	int64_t taker = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (strcmp(found[i].name, name) != 0 ||
		    found[i].entity == names_head(st, of))
			continue;
		if (taker)
			return 0;
		taker = found[i].entity;
	}
	return taker;
}

/* ---- writing ---- */

static void write_names(struct store *st, struct arena *a,
			const struct edit *edit, json_t *to, json_t *here)
{
	const char *const *role = roles[edit->kind];
	json_t *list = json_array();

	if (edit->kind == EDIT_MERGE)
		json_object_set(to, role[0], list);
	for (uint32_t i = 0; i < edit->n_names; i++) {
		json_t *name = name_object(st, a, edit->names[i], here);
		bool is_last = i > 0 && i + 1 == edit->n_names;

		if (edit->kind == EDIT_MERGE && !is_last)
			json_array_append_new(list, name);
		else
			json_object_set_new(to, role[is_last], name);
	}
	if (edit->kind != EDIT_MERGE && role[0] && edit->n_names == 0)
		json_object_set_new(to, role[0], json_null());
	json_decref(list);
}

static void write_keys(struct arena *a, const struct edit *edit, json_t *to)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < edit->n_keys; i++)
		json_array_append_new(
			list, json_string(edit_key_text(a, &edit->keys[i])));
	if (edit->kind == EDIT_SPLIT && edit->n_keys)
		json_object_set(to, "articles", list);
	else if (edit->n_keys)
		json_object_set(to, "article", json_array_get(list, 0));
	json_decref(list);
}

static void write_place(const struct edit *edit, json_t *to)
{
	if (edit->in_title)
		json_object_set_new(to, "in", json_string("title"));
	json_object_set_new(to, "start", json_integer(edit->start));
	if (edit->end)
		json_object_set_new(to, "end", json_integer(edit->end));
}

static void write_rest(struct arena *a, const struct edit *edit, json_t *to)
{
	char day[32];

	if (edit->kind == EDIT_SPLIT && edit->n_names == 1) {
		json_t *as = json_object();

		json_object_set_new(as, "name", json_string(edit->text));
		json_object_set_new(as, "new", json_true());
		json_object_set_new(to, "as", as);
	}
	if (edit->query)
		json_object_set_new(to, "query", json_string(edit->query));
	if (edit->kind == EDIT_RENAME)
		json_object_set_new(to, "to", json_string(edit->text));
	if (edit->kind == EDIT_RETYPE)
		json_object_set_new(
			to, "to",
			edit->type ? json_string(article_types.at[edit->type])
				   : json_null());
	if (edit->kind == EDIT_SPEAKER || edit->kind == EDIT_MENTION)
		write_place(edit, to);
	if (edit->written)
		json_object_set_new(to, "written", json_string(edit->written));
	if (edit->kind == EDIT_DATE) {
		date_write(&edit->day, day);
		json_object_set_new(to, "to", json_string(day));
	}
	if (edit->kind == EDIT_UNDO)
		json_object_set_new(
			to, "undoes",
			json_string(edit_key_text(a, &edit->undoes)));
}

static const char *dump(struct arena *a, json_t *value)
{
	struct str line = {0};
	const char *text;

	article_json_line(value, &line);
	if (line.len && line.at[line.len - 1] == '\n')
		line.len--;
	text = line.at ? arena_copy(a, line.at, line.len) : "";
	str_free(&line);
	json_decref(value);
	return text;
}

const char *edit_write(struct store *st, struct arena *a,
		       const struct edit *edit, const char **here)
{
	json_t *to = json_object(), *rows = json_array();

	write_keys(a, edit, to);
	write_names(st, a, edit, to, rows);
	write_rest(a, edit, to);
	*here = dump(a, rows);
	return dump(a, to);
}

/* ---- reading ---- */

struct reading {
	struct store *store;
	struct arena *arena;
	struct edit *edit;
	const json_t *what, *here;
	const char **missing;
};

static bool read_name(struct reading *r, const json_t *object)
{
	const char *name = json_string_value(json_object_get(object, "name"));
	struct edit *e = r->edit;
	int64_t entity;

	if (!name || !*name)
		return false;
	if (e->kind == EDIT_SPLIT && e->n_names == 1 &&
	    json_is_true(json_object_get(object, "new"))) {
		e->text = arena_string(r->arena, name);
		entity = json_array_size(r->here) ? 0
						  : taker_of(r->store, r->arena,
							     name, e->names[0]);
		if (!entity)
			return true;
	} else {
		entity = entity_here(r->store,
				     json_array_get(r->here, e->n_names));
		if (!entity)
			entity = entity_named(r->store, r->arena, object);
	}
	if (!entity)
		*r->missing = arena_string(r->arena, name);
	*array_add(r->arena, e->names, e->n_names) = entity;
	return true;
}

static bool read_names(struct reading *r)
{
	const char *const *role = roles[r->edit->kind];

	for (int i = 0; i < 2 && role[i]; i++) {
		const json_t *value = json_object_get(r->what, role[i]);
		bool may_be_none = r->edit->kind == EDIT_SPEAKER ||
				   r->edit->kind == EDIT_MENTION;
		const json_t *item;
		size_t k;

		if (may_be_none && json_is_null(value))
			continue;
		if (!json_is_array(value)) {
			if (!read_name(r, value))
				return false;
			continue;
		}
		json_array_foreach(value, k, item)
		{
			if (!read_name(r, item))
				return false;
		}
	}
	return r->edit->kind != EDIT_MERGE || r->edit->n_names > 1;
}

static bool read_keys(struct reading *r)
{
	const json_t *list = json_object_get(r->what, "articles"), *item;
	const json_t *one = json_object_get(r->what, "article");
	struct edit *e = r->edit;
	size_t i;

	json_array_foreach(list, i, item)
	{
		if (!edit_key_read(json_string_value(item),
				   array_add(r->arena, e->keys, e->n_keys)))
			return false;
	}
	if (one && !edit_key_read(json_string_value(one),
				  array_add(r->arena, e->keys, e->n_keys)))
		return false;
	return e->kind < EDIT_SPEAKER || e->kind > EDIT_DATE || e->n_keys == 1;
}

static const char *get_text(struct reading *r, const char *name)
{
	return arena_string(r->arena,
			    json_string_value(json_object_get(r->what, name)));
}

static bool read_rest(struct reading *r)
{
	struct edit *e = r->edit;
	const char *to = get_text(r, "to"), *in = get_text(r, "in");
	json_int_t start =
		json_integer_value(json_object_get(r->what, "start"));
	json_int_t end = json_integer_value(json_object_get(r->what, "end"));
	int type = to ? names_find(&article_types, slice_of(to)) : 0;

	if (start < 0 || start > UINT32_MAX || end < 0 || end > UINT32_MAX)
		return false;
	e->start = (uint32_t)start;
	e->end = (uint32_t)end;
	e->in_title = in && !strcmp(in, "title");
	e->written = get_text(r, "written");
	e->query = get_text(r, "query");
	if (e->kind == EDIT_RENAME)
		e->text = to;
	if (e->kind == EDIT_RENAME && (!to || !*to))
		return false;
	if (e->kind == EDIT_RETYPE && type < 0)
		return false;
	e->type = e->kind == EDIT_RETYPE ? (uint8_t)type : TYPE_UNKNOWN;
	if (e->kind == EDIT_DATE &&
	    (!to || !date_read_iso(to, strlen(to), &e->day)))
		return false;
	return e->kind != EDIT_UNDO ||
	       edit_key_read(get_text(r, "undoes"), &e->undoes);
}

bool edit_read(struct store *st, struct arena *a, uint8_t kind,
	       const char *what, const char *here, struct edit *out,
	       const char **missing, struct error *err)
{
	json_t *object = json_loads(what, JSON_REJECT_DUPLICATES, NULL);
	json_t *rows = here ? json_loads(here, 0, NULL) : NULL;
	struct reading r = {st, a, out, object, rows, missing};
	bool is_good;

	memset(out, 0, sizeof(*out));
	out->kind = kind;
	*missing = NULL;
	is_good = json_is_object(object) && kind < EDIT_KINDS &&
		  read_keys(&r) && read_names(&r) && read_rest(&r);
	json_decref(object);
	json_decref(rows);
	return is_good || error_set(err, "an entry of the log of corrections "
					 "cannot be understood");
}
