/* A monkey at the keys: random keys, clicks, pastes, commands and sizes on
 * terminals of all kinds, over articles that mean harm.
 *
 * The reader must live, end with 0 when its line is lost, and never send a
 * byte that the terminal could take for more than drawing.  FUZZ_SECONDS says
 * how long (a second and a half by default), FUZZ_SEED where it begins; what
 * fails is told with its seed.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/utf8.h"
#include "session.h"

/* ---- what is sent ---- */

/* Goes over the bytes that the reader sends: drawing, and nothing else. */
struct judge {
	char pending[64]; /* a sequence or a code point that has begun */
	size_t n;
	bool is_copying;
	bool is_ascii;
	char fault[200];
};

/* What the user copies goes to the terminal's clipboard, in base64. */
static const char copy_head[] = "\033]52;c;";

static bool is_copied(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') || c == '+' || c == '/' || c == '=';
}

/* What drawing needs.  Source: ECMA-48 and the terminfo entries tested. */
static bool is_drawing(const char *s, size_t n)
{
	char last = s[n - 1];

	if (s[1] == '(' || s[1] == ')')
		return n == 3 && strchr("B0", last);
	if (s[1] == ']')
		return memcmp(s, copy_head, n) == 0;
	if (s[1] != '[')
		return n == 2 && strchr("=>M78D", last);
	if (s[2] == '?') /* keypad, alternate screen, cursor, paste, mouse */
		return strchr("hlc", last) != NULL;
	if (last == 't') /* xterm's own title, kept aside and back again */
		return strncmp(s + 2, "22;", 3) == 0 ||
		       strncmp(s + 2, "23;", 3) == 0;
	return strchr("HABCDGKJLMPSTXdhlmr@", last) != NULL;
}

static bool is_whole(const char *s, size_t n)
{
	if (s[0] != '\033')
		return n == (s[0] & 0x20 ? s[0] & 0x10 ? 4u : 3u : 2u);
	if (n < 2)
		return false;
	if (s[1] == '(' || s[1] == ')')
		return n == 3;
	if (s[1] == ']')
		return n == strlen(copy_head);
	return s[1] != '[' || (n > 2 && s[n - 1] >= 0x40);
}

static bool is_harmless_rune(const char *s, size_t n, bool is_ascii)
{
	uint32_t rune;

	return !is_ascii && utf8_get(s, n, &rune) == n && rune >= 0xA0 &&
	       (rune < 0x200E || rune > 0x200F) &&
	       (rune < 0x202A || rune > 0x202E) &&
	       (rune < 0x2066 || rune > 0x2069) && rune != 0xFEFF;
}

static void look(void *self, const char *bytes, size_t n)
{
	struct judge *j = self;

	for (size_t i = 0; i < n && !j->fault[0]; i++) {
		unsigned char c = (unsigned char)bytes[i];
		bool is_fine = true;

		if (j->is_copying) {
			is_fine = is_copied(c) || c == '\a';
			j->is_copying = c != '\a';
		} else if (j->n == 0 && c != 0x1B && c < 0x80) {
			/* SI ends a terminal's second character set */
			is_fine = (c >= 0x20 && c != 0x7F) || c == '\r' ||
				  c == '\n' || c == '\b' || c == 0x0F;
		} else {
			j->pending[j->n++] = (char)c;
			if (is_whole(j->pending, j->n)) {
				is_fine = j->pending[0] == '\033'
						  ? is_drawing(j->pending, j->n)
						  : is_harmless_rune(
							    j->pending, j->n,
							    j->is_ascii);
				j->is_copying = j->pending[1] == ']';
				j->n = 0;
			} else {
				is_fine = j->n < 40;
			}
		}
		if (!is_fine)
			snprintf(j->fault, sizeof(j->fault),
				 "byte %02x, of a sequence that begins with "
				 "%02x %02x %02x %02x",
				 c, (unsigned char)j->pending[0],
				 (unsigned char)j->pending[1],
				 (unsigned char)j->pending[2],
				 (unsigned char)j->pending[3]);
	}
}

/* ---- dice ---- */

static unsigned long dice;

static unsigned roll(unsigned sides)
{
	dice = dice * 6364136223846793005ul + 1442695040888963407ul;
	return (unsigned)(dice >> 33) % sides;
}

#define ONE_OF(list) list[roll((unsigned)array_length(list))]

/* ---- what the monkey does ---- */

static const char *const terminals[] = {
	"xterm-256color",
	"xterm",
	"vt100",
	"linux",
	"tmux-256color",
	"screen",
	"rxvt-unicode-256color",
	"nosuchterminal",
};

static const char *const commands[] = {
	":set speech on", ":set speech off",       ":set mouse on",
	":set bidi on",   ":set width 20",         ":set width 200",
	":set card off",  ":set margin off",       ":set marks misc",
	":view sources",  ":view article",         ":view name",
	":view index",    ":color text red",       ":set overlap 9",
	":nonsense",      ":bind all ; down",      ":search ship or OR",
	":search \"",     ":command set width 40",
};

static const char *const noise[] = {
	"\033[",
	"\033[<",
	"\033[<0;",
	"\033[200~qQ\033[201~",
	"\033[?1;2c",
	"\033[[A",
	"\xff\xfe",
	"\xe6\x97",
	"\033[99999999999999999999~",
	"\033]0;x\007",
	"\033P1$r",
	"日本",
	"\xcc\x81",
	"\x1f",
	"\x7f\x7f",
};

static void press(struct session *s, char *log, size_t size)
{
	/* no E: what is typed while an editor has the terminal is echoed */
	static const char letters[] =
		"jkhlgG}{()nNpJKfirR/\\?:vanqsrhtm*][<>uUFdwWHLzxcdzy0123456789"
		" +=-SAeXtbDY'`\"";
	char text[64] = {0};
	size_t keys = 0;

	while (session_key(keys))
		keys++;
	switch (roll(12)) {
	case 0:
	case 1:
	case 2:
	case 3:
		snprintf(text, sizeof(text), "%s",
			 session_key(roll((unsigned)keys)));
		session_type(s, text);
		break;
	case 4:
		snprintf(text, sizeof(text), "%s:%ux%u",
			 roll(2) ? "click" : "wheel",
			 roll((unsigned)s->cols + 2),
			 roll((unsigned)s->rows + 2));
		session_type(s, text);
		break;
	case 5:
		snprintf(text, sizeof(text), "%s\r", ONE_OF(commands));
		session_send(s, text, strlen(text));
		break;
	case 6:
		snprintf(text, sizeof(text), "%s", ONE_OF(noise));
		session_send(s, text, strlen(text));
		break;
	case 7:
		text[0] = (char)(1 + roll(26));
		if (text[0] == 0x1A) /* Ctrl-z stops it, and us */
			text[0] = 0x0C;
		session_send(s, text, 1);
		break;
	default:
		text[0] = letters[roll(sizeof(letters) - 1)];
		session_send(s, text, 1);
	}
	snprintf(log + strlen(log), size - strlen(log), " %.20s", text);
}

static void change_size(struct session *s, char *log, size_t size)
{
	/* a storm of some sizes, small ones often */
	for (unsigned i = roll(4) + 1; i > 0; i--)
		session_resize(s, 1 + (int)roll(roll(2) ? 400 : 40),
			       1 + (int)roll(roll(2) ? 120 : 12));
	snprintf(log + strlen(log), size - strlen(log), " size:%dx%d", s->cols,
		 s->rows);
}

static const char *escaped(const char *log, char *out, size_t size)
{
	size_t n = 0;

	for (; *log && n + 5 < size; log++) {
		unsigned char c = (unsigned char)*log;

		n += (size_t)snprintf(out + n, size - n,
				      c < 0x20 || c >= 0x7F ? "\\x%02x" : "%c",
				      c);
	}
	return out;
}

/* One session of some hundred keys. */
static void play(unsigned long seed)
{
	char settings[80], log[16384], told[20000];
	struct judge judge = {0};
	struct session s = {.is_blind = true, .look = look, .self = &judge};
	unsigned most = 100 + (unsigned)(seed % 200), i;
	int status;

	dice = seed * 2654435761u + 1;
	snprintf(settings, sizeof(settings), "%ux%u %s %s TERM=%s",
		 20 + roll(180), 5 + roll(60), roll(4) ? "" : "plain",
		 roll(4) ? "" : "ascii", ONE_OF(terminals));
	judge.is_ascii = strstr(settings, "ascii") != NULL;
	snprintf(log, sizeof(log), "%s:", settings);
	session_start(&s, settings);
	(void)session_settle(&s);
	for (i = 0; i < most && !judge.fault[0]; i++) {
		if (strlen(log) > sizeof(log) - 200)
			log[0] = '\0';
		if (roll(20) == 0)
			change_size(&s, log, sizeof(log));
		press(&s, log, sizeof(log));
		if (roll(8) == 0 && !session_settle(&s))
			break;
	}
	status = session_stop(&s);
	if (judge.fault[0])
		fail_msg("seed %lu: it sent %s, after%s", seed, judge.fault,
			 escaped(log, told, sizeof(told)));
	if (status != 0)
		fail_msg("seed %lu: it ended with %x, after%s", seed, status,
			 escaped(log, told, sizeof(told)));
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void it_survives_whatever_is_typed_and_sends_only_drawing(void **state)
{
	const char *seconds = getenv("FUZZ_SECONDS");
	const char *first = getenv("FUZZ_SEED");
	double end = now() + (seconds ? atof(seconds) : 1.5);
	unsigned long seed = first ? strtoul(first, NULL, 10) : 20260322;

	(void)state;
	do {
		if (seconds)
			fprintf(stderr, "seed %lu\n", seed);
		play(seed++);
	} while (now() < end);
}

static void what_is_no_drawing_is_seen(void **state)
{
	static const struct {
		const char *bytes;
		bool is_fine;
	} rows[] = {
		{"\033[?1049h\033[1;1H\033[mab\xe2\x94\x83\r\n\b", true},
		{"\033[?2004h\033[?1h\033=\033[31mx\033(B\017", true},
		{"\033]52;c;VGFy\a", true},
		{"\033]52;c;?\a", false},
		{"\033]52;p;VGFy\a", false},
		{"\033]0;title\007", false},
		{"\007", false},
		{"\t", false},
		{"\xc2\x9b", false},
		{"\xff", false},
		{"\xe2\x80\xae", false},
		{"\033[6n", false},
		{"\033c", false},
	};

	(void)state;
	for (size_t i = 0; i < array_length(rows); i++) {
		struct judge judge = {0};

		look(&judge, rows[i].bytes, strlen(rows[i].bytes));
		look(&judge, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 42);
		assert_int_equal(judge.fault[0] == '\0', rows[i].is_fine);
	}
}

/* ---- articles that mean harm ---- */

static void write_hostile(FILE *f)
{
	static const char *const bits[] = {
		"\033[2J",
		"\033]52;p;aGk=\007",
		("\xc2\x9b"
		 "31m"),
		"\xe2\x80\xae",
		"\xe2\x80\x8f",
		"\xef\xbb\xbf",
		"\x7f",
		"\x01",
		"\xe2\x80\x8b",
		"e\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86\xcc\x87",
		"👩‍👩‍👧‍👦",
		"東京タワー",
		"שלום",
		"سلام",
		"🇺🇳🇺",
		"ﬀ",
		"½",
		"[P:Ada Tern|Ada]",
		"[L:Fell Harbour|here]",
		"[@https://example.org/a|a link of some words]",
		"([@https://example.org/b|b])",
		"{Ada Tern|“words”}",
		"{~Ada Tern|[O:Harbour Board|the board] reported}",
		"word",
		"a-b-c",
		"12,000",
		"—",
		"…",
	};

	dice = 7;
	for (unsigned article = 0; article < 12; article++) {
		fprintf(f, "%sHostile %u %s\n%s\n%s\n\n",
			article ? "====\n" : "", article, ONE_OF(bits),
			article % 3 ? "Fell Courier" : "船 \xe2\x80\xae news",
			article % 4 == 3 ? "" : "2026-02-14");
		for (unsigned p = roll(40); p > 0; p--) {
			static const char *const kinds[] = {
				"", "", "", "# ", "- ", "> ", "x\t"};

			fputs(ONE_OF(kinds), f);
			for (unsigned w = roll(roll(10) ? 60 : 900) + 1; w > 0;
			     w--)
				fprintf(f, "%s%s", ONE_OF(bits),
					roll(6) ? " " : "");
			fputs(".\n\n", f);
		}
		fputs("Z\n", f);
	}
}

/* More quotations than a page of them. */
static void write_talk(FILE *f)
{
	fprintf(f, "====\nA long talk\nFell Courier\n2026-02-13\n\n");
	for (unsigned i = 0; i < 250; i++)
		fprintf(f,
			"“{Ada Tern|We count the %u boats of the harbour on "
			"day %u}”, said [P:Ada Tern|Ada Tern].\n\n",
			i * 7, i);
}

static void a_long_list_is_read_page_by_page(void **state)
{
	struct session s = {.is_blind = true};

	(void)state;
	session_start(&s, "80x24");
	assert_true(session_settle(&s));
	session_send(&s, "vq", 2);
	assert_true(session_settle(&s));
	for (unsigned i = 0; i < 20; i++) {
		session_type(&s, "Space");
		assert_true(session_settle(&s));
	}
	assert_int_equal(session_stop(&s), 0);
}

static int make_archive(void **state)
{
	char path[] = "/tmp/gazette-monkey.XXXXXX";
	int fd = mkstemp(path);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
	bool done;

	(void)state;
	if (!f)
		return -1;
	write_hostile(f);
	write_talk(f);
	fclose(f);
	/* what a program that has the terminal gets is echoed: no drawing */
	done = session_make_archive(path) &&
	       session_configure("unbind all E\nunbind all o\n"
				 "unbind all O\nunbind all |\n");
	unlink(path);
	return done ? 0 : -1;
}

static int remove_archive(void **state)
{
	(void)state;
	session_remove_archive();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_no_drawing_is_seen),
		TEST(a_long_list_is_read_page_by_page),
		TEST(it_survives_whatever_is_typed_and_sends_only_drawing),
	};

	/* lines that a monkey gives to a shell are not run */
	setenv("PATH", "/nowhere", 1);
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests_name("screens/monkey", tests,
					   make_archive, remove_archive);
}
