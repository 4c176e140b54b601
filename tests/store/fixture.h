/* A small archive in which everything a schema can hold occurs: MAKE_FIXTURE
 * in migrate.c writes one of the schema of the day, which is then kept. */
#ifndef GAZETTE_TESTS_FIXTURE_H
#define GAZETTE_TESTS_FIXTURE_H

#include <sqlite3.h>

#include "sample.h"

#define FIXTURE_WIRE                                                           \
	"{0:Dagny Morrow}, the mayor of {1:Kolvik}, opened the new harbour "   \
	"wall on Friday before some two hundred people who had come down "     \
	"from {2:Ostrel} in the rain. <0:It will hold for a hundred years,> "  \
	"{0:Morrow} said, and {0~she} named {3:Lucian Halder}, who drew it, "  \
	"as the one to thank."

static const struct {
	const char *url, *source, *byline, *title, *text;
	int hours;
	bool is_day;
} fixture_rows[] = {
	{"https://example.org/wall", "The Kolvik Post", "Ines Arvel",
	 "The wall stands", FIXTURE_WIRE, 0, false},
	{"https://example.com/wire/77", "Corvant Wire", NULL, "Wall opened",
	 FIXTURE_WIRE " More later.", 2, false},
	{"https://example.org/ferry", "The Kolvik Post", NULL,
	 "Ferry to Ostrel late again",
	 "The ferry from {0:Kolvik} to {1:Ostrel} came three hours late. "
	 "{2:Morrow} was on board. <?:Never again,> said a passenger.",
	 30, false},
	{"https://example.net/halder", "Ostrel Courier", "I. Arvel",
	 "Halder leaves the harbour office",
	 "{0:Lucian Halder} leaves the harbour office of {1:Kolvik}. <0:I have "
	 "drawn enough walls,> {0:Halder} said. {2:Dagny Morrow} wished "
	 "{0~him} well. {3:Egypt} had asked {0~him} twice.",
	 75, true},
	{"https://example.net/caf\xc3\xa9", NULL, NULL,
	 "Caf\xc3\xa9 \xe6\x9d\xb1\xe4\xba\xac opens",
	 "A caf\xc3\xa9 by the name of {0:\xe6\x9d\xb1\xe4\xba\xac} opens at "
	 "the harbour of {1:Kolvik}.",
	 -400000, false},
};

static void fixture_sql(const char *path, const char *sql)
{
	sqlite3 *db;
	char *fault = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &fault) != SQLITE_OK)
		fail_msg("%s: %s", path, fault);
	sqlite3_close(db);
}

static int64_t fixture_put(struct sample *s, size_t i, const char *text,
			   enum store_how expected)
{
	static const char page[] = "<html><p>The page as it came.</p></html>";
	struct original original = {SLICE(page), "text/html"};
	struct article *art =
		sample_article(&s->arena, fixture_rows[i].title, text);
	struct link *link;
	enum store_how how;
	int64_t id;

	art->url = fixture_rows[i].url;
	art->source = fixture_rows[i].source;
	art->byline = fixture_rows[i].byline;
	art->language = "en";
	art->annotated = "gazette 0.0, by hand";
	art->published = (struct when){SAMPLE_TIME + fixture_rows[i].hours *
							     INT64_C(3600),
				       60, WHEN_SECOND};
	if (fixture_rows[i].is_day) {
		art->published.time -= art->published.time % DATE_DAY;
		art->published.kind = WHEN_DAY;
		art->published.offset = 0;
	}
	link = array_add(&s->arena, art->links, art->n_links);
	link->url = fixture_rows[0].url;
	link->title = "The wall";
	link->kind = LINK_RELATED;
	article_key_set(art);
	must(store_article_put(s->st, s->known, art, i < 3 ? &original : NULL,
			       &how, &id, err));
	assert_int_equal(how, expected);
	return id;
}

/* Fill an archive that sample_new has made, and close it. */
HELPER void fixture_fill(struct sample *s)
{
	for (size_t i = 0; i < array_length(fixture_rows); i++)
		fixture_put(s, i, fixture_rows[i].text, STORE_STORED);
	/* in a process of its own, which finds the old one's place free */
	store_close(s->st);
	sample_open(s, STORE_WRITE);
	fixture_put(s, 2,
		    "The ferry from {0:Kolvik} to {1:Ostrel} came two hours "
		    "late, its owners now say. {2:Morrow} was on board.",
		    STORE_UPDATED);
	must(store_failure_put(s->st, "in/broken.html", "holds no text", err));
	must(store_read_set(s->st, 1, true, err));
	must(store_starred_set(s->st, 4, true, err));
	must(store_position_set(s->st, 4, 17, err));
	store_close(s->st);
	s->st = NULL;
	fixture_sql(s->archive,
		    "UPDATE article SET is_saved = 0 WHERE id IN (3, 5);"
		    "UPDATE meta SET value = 2 WHERE name = 'feed_articles';"
		    "INSERT INTO edit(at, who, kind, what) VALUES(1711011600,"
		    " 'ines', 'rename', '{\"from\": \"Kolvik\"}')");
	fixture_sql(s->reader,
		    "INSERT INTO tag SELECT uid, 'port' FROM state"
		    " WHERE is_starred = 1;"
		    "UPDATE state SET note = 'ask him' WHERE is_starred = 1;"
		    "INSERT INTO view VALUES('port', 'harbour name:Kolvik')");
}

#endif
