/* Names and quotations as marks on a text: Web Annotations, brat's standoff.
 *
 * Source: W3C Web Annotation Data Model (2017), sections 3.1, 4.2.4, 4.2.5:
 * offsets and quoted text in code points; brat's standoff format 1.3.
 */
#include <string.h>

#include "base/out.h"
#include "base/utf8.h"
#include "cli/export.h"
#include "ui/markdown.h"

#define CONTEXT 32 /* code points of prefix and suffix */

/* Code points from byte `from` to byte `to`. */
static size_t points(const struct article *art, uint32_t from, uint32_t to)
{
	return utf8_count(art->text + from, to - from);
}

static const struct chain *chain_of(const struct article *art, int32_t chain)
{
	return chain >= 0 && (uint32_t)chain < art->n_chains
		       ? &art->chains[chain]
		       : NULL;
}

static const char *name_of(const struct chain *c)
{
	return c->entity_name ? c->entity_name : c->name;
}

/* ---- Web Annotation ---- */

static json_t *text_of(const struct article *art, uint32_t from, uint32_t to)
{
	return json_stringn(art->text + from, to - from);
}

static json_t *quote_selector(const struct article *art, struct span s)
{
	uint32_t from = s.start, to = s.end;
	json_t *it = json_object();

	for (int i = 0; i < CONTEXT && from > art->body.start; i++)
		from = (uint32_t)utf8_before(art->text, from);
	for (int i = 0; i < CONTEXT && to < art->body.end; i++) {
		uint32_t rune;

		to += (uint32_t)utf8_get(art->text + to, art->body.end - to,
					 &rune);
	}
	json_object_set_new(it, "type", json_string("TextQuoteSelector"));
	json_object_set_new(it, "exact", text_of(art, s.start, s.end));
	json_object_set_new(it, "prefix", text_of(art, from, s.start));
	json_object_set_new(it, "suffix", text_of(art, s.end, to));
	return it;
}

static json_t *target_of(const struct article *art, struct span s)
{
	size_t start = points(art, art->body.start, s.start);
	json_t *position =
		json_pack("{s:s, s:I, s:I}", "type", "TextPositionSelector",
			  "start", (json_int_t)start, "end",
			  (json_int_t)(start + points(art, s.start, s.end)));
	const char *source =
		art->url ? art->url
			 : arena_printf(art->arena, "urn:gazette:article:%s",
					cli_key(art->arena, art->key));

	return json_pack("{s:s, s:[o, o]}", "source", source, "selector",
			 quote_selector(art, s), position);
}

static json_t *entity_body(const struct chain *c, const char *purpose)
{
	return json_pack("{s:s, s:s, s:s}", "type", "TextualBody", "purpose",
			 purpose, "value", name_of(c));
}

static json_t *kind_body(const char *kind)
{
	return json_pack("{s:s, s:s, s:s}", "type", "TextualBody", "purpose",
			 "classifying", "value", kind);
}

static void put_annotation(struct export *e, const struct article *art,
			   struct span s, const char *motivation, json_t *body)
{
	const char *key = cli_key(art->arena, art->key);
	size_t at = points(art, art->body.start, s.start);
	json_t *it = json_object();

	json_object_set_new(
		it, "id",
		json_string(arena_printf(
			art->arena, "urn:gazette:annotation:%s:%s:%zu-%zu", key,
			motivation, at, at + points(art, s.start, s.end))));
	json_object_set_new(it, "type", json_string("Annotation"));
	json_object_set_new(it, "motivation", json_string(motivation));
	json_object_set_new(it, "body", body);
	json_object_set_new(it, "target", target_of(art, s));
	if (e->n++)
		out_printf(stdout, ",");
	cli_json(it);
}

static bool web_begin(struct export *e)
{
	(void)e;
	out_printf(stdout, "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\","
			   "\"type\":\"AnnotationPage\",\"items\":[\n");
	return true;
}

static bool web_end(struct export *e)
{
	(void)e;
	out_printf(stdout, "]}\n");
	return true;
}

static bool web_article(struct export *e, const struct article *art)
{
	for (uint32_t i = 0; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];
		const struct chain *c = chain_of(art, m->chain);
		json_t *body;

		if (m->form != FORM_NAME || !c || !c->entity ||
		    m->span.start < art->body.start)
			continue;
		body = json_array();
		json_array_append_new(body, entity_body(c, "identifying"));
		if (article_types.at[m->type])
			json_array_append_new(
				body, kind_body(article_types.at[m->type]));
		put_annotation(e, art, m->span, "identifying", body);
	}
	for (uint32_t i = 0; i < art->n_quotes; i++) {
		const struct quote *q = &art->quotes[i];
		const struct chain *c = chain_of(art, q->chain);
		json_t *body = json_array();

		json_array_append_new(
			body, kind_body(arena_printf(
				      art->arena, "%s quotation",
				      article_quote_kinds.at[q->kind])));
		if (c && q->span.start >= art->body.start) {
			json_array_append_new(body,
					      entity_body(c, "describing"));
		}
		if (q->span.start >= art->body.start)
			put_annotation(e, art, q->span, "classifying", body);
		else
			json_decref(body);
	}
	return true;
}

const struct export_format export_webannotation = {
	.name = "webannotation",
	.text = "names and quotations as Web Annotations",
	.begin = web_begin,
	.article = web_article,
	.end = web_end,
};

/* ---- brat ---- */

static const char *const brat_types[TYPES] = {
	[TYPE_UNKNOWN] = "Unknown",  [TYPE_PERSON] = "Person",
	[TYPE_ORG] = "Organisation", [TYPE_PLACE] = "Place",
	[TYPE_GROUP] = "Group",      [TYPE_EVENT] = "Event",
	[TYPE_WORK] = "Work",        [TYPE_DATE] = "Date",
	[TYPE_MISC] = "Misc",
};

static const char brat_conf[] =
	"[entities]\n"
	"Person\nOrganisation\nPlace\nGroup\nEvent\nWork\nDate\nMisc\nUnknown\n"
	"Quotation\n"
	"\n[relations]\n"
	"<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n"
	"SaidBy Arg1:Quotation, Arg2:<ENTITY>\n"
	"Coref Arg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive\n"
	"\n[events]\n"
	"\n[attributes]\n"
	"Form Arg:<ENTITY>, Value:role|nominal|pronoun\n"
	"Kind Arg:Quotation, Value:direct|mixed|indirect\n";

static bool brat_begin(struct export *e)
{
	str_add_text(&e->out, brat_conf);
	return export_put(e, "annotation.conf");
}

/* A place in code points, asked for in growing order. */
struct counter {
	const struct article *art;
	uint32_t byte;
	size_t point;
};

static size_t point_at(struct counter *c, uint32_t byte)
{
	if (byte < c->byte)
		c->byte = 0, c->point = 0;
	c->point += points(c->art, c->byte, byte);
	c->byte = byte;
	return c->point;
}

/* "T1<TAB>Person 0 4;5 9<TAB>words": no line end lies inside a piece. */
static void put_text_bound(struct export *e, struct counter *c, uint32_t n,
			   const char *type, struct span s)
{
	const char *text = c->art->text;
	struct str words = {0};
	uint32_t at = s.start;

	str_printf(&e->out, "T%u\t%s", n, type);
	for (bool is_first = true; at < s.end;) {
		uint32_t from = at;

		while (at < s.end && text[at] != '\n')
			at++;
		if (at > from) {
			size_t start = point_at(c, from);

			str_printf(&e->out, "%c%zu %zu", is_first ? ' ' : ';',
				   start, point_at(c, at));
			if (!is_first)
				str_add_char(&words, ' ');
			str_add(&words, text + from, at - from);
			is_first = false;
		}
		while (at < s.end && text[at] == '\n')
			at++;
	}
	for (size_t i = 0; i < words.len; i++) {
		if (words.at[i] == '\t')
			words.at[i] = ' ';
	}
	str_printf(&e->out, "\t%s\n", str_text(&words));
	str_free(&words);
}

static void put_mention(struct export *e, struct counter *c, uint32_t i)
{
	const struct mention *m = &c->art->mentions[i];
	const struct chain *chain = chain_of(c->art, m->chain);

	put_text_bound(e, c, i + 1, brat_types[m->type], m->span);
	if (m->form != FORM_NAME)
		str_printf(&e->out, "A%u\tForm T%u %s\n", i + 1, i + 1,
			   article_forms.at[m->form]);
	else if (chain && chain->entity)
		str_printf(&e->out, "N%u\tReference T%u gazette:%lld\t%s\n",
			   i + 1, i + 1, (long long)chain->entity,
			   name_of(chain));
}

/* Which mentions are one thing. */
static void put_chains(struct export *e, const struct article *art)
{
	struct str *lines =
		arena_array(art->arena, art->n_chains + 1, sizeof(*lines));
	uint32_t *count =
		arena_array(art->arena, art->n_chains + 1, sizeof(*count));

	for (uint32_t i = 0; i < art->n_mentions; i++) {
		int32_t chain = art->mentions[i].chain;

		if (!chain_of(art, chain))
			continue;
		count[chain]++;
		str_printf(&lines[chain], " T%u", i + 1);
	}
	for (uint32_t i = 0; i < art->n_chains; i++) {
		if (count[i] > 1)
			str_printf(&e->out, "*\tCoref%s\n",
				   str_text(&lines[i]));
		str_free(&lines[i]);
	}
}

static void put_quotes(struct export *e, struct counter *c)
{
	const struct article *art = c->art;
	uint32_t n = art->n_mentions;

	for (uint32_t i = 0; i < art->n_quotes; i++) {
		const struct quote *q = &art->quotes[i];

		n++;
		put_text_bound(e, c, n, "Quotation", q->span);
		str_printf(&e->out, "A%u\tKind T%u %s\n", n, n,
			   article_quote_kinds.at[q->kind]);
		if (q->mention >= 0)
			str_printf(&e->out, "R%u\tSaidBy Arg1:T%u Arg2:T%d\n",
				   i + 1, n, q->mention + 1);
	}
}

static bool brat_article(struct export *e, const struct article *art)
{
	struct arena *a = art->arena;
	const char *name = markdown_file_name(a, art);
	struct counter c = {.art = art};

	str_add(&e->out, art->text, art->text_len);
	if (!export_put(e, arena_printf(a, "%s.txt", name)))
		return false;
	for (uint32_t i = 0; i < art->n_mentions; i++)
		put_mention(e, &c, i);
	put_chains(e, art);
	put_quotes(e, &c);
	return export_put(e, arena_printf(a, "%s.ann", name));
}

const struct export_format export_brat = {
	.name = "brat",
	.text = "the same as standoff files",
	.folder = FOLDER_MUST,
	.begin = brat_begin,
	.article = brat_article,
};
