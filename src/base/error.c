/* Messages grow from the cause outwards; a message that does not fit is cut
 * at its end, which holds the cause's least important words. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool error_set(struct error *err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	return false;
}

bool error_system(struct error *err, int number, const char *format, ...)
{
	va_list args;
	size_t len;

	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	len = strlen(err->text);
	snprintf(err->text + len, sizeof(err->text) - len, ": %s",
		 strerror(number));
	return false;
}

bool error_note(struct error *err, const char *format, ...)
{
	char cause[sizeof(err->text)];
	va_list args;
	size_t len;

	memcpy(cause, err->text, sizeof(cause));
	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	len = strlen(err->text);
	snprintf(err->text + len, sizeof(err->text) - len, ": %s", cause);
	return false;
}
