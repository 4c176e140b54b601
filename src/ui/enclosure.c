/* Files that came with an article: sound, pictures, papers.  What opens them
 * is said in lines of the configuration, by kind; it is started by its argument
 * vector, with the address as one word of it.
 *
 *	open-with audio/mpeg mpv --no-video
 */
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/run.h"
#include "conf/line.h"
#include "ui/keep.h"

#define OPENERS_MOST 32u

struct opener {
	const char
		*type; /* a kind, all of it ("audio/" and a star), or a star */
	const char *words[CONF_WORDS]; /* the program and its arguments */
	uint32_t n;
};

struct openers {
	struct opener at[OPENERS_MOST];
	uint32_t n;
};

bool enclosure_open_with(struct ui *ui, const char *const *words, uint32_t n,
			 struct error *err)
{
	struct opener *o;

	if (n < 3)
		return error_set(err, "open-with wants a kind such as audio/*, "
				      "and a program");
	if (strcmp(words[1], "*") != 0 && !strchr(words[1], '/'))
		return error_set(err,
				 "'%s' is no kind: they are like "
				 "audio/mpeg, audio/* or *",
				 words[1]);
	if (!ui->openers)
		ui->openers = arena_alloc(&ui->arena, sizeof(*ui->openers));
	if (ui->openers->n == OPENERS_MOST)
		return error_set(err, "more than %u lines of open-with",
				 OPENERS_MOST);
	o = &ui->openers->at[ui->openers->n++];
	o->type = arena_string(&ui->arena, words[1]);
	for (uint32_t i = 2; i < n; i++)
		o->words[o->n++] = arena_string(&ui->arena, words[i]);
	return true;
}

/* ---- what kind a file is of ---- */

static const struct {
	const char *end, *type;
} ends[] = {
	{".mp3", "audio/mpeg"},      {".m4a", "audio/mp4"},
	{".ogg", "audio/ogg"},       {".opus", "audio/opus"},
	{".flac", "audio/flac"},     {".wav", "audio/wav"},
	{".mp4", "video/mp4"},       {".m4v", "video/mp4"},
	{".webm", "video/webm"},     {".mkv", "video/x-matroska"},
	{".pdf", "application/pdf"}, {".epub", "application/epub+zip"},
	{".jpg", "image/jpeg"},      {".jpeg", "image/jpeg"},
	{".png", "image/png"},       {".gif", "image/gif"},
	{".webp", "image/webp"},
};

/* By the end of its path, what stands behind ? left out. */
static const char *type_of_address(const char *url)
{
	size_t len = strcspn(url, "?#");

	for (size_t i = 0; i < array_length(ends); i++) {
		size_t n = strlen(ends[i].end);

		if (len > n && strncasecmp(url + len - n, ends[i].end, n) == 0)
			return ends[i].type;
	}
	return "";
}

/* As the feed said: a word of the title like "audio/mpeg". */
static const char *type_of(struct arena *a, const struct link *link)
{
	struct slice rest = slice_of(link->title);

	while (rest.len) {
		struct slice part = slice_trim(slice_cut(&rest, ','));
		const char *slash =
			part.len ? memchr(part.at, '/', part.len) : NULL;

		if (slash && !memchr(part.at, ' ', part.len) &&
		    slash > part.at && slash + 1 < part.at + part.len)
			return arena_copy(a, part.at, part.len);
	}
	return type_of_address(link->url);
}

static bool type_fits(const char *wanted, const char *type)
{
	size_t len = strlen(wanted);

	if (strcmp(wanted, "*") == 0)
		return true;
	if (len > 2 && strcmp(wanted + len - 2, "/*") == 0)
		return strncasecmp(wanted, type, len - 1) == 0;
	return strcasecmp(wanted, type) == 0;
}

/* The last line that fits, as with keys. */
static const struct opener *find_opener(const struct ui *ui, const char *type)
{
	for (uint32_t i = ui->openers ? ui->openers->n : 0; i-- > 0;) {
		if (type_fits(ui->openers->at[i].type, type))
			return &ui->openers->at[i];
	}
	return NULL;
}

/* ---- opening ---- */

/* The address behind the arguments, or in the place of a word "%s". */
static void make_argv(const struct opener *o, const char *url,
		      char *argv[CONF_WORDS + 2])
{
	bool is_put = false;
	uint32_t n = 0;

	for (; n < o->n; n++) {
		bool is_here = strcmp(o->words[n], "%s") == 0;

		argv[n] = (char *)(is_here ? url : o->words[n]);
		is_put |= is_here;
	}
	if (!is_put)
		argv[n++] = (char *)url;
	argv[n] = NULL;
}

static void open_file(struct ui *ui, const struct link *link, const char *which)
{
	const char *type = type_of(&ui->frame, link);
	const struct opener *o = find_opener(ui, type);
	char *argv[CONF_WORDS + 2];
	struct error err;
	int status;

	if (!out_is_address(link->url)) {
		ui_say(ui, "'%s' is no address to open", link->url);
		return;
	}
	if (!o) {
		ui_say(ui, "no open-with line for %s: %s",
		       *type ? type : "its kind", link->url);
		return;
	}
	make_argv(o, link->url, argv);
	if (out_run(ui, argv, -1, &status, &err))
		ui_say(ui, "%s%s %s: %s", which, argv[0],
		       run_says(&ui->frame, status), link->url);
	else
		ui_say_error(ui, &err);
}

void enclosure_open(struct ui *ui, int64_t id, int number)
{
	struct article *art = NULL;
	uint32_t n = 0, nth = number > 0 ? (uint32_t)number : 1;
	const struct link *chosen = NULL;
	struct error err;

	if (!store_article_get(ui->store, &ui->frame, id, &art, &err)) {
		ui_say_error(ui, &err);
		return;
	}
	for (uint32_t i = 0; art && i < art->n_links; i++) {
		if (art->links[i].kind == LINK_ENCLOSURE && ++n == nth)
			chosen = &art->links[i];
	}
	if (chosen)
		open_file(ui, chosen,
			  n > 1 ? arena_printf(&ui->frame, "%u of %u: ", nth, n)
				: "");
	else if (n)
		ui_say(ui, "%s came with this article",
		       say_count(&ui->frame, n, "file", "files"));
	else
		ui_say(ui, "no file came with this article");
}
