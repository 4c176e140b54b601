/* Work beside the reader: fetching, taking in, annotating again, each a
 * `gazette` of its own, so that the screen neither waits for it nor falls with
 * it. */
#ifndef GAZETTE_UI_JOB_H
#define GAZETTE_UI_JOB_H

#include "ui/view.h"

/* Start to fetch what is due (NULL), "--force" or "#3". */
void job_fetch(struct ui *ui, const char *what);

/* Start to take in an address, a file or a folder; to subscribe to a feed; to
 * annotate again what a query finds. */
void job_add(struct ui *ui, const char *input);
void job_subscribe(struct ui *ui, const char *address);
void job_reannotate(struct ui *ui, const char *query);

/* Hear how they go; all that can be heard is. */
void job_hear(struct ui *ui);

/* How they go, for the last line, in the arena; "" without any. */
const char *job_words(const struct ui *ui, struct arena *a);

/* Is any under way? */
bool job_is_running(const struct ui *ui);

/* End them with the reader. */
void job_stop(struct ui *ui);

#endif
