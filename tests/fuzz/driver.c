/* A fuzz target without libFuzzer: the files of its corpus as they are, then
 * changed at random, the same way every time.
 *
 *	SOURCES/tests/fuzz/NAME.corpus/  NAME as the program is called
 *	FUZZ_ROUNDS  changes of the whole corpus; 200 or two seconds
 */
#include "fuzz.h"

#include <dirent.h>
#include <string.h>
#include <time.h>

#define INPUT_MOST   16384
#define FILES_MOST   256
#define SECONDS_MOST 2 /* unless FUZZ_ROUNDS says how often */

struct input {
	uint8_t bytes[INPUT_MOST];
	size_t len;
};

static struct input *corpus;
static size_t n_corpus;

static const char *const pieces[] = {"\n\n",
				     "\n",
				     " ",
				     "\"",
				     "\xe2\x80\x9c",
				     "\xe2\x80\x9d",
				     "'s ",
				     "(",
				     ")",
				     ", ",
				     ". ",
				     "Mr ",
				     "the ",
				     "of the ",
				     "Bank of ",
				     "President ",
				     "-",
				     "--",
				     "U.S.",
				     "\xff",
				     "\xc3",
				     "\xcc\x81",
				     "\xe2\x80\xae",
				     "\xf0\x9f\x87\xba",
				     "\0\0",
				     "KAIRO",
				     "A",
				     "0",
				     "1 May 2026",
				     "said "};

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_file(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

static void read_corpus(const char *folder)
{
	struct dirent **list;
	int n = scandir(folder, &list, is_file, by_name);

	FUZZ_HOLDS(n > 0 && n <= FILES_MOST);
	corpus = calloc((size_t)n, sizeof(*corpus));
	FUZZ_HOLDS(corpus);
	for (int i = 0; i < n; i++) {
		char path[4400];
		FILE *f;

		snprintf(path, sizeof(path), "%s/%s", folder, list[i]->d_name);
		f = fopen(path, "rb");
		FUZZ_HOLDS(f);
		corpus[n_corpus].len =
			fread(corpus[n_corpus].bytes, 1, INPUT_MOST, f);
		n_corpus++;
		fclose(f);
		free(list[i]);
	}
	free(list);
}

/* ---- changes ---- */

static uint32_t next_random(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525u + 1013904223u;
	return below ? (*seed >> 8) % below : 0;
}

static void put_piece(struct input *in, size_t at, const char *piece,
		      size_t len)
{
	if (in->len + len > INPUT_MOST)
		return;
	memmove(in->bytes + at + len, in->bytes + at, in->len - at);
	memcpy(in->bytes + at, piece, len);
	in->len += len;
}

static void cut(struct input *in, size_t at, size_t len)
{
	if (len > in->len - at)
		len = in->len - at;
	memmove(in->bytes + at, in->bytes + at + len, in->len - at - len);
	in->len -= len;
}

static void cross(struct input *in, size_t at, const struct input *other,
		  uint32_t *seed)
{
	size_t from = next_random(seed, (uint32_t)other->len + 1);

	in->len = at;
	while (in->len < INPUT_MOST && from < other->len)
		in->bytes[in->len++] = other->bytes[from++];
}

static void change(struct input *in, uint32_t *seed)
{
	size_t n_pieces = sizeof(pieces) / sizeof(*pieces);

	for (uint32_t n = 1 + next_random(seed, 12); n > 0; n--) {
		size_t at = next_random(seed, (uint32_t)in->len + 1);
		const char *piece =
			pieces[next_random(seed, (uint32_t)n_pieces)];

		switch (next_random(seed, 6)) {
		case 0:
			if (at < in->len)
				in->bytes[at] = (uint8_t)next_random(seed, 256);
			break;
		case 1:
			cut(in, at, next_random(seed, 40));
			break;
		case 2:
			if (next_random(seed, 8) == 0)
				cross(in, at,
				      &corpus[next_random(seed,
							  (uint32_t)n_corpus)],
				      seed);
			break;
		default:
			put_piece(in, at, piece, *piece ? strlen(piece) : 2);
		}
	}
}

int main(int argc, char **argv)
{
	const char *name = strrchr(argv[0], '/');
	const char *sources = getenv("SOURCES");
	const char *rounds = getenv("FUZZ_ROUNDS");
	int n = rounds ? atoi(rounds) : 200;
	clock_t start = clock();
	uint32_t seed = 1, done = 0;
	char folder[4096];

	(void)argc;
	snprintf(folder, sizeof(folder), "%s/tests/fuzz/%s.corpus",
		 sources ? sources : ".", name ? name + 1 : argv[0]);
	read_corpus(folder);
	for (size_t i = 0; i < n_corpus; i++)
		LLVMFuzzerTestOneInput(corpus[i].bytes, corpus[i].len);
	printf("1..2\nok 1 - the corpus of %zu files is safe\n", n_corpus);
	for (int k = 0; k < n; k++) {
		for (size_t i = 0; i < n_corpus; i++) {
			struct input in = corpus[i];

			if (!rounds &&
			    clock() - start > SECONDS_MOST * CLOCKS_PER_SEC)
				break;
			change(&in, &seed);
			LLVMFuzzerTestOneInput(in.bytes, in.len);
			done++;
		}
	}
	printf("ok 2 - changed at random it is safe\n# %u changes\n", done);
	free(corpus);
	return 0;
}
