/* Which network addresses a link from outside may lead to. */
#ifndef GAZETTE_FETCH_ADDRESS_H
#define GAZETTE_FETCH_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/* Is this an address on the public internet?  Not: loopback, private, link
 * local, shared, multicast, documentation, benchmarks, reserved, and IPv6
 * addresses that only wrap such an IPv4 one.
 *
 * Source  IANA special-purpose address registries for IPv4 and IPv6
 *         (RFC 6890 and its updates).
 */
bool address_is_public(const struct sockaddr *address);

/* As above for "192.0.2.1" or "2001:db8::1", with or without brackets; what
 * is no such address is not public. */
bool address_text_is_public(const char *text);

#endif
