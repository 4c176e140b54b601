/* The kernel's news of a folder (inotify) only wake us: what has changed is
 * told by walking again, so that none can be missed, and where there are no
 * news (a network's file system, too many folders) a walk now and then does
 * the same. */
#include "import/watch.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/die.h"
#include "base/map.h"

/* A file that was written so lately may go on being written. */
#define SETTLED_S 2
/* Behind the first of many changes; between two walks with and without news.
 */
#define QUIET_MS  500
#define NEWS_MS   300000
#define SILENT_MS 10000

struct seen {
	struct timespec modified;
	off_t size;
	ino_t inode;
};

struct watch {
	int news, signals;
	bool is_deaf;      /* the kernel does not tell of some folder */
	bool is_unsettled; /* a file was passed over for the moment */
	bool is_begun;     /* the first walk is done */
	struct arena arena;
	struct map by_path;
	struct seen *seen;
	uint32_t n_seen;
};

static int open_signals(void)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
		die("cannot block signals");
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		die("cannot wait for signals");
	return fd;
}

struct watch *watch_new(void)
{
	struct watch *w = calloc(1, sizeof(*w));

	if (!w)
		die("out of memory");
	w->signals = open_signals();
	w->news = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	w->is_deaf = w->news < 0;
	arena_init(&w->arena);
	map_init(&w->by_path, &w->arena);
	return w;
}

void watch_free(struct watch *w)
{
	if (!w)
		return;
	close(w->signals);
	if (w->news >= 0)
		close(w->news);
	arena_free(&w->arena);
	free(w);
}

void watch_folder(struct watch *w, const char *path)
{
	const uint32_t what = IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO |
			      IN_ATTRIB | IN_ONLYDIR;

	if (w->news >= 0 && inotify_add_watch(w->news, path, what) < 0)
		w->is_deaf = true;
}

static bool is_same(const struct seen *s, const struct stat *st)
{
	return s->modified.tv_sec == st->st_mtim.tv_sec &&
	       s->modified.tv_nsec == st->st_mtim.tv_nsec &&
	       s->size == st->st_size && s->inode == st->st_ino;
}

bool watch_wants(struct watch *w, const char *path, const struct stat *st)
{
	size_t len = strlen(path);
	uint32_t i;
	bool is_new;

	if (map_get(&w->by_path, path, len, &i)) {
		if (is_same(&w->seen[i], st))
			return false;
	}
	if (w->is_begun && st->st_mtim.tv_sec <= time(NULL) &&
	    time(NULL) - st->st_mtim.tv_sec < SETTLED_S) {
		w->is_unsettled = true;
		return false;
	}
	if (!map_get(&w->by_path, path, len, &i)) {
		i = w->n_seen;
		array_add(&w->arena, w->seen, w->n_seen);
		*map_put(&w->by_path, arena_copy(&w->arena, path, len), len,
			 &is_new) = i;
	}
	w->seen[i] = (struct seen){st->st_mtim, st->st_size, st->st_ino};
	return true;
}

bool watch_is_over(struct watch *w)
{
	struct pollfd fd = {w->signals, POLLIN, 0};

	return poll(&fd, 1, 0) > 0;
}

/* Take all news that are there; they say no more than that there are some. */
static void drain(struct watch *w)
{
	char bytes[4096];

	while (w->news >= 0 && read(w->news, bytes, sizeof(bytes)) > 0)
		;
}

bool watch_wait(struct watch *w)
{
	struct pollfd fds[2] = {{w->signals, POLLIN, 0}, {w->news, POLLIN, 0}};
	int wait_ms = w->is_unsettled ? SETTLED_S * 1000
		      : w->is_deaf    ? SILENT_MS
				      : NEWS_MS;

	w->is_begun = true;
	w->is_unsettled = false;
	while (poll(fds, 2, wait_ms) < 0) {
		if (errno != EINTR)
			die("cannot wait");
	}
	if (!fds[0].revents && fds[1].revents) { /* more will follow */
		poll(fds, 1, QUIET_MS);
		drain(w);
	}
	return !watch_is_over(w);
}
