#include "../test.h"

#include "fetch/robots.h"

static const struct {
	const char *file, *path;
	bool may;
} rows[] = {
	{"", "/a", true},
	{"User-agent: *\nDisallow: /\n", "/a", false},
	{"User-agent: *\nDisallow:\n", "/a", true},
	{"user-AGENT : *\r\nDISALLOW:/a\r\n", "/a/b", false},
	{"User-agent: *\rDisallow: /a\r", "/a", false},
	{"User-agent: *\nDisallow: /a\n", "/b", true},
	{"User-agent: other\nDisallow: /\n", "/a", true},
	/* the group by name stands for that of all */
	{"User-agent: *\nDisallow: /\nUser-agent: gazette\nDisallow: /x\n",
	 "/a", true},
	{"User-agent: *\nAllow: /\nUser-agent: Gazette/2.0\nDisallow: /x\n",
	 "/x", false},
	/* several names before one group; several groups of one name */
	{"User-agent: one\nUser-agent: gazette\nDisallow: /x\n", "/x", false},
	{"User-agent: gazette\nDisallow: /x\n\nUser-agent: gazette\n"
	 "Disallow: /y\n",
	 "/y", false},
	/* the longest rule wins; allow wins a draw */
	{"User-agent: *\nDisallow: /a\nAllow: /a/b\n", "/a/b/c", true},
	{"User-agent: *\nAllow: /a\nDisallow: /a/b\n", "/a/b/c", false},
	{"User-agent: *\nDisallow: /a\nAllow: /a\n", "/a", true},
	/* stars and the end */
	{"User-agent: *\nDisallow: /*.pdf$\n", "/x/y.pdf", false},
	{"User-agent: *\nDisallow: /*.pdf$\n", "/x/y.pdf?z", true},
	{"User-agent: *\nDisallow: /*?print=\n", "/a?x&print=1", true},
	{"User-agent: *\nDisallow: /*print=\n", "/a?x&print=1", false},
	{"User-agent: *\nDisallow: /a*b*c\n", "/aXbYc", false},
	{"User-agent: *\nDisallow: /a*b*c\n", "/aXcYb", true},
	/* what is encoded is what it stands for, but no slash */
	{"User-agent: *\nDisallow: /%7Ejoe\n", "/~joe/x", false},
	{"User-agent: *\nDisallow: /caf\xC3\xA9\n", "/caf%c3%A9", false},
	{"User-agent: *\nDisallow: /a%2Fb\n", "/a/b", true},
	/* what is not for us, and garbage */
	{"Sitemap: https://example.org/\nUser-agent: * # all\n"
	 "Disallow: /a # not this\nCrawl-delay: 10\n",
	 "/a", false},
	{"\xEF\xBB\xBFUser-agent: *\nDisallow: /a\n", "/a", false},
	{"<html><body>Not found: robots</body></html>", "/a", true},
	{"Disallow: /\n", "/a", true},
	{"User-agent\nDisallow\n:\n::\n#\n\xFF\xFE", "/a", true},
	{"User-agent: *\nDisallow: "
	 "/*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b\n",
	 "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	 true},
};

static void it_says_what_a_robot_may_fetch(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (robots_allow(slice_of(rows[i].file), "gazette",
				 rows[i].path) != rows[i].may)
			fail_msg("row %zu: '%s' for '%s'", i, rows[i].path,
				 rows[i].file);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_says_what_a_robot_may_fetch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
