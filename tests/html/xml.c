/* XML to its tree, and what is mended on the way. */
#include "../test.h"

#include "base/array.h"
#include "html/mend.h"
#include "html/xml.h"

static const struct {
	const char *xml, *inner; /* what stands in the root, written anew */
	bool is_wellformed;
} rows[] = {
	{"<a><b c='1'>x &amp; y</b></a>", "<b c=\"1\">x &amp; y</b>", true},
	{"<?xml version='1.0'?><!-- c --><a>&#x41;&lt;</a>", "A&lt;", true},
	{"<a b='1&amp;2'><i d='&#38;&#34;'/></a>", "<i d=\"&amp;&quot;\"></i>",
	 true},
	{"<a><![CDATA[<p>&eacute;]]></a>", "&lt;p&gt;&amp;eacute;", true},
	{"<a>&eacute;</a>", "\xC3\xA9", false},
	{"<a>&nonsense; & AT&T</a>", "&amp;nonsense; &amp; AT&amp;T", false},
	{"<a>1 < 2</a>", "1 &lt; 2", false},
	{"<a><b>x</a>", "<b>x</b>", false},
	{"<a><b>x</i></b>y</a>", "<b>x</b>y", false},
	{"<a><b c=1 c=2 d>x</b></a>", "<b c=\"1\" d=\"\">x</b>", false},
	{"<a>x<!-- -- -->y</a>", "xy", false},
	{"<a>x\x01y</a>", "xy", false},
	{"<a>&#27;x</a>", "x", false},
	{"<a><b/></a> and more", "<b></b>", false},
	{"<a>cut <b", "cut <b></b>", false},
	{"<a>cut <![CDATA[here", "cut here", false},
	{"junk <a>x</a>", "x", true},
	{"<!DOCTYPE a [<!ENTITY w 'who'>]><a>&w;</a>", "who", true},
	{"<!DOCTYPE a [<!ENTITY w '&v;&v;'>]><a>&w;</a>", "&amp;w;", false},
	{"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a>x</a>", "x", true},
	{"<!DOCTYPE a [<!ENTITY w SYSTEM 'file:///etc/passwd'>]><a>&w;</a>",
	 "&amp;w;", false},
	{"<a>one<br>two</a>", "one<br>two", false},
};

static void it_reads_what_is_there_and_mends_what_is_not(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(rows); i++) {
		struct xml_tree *t = xml_parse(&a, slice_of(rows[i].xml));
		struct slice inner;

		if (t->n < 2)
			fail_msg("'%s' has no root", rows[i].xml);
		inner = xml_inner(&a, t, 1);
		if (!slice_equals(inner, rows[i].inner))
			fail_msg("'%s' gives '%s'", rows[i].xml, inner.at);
		if (t->is_wellformed != rows[i].is_wellformed)
			fail_msg("'%s' is%s well-formed", rows[i].xml,
				 t->is_wellformed ? "" : " not");
	}
	arena_free(&a);
}

static void names_have_their_spaces(void **state)
{
	static const char xml[] = "<r xmlns='urn:a' xmlns:b='urn:b'><b:x y='1' "
				  "xml:lang='en'/><x/><c:x/></r>";
	struct arena a;
	struct xml_tree *t;

	(void)state;
	arena_init(&a);
	t = xml_parse(&a, slice_of(xml));
	assert_int_equal(t->n, 5);
	assert_string_equal(t->names[t->nodes[2].name].space, "urn:b");
	assert_string_equal(t->names[t->nodes[2].name].local, "x");
	assert_string_equal(t->names[t->nodes[3].name].space, "urn:a");
	assert_string_equal(t->names[t->nodes[4].name].prefix, "c");
	assert_string_equal(xml_attr(t, 2, "y"), "1");
	assert_string_equal(xml_attr_xml(t, 2, "lang"), "en");
	assert_null(xml_attr(t, 2, "lang"));
	assert_int_equal(t->nodes[1].end, 5);
	arena_free(&a);
}

static void nothing_is_a_root_alone(void **state)
{
	static const char *const none[] = {"",      "text", "<",
					   "<!-- ", "&",    "<?x"};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(none); i++) {
		struct xml_tree *t = xml_parse(&a, slice_of(none[i]));

		assert_int_equal(t->n, 1);
		assert_false(t->is_wellformed);
		assert_int_equal(mend_root(slice_of(none[i])).len, 0);
	}
	arena_free(&a);
}

static void what_is_mended_is_well_formed(void **state)
{
	static const char some[] = "<>/='\"&;a b![]-?#x0x\xC3\xA9";
	uint32_t seed = 5;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		struct str mended = {0};
		struct xml_tree *t;
		struct arena a;
		char bytes[120] = "<r>";

		arena_init(&a);
		for (size_t k = 3; k < sizeof(bytes) - 1; k++) {
			seed = seed * 1664525u + 1013904223u;
			bytes[k] = some[(seed >> 10) % (sizeof(some) - 3)];
		}
		mend_xml(slice_of(bytes), &mended);
		t = xml_parse(&a, (struct slice){mended.at, mended.len});
		assert_true(t->n > 1);
		str_free(&mended);
		arena_free(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_reads_what_is_there_and_mends_what_is_not),
		TEST(names_have_their_spaces),
		TEST(nothing_is_a_root_alone),
		TEST(what_is_mended_is_well_formed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
