#include "ui/input.h"

#include "../test.h"
#include "base/array.h"

static const struct {
	const char *bytes;
	const char *keys; /* names, parted by blanks */
} rows[] = {
	{"jk", "j k"},
	{"\x04\x15", "Ctrl-d Ctrl-u"},
	{"\r\n\t", "Enter Enter Tab"},
	{"\x7f\x08", "Backspace Backspace"},
	{" ", "Space"},
	{"\033[A\033OA", "Up Up"},
	{"\033[B\033[C\033[D", "Down Right Left"},
	{"\033[Z", "S-Tab"},
	{"\033[5~\033[6~", "PgUp PgDn"},
	{"\033[1~\033[4~\033[H\033OF", "Home End Home End"},
	{"\033[3~", "Delete"},
	{"\033[1;5A", "Up"},        /* modifiers are left out */
	{"\033[15~\033[24~x", "x"}, /* function keys do nothing */
	{"\033[[Ax", "x"},          /* the Linux console's F1 */
	{"\033[?1;2cx", "x"},       /* an answer of the terminal */
	{"\033[<2;10;10Mx", "x"}, /* not the first button */
	{"\033", "Esc"},
	{"\033\033", "Esc Esc"},
	{"\033j", "Esc j"},
	{"\033[", ""}, /* cut off */
	{"\xc3\xa9\xe6\x97\xa5", "é 日"},
	{"\xff\xc3", ""},
	{"a\xe6", "a"},
	{"\033[200~q\033[A\rQ\033[201~j", "PASTE j"},
};

static void spell(struct input *in, bool is_late, struct str *out)
{
	uint32_t key;
	char buffer[16];

	while (input_next(in, is_late, &key))
		str_printf(out, "%s%s", out->len ? " " : "",
			   key == KEY_PASTE ? "PASTE" : key_spell(key, buffer));
}

static void it_decodes_keys(void **state)
{
	(void)state;
	for (size_t i = 0; i < array_length(rows); i++) {
		struct input in;
		struct str out = {0};

		input_init(&in);
		input_feed(&in, rows[i].bytes, strlen(rows[i].bytes));
		spell(&in, true, &out);
		assert_string_equal(str_text(&out), rows[i].keys);
		str_free(&out);
		input_free(&in);
	}
}

static void it_decodes_the_same_byte_by_byte(void **state)
{
	(void)state;
	for (size_t i = 0; i < array_length(rows); i++) {
		struct input in;
		struct str out = {0};
		size_t len = strlen(rows[i].bytes);

		input_init(&in);
		for (size_t k = 0; k < len; k++) {
			input_feed(&in, rows[i].bytes + k, 1);
			spell(&in, false, &out);
		}
		spell(&in, true, &out);
		assert_string_equal(str_text(&out), rows[i].keys);
		assert_false(input_waits(&in));
		str_free(&out);
		input_free(&in);
	}
}

static void it_knows_what_this_terminal_sends(void **state)
{
	struct input in;
	struct str out = {0};

	(void)state;
	input_init(&in);
	input_add(&in, "\033Q~", KEY_BACKTAB);
	input_add(&in, "\t", KEY_DOWN); /* no sequence: left alone */
	input_feed(&in, "\033Q~\tj", 5);
	spell(&in, true, &out);
	assert_string_equal(str_text(&out), "S-Tab Tab j");
	str_free(&out);
	input_free(&in);
}

static void it_keeps_pasted_text_apart(void **state)
{
	static const char bytes[] = "\033[200~two\nlines\033[201~";
	struct input in;
	uint32_t key;

	(void)state;
	input_init(&in);
	input_feed(&in, bytes, sizeof(bytes) - 1);
	assert_true(input_next(&in, false, &key));
	assert_int_equal(key, KEY_PASTE);
	assert_string_equal(str_text(&in.paste), "two\nlines");
	input_free(&in);
}

static void it_spells_and_reads_every_name(void **state)
{
	static const char *const names[] = {
		"j",    "Space",  "Tab",       "S-Tab", "Enter",
		"Esc",  "Ctrl-d", "PgDn",      "é",     "\\",
		"Home", "Delete", "Backspace", "End",
	};

	(void)state;
	for (size_t i = 0; i < array_length(names); i++) {
		uint32_t key;
		char buffer[16];

		assert_int_equal(key_read(names[i], &key), strlen(names[i]));
		assert_string_equal(key_spell(key, buffer), names[i]);
	}
}

static const struct {
	const char *bytes;
	bool is_mouse;
	struct mouse mouse;
} clicks[] = {
	{"\033[<0;12;3M", true, {MOUSE_CLICK, 2, 11}},
	{"\033[<64;1;1M", true, {MOUSE_WHEEL_UP, 0, 0}},
	{"\033[<65;200;60M", true, {MOUSE_WHEEL_DOWN, 59, 199}},
	{"\033[<0;12;3m", false, {0}}, /* let go */
	{"\033[<2;12;3M", false, {0}}, /* another button */
	{"\033[<0;0;3M", false, {0}},  /* no such column */
	{"\033[<0;12M", false, {0}},
	{"\033[<0;12;3;4M", false, {0}},
	{"\033[<99999999999;1;1M", false, {0}},
	{"\033[<M", false, {0}},
};

static void clicks_of_the_first_button_and_the_wheel_are_heard(void **state)
{
	(void)state;
	for (size_t i = 0; i < array_length(clicks); i++) {
		struct input in = {0};
		uint32_t key;

		input_feed(&in, clicks[i].bytes, strlen(clicks[i].bytes));
		input_feed(&in, "j", 1);
		assert_true(input_next(&in, false, &key));
		if (clicks[i].is_mouse) {
			assert_int_equal(key, KEY_MOUSE);
			assert_int_equal(in.mouse.kind, clicks[i].mouse.kind);
			assert_int_equal(in.mouse.y, clicks[i].mouse.y);
			assert_int_equal(in.mouse.x, clicks[i].mouse.x);
			assert_true(input_next(&in, false, &key));
		}
		assert_int_equal(key, 'j');
		input_free(&in);
	}
}

static void a_paste_that_never_ends_is_left_by_ctrl_c(void **state)
{
	struct input in = {0};
	uint32_t key;

	(void)state;
	input_feed(&in, "\033[200~jjj\003", 10);
	assert_false(input_next(&in, false, &key));
	assert_false(input_next(&in, true, &key));
	input_feed(&in, "k", 1);
	assert_true(input_next(&in, false, &key));
	assert_int_equal(key, 'k');
	input_free(&in);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_decodes_keys),
		TEST(it_decodes_the_same_byte_by_byte),
		TEST(it_knows_what_this_terminal_sends),
		TEST(it_keeps_pasted_text_apart),
		TEST(it_spells_and_reads_every_name),
		TEST(clicks_of_the_first_button_and_the_wheel_are_heard),
		TEST(a_paste_that_never_ends_is_left_by_ctrl_c),
	};

	return cmocka_run_group_tests_name("ui/input", tests, NULL, NULL);
}
