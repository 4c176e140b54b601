#include "pipeline/mail.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/utf8.h"
#include "feed/feed.h"
#include "html/part.h"
#include "html/url.h"

/* ---- what the head says ---- */

/* What stands in <...> of a field; all of it where nothing does. */
static struct slice angled(struct slice field)
{
	const char *at = field.len ? memchr(field.at, '<', field.len) : NULL;
	struct slice rest = field;

	if (!at)
		return slice_trim(field);
	rest.at = at + 1;
	rest.len = field.len - (size_t)(rest.at - field.at);
	return slice_trim(slice_cut(&rest, '>'));
}

/* Quotation marks and what is escaped between them. */
static const char *unquoted(struct arena *a, struct slice words)
{
	char *text, *to;

	words = slice_trim(words);
	text = to = arena_copy(a, words.at ? words.at : "", words.len);
	for (const char *c = text; *c; c++) {
		if (*c == '\\' && c[1])
			*to++ = *++c;
		else if (*c != '"')
			*to++ = *c;
	}
	*to = '\0';
	return *text ? text : NULL;
}

/* The name before an address, "Ada Brenn <ada@...>", or behind it in brackets;
 * NULL: there is only the address. */
static const char *name_of(struct arena *a, struct slice field)
{
	const char *words = html_words(a, field), *name;
	struct slice rest = slice_of(words), before = slice_cut(&rest, '<');

	if (rest.at)
		return unquoted(a, before);
	rest = before;
	slice_cut(&rest, '(');
	if (!rest.at)
		return NULL;
	name = unquoted(a, slice_cut(&rest, ')'));
	return name;
}

/* The host of an address, its sender when nobody is named. */
static const char *host_of(struct arena *a, struct slice from)
{
	struct slice host = angled(from);

	slice_cut(&host, '@');
	return host.len && host.len < 256
		       ? utf8_clean(a, host.at, host.len, &host.len)
		       : NULL;
}

static bool is_list(struct slice head)
{
	static const char *const fields[] = {"List-Id", "List-Unsubscribe",
					     "List-Post"};

	for (size_t i = 0; i < array_length(fields); i++) {
		if (html_field(head, fields[i]).len)
			return true;
	}
	return false;
}

static const char *address_of(struct arena *a, struct slice head)
{
	struct slice at = angled(html_field(head, "Archived-At"));
	const char *url;

	if (at.len < 4 || strncasecmp(at.at, "http", 4) != 0)
		return NULL;
	url = html_url_resolve(a, NULL, at);
	return url ? html_url_normal(a, url) : NULL;
}

static const char *id_of(struct arena *a, struct slice head)
{
	struct slice id = angled(html_field(head, "Message-ID"));

	return id.len ? utf8_clean(a, id.at, id.len, &id.len) : NULL;
}

/* Plain words where HTML may stand. */
static const char *as_html(struct arena *a, const char *words)
{
	struct str out = {0};
	const char *result;

	if (!words)
		return NULL;
	for (; *words; words++) {
		if (*words == '&')
			str_add_text(&out, "&amp;");
		else if (*words == '<')
			str_add_text(&out, "&lt;");
		else
			str_add_char(&out, *words);
	}
	result = arena_copy(a, str_text(&out), out.len);
	str_free(&out);
	return result;
}

/* ---- its text ---- */

static bool is_attached(const struct html_part *part)
{
	struct slice how = html_field(part->head, "Content-Disposition");

	return how.len >= 10 && strncasecmp(how.at, "attachment", 10) == 0;
}

/* The longest of a type; NULL: none. */
static const struct html_part *longest(const struct html_part *parts,
				       uint32_t n, const char *type)
{
	const struct html_part *best = NULL;

	for (uint32_t i = 0; i < n; i++) {
		if (html_part_is(&parts[i], type) && !is_attached(&parts[i]) &&
		    (!best || parts[i].body.len > best->body.len))
			best = &parts[i];
	}
	return best;
}

static bool clean_part(struct arena *a, const struct page_lists *lists,
		       const struct html_part *part, enum document_kind kind,
		       struct document *doc, struct article **out,
		       struct error *err)
{
	struct slice type, charset;

	if (!part)
		return error_set(err, "it holds no text");
	type = html_field(part->head, "Content-Type");
	charset = html_parameter(type, "charset");
	doc->kind = (uint8_t)kind;
	doc->bytes = html_part_bytes(a, part);
	if (charset.len)
		doc->charset = arena_copy(a, charset.at, charset.len);
	return page_clean_item(a, lists, doc, out, err);
}

bool mail_article(struct arena *a, const struct page_lists *lists,
		  const struct document *doc, struct article **out,
		  struct error *err)
{
	struct slice head = html_part_of(doc->bytes).head;
	struct slice from = html_field(head, "From");
	struct document piece = *doc;
	const char *sender = name_of(a, from), *source;
	struct html_part *parts;
	struct error ignored;
	uint32_t n;

	if (head.len > PART_HEAD_MOST)
		return error_set(err, "its head is larger than %zu KB",
				 PART_HEAD_MOST >> 10);
	if (!html_parts(a, doc->bytes, &parts, &n, err))
		return false;
	source = name_of(a, html_field(head, "List-Id"));
	if (!source)
		source = sender ? sender : host_of(a, from);
	piece.url = address_of(a, head);
	piece.title = as_html(a, html_words(a, html_field(head, "Subject")));
	piece.source = as_html(a, source);
	piece.published = feed_date(html_field(head, "Date"));
	if (!clean_part(a, lists, longest(parts, n, "text/html"), DOCUMENT_HTML,
			&piece, out, &ignored) &&
	    !clean_part(a, lists, longest(parts, n, "text/plain"),
			DOCUMENT_TEXT, &piece, out, err))
		return false;
	(*out)->source = source;
	if (!is_list(head) && sender)
		(*out)->byline = sender;
	(*out)->ref = id_of(a, head);
	if (piece.published.kind)
		(*out)->published = piece.published;
	return true;
}
