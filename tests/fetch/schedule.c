#include "../test.h"

#include "fetch/schedule.h"

#define HOUR INT64_C(3600)
#define DAY  (24 * HOUR)
/* Thursday 2024-03-21, 12:30 UTC */
#define NOON INT64_C(1711024200)

static const struct {
	const char *what;
	struct schedule s;
	int64_t from, to; /* seconds from now */
} rows[] = {
	{"as often as the user wants",
	 {.every_s = HOUR, .is_good = true},
	 HOUR,
	 HOUR + 360},
	{"no earlier than its answer stays good",
	 {.every_s = HOUR, .is_good = true, .max_age_s = 3 * HOUR},
	 3 * HOUR,
	 3 * HOUR + 1080},
	{"no earlier than the feed wants",
	 {.every_s = HOUR, .is_good = true, .ttl_s = 2 * HOUR},
	 2 * HOUR,
	 2 * HOUR + 720},
	{"a wish of years is a day",
	 {.every_s = HOUR, .is_good = true, .max_age_s = INT64_MAX},
	 DAY,
	 DAY + DAY / 10},
	{"the user may want more than a day",
	 {.every_s = 7 * DAY, .is_good = true},
	 7 * DAY,
	 8 * DAY},
	{"a first failure", {.every_s = HOUR, .failures = 1}, 900, 990},
	{"the third", {.every_s = HOUR, .failures = 3}, HOUR, HOUR + 360},
	{"the thousandth",
	 {.every_s = HOUR, .failures = 1000},
	 DAY,
	 DAY + DAY / 10},
	{"the host says when",
	 {.every_s = HOUR, .failures = 1, .retry_after_s = 5 * HOUR},
	 5 * HOUR,
	 5 * HOUR + 1800},
	{"the host says nonsense",
	 {.every_s = HOUR, .failures = 1, .retry_after_s = INT64_MAX},
	 DAY,
	 DAY + DAY / 10},
	{"not at 13 and 14 o'clock",
	 {.every_s = HOUR, .is_good = true, .skip_hours = 3u << 13},
	 2 * HOUR + 1800,
	 2 * HOUR + 1800},
	{"not on Thursdays and Fridays",
	 {.every_s = HOUR, .is_good = true, .skip_days = 3u << 4},
	 DAY + 11 * HOUR + 1800,
	 DAY + 11 * HOUR + 1800},
	{"never is always",
	 {.every_s = HOUR, .is_good = true, .skip_days = 0x7F},
	 HOUR,
	 HOUR + 360},
};

static void it_asks_again_in_time(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		for (uint64_t seed = 0; seed < 50; seed++) {
			struct schedule s = rows[i].s;
			int64_t wait;

			s.now = NOON;
			s.seed = seed;
			wait = schedule_next(&s) - NOON;
			if (wait < rows[i].from || wait > rows[i].to)
				fail_msg("%s: %lld s", rows[i].what,
					 (long long)wait);
		}
	}
}

static void feeds_do_not_come_all_at_once(void **state)
{
	struct schedule a = {.now = NOON, .every_s = HOUR, .is_good = true};
	struct schedule b = a;
	unsigned differ = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= 100; seed++) {
		b.seed = seed;
		differ += schedule_next(&a) != schedule_next(&b);
	}
	assert_true(differ > 90);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_asks_again_in_time),
		TEST(feeds_do_not_come_all_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
