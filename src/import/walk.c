/* A stack of paths instead of recursion; a folder is entered once, however
 * many links lead to it. */
#include "import/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/die.h"
#include "base/map.h"
#include "import/sniff.h"
#include "import/watch.h"

#define ENDS_MOST  32u /* kinds of files that are counted by name */
#define ENDS_SHOWN 5u
#define END_LEN    12u

struct entry {
	char *path;
	bool is_given; /* by the user, not found */
	bool is_mail;  /* of a Maildir: messages, or a folder of them */
};

struct passed {
	char end[END_LEN];
	uint32_t count;
};

struct walk {
	struct watch *watch; /* or NULL */
	struct entry *stack; /* [n], room for more */
	size_t n, room;
	struct arena arena; /* of `seen` */
	struct map seen;    /* device and inode of folders */
	struct passed passed[ENDS_MOST];
	uint32_t n_passed, all_passed;
	char *folder; /* the path that was begun with, if it is one */
};

struct walk *walk_new(struct watch *watch)
{
	struct walk *w = calloc(1, sizeof(*w));

	if (!w)
		die("out of memory");
	w->watch = watch;
	arena_init(&w->arena);
	return w;
}

void walk_free(struct walk *w)
{
	if (!w)
		return;
	while (w->n)
		free(w->stack[--w->n].path);
	free(w->stack);
	free(w->folder);
	arena_free(&w->arena);
	free(w);
}

static char *copy(const char *text)
{
	char *result = strdup(text);

	if (!result)
		die("out of memory");
	return result;
}

static void push(struct walk *w, char *path, bool is_given, bool is_mail)
{
	if (w->n == w->room) {
		w->room = w->room ? w->room * 2 : 64;
		w->stack = reallocarray(w->stack, w->room, sizeof(*w->stack));
		if (!w->stack)
			die("out of memory");
	}
	w->stack[w->n++] = (struct entry){path, is_given, is_mail};
}

void walk_begin(struct walk *w, const char *path)
{
	arena_reset(&w->arena);
	map_init(&w->seen, &w->arena);
	w->n_passed = w->all_passed = 0;
	push(w, copy(path), true, false);
}

/* ---- what was passed over ---- */

void walk_pass(struct walk *w, const char *path)
{
	const char *name = strrchr(path, '/'), *dot;
	char end[END_LEN] = "no ending";

	name = name ? name + 1 : path;
	dot = strrchr(name, '.');
	if (dot && dot != name && strlen(dot) < END_LEN)
		strcpy(end, dot);
	w->all_passed++;
	for (uint32_t i = 0; i < w->n_passed; i++) {
		if (strcmp(w->passed[i].end, end) == 0) {
			w->passed[i].count++;
			return;
		}
	}
	if (w->n_passed < ENDS_MOST) {
		memcpy(w->passed[w->n_passed].end, end, END_LEN);
		w->passed[w->n_passed++].count = 1;
	}
}

static int compare_passed(const void *left, const void *right)
{
	const struct passed *a = left, *b = right;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return strcmp(a->end, b->end);
}

static const char *passed_words(struct walk *w, struct arena *a)
{
	const char *words =
		arena_printf(a, "%u file%s of kinds that are not read",
			     w->all_passed, w->all_passed == 1 ? "" : "s");

	qsort(w->passed, w->n_passed, sizeof(w->passed[0]), compare_passed);
	for (uint32_t i = 0; i < w->n_passed && i < ENDS_SHOWN; i++)
		words = arena_printf(a, "%s%s%s %u", words, i ? ", " : " (",
				     w->passed[i].end, w->passed[i].count);
	return arena_printf(a, "%s%s)", words,
			    w->n_passed > ENDS_SHOWN ? ", ..." : "");
}

static enum walk_what finish(struct walk *w, struct arena *a, const char **path,
			     const char **reason)
{
	bool has_passed = w->folder && w->all_passed;

	if (has_passed) {
		*path = arena_string(a, w->folder);
		*reason = passed_words(w, a);
		w->all_passed = w->n_passed = 0;
	}
	free(w->folder);
	w->folder = NULL;
	return has_passed ? WALK_PASSED : WALK_END;
}

/* ---- folders ---- */

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(char *const *)right, *(char *const *)left);
}

static bool has_page(int folder, const char *name, size_t len)
{
	static const char *const ends[] = {".html", ".htm", ".xhtml", ".mht"};
	char page[512];

	if (len + 8 > sizeof(page))
		return false;
	for (size_t i = 0; i < array_length(ends); i++) {
		memcpy(page, name, len);
		strcpy(page + len, ends[i]);
		if (faccessat(folder, page, F_OK, 0) == 0)
			return true;
	}
	return false;
}

static bool is_maildir(int folder)
{
	return faccessat(folder, "cur/.", F_OK, 0) == 0 &&
	       faccessat(folder, "new/.", F_OK, 0) == 0 &&
	       faccessat(folder, "tmp/.", F_OK, 0) == 0;
}

/* A Maildir has further ones in it with names that begin with a dot; what is
 * on its way lies in tmp. */
static bool is_wanted_mail(int folder, const char *name)
{
	char inside[300];

	if (name[0] != '.')
		return strcmp(name, "tmp") != 0;
	return name[1] && name[1] != '.' && strlen(name) < 256 &&
	       snprintf(inside, sizeof(inside), "%s/cur/.", name) > 0 &&
	       faccessat(folder, inside, F_OK, 0) == 0;
}

static bool is_wanted(int folder, const char *name, bool in_maildir)
{
	size_t companion = sniff_companion(name);

	if (in_maildir)
		return is_wanted_mail(folder, name);
	return name[0] != '.' &&
	       !(companion && has_page(folder, name, companion));
}

static char *join(const char *folder, const char *name)
{
	size_t len = strlen(folder);
	char *path;

	if (asprintf(&path, "%s%s%s", folder,
		     len && folder[len - 1] == '/' ? "" : "/", name) < 0)
		die("out of memory");
	return path;
}

/* The names in a folder, last first, so that the first is popped first. */
static char **read_names(DIR *dir, bool is_mail, size_t *n)
{
	struct dirent *entry;
	char **names = NULL;
	size_t room = 0;

	*n = 0;
	while ((entry = readdir(dir))) {
		if (!is_wanted(dirfd(dir), entry->d_name, is_mail))
			continue;
		if (*n == room) {
			room = room ? room * 2 : 64;
			names = reallocarray(names, room, sizeof(*names));
			if (!names)
				die("out of memory");
		}
		names[(*n)++] = copy(entry->d_name);
	}
	if (*n)
		qsort(names, *n, sizeof(*names), compare_names);
	return names;
}

static bool is_new(struct walk *w, const struct stat *st)
{
	struct {
		dev_t device;
		ino_t inode;
	} *key = arena_alloc(&w->arena, sizeof(*key));
	bool result;

	key->device = st->st_dev;
	key->inode = st->st_ino;
	map_put(&w->seen, (const char *)key, sizeof(*key), &result);
	return result;
}

/* Put what is in a folder on the stack; NULL or why it cannot be done. */
static const char *enter(struct walk *w, struct arena *a, const struct entry *e)
{
	DIR *dir = opendir(e->path);
	bool has_mail;
	char **names;
	size_t n;

	if (!dir)
		return arena_printf(a, "cannot be opened: %s", strerror(errno));
	if (w->watch)
		watch_folder(w->watch, e->path);
	has_mail = is_maildir(dirfd(dir));
	names = read_names(dir, has_mail, &n);
	closedir(dir);
	for (size_t i = 0; i < n; i++) {
		bool is_mail = has_mail && (strcmp(names[i], "cur") == 0 ||
					    strcmp(names[i], "new") == 0);

		push(w, join(e->path, names[i]), false, e->is_mail || is_mail);
		free(names[i]);
	}
	free(names);
	return NULL;
}

/* ---- the walk ---- */

static enum walk_what judge_file(struct walk *w, const char *path,
				 const struct stat *st)
{
	const char *name = strrchr(path, '/');

	if (!S_ISREG(st->st_mode)) {
		walk_pass(w, path);
		return WALK_END;
	}
	switch (sniff_file_name(name ? name + 1 : path)) {
	case NAME_ARTICLE:
		return WALK_FILE;
	case NAME_UNSURE:
		return WALK_UNSURE;
	case NAME_OTHER:
		break;
	}
	walk_pass(w, path);
	return WALK_END;
}

/* One entry; WALK_END: nothing to be handed out. */
static enum walk_what step(struct walk *w, struct arena *a,
			   const struct entry *e, const char **reason)
{
	struct stat st;

	if (stat(e->path, &st) != 0) {
		*reason =
			arena_printf(a, "cannot be read: %s", strerror(errno));
		return WALK_FAILED;
	}
	if (S_ISREG(st.st_mode) && w->watch &&
	    !watch_wants(w->watch, e->path, &st))
		return WALK_END;
	if (S_ISREG(st.st_mode) && e->is_mail)
		return WALK_MAIL;
	if (!S_ISDIR(st.st_mode))
		return e->is_given ? WALK_FILE : judge_file(w, e->path, &st);
	if (e->is_given)
		w->folder = copy(e->path);
	if (!is_new(w, &st))
		return WALK_END;
	*reason = enter(w, a, e);
	return *reason ? WALK_FAILED : WALK_END;
}

enum walk_what walk_next(struct walk *w, struct arena *a, const char **path,
			 const char **reason)
{
	while (w->n) {
		struct entry e = w->stack[--w->n];
		enum walk_what what = step(w, a, &e, reason);

		*path = arena_string(a, e.path);
		free(e.path);
		if (what != WALK_END)
			return what;
	}
	return finish(w, a, path, reason);
}
