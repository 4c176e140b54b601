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

/* "From " and a time, then a header. */
static bool is_mbox(struct slice s)
{
	struct slice line, header;

	if (s.len < 5 || memcmp(s.at, "From ", 5) != 0)
		return false;
	line = slice_cut(&s, '\n');
	header = slice_cut(&s, '\n');
	return line.len > 20 && memchr(line.at, ':', line.len) &&
	       header.len > 2 && memchr(header.at, ':', header.len) &&
	       !memchr(header.at, ' ',
		       (size_t)((const char *)memchr(header.at, ':',
						     header.len) -
				header.at));
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
};

static const char *other_kind(struct slice first, struct slice s)
{
	for (size_t i = 0; i < array_length(magic); i++) {
		if (first.len >= magic[i].bytes.len &&
		    memcmp(first.at, magic[i].bytes.at, magic[i].bytes.len) ==
			    0)
			return magic[i].what;
	}
	if (is_mbox(first))
		return "is a mailbox (mbox)";
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
	"html", "htm", "xhtml", "shtml",  "mht", "mhtml", "txt",
	"text", "md",  "jsonl", "ndjson", "rss", "atom",
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

static bool is_end_of(const char *const *ends, size_t n, const char *end,
		      size_t len)
{
	for (size_t i = 0; i < n; i++) {
		if (strlen(ends[i]) == len &&
		    strncasecmp(ends[i], end, len) == 0)
			return true;
	}
	return false;
}

/* What explains a folder, whatever its kind. */
static const char *const about[] = {"readme", "license", "licence", "copying",
				    "changelog"};

enum sniff_name sniff_file_name(const char *name)
{
	size_t len = strlen(name), dot;

	for (size_t i = 0; i < array_length(about); i++) {
		size_t n = strlen(about[i]);

		if (strncasecmp(name, about[i], n) == 0 &&
		    (name[n] == '\0' || name[n] == '.'))
			return NAME_OTHER;
	}
	if (len > 3 && strcasecmp(name + len - 3, ".gz") == 0)
		len -= 3;
	for (dot = len; dot > 0 && name[dot - 1] != '.'; dot--)
		;
	if (dot <= 1)
		return NAME_UNSURE;
	if (is_end_of(article_ends, array_length(article_ends), name + dot,
		      len - dot))
		return NAME_ARTICLE;
	return is_end_of(other_ends, array_length(other_ends), name + dot,
			 len - dot)
		       ? NAME_OTHER
		       : NAME_UNSURE;
}

bool sniff_is_article(struct slice first)
{
	struct slice s = without_mark(first);
	const char *what;
	enum sniffed sniffed = sniff_bytes(first, &what);

	return begins(s, "<!doctype html") || begins(s, "<html") ||
	       (begins(s, "<") && holds(s, "<html")) ||
	       sniffed == SNIFFED_JSON_LINES || sniffed == SNIFFED_FEED;
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
