/* model/logentry: entries are made from events, found again, and cannot be forged by a reason. */
/* shows: A74 */
#include "model/logentry.h"

#include "base/cleanup.h"

#include "../t/unit/events.h"
#include "../t/unit/tap.h"

#define OPEN "<!-- mcade " RANDOM_ID " after sha256:" SHA " -->\n"

static void test_write(struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf entry = STRBUF_INIT;
	struct event e = sample_event(a, EVENT_COMPLETE, 0, "All is well.");
	struct event_origin origin = {1769594400, "ada", "Ada Lovelace"};

	event_add(&e, a, FIELD_PIN, "a.b=1");
	logentry_write(&e, &origin, &entry);
	is_str(entry.buf,
	       OPEN
	       "## A complete in prod\n\n- when: 2026-01-28T10:00:00Z\n- by: Ada Lovelace\n"
	       "- run: " RANDOM_ID "\n- pin: `a.b=1`\n\nAll is well.\n",
	       "an entry");
}

/* What people write into a field or a pin is shown as it is, and is no Markdown. */
static void test_code(struct arena *a)
{
	static const struct {
		const char *said, *shown;
	} cases[] = {
		{"ticket=OPS-1", "\n- field: `ticket=OPS-1`\n"},
		{"t=a`<b>", "\n- field: ``t=a`<b>``\n"},
		{"t=a``b`c", "\n- field: ```t=a``b`c```\n"},
		{"t=<!--`", "\n- field: `` t=<!--` ``\n"},
	};
	struct event_origin origin = {1769594400, "ada", "Ada Lovelace"};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		CLEANUP(strbuf_free) struct strbuf entry = STRBUF_INIT;
		struct event e = sample_event(a, EVENT_GATE, 0, NULL);

		e.fields[FIELD_FIELD].count = 0;
		event_add(&e, a, FIELD_FIELD, cases[i].said);
		logentry_write(&e, &origin, &entry);
		ok(strstr(entry.buf, cases[i].shown), "%s", cases[i].said);
	}
}

/* What each act that has an entry tells there: all of it, in its order. */
static void test_entries(struct arena *a)
{
	const struct {
		enum event_word word;
		enum subject_type subject;
		struct {
			enum event_field field;
			const char *value;
		} with[6];
		const char *heading, *told;
	} acts[] = {
		{EVENT_GATE,
		 SUBJECT_GATE,
		 {{FIELD_CHECK, "one pass"},
		  {FIELD_CHECK, "two fail"},
		  {FIELD_VERDICT, "fail"}},
		 "## G gate in prod: NO-GO",
		 "- verdict: NO-GO\n- candidate: sha256:" SHA "\n- check: two fail\n"},
		{EVENT_PROMOTE,
		 SUBJECT_ENVIRONMENT,
		 {{FIELD_SOURCE, "lab"}, {FIELD_CODE, GIT_ID}, {FIELD_PIN, "a=1"}},
		 "## promote to prod",
		 "- from: lab\n- candidate: sha256:" SHA "\n- commit: " GIT_ID
		 "\n- pin: `a=1`\n"},
		{EVENT_PROMOTE,
		 SUBJECT_ENVIRONMENT,
		 {{FIELD_SOURCE, "lab"}},
		 "## promote to prod",
		 "- from: lab\n- candidate: sha256:" SHA "\n"},
		{EVENT_ROLLBACK,
		 SUBJECT_ROLLBACK,
		 {{FIELD_RESTORED_TO, "3"},
		  {FIELD_CANDIDATE, "sha256:" SHA},
		  {FIELD_LEFT, "sha256:" SHA2},
		  {FIELD_CODE, GIT_ID},
		  {FIELD_PIN, "a=1"}},
		 "## rollback R in prod: back to event 3",
		 "- back to: event 3\n- candidate: sha256:" SHA "\n- left: sha256:" SHA2
		 "\n- commit: " GIT_ID "\n- pin: `a=1`\n"},
		{EVENT_ROLLBACK,
		 SUBJECT_ROLLBACK,
		 {{FIELD_RESTORED_TO, "3"}},
		 "## rollback R in prod: back to event 3",
		 "- back to: event 3\n"},
		{EVENT_FINISH,
		 SUBJECT_DRILL,
		 {{FIELD_RESULT, "ok"}, {FIELD_CODE, GIT_ID}, {FIELD_PIN, "a=1"}},
		 "## drill D in prod: ok",
		 "- run: " RANDOM_ID "\n"},
		{EVENT_ATTEST,
		 SUBJECT_ROLLBACK,
		 {{FIELD_VERDICT, "pass"}},
		 "## rollback R in prod: ok, by hand",
		 ""},
		{EVENT_COMPLETE,
		 SUBJECT_STEP,
		 {{FIELD_WITHOUT, "exit"}, {FIELD_WITHOUT, "restore"}},
		 "## A complete in prod",
		 "- run: " RANDOM_ID "\n- does not apply: exit\n- does not apply: restore\n"},
	};
	struct event_origin origin = {1769594400, "ada", "Ada Lovelace"};

	for (size_t i = 0; i < ARRAY_SIZE(acts); i++) {
		CLEANUP(strbuf_free) struct strbuf entry = STRBUF_INIT;
		struct event e = sample_event(a, acts[i].word, 0, "So be it.");

		sample_subject(&e, a, acts[i].subject);
		for (size_t k = 0; k < 6 && acts[i].with[k].value; k++) {
			if (!k || acts[i].with[k - 1].field != acts[i].with[k].field)
				e.fields[acts[i].with[k].field].count = 0;
			event_add(&e, a, acts[i].with[k].field, acts[i].with[k].value);
		}
		ok(logentry_makes(&e), "act %zu has an entry", i);
		logentry_write(&e, &origin, &entry);
		is_str(entry.buf + strlen(OPEN),
		       arena_printf(a,
				    "%s\n\n- when: 2026-01-28T10:00:00Z\n- by: Ada Lovelace\n"
				    "%s\nSo be it.\n",
				    acts[i].heading, acts[i].told),
		       "which tells all of it");
	}
}

/* What was let through by a waiver is said where it was done: of what ends in a finish, where it began. */
static void test_waived(struct arena *a)
{
	static const struct {
		enum event_word word;
		const char *subject, *heading;
		bool without; /* it has an entry in any case */
	} acts[] = {
		{EVENT_PROMOTE, NULL, "## promote to prod\n", true},
		{EVENT_ROLLBACK, "rollback:back",
		 "## rollback back in prod: begun under a waiver\n", false},
		{EVENT_DRILL, "drill:back", "## drill back in prod: begun under a waiver\n",
		 false},
	};
	struct event_origin origin = {1769594400, "ada", "Ada Lovelace"};

	for (size_t i = 0; i < ARRAY_SIZE(acts); i++) {
		CLEANUP(strbuf_free) struct strbuf entry = STRBUF_INIT;
		struct event e = sample_event(a, acts[i].word, 0, "Tonight.");

		e.fields[FIELD_WAIVED].count = 0;
		e.fields[FIELD_RESTORED_TO].count = 0;
		e.fields[FIELD_DISPUTES].count = 0;
		if (acts[i].subject)
			event_set(&e, a, FIELD_SUBJECT, acts[i].subject);
		ok(logentry_makes(&e) == acts[i].without, "%s, and nothing waived",
		   event_info(e.word)->word);
		event_add(&e, a, FIELD_WAIVED, "order");
		ok(logentry_makes(&e), "under a waiver it has an entry");
		logentry_write(&e, &origin, &entry);
		ok(strstr(entry.buf, acts[i].heading) &&
			   strstr(entry.buf, "\n- waived: order\n") &&
			   strstr(entry.buf, "\n\nTonight.\n"),
		   "which says so");
	}
}

/* What does not count is said in the log; an entry tells when, and by whom. */
static void test_disputes(struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf log = STRBUF_INIT;
	struct event e = sample_event(a, EVENT_PIN, 0, "All is well.");
	struct event_origin origin = {1769594400, "ada", "Ada Lovelace"}, read = {0};
	struct logentry entry;
	size_t offset = 0;

	ok(!logentry_makes(&e), "a pin makes no entry");
	event_add(&e, a, FIELD_DISPUTES, RANDOM_ID " order");
	ok(logentry_makes(&e), "one that names what does not count does");
	logentry_write(&e, &origin, &log);
	is_str(log.buf,
	       OPEN "## disputed, said with: pin in prod\n\n- when: 2026-01-28T10:00:00Z\n"
		    "- by: Ada Lovelace\n- does not count: event " RANDOM_ID " order\n",
	       "and it says only that");
	ok(logentry_next(bytes_of(log.buf, log.len), &offset, &entry), "it is found");
	logentry_origin(&entry, a, &read);
	ok(read.time == origin.time && read.name && !strcmp(read.name, origin.name),
	   "with its time and name");
}

static void test_append(void)
{
	static const struct {
		const char *before, *after;
	} cases[] = {
		{"", "entry\n"},       {"a\n", "a\n\nentry\n"}, {"a\n\n", "a\n\nentry\n"},
		{"a", "a\n\nentry\n"}, {"\n", "\nentry\n"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		CLEANUP(strbuf_free) struct strbuf log = STRBUF_INIT;

		strbuf_addstr(&log, cases[i].before);
		logentry_append(&log, "entry\n", 6);
		is_str(log.buf, cases[i].after, "one blank line between");
	}
}

static void test_find(void)
{
	static const char log[] = "# Day\n\n" OPEN "one\n\n\n" OPEN "two\n"
				  "<!-- mcade broken -->\nthree\n" OPEN "four";
	struct bytes text = bytes_of(log, sizeof(log) - 1);
	static const struct {
		const char *text;
		unsigned line;
		bool good;
	} expected[] = {{OPEN "one\n", 3, true},
			{OPEN "two\n", 7, true},
			{"<!-- mcade broken -->\nthree\n", 9, false},
			{OPEN "four", 11, true}};
	struct logentry entry;
	size_t offset = 0, i = 0;

	for (; logentry_next(text, &offset, &entry); i++) {
		if (i == ARRAY_SIZE(expected))
			break;
		ok(bytes_equal(entry.text, bytes_text(expected[i].text)), "entry %zu", i);
		is_int(entry.line, expected[i].line, "its line");
		is_str(entry.id, expected[i].good ? RANDOM_ID : "", "its event");
		is_str(entry.seen, expected[i].good ? "sha256:" SHA : "", "what it had seen");
	}
	is_int((long long)i, ARRAY_SIZE(expected), "no other");
	offset = 0;
	ok(!logentry_next(bytes_of("", 0), &offset, &entry) &&
		   !logentry_next(bytes_text("<!--mcade -->\n <!-- mcade x -->\n"), &offset,
				  &entry),
	   "none where there is none");
}

/* An opening line of the right length in which one thing is another. */
static void test_openings(void)
{
	static const char good[] = OPEN "text\n\n\n";
	static const struct {
		size_t at;
		char is;
	} edits[] = {{11, 'x'}, {44, 'b'}, {50, 'S'}, {57, 'x'}, {120, 'x'}, {124, 'x'}};
	struct logentry entry;
	char text[sizeof(good)];
	size_t offset = 0;

	ok(logentry_next(bytes_of(good, sizeof(good) - 1), &offset, &entry) && *entry.id &&
		   bytes_equal(entry.text, bytes_text(OPEN "text\n")),
	   "an entry without the blank lines behind it");
	for (size_t i = 0; i < ARRAY_SIZE(edits); i++) {
		memcpy(text, good, sizeof(good));
		text[edits[i].at] = edits[i].is;
		offset = 0;
		ok(logentry_next(bytes_of(text, sizeof(good) - 1), &offset, &entry) &&
			   !*entry.id && !*entry.seen,
		   "no opening line with byte %zu as '%c'", edits[i].at, edits[i].is);
	}
}

/* Written, appended and found: as often as a busy day has it. */
static void test_many(struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf log = STRBUF_INIT;
	struct event_origin origin = {1769594400, "ada", "Ada Lovelace"};
	struct logentry entry;
	size_t offset = 0, found = 0, wrong = 0;
	enum { MANY_ENTRIES = 20000 };

	for (uint64_t i = 0; i < MANY_ENTRIES; i++) {
		CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
		struct event e = sample_event(a, EVENT_COMPLETE, i, NULL);

		logentry_write(&e, &origin, &text);
		logentry_append(&log, text.buf, text.len);
	}
	for (; logentry_next(bytes_of(log.buf, log.len), &offset, &entry); found++)
		wrong += strcmp(entry.id, arena_printf(a, "%032" PRIx64, (uint64_t)found)) != 0;
	ok(found == MANY_ENTRIES && !wrong, "20,000 entries are found in no time, in order");
}

int main(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;

	test_write(&a);
	test_code(&a);
	test_entries(&a);
	test_waived(&a);
	test_disputes(&a);
	test_append();
	test_find();
	test_openings();
	test_many(&a);
	return done();
}
