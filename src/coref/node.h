/* Chains while they are made. */
#ifndef GAZETTE_COREF_NODE_H
#define GAZETTE_COREF_NODE_H

#include "coref/lists.h"

#define NAME_WORDS 10

/* What a person is called besides his name. */
struct held {
	struct slice noun;    /* "foreign minister"; empty: only a country */
	struct slice class;   /* of data/roles.tsv */
	struct slice country; /* canonical; empty: not told */
	struct slice of;      /* what the noun is of; empty: not told */
};

struct node {
	struct slice words[NAME_WORDS]; /* folded words of the fullest form */
	uint32_t n_words;
	const char *name; /* fullest form as written */
	const char *known;
	struct held *held;
	uint32_t n_held;
	struct slice role, country; /* of the chain, as written */
	uint32_t count;             /* mentions */
	uint32_t full;              /* of the fullest form */
	uint32_t all;               /* of all forms of two words and more */
	uint32_t first;             /* place of the first mention */
	uint8_t type, gender;
	bool is_described; /* by words only, no name */
	bool is_kin;       /* first named as somebody's relation */
	bool is_agency;    /* an agency or paper */
};

/* A distinct way of writing a name. */
struct spelling {
	struct slice surface;
	struct slice words[NAME_WORDS];
	uint32_t n_words;
	uint32_t count, in_body;
	bool has_role; /* a role stands beside it, or it speaks */
	uint16_t votes[TYPES];
	uint8_t type;
	int32_t node; /* -1: chosen mention by mention */
};

struct knot {
	const struct coref_lists *lists;
	struct article *art;
	struct arena *arena;
	struct node *nodes;
	uint32_t n_nodes;
	struct spelling *forms;
	uint32_t n_forms;
	int32_t *form_of; /* [mentions given] -1 none */
	struct map keys;  /* of what is no person -> node */
	uint32_t n_given; /* mentions when we began */
};

/* Make the nodes of all mentions of form name and set their chain (an index
 * into nodes while the stage runs). */
void coref_names(struct knot *k);

/* A new node of a type; its index. */
int32_t coref_node_new(struct knot *k, uint8_t type);

/* The node of a country's canonical name, made when it is new. */
int32_t coref_country(struct knot *k, struct slice canonical);

/* A misspelt name in the title becomes the name it is. */
void coref_title_names(struct knot *k);

/* The country that words name, longest words first; NULL none.  *where gets
 * the words that do (may be NULL). */
const struct fact *coref_country_in(const struct knot *k, struct span span,
				    struct slice *where);

#endif
