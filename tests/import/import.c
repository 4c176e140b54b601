#include "../test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "import/import.h"

static char folder[64];

static const char *in(const char *name)
{
	static char path[4][256];
	static unsigned at;
	char *result = path[at++ % 4];

	snprintf(result, sizeof(path[0]), "%s/%s", folder, name);
	return result;
}

static void make(const char *name, const char *text)
{
	FILE *file = fopen(in(name), "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void make_folder(const char *name)
{
	assert_int_equal(mkdir(in(name), 0700), 0);
}

static int set_up(void **state)
{
	(void)state;
	strcpy(folder, "import-test-XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
	char command[256];

	(void)state;
	snprintf(command, sizeof(command), "chmod -R u+rwx %s && rm -rf %s",
		 folder, folder);
	return system(command);
}

/* What an import gives, a line each: "input=bytes", "input!reason" or
 * "input~note"; the folder's name left out. */
static void assert_gives(const char *operand,
			 const struct import_settings *settings,
			 const char *wanted)
{
	static const char marks[] = "=!~";
	char path[256], *operands[] = {path};
	struct import_item item;
	struct str got = {0};
	struct import *im;
	struct arena a;

	snprintf(path, sizeof(path), "%s", operand);
	arena_init(&a);
	im = import_open(operands, 1, settings);
	while (import_next(im, &a, &item)) {
		const char *input = item.input;

		if (strncmp(input, folder, strlen(folder)) == 0)
			input += strlen(folder);
		str_add_text(&got, input);
		str_add_char(&got, marks[item.what]);
		if (item.what == IMPORT_DOCUMENT)
			str_add(&got, item.doc.bytes.at, item.doc.bytes.len);
		else
			str_add_text(&got, item.reason);
		str_add_char(&got, '\n');
	}
	import_close(im);
	arena_free(&a);
	assert_string_equal(str_text(&got), wanted);
	str_free(&got);
}

static const struct import_settings any;

static void it_reads_a_folder_in_the_order_of_names(void **state)
{
	(void)state;
	make("b.txt", "bee");
	make("a.html", "<p>ay");
	make("c.htm", "<p>see");
	make(".hidden.html", "no");
	make("picture.jpg", "no");
	make("other.jpg", "no");
	make("style.css", "no");
	make("README", "no");
	make("page.php?id=1", "<!DOCTYPE html><p>");
	make_folder("sub");
	make("sub/d.txt", "dee");
	make_folder("a_files");
	make("a_files/frame.html", "no");
	make_folder("b_files");
	make("b_files/e.txt", "ee");
	assert_gives(folder, &any,
		     "/a.html=<p>ay\n/b.txt=bee\n/b_files/e.txt=ee\n"
		     "/c.htm=<p>see\n/page.php?id=1=<!DOCTYPE html><p>\n"
		     "/sub/d.txt=dee\n"
		     "~4 files of kinds that are not read (.jpg 2, .css 1, "
		     "no ending 1)\n");
}

static void it_never_walks_in_a_circle(void **state)
{
	(void)state;
	make_folder("one");
	make_folder("one/two");
	make("one/two/a.txt", "ay");
	assert_int_equal(symlink("..", in("one/two/up")), 0);
	assert_int_equal(symlink("loop", in("one/loop")), 0);
	assert_int_equal(symlink("one", in("three")), 0);
	assert_gives(folder, &any,
		     "/one/loop!cannot be read: Too many levels of symbolic "
		     "links\n/one/two/a.txt=ay\n");
}

static void it_names_what_it_cannot_read(void **state)
{
	(void)state;
	assert_gives(in("none.html"), &any,
		     "/none.html!cannot be read: No such file or directory\n");
	make("empty.txt", "");
	assert_gives(in("empty.txt"), &any, "/empty.txt!is empty\n");
	assert_gives("/dev/null", &any, "/dev/null!is a device\n");
	assert_gives("https://example.org/a", &any,
		     "https://example.org/a!cannot find gazette-fetch, which "
		     "alone goes to the network\n");
	make("feed.xml", "<rss version=\"2.0\"></rss>");
	assert_gives(in("feed.xml"), &any,
		     "/feed.xml=<rss version=\"2.0\"></rss>\n");
	if (geteuid() != 0) {
		make_folder("shut");
		assert_int_equal(chmod(in("shut"), 0), 0);
		assert_gives(in("shut"), &any,
			     "/shut!cannot be opened: Permission denied\n");
	}
}

static void it_refuses_a_file_that_is_too_large(void **state)
{
	FILE *file = fopen(in("large.txt"), "w");

	(void)state;
	assert_non_null(file);
	assert_int_equal(ftruncate(fileno(file), 100 << 20), 0);
	fclose(file);
	assert_gives(in("large.txt"), &any,
		     "/large.txt!is larger than 32 MB\n");
}

static void it_reads_json_lines(void **state)
{
	struct import_settings given = {.kind = DOCUMENT_JSON, .mentions_given = true};

	(void)state;
	make("a.jsonl",
	     "{\"text\": \"a\"}\n\n  \n{\"text\": \"b\"}\r\nrubbish");
	assert_gives(in("a.jsonl"), &any,
		     "/a.jsonl:1={\"text\": \"a\"}\n"
		     "/a.jsonl:4={\"text\": \"b\"}\r\n/a.jsonl:5=rubbish\n");
	make("b", "no object\n");
	assert_gives(in("b"), &given, "/b:1=no object\n");
	make("c.json", "{\n\"text\": \"a\"\n}\n");
	assert_gives(in("c.json"), &any, "/c.json={\n\"text\": \"a\"\n}\n\n");
}

static void it_reads_messages(void **state)
{
	struct import_settings mbox = {.kind = IMPORT_MBOX};
	struct import_settings mail = {.kind = IMPORT_MAILDIR};
	const char *from = "From a@b.example Mon Mar  4 10:00:00 2024\n";
	char text[512];

	(void)state;
	snprintf(text, sizeof(text),
		 "%sSubject: 1\n\nFrom here on\n>From there\n\nFrom it\n\n"
		 "%sSubject: 2\n",
		 from, from);
	make("news", text);
	assert_gives(in("news"), &any,
		     "/news:1=Subject: 1\n\nFrom here on\nFrom there\n\n"
		     "From it\n\n\n/news:9=Subject: 2\n\n");
	make("one", "no mail at all\n");
	assert_gives(in("one"), &mbox, "");
	assert_gives(in("one"), &mail, "/one=no mail at all\n\n");
	make_folder("dir");
	make_folder("dir/cur");
	make_folder("dir/new");
	make_folder("dir/tmp");
	make_folder("dir/.Letters");
	make_folder("dir/.Letters/cur");
	make_folder("dir/.none");
	make("dir/tmp/half", "no");
	make("dir/.none/1", "no");
	make("dir/cur/1:2,S", "one");
	make("dir/new/2", "two");
	make("dir/.Letters/cur/3", "three");
	make_folder("dir/.Letters/new");
	make_folder("dir/.Letters/tmp");
	assert_gives(in("dir"), &any,
		     "/dir/.Letters/cur/3=three\n/dir/cur/1:2,S=one\n"
		     "/dir/new/2=two\n");
}

static void it_reads_the_lines_of_sfeed(void **state)
{
	const char *lines = "1\ta\thttp://a.example/\tx\tplain\t\t\t\t\n"
			    "2\tb\t\t\t\t\t\t\t\n";
	struct import_settings tsv = {.kind = IMPORT_TSV};

	(void)state;
	make("Coast", lines);
	assert_gives(in("Coast"), &any,
		     "/Coast:1=1\ta\thttp://a.example/\tx\tplain\t\t\t\t\n"
		     "/Coast:2=2\tb\t\t\t\t\t\t\t\n");
	make("x.tsv", "any\n");
	assert_gives(in("x.tsv"), &tsv, "/x.tsv:1=any\n");
}

static void it_unpacks_gzip(void **state)
{
	gzFile file = gzopen(in("a.txt.gz"), "wb");
	char bytes[64];
	FILE *cut;
	size_t n;

	(void)state;
	gzputs(file, "packed text");
	gzclose(file);
	assert_gives(in("a.txt.gz"), &any, "/a.txt.gz=packed text\n");
	cut = fopen(in("a.txt.gz"), "r");
	n = fread(bytes, 1, sizeof(bytes), cut);
	fclose(cut);
	assert_int_equal(truncate(in("a.txt.gz"), (off_t)n - 6), 0);
	assert_gives(in("a.txt.gz"), &any,
		     "/a.txt.gz!is damaged: its gzip packing is broken\n");
}

static void it_bounds_what_unpacking_gives(void **state)
{
	gzFile file = gzopen(in("bomb.txt.gz"), "wb9");
	static char zeros[1 << 20];

	(void)state;
	for (int i = 0; i < 40; i++)
		gzwrite(file, zeros, sizeof(zeros));
	gzclose(file);
	assert_gives(in("bomb.txt.gz"), &any,
		     "/bomb.txt.gz!is larger than 32 MB\n");
}

#define CASE(function)                                                         \
	cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(it_reads_a_folder_in_the_order_of_names),
		CASE(it_never_walks_in_a_circle),
		CASE(it_names_what_it_cannot_read),
		CASE(it_refuses_a_file_that_is_too_large),
		CASE(it_reads_json_lines),
		CASE(it_reads_messages),
		CASE(it_reads_the_lines_of_sfeed),
		CASE(it_unpacks_gzip),
		CASE(it_bounds_what_unpacking_gives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
