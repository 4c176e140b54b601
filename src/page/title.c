/* The title without the site's name, kickers and sections. */
#include <string.h>

#include "base/array.h"
#include "html/text.h"
#include "html/url.h"
#include "page/fold.h"
#include "page/meta.h"
#include "page/source.h"
#include "page/sweep.h"

/* Does a folded hold b folded? */
static bool holds(struct slice a, struct slice b)
{
	char x[500], y[500];
	size_t n = page_fold(a, x, sizeof(x)), k = page_fold(b, y, sizeof(y));

	return k > 0 && memmem(x, n, y, k);
}

static const char *const bars[] = {
	" | ",        " \xE2\x80\x93 ", " \xE2\x80\x94 ", " - ",
	" \xC2\xBB ", " :: ",           " \xC2\xB7 ",     " \xE2\x80\xA2 ",
	" / ",        " \xE2\x80\xB9 ", " \xC2\xAB ",     " < ",
	" > "};

/* Cut at the first bar from at on; *rest begins behind it. */
static struct slice take_part(struct slice *rest)
{
	struct slice part = *rest;

	for (size_t at = 0; at < rest->len; at++) {
		for (size_t i = 0; i < array_length(bars); i++) {
			size_t n = strlen(bars[i]);

			if (rest->len - at < n ||
			    memcmp(rest->at + at, bars[i], n))
				continue;
			part.len = at;
			rest->at += at + n;
			rest->len -= at + n;
			return slice_trim(part);
		}
	}
	*rest = (struct slice){NULL, 0};
	return slice_trim(part);
}

/* The letters and digits of a folded text alone. */
static size_t letters(struct slice s, char out[200])
{
	size_t n = page_fold(s, out, 200), k = 0;

	for (size_t i = 0; i < n; i++) {
		if (page_is_word(out[i]))
			out[k++] = out[i];
	}
	return k;
}

/* Is a part of the title the name in the page's address? */
static bool is_host(const char *url, struct slice part)
{
	struct slice host = url ? html_url_host(url) : (struct slice){NULL, 0};
	char x[200], y[200];
	size_t n, k;

	n = letters(host, x);
	k = letters(part, y);
	if (n < 4 || k < 4)
		return false;
	return memmem(x, n, y, k) ||
	       (k < 40 && host.len > 6 && memmem(y, k, x, n - 3));
}

static struct slice before_last(struct slice title, struct slice last)
{
	static const char *const ends[] = {"\xE2\x80\x93",
					   "\xE2\x80\x94",
					   "\xC2\xBB",
					   "\xC2\xB7",
					   "\xE2\x80\xA2",
					   "\xE2\x80\xB9",
					   "\xC2\xAB",
					   "|",
					   "-",
					   "/",
					   "<",
					   ">",
					   ":"};

	title.len = (size_t)(last.at - title.at);
	title = slice_trim(title);
	for (size_t i = 0; i < array_length(ends); i++) {
		size_t n = strlen(ends[i]);

		if (title.len > n &&
		    !memcmp(title.at + title.len - n, ends[i], n)) {
			title.len -= n;
			title = slice_trim(title);
			i = (size_t)-1;
		}
	}
	return title;
}

/* The longest part but the first. */
static struct slice behind_first(struct slice title)
{
	struct slice longest = {NULL, 0}, part;

	take_part(&title);
	while (title.at) {
		part = take_part(&title);
		if (part.len > longest.len)
			longest = part;
	}
	return longest;
}

/* "Paper: Title" without the paper whose name is known. */
static struct slice without_label(struct slice title, const char *site)
{
	struct slice rest = title, label = slice_cut(&rest, ':');

	if (!site || !rest.at || !page_same_words(label, slice_of(site)) ||
	    slice_trim(rest).len < 8)
		return title;
	return slice_trim(rest);
}

/* Without the site's name at either end.  The site's name is known, or it is
 * the shorter end of the title. */
static struct slice without_site(struct slice title, const char *site,
				 const char *url)
{
	struct slice rest = title, part, first = {NULL, 0}, last, longest;

	longest = (struct slice){NULL, 0};
	last = longest;
	while (rest.at) {
		part = take_part(&rest);
		if (!first.at)
			first = part;
		last = part;
		if (part.len > longest.len)
			longest = part;
	}
	if (!first.len || first.len == title.len)
		return without_label(title, site);
	if (!site && is_host(url, first) && !is_host(url, last))
		return behind_first(title);
	if (!site && (is_host(url, last) || last.len <= first.len))
		return before_last(title, last);
	if (site &&
	    (page_same_words(last, slice_of(site)) ||
	     holds(last, slice_of(site))) &&
	    last.at > title.at) {
		return before_last(title, last);
	}
	return longest;
}

/* Is a heading of level one the site's name?  Then it is the end of <title>
 * that is not the page's, or leads to the front page. */
static bool is_site_name(const struct page_meta *m, struct slice h1,
			 struct slice og)
{
	struct slice rest = m->head, part = {NULL, 0}, first;

	if (m->w->site && page_same_words(h1, slice_of(m->w->site)))
		return true;
	if (!page_same_words(h1, og) && is_host(m->w->url, h1))
		return true;
	if (page_same_words(h1, og) ||
	    page_same_words(h1, slice_of(m->ld.headline)))
		return false;
	first = take_part(&rest);
	while (rest.at)
		part = take_part(&rest);
	return part.len && first.len > 3 && !holds(first, h1) &&
	       (holds(part, h1) || holds(h1, part));
}

/* Without a kicker: a title that another source has without it. */
static struct slice without_kicker(const struct page_meta *m, struct slice h1,
				   struct slice og)
{
	const struct slice others[] = {slice_of(m->ld.headline), og};

	for (size_t i = 0; i < array_length(others); i++) {
		char x[500], y[500];
		size_t n = page_fold(h1, x, sizeof(x));
		size_t k = page_fold(others[i], y, sizeof(y));

		if (k >= 12 && k < n && !memcmp(x + n - k, y, k) &&
		    (k + 2 > n || x[n - k - 1] != ' ' ||
		     !strchr("-|", x[n - k - 2])))
			return others[i];
	}
	return h1;
}

/* Of several headings of level one, the one that <title> begins with. */
static struct slice choose_h1(const struct page_meta *m, struct slice og)
{
	if (m->n_h1 == 1)
		return is_site_name(m, m->h1, og) ? (struct slice){NULL, 0}
						  : m->h1;
	for (uint32_t i = 0; i < m->n_h1 && i < PAGE_H1_MOST; i++) {
		struct slice s = m->h1s[i];

		if (!is_site_name(m, s, og) &&
		    (holds(m->head, s) || page_same_words(s, og) ||
		     page_same_words(s, slice_of(m->ld.headline))))
			return s;
	}
	return (struct slice){NULL, 0};
}

struct slice page_title_choose(struct page_meta *m)
{
	struct page_work *w = m->w;
	struct slice ld = slice_of(m->ld.headline), og, head, h1;
	struct slice given = slice_of(w->doc->title);

	og = html_one_line(w->arena, slice_of(m->field[META_TITLE]));
	og = without_site(og, w->site, w->url);
	head = without_site(m->head, w->site, w->url);
	h1 = choose_h1(m, og);
	if (h1.len)
		return without_kicker(m, h1, og);
	if (m->class_title.len && holds(m->head, m->class_title))
		return m->class_title;
	if (ld.len)
		return ld;
	if (given.len)
		return html_one_line(w->arena, given);
	if (m->class_title.len && !og.len)
		return m->class_title;
	return og.len ? og : head;
}

/* "Title | Paper", "Paper - Title"; of more parts ("Title | World | Paper")
 * only one that has a paper's name. */
struct slice page_title_paper(const struct page_meta *m, struct slice title)
{
	struct slice rest = m->head, first = take_part(&rest), last = first;
	struct slice paper = {NULL, 0};
	uint32_t parts = 1;

	for (; rest.at; parts++)
		last = take_part(&rest);
	if (parts < 2)
		return paper;
	if (page_same_words(first, title))
		paper = last;
	else if (page_same_words(last, title))
		paper = first;
	if (parts > 2 && !page_source_is(m->w, paper))
		return (struct slice){NULL, 0};
	return paper.len < 60 && page_is_names(paper, 6)
		       ? paper
		       : (struct slice){NULL, 0};
}
