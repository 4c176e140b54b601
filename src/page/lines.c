/* The page as lines of text.  A walk over the flat tree: blocks, <br><br> and
 * rows of a table end a line; a stack holds what the open elements say. */
#include "page/work.h"

#include <string.h>

#include "base/array.h"
#include "page/fold.h"

/* What an open element says of the text in it. */
struct frame {
	uint32_t node, end;
	uint8_t mark;
	uint32_t marked; /* the element that says so */
	uint8_t level;   /* list depth, heading level */
	uint8_t block;   /* enum block_kind */
	bool is_block, is_bold, is_italic, is_small, in_quote;
	uint32_t table; /* whose cells are text, not layout; 0 none */
	bool is_row;
};

struct walker {
	struct page_work *w;
	struct frame *stack;
	uint32_t n_stack;
	struct str text;
	struct page_line line; /* under way */
	uint32_t link;         /* open link's start, or NO_LINK */
	const char *href;
	bool had_image, had_break;
	uint32_t breaks;
};

#define NO_LINK UINT32_MAX

#define DAY_MOST 70

/* Longer hidden text in a sentence may be its rest, behind a button. */
#define HIDDEN_MOST 120

/* Phrases begin lines; more than this of a line is not looked at. */
#define FOLD_MOST 320

static struct frame *top(struct walker *k)
{
	return &k->stack[k->n_stack - 1];
}

static void link_end(struct walker *k)
{
	uint32_t end = (uint32_t)k->text.len;
	struct page_link *link;

	if (k->link == NO_LINK)
		return;
	while (end > k->link && k->text.at[end - 1] == ' ')
		end--;
	if (end > k->link) {
		link = array_add(k->w->arena, k->line.links, k->line.n_links);
		*link = (struct page_link){k->link, end, k->href};
		k->line.link_len += end - k->link;
	}
	k->link = (uint32_t)k->text.len;
}

/* "date" is a word of many classes: a sentence without a digit is no day. */
static void doubt_day(struct page_line *line)
{
	if (line->mark != PAGE_DATE || line->text.len < DAY_MOST ||
	    !strchr(".!?\"", line->text.at[line->text.len - 1]))
		return;
	for (size_t i = 0; i < line->text.len; i++) {
		if (line->text.at[i] >= '0' && line->text.at[i] <= '9')
			return;
	}
	line->mark = PAGE_NONE;
}

/* End the line under way. */
static void flush(struct walker *k)
{
	struct page_line *line;
	size_t len = k->text.len;

	link_end(k);
	while (len && strchr(" \t\n", k->text.at[len - 1]))
		len--;
	if (len) {
		k->line.text.at = arena_copy(k->w->arena, k->text.at, len);
		k->line.text.len = len;
		k->line.after_image = k->had_image;
		k->had_image = false;
		doubt_day(&k->line);
		line = array_add(k->w->arena, k->w->lines, k->w->n_lines);
		*line = k->line;
	}
	str_clear(&k->text);
	memset(&k->line, 0, sizeof(k->line));
	if (k->link != NO_LINK)
		k->link = 0;
	k->breaks = 0;
}

static void line_begin(struct walker *k, uint32_t node)
{
	const struct frame *f = top(k);
	uint32_t i = k->n_stack;

	while (i > 1 && !k->stack[i - 1].is_block)
		i--;
	k->line.node = k->stack[i - 1].node;
	k->line.from = node;
	k->line.kind = f->block;
	k->line.level = f->level;
	k->line.mark = f->mark;
	k->line.marked = f->marked;
	k->line.in_quote = f->in_quote;
	k->line.is_small = f->is_small;
	k->line.table = f->is_row ? f->table : 0;
}

static void add_text(struct walker *k, uint32_t node, struct slice text)
{
	const struct frame *f = top(k);

	if (!k->text.len) {
		while (text.len && (*text.at == ' ' || *text.at == '\n')) {
			text.at++;
			text.len--;
		}
		if (!text.len)
			return;
		line_begin(k, node);
		if (k->link != NO_LINK)
			k->link = 0;
	} else if (text.len && *text.at == ' ' &&
		   strchr(" \t\n", k->text.at[k->text.len - 1])) {
		text.at++;
		text.len--;
	}
	if (!text.len)
		return;
	if (!slice_trim(text).len) {
		str_add(&k->text, text.at, text.len);
		return;
	}
	k->breaks = 0;
	str_add(&k->text, text.at, text.len);
	if (f->is_bold)
		k->line.bold_len += (uint32_t)text.len;
	if (f->is_italic)
		k->line.italic_len += (uint32_t)text.len;
	if (!f->is_small)
		k->line.is_small = false;
	if (!f->mark)
		k->line.mark = PAGE_NONE;
}

/* One <br> is a blank, two are a new line; so is one behind a line that is
 * bold from end to end, as a heading would be. */
static void add_break(struct walker *k)
{
	if (top(k)->block == BLOCK_PRE) {
		str_add_char(&k->text, '\n');
		return;
	}
	if (!k->text.len)
		return;
	if (++k->breaks >= 2 || k->line.bold_len + 2 >= k->text.len)
		flush(k);
	else if (k->text.at[k->text.len - 1] != ' ')
		str_add_char(&k->text, ' ');
}

/* ---- tables ---- */

/* Is this a table of data, not one that lays out a page?  Cells are short and
 * hold no blocks. */
static bool is_data_table(const struct html_tree *t, uint32_t table)
{
	uint32_t cells = 0, rows = 0, blocks = 0, heads = 0, longest = 0;
	uint32_t end = t->nodes[table].end;

	for (uint32_t i = table + 1; i < end; i++) {
		uint32_t len;

		switch (t->nodes[i].tag) {
		case HTML_TABLE:
		case HTML_FORM:
		case HTML_H1:
			return false;
		case HTML_TR:
			rows++;
			break;
		case HTML_TH:
			heads++;
			/* fall through */
		case HTML_TD:
			cells++;
			len = t->nodes[t->nodes[i].end].text - t->nodes[i].text;
			if (len > longest)
				longest = len;
			break;
		case HTML_P:
		case HTML_DIV:
		case HTML_LI:
		case HTML_H2:
		case HTML_H3:
			blocks++;
			break;
		default:
			break;
		}
	}
	if (rows < 2 || cells < rows * 2)
		return false;
	return heads ? longest < 2000 : longest < 400 && blocks <= cells;
}

/* ---- the walk ---- */

static bool is_bold_tag(uint8_t tag)
{
	return tag == HTML_B || tag == HTML_STRONG || tag == HTML_BIG;
}

static bool is_dead(const struct walker *k, uint32_t node)
{
	uint8_t tag = k->w->tree->nodes[node].tag;

	return html_class_of(tag) == HTML_DEAD || tag == HTML_HEAD ||
	       tag == HTML_TITLE;
}

static bool has_image(const struct html_tree *t, uint32_t node)
{
	for (uint32_t i = node + 1; i < t->nodes[node].end; i++) {
		uint8_t tag = t->nodes[i].tag;

		if (tag == HTML_IMG || tag == HTML_AMP_IMG ||
		    tag == HTML_IFRAME || tag == HTML_VIDEO)
			return true;
		if (tag == HTML_TABLE || tag == HTML_PRE ||
		    tag == HTML_BLOCKQUOTE)
			return false;
	}
	return false;
}

/* A post of somebody's that is embedded in the text. */
static bool is_post(const struct html_tree *t, uint32_t node)
{
	const char *class = html_attr(t, node, HTML_ATTR_CLASS);

	return html_attr(t, node, HTML_ATTR_CITE) ||
	       (class &&
		(strstr(class, "tweet") || strstr(class, "embed") ||
		 strstr(class, "instagram") || strstr(class, "tiktok")));
}

static uint8_t block_of(const struct frame *f, uint8_t tag)
{
	if (html_is_heading(tag))
		return BLOCK_HEADING;
	switch (tag) {
	case HTML_LI:
	case HTML_DD:
	case HTML_DT:
		return f->block == BLOCK_BLOCKQUOTE ? f->block : BLOCK_ITEM;
	case HTML_BLOCKQUOTE:
		return BLOCK_BLOCKQUOTE;
	case HTML_PRE:
		return BLOCK_PRE;
	default:
		return f->block;
	}
}

static void open_list(const struct html_tree *t, uint32_t node, struct frame *f)
{
	uint8_t tag = t->nodes[node].tag;

	if (tag == HTML_UL || tag == HTML_OL || tag == HTML_DL) {
		f->level = f->level < 200 ? f->level + 1 : f->level;
		if (f->block == BLOCK_PARAGRAPH || f->block == BLOCK_HEADING)
			f->block = BLOCK_ITEM;
	}
	if (html_is_heading(tag))
		f->level = (uint8_t)(tag - HTML_H1 + 1);
}

static void push(struct walker *k, uint32_t node)
{
	const struct html_tree *t = k->w->tree;
	uint8_t tag = t->nodes[node].tag;
	struct frame f = *top(k);

	f.node = node;
	f.end = t->nodes[node].end;
	f.is_block = html_class_of(tag) == HTML_BLOCK;
	if (!f.mark && k->w->marks[node] != PAGE_CONTENT) {
		f.mark = k->w->marks[node];
		f.marked = node;
	}
	if (tag == HTML_FIGURE && !f.mark && has_image(t, node)) {
		f.mark = PAGE_CAPTION;
		f.marked = node;
	}
	if (tag == HTML_BLOCKQUOTE && is_post(t, node) &&
	    f.mark != PAGE_COMMENTS && f.mark != PAGE_RELATED)
		f.mark = PAGE_NONE;
	f.block = block_of(&f, tag);
	open_list(t, node, &f);
	f.is_bold |= is_bold_tag(tag);
	f.is_italic |= tag == HTML_I || tag == HTML_EM;
	f.is_small |= tag == HTML_SMALL;
	f.in_quote |= tag == HTML_BLOCKQUOTE;
	if (tag == HTML_TABLE) {
		f.table = is_data_table(t, node) ? node : 0;
		f.is_row = false;
	}
	if (tag == HTML_TR && f.table)
		f.is_row = true;
	if (f.is_row)
		f.block = BLOCK_TABLE;
	k->stack[k->n_stack++] = f;
}

static bool is_cell(uint8_t tag)
{
	return tag == HTML_TD || tag == HTML_TH;
}

/* Blocks inside a row of a table end no line. */
static void block_edge(struct walker *k)
{
	const struct frame *f = top(k);

	if (!f->is_row)
		flush(k);
	else if (k->text.len && !strchr(" \t", k->text.at[k->text.len - 1]))
		str_add_char(&k->text, ' ');
}

static void cell_edge(struct walker *k)
{
	while (k->text.len && k->text.at[k->text.len - 1] == ' ')
		k->text.at[--k->text.len] = '\0';
	if (k->text.len)
		str_add_char(&k->text, '\t');
}

static void look_at_inline(struct walker *k, uint32_t node)
{
	const struct html_tree *t = k->w->tree;
	uint8_t tag = t->nodes[node].tag;
	const char *rel;

	if (tag == HTML_TIME)
		k->line.has_time = true;
	rel = html_attr(t, node, HTML_ATTR_REL);
	if (rel && strstr(rel, "author"))
		k->line.has_author = true;
	if (tag == HTML_A) {
		link_end(k);
		k->link = (uint32_t)k->text.len;
		k->href = html_attr(t, node, HTML_ATTR_HREF);
		if (!k->href)
			k->link = NO_LINK;
	}
}

static void open_node(struct walker *k, uint32_t node)
{
	uint8_t tag = k->w->tree->nodes[node].tag;

	if (tag == HTML_IMG || tag == HTML_AMP_IMG || tag == HTML_FIGURE ||
	    tag == HTML_PICTURE)
		k->had_image = true;
	if (tag == HTML_BR)
		add_break(k);
	if (html_class_of(tag) == HTML_VOID)
		return;
	if (is_cell(tag) && top(k)->is_row)
		cell_edge(k);
	else if (html_class_of(tag) == HTML_BLOCK)
		block_edge(k);
	push(k, node);
	look_at_inline(k, node);
}

static void close_node(struct walker *k)
{
	struct frame *f = top(k);
	uint8_t tag = k->w->tree->nodes[f->node].tag;

	if (tag == HTML_A) {
		link_end(k);
		k->link = NO_LINK;
	}
	k->n_stack--;
	if (tag == HTML_TR && f->is_row)
		flush(k);
	else if (f->is_block && !(is_cell(tag) && f->is_row))
		block_edge(k);
}

/* What stands in a sentence and is none of it: cards, a little hidden text. */
static bool is_aside(struct walker *k, uint32_t node)
{
	const struct html_tree *t = k->w->tree;
	uint8_t mark = k->w->marks[node];

	if (mark == PAGE_CARD)
		return true;
	return mark == PAGE_HIDDEN && k->text.len && !top(k)->mark &&
	       html_class_of(t->nodes[node].tag) == HTML_INLINE &&
	       t->nodes[t->nodes[node].end].text - t->nodes[node].text <
		       HIDDEN_MOST;
}

/* A line of its own, beside the one under way. */
static void add_aside(struct walker *k, uint32_t node)
{
	struct slice s = html_node_text(k->w->tree, node);
	struct page_line *line;

	if (!s.len)
		return;
	line = array_add(k->w->arena, k->w->lines, k->w->n_lines);
	*line = (struct page_line){
		.text = s,
		.node = node,
		.from = k->text.len ? k->line.from : node,
		.marked = node,
		.mark = k->w->marks[node],
	};
}

static void walk(struct walker *k)
{
	const struct html_tree *t = k->w->tree;

	for (uint32_t i = 1; i <= t->n; i++) {
		while (k->n_stack > 1 && top(k)->end <= i)
			close_node(k);
		if (i == t->n)
			break;
		if (t->nodes[i].tag == HTML_TEXT) {
			add_text(k, i,
				 (struct slice){t->text + t->nodes[i].text,
						t->nodes[i + 1].text -
							t->nodes[i].text});
		} else if (is_dead(k, i)) {
			k->had_image |= t->nodes[i].tag == HTML_IFRAME ||
					t->nodes[i].tag == HTML_VIDEO;
			i = t->nodes[i].end - 1;
		} else if (is_aside(k, i)) {
			add_aside(k, i);
			i = t->nodes[i].end - 1;
		} else {
			open_node(k, i);
		}
	}
	flush(k);
}

void page_lines_tree(struct page_work *w)
{
	struct walker k = {.w = w, .link = NO_LINK};

	w->lines = NULL;
	w->n_lines = 0;
	k.stack = arena_array(w->arena, w->tree->depth + 2, sizeof(*k.stack));
	k.stack[0].end = UINT32_MAX;
	k.stack[0].is_block = true;
	k.n_stack = 1;
	walk(&k);
	str_free(&k.text);
	page_lines_fold(w);
}

void page_lines_fold(struct page_work *w)
{
	char folded[FOLD_MOST];

	for (uint32_t i = 0; i < w->n_lines; i++) {
		struct page_line *line = &w->lines[i];
		size_t n = page_fold(line->text, folded, sizeof(folded));

		line->folded.at = arena_copy(w->arena, folded, n);
		line->folded.len = n;
	}
}

bool page_line_is_link(const struct page_line *line)
{
	return line->link_len * 10 >= line->text.len * 8;
}
