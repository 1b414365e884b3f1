/* model/event: one spelling for each event, and no other is read. */
#include "model/event.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/strbuf.h"
#include "model/internal.h"

#include "../t/unit/events.h"
#include "../t/unit/tap.h"

static bool encodes(struct event *e, struct strbuf *out)
{
	struct err err = {0};

	strbuf_setlen(out, 0);
	return !event_encode(e, out, &err);
}

/* What belongs to the subject: given by sample_subject(), not one by one. */
static bool is_of_subject(int f)
{
	return f == FIELD_ENVIRONMENT || f == FIELD_STEP || f == FIELD_SUBJECT;
}

static void test_identity(struct arena *a, enum event_word word, bool all)
{
	CLEANUP(strbuf_free) struct strbuf first = STRBUF_INIT, again = STRBUF_INIT;
	const struct event_info *info = event_info(word);
	struct event e = sample_event(a, word, 41, NULL), back;
	struct err err = {0};

	for (int f = 0; all && f < FIELD_COUNT; f++)
		if (event_may(word, (enum event_field)f) && !is_of_subject(f) &&
		    !e.fields[f].count)
			event_set(&e, a, (enum event_field)f, sample_values[f]);
	if (all) {
		e.reason = "Two lines, one of them \xc3\xa4\xc3\xb6\xc3\xbc:\n  indented";
		event_add(&e, a, FIELD_FILE, "sha256:" SHA " runbook.yaml");
	}
	if (!ok(encodes(&e, &first), "a '%s' event is written%s", info->word,
		all ? ", with all that it may have" : ""))
		return;
	if (!ok(!event_decode(bytes_of(first.buf, first.len), a, &back, &err), "and read: %s",
		err.text))
		return;
	ok(back.word == word && encodes(&back, &again) && again.len == first.len &&
		   !memcmp(again.buf, first.buf, first.len),
	   "and written again as the same bytes");
	ok((!back.reason && !e.reason) || (back.reason && !strcmp(back.reason, e.reason)),
	   "with its reason");
}

/* Each field that must stand is missed, each that may not is refused. */
static void test_fields_of(struct arena *a, enum event_word word)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	static const enum event_field chain[] = {FIELD_FORMAT, FIELD_ID, FIELD_SEQUENCE,
						 FIELD_EVENT};
	static const enum event_field later[] = {FIELD_LEDGER, FIELD_PREVIOUS, FIELD_SEEN};
	const struct event_info *info = event_info(word);
	bool must[FIELD_COUNT] = {[FIELD_NONCE] = word == EVENT_INIT};
	int wrong = 0;

	for (size_t i = 0; i < ARRAY_SIZE(chain); i++)
		must[chain[i]] = true;
	for (size_t i = 0; i < ARRAY_SIZE(later); i++)
		must[later[i]] = word != EVENT_INIT;
	for (int f = 0; f < FIELD_COUNT; f++) {
		struct event e = sample_event(a, word, 1, NULL);
		bool demanded = must[f] || event_demands(word, (enum event_field)f);
		bool may = event_may(word, (enum event_field)f);

		if (is_of_subject(f))
			continue;
		if (demanded)
			e.fields[f].count = 0;
		else
			event_set(&e, a, (enum event_field)f, sample_values[f]);
		if (encodes(&e, &out) != (!demanded && may)) {
			printf("# %s: %s\n", info->word, event_field_word((enum event_field)f));
			wrong++;
		}
	}
	is_int(wrong, 0, "exactly its fields");
	if (event_demands(word, FIELD_SAYS)) {
		struct event e = sample_event(a, word, 1, NULL);

		e.reason = NULL;
		ok(!encodes(&e, &out), "a '%s' event without a reason is refused", info->word);
	}
}

/* It speaks of what its word may speak of, of one thing, and where that lies. */
static void test_subjects_of(struct arena *a, enum event_word word)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct event_info *info = event_info(word);
	int wrong = 0;

	for (int type = 0; type < SUBJECT_COUNT; type++) {
		struct event e = sample_event(a, word, 1, NULL);
		struct event_subject is;

		sample_subject(&e, a, (enum subject_type)type);
		is = event_subject_of(&e);
		wrong += is.type != (enum subject_type)type;
		wrong += encodes(&e, &out) != !!(info->subjects & (1u << type));
		if (e.fields[FIELD_ENVIRONMENT].count) /* the place is missing */
			e.fields[FIELD_ENVIRONMENT].count = 0;
		else
			event_set(&e, a, FIELD_ENVIRONMENT, "prod");
		wrong += event_subject_of(&e).type == (enum subject_type)type &&
			 encodes(&e, &out);
		sample_subject(&e, a, SUBJECT_STEP);
		event_set(&e, a, FIELD_SUBJECT, "path:a");
		wrong += encodes(&e, &out);
	}
	is_int(wrong, 0, "exactly its subjects");
}

/* -- text ---------------------------------------------------------------------------------------- */

static const char good[] = "block A in prod\n\n"
			   "It waits.\nFor the vendor.\n\n"
			   "Mcade-Format: 1\n"
			   "Mcade-Ledger: sha256:" SHA "\n"
			   "Mcade-Id: 00000000000000000000000000000007\n"
			   "Mcade-Sequence: 7\n"
			   "Mcade-Previous: sha256:" SHA "\n"
			   "Mcade-Event: block\n"
			   "Mcade-Environment: prod\n"
			   "Mcade-Step: A\n"
			   "Mcade-Seen: sha256:" SHA "\n"
			   "Mcade-Until: the vendor answers\n"
			   "Mcade-File: sha256:" SHA " state/prod/A.yaml\n"
			   "Mcade-File: sha256:" SHA2 " evidence/list.yaml\n";

/* The good text with the first `from` replaced. */
static struct bytes edited(struct arena *a, const char *from, const char *to, size_t to_len)
{
	const char *at = strstr(good, from);
	size_t before = (size_t)(at - good), skipped = before + strlen(from);
	char *text = arena_alloc(a, sizeof(good) + to_len);

	memcpy(text, good, before);
	memcpy(text + before, to, to_len);
	memcpy(text + before + to_len, good + skipped, sizeof(good) - 1 - skipped);
	return bytes_of(text, sizeof(good) - 1 - strlen(from) + to_len);
}

#define X_50 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

static const struct {
	const char *name, *from, *to, *says;
} bad_texts[] = {
	{"an unknown trailer", "Mcade-Until:", "Mcade-Whatever: x\nMcade-Until:", "unknown"},
	{"one of 60 bytes",
	 "Mcade-Until:", "Mcade-" X_50 "xxxx: x\nMcade-Until:", "'Mcade-" X_50 "xxxx'"},
	{"one of 61, of which 60 are told",
	 "Mcade-Until:", "Mcade-" X_50 "xxxxy: x\nMcade-Until:", "'Mcade-" X_50 "xxxx'"},
	{"200 bytes that are none",
	 "Mcade-Until:", X_50 X_50 X_50 X_50 "\nMcade-Until:", "'" X_50 X_50 X_50 X_50 "'"},
	{"201, of which 200 are told",
	 "Mcade-Until:", X_50 X_50 X_50 X_50 "y\nMcade-Until:", "'" X_50 X_50 X_50 X_50 "'"},
	{"another case", "Mcade-Until:", "Mcade-until:", "unknown"},
	{"a repeated trailer", "Mcade-Step: A\n", "Mcade-Step: A\nMcade-Step: A\n", "2 times"},
	{"a misplaced trailer", "Mcade-Step: A\n", "Mcade-Step: A\nMcade-Sequence: 7\n",
	 "misplaced"},
	{"a folded trailer", "the vendor answers", "the vendor\n answers", "not a trailer"},
	{"no blank behind the colon", "Mcade-Until: ", "Mcade-Until:", "not a trailer"},
	{"two blanks behind the colon", "Mcade-Until: ", "Mcade-Until:  ", "malformed"},
	{"a blank at the end of a line", "answers\n", "answers \n", "malformed"},
	{"an empty value", "the vendor answers", "", "not a trailer"},
	{"a foreign trailer",
	 "Mcade-Until:", "Signed-off-by: x\nMcade-Until:", "not a trailer"},
	{"a missing field", "Mcade-Until: the vendor answers\n", "",
	 "'Mcade-Until' is missing"},
	{"a field of another kind",
	 "Mcade-Until:", "Mcade-Log: a\nMcade-Until:", "not of event"},
	{"no format", "Mcade-Format: 1\n", "", "missing"},
	{"no event", "Mcade-Event: block\n", "", "missing"},
	{"format 0", "Mcade-Format: 1", "Mcade-Format: 0", "missing"},
	{"format 01", "Mcade-Format: 1", "Mcade-Format: 01", "missing"},
	{"an unsorted list",
	 "Mcade-File: sha256:" SHA " state/prod/A.yaml\n"
	 "Mcade-File: sha256:" SHA2 " evidence/list.yaml\n",
	 "Mcade-File: sha256:" SHA2 " evidence/list.yaml\n"
	 "Mcade-File: sha256:" SHA " state/prod/A.yaml\n",
	 "canonical"},
	{"a value twice in a list", "Mcade-File: sha256:" SHA2 " evidence/list.yaml\n",
	 "Mcade-File: sha256:" SHA " state/prod/A.yaml\n", "repeat"},
	{"another subject", "block A in prod", "block B in prod", "canonical"},
	{"a longer subject", "block A in prod", "block A in prod ", "canonical"},
	{"no subject", "block A in prod", "", ""},
	{"another kind", "Mcade-Event: block", "Mcade-Event: unblock", "not of event"},
	{"a trailer in the reason", "For the", "Mcade-Step: A\nFor the", "block of trailers"},
	{"a trailer as the reason", "It waits.\nFor the vendor.", "Mcade-Step: A",
	 "not a trailer"},
	{"an empty line in the reason", "waits.\n", "waits.\n\n", "empty line"},
	{"a reason of a blank", "It waits.\nFor the vendor.", " ", "printable"},
	{"blanks at the end of a reason's line", "waits.\n", "waits. \n", "printable"},
	{"no reason between its blank lines", "It waits.\nFor the vendor.\n\n", "\n\n", ""},
	{"a blank line in its place", "It waits.\nFor the vendor.\n\n", "\n", ""},
	{"a line without a colon at the end", "evidence/list.yaml\n",
	 "evidence/list.yaml\nMcade-File\n", "not a trailer"},
	{"two blank lines before the trailers", "vendor.\n\n", "vendor.\n\n\n", ""},
	{"one newline before the trailers", "vendor.\n\n", "vendor.\n", "block of trailers"},
	{"a tab", "It waits.", "It\twaits.", "printable"},
	{"an escape", "It waits.", "It \033[31mwaits.", "printable"},
	{"a C1 control", "It waits.", "It \xc2\x9bwaits.", "printable"},
	{"DEL", "It waits.", "It waits.\x7f", "printable"},
	{"a bidi override", "It waits.", "It \xe2\x80\xaewaits.", "printable"},
	{"a bidi isolate in a value", "the vendor answers", "the \xe2\x81\xa6vendor",
	 "malformed"},
	{"a line separator", "It waits.", "It\xe2\x80\xa8waits.", "printable"},
	{"an overlong form", "It waits.", "It\xc0\xafwaits.", "printable"},
	{"a surrogate", "It waits.", "It\xed\xa0\x80waits.", "printable"},
	{"a lone byte", "the vendor answers", "the \xffvendor", "malformed"},
	{"CRLF in the trailers", "Mcade-Step: A\n", "Mcade-Step: A\r\n", "malformed"},
	{"CRLF in the reason", "waits.\n", "waits.\r\n", "printable"},
	{"a carriage return", "It waits.", "It\rwaits.", "printable"},
	{"text behind the trailers", "evidence/list.yaml\n", "evidence/list.yaml\n\nmore\n",
	 "not a trailer"},
	{"an empty line at the end", "evidence/list.yaml\n", "evidence/list.yaml\n\n",
	 "not a trailer"},
	{"no newline at the end", "evidence/list.yaml\n", "evidence/list.yaml",
	 "no end of line"},
	{"upper-case hex", "Mcade-Seen: sha256:" SHA, "Mcade-Seen: sha256:A" SHA, "malformed"},
	{"a short digest", "Mcade-Seen: sha256:1", "Mcade-Seen: sha256:", "malformed"},
	{"a number with a zero in front", "Mcade-Sequence: 7", "Mcade-Sequence: 07",
	 "malformed"},
	{"a negative number", "Mcade-Sequence: 7", "Mcade-Sequence: -7", "malformed"},
	{"a number beyond 63 bits", "Mcade-Sequence: 7", "Mcade-Sequence: 9223372036854775808",
	 "malformed"},
	{"a step that is a path", "Mcade-Step: A", "Mcade-Step: ../A", "malformed"},
	{"a step that is a hidden file", "Mcade-Step: A", "Mcade-Step: _pins", "malformed"},
	{"a step with a slash", "Mcade-Step: A", "Mcade-Step: A/B", "malformed"},
	{"a file outside", "state/prod/A.yaml", "../prod/A.yaml", "malformed"},
	{"an absolute file", "state/prod/A.yaml", "/etc/passwd", "malformed"},
	{"a file in .git", "state/prod/A.yaml", ".git/config", "malformed"},
	{"a file in .GIT", "state/prod/A.yaml", "x/.GIT/config", "malformed"},
	{"a file named twice with a slash", "state/prod/A.yaml", "state//A.yaml", "malformed"},
	{"a folder", "state/prod/A.yaml", "state/prod/", "malformed"},
};

static void test_refusals(struct arena *a)
{
	struct err err = {0};
	struct event e;

	ok(!event_decode(bytes_of(good, sizeof(good) - 1), a, &e, &err),
	   "the good one is read: %s", err.text);
	is_str(e.reason, "It waits.\nFor the vendor.", "its reason");
	for (size_t i = 0; i < ARRAY_SIZE(bad_texts); i++) {
		struct bytes text = edited(a, bad_texts[i].from, bad_texts[i].to,
					   strlen(bad_texts[i].to));
		struct event untouched = {.reason = "untouched"};
		int found;

		err = (struct err){0};
		found = event_decode(text, a, &untouched, &err);
		if (!ok(found < 0 && err.code == ERR_FORMAT &&
				strstr(err.text, bad_texts[i].says),
			"%s is refused", bad_texts[i].name))
			printf("#   says: %s\n", err.text);
		if (strcmp(untouched.reason, "untouched") != 0)
			ok(false, "the output is untouched");
	}
	err = (struct err){0};
	ok(event_decode(edited(a, "It waits.", "It\0waits.", 9), a, &e, &err) < 0 &&
		   strstr(err.text, "NUL"),
	   "a NUL byte is refused");
	ok(event_decode(bytes_of(good, 0), a, &e, &err) < 0, "nothing is refused");
}

/* What a later version may write is "cannot tell", also when it has trailers of its own. */
static void test_later_versions(struct arena *a)
{
	static const struct {
		const char *name, *from, *to;
	} later[] = {
		{"format 2", "Mcade-Format: 1", "Mcade-Format: 2"},
		{"format 2 with a new trailer", "Mcade-Format: 1\n",
		 "Mcade-Format: 2\nMcade-Novelty: x\n"},
		{"a format beyond 32 bits", "Mcade-Format: 1", "Mcade-Format: 4294967297"},
		{"an unknown kind", "Mcade-Event: block", "Mcade-Event: levitate"},
		{"an unknown kind with a new trailer", "Mcade-Event: block\n",
		 "Mcade-Event: levitate\nMcade-Height: 3\n"},
	};
	struct err err = {0};
	struct event e;

	for (size_t i = 0; i < ARRAY_SIZE(later); i++) {
		struct bytes text = edited(a, later[i].from, later[i].to, strlen(later[i].to));

		ok(event_decode(text, a, &e, &err) < 0 && err.code == ERR_UNSUPPORTED,
		   "%s is not supported, not malformed", later[i].name);
	}
	ok(event_decode(edited(a, "Mcade-Event: block\n",
			       "Mcade-Event: block\nMcade-Rules: 4\n", 34),
			a, &e, &err) < 0 &&
		   err.code == ERR_UNSUPPORTED,
	   "a later set of rules is not supported");
	ok(event_decode(bytes_text("init\n\nMcade-Format: 1\nMcade-Nonce: " RANDOM_ID
				   "\nMcade-Event: init\n"),
			a, &e, &err) < 0 &&
		   err.code == ERR_UNSUPPORTED && strstr(err.text, "0.1"),
	   "a ledger of 0.1 is named");
}

/* The corpus of t/fuzz has an event of each kind that is one. */
static void test_corpus(struct arena *a)
{
	bool kinds[KIND_COUNT] = {false};

	for (int word = 0; word < EVENT_COUNT; word++) {
		const struct event_info *info = event_info((enum event_word)word);
		FILE *file = fopen(arena_printf(a, "t/fuzz/corpus/event/%s", info->word), "rb");
		char text[8192];
		struct err err = {0};
		struct event e;
		size_t len;

		if (!file)
			continue;
		len = fread(text, 1, sizeof(text), file);
		fclose(file);
		kinds[info->kind] = ok(!event_decode(bytes_of(text, len), a, &e, &err) &&
					       e.word == (enum event_word)word,
				       "corpus/event/%s is one: %s", info->word, err.text);
	}
	for (int kind = 0; kind < KIND_COUNT; kind++)
		ok(kinds[kind], "kind %d is in the corpus", kind);
}

/* -- values -------------------------------------------------------------------------------------- */

/* For each syntax what holds, and what does not though it nearly does. */
static const struct {
	enum syntax syntax;
	const char *good[6], *bad[12];
} syntaxes[] = {
	{SYNTAX_NUMBER,
	 {"0", "7", "9223372036854775807"},
	 {"07", "-7", "+7", "7 ", "0x7", "9223372036854775808"}},
	{SYNTAX_DIGEST,
	 {"sha256:" SHA},
	 {SHA, "sha256:", "sha256:1" SHA, "sha512:" SHA, "none", "SHA256:" SHA}},
	{SYNTAX_CONTENT, {"sha256:" SHA, "none"}, {"None", "sha256:", SHA}},
	{SYNTAX_RANDOM,
	 {RANDOM_ID},
	 {"0000", RANDOM_ID "0", "0000000000000000000000000000000G",
	  "0000000000000000000000000000000A"}},
	{SYNTAX_NAME,
	 {"A", "PLAT_08D", "web-01"},
	 {"_A", "../A", "A/B", ".A", "A B", "\xc3\xa4"}},
	{SYNTAX_SUBJECT,
	 {"gate:G", "rollback:R", "drill:D", "path:docs/a b.md", "event:" RANDOM_ID},
	 {"G", "gate:", "gate:a/b", "step:A", "env:prod", "env", "path:../a", "path:/a",
	  "event:7", "gate:G/check", "gates:G", "path:a "}},
	{SYNTAX_TIME,
	 {"2026-01-28T10:00:00Z"},
	 {"2026-01-28T10:00:00+01:00", "2026-01-28", "2026-02-30T10:00:00Z",
	  "2026-01-28 10:00:00Z", "2026-01-28T24:00:00Z"}},
	{SYNTAX_TIP,
	 {GIT_ID " refs/heads/main", SHA " refs/heads/main"},
	 {GIT_ID " main", "0123 refs/heads/main", GIT_ID, GIT_ID " refs/heads/a b",
	  GIT_ID " refs/heads/a\xe2\x80\xae", SHA "0 refs/heads/main"}},
	{SYNTAX_REF,
	 {"refs/heads/main", "refs/tags/v1"},
	 {"main", "heads/main", "refs/heads/a b", "refs/heads/a\n", ""}},
	{SYNTAX_SINCE,
	 {GIT_ID " 2026-01-28", GIT_ID " 2026-01-28T10:00:00Z"},
	 {GIT_ID, "0123 2026-01-28", GIT_ID " 2026-02-30", GIT_ID " yesterday"}},
	{SYNTAX_OBJECT, {GIT_ID, SHA}, {"HEAD", "0123", GIT_ID "0", "sha256:" SHA}},
	{SYNTAX_LINE,
	 {"a", "two words", "\xc3\xa4"},
	 {"", " a", "a ", "a\tb", "a\nb", "a\033b", "\xff", "a\xe2\x81\xa6"}},
	{SYNTAX_PERSON, {"Ada Lovelace"}, {"Ada <ada@example.com>", "Ada>", "", " Ada"}},
	{SYNTAX_ADDRESS, {"ada@example.com"}, {"ada @example.com", "<ada@example.com>", ""}},
	{SYNTAX_SOMEBODY,
	 {"Lea Legal <lea@example.com>", "L <l@e>"},
	 {"Lea", "<lea@example.com>", "Lea <lea>", "Lea <lea@example.com> ", "Lea  <lea@e>",
	  "Lea <le a@e>", "Lea <lea@e> <b@e>", "Lea <lea@e", "Lea<lea@e>", "Lea <<lea@e>",
	  "Lea <"}},
	{SYNTAX_PATH,
	 {"a", "a/b c"},
	 {"/a", "../a", "a/../b", "a//b", "a/", ".git/config", "x/.GIT/config", "a\nb", "a "}},
	{SYNTAX_FILE,
	 {"sha256:" SHA " a", "sha256:" SHA " a b.yaml"},
	 {"sha256:" SHA, SHA " a", "sha256:" SHA " ../a", "sha256:" SHA "  a"}},
	{SYNTAX_EVIDENCE,
	 {"sha256:" SHA " 12 stdout"},
	 {"sha256:" SHA " 012 stdout", "sha256:" SHA " 12 ../stdout", "sha256:" SHA " stdout",
	  "sha256:" SHA " -1 stdout"}},
	{SYNTAX_KEY,
	 {KEY_A, "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t"},
	 {"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7", KEY_A " comment", "ssh-ed25519",
	  "ssh-ed25519 AAAA", KEY_A "\t",
	  "a-type-of-key-that-nobody-has-and-that-is-far-too-long " SHA}},
	{SYNTAX_PIN,
	 {"a.b=1", "a=b=c", "a=b c"},
	 {"=value", "path=", "path", "path =value", "path= value", "path\t=value", "path=\t"}},
	{SYNTAX_CLAIM,
	 {"A prod complete"},
	 {"A prod", "A prod complete now", "A ../prod B", " A prod x"}},
	{SYNTAX_BASELINE,
	 {"a sha256:" SHA " sha256:" SHA},
	 {"a", "a sha256:" SHA, "sha256:" SHA " sha256:" SHA, "a/b sha256:" SHA " sha256:" SHA,
	  "a sha256:" SHA " sha256:" SHA " b", "a sha256:" SHA " sha256:0",
	  " a sha256:" SHA " sha256:" SHA, "a sha256:" SHA SHA " sha256:" SHA}},
	{SYNTAX_CHECK,
	 {"ready pass", "guard.ready not-applicable", "a inconclusive"},
	 {"ready maybe", "ready", "pass", "ready PASS", "a b pass"}},
	{SYNTAX_RESULT, {"ok", "failed", "cancelled", "lost"}, {"fine", "OK", "", "pass"}},
	{SYNTAX_VERDICT, {"pass", "fail", "inconclusive"}, {"ok", "PASS", "", "none"}},
	{SYNTAX_RULE, {"order", "ledger-integrity"}, {"orders", "ORDER", ""}},
	{SYNTAX_DISPUTE,
	 {RANDOM_ID " order"},
	 {"7 order", RANDOM_ID, RANDOM_ID " whatever", "order " RANDOM_ID}},
	{SYNTAX_ACT,
	 {RANDOM_ID " sha256:" SHA},
	 {RANDOM_ID, "7 sha256:" SHA, RANDOM_ID " " SHA}},
	{SYNTAX_HOLD,
	 {"lock:A", "freeze:proxy", "halt:env", "incident-open:" RANDOM_ID},
	 {"A", "lock:", "unlock:A", "start:A", "lock", "levitate:A", ":A", "lock:A ",
	  "a-word-that-is-longer-than-any-that-holds:A"}},
	{SYNTAX_YES, {"yes"}, {"no", "Yes", "true", ""}},
};

static void test_syntaxes(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(syntaxes); i++) {
		int wrong = syntaxes[i].syntax != (enum syntax)i; /* none is left out */

		for (size_t k = 0; k < ARRAY_SIZE(syntaxes[i].good) && syntaxes[i].good[k]; k++)
			if (!syntax_holds(syntaxes[i].syntax, syntaxes[i].good[k])) {
				printf("# refused: '%s'\n", syntaxes[i].good[k]);
				wrong++;
			}
		for (size_t k = 0; k < ARRAY_SIZE(syntaxes[i].bad) && syntaxes[i].bad[k]; k++)
			if (syntax_holds(syntaxes[i].syntax, syntaxes[i].bad[k])) {
				printf("# accepted: '%s'\n", syntaxes[i].bad[k]);
				wrong++;
			}
		is_int(wrong, 0, "a syntax");
	}
	is_int(ARRAY_SIZE(syntaxes), SYNTAX_YES + 1, "every syntax");
}

/* Whatever its syntax: no value is empty, ends in a blank, or holds a control character. */
static void test_values(struct arena *a)
{
	static const char *const never[] = {"", " ", "a ", "\n", "a\rb", "\x7f", "\xff"};
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	int wrong = 0;
	struct event e;
	char *lengthy;

	for (int word = 0; word < EVENT_COUNT; word++)
		for (int f = 0; f < FIELD_COUNT; f++)
			for (size_t i = 0; i < ARRAY_SIZE(never); i++) {
				e = sample_event(a, (enum event_word)word, 1, NULL);
				event_set(&e, a, (enum event_field)f, never[i]);
				wrong += encodes(&e, &out);
			}
	is_int(wrong, 0, "what no field may hold");
	lengthy = arena_alloc(a, LIMIT_FIELD + 2);
	memset(lengthy, 'x', LIMIT_FIELD + 1);
	e = sample_event(a, EVENT_BLOCK, 1, NULL);
	event_set(&e, a, FIELD_UNTIL, lengthy);
	ok(!encodes(&e, &out), "a value of one byte too many is refused");
	lengthy[LIMIT_FIELD] = '\0';
	event_set(&e, a, FIELD_UNTIL, lengthy);
	ok(encodes(&e, &out), "one of just as many is not");
	e = sample_event(a, EVENT_INIT, 1, NULL);
	for (size_t i = 0; i <= LIMIT_LIST; i++)
		event_add(&e, a, FIELD_TIP, arena_printf(a, GIT_ID " refs/heads/%05zu", i));
	ok(!encodes(&e, &out), "a list of one too many is refused");
	e = sample_event(a, EVENT_ADOPT, 1, NULL);
	event_add(&e, a, FIELD_TIP, GIT_ID " refs/heads/other");
	ok(encodes(&e, &out), "tips of two branches");
	event_add(&e, a, FIELD_TIP, SHA " refs/heads/other");
	ok(!encodes(&e, &out), "two of one branch are refused");
	e = sample_event(a, EVENT_PIN, 1, NULL);
	event_add(&e, a, FIELD_PIN, "b=2");
	event_add(&e, a, FIELD_PIN, "a=1");
	ok(encodes(&e, &out) && strstr(out.buf, "Mcade-Pin: a=1\nMcade-Pin: b=2\n"),
	   "lists are sorted when they are written");
}

static void test_reasons(struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct event e = sample_event(a, EVENT_BLOCK, 1, "Mcade is a word.");
	char *lengthy = arena_alloc(a, LIMIT_MESSAGE + 2);

	ok(encodes(&e, &out), "a reason that speaks of trailers");
	e.reason = "One line.\nMcade-Step: B";
	ok(!encodes(&e, &out), "one that has a trailer is refused");
	memset(lengthy, 'x', LIMIT_MESSAGE + 1);
	e.reason = lengthy;
	ok(!encodes(&e, &out), "a reason of one byte too many is refused");
}

/* Which option gives a field when the act is done again: none for what the program finds out. */
static void test_given(void)
{
	is_str(event_field_given(EVENT_BLOCK, FIELD_ID), NULL, "an id is given by nobody");
	is_str(event_field_given(EVENT_BLOCK, FIELD_UNTIL), "--until", "until when");
	is_str(event_field_given(EVENT_PIN, FIELD_PIN), "", "a pin is what is recorded");
	is_str(event_field_given(EVENT_COMPLETE, FIELD_PIN), NULL, "a completion looks itself");
}

/* Of each branch one tip, in whatever order they stand. */
static void test_tips(struct arena *a)
{
#define ID(digit) digit "123456789012345678901234567890123456789"
	static const struct {
		const char *tips[3];
		bool good;
	} cases[] = {
		{{ID("0") " refs/heads/a"}, true},
		{{ID("0") " refs/heads/a", ID("1") " refs/heads/b"}, true},
		{{ID("0") " refs/heads/a", ID("1") " refs/heads/a"}, false},
		{{ID("0") " refs/heads/a", ID("1") " refs/heads/b", ID("2") " refs/heads/c"},
		 true},
		{{ID("0") " refs/heads/a", ID("1") " refs/heads/b", ID("2") " refs/heads/a"},
		 false},
		{{ID("0") " refs/heads/a", ID("1") " refs/heads/b", ID("2") " refs/heads/b"},
		 false},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
		struct event e = sample_event(a, EVENT_ADOPT, 1, NULL);

		e.fields[FIELD_TIP].count = 0;
		for (size_t k = 0; k < 3 && cases[i].tips[k]; k++)
			event_add(&e, a, FIELD_TIP, cases[i].tips[k]);
		ok(encodes(&e, &out) == cases[i].good, "tips %zu", i);
	}
}

/* "sha256:... 12 stdout": a name may hold no blank. */
static void test_evidence_names(void)
{
	is_str(event_evidence_name("sha256:abc 12 stdout"), "stdout", "a name of evidence");
	is_str(event_evidence_name("sha256:abc"), "", "none");
	is_str(event_evidence_name("sha256:abc 12 x"), "x", "of one letter");
}

/* What the checks of a run or verification add up to. */
/* What a value is of stands behind its first blank. */
static void test_names(struct arena *a)
{
	struct event e = {0};

	ok(!event_names(&e, FIELD_INPUT, "a/b c"), "nothing is named");
	event_add(&e, a, FIELD_INPUT, "sha256:00 other");
	ok(!event_names(&e, FIELD_INPUT, "a/b c"), "another is");
	event_add(&e, a, FIELD_INPUT, "sha256:00 a/b c");
	ok(event_names(&e, FIELD_INPUT, "a/b c") && event_names(&e, FIELD_INPUT, "other"),
	   "each of them is");
	ok(!event_names(&e, FIELD_INPUT, "c") && !event_names(&e, FIELD_INPUT, "sha256:00"),
	   "by its whole name");
}

static void test_verdicts(struct arena *a)
{
	static const struct {
		const char *checks[3], *verdict;
	} cases[] = {
		{{NULL}, "none"},
		{{"guard.a fail", "stop.b fail", "before.c error"}, "none"},
		{{"a pass", "b warn", "c not-applicable"}, "pass"},
		{{"a not-applicable", "b not-applicable", "guard.c pass"}, "inconclusive"},
		{{"a not-applicable", "b error"}, "fail"},
		{{"a pass", "b fail"}, "fail"},
		{{"a pass", "b error"}, "fail"},
		{{"a inconclusive", "b pass"}, "inconclusive"},
		{{"a inconclusive", "b fail"}, "fail"},
		{{"guard.a fail", "b pass"}, "pass"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct event e = sample_event(a, EVENT_VERIFY, 1, NULL);

		for (size_t k = 0; k < 3 && cases[i].checks[k]; k++)
			event_add(&e, a, FIELD_CHECK, cases[i].checks[k]);
		is_str(event_checks_verdict(&e, LEDGER_RULES), cases[i].verdict, "a verdict");
		is_str(event_verified(&e, LEDGER_RULES), cases[i].verdict, "of a verification");
		e.word = EVENT_FINISH;
		is_str(event_verified(&e, LEDGER_RULES), cases[i].verdict, "of a finish");
		e.word = EVENT_COMPLETE;
		is_str(event_verified(&e, LEDGER_RULES), NULL, "a completion verifies nothing");
	}
}

static void test_parts(struct arena *a)
{
	const char *first, *second;
	enum event_word word;
	char sha256[65];
	struct event e;

	ok(event_pin_parts("a.b=c=d", a, &first, &second) && !strcmp(first, "a.b") &&
		   !strcmp(second, "c=d"),
	   "a pin's value may hold an equals sign");
	ok(event_pair_parts("A prod complete", a, &first, &second) && !strcmp(first, "A") &&
		   !strcmp(second, "prod complete"),
	   "a pair is cut at the first blank");
	ok(!event_pair_parts("A ", a, &first, &second) &&
		   !event_pair_parts("A", a, &first, &second) &&
		   !event_pair_parts(" A", a, &first, &second),
	   "half a pair is none");
	ok(event_file_parts("sha256:" SHA " a b.yaml", &first, sha256) &&
		   !strcmp(first, "a b.yaml") && !strcmp(sha256, SHA),
	   "a file's name may hold a blank");
	ok(!event_file_parts("sha256:" SHA, &first, sha256) && !*first && !*sha256 &&
		   !event_file_parts("x", &first, sha256) && !*event_file_path("x"),
	   "a digest alone is no file");
	ok(!event_pin_parts("a", a, &first, &second) &&
		   !event_pin_parts("=b", a, &first, &second),
	   "half a pin is none");
	ok(event_hold_parts("freeze:a:b", a, &word, &first) && word == EVENT_FREEZE &&
		   !strcmp(first, "a:b") && !event_hold_parts("freeze", a, &word, &first) &&
		   !event_hold_parts("thaw:a", a, &word, &first),
	   "a hold has the word of one");
	e = sample_event(a, EVENT_APPROVE, 1, NULL);
	e.fields[FIELD_STEP].count = e.fields[FIELD_ENVIRONMENT].count = 0;
	event_set(&e, a, FIELD_SUBJECT, "gate:G");
	ok(event_subject_of(&e).type == SUBJECT_GATE && !strcmp(event_subject_of(&e).id, "G"),
	   "a subject has the word of one");
	event_set(&e, a, FIELD_SUBJECT, "gates:G");
	ok(event_subject_of(&e).type == SUBJECT_NONE && !event_subject_of(&e).id,
	   "another word is no subject");
	is_int(event_by_word("complete"), EVENT_COMPLETE, "a word");
	is_int(event_by_word("completed"), EVENT_COUNT, "no such word");
}

int main(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;

	for (int f = 0; f < FIELD_COUNT; f++)
		if (!ok(sample_values[f], "events.h has a sample of Mcade-%s",
			event_field_word((enum event_field)f)))
			return done();
	for (int word = 0; word < EVENT_COUNT; word++) {
		test_identity(&a, (enum event_word)word, false);
		test_identity(&a, (enum event_word)word, true);
		test_fields_of(&a, (enum event_word)word);
		test_subjects_of(&a, (enum event_word)word);
	}
	test_refusals(&a);
	test_later_versions(&a);
	test_corpus(&a);
	test_syntaxes();
	test_values(&a);
	test_reasons(&a);
	test_given();
	test_evidence_names();
	test_tips(&a);
	test_names(&a);
	test_verdicts(&a);
	test_parts(&a);
	return done();
}
