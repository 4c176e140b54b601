#include "fetch/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"

/* Networks that are not the public internet. */
static const struct network4 {
	uint8_t bytes[4];
	uint8_t bits;
} networks4[] = {
	{{0}, 8},             /* "this network" */
	{{10}, 8},            /* private */
	{{100, 64}, 10},      /* shared by carriers */
	{{127}, 8},           /* loopback */
	{{169, 254}, 16},     /* link local; clouds keep secrets there */
	{{172, 16}, 12},      /* private */
	{{192, 0, 0}, 24},    /* protocol assignments */
	{{192, 0, 2}, 24},    /* documentation */
	{{192, 88, 99}, 24},  /* 6to4 relays, given up */
	{{192, 168}, 16},     /* private */
	{{198, 18}, 15},      /* benchmarks */
	{{198, 51, 100}, 24}, /* documentation */
	{{203, 0, 113}, 24},  /* documentation */
	{{224}, 3},           /* multicast, reserved, broadcast */
};

/* IPv6: global unicast is 2000::/3; inside it these are not. */
static const struct network6 {
	uint8_t bytes[16];
	uint8_t bits;
} networks6[] = {
	{{0x20, 0x01, 0x00, 0x00}, 23}, /* protocol assignments, Teredo */
	{{0x20, 0x01, 0x0d, 0xb8}, 32}, /* documentation */
	{{0x3f, 0xff}, 20},             /* documentation */
};

/* Where an IPv6 address carries an IPv4 one. */
static const struct wrapper {
	uint8_t bytes[12];
	uint8_t bits, at; /* the IPv4 address begins at byte `at` */
} wrappers[] = {
	{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, 12}, /* mapped */
	{{0x00, 0x64, 0xff, 0x9b}, 96, 12},                   /* NAT64 */
	{{0x20, 0x02}, 16, 2},                                /* 6to4 */
};

static bool is_in(const uint8_t *address, const uint8_t *network, uint8_t bits)
{
	uint8_t whole = bits / 8, rest = bits % 8;
	uint8_t mask = (uint8_t)(0xFF << (8 - rest));

	return memcmp(address, network, whole) == 0 &&
	       (rest == 0 || (address[whole] & mask) == network[whole]);
}

static bool is_public4(const uint8_t *address)
{
	for (size_t i = 0; i < array_length(networks4); i++) {
		if (is_in(address, networks4[i].bytes, networks4[i].bits))
			return false;
	}
	return true;
}

static bool is_public6(const uint8_t *address)
{
	for (size_t i = 0; i < array_length(wrappers); i++) {
		if (is_in(address, wrappers[i].bytes, wrappers[i].bits))
			return is_public4(address + wrappers[i].at);
	}
	if ((address[0] & 0xE0) != 0x20)
		return false;
	for (size_t i = 0; i < array_length(networks6); i++) {
		if (is_in(address, networks6[i].bytes, networks6[i].bits))
			return false;
	}
	return true;
}

bool address_is_public(const struct sockaddr *address)
{
	struct sockaddr_in in4;
	struct sockaddr_in6 in6;

	switch (address->sa_family) {
	case AF_INET:
		memcpy(&in4, address, sizeof(in4));
		return is_public4((const uint8_t *)&in4.sin_addr);
	case AF_INET6:
		memcpy(&in6, address, sizeof(in6));
		return is_public6((const uint8_t *)&in6.sin6_addr);
	}
	return false;
}

bool address_text_is_public(const char *text)
{
	uint8_t address[16];
	char bare[INET6_ADDRSTRLEN];
	size_t len = strlen(text);

	if (len > 2 && text[0] == '[' && text[len - 1] == ']') {
		text++;
		len -= 2;
	}
	if (len >= sizeof(bare))
		return false;
	snprintf(bare, sizeof(bare), "%.*s", (int)len, text);
	if (inet_pton(AF_INET, bare, address) == 1)
		return is_public4(address);
	return inet_pton(AF_INET6, bare, address) == 1 && is_public6(address);
}
