/* Copying: what has the focus is looked up as corrections do (view.subject),
 * put in words, and given to the terminal on the user's key alone. */
#include "ui/yank.h"

#include <string.h>

#include "base/utf8.h"

/* What a citation is made of; what is not known is NULL or empty. */
struct cited {
	struct slice words;
	uint8_t kind; /* enum quote_kind */
	const char *speaker;
	struct slice title;
	const char *byline, *source, *url, *file;
	const struct when *published;
};

/* ---- what has the focus ---- */

static void cite_row(struct cited *to, const struct quote_row *q)
{
	*to = (struct cited){
		.words = slice_of(q->text),
		.kind = q->quote.kind,
		.speaker = q->entity ? q->name : q->speaker,
		.title = slice_of(q->title),
		.byline = q->byline,
		.source = q->source,
		.url = q->url,
		.file = q->file,
		.published = &q->published,
	};
}

static void cite_article(struct cited *to, const struct article *art)
{
	*to = (struct cited){
		.title = article_slice(art, art->title),
		.byline = art->byline,
		.source = art->source,
		.url = art->url,
		.file = art->file,
		.published = &art->published,
	};
}

/* A quotation of the article that is read. */
static void cite_quote(struct ui *ui, struct cited *to, int32_t index)
{
	const struct article *art = ui->reading.art;
	const struct quote *q = &art->quotes[index];
	struct slice words = article_slice(art, q->span);

	to->words = slice_of(resolve_surface(&ui->frame, words));
	to->kind = q->kind;
	if (q->chain >= 0)
		to->speaker = reading_name(&ui->reading, q->chain);
}

/* Errors  false: it was said what is missing. */
static bool find_cited(struct ui *ui, const struct subject *s,
		       struct cited *out)
{
	struct article *art = ui->reading.art;
	struct error err;

	if (s->said) {
		cite_row(out, s->said);
		return true;
	}
	if (s->listed &&
	    !store_article_get(ui->store, &ui->frame, s->listed, &art, &err)) {
		ui_say_error(ui, &err);
		return false;
	}
	if ((!s->listed && !s->article) || !art) {
		ui_say(ui, "no article has the focus");
		return false;
	}
	cite_article(out, art);
	if (s->quote >= 0)
		cite_quote(ui, out, s->quote);
	return true;
}

/* ---- in words ---- */

static void put_words(struct str *out, const struct cited *c)
{
	bool is_exact = c->kind == QUOTE_DIRECT;

	str_printf(out, "%s%.*s%s", is_exact ? "“" : "", (int)c->words.len,
		   c->words.at, is_exact ? "”" : "");
}

static void put_next(struct str *out, const char *text)
{
	if (text && *text)
		str_printf(out, ", %s", text);
}

static void put_source(struct ui *ui, struct str *out, const struct cited *c)
{
	const char *day = say_when(&ui->frame, c->published, true);
	bool is_known = c->published->kind != WHEN_NONE;

	day += strspn(day, " ");
	str_printf(out, "“%.*s”", (int)c->title.len, c->title.at);
	if (!c->source || !c->byline || strcmp(c->source, c->byline) != 0)
		put_next(out, c->byline);
	put_next(out, c->source);
	put_next(out, is_known ? day : "no date");
	put_next(out, c->url ? c->url : c->file);
}

/* “The tide has no calendar,” Ada Tern, “Title”, Ida Ray, Fell Courier,
 * 21 Mar 2026, https://...: what was said, who said it, the title as it is
 * written, whose text it is, the source, the day, the address or file. */
static void put_citation(struct ui *ui, struct str *out, const struct cited *c)
{
	if (c->words.len) {
		put_words(out, c);
		put_next(out, c->speaker);
		str_add_text(out, ", ");
	}
	put_source(ui, out, c);
}

/* ---- copying ---- */

#define SHOWN 160 /* bytes of what was copied that are said */

static void copy(struct ui *ui, const char *what, struct slice text)
{
	char shown[SHOWN];
	struct error err;

	if (!term_copy(ui->term, text, &err)) {
		ui_say_error(ui, &err);
		return;
	}
	utf8_copy(shown, sizeof(shown),
		  arena_copy(&ui->frame, text.at, text.len));
	ui_say(ui, "%s copied: %s%s", what, shown,
	       text.len >= sizeof(shown) ? "…" : "");
}

static void copy_link(struct ui *ui, const struct cited *c)
{
	if (c->url)
		copy(ui, "link", slice_of(c->url));
	else if (c->file)
		copy(ui, "file", slice_of(c->file));
	else
		ui_say(ui, "this article has no address and no file");
}

static void copy_quote(struct ui *ui, const struct cited *c)
{
	struct str out = {0};

	if (!c->words.len) {
		ui_say(ui, "no quotation has the focus; ) gives it to one");
		return;
	}
	put_words(&out, c);
	copy(ui, "quotation", (struct slice){out.at, out.len});
	str_free(&out);
}

static void copy_citation(struct ui *ui, const struct cited *c)
{
	struct str out = {0};

	put_citation(ui, &out, c);
	copy(ui, "citation", (struct slice){out.at, out.len});
	str_free(&out);
}

/* The name as the archive has it, else as it is written here. */
static void copy_name(struct ui *ui, const struct subject *s)
{
	const struct article *art = ui->reading.art;
	struct entity_row *e = NULL;
	struct error err;

	if (s->entity &&
	    !store_entity_get(ui->store, &ui->frame, s->entity, &e, &err))
		ui_say_error(ui, &err);
	else if (e)
		copy(ui, "name", slice_of(e->name));
	else if (s->article && s->mention >= 0)
		copy(ui, "name",
		     slice_of(resolve_surface(
			     &ui->frame,
			     article_slice(art,
					   art->mentions[s->mention].span))));
	else
		ui_say(ui, "no name has the focus");
}

void yank(struct ui *ui, enum action action)
{
	struct pane *pane = &ui->panes[ui->focus];
	struct subject s = {.mention = -1, .quote = -1};
	struct cited c = {0};

	if (pane->view->subject)
		pane->view->subject(ui, pane, &ui->frame, &s);
	if (action == ACTION_COPY_NAME) {
		copy_name(ui, &s);
		return;
	}
	if (!find_cited(ui, &s, &c))
		return;
	if (action == ACTION_COPY_LINK)
		copy_link(ui, &c);
	else if (action == ACTION_COPY_QUOTE)
		copy_quote(ui, &c);
	else
		copy_citation(ui, &c);
}
