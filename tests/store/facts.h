/* All that an archive knows, as text, through the store's own header: what
 * must be the same before and after a migration. */
#ifndef GAZETTE_TESTS_FACTS_H
#define GAZETTE_TESTS_FACTS_H

#include "sample.h"

#define FACTS_MOST 100

static void facts_text(struct str *out, const char *name, const char *text)
{
	if (text)
		str_printf(out, "  %s %s\n", name, text);
}

static void facts_span(struct str *out, const struct article *art,
		       struct span span)
{
	struct slice s = article_slice(art, span);

	str_printf(out, " %u-%u '%.*s'", span.start, span.end, (int)s.len,
		   s.at);
}

static void facts_names(struct str *out, const struct article *art)
{
	for (uint32_t i = 0; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];
		const struct chain *c =
			m->chain >= 0 ? &art->chains[m->chain] : NULL;

		str_add_text(out, "  mention");
		facts_span(out, art, m->span);
		str_printf(out, " form %d, chain %d #%lld %s\n", m->form,
			   m->chain, c ? (long long)c->entity : 0,
			   c && c->entity_name ? c->entity_name : "-");
	}
	for (uint32_t i = 0; i < art->n_quotes; i++) {
		const struct quote *q = &art->quotes[i];

		str_add_text(out, "  quote");
		facts_span(out, art, q->span);
		str_printf(out, " kind %d, chain %d, %d%%\n", q->kind, q->chain,
			   q->confidence);
	}
	for (uint32_t i = 0; i < art->n_links; i++)
		str_printf(out, "  link %s to %lld\n", art->links[i].url,
			   (long long)art->links[i].article);
}

static void facts_article(struct sample *s, struct str *out, int64_t id)
{
	struct article *art;
	struct slice original;
	const char *type;
	char when[32];

	must(store_article_get(s->st, &s->arena, id, &art, err));
	if (!art)
		return;
	date_write(&art->published, when);
	str_printf(out, "article %lld at %lld\n  key ", (long long)id,
		   (long long)store_docid(s->st, id));
	for (int i = 0; i < 16; i++)
		str_printf(out, "%02x", art->key[i]);
	str_printf(out, "\n  published %s, added %lld, modified %lld\n", when,
		   (long long)art->added, (long long)art->modified);
	facts_text(out, "url", art->url);
	facts_text(out, "file", art->file);
	facts_text(out, "ref", art->ref);
	facts_text(out, "source", art->source);
	facts_text(out, "byline", art->byline);
	facts_text(out, "language", art->language);
	facts_text(out, "annotated", art->annotated);
	facts_text(out, "text", art->text);
	facts_text(out, "note", art->note);
	for (uint32_t i = 0; i < art->n_tags; i++)
		facts_text(out, "tag", art->tags[i]);
	str_printf(out, "  read %d, starred %d, position %u, copies %lld\n",
		   art->is_read, art->is_starred, store_position(s->st, id),
		   (long long)art->duplicate_of);
	facts_names(out, art);
	must(store_original_get(s->st, &s->arena, id, &original, &type, err));
	if (type)
		str_printf(out, "  original %s '%.*s'\n", type,
			   (int)original.len, original.at);
}

static void facts_entities(struct sample *s, struct str *out)
{
	struct entity_rows rows;

	must(store_entities(s->st, &s->arena, "", 0, 0, FACTS_MOST, &rows,
			    err));
	for (uint32_t i = 0; i < rows.n; i++) {
		const struct entity_row *e = &rows.at[i];
		struct entity_form *forms;
		uint32_t n;

		str_printf(out,
			   "name #%lld %s, type %d: %u articles, %u mentions, "
			   "%u quotations, days %d to %d\n",
			   (long long)e->id, e->name, e->type, e->articles,
			   e->mentions, e->quotes, e->first_day, e->last_day);
		must(store_entity_forms(s->st, &s->arena, e->id, &forms, &n,
					err));
		for (uint32_t k = 0; k < n; k++)
			str_printf(out, "  %u times %s, why %d\n",
				   forms[k].count,
				   forms[k].surface ? forms[k].surface : "-",
				   forms[k].why);
	}
}

static void facts_quotes(struct sample *s, struct str *out)
{
	struct quote_spec spec = {
		.with_hidden = true, .kind = -1, .limit = FACTS_MOST};
	struct quote_rows rows;

	must(store_quotes(s->st, &s->arena, &spec, &rows, err));
	for (uint32_t i = 0; i < rows.n; i++)
		str_printf(out, "said #%lld in %lld: %s\n",
			   (long long)rows.at[i].entity,
			   (long long)rows.at[i].article, rows.at[i].text);
}

/* Full text: the articles that have a word. */
static void facts_word(struct sample *s, struct str *out, const char *word)
{
	struct walk_spec spec = {.kind = WALK_WORDS, .words = word};
	struct store_walk *walk;
	int64_t docid = INT64_MAX;

	must(store_walk_open(s->st, &spec, &walk, err));
	str_printf(out, "word %s:", word);
	while ((docid = store_walk_next(walk, docid)) != 0)
		str_printf(out, " %lld", (long long)docid);
	str_add_char(out, '\n');
	store_walk_close(walk);
}

HELPER void facts_write(struct sample *s, struct str *out)
{
	struct store_counts counts;
	const char *view;

	must(store_counts(s->st, &counts, err));
	str_printf(out,
		   "%lld articles, %lld unread, %lld names, %lld mentions, "
		   "%lld quotations, %lld failed\n",
		   (long long)counts.articles, (long long)counts.unread,
		   (long long)counts.entities, (long long)counts.mentions,
		   (long long)counts.quotes, (long long)counts.failed);
	for (int64_t id = 1; id <= FACTS_MOST; id++)
		facts_article(s, out, id);
	facts_entities(s, out);
	facts_quotes(s, out);
	facts_word(s, out, "harbour");
	facts_word(s, out, "morrow");
	must(store_view_get(s->st, &s->arena, "port", &view, err));
	facts_text(out, "view", view);
}

/* The first line in which two differ, as a failed test. */
HELPER void facts_same(const char *before, const char *now)
{
	size_t at = 0, line = 0;

	while (before[at] && before[at] == now[at]) {
		at++;
		if (before[at - 1] == '\n')
			line = at;
	}
	if (before[at] != now[at])
		fail_msg("it was '%.*s' and is '%.*s'",
			 (int)strcspn(before + line, "\n"), before + line,
			 (int)strcspn(now + line, "\n"), now + line);
}

#endif
