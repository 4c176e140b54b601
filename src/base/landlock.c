/* The headers of a build machine may be older than the kernel it runs on, so
 * Landlock's numbers stand here. */
#include "base/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/array.h"

#ifndef SYS_landlock_create_ruleset /* the same on every architecture */
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule       445
#define SYS_landlock_restrict_self  446
#endif
#define ASK_VERSION  1u
#define PATH_BENEATH 1
#define READ_FILE    (UINT64_C(1) << 2)
#define READ_FOLDER  (UINT64_C(1) << 3)

struct rules {
	uint64_t files, network, scope;
};

struct path_rule { /* as the kernel wants it */
	uint64_t allowed;
	int32_t parent;
} __attribute__((packed));

/* What each version added, as bits to be denied. */
static const struct rules added[] = {
	{0x1FFF, 0, 0},  /* 1: execute, read, write, list, make, remove */
	{1 << 13, 0, 0}, /* 2: link and rename across folders */
	{1 << 14, 0, 0}, /* 3: truncate */
	{0, 3, 0},       /* 4: bind and connect TCP */
	{1 << 15, 0, 0}, /* 5: ioctl of devices */
	{0, 0, 3},       /* 6: abstract sockets and signals to outside */
};

int landlock_version(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0,
			       ASK_VERSION);

	return version < 0 ? 0 : (int)version;
}

static bool allow_reading(int rules, const char *path, struct error *err)
{
	struct path_rule rule = {READ_FILE, open(path, O_PATH | O_CLOEXEC)};
	struct stat is;
	bool is_good;

	if (rule.parent < 0)
		return true;
	if (fstat(rule.parent, &is) == 0 && S_ISDIR(is.st_mode))
		rule.allowed |= READ_FOLDER;
	is_good = syscall(SYS_landlock_add_rule, rules, PATH_BENEATH, &rule,
			  0) == 0;
	if (!is_good)
		error_system(err, errno, "cannot allow reading '%s'", path);
	close(rule.parent);
	return is_good;
}

static bool restrict_self(int rules, const char *const *readable, size_t n,
			  struct error *err)
{
	for (size_t i = 0; i < n; i++) {
		if (!allow_reading(rules, readable[i], err))
			return false;
	}
	if (syscall(SYS_landlock_restrict_self, rules, 0) != 0)
		return error_system(err, errno, "cannot enter Landlock");
	return true;
}

bool landlock_enter(const char *const *readable, size_t n, struct error *err)
{
	int version = landlock_version(), rules;
	struct rules deny = {0};
	bool is_good;

	if (version == 0)
		return true;
	for (int i = 0; i < version && i < (int)array_length(added); i++) {
		deny.files |= added[i].files;
		deny.network |= n ? 0 : added[i].network;
		deny.scope |= n ? 0 : added[i].scope;
	}
	rules = (int)syscall(SYS_landlock_create_ruleset, &deny, sizeof(deny),
			     0);
	if (rules < 0)
		return error_system(err, errno, "cannot make Landlock rules");
	is_good = restrict_self(rules, readable, n, err);
	close(rules);
	return is_good;
}
