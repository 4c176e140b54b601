/* What an answer's headers say.  Source: RFC 9110, RFC 9111. */
#ifndef GAZETTE_FETCH_HEADER_H
#define GAZETTE_FETCH_HEADER_H

#include <curl/curl.h>

#include "base/arena.h"

/* The value of a header of the last answer; NULL: none, or longer than 1 KB
 * or with bytes outside printable ASCII. */
const char *header_get(struct arena *a, CURL *easy, const char *name);

/* For how many seconds an answer says that it stays good; 0: not said. */
int64_t header_max_age(const char *cache_control, const char *expires,
		       const char *date);

/* "text/html; charset=utf-8": the type in lower case and the charset, NULL
 * where there is none. */
void header_type(struct arena *a, const char *value, const char **type,
		 const char **charset);

#endif
