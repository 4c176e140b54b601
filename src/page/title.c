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

/* Is a part of the title the name in the page's address? */
static bool is_host(const char *url, struct slice part)
{
	struct slice host = url ? html_url_host(url) : (struct slice){NULL, 0};
	char x[200], y[200];
	size_t n, k;

	n = page_letters(host, x, sizeof(x));
	k = page_letters(part, y, sizeof(y));
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

/* "Site » Blog Archive » Title": what a widespread program writes. */
static bool is_archive(struct slice part)
{
	return part.len >= 11 && !strncasecmp(part.at, "blog archiv", 11);
}

/* Is a heading of level one the site's name?  Then it is the end of <title>
 * that is not the page's, or leads to the front page. */
static bool is_site_name(const struct page_meta *m, struct slice h1,
			 struct slice og)
{
	struct slice rest = m->head, part = {NULL, 0}, first, second;

	if (m->w->site && page_same_words(h1, slice_of(m->w->site)))
		return true;
	if (!page_same_words(h1, og) && is_host(m->w->url, h1))
		return true;
	if (page_same_words(h1, og) || page_same_words(h1, m->head) ||
	    page_same_words(h1, slice_of(m->field[META_TITLE])) ||
	    page_same_words(h1, slice_of(m->ld.headline)))
		return false;
	first = take_part(&rest);
	second = rest;
	second = take_part(&second);
	while (rest.at)
		part = take_part(&rest);
	if (page_same_words(h1, first) && is_archive(second))
		return true;
	return part.len && first.len > 3 && !holds(first, h1) &&
	       (holds(part, h1) || (holds(h1, part) && part.len * 2 > h1.len));
}

static bool has_letter(const char *folded, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (page_is_word(folded[i]) &&
		    !(folded[i] >= '0' && folded[i] <= '9'))
			return true;
	}
	return false;
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
		    has_letter(x, n - k) &&
		    (k + 2 > n || x[n - k - 1] != ' ' ||
		     !strchr("-|", x[n - k - 2])))
			return others[i];
	}
	return h1;
}

/* Is the heading a title that another source has, too? */
static bool is_witnessed(const struct page_meta *m, struct slice h1,
			 struct slice og)
{
	return holds(m->head, h1) || page_same_words(h1, og) ||
	       page_same_words(h1, slice_of(m->ld.headline));
}

/* Of several headings of level one, the longest that <title> holds; or the
 * only one that is not the site's name. */
static struct slice choose_h1(const struct page_meta *m, struct slice og)
{
	struct slice best = {NULL, 0}, other = {NULL, 0};
	uint32_t others = 0;

	for (uint32_t i = 0; i < m->n_h1 && i < PAGE_H1_MOST; i++) {
		struct slice s = m->h1s[i];

		if (is_site_name(m, s, og))
			continue;
		if (m->n_h1 == 1)
			return s;
		if (is_witnessed(m, s, og) && s.len > best.len)
			best = s;
		others++;
		other = s;
	}
	return !best.len && others == 1 && m->n_h1 == 2 ? other : best;
}

/* Have two titles no word of three letters in common? */
static bool is_other(struct slice a, struct slice b)
{
	char x[500], y[500];
	size_t n = page_fold(a, x, sizeof(x)), k = page_fold(b, y, sizeof(y));

	for (size_t i = 0, end; i < n; i = end + 1) {
		for (end = i; end < n && page_is_word(x[end]);)
			end++;
		if (end - i >= 3 && memmem(y, k, x + i, end - i))
			return false;
	}
	return true;
}

static bool starts(struct slice title, struct slice start)
{
	char x[500], y[500];
	size_t n = page_fold(title, x, sizeof(x));
	size_t k = page_fold(start, y, sizeof(y));

	return k >= 10 && k <= n && !memcmp(x, y, k);
}

/* A heading that another source outvotes: it says something else than all of
 * them, or it goes on after their title. */
static struct slice outvoted(const struct page_meta *m, struct slice h1,
			     struct slice og)
{
	struct slice class = m->class_title, none = {NULL, 0};

	if (page_same_words(h1, slice_of(m->ld.headline)))
		return none;
	if (class.len && page_same_words(class, og) && !holds(h1, class))
		return class;
	if (class.len && starts(m->head, class) && !starts(m->head, h1) &&
	    !holds(h1, class))
		return class;
	if (og.len < 10 || !starts(m->head, og))
		return none;
	if (is_other(h1, og) && is_other(h1, m->head))
		return og;
	return starts(h1, og) && page_same_words(og, m->head) &&
			       page_same_words(og, slice_of(m->ld.headline)) &&
			       !page_same_words(h1, og)
		       ? og
		       : none;
}

/* og:title rarely names the site; it is cut only where it is known to. */
static struct slice open_graph(const struct page_meta *m)
{
	char start[64];
	const struct page_work *w = m->w;
	struct slice og =
		html_one_line(w->arena, slice_of(m->field[META_TITLE]));
	struct slice rest = og, first = take_part(&rest), last = first;

	if (rest.at && first.len < 12 &&
	    !has_letter(start, page_fold(first, start, sizeof(start))))
		og = rest; /* a day */
	while (rest.at)
		last = take_part(&rest);
	if (w->site && last.at != first.at && !is_host(w->url, first) &&
	    !is_host(w->url, last) && !holds(og, slice_of(w->site)) &&
	    !holds(slice_of(w->site), first) && !holds(slice_of(w->site), last))
		return og;
	return without_site(og, w->site, w->url);
}

/* "Site Title" without the site that is a heading of its own. */
static struct slice behind_site(const struct page_meta *m, struct slice head)
{
	struct slice site = m->first_h1, rest = head;

	if (m->n_h1 != 1 || site.len + 8 > head.len ||
	    memcmp(head.at, site.at, site.len) || head.at[site.len] != ' ')
		return head;
	rest.at += site.len + 1;
	rest.len -= site.len + 1;
	return slice_trim(rest);
}

/* "Title | Section | Site": two bars and more part sections from a title that
 * is longer than each. */
static struct slice without_sections(struct slice title)
{
	struct slice rest = title, first = {NULL, 0}, part;
	uint32_t n_bars = 0;

	for (size_t i = 1; i + 1 < title.len; i++)
		n_bars += !memcmp(title.at + i - 1, " | ", 3);
	if (n_bars < 2)
		return title;
	while (rest.at) {
		part = take_part(&rest);
		if (!first.at)
			first = part;
		else if (part.len >= first.len)
			return title;
	}
	return first;
}

static struct slice choose(const struct page_meta *m)
{
	struct page_work *w = m->w;
	struct slice ld = slice_of(m->ld.headline), og, head, h1, vote;
	struct slice given = slice_of(w->doc->title);

	og = open_graph(m);
	head = without_site(m->head, w->site, w->url);
	h1 = choose_h1(m, og);
	vote = h1.len ? outvoted(m, h1, og) : h1;
	if (vote.len)
		return vote;
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
	return og.len ? og : behind_site(m, head);
}

struct slice page_title_choose(struct page_meta *m)
{
	return without_sections(choose(m));
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
