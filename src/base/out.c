#include "base/out.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "base/utf8.h"

/* May this code point reach a terminal as it is? */
static bool out_passes(uint32_t rune)
{
	if (rune < 0x20 || (rune >= 0x7F && rune < 0xA0))
		return false;
	if (rune == 0x061C || rune == 0x200E || rune == 0x200F)
		return false;
	if ((rune >= 0x2028 && rune <= 0x202E) ||
	    (rune >= 0x2066 && rune <= 0x206F))
		return false;
	return rune < 0xE0000 || rune > 0xE007F;
}

/* Write the bytes from `at` on that are plain ASCII, which is most of them.
 * Returns where they end. */
static size_t out_plain(FILE *to, const char *text, size_t len, size_t at)
{
	size_t end = at;

	while (end < len && text[end] >= 0x20 && text[end] < 0x7F)
		end++;
	if (end > at)
		fwrite(text + at, 1, end - at, to);
	return end;
}

void out_text(FILE *to, const char *text, size_t len, bool one_line)
{
	size_t at = 0;

	while ((at = out_plain(to, text, len, at)) < len) {
		uint32_t rune;
		size_t n = utf8_get(text + at, len - at, &rune);

		if ((rune == '\t' || rune == '\n') && one_line)
			fputc(' ', to);
		else if (rune == '\t' || rune == '\n')
			fputc((int)rune, to);
		else if (n == 1 && rune == UTF8_BAD)
			fputs("\xef\xbf\xbd", to);
		else if (out_passes(rune))
			fwrite(text + at, 1, n, to);
		else if (rune < 0x20)
			fprintf(to, "^%c", (int)rune + '@');
		else
			fprintf(to, "<U+%04X>", (unsigned)rune);
		at += n;
	}
}

/* JSON's own bytes are ASCII, and its controls are escaped already but for LF
 * behind the value: whatever must not pass stands inside a string. */
void out_json(FILE *to, const char *text, size_t len)
{
	size_t at = 0, n;

	for (; (at = out_plain(to, text, len, at)) < len; at += n) {
		uint32_t rune;

		n = utf8_get(text + at, len - at, &rune);
		if (out_passes(rune) || rune == '\n')
			fwrite(text + at, 1, n, to);
		else if (rune < 0x10000)
			fprintf(to, "\\u%04x", (unsigned)rune);
		else
			fprintf(to, "\\u%04x\\u%04x",
				0xD7C0 + (unsigned)(rune >> 10),
				0xDC00 + (unsigned)(rune & 0x3FF));
	}
}

static char *format_all(const char *format, va_list args) PRINTF_LIKE(1, 0);

static char *format_all(const char *format, va_list args)
	__attribute__((format(printf, 1, 0)));

static char *format_all(const char *format, va_list args)
{
	va_list again;
	char *text;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	text = len < 0 ? NULL : malloc((size_t)len + 1);
	if (!text)
		die("cannot format a line");
	vsnprintf(text, (size_t)len + 1, format, args);
	return text;
}

void out_printf(FILE *to, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = format_all(format, args);
	va_end(args);
	out_text(to, text, strlen(text), false);
	free(text);
}

void out_message(const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = format_all(format, args);
	va_end(args);
	fputs("gazette: ", stderr);
	out_text(stderr, text, strlen(text), true);
	fputc('\n', stderr);
	free(text);
}

/* Has who read standard output gone?  The failure that told so may be long
 * past, and stdio keeps no reason. */
static bool out_is_unread(void)
{
	struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};

	return errno == EPIPE ||
	       (poll(&out, 1, 0) == 1 && out.revents & POLLERR);
}

bool out_flush(struct error *err)
{
	errno = 0;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return true;
	if (out_is_unread())
		return true;
	return error_system(err, errno ? errno : EIO,
			    "cannot write to standard output");
}
