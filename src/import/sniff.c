#include "import/sniff.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/utf8.h"

#define LOOK 4096u

static struct slice without_mark(struct slice s)
{
	if (s.len >= 3 && memcmp(s.at, "\xef\xbb\xbf", 3) == 0) {
		s.at += 3;
		s.len -= 3;
	}
	while (s.len && strchr(" \t\r\n\f", s.at[0]) && s.at[0]) {
		s.at++;
		s.len--;
	}
	return s;
}

static bool begins(struct slice s, const char *with)
{
	size_t len = strlen(with);

	return s.len >= len && strncasecmp(s.at, with, len) == 0;
}

static bool holds(struct slice s, const char *what)
{
	size_t len = strlen(what);

	for (size_t i = 0; i + len <= s.len; i++) {
		if (strncasecmp(s.at + i, what, len) == 0)
			return true;
	}
	return false;
}

/* ---- what is not read ---- */

static const char a_feed[] = "is a feed";

static const struct {
	const char *tag, *what;
} xml_kinds[] = {
	{"<html", NULL}, /* a page after all */
	{"<rss", a_feed},
	{"<rdf:RDF", a_feed},
	{"<feed", a_feed},
	{"<opml", "is a list of feeds (OPML)"},
	{"<svg", "is a picture (SVG)"},
};

static const char *xml_kind(struct slice s)
{
	if (!begins(s, "<"))
		return NULL;
	for (size_t i = 0; i < array_length(xml_kinds); i++) {
		if (begins(s, "<?xml") || begins(s, "<!--")
			    ? holds(s, xml_kinds[i].tag)
			    : begins(s, xml_kinds[i].tag))
			return xml_kinds[i].what;
	}
	return NULL;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool sniff_from_line(struct slice line)
{
	bool has_time = false, has_year = false;

	if (line.len < 20 || line.len > 500 || memcmp(line.at, "From ", 5) != 0)
		return false;
	for (size_t i = 5; i + 4 < line.len; i++) {
		const char *c = line.at + i;

		has_time |= c[2] == ':' && is_digit(c[0]) && is_digit(c[1]) &&
			    is_digit(c[3]) && is_digit(c[4]);
		has_year |= c[0] == ' ' && (c[1] == '1' || c[1] == '2') &&
			    is_digit(c[2]) && is_digit(c[3]) && is_digit(c[4]);
	}
	return has_time && has_year;
}

/* The name of the field that a line begins; empty: it begins none. */
static struct slice field_name(struct slice line)
{
	size_t n = 0;

	while (n < line.len && line.at[n] > ' ' && line.at[n] < 0x7F &&
	       line.at[n] != ':')
		n++;
	return (struct slice){line.at,
			      n < line.len && line.at[n] == ':' ? n : 0};
}

static bool is_mbox(struct slice s)
{
	struct slice line = slice_cut(&s, '\n');

	return sniff_from_line(line) && s.at &&
	       field_name(slice_cut(&s, '\n')).len;
}

/* What only messages say, and what saved pages say that look like one. */
static const struct {
	const char *name;
	int weight;
} mail_fields[] = {
	{"Return-Path", 2}, {"Received", 2},
	{"Message-ID", 2},  {"From", 1},
	{"Date", 1},        {"Subject", 1},
	{"To", 1},          {"Delivered-To", 2},
	{"List-Id", 2},     {"Snapshot-Content-Location", -20},
};

static int weigh_field(struct slice name)
{
	for (size_t i = 0; i < array_length(mail_fields); i++) {
		if (strlen(mail_fields[i].name) == name.len &&
		    strncasecmp(mail_fields[i].name, name.at, name.len) == 0)
			return mail_fields[i].weight;
	}
	return 0;
}

/* Fields alone up to the first blank line, and enough of mail's. */
static bool is_mail(struct slice s)
{
	int weight = 0;

	while (s.at && s.len) {
		struct slice line = slice_cut(&s, '\n');
		struct slice name = field_name(line);

		if (!slice_trim(line).len)
			break;
		if (*line.at == ' ' || *line.at == '\t')
			continue;
		if (!name.len || holds(line, "<Saved by "))
			return false;
		weight += weigh_field(name);
	}
	return weight >= 3;
}

/* Eight fields at least, the first a time, the fifth a kind. */
static bool is_tsv(struct slice s)
{
	struct slice line = slice_cut(&s, '\n'), first = slice_cut(&line, '\t');
	struct slice kind = {NULL, 0};
	int n;

	for (size_t i = 0; i < first.len; i++) {
		if (!is_digit(first.at[i]))
			return false;
	}
	for (n = 1; line.at && n < 9; n++) {
		struct slice field = slice_cut(&line, '\t');

		if (n == 4)
			kind = field;
	}
	return n >= 8 && first.len < 15 &&
	       (!kind.len || slice_equals(kind, "html") ||
		slice_equals(kind, "plain"));
}

static const struct {
	struct slice bytes;
	const char *what;
} magic[] = {
	{SLICE("%PDF-"), "is a PDF"},
	{SLICE("PK\x03\x04"), "is a ZIP archive or office document"},
	{SLICE("\x89PNG"), "is a picture (PNG)"},
	{SLICE("\xff\xd8\xff"), "is a picture (JPEG)"},
	{SLICE("GIF8"), "is a picture (GIF)"},
	{SLICE("SQLite format 3"), "is a database (SQLite)"},
	{SLICE("\x7f"
	       "ELF"),
	 "is a program"},
	{SLICE("#!"), "is a script"},
};

static const char *other_kind(struct slice first, struct slice s)
{
	for (size_t i = 0; i < array_length(magic); i++) {
		if (first.len >= magic[i].bytes.len &&
		    memcmp(first.at, magic[i].bytes.at, magic[i].bytes.len) ==
			    0)
			return magic[i].what;
	}
	if (begins(s, "{") && holds(s, "jsonfeed.org/version"))
		return a_feed;
	return xml_kind(s);
}

/* An object whose first line does not end it. */
static bool is_spread(struct slice s)
{
	struct slice rest = s, line = slice_trim(slice_cut(&rest, '\n'));

	return rest.len && line.len && line.at[line.len - 1] != '}';
}

enum sniffed sniff_bytes(struct slice first, const char **what)
{
	struct slice s = without_mark(first), look = s;

	if (look.len > LOOK)
		look.len = LOOK;
	*what = other_kind(first, look);
	if (*what == a_feed)
		return SNIFFED_FEED;
	if (*what)
		return SNIFFED_OTHER;
	if (is_mbox(first))
		return SNIFFED_MBOX;
	if (is_tsv(first))
		return SNIFFED_TSV;
	if (is_mail(first))
		return SNIFFED_MAIL;
	if (!begins(s, "{"))
		return SNIFFED_DOCUMENT;
	s.at++;
	s.len--;
	if (!begins(without_mark(s), "\""))
		return SNIFFED_DOCUMENT;
	s.at--;
	s.len++;
	return is_spread(s) ? SNIFFED_JSON : SNIFFED_JSON_LINES;
}

/* ---- names in folders ---- */

static const char *const article_ends[] = {
	"html", "htm",   "xhtml",  "shtml", "mht",  "mhtml", "txt",  "text",
	"md",   "jsonl", "ndjson", "rss",   "atom", "eml",   "mbox",
};

/* What lies beside articles and is none. */
static const char *const other_ends[] = {
	"css",  "js",     "mjs",  "map",  "json", "svg", "png", "jpg",
	"jpeg", "gif",    "webp", "avif", "ico",  "bmp", "tif", "tiff",
	"woff", "woff2",  "ttf",  "otf",  "eot",  "mp3", "mp4", "webm",
	"ogg",  "wav",    "pdf",  "doc",  "docx", "odt", "xls", "xlsx",
	"csv",  "tsv",    "zip",  "tar",  "xz",   "zst", "bz2", "7z",
	"db",   "sqlite", "py",   "c",    "h",    "o",   "a",   "so",
	"sh",   "yml",    "yaml", "toml", "ini",  "log", "bak", "tmp",
	"part", "opml",
};

static bool is_end_of(const char *const *ends, size_t n, struct slice end)
{
	for (size_t i = 0; i < n; i++) {
		if (strlen(ends[i]) == end.len &&
		    strncasecmp(ends[i], end.at, end.len) == 0)
			return true;
	}
	return false;
}

/* What explains a folder, whatever its kind. */
static const char *const about[] = {"readme", "license", "licence", "copying",
				    "changelog"};

/* What stands behind the last dot of a name, ".gz" passed over; empty: there is
 * no dot, or it is the first letter. */
static struct slice end_of(const char *name)
{
	size_t len = strlen(name), dot;

	if (len > 3 && strcasecmp(name + len - 3, ".gz") == 0)
		len -= 3;
	for (dot = len; dot > 0 && name[dot - 1] != '.'; dot--)
		;
	return dot <= 1 ? (struct slice){"", 0}
			: (struct slice){name + dot, len - dot};
}

enum sniff_name sniff_file_name(const char *name)
{
	struct slice end = end_of(name);

	for (size_t i = 0; i < array_length(about); i++) {
		size_t n = strlen(about[i]);

		if (strncasecmp(name, about[i], n) == 0 &&
		    (name[n] == '\0' || name[n] == '.'))
			return NAME_OTHER;
	}
	if (is_end_of(article_ends, array_length(article_ends), end))
		return NAME_ARTICLE;
	return is_end_of(other_ends, array_length(other_ends), end)
		       ? NAME_OTHER
		       : NAME_UNSURE;
}

bool sniff_is_other_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return is_end_of(other_ends, array_length(other_ends),
			 end_of(slash ? slash + 1 : path));
}

bool sniff_is_article(struct slice first)
{
	struct slice s = without_mark(first);
	const char *what;
	enum sniffed sniffed = sniff_bytes(first, &what);

	return begins(s, "<!doctype html") || begins(s, "<html") ||
	       (begins(s, "<") && holds(s, "<html")) ||
	       (sniffed != SNIFFED_DOCUMENT && sniffed != SNIFFED_JSON &&
		sniffed != SNIFFED_OTHER);
}

/* As browsers of several tongues name them. */
static const char *const companion_ends[] = {
	"_files", ".files",     "-Dateien", "_fichiers", "_archivos",
	"_file",  "_bestanden", "_pliki",   "_arquivos", "-filer",
};

size_t sniff_companion(const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < array_length(companion_ends); i++) {
		size_t n = strlen(companion_ends[i]);

		if (len > n && strcmp(name + len - n, companion_ends[i]) == 0)
			return len - n;
	}
	return 0;
}
