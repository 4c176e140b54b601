/* The reader in a pty of its own, watched through libvterm. */
#ifndef GAZETTE_TESTS_SCREENS_SESSION_H
#define GAZETTE_TESTS_SCREENS_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <vterm.h>

#include "../test.h"
#include "base/str.h"

/* Looks at the bytes that are sent. */
typedef void session_look(void *self, const char *bytes, size_t n);

struct session {
	pid_t child;
	int pty;
	VTerm *vt;
	VTermScreen *screen;
	int rows, cols;
	size_t bytes;                  /* since the last key */
	unsigned long typed, received; /* bytes, ever */
	unsigned long waits; /* of the reader, before what it must have seen */
	bool is_blind; /* no screen: libvterm 0.1 falls over storms of sizes */
	session_look *look; /* may be NULL */
	void *self;
};

/* Make an archive of the articles of a file (archive.h), in a folder of its
 * own; false: it cannot be made. */
bool session_make_archive(const char *file);
/* More lines for its configuration file; false: they cannot be written. */
bool session_configure(const char *lines);
void session_remove_archive(void);
/* Let `gazette` of this build run beside the reader and in a shell, with the
 * same archive; `paper` is there as that folder.  false: it cannot be. */
bool session_make_home(const char *paper);
/* Where the archive lies. */
const char *session_folder(void);
/* A second one in the same folder. */
bool session_make_odd(const char *file);
/* Begin with the one or the other again, as it was made, nothing read. */
void session_forget(bool is_odd);

/* "80x24", then "plain" for NO_COLOR, "ascii" for LANG=C, "TERM=...". */
void session_start(struct session *s, const char *settings);

/* Hang up; returns its status. */
int session_stop(struct session *s);

/* Take what it sends until it has been quiet and asleep; false when it is
 * gone. */
bool session_settle(struct session *s);

/* A key by its name, or any other word as it is. */
void session_type(struct session *s, const char *word);
void session_send(struct session *s, const char *bytes, size_t n);
void session_resize(struct session *s, int cols, int rows);

/* The i-th key that has a name, NULL behind the last. */
const char *session_key(size_t i);

#endif
