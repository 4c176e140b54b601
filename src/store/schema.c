/* The archive's tables, and the ladder from every released schema to the
 * newest.
 *
 * Invariants that store_check proves:
 * - docid, the rowid of article, is the second of its sort time moved to a
 *   free one; article_fts, body, chain and sketch have the same rowid, and
 *   appearance, quote, spoken, about and article_source have it as their
 *   second key, so that every list walks one order;
 * - what an article names is one packed row of chain (entity and count of each
 *   of its chains, in order) beside the packed spans of body: a row a mention
 *   costs ten times as much and no list is made of single mentions;
 * - entity.articles, mentions, quotes and entity_day.n count articles that are
 *   no copies; nothing is counted that was not kept;
 * - a merged entity has its head in `head` (heads are never merged) and keeps
 *   its rows: lists read the ranges of all members.
 */
#include "store/schema.h"

#include "base/array.h"
#include "store/sql.h"

static const char archive_1[] =
	/* one row: identity of this archive, and what is kept for counting */
	"CREATE TABLE meta(name TEXT PRIMARY KEY, value ANY NOT NULL)"
	" WITHOUT ROWID;"
	"CREATE TABLE article("
	" docid INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE,"
	" uid BLOB NOT NULL UNIQUE, added INTEGER NOT NULL,"
	" modified INTEGER NOT NULL, time INTEGER NOT NULL,"
	" day_offset INTEGER NOT NULL, day_kind INTEGER NOT NULL,"
	" title TEXT NOT NULL, byline TEXT, source TEXT, url TEXT, file TEXT,"
	" ref TEXT, sha256 TEXT, language TEXT, annotated TEXT,"
	" words INTEGER NOT NULL, copies INTEGER NOT NULL,"
	" duplicate_of INTEGER, is_saved INTEGER NOT NULL);"
	"CREATE INDEX article_copy ON article(duplicate_of, docid)"
	" WHERE duplicate_of IS NOT NULL;"
	/* text: title, blank line, body; spans: codec of article/codec.h;
	 * fold: FOLD_VERSION that its full-text row was made with */
	"CREATE TABLE body(docid INTEGER PRIMARY KEY, text BLOB NOT NULL,"
	" spans BLOB NOT NULL, fold INTEGER NOT NULL);"
	"CREATE TABLE version(uid BLOB NOT NULL, n INTEGER NOT NULL,"
	" seen INTEGER NOT NULL, title TEXT NOT NULL, body BLOB NOT NULL,"
	" PRIMARY KEY(uid, n)) WITHOUT ROWID;"
	"CREATE VIRTUAL TABLE article_fts USING fts5(title, text, content='',"
	" detail=full, tokenize='ascii');"
	/* each transaction makes a segment: merge eight, not four, and each
	 * word is written again a level less */
	"INSERT INTO article_fts(article_fts, rank) VALUES('automerge', 8);"
	"CREATE TABLE source(id INTEGER PRIMARY KEY, folded TEXT NOT NULL"
	" UNIQUE, name TEXT NOT NULL, url TEXT, etag TEXT, last_modified TEXT,"
	" next_fetch INTEGER, errors INTEGER NOT NULL DEFAULT 0,"
	" articles INTEGER NOT NULL DEFAULT 0);"
	"CREATE TABLE article_source(source INTEGER NOT NULL,"
	" docid INTEGER NOT NULL, PRIMARY KEY(source, docid)) WITHOUT ROWID;"
	/* target: the first 64 bits of the key its address would have */
	"CREATE TABLE link(target INTEGER NOT NULL, docid INTEGER NOT NULL,"
	" kind INTEGER NOT NULL, PRIMARY KEY(target, docid)) WITHOUT ROWID;"
	"CREATE TABLE failure(input TEXT PRIMARY KEY, reason TEXT NOT NULL,"
	" seen INTEGER NOT NULL) WITHOUT ROWID;"
	/* sampled word 5-grams and hashes of lines, for copies */
	"CREATE TABLE sketch(docid INTEGER PRIMARY KEY,"
	" is_dated INTEGER NOT NULL, grams BLOB NOT NULL,"
	" lines BLOB NOT NULL);"

	"CREATE TABLE entity("
	" id INTEGER PRIMARY KEY, uid BLOB NOT NULL, type INTEGER NOT NULL,"
	" gender INTEGER NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL,"
	" known TEXT, role TEXT, country TEXT,"
	" articles INTEGER NOT NULL DEFAULT 0,"
	" mentions INTEGER NOT NULL DEFAULT 0,"
	" quotes INTEGER NOT NULL DEFAULT 0,"
	" first_day INTEGER, last_day INTEGER,"
	" head INTEGER NOT NULL DEFAULT 0, is_bare INTEGER NOT NULL DEFAULT 0,"
	" is_locked INTEGER NOT NULL DEFAULT 0,"
	" is_hidden INTEGER NOT NULL DEFAULT 0);"
	"CREATE INDEX entity_count ON entity(articles DESC, id)"
	" WHERE head = 0 AND is_hidden = 0;"
	"CREATE INDEX entity_type ON entity(type, articles DESC, id)"
	" WHERE head = 0 AND is_hidden = 0;"
	"CREATE INDEX entity_head ON entity(head) WHERE head <> 0;"
	"CREATE TABLE alias(id INTEGER PRIMARY KEY, entity INTEGER NOT NULL,"
	" form INTEGER NOT NULL, surface TEXT NOT NULL, folded TEXT,"
	" uses INTEGER NOT NULL, why INTEGER NOT NULL, article INTEGER NOT "
	"NULL,"
	" UNIQUE(entity, form, surface));"
	"CREATE INDEX alias_folded ON alias(folded, entity)"
	" WHERE folded IS NOT NULL;"
	"CREATE TABLE word(word TEXT NOT NULL, entity INTEGER NOT NULL,"
	" PRIMARY KEY(word, entity)) WITHOUT ROWID;"
	"CREATE TABLE code(code TEXT NOT NULL, entity INTEGER NOT NULL,"
	" folded TEXT NOT NULL, PRIMARY KEY(code, entity, folded))"
	" WITHOUT ROWID;"
	"CREATE TABLE chain(docid INTEGER PRIMARY KEY, entities BLOB NOT NULL);"
	"CREATE TABLE appearance(entity INTEGER NOT NULL,"
	" docid INTEGER NOT NULL, count INTEGER NOT NULL,"
	" is_copy INTEGER NOT NULL, PRIMARY KEY(entity, docid)) WITHOUT ROWID;"
	"CREATE TABLE entity_day(entity INTEGER NOT NULL, day INTEGER NOT NULL,"
	" n INTEGER NOT NULL, PRIMARY KEY(entity, day)) WITHOUT ROWID;"
	/* who may be meant by a word alone: surname, acronym */
	"CREATE TABLE holder(word TEXT NOT NULL, entity INTEGER NOT NULL,"
	" PRIMARY KEY(word, entity)) WITHOUT ROWID;"
	/* every chain that is such a word alone: `bare` is the word's own
	 * entity, `entity` the one it was given for now */
	"CREATE TABLE pending(word TEXT NOT NULL, docid INTEGER NOT NULL,"
	" chain INTEGER NOT NULL, bare INTEGER NOT NULL,"
	" entity INTEGER NOT NULL, PRIMARY KEY(word, docid, chain))"
	" WITHOUT ROWID;"

	/* n counts in text order; spans are bytes of body.text */
	"CREATE TABLE quote(docid INTEGER NOT NULL, n INTEGER NOT NULL,"
	" kind INTEGER NOT NULL, confidence INTEGER NOT NULL,"
	" is_copy INTEGER NOT NULL, entity INTEGER NOT NULL,"
	" start INTEGER NOT NULL, end INTEGER NOT NULL,"
	" sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL,"
	" speaker_start INTEGER NOT NULL, speaker_end INTEGER NOT NULL,"
	" cue_start INTEGER NOT NULL, cue_end INTEGER NOT NULL, via TEXT,"
	" PRIMARY KEY(docid, n)) WITHOUT ROWID;"
	"CREATE TABLE spoken(entity INTEGER NOT NULL, docid INTEGER NOT NULL,"
	" n INTEGER NOT NULL, PRIMARY KEY(entity, docid, n)) WITHOUT ROWID;"
	"CREATE TABLE about(entity INTEGER NOT NULL, docid INTEGER NOT NULL,"
	" n INTEGER NOT NULL, PRIMARY KEY(entity, docid, n)) WITHOUT ROWID;"

	/* the user's word, append-only; applied again by article key and name
	 */
	"CREATE TABLE edit(n INTEGER PRIMARY KEY, at INTEGER NOT NULL,"
	" who TEXT NOT NULL, kind TEXT NOT NULL, what TEXT NOT NULL,"
	" undone_by INTEGER);"
	"CREATE TABLE apart(a INTEGER NOT NULL, b INTEGER NOT NULL,"
	" PRIMARY KEY(a, b)) WITHOUT ROWID;"

	"INSERT INTO meta VALUES('uid', randomblob(16)), ('articles', 0),"
	" ('feed_articles', 0), ('entities', 0), ('mentions', 0),"
	" ('quotes', 0), ('failed', 0), ('next_id', 1);";

static const char originals_1[] =
	"CREATE TABLE original(uid BLOB PRIMARY KEY, type TEXT NOT NULL,"
	" added INTEGER NOT NULL, size INTEGER NOT NULL, bytes BLOB NOT NULL);";

static const char reader_1[] =
	/* position: byte of the text at the top of the screen */
	"CREATE TABLE state(uid BLOB PRIMARY KEY, is_read INTEGER NOT NULL"
	" DEFAULT 0, is_starred INTEGER NOT NULL DEFAULT 0, position INTEGER"
	" NOT NULL DEFAULT 0, note TEXT, changed INTEGER NOT NULL)"
	" WITHOUT ROWID;"
	"CREATE TABLE tag(uid BLOB NOT NULL, tag TEXT NOT NULL,"
	" PRIMARY KEY(uid, tag)) WITHOUT ROWID;"
	/* articles of feeds that were read, by archive */
	"CREATE TABLE tally(archive BLOB PRIMARY KEY, n_read INTEGER NOT NULL)"
	" WITHOUT ROWID;"
	"CREATE TABLE view(name TEXT PRIMARY KEY, query TEXT NOT NULL)"
	" WITHOUT ROWID;"
	"CREATE TABLE rule(n INTEGER PRIMARY KEY, kind TEXT NOT NULL,"
	" query TEXT NOT NULL, tag TEXT);"
	"CREATE TABLE mark(letter TEXT PRIMARY KEY, uid BLOB NOT NULL,"
	" position INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE jump(n INTEGER PRIMARY KEY, place TEXT NOT NULL);";

/* ---- schema 2 ---- */

static const char archive_2[] =
	/* a surname is a form of all who ever bore it alone, thousands, of
	 * whom those count that it stands for now */
	"DROP INDEX alias_folded;"
	"CREATE INDEX alias_live ON alias(folded, entity) WHERE folded IS NOT"
	" NULL AND (uses > 0 OR why IN (2, 7));"
	"CREATE INDEX entity_bare ON entity(folded) WHERE is_bare = 1;"
	/* what store_tidy merges: two pieces of a level */
	"INSERT INTO article_fts(article_fts, rank) VALUES('usermerge', 2);"
	/* an article that was removed: until `gc` takes it away for good, it is
	 * known when it comes again, and can be brought back; text and spans
	 * as in body, entities as in chain */
	"CREATE TABLE tombstone(id INTEGER PRIMARY KEY,"
	" uid BLOB NOT NULL UNIQUE, at INTEGER NOT NULL,"
	" removal INTEGER NOT NULL, added INTEGER NOT NULL, modified INTEGER "
	"NOT"
	" NULL,"
	" is_saved INTEGER NOT NULL, text BLOB NOT NULL,"
	" spans BLOB NOT NULL, entities BLOB NOT NULL);"
	"CREATE INDEX tombstone_removal ON tombstone(removal);"
	"CREATE TABLE removal(n INTEGER PRIMARY KEY, at INTEGER NOT NULL,"
	" who TEXT NOT NULL, query TEXT NOT NULL, undone INTEGER);"
	/* feed_epoch: changes when articles of feeds go or become saved, and
	 * what readers counted is to be counted again; reannotate: how far a
	 * run has come that is to be gone on with */
	"INSERT INTO meta VALUES('feed_epoch', 0), ('last_fetch', 0),"
	" ('reannotate_at', 0), ('reannotate_query', '');"
	/* what entries of the log did here, to be undone; was and became: what
	 * is no number */
	"CREATE TABLE effect(edit INTEGER NOT NULL, seq INTEGER NOT NULL,"
	" kind INTEGER NOT NULL, a INTEGER NOT NULL, b INTEGER NOT NULL,"
	" c INTEGER NOT NULL, d INTEGER NOT NULL, was BLOB, became BLOB,"
	" PRIMARY KEY(edit, seq)) WITHOUT ROWID;"
	"CREATE INDEX effect_article ON effect(a)"
	" WHERE kind IN (7, 8, 9, 10, 13);"
	/* key: of an entry everywhere; applied: the order in which entries hold
	 * here, null for one that is undone, waits or undoes; here: the rows
	 * that its names are in this archive */
	"ALTER TABLE edit ADD COLUMN key BLOB;"
	"ALTER TABLE edit ADD COLUMN applied INTEGER;"
	"ALTER TABLE edit ADD COLUMN here TEXT;"
	"CREATE UNIQUE INDEX edit_key ON edit(key);"
	"CREATE INDEX edit_applied ON edit(applied) WHERE applied IS NOT NULL;"
	/* entries that say something of an article, by its key */
	"CREATE TABLE edit_article(uid BLOB NOT NULL, edit INTEGER NOT NULL,"
	" PRIMARY KEY(uid, edit)) WITHOUT ROWID;"
	/* a form that alone means somebody, by a user's word */
	"CREATE TABLE said(folded TEXT NOT NULL, entity INTEGER NOT NULL,"
	" PRIMARY KEY(folded, entity)) WITHOUT ROWID;"
	/* names that entries wait for */
	"CREATE TABLE waiting(folded TEXT NOT NULL, edit INTEGER NOT NULL,"
	" PRIMARY KEY(folded, edit)) WITHOUT ROWID;"
	/* which articles print a quotation's words: store/utterance.c */
	"CREATE TABLE utterance(hash INTEGER NOT NULL, docid INTEGER NOT NULL,"
	" PRIMARY KEY(hash, docid)) WITHOUT ROWID;"
	/* subscriptions; typed: as the user gave the address; name: the user's;
	 * body: hash of the last one; items: of each item in it, 8 bytes; news:
	 * articles it brought that are neither copies nor saved; removed: when
	 * the user did, 0 not */
	"CREATE TABLE feed(id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE,"
	" typed TEXT NOT NULL, name TEXT, title TEXT, link TEXT,"
	" pages INTEGER NOT NULL DEFAULT 0, is_gone INTEGER NOT NULL DEFAULT 0,"
	" added INTEGER NOT NULL, removed INTEGER NOT NULL DEFAULT 0,"
	" last_try INTEGER NOT NULL DEFAULT 0,"
	" last_good INTEGER NOT NULL DEFAULT 0,"
	" next_fetch INTEGER NOT NULL DEFAULT 0,"
	" errors INTEGER NOT NULL DEFAULT 0, error TEXT,"
	" error_since INTEGER NOT NULL DEFAULT 0, moved_from TEXT, etag TEXT,"
	" last_modified TEXT, ttl_min INTEGER NOT NULL DEFAULT 0,"
	" skip_hours INTEGER NOT NULL DEFAULT 0,"
	" skip_days INTEGER NOT NULL DEFAULT 0,"
	" body INTEGER NOT NULL DEFAULT 0, items BLOB,"
	" news INTEGER NOT NULL DEFAULT 0);"
	"CREATE TABLE feed_tag(feed INTEGER NOT NULL, tag TEXT NOT NULL,"
	" PRIMARY KEY(feed, tag)) WITHOUT ROWID;"
	/* article: by the number that users see, which never changes */
	"CREATE TABLE feed_article(article INTEGER NOT NULL,"
	" feed INTEGER NOT NULL, PRIMARY KEY(article, feed)) WITHOUT ROWID;"
	/* frequent words whose uses between two docids wait to be given */
	"CREATE TABLE unsettled(word TEXT PRIMARY KEY, low INTEGER NOT NULL,"
	" high INTEGER NOT NULL) WITHOUT ROWID;";

static const char originals_2[] =
	"CREATE INDEX original_added ON original(added);";

static const char reader_2[] =
	/* the feed_epoch at which n_read was counted */
	"ALTER TABLE tally ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;"
	"CREATE INDEX tag_name ON tag(tag);"
	"ALTER TABLE state ADD COLUMN is_hidden INTEGER NOT NULL DEFAULT 0;"
	/* what a rule changed, to be taken back: enum rule_kind */
	"CREATE TABLE rule_done(rule INTEGER NOT NULL, uid BLOB NOT NULL,"
	" what INTEGER NOT NULL, PRIMARY KEY(rule, uid, what)) WITHOUT ROWID;"
	/* of what a feed brought, how much was read; as good as tally is */
	"CREATE TABLE feed_tally(archive BLOB NOT NULL, feed INTEGER NOT NULL,"
	" n_read INTEGER NOT NULL, PRIMARY KEY(archive, feed)) WITHOUT ROWID;";

/* step[n] leads from schema n to n + 1 */
static const char *const archive_steps[] = {archive_1, archive_2};
static const char *const originals_steps[] = {originals_1, originals_2};
static const char *const reader_steps[] = {reader_1, reader_2};

const struct schema store_schemas[SQL_FILES] = {
	[SQL_ARCHIVE] = {.what = "archive",
			 .application = 0x677a7431,
			 .steps = archive_steps,
			 .newest = array_length(archive_steps),
			 .is_copied = true,
			 .identity = "SELECT value FROM meta WHERE name ="
				     " 'uid'"},
	/* as large as all pages that ever came: only what can be had again
	 * from the archive itself is ever changed by a step */
	[SQL_ORIGINALS] = {.what = "file of originals",
			   .application = 0x677a7432,
			   .steps = originals_steps,
			   .newest = array_length(originals_steps)},
	[SQL_READER] = {.what = "reading state",
			.application = 0x677a7433,
			.steps = reader_steps,
			.newest = array_length(reader_steps),
			.is_copied = true},
};
