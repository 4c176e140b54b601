/* What the archive takes of the disk. */
#include <errno.h>
#include <sys/statvfs.h>

#include "store/inside.h"

bool store_has_room(struct store *st, int64_t least, struct error *err)
{
	const char *path = st->sql.path[SQL_ARCHIVE];
	struct statvfs disk;
	int64_t mib;

	if (least <= 0)
		return true;
	if (statvfs(path, &disk) != 0)
		return error_system(err, errno,
				    "cannot look at the disk of "
				    "'%s'",
				    path);
	mib = (int64_t)(disk.f_bavail / 1024 * disk.f_frsize / 1024);
	if (mib >= least >> 20)
		return true;
	return error_set(err,
			 "the disk of '%s' has %lld MiB left, min-free asks "
			 "for %lld: nothing more is taken in; make room, or "
			 "set min-free to less",
			 path, (long long)mib, (long long)(least >> 20));
}
