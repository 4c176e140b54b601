/* A correction that is being asked for: inside of correct*.c only. */
#ifndef GAZETTE_UI_CORRECT_OWN_H
#define GAZETTE_UI_CORRECT_OWN_H

#include "ui/choice.h"
#include "ui/correct.h"
#include "ui/speech.h"

enum step {
	STEP_NAME, /* one that is there */
	STEP_NEW,  /* one that is there, or a new one */
	STEP_TEXT, /* whatever is typed */
	STEP_KIND,
	STEP_FORM, /* which of the forms, then STEP_NEW */
};

struct correct {
	struct arena arena; /* of one correction */
	struct arena list;  /* of one state of the list */
	enum action action;
	enum step step;
	struct subject subject;
	const char *written; /* the form that is somebody else's */
	struct choice *at;
	uint32_t n;
	int32_t chosen; /* -1: what is typed */
};

/* What may be chosen, by what is typed. */
void correct_list(struct ui *ui);

#endif
