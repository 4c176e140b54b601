/* What libxml2 alone takes: parse-only < LIST
 *
 * Reads lines PATH[<TAB>anything] as gazette clean --batch does, .gz files
 * unpacked, and parses each with libxml2's HTML parser into its tree and
 * nothing else.  Prints the CPU time of the parsing, of the whole process, and
 * the most memory it held, so that the cleaner can be measured in its terms.
 */
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/arena.h"
#include "import/import.h"

#define OPTIONS                                                                \
	(HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |      \
	 HTML_PARSE_NONET)

static double cpu_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Parse one file.  Returns its bytes, 0 when it cannot be read. */
static size_t parse(struct arena *a, const char *path, double *cpu)
{
	struct slice bytes;
	struct error err;
	htmlDocPtr page;
	int64_t time;
	double start;

	if (!import_read(a, path, &bytes, &time, &err)) {
		fprintf(stderr, "parse-only: %s\n", err.text);
		return 0;
	}
	start = cpu_now();
	page = htmlReadMemory(bytes.at, (int)bytes.len, NULL, NULL, OPTIONS);
	xmlFreeDoc(page);
	*cpu += cpu_now() - start;
	return bytes.len;
}

int main(void)
{
	char *line = NULL;
	size_t room = 0, bytes = 0, files = 0, failed = 0;
	struct rusage use;
	struct arena a;
	double cpu = 0;

	arena_init(&a);
	while (getline(&line, &room, stdin) > 0) {
		size_t n;

		line[strcspn(line, "\t\n")] = '\0';
		if (!*line)
			continue;
		n = parse(&a, line, &cpu);
		files += n > 0;
		failed += n == 0;
		bytes += n;
		arena_reset(&a);
	}
	getrusage(RUSAGE_SELF, &use);
	printf("%zu files, %.1f MB: parse %.3f s, process %.3f s, %ld MB\n",
	       files, (double)bytes / 1e6, cpu, cpu_now(),
	       use.ru_maxrss / 1024);
	free(line);
	arena_free(&a);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
