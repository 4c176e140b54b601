#include "cli/intake.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "article/key.h"
#include "base/array.h"
#include "base/out.h"
#include "cli/known.h"
#include "query/query.h"

/* So long a transaction at most, so long a pause for others behind it. */
#define TRANSACTION_MS 50
#define PAUSE_MS       5
/* What may go into tidying in the end: a tenth of the time, or so much. */
#define TIDY_MS 200

int64_t intake_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

uint64_t intake_cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (uint64_t)now.tv_sec * UINT64_C(1000000000) +
	       (uint64_t)now.tv_nsec;
}

bool intake_archive(struct cli *cli, bool is_dry)
{
	if (cli->store)
		return true;
	if (!is_dry)
		return cli_open(cli, STORE_WRITE);
	return access(cli->paths.archive, F_OK) != 0 ||
	       cli_open(cli, STORE_READ);
}

bool intake_open(struct intake *in, struct cli *cli, bool is_dry)
{
	struct error err;

	memset(in, 0, sizeof(*in));
	arena_init(&in->arena);
	in->opened_ms = intake_now_ms();
	in->cli = cli;
	in->is_dry = is_dry;
	if (!cli_conf(cli, &in->conf))
		return false;
	if (!cli_known(cli, &in->known, &err)) {
		cli_fail(CLI_FAILED, &err);
		return false;
	}
	return intake_archive(cli, is_dry);
}

/* All is stored: what fails here is only slower searches. */
static void tidy(struct intake *in)
{
	struct store *st = in->cli->store;
	int64_t most_ms = (intake_now_ms() - in->opened_ms) / 10;
	struct error err;

	if (!in->has_stored || in->is_open ||
	    !store_has_room(st, in->conf.number[CONF_MIN_FREE], &err))
		return;
	if (!store_tidy(st, most_ms > TIDY_MS ? most_ms : TIDY_MS, &err))
		out_message("%s", err.text);
}

void intake_close(struct intake *in)
{
	tidy(in);
	arena_free(&in->arena);
}

/* ---- transactions ---- */

static void pause_for_others(const struct intake *in)
{
	int64_t rest = in->committed_ms + PAUSE_MS - intake_now_ms();
	const struct timespec pause = {0, (long)rest * 1000000};

	if (in->committed_ms && rest > 0)
		nanosleep(&pause, NULL);
}

bool intake_begin(struct intake *in, struct error *err)
{
	struct store *st = in->cli->store;

	if (in->is_open || in->is_dry)
		return true;
	pause_for_others(in);
	if (!store_has_room(st, in->conf.number[CONF_MIN_FREE], err))
		return false;
	if (!store_batch_begin(st, err))
		return error_note(err, "cannot store");
	in->is_open = true;
	in->began_ms = intake_now_ms();
	return true;
}

bool intake_is_due(const struct intake *in)
{
	return in->is_open && intake_now_ms() - in->began_ms >= TRANSACTION_MS;
}

/* The user's rules act on what is new: it is safe already. */
static void act_by_rules(struct intake *in)
{
	struct error err;

	if (!query_rules_act(in->cli->store, in->fresh, in->n_fresh,
			     (int64_t)time(NULL), &err))
		out_message("the rules could not act: %s", err.text);
	arena_reset(&in->arena);
	in->fresh = NULL;
	in->n_fresh = 0;
}

bool intake_commit(struct intake *in, struct error *err)
{
	if (!in->is_open)
		return true;
	if (!store_batch_commit(in->cli->store, err))
		return error_note(err, "cannot store");
	in->is_open = false;
	act_by_rules(in);
	in->committed_ms = intake_now_ms();
	return true;
}

/* ---- articles ---- */

/* Store it, or only look what that would do. */
static bool put(struct intake *in, struct article *art,
		const struct original *original, enum store_how *how,
		int64_t *id, struct error *fault)
{
	struct store *st = in->cli->store;

	*how = STORE_STORED;
	*id = 0;
	if (in->is_dry)
		return !st || store_article_look(st, art, how, id, fault);
	if (!in->conf.number[CONF_KEEP_ORIGINALS])
		original = NULL;
	return store_article_put(st, in->known, art, original, how, id, fault);
}

bool intake_put(struct intake *in, struct article *art,
		const struct original *original, enum store_how *how,
		int64_t *id, struct error *fault, struct error *err)
{
	fault->text[0] = '\0';
	if (!intake_begin(in, err))
		return false;
	if (original)
		art->sha256 = article_sha256(art->arena, original->bytes.at,
					     original->bytes.len);
	article_key_set(art);
	if (!put(in, art, original, how, id, fault))
		return error_note(fault, "could not be stored");
	in->has_stored |=
		!in->is_dry && (*how == STORE_STORED || *how == STORE_UPDATED);
	if (*how == STORE_STORED && !in->is_dry)
		*array_add(&in->arena, in->fresh, in->n_fresh) = *id;
	return true;
}
