#include "ui/clipboard.h"

#include "../test.h"
#include "base/array.h"

/* Encoded by base64(1). */
static const struct {
	const char *text, *sent;
} rows[] = {
	{"", "\033]52;c;\a"},
	{"T", "\033]52;c;VA==\a"},
	{"Ta", "\033]52;c;VGE=\a"},
	{"Tar", "\033]52;c;VGFy\a"},
	{"Tern", "\033]52;c;VGVybg==\a"},
	{"“Åkerlund”", "\033]52;c;4oCcw4VrZXJsdW5k4oCd\a"},
	/* what would act in a shell, or turn what stands there, is left out */
	{"a\033[31mb\a", "\033]52;c;YVszMW1i\a"},
	{"a\xe2\x80\xae"
	 "b",
	 "\033]52;c;YWI=\a"},
};

static void it_encodes_what_may_be_pasted(void **state)
{
	struct str out = {0};

	(void)state;
	for (size_t i = 0; i < array_length(rows); i++) {
		str_clear(&out);
		assert_true(clipboard_put(&out, slice_of(rows[i].text)));
		assert_string_equal(str_text(&out), rows[i].sent);
	}
	str_free(&out);
}

static void it_sends_what_a_terminal_takes_and_no_more(void **state)
{
	static char text[CLIPBOARD_MOST];
	size_t most = CLIPBOARD_MOST / 4 * 3;
	struct str out = {0};

	(void)state;
	memset(text, 'a', sizeof(text));
	assert_true(clipboard_put(&out, (struct slice){text, most}));
	assert_int_equal(out.len, CLIPBOARD_MOST + 8);
	str_clear(&out);
	assert_false(clipboard_put(&out, (struct slice){text, most + 1}));
	assert_int_equal(out.len, 0);
	str_free(&out);
}

static void it_sends_nothing_but_letters_of_garbage(void **state)
{
	char garbage[256];
	struct str out = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(garbage); i++)
		garbage[i] = (char)i;
	assert_true(
		clipboard_put(&out, (struct slice){garbage, sizeof(garbage)}));
	assert_int_equal(out.at[out.len - 1], '\a');
	for (size_t i = 1; i + 1 < out.len; i++)
		assert_in_range(out.at[i], 0x20, 0x7E);
	str_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_encodes_what_may_be_pasted),
		cmocka_unit_test(it_sends_what_a_terminal_takes_and_no_more),
		cmocka_unit_test(it_sends_nothing_but_letters_of_garbage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
