#include "fetch/header.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"

#define VALUE_MOST 1024u

static bool is_sound(const char *value)
{
	size_t n = 0;

	for (; value[n]; n++) {
		if ((unsigned char)value[n] < 0x20 ||
		    (unsigned char)value[n] > 0x7E)
			return false;
	}
	return n <= VALUE_MOST;
}

const char *header_get(struct arena *a, CURL *easy, const char *name)
{
	struct curl_header *h;

	if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &h) !=
		    CURLHE_OK ||
	    !is_sound(h->value))
		return NULL;
	return arena_string(a, h->value);
}

static bool begins(struct slice s, const char *with)
{
	size_t n = strlen(with);

	return s.len >= n && strncasecmp(s.at, with, n) == 0;
}

/* "max-age=600" of the directives; -1 none, 0 for those that forbid it. */
static int64_t directive_age(const char *cache_control)
{
	struct slice rest = slice_of(cache_control);
	int64_t age = -1;

	while (rest.len) {
		struct slice one = slice_trim(slice_cut(&rest, ','));

		if (begins(one, "no-cache") || begins(one, "no-store"))
			return 0;
		if (begins(one, "max-age=") && one.len < 30)
			age = strtoll(one.at + strlen("max-age="), NULL, 10);
	}
	return age;
}

int64_t header_max_age(const char *cache_control, const char *expires,
		       const char *date)
{
	int64_t age = cache_control ? directive_age(cache_control) : -1;
	time_t until, from;

	if (age >= 0)
		return age;
	if (!expires || !date)
		return 0;
	until = curl_getdate(expires, NULL);
	from = curl_getdate(date, NULL);
	return until > from && from > 0 ? (int64_t)(until - from) : 0;
}

static char *lower(char *text)
{
	for (char *c = text; *c; c++) {
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c | 0x20);
	}
	return text;
}

void header_type(struct arena *a, const char *value, const char **type,
		 const char **charset)
{
	struct slice rest = slice_of(value), one;

	*type = *charset = NULL;
	one = slice_trim(slice_cut(&rest, ';'));
	if (one.len)
		*type = lower(arena_copy(a, one.at, one.len));
	while (rest.len && !*charset) {
		struct slice name;

		one = slice_trim(slice_cut(&rest, ';'));
		name = slice_trim(slice_cut(&one, '='));
		one = slice_trim(one);
		if (one.len > 2 && one.at[0] == '"' &&
		    one.at[one.len - 1] == '"')
			one = (struct slice){one.at + 1, one.len - 2};
		if (one.len && begins(name, "charset") && name.len == 7)
			*charset = arena_copy(a, one.at, one.len);
	}
}
