#include "ui/layout.h"

#include <string.h>

#include "base/utf8.h"
#include "base/width.h"

#define LAYOUT_COLUMNS 12 /* of a table that is aligned */
#define LAYOUT_LEAST   10
#define LAYOUT_DROP    (1 << 20) /* bytes shown of a dropped piece */

struct maker {
	struct arena *arena;
	const struct article *art;
	struct layout *out;
	uint32_t width;
	bool is_speech;
};

static struct line *add_line(struct maker *m, uint8_t kind, uint32_t start,
			     uint32_t end)
{
	struct line *line = array_add(m->arena, m->out->at, m->out->n);

	line->kind = kind;
	line->start = start;
	line->end = end;
	line->quote = -1;
	return line;
}

/* A blank line between blocks, never two. */
static void add_blank(struct maker *m, uint32_t at)
{
	if (m->out->n > 0 && m->out->at[m->out->n - 1].kind != LINE_BLANK)
		add_line(m, LINE_BLANK, at, at);
}

/* ---- where a line may break ---- */

static bool never_starts(uint32_t rune)
{
	static const char marks[] =
		"、。，．・：；？！）］｝」』】〉》〕ーぁぃぅぇぉっゃゅょ"
		"ァィゥェォッャュョ々…’”";

	for (size_t at = 0; at < sizeof(marks) - 1;) {
		uint32_t mark;

		at += utf8_get(marks + at, sizeof(marks) - 1 - at, &mark);
		if (mark == rune)
			return true;
	}
	return false;
}

static bool never_ends(uint32_t rune)
{
	return rune == 0xFF08 || rune == 0x300C || rune == 0x300E ||
	       rune == 0x3010 || rune == 0x3008 || rune == 0x300A ||
	       rune == 0x201C || rune == 0x2018;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (unsigned char)c >= 0xC3;
}

/* May a line end behind the cluster [at, next) that is no blank? */
static bool breaks_after(const char *text, uint32_t start, uint32_t at,
			 uint32_t next, uint32_t end, uint8_t width)
{
	uint32_t rune, follows;

	if (next >= end)
		return false;
	utf8_get(text + at, end - at, &rune);
	if (rune == '-')
		return at > start && is_letter(text[at - 1]) &&
		       is_letter(text[next]);
	if (rune == 0x2014)
		return true;
	if (width < 2 || rune > 0x1F000)
		return false;
	utf8_get(text + next, end - next, &follows);
	return follows > 0x7F && !never_ends(rune) && !never_starts(follows);
}

static uint32_t insert_width(const struct layout *lay, uint32_t byte)
{
	const struct insert *insert = layout_insert(lay, byte);

	return insert ? insert->width : 0;
}

struct cut {
	uint32_t end, next; /* of the line; where the next one starts */
};

/* In French, blanks stand inside of the marks of quotations, and before some
 * others: no line ends there. */
static bool opens(const char *text, uint32_t start, uint32_t solid)
{
	size_t last;
	uint32_t rune;

	if (solid < start + 2)
		return false;
	last = utf8_before(text, solid);
	utf8_get(text + last, solid - last, &rune);
	return rune == 0xAB || rune == 0x2039;
}

static bool is_held(const char *text, uint32_t at, uint32_t end)
{
	uint32_t rune;
	size_t n = utf8_get(text + at, end - at, &rune);
	bool is_alone =
		at + n >= end || text[at + n] == ' ' || text[at + n] == '\n';

	return rune == 0xBB || rune == 0x203A ||
	       (rune < 0x80 && strchr(":;!?", (int)rune) && is_alone);
}

/* The line that starts at `start` of a span that ends at `end`. */
static struct cut cut_line(const struct maker *m, const char *text,
			   uint32_t start, uint32_t end, uint32_t width)
{
	struct cut best = {0, 0}, before = {0, 0};
	uint32_t cells = 0, at = start, solid = start;

	while (at < end) {
		struct cluster c = cell_next(text + at, end - at);
		uint32_t wide = text[at] == '\t' ? LAYOUT_TAB : c.width;
		bool is_blank = text[at] == ' ' || text[at] == '\t';

		if (text == m->art->text)
			wide += insert_width(m->out, at);
		if (text[at] == '\n')
			return (struct cut){solid, at + 1};
		if (!is_blank && best.next == at && is_held(text, at, end))
			best = before;
		if (!is_blank && cells + wide > width) {
			if (best.next > start)
				return best;
			if (at > start)
				return (struct cut){solid, at};
		}
		cells += wide;
		at += c.len;
		if (is_blank) {
			if (best.next != at - c.len)
				before = best;
			if (!opens(text, start, solid))
				best = (struct cut){solid, at};
		} else {
			solid = at;
			if (breaks_after(text, start, at - c.len, at, end,
					 c.width))
				best = (struct cut){at, at};
		}
	}
	return (struct cut){solid, end};
}

/* ---- blocks ---- */

static void wrap(struct maker *m, struct span span, uint8_t kind,
		 uint32_t indent)
{
	const char *text = m->art->text;
	uint32_t at = span.start;
	uint32_t room = m->width > indent + LAYOUT_LEAST ? m->width - indent
							 : LAYOUT_LEAST;
	bool is_first = true;

	while (at < span.end) {
		struct cut cut;
		struct line *line;

		while (kind != LINE_PRE && at < span.end && text[at] == ' ')
			at++;
		if (at == span.end)
			return;
		cut = cut_line(m, text, at, span.end, room);
		line = add_line(m, kind, at, cut.end);
		line->indent = (uint16_t)indent;
		line->is_first = is_first;
		is_first = false;
		at = cut.next;
	}
}

struct table_shape {
	uint32_t n, rows;
	uint32_t width[LAYOUT_COLUMNS];
	bool is_number[LAYOUT_COLUMNS];
};

static bool looks_number(struct slice cell)
{
	bool has_digit = false;

	for (size_t i = 0; i < cell.len; i++) {
		unsigned char c = (unsigned char)cell.at[i];

		if (c >= '0' && c <= '9')
			has_digit = true;
		else if (c < 0x80 && !strchr("+-.,:% ", c))
			return false;
		else if (c >= 0x80 && c != 0xE2 && c != 0x80 && c != 0x93 &&
			 c != 0x88 && c != 0x92)
			return false;
	}
	return has_digit || cell.len == 0;
}

/* Measure a table; false when it is no table or too wide. */
static bool measure(const struct maker *m, struct slice rows,
		    struct table_shape *shape)
{
	uint32_t total = 0;

	memset(shape, 0, sizeof(*shape));
	memset(shape->is_number, true, sizeof(shape->is_number));
	while (rows.at) {
		struct slice row = slice_cut(&rows, '\n');

		for (uint32_t c = 0; row.at; c++) {
			struct slice cell = slice_trim(slice_cut(&row, '\t'));
			uint32_t wide = (uint32_t)cell_text(cell.at, cell.len);

			if (c == LAYOUT_COLUMNS)
				return false;
			if (wide > shape->width[c])
				shape->width[c] = wide;
			if (shape->rows > 0 && !looks_number(cell))
				shape->is_number[c] = false;
			if (c >= shape->n)
				shape->n = c + 1;
		}
		shape->rows++;
	}
	for (uint32_t c = 0; c < shape->n; c++)
		total += shape->width[c] + (c ? 2 : 0);
	return shape->n > 1 && total <= m->width;
}

static void add_row(struct maker *m, const struct table_shape *shape,
		    struct slice row, bool is_first)
{
	uint16_t *stops = arena_array(m->arena, shape->n, sizeof(*stops));
	uint32_t start = (uint32_t)(row.at - m->art->text), x = 0;
	struct line *line =
		add_line(m, LINE_TABLE, start, start + (uint32_t)row.len);

	line->is_first = is_first;
	line->stops = stops;
	for (uint32_t c = 0; c < shape->n; c++) {
		struct slice cell = slice_trim(slice_cut(&row, '\t'));
		uint32_t wide = (uint32_t)cell_text(cell.at, cell.len);
		bool right = shape->rows > 1 && shape->is_number[c];

		stops[c] = (uint16_t)(x + (right ? shape->width[c] - wide : 0));
		x += shape->width[c] + 2;
	}
}

static void lay_table(struct maker *m, struct span span)
{
	struct slice rows = article_slice(m->art, span);
	struct table_shape shape;
	bool is_first = true;

	if (m->is_speech || !measure(m, rows, &shape)) {
		wrap(m, span, LINE_TEXT, 0);
		return;
	}
	while (rows.at) {
		add_row(m, &shape, slice_cut(&rows, '\n'), is_first);
		is_first = false;
	}
}

static void lay_block(struct maker *m, const struct block *b,
		      const struct block *before)
{
	uint32_t deep = b->level > 4 ? 4 : b->level > 0 ? b->level - 1 : 0;
	uint32_t narrow = m->width < 40 ? 1 : 2;

	/* the items of a list stand together */
	if (!(before && before->kind == BLOCK_ITEM && b->kind == BLOCK_ITEM))
		add_blank(m, b->span.start);
	switch ((enum block_kind)b->kind) {
	case BLOCK_HEADING:
		wrap(m, b->span, LINE_HEADING, 0);
		break;
	case BLOCK_ITEM:
		wrap(m, b->span, LINE_ITEM, narrow * (deep + 1));
		break;
	case BLOCK_BLOCKQUOTE:
		wrap(m, b->span, LINE_BLOCKQUOTE, narrow);
		break;
	case BLOCK_PRE:
		wrap(m, b->span, LINE_PRE, 0);
		break;
	case BLOCK_TABLE:
		lay_table(m, b->span);
		break;
	case BLOCK_PARAGRAPH:
	case BLOCK_KINDS:
		wrap(m, b->span, LINE_TEXT, 0);
		break;
	}
}

/* Links with a line of their own that stood before a byte: related articles,
 * files and comments. */
static void lay_links(struct maker *m, uint32_t *next, uint32_t before)
{
	for (; *next < m->art->n_links; ++*next) {
		const struct link *l = &m->art->links[*next];

		if (l->kind == LINK_INLINE)
			continue;
		if (l->span.start > before)
			return;
		if (m->out->n > 0 &&
		    m->out->at[m->out->n - 1].kind != LINE_LINK)
			add_blank(m, l->span.start);
		add_line(m, LINE_LINK, l->span.start, l->span.start)->index =
			*next;
	}
}

static void lay_body(struct maker *m)
{
	const struct article *art = m->art;
	struct block whole = {art->body, BLOCK_PARAGRAPH, 0};
	uint32_t link = 0;

	for (uint32_t i = 0; i < art->n_blocks; i++) {
		const struct block *b = &art->blocks[i];

		lay_links(m, &link, b->span.start);
		lay_block(m, b, i ? &art->blocks[i - 1] : NULL);
	}
	if (art->n_blocks == 0)
		lay_block(m, &whole, NULL);
	lay_links(m, &link, UINT32_MAX);
}

/* The text of one dropped piece, below its reason. */
static void lay_piece(struct maker *m, uint32_t index, uint32_t end)
{
	const char *text = m->art->dropped[index].text;
	size_t all = strlen(text);
	uint32_t len = all > LAYOUT_DROP ? LAYOUT_DROP : (uint32_t)all, at = 0;
	uint32_t room =
		m->width > 2 + LAYOUT_LEAST ? m->width - 2 : LAYOUT_LEAST;

	while (at < len) {
		struct cut cut = cut_line(m, text, at, len, room);
		struct line *line = add_line(m, LINE_DROP, end, end);

		line->index = index;
		line->words = (struct slice){text + at, cut.end - at};
		at = cut.next;
	}
}

static void lay_dropped(struct maker *m)
{
	uint32_t end = m->art->text_len;

	for (uint32_t i = 0; i < m->art->n_dropped; i++) {
		struct line *line;

		add_blank(m, end);
		line = add_line(m, LINE_DROP, end, end);
		line->index = i;
		line->is_first = true;
		lay_piece(m, i, end);
	}
}

/* ---- bars ---- */

static void mark_quotes(struct layout *lay, const struct article *art)
{
	for (uint32_t q = 0; q < art->n_quotes; q++) {
		const struct quote *quote = &art->quotes[q];
		uint8_t bar = quote->kind == QUOTE_INDIRECT ? BAR_REPORTED
							    : BAR_WORDS;
		uint32_t i = layout_line(lay, quote->span.start);
		bool is_begun = false;

		for (; i < lay->n && lay->at[i].start < quote->span.end; i++) {
			struct line *line = &lay->at[i];

			if (line->start == line->end ||
			    line->end <= quote->span.start)
				continue;
			if (bar > line->bar)
				line->bar = bar;
			if (!is_begun && line->quote < 0)
				line->quote = (int32_t)q;
			is_begun = true;
		}
	}
}

/* ---- inserts ---- */

const struct insert *layout_insert(const struct layout *lay, uint32_t byte)
{
	uint32_t low = 0, high = lay->n_inserts;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (lay->inserts[mid].at < byte)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < lay->n_inserts && lay->inserts[low].at == byte)
		return &lay->inserts[low];
	return NULL;
}

static void add_insert(struct maker *m, uint32_t at, const char *text)
{
	struct insert *new =
		array_add(m->arena, m->out->inserts, m->out->n_inserts);
	size_t cells, fits = cell_fit(text, strlen(text), m->width / 2, &cells);

	new->at = at;
	new->width = (uint16_t)cells;
	new->text = arena_copy(m->arena, text, fits);
}

/* Links stand in text order; what does not has no arrow. */
static void insert_arrows(struct maker *m)
{
	uint32_t last = 0;

	for (uint32_t i = 0; i < m->art->n_links; i++) {
		const struct link *l = &m->art->links[i];
		uint32_t at = l->span.start;

		if (l->kind != LINK_INLINE || at <= last)
			continue;
		add_insert(m, at, "→");
		last = at;
	}
}

static const char *speaker_of(const struct maker *m, const struct quote *q)
{
	const struct chain *c =
		q->chain >= 0 ? &m->art->chains[q->chain] : NULL;
	struct slice name = article_slice(m->art, q->speaker);
	const char *text = arena_copy(m->arena, name.at, name.len);

	if (c && (c->entity_name || c->name))
		text = c->entity_name ? c->entity_name : c->name;
	if (!*text)
		text = "somebody";
	else if (!article_is_sure(q))
		text = arena_printf(m->arena, "perhaps %s", text);
	else if (!article_is_sure(q))
		return "Speaker uncertain: ";
	return arena_printf(m->arena,
			    q->kind == QUOTE_INDIRECT ? "%s, reported: "
						      : "%s says: ",
			    text);
}

/* The start of the quotation marks that open what starts at a byte. */
static uint32_t before_marks(const struct article *art, uint32_t at)
{
	static const char marks[] = "\"'“‘„«‹「『";

	while (at > art->body.start) {
		size_t before = utf8_before(art->text, at);
		char mark[5] = {0};

		memcpy(mark, art->text + before, at - before);
		if (!strstr(marks, mark))
			break;
		at = (uint32_t)before;
	}
	return at;
}

/* Each quotation once, its first piece. */
static void insert_speakers(struct maker *m)
{
	uint32_t last = 0;

	for (uint32_t i = 0; i < m->art->n_quotes; i++) {
		const struct quote *q = &m->art->quotes[i];
		uint32_t at = q->span.start;

		at = before_marks(m->art, at);
		if (at <= last ||
		    (i > 0 && q->group && q->group == q[-1].group))
			continue;
		add_insert(m, at, speaker_of(m, q));
		last = at;
	}
}

void layout_make(struct arena *a, const struct article *art, uint32_t width,
		 int with, struct layout *out)
{
	struct maker m = {a, art, out,
			  width < LAYOUT_LEAST ? LAYOUT_LEAST : width,
			  with & LAYOUT_SPEECH};

	*out = (struct layout){NULL, 0, NULL, 0};
	if (with & LAYOUT_SPEECH)
		insert_speakers(&m);
	else
		insert_arrows(&m);
	if (with & LAYOUT_TITLE)
		wrap(&m, art->title, LINE_TITLE, 0);
	lay_body(&m);
	if (with & LAYOUT_DROPPED)
		lay_dropped(&m);
	mark_quotes(out, art);
}

uint32_t layout_line(const struct layout *lay, uint32_t byte)
{
	uint32_t low = 0, high = lay->n;

	/* the first line that starts behind the byte */
	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (lay->at[mid].start <= byte)
			low = mid + 1;
		else
			high = mid;
	}
	while (low > 1 && lay->at[low - 1].start == lay->at[low - 1].end)
		low--;
	return low > 0 ? low - 1 : 0;
}
