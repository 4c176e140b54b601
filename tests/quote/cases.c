/* One-trick texts of our own, each through all stages: cases.jsonl.
 *
 * A line has "text" and "quotes", each with start, end (characters), type,
 * speaker_start and speaker_end where words speak, and "entity", the name of
 * who it is; "language" is English when there is none; "marks" are strings that
 * are no speech.  "fault" says why a case is known to fail: it must then fail,
 * so that the list stays true. */
#include "../test.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "pipeline/pipeline.h"

#define CASES 400

static struct arena lasting;
static struct pipeline *pipeline;

/* The byte at which a character of the text begins. */
static uint32_t byte_of(const struct article *art, json_int_t character)
{
	const char *text = art->text + art->body.start;
	size_t at = 0, len = art->body.end - art->body.start;

	while (character-- > 0 && at < len) {
		uint32_t rune;

		at += utf8_get(text + at, len - at, &rune);
	}
	return art->body.start + (uint32_t)at;
}

static struct span span_of(const struct article *art, const json_t *from,
			   const char *start, const char *end)
{
	return (struct span){
		byte_of(art, json_integer_value(json_object_get(from, start))),
		byte_of(art, json_integer_value(json_object_get(from, end)))};
}

static bool is_inner(unsigned char c)
{
	return c >= 0xC3 ? c != 0xE2
			 : (unsigned)((c | 32) - 'a') < 26 ||
				   (unsigned)(c - '0') < 10;
}

/* Without marks, blanks and a leading "that". */
static struct span shaved(const struct article *art, struct span s)
{
	while (s.start < s.end && !is_inner((unsigned char)art->text[s.start]))
		s.start++;
	while (s.end > s.start &&
	       !is_inner((unsigned char)art->text[s.end - 1]))
		s.end--;
	if (s.end - s.start > 5 && !memcmp(art->text + s.start, "that ", 5))
		s.start += 5;
	return s;
}

static bool is_found(const struct article *art, const json_t *want,
		     const struct quote *q)
{
	struct span w = shaved(art, span_of(art, want, "start", "end"));
	struct span got = shaved(art, q->span);
	const char *type = json_string_value(json_object_get(want, "type"));

	if (strcmp(type, "mixed") == 0)
		return q->kind != QUOTE_INDIRECT && got.start <= w.start &&
		       w.end <= got.end;
	return names_find(&article_quote_kinds, slice_of(type)) == q->kind &&
	       got.start == w.start && got.end == w.end;
}

static bool is_his(const struct article *art, const json_t *want,
		   const struct quote *q)
{
	const char *name = json_string_value(json_object_get(want, "entity"));
	struct span by;

	if (q->chain < 0 || strcmp(art->chains[q->chain].name, name) != 0)
		return false;
	if (!json_object_get(want, "speaker_start"))
		return true;
	by = span_of(art, want, "speaker_start", "speaker_end");
	return q->speaker.start < by.end && by.start < q->speaker.end;
}

static int check_quotes(const struct article *art, const json_t *line)
{
	const json_t *want;
	size_t i;
	int wrong = 0;

	json_array_foreach(json_object_get(line, "quotes"), i, want)
	{
		uint32_t n = 0;

		while (n < art->n_quotes &&
		       !is_found(art, want, &art->quotes[n]))
			n++;
		if (n == art->n_quotes || !is_his(art, want, &art->quotes[n])) {
			fprintf(stderr, "# quotation %zu is %s\n", i,
				n == art->n_quotes ? "not found"
						   : "somebody else's");
			wrong++;
		}
	}
	return wrong;
}

static int check_marks(const struct article *art, const json_t *line)
{
	const json_t *mark;
	size_t i;
	int wrong = 0;

	json_array_foreach(json_object_get(line, "marks"), i, mark)
	{
		struct span m = span_of(art, mark, "start", "end");

		for (uint32_t n = 0; n < art->n_quotes; n++) {
			const struct quote *q = &art->quotes[n];

			if (q->kind == QUOTE_INDIRECT ||
			    q->span.start >= m.end || q->span.end <= m.start)
				continue;
			fprintf(stderr, "# mark %zu is taken for speech\n", i);
			wrong++;
		}
	}
	return wrong;
}

static void check_case(void **state)
{
	const json_t *line = *state;
	const char *fault = json_string_value(json_object_get(line, "fault"));
	const char *language =
		json_string_value(json_object_get(line, "language"));
	json_t *doc_json =
		json_pack("{s:O,s:s}", "text", json_object_get(line, "text"),
			  "language", language ? language : "en");
	struct document doc = {.kind = DOCUMENT_JSON};
	struct article *art;
	struct error err;
	struct arena a;
	char *bytes;
	int wrong;

	arena_init(&a);
	bytes = json_dumps(doc_json, JSON_COMPACT);
	doc.bytes = slice_of(bytes);
	if (!pipeline_run(pipeline, &a, &doc, PIPELINE_ANNOTATE, &art, &err))
		fail_msg("%s", err.text);
	wrong = check_quotes(art, line) + check_marks(art, line);
	arena_free(&a);
	free(bytes);
	json_decref(doc_json);
	if (fault && wrong)
		fprintf(stderr, "# known fault: %s\n", fault);
	if (fault)
		assert_int_not_equal(wrong, 0);
	else
		assert_int_equal(wrong, 0);
}

static size_t read_cases(struct CMUnitTest tests[CASES])
{
	const char *sources = getenv("SOURCES") ? getenv("SOURCES") : ".";
	struct error err;
	struct slice rest;
	size_t n = 0;

	rest.at = file_read(
		&lasting,
		arena_printf(&lasting, "%s/tests/quote/cases.jsonl", sources),
		1 << 24, &rest.len, &err);
	if (!rest.at) {
		fprintf(stderr, "%s\n", err.text);
		return 0;
	}
	while (rest.at && n < CASES) {
		struct slice line = slice_cut(&rest, '\n');
		json_t *json = json_loadb(line.at, line.len, 0, NULL);

		if (!json)
			continue;
		tests[n++] = (struct CMUnitTest){
			json_string_value(json_object_get(json, "id")),
			check_case, NULL, NULL, json};
	}
	return n;
}

int main(void)
{
	static struct CMUnitTest tests[CASES];
	struct error err;
	size_t n;
	int failed;

	arena_init(&lasting);
	if (!pipeline_open(getenv("GAZETTE_DATA"), &pipeline, &err)) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	n = read_cases(tests);
	failed = _cmocka_run_group_tests("cases", tests, n, NULL, NULL);
	for (size_t i = 0; i < n; i++)
		json_decref(tests[i].initial_state);
	pipeline_close(pipeline);
	arena_free(&lasting);
	return n >= 60 ? failed : 1;
}
