/* The steps of tagging an article, in order. */
#include "tag/scan.h"

typedef void step(struct scan *s, const struct sentence *sentence);

static void each_sentence(struct scan *s, step *take)
{
	for (uint32_t i = 0; i < s->art->n_sentences; i++)
		take(s, &s->art->sentences[i]);
}

static void number_names(struct scan *s)
{
	for (uint32_t n = 0; n < s->n_names; n++) {
		for (uint32_t i = s->names[n].first; i < s->names[n].end; i++)
			s->marks[i].name = n + 1;
	}
}

#define INSIDE 80 /* percent: how sure they are */

/* Does the phrase name something wherever it stands, or a place where one is
 * meant: at the start ("Sydney Film Festival") or behind "of" and the like? */
static bool is_inside(const struct scan *s, const struct name *name, uint32_t i,
		      const struct facts *f, uint16_t types)
{
	static const char *const places[] = {"of", "in", "at", "on", NULL};

	if (f->flags & FACT_STOP)
		return false;
	if (f->types & types & ~f->weak)
		return true;
	return f->types == 1u << TYPE_PLACE &&
	       (i == name->first || scan_is_one(s, i - 1, places));
}

/* The names inside of a work's or an event's: "UN Security Council
 * Resolution". */
static void nested_to_mentions(struct scan *s, const struct name *name)
{
	uint16_t types = 1u << TYPE_ORG | 1u << TYPE_PLACE | 1u << TYPE_GROUP;

	for (uint32_t i = name->first, n; i < name->end; i += n + (n == 0)) {
		const struct facts *f;
		int32_t m;

		n = scan_match(s, i, name->end, false, 0, types, &f);
		if (!n || n == name->end - name->first ||
		    !is_inside(s, name, i, f, types))
			continue;
		m = tag_mention(s, i, i + n, tag_known_type(f), FORM_NAME);
		s->art->mentions[m].confidence = INSIDE;
	}
}

static void names_to_mentions(struct scan *s)
{
	for (uint32_t n = 0; n < s->n_names; n++) {
		struct name *name = &s->names[n];

		name->mention = tag_mention(s, name->first, name->end,
					    name->type, FORM_NAME);
		s->art->mentions[name->mention].gender = name->gender;
		s->art->mentions[name->mention].confidence = name->percent;
		if (name->type == TYPE_WORK || name->type == TYPE_EVENT)
			nested_to_mentions(s, name);
	}
}

/* ---- mentions that were given ---- */

/* The given mentions as names: the outermost ones, on whole tokens. */
static void take_given(struct scan *s)
{
	struct article *art = s->art;
	uint32_t token = 0, end;

	article_sort_mentions(art);
	for (uint32_t m = 0; m < art->n_mentions; m++) {
		const struct mention *given = &art->mentions[m];
		struct name *name;

		while (token < art->n_tokens &&
		       art->tokens[token].span.end <= given->span.start)
			token++;
		for (end = token;
		     end < art->n_tokens &&
		     art->tokens[end].span.start < given->span.end;)
			s->marks[end++].is_name = true;
		if (end == token || given->form != FORM_NAME ||
		    (s->n_names && s->names[s->n_names - 1].end > token))
			continue;
		name = array_add(art->arena, s->names, s->n_names);
		*name = (struct name){.first = token,
				      .end = end,
				      .type = given->type,
				      .gender = given->gender,
				      .mention = (int32_t)m};
	}
}

/* Given mentions come in an array of their own making: see array.h. */
static void own_mentions(struct article *art)
{
	struct mention *given = art->mentions;
	uint32_t n = art->n_mentions;

	art->mentions = NULL;
	art->n_mentions = 0;
	for (uint32_t i = 0; i < n; i++)
		*array_add(art->arena, art->mentions, art->n_mentions) =
			given[i];
}

/* The model knows English; where it is read, dates come after it, so that
 * "May" may be a person and "Monday Night Football" a show. */
static void find_names(struct scan *s)
{
	if (s->tagger->has_model && !s->careful) {
		tag_learned(s);
		tag_make_whole(s);
		each_sentence(s, tag_dates);
		return;
	}
	each_sentence(s, tag_dates);
	each_sentence(s, tag_names);
	tag_agree(s);
}

void tag_article(const struct tagger *tagger, struct article *art)
{
	struct scan s;

	if (art->n_tokens == 0)
		return;
	tag_scan(&s, tagger, art);
	own_mentions(art);
	if (art->has_mentions) {
		take_given(&s);
		each_sentence(&s, tag_dates);
	} else {
		art->n_mentions = 0;
		find_names(&s);
		tag_mend(&s);
		names_to_mentions(&s);
	}
	number_names(&s);
	each_sentence(&s, tag_roles);
	article_sort_mentions(art);
}
