#include "import/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/die.h"

#define BUFFER ((size_t)64 << 10)

struct reader {
	gzFile file; /* reads what is not packed as it is */
	int64_t time;
	size_t start, end; /* of what is in the buffer */
	bool at_end;
	char buffer[BUFFER];
};

static bool check_kind(int fd, int64_t *time, struct error *err)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return error_system(err, errno, "cannot be read");
	if (S_ISDIR(st.st_mode))
		return error_set(err, "is a folder");
	if (S_ISBLK(st.st_mode) || S_ISCHR(st.st_mode))
		return error_set(err, "is a device");
	if (S_ISSOCK(st.st_mode))
		return error_set(err, "is a socket");
	*time = S_ISREG(st.st_mode) ? (int64_t)st.st_mtime : 0;
	return true;
}

/* Open without waiting for somebody who writes, read with waiting for him. */
static int open_path(const char *path, int64_t *time, struct error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0) {
		error_system(err, errno, "cannot be read");
		return -1;
	}
	if (!check_kind(fd, time, err)) {
		close(fd);
		return -1;
	}
	fcntl(fd, F_SETFL, 0);
	return fd;
}

static int open_input(struct error *err)
{
	int fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);

	if (fd < 0)
		error_system(err, errno, "cannot be read");
	return fd;
}

bool reader_open(const char *path, struct reader **out, struct error *err)
{
	int64_t time = 0;
	int fd = strcmp(path, "-") == 0 ? open_input(err)
					: open_path(path, &time, err);
	struct reader *r;

	if (fd < 0)
		return false;
	r = calloc(1, sizeof(*r));
	if (!r)
		die("out of memory");
	r->time = time;
	r->file = gzdopen(fd, "rb");
	if (!r->file)
		die("out of memory");
	gzbuffer(r->file, BUFFER);
	*out = r;
	return true;
}

void reader_close(struct reader *r)
{
	if (r) {
		gzclose(r->file);
		free(r);
	}
}

int64_t reader_time(const struct reader *r)
{
	return r->time;
}

/* Have bytes in the buffer, unless the end is reached. */
static bool fill(struct reader *r, struct error *err)
{
	int n, number;

	if (r->start < r->end || r->at_end)
		return true;
	r->start = r->end = 0;
	errno = 0;
	n = gzread(r->file, r->buffer, BUFFER);
	if (n > 0)
		r->end = (size_t)n;
	r->at_end = n <= 0;
	gzerror(r->file, &number);
	if (n >= 0 && (number == Z_OK || number == Z_STREAM_END))
		return true;
	if (number == Z_ERRNO)
		return error_system(err, errno, "cannot be read");
	return error_set(err, "is damaged: its gzip packing is broken");
}

bool reader_peek(struct reader *r, struct slice *out, struct error *err)
{
	if (!fill(r, err))
		return false;
	*out = (struct slice){r->buffer + r->start, r->end - r->start};
	return true;
}

bool reader_some(struct reader *r, struct slice *out, struct error *err)
{
	if (!reader_peek(r, out, err))
		return false;
	r->start = r->end;
	return true;
}

bool reader_all(struct reader *r, struct arena *a, size_t most,
		struct slice *out, struct error *err)
{
	struct str all = {0};
	bool is_good;

	while ((is_good = fill(r, err)) && r->start < r->end) {
		if (all.len + (r->end - r->start) > most) {
			is_good = error_set(err, "is larger than %zu MB",
					    most >> 20);
			break;
		}
		str_add(&all, r->buffer + r->start, r->end - r->start);
		r->start = r->end;
	}
	if (is_good) {
		out->at = arena_copy(a, all.at, all.len);
		out->len = all.len;
	}
	str_free(&all);
	return is_good;
}

enum reader_line reader_line(struct reader *r, struct arena *a, size_t most,
			     struct slice *out, struct error *err)
{
	struct str line = {0};
	bool is_long = false, is_ended = false, is_any = false;

	while (!is_ended) {
		const char *at, *lf;
		size_t n;

		if (!fill(r, err)) {
			str_free(&line);
			return READER_FAILED;
		}
		if (r->start == r->end)
			break;
		at = r->buffer + r->start;
		n = r->end - r->start;
		lf = memchr(at, '\n', n);
		is_ended = lf != NULL;
		is_any = true;
		if (lf)
			n = (size_t)(lf - at);
		r->start += n + is_ended;
		is_long = is_long || line.len + n > most;
		if (!is_long && n)
			str_add(&line, at, n);
	}
	if (!is_long) {
		out->at = arena_copy(a, line.at, line.len);
		out->len = line.len;
	}
	str_free(&line);
	return is_long ? READER_TOO_LONG : is_any ? READER_LINE : READER_END;
}
