#include "article/record.h"

#define COUNT_PLACE(r, m)   0
#define COUNT_SPAN(r, m)    0
#define COUNT_PART(r, m)    0
#define COUNT_TEXT(r, m)    0
#define COUNT_TEXTS(r, m)   offsetof(struct r, n_##m)
#define COUNT_WHEN(r, m)    0
#define COUNT_TIME(r, m)    0
#define COUNT_ID(r, m)      0
#define COUNT_CHAIN(r, m)   0
#define COUNT_INDEX(r, m)   0
#define COUNT_NUMBER(r, m)  0
#define COUNT_PERCENT(r, m) 0
#define COUNT_FLAG(r, m)    0
#define COUNT_KEY(r, m)     0

#define RECORD(rec) static const struct field rec##_fields[] = {
#define FIELD(rec, knd, member, key, use)                                      \
	{.name = #member,                                                      \
	 .json = key,                                                          \
	 .kind = FIELD_##knd,                                                  \
	 .uses = (use),                                                        \
	 .offset = offsetof(struct rec, member),                               \
	 .count = COUNT_##knd(rec, member)},
#define ENUM(rec, table, member, key, use)                                     \
	{.name = #member,                                                      \
	 .json = key,                                                          \
	 .kind = FIELD_ENUM,                                                   \
	 .uses = (use),                                                        \
	 .offset = offsetof(struct rec, member),                               \
	 .names = &table},
#define LIST(rec, elements, member, key, use)                                  \
	{.name = #member,                                                      \
	 .json = key,                                                          \
	 .kind = FIELD_LIST,                                                   \
	 .uses = (use),                                                        \
	 .offset = offsetof(struct rec, member),                               \
	 .count = offsetof(struct rec, n_##member),                            \
	 .of = &elements##_record},
#define END(rec)                                                               \
	}                                                                      \
	;                                                                      \
	RECORD_SCOPE_##rec const struct record rec##_record = {                \
		.name = #rec,                                                  \
		.size = sizeof(struct rec),                                    \
		.fields = rec##_fields,                                        \
		.n = array_length(rec##_fields),                               \
	};

#define RECORD_SCOPE_block    static
#define RECORD_SCOPE_sentence static
#define RECORD_SCOPE_link     static
#define RECORD_SCOPE_mention  static
#define RECORD_SCOPE_chain    static
#define RECORD_SCOPE_quote    static
#define RECORD_SCOPE_drop     static
#define RECORD_SCOPE_article

#include "article/fields.def"
