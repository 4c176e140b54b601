/* The readers that rules name: one element to one member. */
#include <string.h>
#include <strings.h>

#include "feed/work.h"
#include "html/text.h"

static const char *line_of(struct reading *r, uint32_t node)
{
	return feed_line(r->arena, xml_text(r->tree, node));
}

static const char *line_attr(struct reading *r, uint32_t node, const char *name)
{
	const char *value = xml_attr(r->tree, node, name);

	return value ? feed_line(r->arena, slice_of(value)) : NULL;
}

static const char *line_child(struct reading *r, uint32_t node,
			      const char *name)
{
	uint32_t child = feed_child_named(r, node, name);

	return child ? line_of(r, child) : NULL;
}

static const char *address_of(struct reading *r, uint32_t node,
			      const char *value)
{
	return value ? feed_address(r, feed_base(r, node), slice_of(value))
		     : NULL;
}

/* ---- text ---- */

/* What is there but says nothing is "" as long as nothing else is there. */
static void put(struct reading *r, const struct feed_rule *rule,
		const char *text)
{
	if (text && feed_take_text(r, rule->member, rule->rank))
		r->to->text[rule->member] = text;
	else if (!text && !r->to->text[rule->member])
		r->to->text[rule->member] = "";
}

void read_plain(struct reading *r, uint32_t node, const struct feed_rule *rule)
{
	struct feed_value v = feed_value_of(r, node);
	const char *text = feed_plain(r->arena, &v);

	put(r, rule, text);
}

void read_html(struct reading *r, uint32_t node, const struct feed_rule *rule)
{
	struct feed_value v;

	if (r->to->is_known)
		return;
	v = feed_value_of(r, node);
	put(r, rule, feed_html(r->arena, &v, feed_base(r, node)));
}

void read_content(struct reading *r, uint32_t node,
		  const struct feed_rule *rule)
{
	const char *src = xml_attr(r->tree, node, "src"), *html;
	struct feed_content *content;
	struct feed_value v;

	(void)rule;
	if (r->to->is_known)
		return;
	v = feed_value_of(r, node);
	html = feed_html(r->arena, &v, feed_base(r, node));
	if (src) {
		struct feed_link link = {
			.rel = "alternate",
			.href = address_of(r, node, src),
			.type = line_attr(r, node, "type"),
		};

		feed_link_add(r, &link);
	}
	if (!html && !slice_trim(v.text).len)
		return;
	content = array_add(r->arena, r->to->contents, r->to->n_contents);
	content->value = html ? html : "";
	content->type = v.type;
	content->language = feed_language(r, node);
}

void read_token(struct reading *r, uint32_t node, const struct feed_rule *rule)
{
	const char *text = line_of(r, node);

	if (text && feed_take_text(r, rule->member, rule->rank))
		r->to->text[rule->member] = text;
}

void read_address(struct reading *r, uint32_t node,
		  const struct feed_rule *rule)
{
	const char *text = address_of(r, node, line_of(r, node));

	if (!text)
		text = address_of(r, node, line_attr(r, node, "resource"));
	if (text && feed_take_text(r, rule->member, rule->rank))
		r->to->text[rule->member] = text;
}

void read_when(struct reading *r, uint32_t node, const struct feed_rule *rule)
{
	struct when when = feed_date(xml_text(r->tree, node));

	if (when.kind && feed_take_when(r, rule->member, rule->rank))
		r->to->when[rule->member] = when;
}

/* ---- people ---- */

static bool is_mail(struct slice word)
{
	const char *at = memchr(word.at, '@', word.len);

	return at && at > word.at && at < word.at + word.len - 1 &&
	       !memchr(word.at, '/', word.len);
}

/* The word of text that is an address of mail, without marks around it. */
static struct slice find_mail(struct slice text)
{
	static const char marks[] = " \t\n()<>\"',;[]";

	for (size_t i = 0; i < text.len;) {
		struct slice word = {text.at + i, 0};

		while (i + word.len < text.len &&
		       !strchr(marks, word.at[word.len]))
			word.len++;
		if (word.len > 7 && strncasecmp(word.at, "mailto:", 7) == 0) {
			word.at += 7;
			word.len -= 7;
			i += 7;
		}
		if (word.len && is_mail(word))
			return word;
		i += word.len + 1;
	}
	return (struct slice){"", 0};
}

/* Marks that are left around a name when the mail beside it is gone. */
static struct slice bare(struct slice s)
{
	static const char marks[] = " \t()<>\"[],;";

	while (s.len && strchr(marks, *s.at)) {
		s.at++;
		s.len--;
	}
	while (s.len && strchr(marks, s.at[s.len - 1]))
		s.len--;
	return s;
}

struct feed_person feed_person_of(struct arena *a, struct slice text)
{
	struct feed_person p = {0};
	struct slice mail = find_mail(text), front, back, name;
	char *rest;

	if (!mail.len) {
		p.name = text.len ? arena_copy(a, text.at, text.len) : NULL;
		return p;
	}
	p.email = arena_copy(a, mail.at, mail.len);
	front = bare((struct slice){text.at, (size_t)(mail.at - text.at)});
	back.at = mail.at + mail.len;
	back.len = (size_t)(text.at + text.len - back.at);
	back = bare(back);
	if (front.len >= 6 &&
	    strncasecmp(front.at + front.len - 6, "mailto", 6) == 0)
		front.len -= 6;
	rest = arena_printf(a, "%.*s %.*s", (int)front.len, front.at,
			    (int)back.len, back.at);
	name = bare(slice_of(rest));
	p.name = name.len ? arena_copy(a, name.at, name.len) : NULL;
	return p;
}

/* An element with <name>, <email>, <uri> in it, or words. */
static struct feed_person person_at(struct reading *r, uint32_t node)
{
	struct feed_person p = {
		.name = line_child(r, node, "name"),
		.email = line_child(r, node, "email"),
		.url = line_child(r, node, "uri"),
	};
	struct feed_value v;
	const char *words;

	if (!p.url)
		p.url = line_child(r, node, "url");
	if (!p.url)
		p.url = line_child(r, node, "homepage");
	p.url = address_of(r, node, p.url);
	if (p.name || p.email || p.url || feed_child(r, node, 0))
		return p;
	v = feed_value_of(r, node);
	words = feed_plain(r->arena, &v);
	return words ? feed_person_of(r->arena, slice_of(words)) : p;
}

void read_author(struct reading *r, uint32_t node, const struct feed_rule *rule)
{
	struct feed_person p = person_at(r, node);

	if (!p.name && !p.email && !p.url)
		return;
	if (!feed_take_text(r, FEED_author, rule->rank))
		return;
	if (!feed_child(r, node, 0))
		r->to->text[FEED_author] = line_of(r, node);
	*array_add(r->arena, r->to->authors, r->to->n_authors) = p;
}

void read_contributor(struct reading *r, uint32_t node,
		      const struct feed_rule *rule)
{
	struct feed_person p = person_at(r, node);

	(void)rule;
	if (p.name || p.email || p.url)
		*array_add(r->arena, r->to->contributors,
			   r->to->n_contributors) = p;
}

/* ---- links ---- */

void feed_link_add(struct reading *r, const struct feed_link *link)
{
	if (!link->href)
		return;
	*array_add(r->arena, r->to->links, r->to->n_links) = *link;
}

void feed_enclosure_add(struct reading *r, const struct feed_link *link)
{
	for (uint32_t i = 0; i < r->to->n_enclosures; i++) {
		if (strcmp(r->to->enclosures[i].href, link->href) == 0)
			return;
	}
	*array_add(r->arena, r->to->enclosures, r->to->n_enclosures) = *link;
}

/* <link href rel type title hreflang length/> or <link>address</link>. */
void read_link(struct reading *r, uint32_t node, const struct feed_rule *rule)
{
	const char *href = line_attr(r, node, "href");
	bool is_text = !href;
	struct feed_link link = {
		.rel = line_attr(r, node, "rel"),
		.type = line_attr(r, node, "type"),
		.title = line_attr(r, node, "title"),
		.language = line_attr(r, node, "hreflang"),
		.length = line_attr(r, node, "length"),
	};

	if (is_text)
		href = line_of(r, node);
	link.href = address_of(r, node, href);
	if (!link.href)
		return;
	if (!link.rel)
		link.rel = "alternate";
	if (!link.type && !is_text && strcmp(link.rel, "self") == 0)
		link.type = "application/atom+xml";
	else if (!link.type)
		link.type = "text/html";
	feed_link_add(r, &link);
	if (strcmp(link.rel, "enclosure") == 0) {
		feed_enclosure_add(r, &link);
		return;
	}
	if (strcmp(link.rel, "replies") == 0 && !r->to->text[FEED_comments])
		r->to->text[FEED_comments] = link.href;
	if (is_text && feed_take_text(r, FEED_link, rule->rank))
		r->to->text[FEED_link] = link.href;
}

void read_enclosure(struct reading *r, uint32_t node,
		    const struct feed_rule *rule)
{
	struct feed_link link = {
		.rel = "enclosure",
		.type = line_attr(r, node, "type"),
		.length = line_attr(r, node, "length"),
	};
	const char *medium = line_attr(r, node, "medium");

	if (!link.length)
		link.length = line_attr(r, node, "fileSize");
	link.href = address_of(r, node, line_attr(r, node, "url"));
	if (!link.href)
		link.href = address_of(r, node, line_attr(r, node, "resource"));
	if (!link.href)
		return;
	/* pictures of media:content stand in the text as well */
	if (rule->space == SPACE_MEDIA &&
	    ((medium && strcmp(medium, "image") == 0) || !link.type ||
	     strncmp(link.type, "image/", 6) == 0))
		return;
	feed_enclosure_add(r, &link);
	if (rule->space != SPACE_MEDIA)
		feed_link_add(r, &link);
}

/* ---- tags ---- */

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

void feed_tag_add(struct reading *r, const struct feed_tag *tag)
{
	if (!tag->term && !tag->label)
		return;
	for (uint32_t i = 0; i < r->to->n_tags; i++) {
		const struct feed_tag *have = &r->to->tags[i];

		if (same_text(have->term, tag->term) &&
		    same_text(have->scheme, tag->scheme) &&
		    same_text(have->label, tag->label))
			return;
	}
	*array_add(r->arena, r->to->tags, r->to->n_tags) = *tag;
}

#define ITUNES_SCHEME "http://www.itunes.com/"

static struct feed_tag tag_at(struct reading *r, uint32_t node,
			      const struct feed_rule *rule)
{
	struct feed_value v = feed_value_of(r, node);
	struct feed_tag tag = {
		.term = line_attr(r, node, "term"),
		.scheme = line_attr(r, node, "scheme"),
		.label = line_attr(r, node, "label"),
	};

	if (!tag.scheme)
		tag.scheme = line_attr(r, node, "domain");
	if (rule->space == SPACE_ITUNES) {
		tag.term = line_attr(r, node, "text");
		tag.scheme = ITUNES_SCHEME;
		return tag;
	}
	if (!tag.term)
		tag.term = feed_plain(r->arena, &v);
	return tag;
}

void read_category(struct reading *r, uint32_t node,
		   const struct feed_rule *rule)
{
	struct feed_tag tag = tag_at(r, node, rule);
	uint32_t at = 0;

	feed_tag_add(r, &tag);
	if (rule->space != SPACE_ITUNES)
		return;
	while ((at = feed_child(r, node, at))) {
		tag = tag_at(r, at, rule);
		feed_tag_add(r, &tag);
	}
}

void read_keywords(struct reading *r, uint32_t node,
		   const struct feed_rule *rule)
{
	struct slice rest = xml_text(r->tree, node);
	char mark = rest.len && memchr(rest.at, ',', rest.len) ? ',' : ' ';

	while (rest.len) {
		struct slice word = slice_cut(&rest, mark);
		struct feed_tag tag = {
			.term = feed_line(r->arena, word),
			.scheme = rule->space == SPACE_ITUNES ? ITUNES_SCHEME
							      : NULL,
		};

		feed_tag_add(r, &tag);
	}
}

/* ---- pictures ---- */

void read_image(struct reading *r, uint32_t node, const struct feed_rule *rule)
{
	struct feed_image *image = &r->to->image;
	const char *href = line_attr(r, node, "href");
	uint32_t title = feed_child_named(r, node, "title");
	uint32_t about = feed_child_named(r, node, "description");
	struct feed_value v;

	if (!href)
		href = line_child(r, node, "url");
	if (!href)
		href = line_attr(r, node, "url");
	if (!href && !feed_child(r, node, 0))
		href = line_of(r, node);
	href = address_of(r, node, href);
	if (href && (rule->rank == 0 || !image->href))
		image->href = href;
	if (title) {
		v = feed_value_of(r, title);
		image->title = feed_plain(r->arena, &v);
	}
	if (about) {
		v = feed_value_of(r, about);
		image->subtitle = feed_plain(r->arena, &v);
	}
	if (feed_child_named(r, node, "link"))
		image->link = address_of(r, node, line_child(r, node, "link"));
}
