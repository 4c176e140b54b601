#include "../test.h"

#include "feed/feed.h"

static const struct {
	const char *text, *iso; /* "" none */
} rows[] = {
	{"Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"},
	{"Thu, 1 Jan 2004 19:48 -0500", "2004-01-01T19:48:00-05:00"},
	{"01 Jan 04 19:48:21 EST", "2004-01-01T19:48:21-05:00"},
	{"Mon, 04 Mar 2024 09:30:00 +0100", "2024-03-04T09:30:00+01:00"},
	{"Mon, 04 March 2024 09:30:00 Z", "2024-03-04T09:30:00Z"},
	{"Monday, 4-Mar-24 09:30:00 UTC", "2024-03-04T09:30:00Z"},
	{"Mon Mar  4 09:30:00 2024", "2024-03-04T09:30:00Z"},
	{"Mon Mar  4 09:30:00 CET 2024", "2024-03-04T09:30:00+01:00"},
	{"Mar 4, 2024 9:30 PM", "2024-03-04T21:30:00Z"},
	{"4 Mar 2024", "2024-03-04"},
	{"2003-12-31T10:14:55Z", "2003-12-31T10:14:55Z"},
	{"2003-12-31T10:14:55.5-08:00", "2003-12-31T10:14:55-08:00"},
	{"2003-12-31 10:14:55", "2003-12-31T10:14:55Z"},
	{"2003-12-31T10:14Z", "2003-12-31T10:14:00Z"},
	{"2003-12-31", "2003-12-31"},
	{"2003-12", "2003-12-01"},
	{"2003", "2003-01-01"},
	{"20031231", "2003-12-31"},
	{"20031231T101455Z", "2003-12-31T10:14:55Z"},
	{"2003-365", "2003-12-31"},
	{"2003365", "2003-12-31"},
	{"2003-12-31T24:00:00Z", "2004-01-01T00:00:00Z"},
	{"31.12.2003 10:14", "2003-12-31T10:14:00Z"},
	{"12/31/2003 10:14:55 AM", "2003-12-31T10:14:55Z"},
	{"31/12/2003 10:14", "2003-12-31T10:14:00Z"},
	{"4. M\xC3\xA4rz 2024", "2024-03-04"},
	{"lun., 4 ao\xC3\xBBt 2024 09:30:00 +0200",
	 "2024-08-04T09:30:00+02:00"},
	/* Korean: year, month, day, afternoon */
	{"2004\xEB\x85\x84 05\xEC\x9B\x94 28\xEC\x9D\xBC "
	 "\xEC\x98\xA4\xED\x9B\x84 "
	 "01:31:15",
	 "2004-05-28T13:31:15Z"},
	{"", ""},
	{"yesterday", ""},
	{"2003-13-41", ""},
	{"Thu, 41 Jan 2004 19:48:21 GMT", ""},
	{"Thu, 01 Jan 2004 29:48:21 GMT", ""},
	{"99999999999999999999999", ""},
	{"+-+-+-+-", ""},
};

static void it_reads_every_spelling(void **state)
{
	(void)state;
	for (size_t i = 0; i < array_length(rows); i++) {
		struct when when = feed_date(slice_of(rows[i].text));
		char iso[32];

		date_write(&when, iso);
		if (strcmp(iso, rows[i].iso) != 0)
			fail_msg("'%s' is '%s', not '%s'", rows[i].text, iso,
				 rows[i].iso);
	}
}

static void it_survives_any_text(void **state)
{
	static const char some[] = "0123456789:-+TZ, /.JanMonPMGT\xEB\x85\x84";
	uint32_t seed = 1;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		char text[40];
		size_t len = 0;

		while (len < sizeof(text)) {
			seed = seed * 1664525u + 1013904223u;
			text[len++] = some[(seed >> 10) % (sizeof(some) - 1)];
		}
		feed_date((struct slice){text, seed % sizeof(text)});
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_reads_every_spelling),
		TEST(it_survives_any_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
