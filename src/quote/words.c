/* A map for each language holds every word that has a part to play.  English
 * has the closed classes below, the verbs and nouns of saying from
 * data/reporting-verbs.tsv and the nouns for people from data/roles.tsv; the
 * others have what data/speech-words.tsv gives.  A token is looked up once.
 */
#include "quote/words.h"

#include <string.h>

#include "base/table.h"
#include "quote/quote.h"

#define FORM_MOST 40 /* bytes; no listed word is longer */
#define RARE_MOST 2  /* times a verb was a cue: fewer, and it is rare */

static const struct closed {
	uint32_t classes;
	const char *forms; /* parted by blanks */
} closed[] = {
	{WORD_BE | WORD_AUX, "is was were are am be been being 's isn't wasn't "
			     "weren't aren't"},
	{WORD_AUX,
	 "has have had having will would can could may might must shall should "
	 "do does did not n't never ever 'd 'll 've 're won't wouldn't can't "
	 "couldn't didn't doesn't don't hasn't haven't hadn't cannot"},
	{WORD_DET, "the a an this these those one two three four five six "
		   "seven eight nine ten many some several few most other "
		   "another both all each every any no such"},
	{WORD_POSS, "his her their its our my your whose"},
	{WORD_PRON, "he she they we i it you who's he's she's they've i've "
		    "we've i'm he'd she'd they'd"},
	{WORD_PREP,
	 "for from of in on at with into about over under during against "
	 "between through without via amid among despite per like after "
	 "before since until upon within toward towards across around "
	 "outside inside near behind beyond regarding following throughout "
	 "alongside"},
	{WORD_CONJ, "and but or nor yet"},
	{WORD_SUB, "as because while when if unless although though whereas "
		   "so than whether where how why what"},
	{WORD_REL, "who which whom"},
	{WORD_THAT, "that"},
	{WORD_TO, "to"},
	{WORD_BY, "by"},
	{WORD_ADV,
	 "also then later once often always just only even already again "
	 "almost nearly quite rather very really further still earlier "
	 "previously now simply himself herself "
	 "themselves itself there here instead meanwhile however too soon "
	 "ago far perhaps indeed reportedly moreover nevertheless back"},
	{WORD_VERB, "went took came became gave got began sat stood ran fell "
		    "drew chose grew threw wore brought sought sent kept "
		    "made makes seemed seems appeared appears wanted wants "
		    "tried tries attended attends knew knows felt feels saw "
		    "sees goes comes takes gives gets begins becomes brings "
		    "seeks sends keeps chooses grows weighed weighs "
		    "holding"},
	{WORD_TIME | WORD_ADV,
	 "monday tuesday wednesday thursday friday saturday sunday yesterday "
	 "today tonight mon tue tues wed thu thur thurs fri sat sun"},
	{WORD_TIME, "january february march april june july august september "
		    "october november december morning afternoon evening "
		    "night week month year jan jan. feb feb. aug aug. sept "
		    "sept. oct oct. nov nov. dec dec."},
	{WORD_LABEL, "so-called dubbed nicknamed entitled titled known named "
		     "headlined labelled labeled codenamed branded hashtag"},
	{WORD_ACCORDING, "according"},
	{WORD_MEDIA,
	 "agency newspaper paper network channel broadcaster magazine station "
	 "website outlet daily tabloid wire media television radio news"},
	{WORD_ADDING, "saying adding"},
	{WORD_TELL,
	 "told tells tell telling asked asks ask asking warned warns "
	 "warning urged urges urging assured assures assuring "
	 "informed informs informing reminded reminds reminding "
	 "advised advises advising promised promises"},
	{WORD_CALL,
	 "called calls calling call described describes describing dubbed "
	 "branded labelled labeled labeling labelling deemed denounced "
	 "denouncing dismissed dismissing condemned condemning hailed hailing "
	 "praised praising slammed blasted criticized criticised mocked "
	 "mocking derided decried lambasted characterized characterised "
	 "characterizing referred referring"},
	{WORD_CLAUSE,
	 "said says say saying told tells tell telling added adds adding "
	 "argued argues arguing noted notes noting suggested suggests "
	 "suggesting claimed claims claiming insisted insists insisting "
	 "stated states stating warned warns warning acknowledged "
	 "acknowledges acknowledging announced announcing explained explains "
	 "explaining declared declares contended contends asserted asserts "
	 "conceded confirmed confirms predicted predicts remarked stressed "
	 "repeated reiterated vowed vows promised promises promising pledged "
	 "alleged alleges reported reports admitted admits denied denies "
	 "recalled recalls replied wrote writes writing tweeted tweeting "
	 "maintained maintains emphasized emphasised revealed indicated "
	 "indicates agreed responded concluded lamented quipped joked "
	 "testified boasted complained estimated disclosed cautioned "
	 "countered observed pointed think thinks believe believes"},
};

/* What the classes of data/speech-words.tsv are. */
static const struct class_name {
	const char *name;
	uint32_t classes;
} class_names[] = {
	{"verb", WORD_SAY | WORD_CLAUSE},
	{"call", WORD_SAY | WORD_CALL},
	{"aux", WORD_AUX},
	{"be", WORD_BE | WORD_AUX},
	{"det", WORD_DET},
	{"pron", WORD_PRON},
	{"poss", WORD_POSS},
	{"prep", WORD_PREP},
	{"conj", WORD_CONJ},
	{"sub", WORD_SUB},
	{"rel", WORD_REL},
	{"that", WORD_SUB | WORD_THAT},
	{"adv", WORD_ADV},
	{"time", WORD_TIME},
	{"role", WORD_ROLE},
	{"media", WORD_MEDIA},
	{"mute", WORD_MUTE},
	{"thing", WORD_THING},
	{"work", WORD_WORK},
};

const struct tongue *quote_tongue(const struct quote_lists *lists,
				  const char *language)
{
	for (uint32_t i = 0; language && i < lists->n_tongues; i++) {
		struct slice code = lists->tongues[i].code;

		if (!strncmp(language, code.at, code.len))
			return &lists->tongues[i];
	}
	return &lists->tongues[0];
}

const struct word *quote_word(const struct quote_lists *lists,
			      const struct tongue *tongue, struct slice form)
{
	char low[FORM_MOST];
	size_t n = 0;
	uint32_t at = 0;

	if (form.len > sizeof(low))
		return &lists->words[0];
	for (size_t i = 0; i < form.len; i++) {
		unsigned char c = (unsigned char)form.at[i];

		if (c == 0xE2 && i + 2 < form.len &&
		    (unsigned char)form.at[i + 1] == 0x80 &&
		    (unsigned char)form.at[i + 2] == 0x99) {
			low[n++] = '\'';
			i += 2;
			continue;
		}
		low[n++] = c >= 'A' && c <= 'Z' ? (char)(c | 32) : (char)c;
	}
	map_get(&tongue->map, low, n, &at);
	return &lists->words[at];
}

/* The entry of a form, made when it is new. */
static struct word *word_in(struct quote_lists *lists, struct tongue *tongue,
			    struct slice form)
{
	char *copy = arena_copy(lists->arena, form.at, form.len);
	bool is_new;
	uint32_t *at;

	for (size_t i = 0; i < form.len; i++) {
		if (copy[i] >= 'A' && copy[i] <= 'Z')
			copy[i] |= 32;
	}
	at = map_put(&tongue->map, copy, form.len, &is_new);
	if (is_new) {
		*at = lists->n_words;
		array_add(lists->arena, lists->words, lists->n_words);
	}
	return &lists->words[*at];
}

static struct word *word_of(struct quote_lists *lists, struct slice form)
{
	return word_in(lists, &lists->tongues[0], form);
}

static uint32_t number_of(struct slice s)
{
	uint32_t n = 0;

	for (size_t i = 0; i < s.len && s.at[i] >= '0' && s.at[i] <= '9'; i++)
		n = n * 10 + (uint32_t)(s.at[i] - '0');
	return n;
}

/* "0.16" as 16. */
static uint8_t percent_of(struct slice s)
{
	struct slice rest = s, whole = slice_cut(&rest, '.');
	uint32_t n = number_of(whole) * 100;

	if (rest.at && rest.len >= 1)
		n += number_of((struct slice){rest.at, 1}) * 10;
	if (rest.at && rest.len >= 2)
		n += number_of((struct slice){rest.at + 1, 1});
	return n > 100 ? 100 : (uint8_t)n;
}

static bool add_verbs(struct quote_lists *lists, struct slice table,
		      struct error *err)
{
	struct slice column[TABLE_COLUMNS];
	struct table t;
	uint32_t n;

	table_init(&t, table.at, table.len);
	while ((n = table_row(&t, column))) {
		struct word *w;

		if (n < 8)
			return error_set(err,
					 "line %u of the verbs of saying has "
					 "%u columns, not 8",
					 t.line, n);
		w = word_of(lists, column[0]);
		if (slice_equals(column[2], "noun")) {
			w->classes |= WORD_NOUN;
			if (w->classes & WORD_SAY)
				continue;
		} else if (slice_equals(column[2], "verb") ||
			   slice_equals(column[2], "gerund")) {
			w->classes |= WORD_SAY;
			if (number_of(column[3]) < RARE_MOST)
				w->classes |= WORD_RARE;
			if (slice_equals(column[2], "gerund"))
				w->classes |= WORD_ING;
			else if (slice_same(column[0], column[1]))
				w->classes |= WORD_BASE;
		} else {
			continue;
		}
		w->count = number_of(column[3]);
		w->direct = number_of(column[4]);
		w->mixed = number_of(column[5]);
		w->indirect = number_of(column[6]);
		w->after = percent_of(column[7]);
	}
	return true;
}

/* The last word of a role tells it: "secretary of state" is found by its
 * first, since what follows "of" is not its head. */
static void add_roles(struct quote_lists *lists, struct slice table)
{
	struct slice column[TABLE_COLUMNS];
	struct table t;

	table_init(&t, table.at, table.len);
	while (table_row(&t, column)) {
		struct slice noun = column[0];

		for (size_t i = 0; i + 3 < noun.len; i++) {
			if (!memcmp(noun.at + i, " of ", 4))
				noun.len = i;
		}
		for (size_t i = noun.len; i-- > 0;) {
			if (noun.at[i] == ' ') {
				noun.at += i + 1;
				noun.len -= i + 1;
				break;
			}
		}
		if (noun.len)
			word_of(lists, noun)->classes |= WORD_ROLE;
	}
}

static void add_closed(struct quote_lists *lists)
{
	for (size_t i = 0; i < array_length(closed); i++) {
		struct slice rest = slice_of(closed[i].forms);

		while (rest.at) {
			struct slice form = slice_cut(&rest, ' ');

			if (form.len)
				word_of(lists, form)->classes |=
					closed[i].classes;
		}
	}
}

/* The language of a code, made when it is new; NULL: there are too many. */
static struct tongue *tongue_of(struct quote_lists *lists, struct slice code)
{
	struct tongue *t;

	for (uint32_t i = 0; i < lists->n_tongues; i++) {
		if (slice_same(lists->tongues[i].code, code))
			return &lists->tongues[i];
	}
	if (lists->n_tongues == TONGUES)
		return NULL;
	t = &lists->tongues[lists->n_tongues++];
	t->code = (struct slice){arena_copy(lists->arena, code.at, code.len),
				 code.len};
	map_init(&t->map, lists->arena);
	return t;
}

static bool add_speech(struct quote_lists *lists, struct slice table,
		       struct error *err)
{
	struct slice column[TABLE_COLUMNS];
	struct table t;

	table_init(&t, table.at, table.len);
	while (table_row(&t, column)) {
		struct tongue *tongue = tongue_of(lists, column[0]);
		size_t i = 0;

		while (i < array_length(class_names) &&
		       !slice_equals(column[2], class_names[i].name))
			i++;
		if (!tongue || i == array_length(class_names))
			return error_set(err,
					 "line %u of the words of speech has "
					 "an unknown class or language",
					 t.line);
		word_in(lists, tongue, column[1])->classes |=
			class_names[i].classes;
	}
	return true;
}

bool quote_lists_new(struct arena *a, struct slice reporting_verbs,
		     struct slice roles, struct slice speech_words,
		     struct quote_lists **out, struct error *err)
{
	struct quote_lists *lists = arena_alloc(a, sizeof(*lists));

	lists->arena = a;
	tongue_of(lists, SLICE("en"));
	array_add(a, lists->words, lists->n_words);
	add_closed(lists);
	if (!add_verbs(lists, reporting_verbs, err))
		return error_note(err, "cannot read the verbs of saying");
	add_roles(lists, roles);
	if (!add_speech(lists, speech_words, err))
		return error_note(err, "cannot read the words of speech");
	lists->words = array_settle(a, lists->words, lists->n_words,
				    sizeof(*lists->words));
	*out = lists;
	return true;
}
