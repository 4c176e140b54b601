#include "html/mime.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "html/part.h"

static const char *find(struct slice s, const char *what)
{
	return s.len ? memmem(s.at, s.len, what, strlen(what)) : NULL;
}

static struct slice behind(struct slice s, const char *at)
{
	return (struct slice){at, s.len - (size_t)(at - s.at)};
}

/* The first lines are fields, and one of them says so. */
bool html_is_mhtml(struct slice bytes)
{
	struct html_part top;
	struct slice line = bytes, type;

	if (bytes.len > 4096)
		bytes.len = 4096;
	line = slice_cut(&bytes, '\n');
	bytes = (struct slice){line.at,
			       line.len + (bytes.at ? bytes.len + 1 : 0)};
	if (!line.len || *line.at == '<' || !memchr(line.at, ':', line.len))
		return false;
	top = html_part_of(bytes);
	type = html_field(top.head, "Content-Type");
	return type.len >= 17 && !strncasecmp(type.at, "multipart/related", 17);
}

static void set_page(struct arena *a, const struct html_part *part,
		     struct slice snapshot, struct html_envelope *out)
{
	struct slice type = html_field(part->head, "Content-Type");
	struct slice charset = html_parameter(type, "charset");
	struct slice url = snapshot.len
				   ? snapshot
				   : html_field(part->head, "Content-Location");

	if (charset.len)
		out->charset = arena_copy(a, charset.at, charset.len);
	if (url.len && !strncasecmp(url.at, "http", 4))
		out->url = arena_copy(a, url.at, url.len);
	out->bytes = html_part_bytes(a, part);
}

static void open_mhtml(struct arena *a, struct slice bytes,
		       struct html_envelope *out)
{
	struct html_part top = html_part_of(bytes), *parts;
	struct error ignored;
	uint32_t n;

	if (!html_parts(a, bytes, &parts, &n, &ignored))
		return;
	for (uint32_t i = 0; i < n; i++) {
		if (html_part_is(&parts[i], "text/html")) {
			set_page(a, &parts[i],
				 html_field(top.head,
					    "Snapshot-Content-Location"),
				 out);
			return;
		}
	}
}

/* Comments in front of a page that hold its address behind these words. */
static const char *const saved[] = {
	"saved from url=(", /* then the length in four digits, ')' */
	"Page saved with SingleFile",
};

static void find_saved(struct arena *a, struct html_envelope *out)
{
	struct slice start = out->bytes, url;
	const char *at = NULL, *end;

	if (start.len > 4096)
		start.len = 4096;
	for (size_t i = 0; i < array_length(saved) && !at; i++)
		at = find(start, saved[i]);
	if (!at)
		return;
	start = behind(start, at);
	end = find(start, "-->");
	if (!end)
		return;
	start.len = (size_t)(end - start.at);
	at = find(start, "http");
	if (!at)
		return;
	url = behind(start, at);
	for (size_t i = 0; i < url.len; i++) {
		if (strchr(" \t\r\n", url.at[i]))
			url.len = i;
	}
	out->url = arena_copy(a, url.at, url.len);
}

void html_envelope_open(struct arena *a, struct slice bytes,
			struct html_envelope *out)
{
	*out = (struct html_envelope){.bytes = bytes};
	if (html_is_mhtml(bytes))
		open_mhtml(a, bytes, out);
	else
		find_saved(a, out);
}
