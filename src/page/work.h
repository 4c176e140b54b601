/* One page on its way to an article: what the steps of the cleaner hand on.
 *
 *	mark    which elements look like furniture
 *	lines   the page as lines of text, each with what is known of it
 *	choose  which lines are inside the article's container
 *	sweep   which of those are not the article
 *	build   lines to article
 */
#ifndef GAZETTE_PAGE_WORK_H
#define GAZETTE_PAGE_WORK_H

#include "html/tree.h"
#include "page/lists.h"

struct page_link {
	uint32_t start, end; /* bytes of its line */
	const char *href;    /* as written; NULL: not a web address */
};

struct page_line {
	struct slice text;   /* one line (pre: several), not yet NFC */
	struct slice folded; /* its first bytes, for the phrases */
	struct page_link *links;
	uint32_t n_links;
	uint32_t link_len; /* bytes inside links */
	uint32_t bold_len; /* bytes in bold or a heading's font */
	uint32_t italic_len;
	uint32_t node;    /* its innermost block; 0 in a text file */
	uint32_t from;    /* its first text node */
	uint32_t table;   /* of data, whose row it is; 0 none */
	uint8_t kind;     /* enum block_kind */
	uint8_t level;    /* of a heading, or depth of a list */
	uint32_t marked;  /* the element that says mark */
	uint8_t mark;     /* enum page_kind that its elements say */
	uint8_t why;      /* enum page_kind: dropped for this; PAGE_NONE kept */
	bool has_time;    /* a <time> stands in it */
	bool has_author;  /* rel=author, itemprop=author */
	bool after_image; /* a picture, nothing else, stands before it */
	bool is_small;    /* in <small> or <font size=1> */
	bool in_quote;    /* in a block quote */
	bool is_inside;   /* of the container */
};

struct page_work {
	struct arena *arena;
	const struct page_lists *lists;
	const struct document *doc;
	const char *url; /* the page's own, for addresses in it; may be NULL */
	struct html_tree *tree; /* NULL for a text file */
	uint8_t *marks;         /* [tree->n] enum page_kind */
	bool *named; /* [tree->n] its class says that it names the author */
	uint32_t *anchors; /* [tree->n + 1] content anchors before a node */
	struct page_line *lines;
	uint32_t n_lines;
	struct slice title;
	bool has_h1;

	/* what the page says of itself: meta.c */
	const char *site;
	struct slice paper;    /* that is named beside its author or title */
	struct slice *authors; /* names, as given */
	uint32_t n_authors;
	struct slice faint;   /* named as author, but no person */
	struct slice *bodies; /* that are named as authors, for want of one */
	uint32_t n_bodies;
	struct when published;
	const char *language, *canonical;
	struct slice body;    /* JSON-LD's articleBody, as text */
	struct slice summary; /* meta description, folded */
};

/* How much is believed of what the elements' names say; less in every try. */
enum page_trust { PAGE_TRUST_ALL, PAGE_TRUST_STRUCTURE, PAGE_TRUST_NOTHING };

/* Fill marks and anchors.  Source: element names, hidden, role, class and id
 * by data/boilerplate.tsv; an element that holds most of the page's text or an
 * anchor of the content is not believed. */
void page_mark(struct page_work *w, enum page_trust trust);

/* Fill lines: from the tree, or from a text file. */
void page_lines_tree(struct page_work *w);
void page_lines_text(struct page_work *w, struct slice text);

/* The same of a text that begins with no title. */
void page_lines_plain(struct page_work *w, struct slice text);

/* Set is_inside of the lines, why of those that are not. */
void page_choose(struct page_work *w);

/* Set why of the lines inside that are not the article. */
void page_sweep(struct page_work *w);

/* What the page says of itself before its lines are known: title (a first
 * choice), site, authors, published, language, canonical, body. */
void page_meta(struct page_work *w);

/* What the feed says of its item; of the hints in doc. */
void page_meta_item(struct page_work *w);

/* The same from the lines, where nothing was found before: byline and day in
 * sight of the reader. */
void page_meta_lines(struct page_work *w);

/* Fill tree and lines, swept, from a piece of a page that is the article and
 * little else: a feed's item. */
void page_item(struct page_work *w, struct slice html);

/* Bytes of the lines that are kept. */
uint32_t page_kept_len(const struct page_work *w);

/* Build the article, with the document's word where the page says nothing.
 * Errors  false: no line was kept. */
MUST_CHECK bool page_finish(struct page_work *w, struct article **out,
			    struct error *err);

/* Could these bytes be a page or a text?  Errors: false, why not. */
MUST_CHECK bool page_is_text(const struct document *doc, struct error *err);

/* The article of the lines that were kept, and of those that were not. */
struct article *page_build(struct page_work *w);

/* Is the line mostly links? */
bool page_line_is_link(const struct page_line *line);

/* Fold the start of every line for the phrases. */
void page_lines_fold(struct page_work *w);

#endif
