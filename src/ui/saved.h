/* Saved views and rules: made, tried, changed and taken back. */
#ifndef GAZETTE_UI_SAVED_H
#define GAZETTE_UI_SAVED_H

#include "ui/view.h"

/* Save the query of the list as a view; name: what it is to be called, or "".
 */
void saved_save(struct ui *ui, const char *name);

/* Ask for another name, or another query, of a view. */
void saved_rename(struct ui *ui, const char *name);
void saved_edit(struct ui *ui, const char *name, const char *query);

void saved_remove(struct ui *ui, const char *name);
void saved_remove_rule(struct ui *ui, const struct rule *rule);
void saved_remove_keep(struct ui *ui, const struct keep_rule *rule);

/* "hide strike", "tag sea harbour": show what the rule would change, ask, and
 * do it; "keep 90d strike": show what would go, and keep the rule.  Without a
 * query it is that of the list. */
void saved_rule(struct ui *ui, const char *line);

/* What the prompt asks, and its end. */
const char *saved_lead(const struct ui *ui);
void saved_ended(struct ui *ui, bool is_kept);

void saved_free(struct ui *ui);

#endif
