#include "../test.h"

#include <arpa/inet.h>
#include <string.h>

#include "fetch/address.h"

static const struct {
	const char *text;
	bool is_public;
} rows[] = {
	{"93.184.216.34", true},
	{"8.8.8.8", true},
	{"172.32.0.1", true},
	{"100.128.0.1", true},
	{"2606:2800:220:1:248:1893:25c8:1946", true},
	{"[2a00:1450:4001:824::200e]", true},
	{"2002:0808:0808::1", true}, /* 6to4 of 8.8.8.8 */
	{"127.0.0.1", false},
	{"127.9.9.9", false},
	{"0.0.0.0", false},
	{"10.0.0.1", false},
	{"172.16.0.1", false},
	{"172.31.255.255", false},
	{"192.168.1.1", false},
	{"169.254.169.254", false},
	{"100.64.0.1", false},
	{"192.0.2.7", false},
	{"198.18.0.1", false},
	{"224.0.0.1", false},
	{"255.255.255.255", false},
	{"::", false},
	{"::1", false},
	{"[::1]", false},
	{"::ffff:127.0.0.1", false},
	{"::ffff:10.0.0.1", false},
	{"::127.0.0.1", false},
	{"64:ff9b::10.0.0.1", false},
	{"2002:0a00:0001::1", false}, /* 6to4 of 10.0.0.1 */
	{"2001::1", false},           /* Teredo */
	{"2001:db8::1", false},
	{"fe80::1", false},
	{"fc00::1", false},
	{"fd12:3456::1", false},
	{"ff02::1", false},
	{"", false},
	{"localhost", false},
	{"0177.0.0.1", false}, /* octal: whoever reads it otherwise errs */
	{"2130706433", false},
	{"127.1", false},
};

static void it_tells_public_addresses_from_others(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (address_text_is_public(rows[i].text) != rows[i].is_public)
			fail_msg("'%s'", rows[i].text);
	}
}

static void it_reads_socket_addresses(void **state)
{
	struct sockaddr_in in4 = {.sin_family = AF_INET};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
	struct sockaddr other = {.sa_family = AF_UNIX};

	(void)state;
	inet_pton(AF_INET, "127.0.0.1", &in4.sin_addr);
	assert_false(address_is_public((struct sockaddr *)&in4));
	inet_pton(AF_INET, "8.8.8.8", &in4.sin_addr);
	assert_true(address_is_public((struct sockaddr *)&in4));
	inet_pton(AF_INET6, "::1", &in6.sin6_addr);
	assert_false(address_is_public((struct sockaddr *)&in6));
	assert_false(address_is_public(&other));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_tells_public_addresses_from_others),
		TEST(it_reads_socket_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
