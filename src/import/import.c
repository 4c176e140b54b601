#include "import/import.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/die.h"
#include "import/address.h"
#include "import/reader.h"
#include "import/series.h"
#include "import/sniff.h"
#include "import/walk.h"

struct import {
	struct import_settings settings;
	char *const *operands;
	int n, at;
	struct addresses *addresses;
	struct walk *walk;
	bool is_walking;
	struct series *series; /* that is being read, or NULL */
	char *series_path;
};

struct import *import_open(char *const *operands, int n,
			   const struct import_settings *settings)
{
	struct import *im = calloc(1, sizeof(*im));

	if (!im)
		die("out of memory");
	im->settings = *settings;
	im->operands = operands;
	im->n = n;
	im->addresses = addresses_new(operands, n, settings->fetch);
	im->walk = walk_new(settings->watch);
	return im;
}

static void end_series(struct import *im)
{
	series_free(im->series);
	free(im->series_path);
	im->series = NULL;
	im->series_path = NULL;
}

void import_close(struct import *im)
{
	if (im) {
		end_series(im);
		walk_free(im->walk);
		addresses_free(im->addresses);
		free(im);
	}
}

static bool is_input(const char *path)
{
	return strcmp(path, "-") == 0;
}

static void set_failure(struct import_item *item, struct arena *a,
			const char *reason)
{
	item->what = IMPORT_FAILURE;
	item->reason = arena_string(a, reason);
}

static void set_document(const struct import *im, struct import_item *item,
			 const char *path, enum document_kind kind,
			 int64_t time)
{
	item->what = IMPORT_DOCUMENT;
	item->doc.kind = (uint8_t)kind;
	item->doc.file = is_input(path) ? NULL : path;
	item->doc.url = im->settings.url;
	item->doc.time = time;
	item->doc.mentions_given = im->settings.mentions_given;
}

/* ---- files that hold many ---- */

/* sfeed's files have the names of their feeds. */
static const char *base_name(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	return is_input(path) ? NULL
			      : arena_string(a, slash ? slash + 1 : path);
}

static void set_of_series(const struct import *im, struct arena *a,
			  struct import_item *item)
{
	enum document_kind kind = series_kind(im->series);

	set_document(im, item, arena_string(a, im->series_path), kind,
		     series_time(im->series));
	if (kind == DOCUMENT_FEED)
		item->doc.source = base_name(a, im->series_path);
	if (kind == DOCUMENT_FEED)
		item->doc.file = NULL;
}

/* The next of them; false when there is none left. */
static bool next_of_series(struct import *im, struct arena *a,
			   struct import_item *item)
{
	enum reader_line got;
	struct error err;
	uint32_t line;

	got = series_next(im->series, a, IMPORT_MOST, &item->doc.bytes, &line,
			  &err);
	item->input = arena_printf(a, "%s:%u", im->series_path, line);
	switch (got) {
	case READER_LINE:
		set_of_series(im, a, item);
		return true;
	case READER_TOO_LONG:
		set_failure(item, a, "is longer than 32 MB");
		return true;
	case READER_FAILED:
		set_failure(item, a, err.text);
		end_series(im);
		return true;
	case READER_END:
		break;
	}
	end_series(im);
	return false;
}

/* ---- files ---- */

static enum sniffed tell(const struct import *im, struct slice first,
			 const char **what)
{
	switch (im->settings.kind) {
	case DOCUMENT_HTML:
	case DOCUMENT_TEXT:
		return SNIFFED_DOCUMENT;
	case DOCUMENT_JSON:
		return SNIFFED_JSON_LINES;
	case DOCUMENT_FEED:
		return SNIFFED_FEED;
	case IMPORT_MBOX:
		return SNIFFED_MBOX;
	case IMPORT_MAILDIR:
		return SNIFFED_MAIL;
	case IMPORT_TSV:
		return SNIFFED_TSV;
	}
	return sniff_bytes(first, what);
}

/* What each of many in a file is; AUTO: it is one document. */
static enum document_kind kind_of_many(enum sniffed sniffed)
{
	switch (sniffed) {
	case SNIFFED_JSON_LINES:
		return DOCUMENT_JSON;
	case SNIFFED_TSV:
		return DOCUMENT_FEED;
	case SNIFFED_MBOX:
		return DOCUMENT_MAIL;
	default:
		return DOCUMENT_AUTO;
	}
}

static enum document_kind kind_of(const struct import *im, enum sniffed sniffed)
{
	switch (sniffed) {
	case SNIFFED_JSON:
		return DOCUMENT_JSON;
	case SNIFFED_FEED:
		return DOCUMENT_FEED;
	case SNIFFED_MAIL:
		return DOCUMENT_MAIL;
	default:
		return (enum document_kind)im->settings.kind;
	}
}

static void read_whole(const struct import *im, struct reader *r,
		       struct arena *a, const char *path, enum sniffed sniffed,
		       struct import_item *item)
{
	struct error err;

	if (!reader_all(r, a, IMPORT_MOST, &item->doc.bytes, &err))
		set_failure(item, a, err.text);
	else if (item->doc.bytes.len == 0)
		set_failure(item, a, "is empty");
	else
		set_document(im, item, path, kind_of(im, sniffed),
			     reader_time(r));
}

/* Read a file that is open; false when it holds many, to be read now. */
static bool read_open(struct import *im, struct reader *r, struct arena *a,
		      const char *path, enum sniffed kind, const char *what,
		      struct import_item *item)
{
	if (kind_of_many(kind) != DOCUMENT_AUTO) {
		im->series = series_new(r, kind_of_many(kind));
		im->series_path = strdup(path);
		if (!im->series_path)
			die("out of memory");
		return false;
	}
	if (kind == SNIFFED_OTHER)
		set_failure(item, a, what);
	else
		read_whole(im, r, a, path, kind, item);
	reader_close(r);
	return true;
}

/* Read a file of a folder or one that was named.  is: WALK_UNSURE only if it
 * looks like an article.  False: nothing came of it. */
static bool read_path(struct import *im, struct arena *a, const char *path,
		      enum walk_what is, struct import_item *item)
{
	const char *what = NULL;
	enum sniffed kind;
	struct reader *r;
	struct slice first;
	struct error err;

	item->input = path;
	if (!reader_open(path, &r, &err)) {
		set_failure(item, a, err.text);
		return true;
	}
	if (!reader_peek(r, &first, &err)) {
		set_failure(item, a, err.text);
		reader_close(r);
		return true;
	}
	if (is == WALK_UNSURE && im->settings.kind != IMPORT_MAILDIR &&
	    !sniff_is_article(first)) {
		walk_pass(im->walk, path);
		reader_close(r);
		return false;
	}
	if (is == WALK_MAIL && im->settings.kind == DOCUMENT_AUTO)
		return read_open(im, r, a, path, SNIFFED_MAIL, NULL, item);
	kind = tell(im, first, &what);
	if (kind == SNIFFED_DOCUMENT && im->settings.kind == DOCUMENT_AUTO &&
	    sniff_is_other_name(path) && !sniff_is_article(first)) {
		kind = SNIFFED_OTHER;
		what = "is no article by its name ('--as text' reads it all "
		       "the same)";
	}
	return read_open(im, r, a, path, kind, what, item);
}

/* ---- addresses ---- */

/* What an address gave: `operand` is the one before im->at. */
static void read_address(struct import *im, struct arena *a,
			 const char *operand, struct import_item *item)
{
	struct fetch_reply got;
	const char *what = NULL;
	enum sniffed kind;
	struct error err;

	item->input = operand;
	if (!addresses_take(im->addresses, im->at - 1, a, &got, &err)) {
		set_failure(item, a, err.text);
		return;
	}
	kind = tell(im, got.body, &what);
	if (kind == SNIFFED_OTHER) {
		set_failure(item, a, what);
	} else {
		set_document(im, item, operand,
			     kind == SNIFFED_FEED ? DOCUMENT_FEED
			     : im->settings.kind < DOCUMENT_KINDS
				     ? (enum document_kind)im->settings.kind
				     : DOCUMENT_AUTO,
			     time(NULL));
		item->doc.file = NULL;
		item->doc.bytes = got.body;
		item->doc.charset = got.charset;
		if (!item->doc.url)
			item->doc.url = got.url;
	}
}

/* ---- operands ---- */

/* Begin with the next operand; true when it gave an item at once. */
static bool begin(struct import *im, struct arena *a, struct import_item *item)
{
	const char *operand = im->operands[im->at++];

	if (is_input(operand))
		return read_path(im, a, operand, WALK_FILE, item);
	if (address_is(operand)) {
		read_address(im, a, operand, item);
		return true;
	}
	walk_begin(im->walk, operand);
	im->is_walking = true;
	return false;
}

/* The next step of the walk; true when it gave an item. */
static bool next_file(struct import *im, struct arena *a,
		      struct import_item *item)
{
	const char *path, *reason = NULL;
	enum walk_what what = walk_next(im->walk, a, &path, &reason);

	switch (what) {
	case WALK_FILE:
	case WALK_UNSURE:
	case WALK_MAIL:
		return read_path(im, a, path, what, item);
	case WALK_FAILED:
	case WALK_PASSED:
		item->what = what == WALK_FAILED ? IMPORT_FAILURE : IMPORT_NOTE;
		item->input = path;
		item->reason = reason;
		return true;
	case WALK_END:
		break;
	}
	im->is_walking = false;
	return false;
}

bool import_next(struct import *im, struct arena *a, struct import_item *item)
{
	bool found = false;

	*item = (struct import_item){0};
	while (!found) {
		if (im->series)
			found = next_of_series(im, a, item);
		else if (im->is_walking)
			found = next_file(im, a, item);
		else if (im->at < im->n)
			found = begin(im, a, item);
		else
			return false;
	}
	return true;
}

bool import_read(struct arena *a, const char *path, struct slice *out,
		 int64_t *time, struct error *err)
{
	struct reader *r;
	bool is_good;

	if (!reader_open(path, &r, err))
		return false;
	*time = reader_time(r);
	is_good = reader_all(r, a, IMPORT_MOST, out, err);
	reader_close(r);
	if (is_good && out->len == 0)
		return error_set(err, "is empty");
	return is_good;
}
