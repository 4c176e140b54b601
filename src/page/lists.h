/* The cleaner's word lists, ready for looking up. */
#ifndef GAZETTE_PAGE_LISTS_H
#define GAZETTE_PAGE_LISTS_H

#include "base/map.h"
#include "page/page.h"

enum page_kind {
	PAGE_NONE,
#define KIND(name, word, why) PAGE_##name,
#include "page/kinds.def"
#undef KIND
	PAGE_CONTENT, /* of a class: here is the article */
	PAGE_NEUTRAL, /* of a class: these two words say nothing */
	PAGE_PAPER,   /* of a name: a newspaper, a station */
	PAGE_JOB,     /* of a name: what an author is there */
	PAGE_CHANGED, /* before a day: it is not that of publication */
	PAGE_FIRST,   /* before a day: it surely is */
	PAGE_KINDS
};

/* How a phrase of data/boilerplate.tsv is looked for. */
enum page_how {
	PAGE_CLASS,  /* words of a class or id */
	PAGE_ROLE,   /* a role attribute */
	PAGE_NAME,   /* a word of a name */
	PAGE_IS,     /* the whole line */
	PAGE_STARTS, /* a short line begins so */
	PAGE_ENDS,   /* a short line ends so */
	PAGE_HAS,    /* a short line has it */
	PAGE_LABEL, /* the line begins so, then a colon or the like or a link */
	PAGE_SECTION, /* a heading: what follows under it goes too */
	PAGE_TAIL,    /* what follows to the end goes too */
	PAGE_PART,    /* letters anywhere in what is looked at */
	PAGE_HOWS
};

struct page_phrase {
	struct slice text; /* folded */
	uint8_t kind;      /* enum page_kind */
	uint8_t how;       /* enum page_how */
	uint32_t next;     /* + 1, of those with the same first word */
};

struct page_lists {
	struct page_phrase *phrases;
	uint32_t n_phrases;
	struct page_phrase *parts; /* of PAGE_PART */
	uint32_t n_parts;
	struct map by_word;  /* first word -> phrase + 1 */
	struct map by_end;   /* last word -> phrase + 1, of PAGE_ENDS */
	struct map by_class; /* "word" or "word word" -> kind */
	struct map by_role;
	struct map by_name;  /* word of a name -> kind */
	struct map months;   /* folded month -> 1 to 12 */
	struct map agencies; /* folded short form -> index in agency_names */
	const char **agency_names;
	uint32_t n_agency_names;
};

const char *page_why(enum page_kind kind);

/* The longest phrase of this kind of look-up that a folded line matches;
 * NULL if none.  *len: bytes of the line that it covers (PAGE_STARTS,
 * PAGE_LABEL).  hows is a set of bits 1 << enum page_how. */
const struct page_phrase *page_lists_find(const struct page_lists *lists,
					  struct slice folded, unsigned hows);

/* Does a name have a word as newspapers and stations have it ("Post")? */
bool page_lists_is_paper(const struct page_lists *lists, struct slice name);
/* Or one for what somebody does there ("Harbour Correspondent")? */
bool page_lists_is_job(const struct page_lists *lists, struct slice name);

/* Does a folded text hold a part of this kind? */
bool page_lists_has_part(const struct page_lists *lists, struct slice folded,
			 enum page_kind kind);

/* The kind that the words of a class or id say; PAGE_NONE. */
enum page_kind page_lists_class(const struct page_lists *lists,
				struct slice value);

#endif
