#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

static bool file_fits(int fd, const char *path, size_t most, struct error *err)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return error_system(err, errno, "cannot read '%s'", path);
	if (S_ISDIR(st.st_mode))
		return error_set(err, "cannot read '%s': it is a folder", path);
	if (S_ISBLK(st.st_mode) || S_ISCHR(st.st_mode))
		return error_set(err, "cannot read '%s': it is a device", path);
	if (S_ISREG(st.st_mode) && (uintmax_t)st.st_size > most)
		return error_set(err,
				 "cannot read '%s': %jd bytes, at most %zu",
				 path, (intmax_t)st.st_size, most);
	return true;
}

static bool file_fill(int fd, const char *path, size_t most, struct str *out,
		      struct error *err)
{
	char part[65536];

	for (;;) {
		ssize_t n = read(fd, part, sizeof(part));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_system(err, errno, "cannot read '%s'",
					    path);
		if (n == 0)
			return true;
		if (out->len + (size_t)n > most)
			return error_set(
				err, "cannot read '%s': more than %zu bytes",
				path, most);
		str_add(out, part, (size_t)n);
	}
}

char *file_read(struct arena *a, const char *path, size_t most, size_t *len,
		struct error *err)
{
	bool is_input = strcmp(path, "-") == 0;
	/* not to hang on a pipe that nobody writes to */
	int fd = is_input ? STDIN_FILENO
			  : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct str bytes = {0};
	char *result = NULL;

	if (fd < 0) {
		error_system(err, errno, "cannot read '%s'", path);
		return NULL;
	}
	if ((is_input || file_fits(fd, path, most, err)) &&
	    file_fill(fd, path, most, &bytes, err)) {
		result = arena_copy(a, bytes.at, bytes.len);
		*len = bytes.len;
	}
	str_free(&bytes);
	if (!is_input)
		close(fd);
	return result;
}

bool file_map(const char *path, size_t most, struct slice *bytes,
	      struct error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	void *at = NULL;
	bool ok = false;

	if (fd < 0)
		return error_system(err, errno, "cannot read '%s'", path);
	if (!file_fits(fd, path, most, err) || fstat(fd, &st) != 0)
		goto out;
	if (!S_ISREG(st.st_mode)) {
		error_set(err, "cannot map '%s': it is no file", path);
		goto out;
	}
	if (st.st_size > 0)
		at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd,
			  0);
	if (at == MAP_FAILED) {
		error_system(err, errno, "cannot map '%s'", path);
		goto out;
	}
	*bytes = (struct slice){at, at ? (size_t)st.st_size : 0};
	ok = true;
out:
	close(fd);
	return ok;
}
