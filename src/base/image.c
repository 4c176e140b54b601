/* The data is made twice, at two places: a word that differs by just the
 * distance of the places is a pointer.  A word that holds any other address of
 * this process is a fault of whoever made the data.
 *
 * What no pointer leads to, as arrays that have grown since, is left out. */
#include "base/image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

#define MAGIC   "gzimage"
#define VERSION 1
#define ORDER   UINT32_C(0x01020304)
#define PAGE    UINT64_C(4096)
#define MOST    (UINT64_C(64) << 20) /* bytes of the data */
#define VAST    (UINT64_C(128) << 20)
#define RANGES  512 /* of addresses of this process */

/* Where it is made and, where it can be, mapped: far from what kernels give
 * away by themselves. */
#define PLACE UINT64_C(0x2a0000000000)
#define OTHER (PLACE + 2 * MOST)

struct head {
	char magic[8];
	uint32_t version, order;
	uint64_t stamp;
	uint64_t size;     /* of the data; behind it a bit for each word: 1 a
			    * pointer */
	uint64_t root;     /* offset */
	uint64_t checksum; /* of data and bits */
	uint64_t seal;     /* of the head with seal 0 */
};

static size_t bits_size(uint64_t size)
{
	return (size_t)(size / 64 + 1);
}

static uint64_t rounded(uint64_t size)
{
	return (size + PAGE - 1) / PAGE * PAGE;
}

#define MIX(lane, at)                                                          \
	do {                                                                   \
		uint64_t word;                                                 \
                                                                               \
		memcpy(&word, (at), 8);                                        \
		(lane) = ((lane) ^ word) * UINT64_C(0x9E3779B97F4A7C15);       \
	} while (0)

/* Four lanes in registers, as megabytes are summed at every start: against
 * damage, not against malice. */
static uint64_t sum(const void *bytes, size_t len)
{
	uint64_t a = 1, b = 2, c = 3, d = 4;
	const char *at = bytes, *end = at + len;

	for (; end - at >= 32; at += 32) {
		MIX(a, at);
		MIX(b, at + 8);
		MIX(c, at + 16);
		MIX(d, at + 24);
	}
	for (; at < end; at++)
		a = (a ^ (unsigned char)*at) * UINT64_C(0x9E3779B97F4A7C15);
	for (int i = 0; i < 3; i++) {
		a = (a ^ b ^ a >> 29) * UINT64_C(0xbf58476d1ce4e5b9);
		b = c;
		c = d;
	}
	return a ^ a >> 31;
}

static uint64_t seal_of(const struct head *head)
{
	struct head h = *head;

	h.seal = 0;
	return sum(&h, sizeof(h));
}

/* ---- making ---- */

#define STARTS (MOST / ARENA_ALIGN / 8 + 1)

struct made {
	char *place;
	unsigned char *starts; /* [STARTS] */
	struct arena arena;
	uint64_t size, root;
};

static bool make_at(struct made *m, struct arena *passing, uint64_t place,
		    image_maker *make, void *self, struct error *err)
{
	struct arena *a;
	void *root, *chunk;

	m->place = mmap((void *)(uintptr_t)place, MOST, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE |
				MAP_FIXED_NOREPLACE,
			-1, 0);
	if (m->place == MAP_FAILED)
		return error_system(err, errno, "no room to make an image");
	/* the arena lies in itself, as its maps point at it */
	m->starts = arena_alloc(passing, STARTS);
	arena_init_block(&m->arena, m->place, MOST, m->starts);
	a = arena_alloc(&m->arena, sizeof(*a));
	*a = m->arena;
	chunk = a->chunk;
	if (!make(self, a, &root, err))
		return false;
	if (a->chunk != chunk) {
		arena_free(a);
		return error_set(err, "the image is too large");
	}
	m->size = (uint64_t)(a->at - m->place);
	m->root = (uint64_t)((char *)root - m->place);
	arena_init(a); /* nothing more will come of it */
	return true;
}

struct range {
	uint64_t start, end;
};

/* What is mapped in this process beside the two places.  No data lies in what
 * is vast: a sanitizer's shadow, in which small numbers would be pointers. */
static uint32_t read_ranges(struct range ranges[RANGES])
{
	FILE *f = fopen("/proc/self/maps", "r");
	unsigned long start, end;
	uint32_t n = 0;
	int c;

	while (f && n < RANGES && fscanf(f, "%lx-%lx", &start, &end) == 2) {
		if ((start < PLACE || end > OTHER + MOST) && end - start < VAST)
			ranges[n++] = (struct range){start, end};
		while ((c = getc(f)) != '\n' && c != EOF)
			;
	}
	if (f)
		fclose(f);
	return n;
}

static uint64_t word_at(const struct made *m, uint64_t at)
{
	uint64_t word;

	memcpy(&word, m->place + at, sizeof(word));
	return word;
}

static bool find_pointers(const struct made *a, const struct made *b,
			  unsigned char *bits, struct error *err)
{
	struct range ranges[RANGES];
	uint32_t n = read_ranges(ranges);

	if (a->size != b->size || a->root != b->root)
		return error_set(err, "the image has two sizes");
	for (uint64_t at = 0; at + 8 <= a->size; at += 8) {
		uint64_t x = word_at(a, at), y = word_at(b, at);

		if (y - x == OTHER - PLACE) {
			bits[at / 64] |= (unsigned char)(1u << at / 8 % 8);
			continue;
		}
		if (x != y)
			return error_set(err, "the image is made in two ways");
		for (uint32_t i = 0; i < n; i++) {
			if (x >= ranges[i].start && x < ranges[i].end)
				return error_set(
					err, "the image points out of itself");
		}
	}
	return true;
}

/* ---- leaving out what nothing leads to ---- */

/* What the arena handed out at once. */
struct part {
	uint64_t start, end; /* of the data as it was made */
	uint64_t to;         /* where it goes */
	bool is_kept;
};

struct parts {
	struct part *at;
	uint32_t n;
	uint32_t *waiting; /* [n] kept ones whose pointers were not followed */
	uint32_t n_waiting;
	const struct made *made;
	const unsigned char *bits; /* of made: what is a pointer */
};

static bool is_pointer(const unsigned char *bits, uint64_t at)
{
	return bits[at / 64] >> at / 8 % 8 & 1;
}

static void read_parts(struct parts *p, struct arena *a, const struct made *m,
		       const unsigned char *bits)
{
	*p = (struct parts){.made = m, .bits = bits};
	for (uint64_t at = 0; at < m->size; at += ARENA_ALIGN) {
		uint64_t i = at / ARENA_ALIGN;

		if (!(m->starts[i / 8] >> i % 8 & 1))
			continue;
		if (p->n)
			p->at[p->n - 1].end = at;
		array_add(a, p->at, p->n)->start = at;
	}
	if (p->n)
		p->at[p->n - 1].end = m->size;
	p->waiting = arena_array(a, p->n, sizeof(*p->waiting));
}

/* The part that holds a place; its end is the next one's, if there is one. */
static struct part *part_at(const struct parts *p, uint64_t place)
{
	uint32_t low = 0, high = p->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (p->at[middle].start <= place)
			low = middle + 1;
		else
			high = middle;
	}
	return low && place <= p->at[low - 1].end ? &p->at[low - 1] : NULL;
}

static bool keep(struct parts *p, uint64_t place)
{
	struct part *part = part_at(p, place);

	if (part && !part->is_kept) {
		part->is_kept = true;
		p->waiting[p->n_waiting++] = (uint32_t)(part - p->at);
	}
	return part != NULL;
}

static bool keep_all(struct parts *p, struct error *err)
{
	bool is_good = keep(p, p->made->root);

	while (is_good && p->n_waiting) {
		const struct part *part = &p->at[p->waiting[--p->n_waiting]];

		for (uint64_t at = part->start; is_good && at + 8 <= part->end;
		     at += 8)
			is_good = !is_pointer(p->bits, at) ||
				  keep(p, word_at(p->made, at) - PLACE);
	}
	return is_good || error_set(err, "the image points beside itself");
}

static void place_parts(struct parts *p, uint64_t *size)
{
	*size = 0;
	for (uint32_t i = 0; i < p->n; i++) {
		p->at[i].to = *size;
		if (p->at[i].is_kept)
			*size += p->at[i].end - p->at[i].start;
	}
}

static uint64_t moved(const struct parts *p, uint64_t place)
{
	const struct part *part = part_at(p, place);

	return part->to + (place - part->start);
}

static void move_part(const struct parts *p, const struct part *part,
		      char *data, unsigned char *bits)
{
	memcpy(data + part->to, p->made->place + part->start,
	       part->end - part->start);
	for (uint64_t at = part->start; at + 8 <= part->end; at += 8) {
		uint64_t to = part->to + (at - part->start), word;

		if (!is_pointer(p->bits, at))
			continue;
		bits[to / 64] |= (unsigned char)(1u << to / 8 % 8);
		word = PLACE + moved(p, word_at(p->made, at) - PLACE);
		memcpy(data + to, &word, sizeof(word));
	}
}

/* ---- writing ---- */

static bool write_file(const char *path, struct head *h, const char *padded,
		       size_t len, struct error *err)
{
	char page[PAGE] = {0};
	FILE *file = fopen(path, "wb");
	bool ok;

	if (!file)
		return error_system(err, errno, "cannot write '%s'", path);
	h->seal = seal_of(h);
	memcpy(page, h, sizeof(*h));
	ok = fwrite(page, 1, sizeof(page), file) == sizeof(page) &&
	     fwrite(padded, 1, len, file) == len;
	if (fclose(file) != 0 || !ok)
		return error_system(err, errno, "cannot write '%s'", path);
	return true;
}

static bool write_parts(const char *path, const struct parts *p,
			struct arena *a, struct head *h, struct error *err)
{
	size_t size = (size_t)rounded(h->size);
	size_t len = size + (size_t)rounded(bits_size(h->size));
	char *bytes = arena_alloc(a, len);

	for (uint32_t i = 0; i < p->n; i++) {
		if (p->at[i].is_kept)
			move_part(p, &p->at[i], bytes,
				  (unsigned char *)bytes + size);
	}
	h->root = moved(p, p->made->root);
	h->checksum = sum(bytes, len);
	return write_file(path, h, bytes, len, err);
}

static bool write_made(const char *path, const struct made *a,
		       const struct made *b, struct arena *passing,
		       uint64_t stamp, struct error *err)
{
	struct head h = {.magic = MAGIC,
			 .version = VERSION,
			 .order = ORDER,
			 .stamp = stamp};
	unsigned char *bits = arena_alloc(passing, bits_size(a->size));
	struct parts parts;

	if (!find_pointers(a, b, bits, err))
		return false;
	read_parts(&parts, passing, a, bits);
	if (!keep_all(&parts, err))
		return false;
	place_parts(&parts, &h.size);
	return write_parts(path, &parts, passing, &h, err);
}

bool image_write(const char *path, image_maker *make, void *self,
		 uint64_t stamp, struct error *err)
{
	struct made a = {0}, b = {0};
	struct arena passing;
	bool ok;

	arena_init(&passing);
	ok = make_at(&a, &passing, PLACE, make, self, err) &&
	     make_at(&b, &passing, OTHER, make, self, err) &&
	     write_made(path, &a, &b, &passing, stamp, err);
	arena_free(&passing);
	if (a.place && a.place != MAP_FAILED)
		munmap(a.place, MOST);
	if (b.place && b.place != MAP_FAILED)
		munmap(b.place, MOST);
	return ok;
}

/* ---- mapping ---- */

static bool fits(const struct head *h, uint64_t file_size, uint64_t stamp)
{
	return memcmp(h->magic, MAGIC, sizeof(h->magic)) == 0 &&
	       h->version == VERSION && h->order == ORDER &&
	       h->stamp == stamp && h->seal == seal_of(h) && h->size <= MOST &&
	       h->root < h->size &&
	       file_size ==
		       PAGE + rounded(h->size) + rounded(bits_size(h->size));
}

static void move_pointers(char *data, const struct head *h)
{
	const unsigned char *bits =
		(const unsigned char *)data + rounded(h->size);
	uint64_t by = (uint64_t)(uintptr_t)data - PLACE, word;

	for (uint64_t at = 0; at + 8 <= h->size; at += 8) {
		if (!is_pointer(bits, at))
			continue;
		memcpy(&word, data + at, sizeof(word));
		word += by;
		memcpy(data + at, &word, sizeof(word));
	}
}

static char *checked(char *data, const struct head *h, size_t len)
{
	if (sum(data, len) == h->checksum)
		return data;
	munmap(data, len);
	return NULL;
}

/* Shared with all who map it, but where its pointers must be moved. */
static char *map_data(int fd, const struct head *h, size_t len)
{
	void *place = (void *)(uintptr_t)PLACE;
	void *at = mmap(place, len, PROT_READ,
			MAP_PRIVATE | MAP_POPULATE | MAP_FIXED_NOREPLACE, fd,
			(off_t)PAGE);

	if (at == place)
		return checked(at, h, len);
	/* kernels before 4.17 take the place as a wish */
	if (at != MAP_FAILED)
		munmap(at, len);
	at = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd,
		  (off_t)PAGE);
	if (at == MAP_FAILED)
		return NULL;
	at = checked(at, h, len);
	if (at)
		move_pointers(at, h);
	return at;
}

const void *image_map(const char *path, uint64_t stamp)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct head h;
	struct stat st;
	char *data = NULL;
	size_t len;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    read(fd, &h, sizeof(h)) == (ssize_t)sizeof(h) &&
	    fits(&h, (uint64_t)st.st_size, stamp)) {
		len = (size_t)((uint64_t)st.st_size - PAGE);
		data = map_data(fd, &h, len);
	}
	close(fd);
	return data ? data + h.root : NULL;
}
