/* An archive made by hand for the tests of screens: what it holds does not
 * change when a stage gets better. */
#ifndef GAZETTE_TESTS_SCREENS_ARCHIVE_H
#define GAZETTE_TESTS_SCREENS_ARCHIVE_H

#include "store/store.h"

/* Fill an archive with the articles of a file: parts parted by lines of
 * "====", each with header lines (title, source, published), a blank line and
 * paragraphs.  In the text
 *
 *	[P:Ada Tern|Mrs Tern]   mentions a person (P O L G E: person, org,
 *	                        place, group, event) by these words
 *	[p:Ada Tern|She]        a pronoun; [r:..|..] a role; [n:..|..] a
 *	                        description
 *	{Ada Tern|words}        direct words, {~Ada Tern|..} reported ones,
 *	                        {+Ada Tern|..} both
 *	# heading, - item, > block quote, TAB: a table's row
 */
MUST_CHECK bool archive_make(struct store *st, const char *file,
			     struct error *err);

/* Subscribe to four feeds, each with another story. */
MUST_CHECK bool archive_subscribe(struct store *st, int64_t now,
				  struct error *err);

#endif
