/* What a page says of itself, before its fields are chosen: what meta.c,
 * title.c and source.c share. */
#ifndef GAZETTE_PAGE_META_H
#define GAZETTE_PAGE_META_H

#include "page/ld.h"
#include "page/work.h"

#define PAGE_H1_MOST 8

enum meta_field {
	META_TITLE,
	META_SITE,
	META_AUTHOR,
	META_PUBLISHED,
	META_PUBLISHED_TOO,
	META_PUBLISHED_LESS,
	META_URL,
	META_LANGUAGE,
	META_DESCRIPTION,
	META_LABEL, /* what META_DATA is */
	META_DATA,
	META_FIELDS
};

struct page_meta {
	struct page_work *w;
	const char *field[META_FIELDS];
	struct page_ld ld;
	struct slice head; /* <title> */
	struct slice h1, first_h1, h1s[PAGE_H1_MOST];
	struct slice class_title; /* a heading that calls itself the title */
	uint32_t n_h1, n_times;
	const char *canonical, *html_language;
	const char *prop_date, *time_date;
	const char *prop_shown, *time_shown; /* the same as readers see it */
	const char *prop_author;
	struct when url_day;
};

/* The title, without the site's name: the page's heading, then what it tells
 * machines.  Source: how often each agreed with annotated titles. */
struct slice page_title_choose(struct page_meta *m);

/* The paper that <title> names beside the title; empty if none. */
struct slice page_title_paper(const struct page_meta *m, struct slice title);

/* The day of publication, in w->published: of what the page tells machines
 * and its address.  Source: how often each agreed with annotated days. */
void page_published_choose(struct page_meta *m);

/* Mend w->published by the address: a day too late or too early, day and month
 * that took each other's place. */
void page_published_mind_url(struct page_work *w);

/* Are these 3/10 and 10/3 of one year? */
bool page_published_swapped(const struct when *a, const struct when *b);

/* Is there a day in the address's path, "/2026/03/21/", "/2026/mar/21"? */
bool page_published_url(const struct page_work *w, struct when *out);

#endif
