/* What is done with a subscription in the sources view: another name, tags,
 * removal; each undone with u. */
#ifndef GAZETTE_UI_SOURCE_H
#define GAZETTE_UI_SOURCE_H

#include "store/feeds.h"
#include "ui/view.h"

/* Rename, tag or remove it (ACTION_RENAME, TAG, REMOVE), or ask first; given:
 * what stands behind the action's name on a typed line, or "". */
void source_start(struct ui *ui, enum action action, const struct feed_row *row,
		  const char *given);

/* What the prompt asks, and its end. */
const char *source_lead(const struct ui *ui);
void source_ended(struct ui *ui, bool is_kept);

/* All subscriptions in the user's editor. */
void source_edit(struct ui *ui);

void source_free(struct ui *ui);

#endif
