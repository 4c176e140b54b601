/* Records over the wire and from the archive. */
#include "../test.h"

#include "article/codec.h"
#include "article/record.h"

static struct article *sample(struct arena *a)
{
	struct article *art = article_new(a);
	struct mention *m;
	struct quote *q;
	struct chain *c;
	const char **credit;

	article_set_text(art, SLICE("Ferry strike"),
			 SLICE("Mr Bäcker said “no”.\n\nHe left."));
	art->url = "https://example.org/a";
	art->published = (struct when){1711000000, 120, WHEN_SECOND};
	credit = array_add(a, art->credit, art->n_credit);
	*credit = "Agence France-Presse";
	c = array_add(a, art->chains, art->n_chains);
	*c = (struct chain){.name = "Bäcker",
			    .type = TYPE_PERSON,
			    .entity = 12,
			    .mentions = 1};
	m = array_add(a, art->mentions, art->n_mentions);
	*m = (struct mention){.span = {17, 24}, .type = TYPE_PERSON, .of = -1};
	q = array_add(a, art->quotes, art->n_quotes);
	*q = (struct quote){.span = {33, 35},
			    .speaker = {17, 24},
			    .confidence = 97,
			    .mention = 0};
	return art;
}

static void assert_same(const struct article *a, const struct article *b,
			uint8_t use)
{
	struct str x = {0}, y = {0};

	codec_write(a, use, &x);
	codec_write(b, use, &y);
	assert_int_equal(x.len, y.len);
	assert_memory_equal(x.at, y.at, x.len);
	str_free(&x);
	str_free(&y);
}

static void what_is_written_is_read_again(void **state)
{
	static const uint8_t uses[] = {WIRE, STORE};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(uses); i++) {
		struct article *art = sample(&a), *again;
		struct str bytes = {0};
		struct error err;

		codec_write(art, uses[i], &bytes);
		assert_true(codec_read(&a, (struct slice){bytes.at, bytes.len},
				       uses[i],
				       (struct slice){art->text, art->text_len},
				       &again, &err));
		assert_same(art, again, uses[i]);
		assert_string_equal(again->text, art->text);
		assert_int_equal(again->chains[0].entity,
				 uses[i] == STORE ? 12 : 0);
		str_free(&bytes);
	}
	arena_free(&a);
}

static void blobs_of_a_later_version_are_refused(void **state)
{
	struct article *art, *again;
	struct str bytes = {0};
	struct error err;
	struct arena a;

	(void)state;
	arena_init(&a);
	art = sample(&a);
	codec_write(art, WIRE, &bytes);
	assert_int_equal(bytes.at[0], CODEC_VERSION);
	bytes.at[0] = CODEC_VERSION + 1;
	assert_false(codec_read(&a, (struct slice){bytes.at, bytes.len}, WIRE,
				SLICE(""), &again, &err));
	str_free(&bytes);
	arena_free(&a);
}

/* Whatever happens to the bytes: an error or a record that holds. */
static void broken_bytes_are_refused_or_hold(void **state)
{
	struct str bytes = {0};
	struct arena a;

	(void)state;
	arena_init(&a);
	codec_write(sample(&a), WIRE, &bytes);
	for (size_t cut = 0; cut < bytes.len; cut++) {
		struct article *art;
		struct error err;

		assert_false(codec_read(&a, (struct slice){bytes.at, cut}, WIRE,
					SLICE(""), &art, &err));
	}
	for (size_t at = 0; at < bytes.len; at++) {
		for (int bit = 0; bit < 8; bit++) {
			struct article *art;
			struct error err;

			bytes.at[at] ^= (char)(1 << bit);
			if (codec_read(&a, (struct slice){bytes.at, bytes.len},
				       WIRE, SLICE(""), &art, &err))
				assert_true(article_check(art, &err));
			bytes.at[at] ^= (char)(1 << bit);
		}
		arena_reset(&a);
	}
	str_free(&bytes);
	arena_free(&a);
}

static void sorting_keeps_what_points_at_mentions(void **state)
{
	struct article *art;
	struct mention *m;
	struct arena a;

	(void)state;
	arena_init(&a);
	art = sample(&a);
	m = array_add(&a, art->mentions, art->n_mentions);
	*m = (struct mention){.span = {14, 24},
			      .type = TYPE_PERSON,
			      .form = FORM_ROLE,
			      .of = 0};
	article_sort_mentions(art);
	assert_int_equal(art->mentions[0].form, FORM_ROLE);
	assert_int_equal(art->mentions[0].of, 1);
	assert_int_equal(art->quotes[0].mention, 1);
	assert_int_equal(article_mention_at(art, 20), 1);
	assert_int_equal(article_mention_at(art, 15), -1);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_written_is_read_again),
		TEST(blobs_of_a_later_version_are_refused),
		TEST(broken_bytes_are_refused_or_hold),
		TEST(sorting_keeps_what_points_at_mentions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
