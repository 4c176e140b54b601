/* Files that hold many documents: JSON Lines, sfeed's lines, mbox. */
#ifndef GAZETTE_IMPORT_SERIES_H
#define GAZETTE_IMPORT_SERIES_H

#include "article/document.h"
#include "import/reader.h"

struct series;

/* kind says what each of them is: DOCUMENT_JSON, DOCUMENT_FEED (a line each)
 * or DOCUMENT_MAIL (behind lines that begin with "From ").  Takes the reader.
 */
struct series *series_new(struct reader *r, enum document_kind kind);
void series_free(struct series *s); /* NULL is nothing */

enum document_kind series_kind(const struct series *s);
int64_t series_time(const struct series *s); /* of the file; 0: unknown */

/* The next that is not blank, at most `most` bytes, in the arena; *line: where
 * it begins.  One that is too long is passed over. */
enum reader_line series_next(struct series *s, struct arena *a, size_t most,
			     struct slice *out, uint32_t *line,
			     struct error *err);

#endif
