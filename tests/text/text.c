/* Sentences and tokens. */
#include "../test.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/file.h"
#include "base/utf8.h"
#include "text/class.h"
#include "text/text.h"

static struct arena lists_arena;
static struct text_lists *lists;

static struct slice table(const char *name)
{
	struct error err;
	char *path = arena_printf(&lists_arena, "%s/%s", getenv("GAZETTE_DATA"),
				  name);
	struct slice s;

	s.at = file_read(&lists_arena, path, 1 << 24, &s.len, &err);
	assert_non_null(s.at);
	return s;
}

static int open_lists(void **state)
{
	struct text_tables t;
	struct error err;

	(void)state;
	arena_init(&lists_arena);
	t.abbreviations = SLICE("#form\tkind\tends\n"
				"Dr.\ttitle\t0\n"
				"Inc.\tcompany\t1\n"
				"Mr.\ttitle\t0\n"
				"No.\tnumber\t0\n");
	t.languages = table("languages.tsv");
	t.countries = table("known/countries.tsv");
	return text_lists_new(&lists_arena, &t, &lists, &err) ? 0 : -1;
}

static int close_lists(void **state)
{
	(void)state;
	arena_free(&lists_arena);
	return 0;
}

/* Tokens joined by '|', sentences by '/'. */
static char *written(struct arena *a, const struct article *art)
{
	char *out = arena_string(a, "");

	for (uint32_t i = 0; i < art->n_tokens; i++) {
		struct slice s = article_slice(art, art->tokens[i].span);
		const char *mark =
			art->tokens[i].flags & TOKEN_FIRST ? "/" : "|";

		out = arena_printf(a, "%s%s%.*s", out, i ? mark : "",
				   (int)s.len, s.at);
	}
	return out;
}

static const struct {
	const char *text, *tokens;
} rows[] = {
	{"", ""},
	{"  \n\t ", ""},
	{"She left. He stayed.", "She|left|./He|stayed|."},
	{"Dr. Roy met the U.N. team.", "Dr.|Roy|met|the|U.N.|team|."},
	{"He left the U.S. The team stayed.",
	 "He|left|the|U.S./The|team|stayed|."},
	{"J. R. Ewing of Acme Inc. said no.",
	 "J.|R.|Ewing|of|Acme|Inc.|said|no|."},
	{"Israel's army and Egypt\u2019s navy, the states' men",
	 "Israel|'s|army|and|Egypt|\u2019s|navy|,|the|states|'|men"},
	{"The US-led raid and U.S.-backed, Hamas-run, Oslo-based men",
	 "The|US|-|led|raid|and|U.S.|-|backed|,|Hamas|-|run|,|Oslo|-|based|"
	 "men"},
	{"Israel-US and Franco-German ties",
	 "Israel|-|US|and|Franco|-|German|ties"},
	{"Linda Thomas-Greenfield, al-Qaida, Jean-Luc, KwaZulu-Natal",
	 "Linda|Thomas-Greenfield|,|al-Qaida|,|Jean-Luc|,|KwaZulu-Natal"},
	{"pro-Palestinian, mid-February, ex-President",
	 "pro|-|Palestinian|,|mid|-|February|,|ex|-|President"},
	{"Some 1.5 million, 1,500 and 21,2024 at 10:30",
	 "Some|1.5|million|,|1,500|and|21|,|2024|at|10:30"},
	{"See https://example.org/a?b=c, or www.example.org.",
	 "See|https://example.org/a?b=c|,|or|www.example.org|."},
	{"Write to ana.ruiz@example.org or @ana #press.",
	 "Write|to|ana.ruiz@example.org|or|@ana|#press|."},
	{"\u201CWill it open?\u201D he asked. \u201CYes.\u201D She smiled.",
	 "\u201C|Will|it|open|?|\u201D|he|asked|./\u201C|Yes|.|\u201D/She|"
	 "smiled|."},
	{"\"It will.\" \"When?\" 'Soon.'",
	 "\"|It|will|.|\"/\"|When|?|\"/'|Soon|.|'"},
	{"It ended on Monday.He said so.", "It|ended|on|Monday|./He|said|so|."},
	{"Wait... what? No! \u2026 Yes", "Wait|...|what|?/No|!/\u2026/Yes"},
	{"AT&T and S&P", "AT&T|and|S&P"},
	{"O'Brien of C\u00F4te d'Ivoire don't",
	 "O'Brien|of|C\u00F4te|d'Ivoire|don't"},
	{"CAIRO (AP) -- The talks", "CAIRO|(|AP|)|--|The|talks"},
	{"\u5317\u4EAC\u3002\u4E0A\u6D77\u3002",
	 "\u5317|\u4EAC|\u3002/\u4E0A|\u6D77|\u3002"},
	{"One\n\nTwo\n \nThree four", "One/Two/Three|four"},
	{"By Ana Ruiz\nOSLO, March 3", "By|Ana|Ruiz/OSLO|,|March|3"},
	{"He likes art. The museum sat. Mar. 3 and vol. 2",
	 "He|likes|art|./The|museum|sat|./Mar.|3|and|vol.|2"},
	{"Rule No. 5 of 9. No. Nine.", "Rule|No.|5|of|9|./No|./Nine|."},
	{"e\u0301t\u00E9 \u0301x", "e\u0301t\u00E9|\u0301|x"},
};

static void text_splits_as_news_is_read(void **state)
{
	struct arena a;

	(void)state;
	for (size_t i = 0; i < array_length(rows); i++) {
		struct article *art;

		arena_init(&a);
		art = article_new(&a);
		art->language = "en";
		article_set_text(art, SLICE(""), slice_of(rows[i].text));
		text_split(art, lists);
		assert_string_equal(written(&a, art), rows[i].tokens);
		arena_free(&a);
	}
}

/* What every split must keep. */
static void check_split(const struct article *art)
{
	uint32_t at = 0, token = 0, last_end = 0;
	size_t size;

	for (uint32_t i = 0; i < art->n_tokens; i++) {
		struct span s = art->tokens[i].span;

		assert_true(s.start < s.end && s.end <= art->text_len);
		assert_true(utf8_boundary(art->text, art->text_len, s.start));
		for (; at < s.start; at += (uint32_t)size)
			assert_int_equal(text_class_at(art->text + at,
						       art->text_len - at,
						       &size),
					 CLASS_BLANK);
		assert_int_equal(at, s.start);
		at = s.end;
	}
	for (; at < art->text_len; at += (uint32_t)size)
		assert_int_equal(text_class_at(art->text + at,
					       art->text_len - at, &size),
				 CLASS_BLANK);
	for (uint32_t i = 0; i < art->n_sentences; i++) {
		const struct sentence *s = &art->sentences[i];

		assert_int_equal(s->token, token);
		assert_true(s->n_tokens > 0);
		assert_true(s->span.start >= last_end);
		token += s->n_tokens;
		last_end = s->span.end;
	}
	assert_int_equal(token, art->n_tokens);
}

static void check_text(const char *title, const char *text, size_t len)
{
	struct article *art;
	struct arena a;
	size_t clean_len;
	char *clean;

	arena_init(&a);
	clean = utf8_clean(&a, text, len, &clean_len);
	art = article_new(&a);
	article_set_text(art, slice_of(title),
			 (struct slice){clean, clean_len});
	text_split(art, lists);
	check_split(art);
	arena_free(&a);
}

static void every_byte_that_is_not_blank_is_in_one_token(void **state)
{
	static const char alphabet[] = "aB.'- \n1,\"&@#_/:;?!\xE2\x80\x99\xC3"
				       "\xA9\xF0\x9F\x98\x80\xE4\xB8\xAD";
	uint32_t seed = 7;
	char text[512];

	(void)state;
	for (size_t i = 0; i < array_length(rows); i++)
		check_text("A title", rows[i].text, strlen(rows[i].text));
	for (int run = 0; run < 4000; run++) {
		size_t len = (size_t)run % sizeof(text);

		for (size_t i = 0; i < len; i++) {
			seed = seed * 1103515245 + 12345;
			text[i] = run % 2 ? (char)(seed >> 16)
					  : alphabet[(seed >> 16) %
						     (sizeof(alphabet) - 1)];
		}
		check_text(run % 3 ? "" : "Title", text, len);
	}
}

static void a_megabyte_on_one_line_is_split(void **state)
{
	static const char *const fill[] = {"a",  "-",    ".",     "a-",
					   "a.", "'s ",  "@",     "\"",
					   "a ", "Mr. ", "\u4E2D"};
	size_t len = 1 << 20;
	char *text = malloc(len + 8);

	(void)state;
	for (size_t i = 0; i < array_length(fill); i++) {
		size_t n = strlen(fill[i]);

		for (size_t at = 0; at < len; at += n)
			memcpy(text + at, fill[i], n);
		check_text("", text, len);
	}
	free(text);
}

static void blocks_that_are_given_are_kept(void **state)
{
	struct article *art;
	struct arena a;
	struct block *b;

	(void)state;
	arena_init(&a);
	art = article_new(&a);
	article_set_text(art, SLICE("Title"), SLICE("x One\tTwo\nThree y."));
	b = array_add(&a, art->blocks, art->n_blocks);
	*b = (struct block){.span = {9, 22}, .kind = BLOCK_TABLE};
	text_split(art, lists);
	check_split(art);
	assert_int_equal(art->n_blocks, 1);
	assert_string_equal(written(&a, art), "Title/x/One|Two/Three/y|.");
	arena_free(&a);
}

static void given_tokens_are_taken_as_they_are(void **state)
{
	struct article *art;
	struct arena a;

	(void)state;
	arena_init(&a);
	art = article_new(&a);
	article_set_text(art, SLICE(""),
			 SLICE("U.S.-led men 's .\nMr. X\n\nend"));
	text_split_given(art);
	check_split(art);
	assert_string_equal(written(&a, art), "U.S.-led|men|'s|./Mr.|X/end");
	arena_free(&a);
}

static const struct {
	const char *text, *language; /* "-": does not tell */
} languages[] = {
	{"", "-"},
	{"12345 67890", "-"},
	{"The talks in Cairo will go on, the minister said on Monday.", "en"},
	{"Die Gespräche in Kairo werden fortgesetzt, sagte der Minister.",
	 "de"},
	{"Les négociations du Caire vont se poursuivre, a dit le ministre.",
	 "fr"},
	{"Las conversaciones en El Cairo seguirán, según dijo el ministro.",
	 "es"},
	{"I colloqui del Cairo andranno avanti, ha detto il ministro.", "it"},
	{"As conversas no Cairo vão continuar, disse o ministro na segunda.",
	 "pt"},
	{"De gesprekken in Cairo gaan door, zei de minister op maandag.", "nl"},
	{"Rozmowy w Kairze będą trwały, powiedział minister w poniedziałek, "
	 "ale nie jest to pewne.",
	 "pl"},
	{"Переговоры в Каире продолжатся, сказал министр, но это не всё.",
	 "ru"},
	{"Переговори в Каїрі триватимуть, сказав міністр, але це не все, що "
	 "є.",
	 "uk"},
	{"قال الوزير إن المحادثات في القاهرة مستمرة من يوم إلى آخر", "ar"},
	{"部长说，开罗的会谈将继续进行。", "zh"},
	{"大臣はカイロでの会談は続くと述べた。", "ja"},
	{"장관은 카이로 회담이 계속될 것이라고 말했다.", "ko"},
};

static void the_language_is_told_by_its_words(void **state)
{
	struct arena a;

	(void)state;
	for (size_t i = 0; i < array_length(languages); i++) {
		struct article *art;

		arena_init(&a);
		art = article_new(&a);
		article_set_text(art, SLICE(""), slice_of(languages[i].text));
		text_split(art, lists);
		assert_string_equal(art->language ? art->language : "-",
				    languages[i].language);
		arena_free(&a);
	}
}

static void broken_tables_are_named(void **state)
{
	struct text_tables t = {.abbreviations = SLICE("#a\nMr.\ttitle\n")};
	struct text_lists *l;
	struct arena a;
	struct error err;

	(void)state;
	arena_init(&a);
	assert_false(text_lists_new(&a, &t, &l, &err));
	assert_non_null(strstr(err.text, "line 2"));
	t = (struct text_tables){.languages = SLICE("en\n")};
	assert_false(text_lists_new(&a, &t, &l, &err));
	arena_free(&a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(text_splits_as_news_is_read),
		TEST(every_byte_that_is_not_blank_is_in_one_token),
		TEST(a_megabyte_on_one_line_is_split),
		TEST(blocks_that_are_given_are_kept),
		TEST(given_tokens_are_taken_as_they_are),
		TEST(the_language_is_told_by_its_words),
		TEST(broken_tables_are_named),
	};

	return cmocka_run_group_tests(tests, open_lists, close_lists);
}
