/* Folders that are watched: which of their files are new or changed since they
 * were walked last, and when to walk them again. */
#ifndef GAZETTE_IMPORT_WATCH_H
#define GAZETTE_IMPORT_WATCH_H

#include <stdbool.h>
#include <sys/stat.h>

struct watch;

/* From now on SIGINT, SIGTERM and SIGHUP end no call but watch_wait. */
struct watch *watch_new(void);
void watch_free(struct watch *w); /* NULL is nothing */

/* A folder was entered: what changes in it wakes watch_wait. */
void watch_folder(struct watch *w, const char *path);

/* Is this file to be read: not seen yet as it is, nor still being written?
 * Then it is seen. */
bool watch_wants(struct watch *w, const char *path, const struct stat *st);

/* Was one of the signals sent? */
bool watch_is_over(struct watch *w);

/* Wait until the folders are to be walked again.
 * Returns false when a signal came. */
bool watch_wait(struct watch *w);

#endif
