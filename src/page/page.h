/* A page to its article: what the page says and nothing else. */
#ifndef GAZETTE_PAGE_PAGE_H
#define GAZETTE_PAGE_PAGE_H

#include "article/document.h"

/* The cleaner's word lists, read once. */
struct page_lists;

/* Ready what the cleaner may open a file for: call it before the process gives
 * up its file system. */
void page_prepare(void);

/* Read the lists from the bytes of their tables, which must live as long:
 * data/boilerplate.tsv, data/months.tsv and data/known/organisations.tsv (its
 * agencies, for the credit line).
 * Errors  false: a row that cannot be understood, with its line. */
MUST_CHECK bool page_lists_new(struct arena *a, struct slice boilerplate,
			       struct slice months, struct slice organisations,
			       struct page_lists **out, struct error *err);

/* What are these bytes?  For DOCUMENT_AUTO; never AUTO. */
enum document_kind page_sniff(const struct document *doc);

/* Clean a page or a text file.
 *
 * Reads   doc: DOCUMENT_HTML or DOCUMENT_TEXT, its bytes in any encoding.
 * Fills   *out, in the arena: text, title, body, blocks, links, credit,
 *         dropped (each with its reason), byline, published, source, url
 *         (canonical, normalised), file, language.
 * Errors  false: nothing that could be an article (empty, binary, no text).
 */
MUST_CHECK bool page_clean(struct arena *a, const struct page_lists *lists,
			   const struct document *doc, struct article **out,
			   struct error *err);

/* Clean what a feed's item carries as its text (description, content).
 *
 * Reads   doc: bytes, the HTML of the item (DOCUMENT_HTML: say so, a piece
 *         need not look like HTML) or plain text (DOCUMENT_TEXT), any
 *         encoding; url, the address that links are relative to; title,
 *         byline, source (HTML or text) and published as the feed gives them.
 * Fills   *out as page_clean, title from doc->title alone.  Its heading, its
 *         byline, "Continue reading" and "appeared first on" are dropped with
 *         their reasons like everything else.
 * Errors  false: nothing is left that could be a text (links alone, pictures
 *         alone).
 */
MUST_CHECK bool page_clean_item(struct arena *a, const struct page_lists *lists,
				const struct document *doc,
				struct article **out, struct error *err);

#endif
