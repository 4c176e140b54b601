/* Fetching from the reader: `gazette fetch` in a process of its own, so that
 * the screen neither waits for it nor falls with it.  What it reports of its
 * progress is one object a line on its standard error. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/array.h"
#include "ui/command.h"

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

void fetching_start(struct ui *ui, const char *what)
{
	struct fetching *f = &ui->fetching;
	struct error err;
	char command[] = "fetch", quiet[] = "--quiet", how[] = "--progress",
	     lines[] = "jsonl", where[] = "--archive";
	char *argv[] = {(char *)ui->paths->program,
			command,
			quiet,
			how,
			lines,
			where,
			(char *)ui->paths->archive,
			arena_string(&ui->frame, what),
			NULL};

	if (f->is_running) {
		ui_say(ui, "it is being fetched already");
		return;
	}
	if (!ui->paths->program || !ui->paths->archive) {
		ui_say(ui, "there is no program here to fetch with");
		return;
	}
	if (!store_is_writable(ui->store)) {
		ui_say(ui, "this archive may only be read: nothing is fetched");
		return;
	}
	if (!child_start(&f->child, argv, &needs, &err)) {
		ui_say_error(ui, &err);
		return;
	}
	f->is_running = true;
	f->told_s = now_s();
	snprintf(f->text, sizeof(f->text), "fetching");
	term_watch(ui->term, f->child.words);
}

/* The number behind a name in the last whole line; -1 none. */
static long number_of(const struct child *c, const char *name)
{
	const char *last = c->last_words.at, *found = NULL;
	const char *at = last ? strstr(last, name) : NULL;

	for (; at; at = strstr(at + 1, name)) {
		if (strchr(at, '\n'))
			found = at;
	}
	return found ? strtol(found + strlen(name), NULL, 10) : -1;
}

static void tell_end(struct ui *ui)
{
	struct fetching *f = &ui->fetching;
	long feeds = number_of(&f->child, "\"feeds\": ");
	long failed = number_of(&f->child, "\"failed\": ");
	long stored = number_of(&f->child, "\"stored\": ");
	const char *reason = "";
	struct arena a;
	struct error err;

	arena_init(&a);
	if (child_end(&f->child, &a, &reason) != CHILD_RETIRED) {
		error_set(&err, "fetching: %s", reason);
		ui_say_error(ui, &err);
	} else if (feeds <= 0) {
		ui_say(ui, "there is no feed to fetch now: vs lists them");
	} else if (failed > 0) {
		ui_say(ui, "%ld new articles; %ld of %ld feeds failed", stored,
		       failed, feeds);
	} else {
		ui_say(ui, "%s of %s",
		       say_count(&a, (uint64_t)stored, "new article",
				 "new articles"),
		       say_count(&a, (uint64_t)feeds, "feed", "feeds"));
	}
	arena_free(&a);
	f->is_running = false;
	f->text[0] = '\0';
}

void fetching_hear(struct ui *ui)
{
	struct fetching *f = &ui->fetching;
	long done, feeds;

	if (!f->is_running)
		return;
	child_hear(&f->child);
	if (f->child.words < 0) {
		term_watch(ui->term, -1);
		tell_end(ui);
		return;
	}
	done = number_of(&f->child, "\"done\": ");
	feeds = number_of(&f->child, "\"feeds\": ");
	if (feeds > 0 && now_s() > f->told_s) {
		f->told_s = now_s();
		snprintf(f->text, sizeof(f->text), "fetching %ld of %ld", done,
			 feeds);
	}
}

void fetching_stop(struct ui *ui)
{
	if (ui->fetching.is_running)
		child_kill(&ui->fetching.child);
	ui->fetching.is_running = false;
}
