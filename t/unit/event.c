/* model/event: one spelling for each event, and no other is read. */
#include "model/event.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/strbuf.h"

#include "../t/unit/events.h"
#include "../t/unit/tap.h"

#define BIT(f) ((uint64_t)1 << (f))

static bool encodes(struct event *e, struct strbuf *out)
{
	struct err err = {0};

	strbuf_setlen(out, 0);
	return !event_encode(e, out, &err);
}

static void test_identity(struct arena *a, enum event_kind kind, bool all)
{
	CLEANUP(strbuf_free) struct strbuf first = STRBUF_INIT, again = STRBUF_INIT;
	const struct event_kind_info *info = event_kind_info(kind);
	struct event e = sample_event(a, kind, 41, NULL), back;
	struct err err = {0};

	if (all) {
		e.reason = "Two lines, one of them \xc3\xa4\xc3\xb6\xc3\xbc:\n  indented";
		event_set(&e, a, FIELD_OCCURRED, sample_values[FIELD_OCCURRED]);
		event_set(&e, a, FIELD_FILE, sample_values[FIELD_FILE]);
		event_add(&e, a, FIELD_FILE, "sha256:" SHA " runbook.yaml");
		for (int f = 0; f < FIELD_COUNT; f++)
			if (info->may & BIT(f))
				event_set(&e, a, (enum event_field)f, sample_values[f]);
	}
	if (!ok(encodes(&e, &first), "a '%s' event is written%s", info->word,
		all ? ", with all that it may have" : ""))
		return;
	if (!ok(!event_decode(bytes_of(first.buf, first.len), a, &back, &err), "and read: %s",
		err.text))
		return;
	ok(back.kind == kind && encodes(&back, &again) && again.len == first.len &&
		   !memcmp(again.buf, first.buf, first.len),
	   "and written again as the same bytes");
	ok((!back.reason && !e.reason) || (back.reason && !strcmp(back.reason, e.reason)),
	   "with its reason");
}

/* Each field that must stand is missed, each that may not is refused. */
static void test_fields_of(struct arena *a, enum event_kind kind)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct event_kind_info *info = event_kind_info(kind);
	const uint64_t every = BIT(FIELD_FORMAT) | BIT(FIELD_ID) | BIT(FIELD_SEQUENCE) |
			       BIT(FIELD_EVENT);
	const uint64_t later = BIT(FIELD_LEDGER) | BIT(FIELD_PREVIOUS) | BIT(FIELD_SEEN);
	const uint64_t any = BIT(FIELD_OCCURRED) | BIT(FIELD_EVIDENCE) | BIT(FIELD_FILE);
	uint64_t must = info->must | every | (kind == EVENT_INIT ? 0 : later);
	int wrong = 0;

	for (int f = 0; f < FIELD_COUNT; f++) {
		struct event e = sample_event(a, kind, 1, NULL);

		if (must & BIT(f)) {
			e.fields[f].count = 0;
			wrong += encodes(&e, &out);
		} else if ((info->may | any) & BIT(f)) {
			event_set(&e, a, (enum event_field)f, sample_values[f]);
			wrong += !encodes(&e, &out);
		} else {
			event_set(&e, a, (enum event_field)f, sample_values[f]);
			wrong += encodes(&e, &out);
		}
	}
	is_int(wrong, 0, "exactly its fields");
	if (info->must & EVENT_SAYS) {
		struct event e = sample_event(a, kind, 1, NULL);

		e.reason = NULL;
		ok(!encodes(&e, &out), "a '%s' event without a reason is refused", info->word);
	}
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

static const struct {
	const char *name, *from, *to, *says;
} bad_texts[] = {
	{"an unknown trailer", "Mcade-Until:", "Mcade-Whatever: x\nMcade-Until:", "unknown"},
	{"another case", "Mcade-Until:", "Mcade-until:", "unknown"},
	{"a repeated trailer", "Mcade-Step: A\n", "Mcade-Step: A\nMcade-Step: A\n", "2 times"},
	{"a misplaced trailer", "Mcade-Step: A\n", "Mcade-Step: A\nMcade-Sequence: 7\n",
	 "misplaced"},
	{"a folded trailer", "the vendor answers", "the vendor\n answers", "no trailer"},
	{"no blank behind the colon", "Mcade-Until: ", "Mcade-Until:", "no trailer"},
	{"two blanks behind the colon", "Mcade-Until: ", "Mcade-Until:  ", "malformed"},
	{"a blank at the end of a line", "answers\n", "answers \n", "malformed"},
	{"an empty value", "the vendor answers", "", "no trailer"},
	{"a foreign trailer", "Mcade-Until:", "Signed-off-by: x\nMcade-Until:", "no trailer"},
	{"a missing field", "Mcade-Until: the vendor answers\n", "",
	 "'Mcade-Until' is missing"},
	{"a field of another kind", "Mcade-Until:", "Mcade-Log: a\nMcade-Until:", "not of a"},
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
	{"another kind", "Mcade-Event: block", "Mcade-Event: unblock", "not of a"},
	{"a trailer in the reason", "For the", "Mcade-Step: A\nFor the", "block of trailers"},
	{"a trailer as the reason", "It waits.\nFor the vendor.", "Mcade-Step: A",
	 "no trailer"},
	{"an empty line in the reason", "waits.\n", "waits.\n\n", "empty line"},
	{"a reason of a blank", "It waits.\nFor the vendor.", " ", "printable"},
	{"blanks at the end of a reason's line", "waits.\n", "waits. \n", "printable"},
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
	 "no trailer"},
	{"an empty line at the end", "evidence/list.yaml\n", "evidence/list.yaml\n\n",
	 "no trailer"},
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
	for (int kind = 0; kind < EVENT_KIND_COUNT; kind++) {
		const struct event_kind_info *info = event_kind_info((enum event_kind)kind);
		const char *line = arena_printf(a, "Mcade-Event: %s", info->word);

		if (info->reserved)
			ok(event_decode(edited(a, "Mcade-Event: block", line, strlen(line)), a,
					&e, &err) < 0 &&
				   err.code == ERR_UNSUPPORTED && strstr(err.text, "reserved"),
			   "'%s' is reserved", info->word);
	}
}

/* -- values -------------------------------------------------------------------------------------- */

static void test_values(struct arena *a)
{
	static const struct {
		enum event_kind kind;
		enum event_field field;
		const char *value;
	} bad[] = {
		{EVENT_INIT, FIELD_NAME, "Ada <ada@example.com>"},
		{EVENT_INIT, FIELD_EMAIL, "ada @example.com"},
		{EVENT_INIT, FIELD_EMAIL, "<ada@example.com>"},
		{EVENT_INIT, FIELD_KEY, "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7"},
		{EVENT_INIT, FIELD_KEY, KEY_A " comment"},
		{EVENT_INIT, FIELD_TIP, GIT_ID " main"},
		{EVENT_INIT, FIELD_TIP, "0123 refs/heads/main"},
		{EVENT_INIT, FIELD_NONCE, "0000"},
		{EVENT_PIN, FIELD_PIN, "=value"},
		{EVENT_PIN, FIELD_PIN, "path="},
		{EVENT_PIN, FIELD_PIN, "path"},
		{EVENT_PIN, FIELD_PIN, "path =value"},
		{EVENT_PIN, FIELD_PIN, "path= value"},
		{EVENT_ADOPT, FIELD_CLAIM, "A prod"},
		{EVENT_ADOPT, FIELD_CLAIM, "A prod complete now"},
		{EVENT_ADOPT, FIELD_RENAME, "A ../prod B"},
		{EVENT_FINISH, FIELD_RESULT, "fine"},
		{EVENT_FINISH, FIELD_VERIFY, "ok"},
		{EVENT_FINISH, FIELD_CHECK, "ready maybe"},
		{EVENT_FINISH, FIELD_RUN, RANDOM_ID "0"},
		{EVENT_START, FIELD_DIRTY, "no"},
		{EVENT_START, FIELD_CODE, "HEAD"},
		{EVENT_START, FIELD_OCCURRED, "2026-01-28T10:00:00+01:00"},
		{EVENT_START, FIELD_EVIDENCE, "sha256:" SHA " 012 stdout"},
		{EVENT_START, FIELD_EVIDENCE, "sha256:" SHA " 12 ../stdout"},
	};
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct event e;
	char *lengthy;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		e = sample_event(a, bad[i].kind, 1, NULL);
		event_set(&e, a, bad[i].field, bad[i].value);
		ok(!encodes(&e, &out), "Mcade-%s: %s is refused",
		   event_field_word(bad[i].field), bad[i].value);
	}
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
	e = sample_event(a, EVENT_PIN, 1, NULL);
	event_add(&e, a, FIELD_PIN, "b=2");
	event_add(&e, a, FIELD_PIN, "a=1");
	ok(encodes(&e, &out) && strstr(out.buf, "Mcade-Pin: a=1\nMcade-Pin: b=2\n"),
	   "lists are sorted when they are written");
}

static void test_parts(struct arena *a)
{
	const char *first, *second;
	char sha256[65];

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
	is_int(event_kind_by_word("complete"), EVENT_COMPLETE, "a kind by its word");
	is_int(event_kind_by_word("completed"), EVENT_KIND_COUNT, "no such kind");
}

int main(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;

	for (int f = 0; f < FIELD_COUNT; f++)
		if (!ok(sample_values[f], "events.h has a sample of Mcade-%s",
			event_field_word((enum event_field)f)))
			return done();
	for (int kind = 0; kind < EVENT_KIND_COUNT; kind++)
		if (!event_kind_info((enum event_kind)kind)->reserved) {
			test_identity(&a, (enum event_kind)kind, false);
			test_identity(&a, (enum event_kind)kind, true);
			test_fields_of(&a, (enum event_kind)kind);
		}
	test_refusals(&a);
	test_later_versions(&a);
	test_values(&a);
	test_parts(&a);
	return done();
}
