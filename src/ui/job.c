/* What a job reports is a line at a time on its standard error and output: its
 * progress one object of JSON, what went wrong as every command says it, and
 * of articles that were added their numbers.  All errors are kept for the view
 * of messages; the last line has the sum at the end. */
#include "ui/job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/array.h"
#include "base/utf8.h"
#include "ui/command.h"

#define LINES_MOST 65536u /* bytes that wait to be read as lines */

/* What it needs of our environment: where things are, and the way out. */
static const char *const variables[] = {
	"HOME",
	"PATH",
	"LANG",
	"LC_ALL",
	"TZ",
	"TMPDIR",
	"XDG_DATA_HOME",
	"XDG_CONFIG_HOME",
	"XDG_STATE_HOME",
	"GAZETTE_DATA",
	"http_proxy",
	"https_proxy",
	"HTTPS_PROXY",
	"all_proxy",
	"ALL_PROXY",
	"no_proxy",
	"NO_PROXY",
	"CURL_CA_BUNDLE",
	"SSL_CERT_FILE",
	"SSL_CERT_DIR",
};

static const struct child_needs needs = {variables, array_length(variables), 0};

static int64_t now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* ---- start ---- */

static const char *const doing[JOBS] = {
	[JOB_FETCH] = "fetching",
	[JOB_ADD] = "adding",
	[JOB_SUBSCRIBE] = "subscribing",
	[JOB_REANNOTATE] = "annotating",
};

static void watch(struct ui *ui)
{
	for (uint8_t i = 0; i < JOBS; i++)
		term_watch(ui->term, i,
			   ui->jobs[i].is_running ? ui->jobs[i].child.words
						  : -1);
}

/* May a job start?  Says why not. */
static bool may_start(struct ui *ui, enum job_kind kind)
{
	if (ui->jobs[kind].is_running)
		ui_say(ui, "%s already: one at a time", doing[kind]);
	else if (!ui->paths->program || !ui->paths->archive)
		ui_say(ui, "there is no program here for that");
	else if (!store_is_writable(ui->store))
		ui_say(ui, "this archive may only be read: nothing is done");
	else
		return true;
	return false;
}

/* words: the command and its options, NULL behind the last. */
static void start(struct ui *ui, enum job_kind kind, const char *const *words)
{
	struct job *job = &ui->jobs[kind];
	char *argv[16];
	struct error err;
	size_t n = 0;

	if (!may_start(ui, kind))
		return;
	argv[n++] = (char *)ui->paths->program;
	argv[n++] = arena_string(&ui->frame, "--archive");
	argv[n++] = (char *)ui->paths->archive;
	while (*words && n + 1 < array_length(argv))
		argv[n++] = arena_string(&ui->frame, *words++);
	argv[n] = NULL;
	memset(job, 0, sizeof(*job));
	if (!child_start(&job->child, argv, &needs, &err)) {
		ui_say_error(ui, &err);
		return;
	}
	job->child.words_most = LINES_MOST;
	job->is_running = true;
	job->told_s = now_s();
	job->feeds = -1;
	snprintf(job->text, sizeof(job->text), "%s", doing[kind]);
	watch(ui);
}

void job_fetch(struct ui *ui, const char *what)
{
	const char *words[] = {"fetch", "--progress", "jsonl", what, NULL};

	start(ui, JOB_FETCH, words);
}

void job_add(struct ui *ui, const char *input)
{
	const char *words[] = {"add", "--progress", "jsonl", "--", input, NULL};

	start(ui, JOB_ADD, words);
}

void job_subscribe(struct ui *ui, const char *address)
{
	const char *words[] = {"feed", "add", "--", address, NULL};

	start(ui, JOB_SUBSCRIBE, words);
}

void job_reannotate(struct ui *ui, const char *query)
{
	const char *words[] = {"reannotate", "--progress", "jsonl",
			       "--",         query,        NULL};

	start(ui, JOB_REANNOTATE, words);
}

/* ---- what it says ---- */

/* The number behind a name in a line; -1 none. */
static long number_of(const char *line, const char *name)
{
	const char *at = strstr(line, name);

	return at ? strtol(at + strlen(name), NULL, 10) : -1;
}

static void hear_progress(struct job *job, const char *line)
{
	job->done = number_of(line, "\"done\": ");
	job->feeds = number_of(line, "\"feeds\": ");
	job->all = number_of(line, "\"all\": ");
	job->failed = number_of(line, "\"failed\": ");
	job->stored = number_of(line, "\"stored\": ");
	job->updated = number_of(line, "\"updated\": ");
	job->changed = number_of(line, "\"changed\": ");
}

/* "stored<TAB>57<TAB>page.html": the number of the last that is there. */
static void hear_result(struct job *job, const char *line)
{
	const char *tab = strchr(line, '\t');

	if (tab && tab[1] >= '0' && tab[1] <= '9')
		job->id = strtoll(tab + 1, NULL, 10);
}

/* What is neither progress nor a result is for the user. */
static void hear_line(struct ui *ui, struct job *job, const char *line)
{
	static const char ours[] = "gazette: ";
	struct error err;

	if (*line == '{') {
		hear_progress(job, line);
	} else if (strncmp(line, ours, strlen(ours)) == 0) {
		error_set(&err, "%s", line + strlen(ours));
		ui_note_error(ui, &err);
		job->n_errors++;
	} else if (strchr(line, '\t')) {
		hear_result(job, line);
	} else if (*line && !*job->sum) {
		snprintf(job->sum, sizeof(job->sum), "%s", line);
	}
}

/* Take the whole lines out of what was heard. */
static void hear_lines(struct ui *ui, struct job *job)
{
	struct str *heard = &job->child.last_words;
	struct arena a;
	size_t at = 0, len;
	const char *end;

	arena_init(&a);
	while (at < heard->len &&
	       (end = memchr(heard->at + at, '\n', heard->len - at))) {
		len = (size_t)(end - heard->at) - at;
		hear_line(ui, job, utf8_clean(&a, heard->at + at, len, &len));
		at = (size_t)(end - heard->at) + 1;
	}
	memmove(heard->at, heard->at + at, heard->len - at);
	heard->len -= at;
	arena_free(&a);
}

/* ---- the end ---- */

static void tell_fetched(struct ui *ui, struct arena *a, const struct job *job)
{
	if (job->feeds <= 0)
		ui_say(ui, "there is no feed to fetch now: vs lists them");
	else if (job->failed > 0)
		ui_say(ui, "%s; %ld of %ld feeds failed: vm says why",
		       say_count(a, (uint64_t)job->stored, "new article",
				 "new articles"),
		       job->failed, job->feeds);
	else
		ui_say(ui, "%s of %s",
		       say_count(a, (uint64_t)job->stored, "new article",
				 "new articles"),
		       say_count(a, (uint64_t)job->feeds, "feed", "feeds"));
}

static const char *title_of(struct ui *ui, struct arena *a, int64_t id)
{
	int64_t docid = id ? store_docid(ui->store, id) : 0;
	struct article_rows rows;
	struct slice title;
	struct error err;

	if (!docid || !store_rows(ui->store, a, &docid, 1, &rows, &err) ||
	    !rows.n)
		return "";
	title = store_row_title(&rows.at[0]);
	return arena_copy(a, title.at, title.len);
}

static void tell_added(struct ui *ui, struct arena *a, const struct job *job)
{
	const char *more =
		job->failed > 0 ? arena_printf(a, "; %ld failed: vm says why",
					       job->failed)
				: "";

	if (job->done == 1 && job->id)
		ui_say(ui, "%s: %s",
		       job->stored    ? "added"
		       : job->updated ? "updated"
				      : "it was here already",
		       title_of(ui, a, job->id));
	else if (job->done <= 0)
		ui_say(ui, "nothing to add was found%s",
		       job->n_errors ? ": vm says more" : "");
	else
		ui_say(ui, "%s of %ld added%s",
		       say_count(a, (uint64_t)job->stored, "article",
				 "articles"),
		       job->done, more);
}

static void tell_annotated(struct ui *ui, const struct job *job)
{
	if (*job->sum)
		ui_say(ui, "%s", job->sum);
	else
		ui_say(ui, "annotated again%s",
		       job->n_errors ? "; vm says what failed" : "");
}

static void tell(struct ui *ui, struct arena *a, enum job_kind kind)
{
	const struct job *job = &ui->jobs[kind];

	switch (kind) {
	case JOB_FETCH:
		tell_fetched(ui, a, job);
		break;
	case JOB_ADD:
		tell_added(ui, a, job);
		break;
	case JOB_SUBSCRIBE:
		ui_say(ui, "subscribed: R fetches it");
		break;
	case JOB_REANNOTATE:
		tell_annotated(ui, job);
		break;
	case JOBS:
		break;
	}
}

/* A job that failed has said why, line by line; the last is told. */
static void tell_failed(struct ui *ui, const struct job *job,
			enum job_kind kind, const char *reason)
{
	struct error err;

	if (job->n_errors)
		error_set(
			&err, "%s failed: %s", doing[kind],
			ui->messages[(ui->n_messages - 1) % UI_MESSAGES].text);
	else
		error_set(&err, "%s: %s", doing[kind], reason);
	ui_say_error(ui, &err);
}

static void end(struct ui *ui, enum job_kind kind)
{
	struct job *job = &ui->jobs[kind];
	const char *reason = "";
	struct arena a;
	bool has_sum = job->done > 0 && job->done > job->failed;

	arena_init(&a);
	/* what failed in part has its sum all the same */
	if (child_end(&job->child, &a, &reason) != CHILD_RETIRED && !has_sum)
		tell_failed(ui, job, kind, reason);
	else
		tell(ui, &a, kind);
	arena_free(&a);
	job->is_running = false;
	job->text[0] = '\0';
}

/* ---- in the meantime ---- */

static void set_text(struct job *job, enum job_kind kind)
{
	long all = kind == JOB_FETCH ? job->feeds : job->all;

	if (job->done <= 0 || now_s() <= job->told_s)
		return;
	job->told_s = now_s();
	if (all > 0)
		snprintf(job->text, sizeof(job->text), "%s %ld of %ld",
			 doing[kind], job->done, all);
	else
		snprintf(job->text, sizeof(job->text), "%s, %ld so far",
			 doing[kind], job->done);
}

void job_hear(struct ui *ui)
{
	for (uint8_t i = 0; i < JOBS; i++) {
		struct job *job = &ui->jobs[i];

		if (!job->is_running)
			continue;
		child_hear(&job->child);
		hear_lines(ui, job);
		if (job->child.words < 0)
			end(ui, (enum job_kind)i);
		else
			set_text(job, (enum job_kind)i);
	}
	watch(ui);
}

const char *job_words(const struct ui *ui, struct arena *a)
{
	const char *all = "";

	for (uint8_t i = 0; i < JOBS; i++) {
		if (*ui->jobs[i].text)
			all = arena_printf(a, "%s%s%s", all, *all ? ", " : "",
					   ui->jobs[i].text);
	}
	return all;
}

bool job_is_running(const struct ui *ui)
{
	bool is_running = false;

	for (uint8_t i = 0; i < JOBS; i++)
		is_running |= ui->jobs[i].is_running;
	return is_running;
}

void job_stop(struct ui *ui)
{
	for (uint8_t i = 0; i < JOBS; i++) {
		if (ui->jobs[i].is_running)
			child_kill(&ui->jobs[i].child);
		ui->jobs[i].is_running = false;
	}
}
