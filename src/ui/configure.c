/* Commands that configure: those that may stand in the files too. */
#include <string.h>

#include "conf/line.h"
#include "ui/bidi.h"
#include "ui/command.h"
#include "ui/keep.h"
#include "ui/line.h"
#include "ui/view.h"

static bool set(struct ui *ui, const char *const *words, uint32_t n,
		struct error *err)
{
	if (n < 2)
		return error_set(err, "set wants an option");
	if (strcmp(words[1], "bidi") == 0 && !bidi_is_built())
		return error_set(err, "this gazette was built without "
				      "fribidi, which bidi needs");
	if (!conf_assign(&ui->conf, words + 1, n - 1, err))
		return false;
	ui->reading.width = 0; /* lay out again */
	ui->panes[ui->focus].rows = 0;
	term_mouse(ui->term, ui->conf.number[CONF_MOUSE] != 0);
	if (ui->conf.number[CONF_THEME] != ui->theme.name) {
		style_choose(&ui->theme,
			     (enum theme_name)ui->conf.number[CONF_THEME]);
		term_forget(ui->term);
	}
	return true;
}

static bool bind(struct ui *ui, const char *const *words, uint32_t n,
		 struct error *err)
{
	if (n < 4)
		return error_set(err, "bind wants a place, keys and a command");
	return keys_bind(&ui->keys, words[1], words[2], words[3], err);
}

static bool unbind(struct ui *ui, const char *const *words, uint32_t n,
		   struct error *err)
{
	if (n != 3)
		return error_set(err, "unbind wants a place and keys");
	return keys_bind(&ui->keys, words[1], words[2], NULL, err);
}

static bool color(struct ui *ui, const char *const *words, uint32_t n,
		  struct error *err)
{
	term_forget(ui->term);
	return style_set(&ui->theme, words + 1, n - 1, err);
}

typedef bool configure_run(struct ui *ui, const char *const *words, uint32_t n,
			   struct error *err);

static configure_run *const runs[ACTIONS] = {
	[ACTION_SET] = set,
	[ACTION_BIND] = bind,
	[ACTION_UNBIND] = unbind,
	[ACTION_COLOR] = color,
	[ACTION_OPEN_WITH] = enclosure_open_with,
};

bool configure(struct ui *ui, int action, const char *const *words, uint32_t n,
	       struct error *err)
{
	return runs[action](ui, words, n, err);
}

bool configure_line(void *self, struct slice text, struct error *err)
{
	struct command_line line;
	struct arena a;
	bool done = true;

	arena_init(&a);
	while (done && text.at) {
		done = line_next(&a, &text, &line, err);
		if (!done || line.action < 0)
			continue;
		done = ui_actions[line.action].is_conf
			       ? configure(self, line.action, line.words,
					   line.n, err)
			       : error_set(err, "'%s' configures nothing",
					   line.words[0]);
	}
	arena_free(&a);
	return done;
}
