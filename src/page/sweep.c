/* One pass over the lines of the container: every rule of the table is asked
 * in turn, the first that gives a reason has dropped the line.  Rules see the
 * line, its neighbours, and where it stands between the first and the last
 * long paragraph. */
#include "page/sweep.h"

#include <string.h>

#include "base/array.h"
#include "html/url.h"
#include "page/fold.h"
#include "page/source.h"

/* A paragraph that is surely of the article. */
#define LONG_LEAST 100

#define MENU_MOST  32
#define MENU_LEAST 5
#define LIST_LEAST 3

/* "14:05 CET"; so many make a live blog. */
#define HOUR_MOST   14
#define HOURS_LEAST 3

/* Of a line that stands twice, after its first place. */
#define REPEATED UINT32_MAX

/* Lines beside each other that are alike. */
struct run {
	uint32_t from, to;
};

struct sweep {
	struct run menu, list;
	struct page_work *w;
	uint32_t first, last; /* long paragraphs; lines outside: the head, the
			       * tail */
	uint32_t n_kept;      /* lines so far */
	uint8_t section;      /* what the section under way is dropped for */
	uint8_t section_level;
	uint32_t teasers; /* where other stories begin, to the end */
	uint8_t tail;     /* what all the rest is dropped for */
	bool is_live;     /* times stand between its paragraphs */
	struct map seen;  /* folded starts of long lines */
	char title[320];  /* folded */
	size_t title_len;
};

/* What a phrase needs to count, by its kind: how long the line may be. */
static const struct {
	uint16_t starts, has, label;
	bool edge; /* only in the head and the tail */
} limits[PAGE_KINDS] = {
	[PAGE_AD] = {120, 80, 120, false},
	[PAGE_APP] = {250, 200, 200, false},
	[PAGE_BIO] = {600, 300, 600, true},
	[PAGE_BYLINE] = {110, 90, 160, true},
	[PAGE_CAPTION] = {300, 200, 300, false},
	[PAGE_COMMENTS] = {160, 120, 160, false},
	[PAGE_CONTACT] = {300, 250, 300, false},
	[PAGE_COOKIE] = {400, 300, 300, false},
	[PAGE_CREDIT] = {250, 160, 250, false},
	[PAGE_DATE] = {110, 90, 160, true},
	[PAGE_FOLLOW] = {250, 160, 250, false},
	[PAGE_FOOT] = {400, 250, 250, false},
	[PAGE_NAV] = {120, 80, 120, false},
	[PAGE_NEWSLETTER] = {300, 200, 250, false},
	[PAGE_PAYWALL] = {300, 200, 250, false},
	[PAGE_PLAYER] = {160, 120, 160, false},
	[PAGE_RELATED] = {200, 120, 250, false},
	[PAGE_REPLY] = {250, 200, 250, false},
	[PAGE_SHARE] = {120, 80, 120, false},
	[PAGE_TAGS] = {250, 100, 300, false},
	[PAGE_WIDGET] = {160, 100, 160, false},
};

static bool is_edge(const struct sweep *s, uint32_t i)
{
	return i < s->first || i > s->last;
}

static struct page_line *line_at(const struct sweep *s, uint32_t i)
{
	return &s->w->lines[i];
}

static bool is_long(const struct page_line *l)
{
	return l->is_inside && !l->why && l->kind != BLOCK_HEADING &&
	       l->link_len * 2 < l->text.len;
}

/* ---- the rules ---- */

static enum page_kind rule_shortcode(struct sweep *s, uint32_t i)
{
	return page_shortcode(s->w, line_at(s, i)) ? PAGE_SHORTCODE : PAGE_NONE;
}

static enum page_kind rule_tail(struct sweep *s, uint32_t i)
{
	(void)i;
	return (enum page_kind)s->tail;
}

/* The hour of a post, on a line of its own. */
static bool is_hour(const struct page_line *l)
{
	size_t digits = 0, colons = 0;

	for (size_t i = 0; i < l->text.len; i++) {
		digits += l->text.at[i] >= '0' && l->text.at[i] <= '9';
		colons += l->text.at[i] == ':' || l->text.at[i] == '.';
	}
	return l->is_inside && l->has_time && colons &&
	       l->text.len <= HOUR_MOST && digits >= 3 && digits <= 6;
}

/* A page with an hour before each of its posts, which belongs to them. */
static bool is_live(const struct sweep *s)
{
	uint32_t hours = 0;

	for (uint32_t i = 0; i + 1 < s->w->n_lines; i++)
		hours += is_hour(line_at(s, i)) && line_at(s, i + 1)->is_inside;
	return hours >= HOURS_LEAST;
}

static bool has_digit(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] >= '0' && s.at[i] <= '9')
			return true;
	}
	return false;
}

/* What stands beside a word in a list of those. */
static bool is_answer(const struct sweep *s, const struct page_line *l)
{
	const struct html_tree *t = s->w->tree;

	return t && t->nodes[l->node].tag == HTML_DD && has_digit(l->text);
}

/* Lines without a letter or digit, and lone numbers. */
static enum page_kind rule_scrap(struct sweep *s, uint32_t i)
{
	const struct page_line *l = line_at(s, i);
	size_t words = 0;

	if (l->kind == BLOCK_TABLE || l->kind == BLOCK_PRE ||
	    (s->is_live && is_hour(l)) || is_answer(s, l))
		return PAGE_NONE;
	for (size_t at = 0; at < l->folded.len; at++)
		words += (size_t)(page_is_word(l->folded.at[at]) &&
				  !(l->folded.at[at] >= '0' &&
				    l->folded.at[at] <= '9'));
	return words < 1 && l->folded.len < 12 ? PAGE_WIDGET : PAGE_NONE;
}

static bool is_title(const struct sweep *s, const struct page_line *l)
{
	return s->title_len && l->folded.len == s->title_len &&
	       !memcmp(l->folded.at, s->title, s->title_len);
}

static enum page_kind rule_title(struct sweep *s, uint32_t i)
{
	const struct page_line *l = line_at(s, i);

	if (is_title(s, l) && (i < s->first || l->kind == BLOCK_HEADING))
		return PAGE_TITLE;
	if (l->kind == BLOCK_HEADING && l->level == 1 && s->n_kept == 0)
		return PAGE_TITLE;
	return PAGE_NONE;
}

/* What pages end with. */
static bool is_closing(uint8_t kind)
{
	return kind == PAGE_FOLLOW || kind == PAGE_BIO ||
	       kind == PAGE_NEWSLETTER || kind == PAGE_CONTACT;
}

static bool fits(const struct sweep *s, uint32_t i, const struct page_phrase *p)
{
	const struct page_line *l = line_at(s, i);
	size_t len = l->text.len;

	if (i + 1 >= s->last && s->n_kept > 5 && is_closing(p->kind))
		len /= 2; /* the last paragraphs may well be a biography */
	if (limits[p->kind].edge && !is_edge(s, i))
		return false;
	switch (p->how) {
	case PAGE_STARTS:
		return len <= limits[p->kind].starts;
	case PAGE_ENDS:
	case PAGE_HAS:
		return len <= limits[p->kind].has;
	case PAGE_LABEL:
		return len <= limits[p->kind].label;
	case PAGE_SECTION: /* above the text it is a button */
		return p->kind != PAGE_COMMENTS || i >= s->first;
	case PAGE_TAIL:
		return i > s->last || s->n_kept > 3;
	default:
		return true;
	}
}

/* "Ann Lee, our correspondent in Ostrel" */
static bool is_role_byline(struct slice rest)
{
	struct slice names = page_byline_names(rest);

	return names.len < rest.len && memchr(names.at, ' ', names.len) &&
	       page_is_names(names, 8);
}

/* What is behind "By " must be names, behind "Updated" a day. */
static bool is_byline(const struct page_line *l, const struct page_phrase *p)
{
	struct slice rest = l->text;

	if (p->how == PAGE_STARTS && p->kind == PAGE_DATE)
		return has_digit(rest) || l->has_time;
	if (p->how != PAGE_STARTS || p->kind != PAGE_BYLINE)
		return true;
	if (p->text.len >= rest.len)
		return false;
	rest.at += p->text.len;
	rest.len -= p->text.len;
	if (!strchr(".!?:;", rest.at[rest.len - 1]) &&
	    is_role_byline(slice_trim(rest)))
		return true;
	return page_is_names(rest, 14) || l->has_author || l->has_time;
}

#define PHRASES                                                                \
	(1u << PAGE_IS | 1u << PAGE_STARTS | 1u << PAGE_ENDS |                 \
	 1u << PAGE_HAS | 1u << PAGE_LABEL | 1u << PAGE_SECTION |              \
	 1u << PAGE_TAIL)

static enum page_kind rule_phrase(struct sweep *s, uint32_t i)
{
	const struct page_line *l = line_at(s, i);
	const struct page_phrase *p;

	if (l->kind == BLOCK_PRE || l->text.len > 600)
		return PAGE_NONE;
	p = page_lists_find(s->w->lists, l->folded, PHRASES);
	if (!p || !fits(s, i, p) || !is_byline(l, p))
		return PAGE_NONE;
	if (p->how == PAGE_SECTION) {
		s->section = p->kind;
		s->section_level = l->kind == BLOCK_HEADING ? l->level : 7;
	} else if (p->how == PAGE_TAIL) {
		s->tail = p->kind;
	}
	return (enum page_kind)p->kind;
}

/* The heading "Comments", "12 Comments", "3 Kommentare": what people wrote
 * follows, to the end. */
static enum page_kind rule_count(struct sweep *s, uint32_t i)
{
	const struct page_line *l = line_at(s, i);
	struct slice rest = l->folded;
	const struct page_phrase *p;

	if (l->text.len > 40 || s->n_kept < 3 || l->kind != BLOCK_HEADING)
		return PAGE_NONE;
	while (rest.len &&
	       ((*rest.at >= '0' && *rest.at <= '9') || *rest.at == ' '))
		rest = (struct slice){rest.at + 1, rest.len - 1};
	p = page_lists_find(s->w->lists, rest, 1u << PAGE_SECTION);
	if (!p || p->kind != PAGE_COMMENTS)
		return PAGE_NONE;
	s->tail = PAGE_COMMENTS;
	return PAGE_COMMENTS;
}

/* Under a heading like "Related stories": links and short lines go, until the
 * next heading or a long paragraph. */
static enum page_kind rule_section(struct sweep *s, uint32_t i)
{
	const struct page_line *l = line_at(s, i);
	bool is_prose = l->text.len >= LONG_LEAST && !page_line_is_link(l);

	if (!s->section)
		return PAGE_NONE;
	if (l->kind == BLOCK_HEADING && l->level <= s->section_level &&
	    !page_line_is_link(l)) {
		s->section = PAGE_NONE;
		return PAGE_NONE;
	}
	if (is_prose && s->section != PAGE_BIO && s->section != PAGE_COMMENTS &&
	    s->section != PAGE_REPLY) {
		s->section = PAGE_NONE;
		return PAGE_NONE;
	}
	return (enum page_kind)s->section;
}

static enum page_kind rule_dateline(struct sweep *s, uint32_t i)
{
	const struct page_line *l = line_at(s, i);
	struct slice name;

	if (i < s->first && l->kind == BLOCK_PARAGRAPH && !l->in_quote &&
	    page_source_dateline(s->w, l->text, &name))
		return PAGE_DATE;
	if (s->is_live && is_hour(l))
		return PAGE_NONE;
	if (!is_edge(s, i) &&
	    !(l->has_time && l->text.len < 60 && l->kind != BLOCK_HEADING))
		return PAGE_NONE;
	return page_is_dateline(s->w, l) ? PAGE_DATE : PAGE_NONE;
}

static enum page_kind rule_author(struct sweep *s, uint32_t i)
{
	const struct page_line *l = line_at(s, i);

	return l->has_author && l->text.len < 100 && is_edge(s, i) ? PAGE_BYLINE
								   : PAGE_NONE;
}

/* A line that is an address to write to. */
static enum page_kind rule_mail(struct sweep *s, uint32_t i)
{
	struct slice t = line_at(s, i)->text;
	const char *at = memchr(t.at, '@', t.len);

	if (!is_edge(s, i) || t.len > 80 || !at || at == t.at ||
	    memchr(t.at, ' ', t.len))
		return PAGE_NONE;
	return memchr(at, '.', t.len - (size_t)(at - t.at)) ? PAGE_CONTACT
							    : PAGE_NONE;
}

static enum page_kind rule_credit(struct sweep *s, uint32_t i)
{
	const char *names[8];
	uint32_t n;

	if (i <= s->last && s->w->n_lines > s->last + 1 &&
	    i + 3 < s->w->n_lines && i < s->last)
		return PAGE_NONE;
	return page_credit(s->w, line_at(s, i), names, &n) ? PAGE_CREDIT
							   : PAGE_NONE;
}

/* "The post X appeared first on Y": the story's own title as a link, in a few
 * words at its end. */
static enum page_kind rule_self(struct sweep *s, uint32_t i)
{
	const struct page_line *l = line_at(s, i);

	if (i < s->last || !s->n_kept || l->text.len > 300 ||
	    l->kind != BLOCK_PARAGRAPH)
		return PAGE_NONE;
	for (uint32_t k = 0; k < l->n_links; k++) {
		const struct page_link *link = &l->links[k];
		struct slice text = {l->text.at + link->start,
				     link->end - link->start};

		if (page_same_words(text, s->w->title))
			return PAGE_FOOT;
	}
	return PAGE_NONE;
}

/* A few words above the first paragraph that are neither heading nor
 * sentence: buttons, kickers, "3 min read". */
static enum page_kind rule_head(struct sweep *s, uint32_t i)
{
	const struct page_line *l = line_at(s, i);

	if (!is_edge(s, i) || l->kind != BLOCK_PARAGRAPH || l->in_quote ||
	    l->text.len > 40 || !s->w->tree || (s->is_live && is_hour(l)))
		return PAGE_NONE;
	return strchr(".!?:\"", l->text.at[l->text.len - 1]) ? PAGE_NONE
							     : PAGE_WIDGET;
}

/* A line that is one link and nothing else, between paragraphs: another
 * story.  Lists of links may be the article. */
/* Does the line's first link lead to another page of the same site? */
static bool leads_inside(const struct sweep *s, const struct page_line *l)
{
	const char *url = l->links[0].href;

	if (!url || *url == '#')
		return false;
	if (strncmp(url, "http", 4) && strncmp(url, "//", 2))
		return true;
	return !s->w->url || html_url_same_host(s->w->url, url) ||
	       !strncmp(url, "//", 2);
}

static bool is_link_item(const struct sweep *s, uint32_t i)
{
	const struct page_line *l = line_at(s, i);

	return l->is_inside && l->kind == BLOCK_ITEM && l->n_links &&
	       page_line_is_link(l) && leads_inside(s, l);
}

/* How many lines around i are like it; runs are met in order, so that each is
 * walked once. */
static uint32_t run_len(const struct sweep *s, uint32_t i, struct run *run,
			bool (*is_like)(const struct sweep *, uint32_t))
{
	if (i >= run->from && i < run->to)
		return run->to - run->from;
	run->from = i;
	run->to = i + 1;
	while (run->from > 0 && is_like(s, run->from - 1))
		run->from--;
	while (run->to < s->w->n_lines && is_like(s, run->to))
		run->to++;
	return run->to - run->from;
}

/* Is it one of many names below the text that lead anywhere?  A publisher's
 * other papers, or a menu. */
static bool is_menu_item(const struct sweep *s, uint32_t i)
{
	const struct page_line *l = line_at(s, i);

	return i > s->last && l->is_inside && l->kind == BLOCK_ITEM &&
	       l->n_links && l->text.len < MENU_MOST && page_line_is_link(l);
}

static bool is_menu(struct sweep *s, uint32_t i)
{
	if (!is_menu_item(s, i))
		return false;
	return run_len(s, i, &s->menu, is_menu_item) >= MENU_LEAST;
}

/* Is the item one of several beside each other that are links, all of them
 * into the site?  Those are other stories, or a menu. */
static bool is_link_list(struct sweep *s, uint32_t i)
{
	return run_len(s, i, &s->list, is_link_item) >= LIST_LEAST;
}

/* ---- other stories at the end, each with its teaser ---- */

/* So many stories in a row, a teaser at most so many lines below its link. */
#define STORIES_LEAST 3
#define TEASER_NEAR   4

static bool is_story(const struct sweep *s, uint32_t i)
{
	const struct page_line *l = line_at(s, i);

	return l->n_links && l->text.len >= 15 && page_line_is_link(l) &&
	       !l->in_quote && l->kind != BLOCK_TABLE && leads_inside(s, l);
}

static uint32_t parent_of(const struct sweep *s, uint32_t i)
{
	const struct html_tree *t = s->w->tree;

	return t ? t->nodes[line_at(s, i)->node].parent : 0;
}

/* Does a story's link stand above the line, with short lines between?  What
 * stands in one element with the text's own paragraphs is no teaser. */
static bool is_teaser(const struct sweep *s, uint32_t i)
{
	if (parent_of(s, i) == parent_of(s, s->first))
		return false;
	for (uint32_t n = 1; n <= TEASER_NEAR && n <= i; n++) {
		if (is_story(s, i - n))
			return true;
		if (line_at(s, i - n)->text.len >= LONG_LEAST)
			return false;
	}
	return false;
}

static uint32_t prose_len(const struct sweep *s, uint32_t from, uint32_t to,
			  uint32_t *count)
{
	uint32_t len = 0;

	*count = 0;
	for (uint32_t i = from; i < to; i++) {
		const struct page_line *l = line_at(s, i);

		if (!is_long(l) || l->text.len < LONG_LEAST)
			continue;
		len += (uint32_t)l->text.len;
		++*count;
	}
	return len;
}

/* "More Great Corvant Courier Stories" */
static bool names_paper(const struct sweep *s, const struct page_line *l)
{
	static const char *const words[] = {"more ", "mehr ", "plus ",
					    "mas ",  "altri", "altre ",
					    "mais ", "meer "};
	bool is_more = false;
	char site[80];
	size_t n;

	for (size_t i = 0; i < array_length(words); i++)
		is_more |= l->folded.len > 5 &&
			   !memcmp(l->folded.at, words[i], strlen(words[i]));
	if (!is_more || !s->w->site || l->text.len > 60)
		return false;
	n = page_fold(slice_of(s->w->site), site, sizeof(site));
	return n >= 3 && memmem(l->folded.at, l->folded.len, site, n);
}

/* What follows such a line is of other stories, however long. */
static void find_more(struct sweep *s)
{
	uint32_t seen = 0;

	for (uint32_t i = 0; i + 1 < s->teasers; i++) {
		const struct page_line *l = line_at(s, i);

		seen += is_long(l) && l->text.len >= LONG_LEAST;
		if (seen >= 3 && l->is_inside && names_paper(s, l)) {
			s->teasers = i;
			return;
		}
	}
}

/* Find where the stories begin; a list whose items lead to pages of their own
 * is no such tail, for there is hardly another text before it. */
static void find_teasers(struct sweep *s)
{
	uint32_t n = s->w->n_lines, i = n, stories = 0, before, count;

	s->teasers = n;
	while (i > 0) {
		const struct page_line *l = line_at(s, i - 1);

		if (l->is_inside && is_story(s, i - 1)) {
			stories++;
			s->teasers = i - 1;
		} else if (l->is_inside && !l->why && !is_teaser(s, i - 1)) {
			break;
		}
		i--;
	}
	before = prose_len(s, 0, s->teasers, &count);
	if (stories < STORIES_LEAST || count < 3 ||
	    prose_len(s, s->teasers, n, &count) * 2 > before)
		s->teasers = n;
	if (s->teasers > 0 && s->teasers < n &&
	    line_at(s, s->teasers - 1)->kind == BLOCK_HEADING)
		s->teasers--;
	find_more(s);
}

static enum page_kind rule_teaser(struct sweep *s, uint32_t i)
{
	return i >= s->teasers && line_at(s, i)->is_inside ? PAGE_RELATED
							   : PAGE_NONE;
}

static enum page_kind rule_link(struct sweep *s, uint32_t i)
{
	const struct page_line *l = line_at(s, i);

	if (is_menu(s, i))
		return PAGE_NAV;
	if (!l->n_links || !page_line_is_link(l) || l->kind == BLOCK_TABLE ||
	    l->in_quote || !leads_inside(s, l))
		return PAGE_NONE;
	if (l->kind == BLOCK_ITEM)
		return i > s->last || is_link_list(s, i) ? PAGE_RELATED
							 : PAGE_NONE;
	if (l->kind == BLOCK_HEADING)
		return i > s->last ? PAGE_RELATED : PAGE_NONE;
	return PAGE_RELATED;
}

/* "Write to the editor | Print": a few links parted by bars. */
static enum page_kind rule_bar(struct sweep *s, uint32_t i)
{
	const struct page_line *l = line_at(s, i);

	if (!is_edge(s, i) || l->n_links < 2 || l->kind == BLOCK_TABLE)
		return PAGE_NONE;
	return l->link_len * 10 >= l->text.len * 6 && l->text.len < 200
		       ? PAGE_NAV
		       : PAGE_NONE;
}

/* The caption under a picture, where no class says so. */
static enum page_kind rule_caption(struct sweep *s, uint32_t i)
{
	const struct page_line *l = line_at(s, i);

	if (!l->after_image || l->text.len > 250 || l->kind != BLOCK_PARAGRAPH)
		return PAGE_NONE;
	if (l->is_small || l->italic_len * 10 > l->text.len * 9)
		return PAGE_CAPTION;
	return PAGE_NONE;
}

static bool may_repeat(const struct page_line *l)
{
	return l->is_inside && !l->why && l->folded.len >= 80 &&
	       l->kind == BLOCK_PARAGRAPH;
}

/* How often each paragraph stands there. */
static void count_lines(struct sweep *s)
{
	bool is_new;

	for (uint32_t i = 0; i < s->w->n_lines; i++) {
		const struct page_line *l = line_at(s, i);

		if (may_repeat(l))
			++*map_put(&s->seen, l->folded.at, l->folded.len,
				   &is_new);
	}
}

/* A page that holds its text twice, for two widths of screen: the second
 * goes.  What stands there more often is a question or a refrain. */
static enum page_kind rule_repeated(struct sweep *s, uint32_t i)
{
	const struct page_line *l = line_at(s, i);
	bool is_new;
	uint32_t *n;

	if (!may_repeat(l))
		return PAGE_NONE;
	n = map_put(&s->seen, l->folded.at, l->folded.len, &is_new);
	if (*n != 2 && *n != REPEATED)
		return PAGE_NONE;
	if (*n == REPEATED)
		return PAGE_REPEATED;
	*n = REPEATED;
	return PAGE_NONE;
}

/* In the order in which they are asked. */
static enum page_kind (*const rules[])(struct sweep *s, uint32_t i) = {
	rule_shortcode, rule_count, rule_scrap,    rule_title,  rule_section,
	rule_phrase,    rule_tail,  rule_teaser,   rule_author, rule_dateline,
	rule_mail,      rule_self,  rule_credit,   rule_bar,    rule_link,
	rule_caption,   rule_head,  rule_repeated,
};

static uint32_t find_long(struct sweep *s, size_t least)
{
	uint32_t n = 0;

	s->first = 0;
	s->last = s->w->n_lines;
	for (uint32_t i = 0; i < s->w->n_lines; i++) {
		const struct page_line *l = line_at(s, i);

		if (l->text.len < least || !is_long(l) || i >= s->teasers)
			continue;
		if (!n++)
			s->first = i;
		s->last = i;
	}
	return n;
}

/* A text of short paragraphs has its long ones too. */
static void find_edges(struct sweep *s)
{
	for (size_t least = LONG_LEAST; least >= 40; least -= 30) {
		if (find_long(s, least) >= 3)
			return;
	}
}

/* Headings with nothing under them at the end go too. */
static void trim_headings(struct sweep *s)
{
	for (uint32_t i = s->w->n_lines; i-- > 0;) {
		struct page_line *l = line_at(s, i);

		if (!l->is_inside || l->why)
			continue;
		if (l->kind != BLOCK_HEADING)
			return;
		l->why = PAGE_NAV;
	}
}

/* Lines beside the container are out anyway; a phrase knows better why. */
static void name_outside(struct sweep *s, uint32_t i)
{
	struct page_line *l = line_at(s, i);
	const struct page_phrase *p;

	if (l->text.len > 300)
		return;
	if (page_shortcode(s->w, l)) {
		l->why = PAGE_SHORTCODE;
		return;
	}
	p = page_lists_find(s->w->lists, l->folded,
			    1u << PAGE_IS | 1u << PAGE_STARTS |
				    1u << PAGE_LABEL | 1u << PAGE_SECTION |
				    1u << PAGE_TAIL);
	if (p && p->kind != PAGE_BYLINE)
		l->why = p->kind;
	else if (is_title(s, l))
		l->why = PAGE_TITLE;
}

/* A quotation that is set apart is repeated from the text, or it is of the
 * text. */
static bool is_repeated_pull(const struct page_work *w, uint32_t i)
{
	struct slice s = w->lines[i].text;

	while (s.len &&
	       ((unsigned char)*s.at >= 0x80 || *s.at == '"' || *s.at == '\''))
		s = (struct slice){s.at + 1, s.len - 1};
	if (s.len > 40)
		s.len = 40;
	for (uint32_t k = 0; k < w->n_lines; k++) {
		struct slice t = w->lines[k].text;

		if (k != i && w->lines[k].is_inside && t.len >= s.len &&
		    memmem(t.at, t.len, s.at, s.len))
			return true;
	}
	return false;
}

void page_sweep(struct page_work *w)
{
	struct sweep s = {.w = w};

	map_init(&s.seen, w->arena);
	s.title_len = page_fold(w->title, s.title, sizeof(s.title));
	s.teasers = w->n_lines;
	find_edges(&s);
	find_teasers(&s);
	find_edges(&s);
	count_lines(&s);
	s.is_live = is_live(&s);
	for (uint32_t i = 0; i < w->n_lines; i++) {
		struct page_line *l = line_at(&s, i);

		if (l->is_inside && l->why == PAGE_PULL &&
		    !is_repeated_pull(w, i))
			l->why = PAGE_NONE;
		if (!l->is_inside && l->why == PAGE_OUTSIDE)
			name_outside(&s, i);
		for (size_t r = 0; !l->why && r < array_length(rules); r++)
			l->why = (uint8_t)rules[r](&s, i);
		s.n_kept += !l->why;
	}
	trim_headings(&s);
}
