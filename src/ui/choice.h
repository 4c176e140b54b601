/* What a typed line may be meant for: a short list above the last line. */
#ifndef GAZETTE_UI_CHOICE_H
#define GAZETTE_UI_CHOICE_H

#include "ui/canvas.h"

struct choice {
	const char *text, *note;
	int64_t value; /* the asker's own */
};

/* Draw a row: the text, and at the right what is said of it. */
void choice_draw(const struct area *all, int y, const struct choice *choice,
		 bool is_chosen);

#endif
