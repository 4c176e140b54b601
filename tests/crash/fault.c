/* A disk that fails: loaded before the C library (LD_PRELOAD), it lets the
 * FAULT_AT-th write, sync, rename or change of size of a file fail with
 * FAULT_ERROR ("EIO", "ENOSPC"), with FAULT_EVER all that follow as well.
 *
 * Counted are regular files above standard error, in each process by itself.
 * When the first has failed the file FAULT_MARK is made, so that who counts up
 * knows where the end is.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static long at, count;
static bool for_ever;
static int error_number;
static const char *mark;

__attribute__((constructor)) static void begin(void)
{
	const char *value = getenv("FAULT_AT"), *error = getenv("FAULT_ERROR");

	at = value ? strtol(value, NULL, 10) : 0;
	error_number = error && !strcmp(error, "ENOSPC") ? ENOSPC : EIO;
	for_ever = getenv("FAULT_EVER") != NULL;
	mark = getenv("FAULT_MARK");
}

/* Does this call fail? */
static bool fails(void)
{
	if (at <= 0 || ++count < at || (count > at && !for_ever))
		return false;
	if (count == at && mark) {
		int fd = open(mark, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

		if (fd >= 0)
			close(fd);
	}
	errno = error_number;
	return true;
}

static bool is_file(int fd)
{
	struct stat st;

	return at > 0 && fd > 2 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

#define REAL(name, ...)                                                        \
	((__typeof__(name) *)dlsym(RTLD_NEXT, #name))(__VA_ARGS__)

ssize_t write(int fd, const void *bytes, size_t n)
{
	return is_file(fd) && fails() ? -1 : REAL(write, fd, bytes, n);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t place)
{
	return is_file(fd) && fails() ? -1 : REAL(pwrite, fd, bytes, n, place);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t place)
{
	return is_file(fd) && fails() ? -1
				      : REAL(pwrite64, fd, bytes, n, place);
}

ssize_t writev(int fd, const struct iovec *parts, int n)
{
	return is_file(fd) && fails() ? -1 : REAL(writev, fd, parts, n);
}

int fsync(int fd)
{
	return is_file(fd) && fails() ? -1 : REAL(fsync, fd);
}

int fdatasync(int fd)
{
	return is_file(fd) && fails() ? -1 : REAL(fdatasync, fd);
}

int ftruncate(int fd, off_t size)
{
	return is_file(fd) && fails() ? -1 : REAL(ftruncate, fd, size);
}

int ftruncate64(int fd, off64_t size)
{
	return is_file(fd) && fails() ? -1 : REAL(ftruncate64, fd, size);
}

int rename(const char *from, const char *to)
{
	return fails() ? -1 : REAL(rename, from, to);
}
