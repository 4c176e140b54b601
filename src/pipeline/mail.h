/* Messages of mail, newsletters above all, to articles. */
#ifndef GAZETTE_PIPELINE_MAIL_H
#define GAZETTE_PIPELINE_MAIL_H

#include "article/document.h"
#include "page/page.h"

/* A message to an article whose text is clean; not annotated.
 *
 * Reads   doc->bytes: one message with its head, as mbox and Maildir hold it.
 * Fills   *out, in the arena: as page_clean_item of its longest part of HTML
 *         that is not attached, else of its longest plain one; title: its
 *         subject; source: the list's name or the sender; byline: the sender
 *         of what is no list's; published, url (Archived-At), ref (its
 *         Message-ID).
 * Errors  false: it holds no text; its parts are nested too deep or are too
 *         many, a head is too large.
 * Source  RFC 5322, RFC 2045 to 2047, RFC 2369, RFC 2919, RFC 5064.
 */
MUST_CHECK bool mail_article(struct arena *a, const struct page_lists *lists,
			     const struct document *doc, struct article **out,
			     struct error *err);

#endif
