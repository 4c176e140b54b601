/* Double Metaphone: how a word sounds to an English reader, and to one who
 * knows that it is Slavic, Germanic, Romance or Greek.
 *
 * Source: Lawrence Philips, "The Double Metaphone Search Algorithm", C/C++
 * Users Journal, June 2000.  Words of other letters than a to z have a code
 * of their own: their first four letters.
 */
#include <string.h>

#include "resolve/name.h"

#define CODE_MOST 4

struct metaphone {
	const char *word;
	int len, at;
	bool is_slavic;
	char first[CODE_MOST + 1], second[CODE_MOST + 1];
	int n_first, n_second;
};

static void put(char *code, int *n, const char *sounds)
{
	for (; *sounds && *n < CODE_MOST; sounds++)
		code[(*n)++] = *sounds;
}

/* Append sounds to both codes and go on by `step` letters. */
static int both(struct metaphone *m, const char *sounds, int step)
{
	put(m->first, &m->n_first, sounds);
	put(m->second, &m->n_second, sounds);
	return step;
}

static int each(struct metaphone *m, const char *first, const char *second,
		int step)
{
	put(m->first, &m->n_first, first);
	put(m->second, &m->n_second, second);
	return step;
}

static char letter(const struct metaphone *m, int at)
{
	return at >= 0 && at < m->len ? m->word[at] : '\0';
}

static bool is_vowel(const struct metaphone *m, int at)
{
	char c = letter(m, at);

	return c && strchr("aeiouy", c);
}

/* Does one of the words of `list` (parted by blanks) stand at `at`? */
static bool stands(const struct metaphone *m, int at, const char *list)
{
	if (at < 0)
		return false;
	while (*list) {
		int len = (int)strcspn(list, " ");

		if (at + len <= m->len &&
		    !memcmp(m->word + at, list, (size_t)len))
			return true;
		list += len;
		list += *list == ' ';
	}
	return false;
}

static bool is_germanic(const struct metaphone *m)
{
	return stands(m, 0, "van von sch");
}

/* One more of the same letter is passed over. */
static int doubled(const struct metaphone *m, char c)
{
	return letter(m, m->at + 1) == c ? 2 : 1;
}

static int sound_c_before_h(struct metaphone *m)
{
	int at = m->at;

	if (at > 0 && stands(m, at, "chae"))
		return each(m, "K", "X", 2);
	if (at == 0 && (stands(m, 1, "harac haris hor hym hia hem")) &&
	    !stands(m, 0, "chore"))
		return both(m, "K", 2);
	if (is_germanic(m) || stands(m, at - 2, "orches archit orchid") ||
	    stands(m, at + 2, "t s") ||
	    ((stands(m, at - 1, "a o u e") || at == 0) &&
	     (stands(m, at + 2, "l r n m b h f v w") || at + 2 == m->len)))
		return both(m, "K", 2);
	if (at == 0)
		return both(m, "X", 2);
	if (stands(m, 0, "mc"))
		return both(m, "K", 2);
	return each(m, "X", "K", 2);
}

static int sound_c_doubled(struct metaphone *m)
{
	int at = m->at;

	if (!stands(m, at + 2, "i e h") || stands(m, at + 2, "hu"))
		return both(m, "K", 2);
	if ((at == 1 && letter(m, 0) == 'a') ||
	    stands(m, at - 1, "uccee ucces"))
		return both(m, "KS", 3);
	return both(m, "X", 3);
}

static int sound_c(struct metaphone *m)
{
	int at = m->at;

	if (at > 1 && !is_vowel(m, at - 2) && stands(m, at - 1, "ach") &&
	    letter(m, at + 2) != 'i' &&
	    (letter(m, at + 2) != 'e' || stands(m, at - 2, "bacher macher")))
		return both(m, "K", 2);
	if (at == 0 && stands(m, at, "caesar"))
		return both(m, "S", 2);
	if (stands(m, at, "chia"))
		return both(m, "K", 2);
	if (stands(m, at, "ch"))
		return sound_c_before_h(m);
	if (stands(m, at, "cz") && !stands(m, at - 2, "wicz"))
		return each(m, "S", "X", 2);
	if (stands(m, at + 1, "cia"))
		return both(m, "X", 3);
	if (stands(m, at, "cc") && !(at == 1 && letter(m, 0) == 'm'))
		return sound_c_doubled(m);
	if (stands(m, at, "ck cg cq"))
		return both(m, "K", 2);
	if (stands(m, at, "cio cie cia"))
		return each(m, "S", "X", 2);
	if (stands(m, at, "ci ce cy"))
		return both(m, "S", 2);
	if (stands(m, at + 1, "c k q") && !stands(m, at + 1, "ce ci"))
		return both(m, "K", 2);
	return both(m, "K", 1);
}

static int sound_d(struct metaphone *m)
{
	int at = m->at;

	if (stands(m, at, "dg"))
		return stands(m, at + 2, "i e y") ? both(m, "J", 3)
						  : both(m, "TK", 2);
	return both(m, "T", stands(m, at, "dt dd") ? 2 : 1);
}

static int sound_g_before_h(struct metaphone *m)
{
	int at = m->at;

	if (at > 0 && !is_vowel(m, at - 1))
		return both(m, "K", 2);
	if (at == 0)
		return both(m, letter(m, 2) == 'i' ? "J" : "K", 2);
	if (stands(m, at - 2, "b h d") || stands(m, at - 3, "b h d") ||
	    stands(m, at - 4, "b h"))
		return both(m, "", 2);
	if (at > 2 && letter(m, at - 1) == 'u' &&
	    stands(m, at - 3, "c g l r t"))
		return both(m, "F", 2);
	if (letter(m, at - 1) != 'i')
		return both(m, "K", 2);
	return both(m, "", 2);
}

static int sound_g_before_n(struct metaphone *m)
{
	int at = m->at;

	if (at == 1 && is_vowel(m, 0) && !m->is_slavic)
		return each(m, "KN", "N", 2);
	if (!stands(m, at + 2, "ey") && letter(m, at + 1) != 'y' &&
	    !m->is_slavic)
		return each(m, "N", "KN", 2);
	return both(m, "KN", 2);
}

static int sound_g(struct metaphone *m)
{
	int at = m->at;

	if (letter(m, at + 1) == 'h')
		return sound_g_before_h(m);
	if (letter(m, at + 1) == 'n')
		return sound_g_before_n(m);
	if (stands(m, at + 1, "li") && !m->is_slavic)
		return each(m, "KL", "L", 2);
	if (at == 0 && stands(m, 1, "y es ep eb el ey ib il in ie ei er"))
		return each(m, "K", "J", 2);
	if (stands(m, at + 1, "er y") &&
	    !stands(m, 0, "danger ranger manger") &&
	    !stands(m, at - 1, "e i rgy ogy"))
		return each(m, "K", "J", 2);
	if (stands(m, at + 1, "e i y") || stands(m, at - 1, "aggi oggi")) {
		if (is_germanic(m) || stands(m, at + 1, "et"))
			return both(m, "K", 2);
		if (stands(m, at + 1, "ier") && at + 4 == m->len)
			return both(m, "J", 2);
		return each(m, "J", "K", 2);
	}
	return both(m, "K", doubled(m, 'g'));
}

static int sound_j(struct metaphone *m)
{
	int at = m->at;

	if (stands(m, at, "jose") || stands(m, 0, "san"))
		return at == 0 && m->len == 4 ? both(m, "H", 1)
					      : each(m, "J", "H", 1);
	if (at == 0)
		return each(m, "J", "A", doubled(m, 'j'));
	if (is_vowel(m, at - 1) && !m->is_slavic && stands(m, at + 1, "a o"))
		return each(m, "J", "H", doubled(m, 'j'));
	if (at + 1 == m->len)
		return each(m, "J", "", 1);
	if (!stands(m, at + 1, "l t k s n m b z") &&
	    !stands(m, at - 1, "s k l"))
		return both(m, "J", doubled(m, 'j'));
	return both(m, "", doubled(m, 'j'));
}

static int sound_l(struct metaphone *m)
{
	int at = m->at;
	bool spanish =
		(at + 3 == m->len && stands(m, at - 1, "illo illa alle")) ||
		((stands(m, m->len - 2, "as os") ||
		  stands(m, m->len - 1, "a o")) &&
		 stands(m, at - 1, "alle"));

	if (letter(m, at + 1) != 'l')
		return both(m, "L", 1);
	return spanish ? each(m, "L", "", 2) : both(m, "L", 2);
}

static int sound_m(struct metaphone *m)
{
	int at = m->at;

	if ((stands(m, at - 1, "umb") &&
	     (at + 2 == m->len || stands(m, at + 2, "er"))) ||
	    letter(m, at + 1) == 'm')
		return both(m, "M", 2);
	return both(m, "M", 1);
}

static int sound_p(struct metaphone *m)
{
	if (letter(m, m->at + 1) == 'h')
		return both(m, "F", 2);
	return both(m, "P", stands(m, m->at + 1, "p b") ? 2 : 1);
}

static int sound_r(struct metaphone *m)
{
	int at = m->at;

	if (at + 1 == m->len && !m->is_slavic && stands(m, at - 2, "ie") &&
	    !stands(m, at - 4, "me ma"))
		return each(m, "", "R", 1);
	return both(m, "R", doubled(m, 'r'));
}

static int sound_s_before_c(struct metaphone *m)
{
	int at = m->at;

	if (letter(m, at + 2) == 'h') {
		if (stands(m, at + 3, "er en"))
			return each(m, "X", "SK", 3);
		if (stands(m, at + 3, "oo uy ed em"))
			return both(m, "SK", 3);
		if (at == 0 && !is_vowel(m, 3) && letter(m, 3) != 'w')
			return each(m, "X", "S", 3);
		return both(m, "X", 3);
	}
	return both(m, stands(m, at + 2, "i e y") ? "S" : "SK", 3);
}

static int sound_s(struct metaphone *m)
{
	int at = m->at;

	if (stands(m, at - 1, "isl ysl"))
		return both(m, "", 1);
	if (at == 0 && stands(m, at, "sugar"))
		return each(m, "X", "S", 1);
	if (stands(m, at, "sh"))
		return both(
			m, stands(m, at + 1, "heim hoek holm holz") ? "S" : "X",
			2);
	if (stands(m, at, "sio sia"))
		return m->is_slavic ? both(m, "S", 3) : each(m, "S", "X", 3);
	if ((at == 0 && stands(m, 1, "m n l w")) || letter(m, at + 1) == 'z')
		return each(m, "S", "X", letter(m, at + 1) == 'z' ? 2 : 1);
	if (stands(m, at, "sc"))
		return sound_s_before_c(m);
	if (at + 1 == m->len && stands(m, at - 2, "ai oi"))
		return each(m, "", "S", 1);
	return both(m, "S", stands(m, at + 1, "s z") ? 2 : 1);
}

static int sound_t(struct metaphone *m)
{
	int at = m->at;

	if (stands(m, at, "tion tia tch"))
		return both(m, "X", 3);
	if (stands(m, at, "th tth")) {
		if (stands(m, at + 2, "om am") || is_germanic(m))
			return both(m, "T", 2);
		return each(m, "0", "T", letter(m, at + 1) == 't' ? 3 : 2);
	}
	return both(m, "T", stands(m, at + 1, "t d") ? 2 : 1);
}

static int sound_w(struct metaphone *m)
{
	int at = m->at;

	if (stands(m, at, "wr"))
		return both(m, "R", 2);
	if (at == 0 && is_vowel(m, 1))
		return each(m, "A", "F", 1);
	if (at == 0 && stands(m, at, "wh"))
		return both(m, "A", 1);
	if ((at + 1 == m->len && is_vowel(m, at - 1)) ||
	    stands(m, at - 1, "ewski ewsky owski owsky") || stands(m, 0, "sch"))
		return each(m, "", "F", 1);
	if (stands(m, at, "wicz witz"))
		return each(m, "TS", "FX", 4);
	return both(m, "", 1);
}

static int sound_x(struct metaphone *m)
{
	int at = m->at, step = stands(m, at + 1, "c x") ? 2 : 1;

	if (at == 0)
		return both(m, "S", 1);
	if (at + 1 == m->len &&
	    (stands(m, at - 3, "iau eau") || stands(m, at - 2, "au ou")))
		return both(m, "", step);
	return both(m, "KS", step);
}

static int sound_z(struct metaphone *m)
{
	int at = m->at;

	if (letter(m, at + 1) == 'h')
		return both(m, "J", 2);
	if (stands(m, at + 1, "zo zi za") ||
	    (m->is_slavic && at > 0 && letter(m, at - 1) != 't'))
		return each(m, "S", "TS", doubled(m, 'z'));
	return both(m, "S", doubled(m, 'z'));
}

static int sound_h(struct metaphone *m)
{
	if ((m->at == 0 || is_vowel(m, m->at - 1)) && is_vowel(m, m->at + 1))
		return both(m, "H", 2);
	return both(m, "", 1);
}

/* The letters that sound alike everywhere. */
static const struct {
	char letter;
	const char *sound;
} plain[] = {
	{'b', "P"}, {'f', "F"}, {'k', "K"}, {'n', "N"}, {'q', "K"}, {'v', "F"},
};

static int sound_plain(struct metaphone *m)
{
	char c = letter(m, m->at);

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		if (plain[i].letter == c)
			return both(m, plain[i].sound, doubled(m, c));
	}
	return 1; /* vowels behind the first letter are silent */
}

static const struct {
	char letter;
	int (*sound)(struct metaphone *m);
} rules[] = {
	{'c', sound_c}, {'d', sound_d}, {'g', sound_g}, {'h', sound_h},
	{'j', sound_j}, {'l', sound_l}, {'m', sound_m}, {'p', sound_p},
	{'r', sound_r}, {'s', sound_s}, {'t', sound_t}, {'w', sound_w},
	{'x', sound_x}, {'z', sound_z},
};

static int sound_at(struct metaphone *m)
{
	char c = letter(m, m->at);

	if (m->at == 0 && is_vowel(m, 0))
		return both(m, "A", 1);
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		if (rules[i].letter == c)
			return rules[i].sound(m);
	}
	return sound_plain(m);
}

/* Other letters: the first four bytes that are whole characters. */
static struct sound sound_of_others(const char *word, size_t len)
{
	struct sound out = {"", ""};
	size_t n = len < CODE_MOST ? len : CODE_MOST;

	while (n && n < len && ((unsigned char)word[n] & 0xC0) == 0x80)
		n--;
	memcpy(out.first, word, n);
	return out;
}

struct sound name_sound(const char *word)
{
	struct metaphone m = {.word = word, .len = (int)strlen(word)};
	struct sound out = {"", ""};

	for (int i = 0; i < m.len; i++) {
		if (word[i] < 'a' || word[i] > 'z')
			return sound_of_others(word, (size_t)m.len);
	}
	m.is_slavic = strchr(word, 'w') || strchr(word, 'k') ||
		      strstr(word, "cz") || strstr(word, "witz");
	if (stands(&m, 0, "gn kn pn wr ps"))
		m.at = 1;
	if (letter(&m, 0) == 'x') {
		both(&m, "S", 1);
		m.at = 1;
	}
	while (m.at < m.len &&
	       (m.n_first < CODE_MOST || m.n_second < CODE_MOST))
		m.at += sound_at(&m);
	memcpy(out.first, m.first, sizeof(out.first));
	if (strcmp(m.first, m.second))
		memcpy(out.second, m.second, sizeof(out.second));
	return out;
}
